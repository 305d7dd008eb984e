"""Charts as vector drawings, one pure function each: data of `services.chart_data` in, `Drawing` out.

The names exported here are relied on by report/sections and by the window (through the registry CHARTS, name → function):
radar, grouped_bars (kind "bars"), level_ruler, bullets (takes a tuple of BulletData), risk_matrix, gantt, score_path,
stacked_bar; each takes its data and an optional keyword `width` in points.
"""

from __future__ import annotations
