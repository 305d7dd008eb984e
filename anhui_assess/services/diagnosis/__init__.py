"""The diagnosis as neutral tables and pictures: what stands in every cell is decided here, not in a widget."""
