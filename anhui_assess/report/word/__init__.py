"""The report as a Word document: the same neutral document as the PDF, with real styles."""
