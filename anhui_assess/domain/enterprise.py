"""The enterprise: 统一社会信用代码, size class, and a read-only view of the profile form's answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anhui_assess.domain.answers import AnswerSheet
from anhui_assess.domain.expressions import Missing

PROFILE_FORM = "profile"

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_LENGTH = 18
_USCC_WEIGHTS = tuple(pow(3, index, 31) for index in range(_USCC_LENGTH - 1))
_SIZES = ("微型", "小型", "中型", "大型")
_EMPLOYEE_STEPS = (20, 300, 1000)
_REVENUE_STEPS = (300, 2000, 40000)


def uscc_fault(code: str) -> str | None:
    """Say in Chinese what is wrong with a 统一社会信用代码, or None when it is sound (GB 32100-2015).

    Length, alphabet (no I O S V Z) and the check character are tested. The region digits inside are not compared with
    GB/T 2260, because real codes use regions outside it.
    """
    text = code.strip().upper()
    if len(text) != _USCC_LENGTH:
        return f"统一社会信用代码应为 18 位，现在是 {len(text)} 位。"
    for position, character in enumerate(text, start=1):
        if character not in _USCC_ALPHABET:
            return f"第 {position} 位“{character}”不是代码里可用的字符（只用数字和除 I、O、S、V、Z 以外的大写字母）。"
    total = sum(
        _USCC_ALPHABET.index(character) * weight
        for character, weight in zip(text, _USCC_WEIGHTS, strict=False)
    )
    expected = _USCC_ALPHABET[-total % 31]
    if text[-1] != expected:
        return "校验位对不上：请对照营业执照逐位检查，常见的是 0 与 D、1 与 7、8 与 B 看错。"
    return None


def uscc_with_check(body: str) -> str:
    """Return the 17 characters of `body` with their check character (GB 32100-2015)."""
    total = sum(
        _USCC_ALPHABET.index(character) * weight
        for character, weight in zip(body, _USCC_WEIGHTS, strict=True)
    )
    return body + _USCC_ALPHABET[-total % 31]


def _step(value: float, steps: tuple[int, ...]) -> int:
    return sum(value >= step for step in steps)


def size_class(employees: float, revenue_10k: float) -> str:
    """Return 大型, 中型, 小型 or 微型 by the statistical rule of 2017 (国统字〔2017〕213号, industry).

    `employees` in persons, `revenue_10k` in 万元 a year. An enterprise has the lower of the two classes its figures give.
    """
    return _SIZES[min(_step(employees, _EMPLOYEE_STEPS), _step(revenue_10k, _REVENUE_STEPS))]


@dataclass(frozen=True, slots=True)
class Enterprise:
    """A view of the profile answers of one sheet. Text fields are empty and figures None when not given."""

    values: Mapping[str, Any]

    @classmethod
    def of(cls, sheet: AnswerSheet) -> Enterprise:
        """Return the view over the profile form of `sheet`."""
        answers = sheet.form(PROFILE_FORM).answers
        values = {item_id: answer.effective for item_id, answer in answers.items()}
        return cls({key: value for key, value in values.items() if not isinstance(value, Missing)})

    def text(self, field: str) -> str:
        """Return a text field."""
        value = self.values.get(field)
        return value if isinstance(value, str) else ""

    def figure(self, field: str) -> float | None:
        """Return a numeric field."""
        value = self.values.get(field)
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None

    @property
    def name(self) -> str:
        """The enterprise's name."""
        return self.text("name")

    @property
    def uscc(self) -> str:
        """统一社会信用代码."""
        return self.text("uscc")

    @property
    def region(self) -> str:
        """City, county and park as one line."""
        return " · ".join(
            part for part in (self.text("city"), self.text("county"), self.text("park")) if part
        )

    @property
    def manufacturing_type(self) -> str | None:
        """`discrete`, `process`, or None while not said."""
        return self.text("manufacturing_type") or None

    @property
    def size(self) -> str | None:
        """The size class stated, else the one the statistical rule gives, else None."""
        stated = self.text("size")
        if stated:
            return stated
        employees, revenue = self.figure("employees"), self.figure("revenue")
        return size_class(employees, revenue) if employees is not None and revenue is not None else None
