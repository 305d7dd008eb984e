"""The questionnaire page: tree, question, guidance, bottom bar."""
