from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhui_assess.domain.answers import Answer, AnswerSheet
from anhui_assess.domain.enterprise import Enterprise, size_class, uscc_fault, uscc_with_check
from tests.builders import sheet_of

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
bodies = st.text(ALPHABET, min_size=17, max_size=17)


@pytest.mark.parametrize("code", ["91340100000000000D", "913400000000000008", "91350100M000100Y43"])
def test_codes_with_the_right_check_character(code: str) -> None:
    """By hand with the weights 3^(i−1) mod 31 = 1 3 9 27 19 26 16 17 20 29 25 13 8 24 10 30 28; M is 21, Y is 30.

    91340100000000000: 9·1 + 1·3 + 3·9 + 4·27 + 1·26 = 173 = 5·31 + 18; 31 − 18 = 13, which is D.
    91340000000000000: 9·1 + 1·3 + 3·9 + 4·27 = 147 = 4·31 + 23; 31 − 23 = 8.
    91350100M000100Y4 (the standard's own example): 9 + 3 + 27 + 5·27 + 26 + 21·20 + 1·8 + 30·30 + 4·28
        = 1640 = 52·31 + 28; 31 − 28 = 3.
    """
    assert uscc_fault(code) is None
    assert uscc_fault(f"  {code.lower()} ") is None
    assert uscc_with_check(code[:17]) == code


def test_a_sum_that_divides_evenly_has_check_character_0() -> None:
    assert uscc_with_check("0" * 17) == "0" * 18


@given(bodies)
def test_every_body_has_one_check_character(body: str) -> None:
    sound = [last for last in ALPHABET if uscc_fault(body + last) is None]
    assert sound == [uscc_with_check(body)[-1]]


@given(body=bodies, place=st.integers(0, 17), data=st.data())
def test_one_wrong_character_is_always_found(body: str, place: int, data: st.DataObject) -> None:
    code = uscc_with_check(body)
    other = data.draw(st.sampled_from([character for character in ALPHABET if character != code[place]]))
    fault = uscc_fault(code[:place] + other + code[place + 1 :])
    assert fault is not None
    assert fault.startswith("校验位对不上")


@given(body=bodies, place=st.integers(0, 16))
def test_two_neighbours_swapped_are_always_found(body: str, place: int) -> None:
    code = uscc_with_check(body)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (uscc_fault(swapped) is None) == (swapped == code)


def test_wrong_length_and_alphabet_are_said() -> None:
    assert uscc_fault("9134") == "统一社会信用代码应为 18 位，现在是 4 位。"
    for letter in "IOSVZ*中":
        assert uscc_fault(f"91340{letter}00000000000D") == (
            f"第 6 位“{letter}”不是代码里可用的字符（只用数字和除 I、O、S、V、Z 以外的大写字母）。"
        )


@pytest.mark.parametrize(
    ("employees", "revenue", "expected"),
    [
        (1000, 40000, "大型"),
        (999, 40000, "中型"),
        (1000, 39999, "中型"),
        (300, 2000, "中型"),
        (299, 2000, "小型"),
        (300, 1999, "小型"),
        (20, 300, "小型"),
        (19, 1e6, "微型"),
        (20, 299.99, "微型"),
        (2000, 299, "微型"),
        (0, 0, "微型"),
    ],
)
def test_size_class(employees: float, revenue: float, expected: str) -> None:
    assert size_class(employees, revenue) == expected


def test_the_enterprise_is_a_view_of_the_profile() -> None:
    given_values = {
        "name": "某某公司",
        "uscc": "91340100000000000D",
        "city": "合肥市",
        "park": "高新区",
        "employees": 300,
        "revenue": 2000,
        "manufacturing_type": "process",
        "county": Answer.unknown("待查"),
    }
    firm = Enterprise.of(sheet_of(profile=given_values))
    assert (firm.name, firm.uscc, firm.region) == ("某某公司", "91340100000000000D", "合肥市 · 高新区")
    assert (firm.manufacturing_type, firm.size) == ("process", "中型")
    assert firm.figure("name") is None
    assert firm.text("employees") == ""
    assert Enterprise.of(sheet_of(profile={**given_values, "size": "小型"})).size == "小型"


def test_an_empty_profile_says_nothing() -> None:
    firm = Enterprise.of(AnswerSheet())
    assert (firm.name, firm.region, firm.manufacturing_type, firm.size) == ("", "", None, None)
    assert firm.figure("employees") is None
    assert Enterprise.of(sheet_of(profile={"employees": 5})).size is None
    assert Enterprise({"employees": True}).figure("employees") is None
