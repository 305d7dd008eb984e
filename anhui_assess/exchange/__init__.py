"""Exchange: the file formats outsiders rely on (answers, form, result), written and strictly read."""
