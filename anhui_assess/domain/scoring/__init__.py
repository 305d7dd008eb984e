"""Scoring: pure functions over an immutable answer sheet, incremental through a dependency graph."""
