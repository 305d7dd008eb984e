"""How exactly a threshold must be reached. Stands alone, so that tables and models may both read it."""

from __future__ import annotations

TOLERANCE = 1e-9
"""Thresholds are reached when a score is within this distance, so that 0.8 summed from parts counts as 0.8."""
