"""The typesetter: a neutral document becomes an A4 PDF. Own line breaking and layout on reportlab's canvas."""
