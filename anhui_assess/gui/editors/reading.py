"""Reading what people type: numbers and dates in the ways they are written. What cannot be read stays text."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from anhui_assess.domain import units

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?([eE][-+]?\d{1,3})?")
_YES = frozenset({"是", "有", "y", "yes", "true", "1", "√", "✓"})
_NO = frozenset({"否", "无", "没有", "n", "no", "false", "0", "×"})


def read_number(text: str) -> int | float | str:
    """Return the number a text means (thousands separators, full-width digits, a trailing %), or the text itself."""
    tidy = unicodedata.normalize("NFKC", text).strip().removesuffix("%").replace(" ", "")
    if not tidy or not any(character.isdigit() for character in tidy) or _NUMBER.fullmatch(tidy) is None:
        return text.strip()
    value = float(tidy.replace(",", ""))
    return int(value) if value.is_integer() and abs(value) < 1e15 else value  # noqa: PLR2004 - exact integers


def read_amount(text: str, unit: str | None) -> tuple[int | float | str, str]:
    """Return the number a text means in `unit`, and in words how it was converted when the text names another unit.

    A text that is no number, or whose unit measures something else, comes back as it is, for the check to refuse.
    """
    plain_number = read_number(text)
    if unit and isinstance(plain_number, str) and text.strip().endswith(unit):
        without = read_number(text.strip().removesuffix(unit))
        plain_number = plain_number if isinstance(without, str) else without
    parts = (
        None if not isinstance(plain_number, str) else units.split_amount(unicodedata.normalize("NFC", text))
    )
    if parts is None or not unit:
        return plain_number, ""
    number, times = read_number(parts[0]), units.factor(parts[1], unit)
    if isinstance(number, str) or times is None:
        return text.strip(), ""
    value = float(f"{number * times:.12g}")
    found = int(value) if value.is_integer() and abs(value) < 1e15 else value  # noqa: PLR2004 - exact integers
    return found, "" if times == 1 else f"1 {parts[1]} = {times:,.10g} {unit}"


def read_date(text: str) -> str:
    """Return the ISO form of a date written in a usual way, or the text itself."""
    tidy = unicodedata.normalize("NFKC", text).strip().split(" ")[0]
    match = (
        _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
        or _DATE.fullmatch(tidy)
        or _DAY.fullmatch(tidy)
    )
    if match is None:
        return text.strip()
    year, month, day = (int(part) for part in match.groups())
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return text.strip()


def read_yes_no(text: str) -> bool | str:
    """Return what a word for yes or no means, or the text itself."""
    tidy = unicodedata.normalize("NFKC", text).strip().lower()
    if tidy in _YES:
        return True
    return False if tidy in _NO else text.strip()


def write_number(value: float) -> str:
    """Return a number as it is edited: no separators, no exponent for usual sizes, nothing lost."""
    if isinstance(value, int) or float(value).is_integer():
        return str(int(value))
    return repr(float(value))
