"""The report: a neutral model of plain data first, typesetting after. Charts are drawn once as vector drawings."""
