"""Units as people write them, and what one is worth in another of the same quantity. Nothing is guessed: no unit, no change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_SCALES: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "energy": {"kWh": 1.0, "度": 1.0, "千瓦时": 1.0, "MWh": 1e3, "兆瓦时": 1e3, "万kWh": 1e4, "万度": 1e4, "万千瓦时": 1e4},
        "mass": {"g": 1e-6, "克": 1e-6, "kg": 1e-3, "千克": 1e-3, "公斤": 1e-3, "t": 1.0, "吨": 1.0, "kt": 1e3, "千吨": 1e3,
                 "万t": 1e4, "万吨": 1e4},
        "volume": {"L": 1e-3, "升": 1e-3, "kL": 1.0, "千升": 1.0, "m³": 1.0, "m3": 1.0, "立方米": 1.0, "方": 1.0, "Nm³": 1.0,
                   "千m³": 1e3, "千立方米": 1e3, "万m³": 1e4, "万m3": 1e4, "万立方米": 1e4, "万方": 1e4},
        "heat": {"MJ": 1e-3, "兆焦": 1e-3, "GJ": 1.0, "吉焦": 1.0, "百万千焦": 1.0, "TJ": 1e3, "万GJ": 1e4},
        "money": {"元": 1e-4, "千元": 0.1, "万元": 1.0, "百万元": 100.0, "亿元": 1e4},
        "area": {"m²": 1.0, "m2": 1.0, "平方米": 1.0, "平米": 1.0, "亩": 10000.0 / 15.0, "公顷": 1e4, "hm²": 1e4,
                 "万m²": 1e4, "万平方米": 1e4},
        "power": {"W": 1e-3, "kW": 1.0, "千瓦": 1.0, "MW": 1e3, "兆瓦": 1e3, "万kW": 1e4},
        "coal": {"kgce": 1e-3, "千克标准煤": 1e-3, "tce": 1.0, "吨标准煤": 1.0, "吨标煤": 1.0, "万tce": 1e4, "万吨标准煤": 1e4},
        "carbon": {"kgCO₂": 1e-3, "kgCO2": 1e-3, "tCO₂": 1.0, "tCO2": 1.0, "万tCO₂": 1e4},
        "heat of a mass": {"kJ/kg": 1.0, "MJ/kg": 1e3, "kcal/kg": 4.1868, "大卡/kg": 4.1868},
        "heat of a volume": {"kJ/m³": 1.0, "MJ/m³": 1e3, "kcal/m³": 4.1868, "大卡/m³": 4.1868},
    }
)  # fmt: skip
"""Quantity to unit to how many base units one is. One 亩 is 10,000/15 m²; one kcal is 4.1868 kJ."""
_PLACES: Mapping[str, tuple[str, float]] = MappingProxyType(
    {unit.lower(): (quantity, times) for quantity, units in _SCALES.items() for unit, times in units.items()}
)
_AMOUNT = re.compile(r"^(?P<number>[-+]?[\d,，]*\.?\d+(?:[eE][-+]?\d+)?)\s*(?P<unit>[^\d\s.,，+-][^\s]*)$")


def known(unit: str) -> bool:
    """Whether a text is a unit in the list."""
    return unit.strip().lower() in _PLACES


def factor(unit: str, wanted: str) -> float | None:
    """Return how many `wanted` one `unit` is; None when one of them is not listed or they measure different things."""
    first, second = _PLACES.get(unit.strip().lower()), _PLACES.get(wanted.strip().lower())
    if first is None or second is None or first[0] != second[0]:
        return None
    return first[1] / second[1]


def split_amount(text: str) -> tuple[str, str] | None:
    """Return number and unit of a text like `12.5 万kWh`; None when the text is not of that shape with a listed unit."""
    match = _AMOUNT.match(text.strip())
    if match is None or not known(match["unit"]):
        return None
    return match["number"], match["unit"]
