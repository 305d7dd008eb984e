"""The typesetter: a neutral document becomes an A4 PDF. Own line breaking, layout and drawing; reportlab writes the file."""
