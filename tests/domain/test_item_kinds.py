from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhui_assess.domain.answers import Value
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Choice, Column, Item, ScalePoint
from anhui_assess.domain.item_kinds import BY_ID, KINDS, kind_of
from anhui_assess.domain.item_kinds.numbers import describe, number_fault, plain, with_decimals
from anhui_assess.domain.item_kinds.tables import cell_display
from tests.domain.strategies import value_of

HUGE = 10**400
CHOICES = (
    Choice("low", "低", 0.0),
    Choice("mid", "中", 0.5),
    Choice("high", "高", 1.0),
    Choice("other", "其他"),
)
COLUMNS = (
    Column("name", "名称", "text", required=True),
    Column("share", "占比", "number", unit="%", minimum=0, maximum=100),
    Column("made", "投产", "date"),
    Column("own", "自有", "yes_no"),
    Column("grade", "等次", "choice", choices=CHOICES),
    Column("factor", "系数", "number", decimals=2, by_layout=True),
)


def item(kind: str, **more: Any) -> Item:
    return Item(id="x.1", node="n", kind=kind, title="短名", question="问", guidance="说", **more)


SAMPLES: Mapping[str, Item] = {
    "scale": item("scale", scale=tuple(ScalePoint(value, f"第{value}档") for value in (1.0, 0.8, 0.5, 0.0))),
    "anchored_rating": item("anchored_rating"),
    "yes_no": item("yes_no"),
    "choice": item("choice", choices=CHOICES),
    "multi_choice": item("multi_choice", choices=CHOICES),
    "number": item("number", unit="万元", minimum=-5, maximum=1e9),
    "text": item("text", max_length=20),
    "date": item("date", minimum="2020-01-01", maximum="2030-12-31"),
    "table": item("table", columns=COLUMNS, max_rows=3),
}
GOOD: Mapping[str, Sequence[Value]] = {
    "scale": [0.0, 0.5, 0.8, 1.0],
    "anchored_rating": [1, 2, 3, 4, 5],
    "yes_no": [True, False],
    "choice": ["low", "mid", "high", "other"],
    "multi_choice": [(), ("low",), ("low", "high")],
    "number": [0, -5, 1.25, 1e9],
    "text": ["", "某某公司", "二十字" * 6],
    "date": ["2020-01-01", "2024-02-29", "2030-12-31"],
    "table": [(), ({"name": "甲", "share": 12.5},)],
}
NOT_A_NUMBER = [math.nan, math.inf, -math.inf, HUGE, -HUGE]
BAD: Mapping[str, Sequence[Any]] = {
    "scale": [None, True, "1", [1], {}, 0.3, 2, *NOT_A_NUMBER],
    "anchored_rating": [None, True, "3", [3], {}, 0, 6, 2.5, *NOT_A_NUMBER],
    "yes_no": [None, 0, 1, "true", [], {}, math.nan],
    "choice": [None, True, 1, "hihg", "", "高", ["low"], {}, math.nan],
    "multi_choice": [None, True, 1, "low", {}, ["lwo"], ["low", "low"], [1], [["low"]], math.nan],
    "number": [None, True, "1", [1], {}, -6, 1e10, *NOT_A_NUMBER],
    "text": [None, True, 1, [], {}, "字" * 21, "a\x00b", "\ud800", math.nan],
    "date": [
        None, True, 20241123, [], {}, "", "2024-2-9", "2023-02-29", "20241123", "2024-W47-1", "2024-11-23T00:00",
        "２０２４-１１-２３", "2019-12-31", "2031-01-01", math.nan,
    ],
    "table": [None, True, 1, "x", {}, [1], [[]], [{}] * 4, [{"name": 1}], [{"nam": "甲"}], math.nan],
}  # fmt: skip

kinds = pytest.mark.parametrize("kind_id", list(BY_ID))


def refused(sample: Item, raw: Any) -> list[str]:
    value, problems = kind_of(sample).check(sample, raw)
    assert value is None
    assert all(problem.item == problem.where == sample.id for problem in problems)
    return [problem.message for problem in problems]


def test_every_kind_is_covered_here() -> None:
    assert BY_ID.keys() == SAMPLES.keys() == GOOD.keys() == BAD.keys()
    assert len(KINDS) == len(BY_ID)
    assert all(kind.editor for kind in KINDS)


@kinds
def test_good_values_are_accepted_as_they_are_and_again(kind_id: str) -> None:
    sample, kind = SAMPLES[kind_id], BY_ID[kind_id]
    for raw in GOOD[kind_id]:
        value, problems = kind.check(sample, raw)
        assert not problems
        assert value == raw
        assert kind.check(sample, value) == (value, ())


@kinds
def test_bad_values_are_refused_with_the_item_named(kind_id: str) -> None:
    for raw in BAD[kind_id]:
        messages = refused(SAMPLES[kind_id], raw)
        assert messages, raw
        assert all(message.startswith("“短名”") and len(message) < 700 for message in messages), raw


@kinds
def test_every_good_value_can_be_shown(kind_id: str) -> None:
    for value in GOOD[kind_id]:
        assert isinstance(BY_ID[kind_id].display(SAMPLES[kind_id], value), str)
    assert BY_ID[kind_id].display(SAMPLES[kind_id], "old") is not None


@kinds
def test_scores_lie_between_0_and_1_and_best_is_highest(kind_id: str) -> None:
    sample, kind = SAMPLES[kind_id], BY_ID[kind_id]
    scores = [score for value in GOOD[kind_id] if (score := kind.score(sample, value)) is not None]
    best = kind.best(sample)
    assert all(0.0 <= score <= 1.0 for score in scores)
    if best is None:
        assert not scores
    else:
        assert kind.check(sample, best) == (best, ())
        assert kind.score(sample, best) == 1.0 == max([*scores, 1.0])


@pytest.mark.parametrize(
    ("kind_id", "value", "shown"),
    [
        ("scale", 0.8, "第0.8档"),
        ("anchored_rating", 3, "第 3 档"),
        ("yes_no", True, "是"),
        ("yes_no", False, "否"),
        ("choice", "mid", "中"),
        ("multi_choice", ("low", "high"), "低、高"),
        ("multi_choice", (), "一项也没有"),
        ("number", 1234567.5, "1,234,567.5 万元"),
        ("number", 12.0, "12 万元"),
        ("text", "甲", "甲"),
        ("date", "2026-01-05", "2026年1月5日"),
        ("table", ({}, {}), "2 行"),
    ],
)
def test_display(kind_id: str, value: Value, shown: str) -> None:
    assert BY_ID[kind_id].display(SAMPLES[kind_id], value) == shown


@pytest.mark.parametrize(
    ("kind_id", "raw", "message"),
    [
        (
            "scale",
            0.3,
            "“短名”只能取 1（第1.0档）、0.8（第0.8档）、0.5（第0.5档）、0（第0.0档），现在是 0.3。",
        ),
        (
            "scale",
            "好",
            "“短名”只能取 1（第1.0档）、0.8（第0.8档）、0.5（第0.5档）、0（第0.0档），现在是文字“好”。",
        ),
        ("anchored_rating", 6, "“短名”只能取 1 到 5 的整数，现在是 6。"),
        ("yes_no", 1, "“短名”应填是或否（true/false），现在是“1”。"),
        ("choice", "hihg", "“短名”没有选项“hihg”（是不是“high”？）。"),
        ("choice", 1, "“短名”应填选项编号，现在是“1”。"),
        ("multi_choice", ["lo"], "“短名”没有选项“lo”（是不是“low”？）。"),
        ("multi_choice", ["low", "low"], "“短名”同一个选项出现了两次。"),
        ("number", None, "“短名”应填数字，现在是空。"),
        ("number", True, "“短名”应填数字，现在是是/否。"),
        ("number", -6, "“短名”不能小于 -5 万元，现在是 -6。"),
        ("number", 2e9, "“短名”不能大于 1,000,000,000 万元，现在是 2,000,000,000。"),
        ("number", math.nan, "“短名”不是一个可用的数。"),
        ("number", HUGE, "“短名”不是一个可用的数。"),
        ("text", "字" * 21, "“短名”：最多 20 字，现在有 21 字。"),
        ("date", "2026/1/5", "“短名”：日期要写成 2026-11-23 这样，现在是“2026/1/5”。"),
        ("date", "2019-12-31", "“短名”：不能早于 2020-01-01。"),
        ("date", "2031-01-01", "“短名”：不能晚于 2030-12-31。"),
        ("table", {}, "“短名”应填表格行的列表，现在是对象。"),
        ("table", [{}] * 4, "“短名”最多 3 行，现在有 4 行。"),
    ],
)
def test_messages(kind_id: str, raw: Any, message: str) -> None:
    assert refused(SAMPLES[kind_id], raw) == [message]


def test_every_faulty_cell_of_a_table_is_reported_at_once() -> None:
    rows = [
        {"name": 5, "share": 101, "factor": "由程序填"},
        {"name": "乙", "share": math.nan, "made": "昨天", "own": "是", "grade": "hihg"},
        "第三行",
    ]
    assert refused(SAMPLES["table"], rows) == [
        "“短名”第 1 行“名称”应填文字，现在是“5”。",
        "“短名”第 1 行“占比”不能大于 100 %，现在是 101。",
        "“短名”第 2 行“占比”不是一个可用的数。",
        "“短名”第 2 行“投产”日期要写成 2026-11-23 这样，现在是“昨天”。",
        "“短名”第 2 行“自有”应填是或否，现在是文字“是”。",
        "“短名”第 2 行“等次”没有选项“hihg”（是不是“high”？）。",
        "“短名”第 3 行应是“列: 值”，现在是文字“第三行”。",
    ]
    assert refused(SAMPLES["table"], [{"shar": 1}]) == ["“短名”第 1 行没有“shar”这一列（是不是“share”？）。"]


def test_rows_keep_the_order_of_columns_without_empty_and_calculated_cells() -> None:
    raw = [{"share": 1, "name": "甲", "factor": 9.9, "made": None, "grade": ""}]
    value, problems = BY_ID["table"].check(SAMPLES["table"], raw)
    assert not problems
    assert isinstance(value, tuple)
    assert list(value[0].items()) == [("name", "甲"), ("share", 1)]
    with pytest.raises(TypeError):
        value[0]["name"] = "乙"


def test_cells_are_shown_without_their_unit() -> None:
    shown = [cell_display(column, value) for column, value in zip(
        COLUMNS, ["甲", 1234.5, "2026-01-05", True, "mid", 2.0], strict=True)]  # fmt: skip
    assert shown == ["甲", "1,234.5", "2026-01-05", "是", "中", "2.00"]
    assert cell_display(COLUMNS[0], None) == ""
    assert cell_display(COLUMNS[4], "gone") == "gone"


def test_choices_are_stored_in_the_forms_order() -> None:
    assert BY_ID["multi_choice"].check(SAMPLES["multi_choice"], ["high", "low"]) == (("low", "high"), ())


def test_a_veto_is_good_when_it_is_not_triggered() -> None:
    kind = BY_ID["yes_no"]
    for veto in (True, False):
        sample = item("yes_no", veto_on=veto)
        assert kind.best(sample) is (not veto)
        assert kind.score(sample, veto) == 0.0


def test_a_choice_without_scores_has_no_best() -> None:
    plain_choice = item("choice", choices=(Choice("a", "甲"),))
    assert BY_ID["choice"].best(plain_choice) is None
    assert BY_ID["choice"].score(plain_choice, "a") is None
    assert BY_ID["choice"].score(SAMPLES["choice"], "gone") is None


def test_whole_numbers_only_where_the_form_says_so() -> None:
    people = item("number", unit="", decimals=0)
    assert refused(people, 1.5) == ["“短名”应填整数，现在是 1.5。"]
    assert BY_ID["number"].check(people, 2.0) == (2.0, ())
    assert BY_ID["number"].display(people, 2.0) == "2"


@pytest.mark.parametrize(
    ("code", "stored"),
    [
        ("3851", "3851"),
        (" c3851 ", "3851"),
        ("C38", "38"),
        ("C3851", "3851"),
        ("13", "13"),
        ("4390", "4390"),
        ("", ""),
    ],
)
def test_industry_codes(code: str, stored: str) -> None:
    assert BY_ID["text"].check(item("text", format="gbt4754", max_length=4), code) == (stored, ())


@pytest.mark.parametrize("code", ["12", "44", "4420", "1", "38511", "A38", "38 51", "３８５１"])
def test_codes_outside_manufacturing_are_refused(code: str) -> None:
    (message,) = refused(item("text", format="gbt4754"), code)
    assert message.startswith("“短名”：应填 GB/T 4754 制造业代码")


def test_credit_codes_are_checked_and_stored_in_capitals() -> None:
    sample = item("text", format="uscc")
    assert BY_ID["text"].check(sample, " 91340100000000000d ") == ("91340100000000000D", ())
    assert refused(sample, "91340100000000000E")[0].startswith("“短名”：校验位对不上")


@given(st.dates())
def test_every_day_is_accepted_as_iso_and_only_so(day: dt.date) -> None:
    sample, kind = item("date"), BY_ID["date"]
    assert kind.check(sample, day.isoformat()) == (day.isoformat(), ())
    assert refused(sample, day.strftime("%Y%m%d"))
    assert kind.display(sample, day.isoformat()) == f"{day.year}年{day.month}月{day.day}日"


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_numbers_are_shown_plainly_and_read_back(number: float) -> None:
    shown = plain(number)
    assert "e" not in shown
    assert float(shown.replace(",", "")) == pytest.approx(number, rel=1e-15, abs=5.000001e-7)


def test_a_year_is_shown_without_a_thousands_separator() -> None:
    assert BY_ID["number"].display(item("number", unit="年"), 2025) == "2025 年"
    assert cell_display(Column("y", "年份", "number", unit="年"), 2025) == "2025"
    assert number_fault(1999, 2010, 2100, 0, "年") == "不能小于 2010 年，现在是 1999。"


def test_number_formats() -> None:
    assert with_decimals(1234.5, 2) == "1,234.50"
    assert with_decimals(1234.5, None) == "1,234.5"
    assert with_decimals(-0.0001, 3) == "0.000"
    assert plain(-1e-9) == "0"
    some: list[object] = [None, True, "文", [], {}, 1.5]
    assert [describe(raw) for raw in some] == [
        "空",
        "是/否",
        "文字“文”",
        "列表",
        "对象",
        "“1.5”",
    ]


@given(st.data())
def test_the_shipped_items_accept_what_fits_their_own_declaration(
    catalog: Catalog, data: st.DataObject
) -> None:
    """And what is stored is accepted again unchanged: reading a file twice gives the same."""
    everything = [item for form in catalog.forms.values() for item in form.items.values()]
    sample = data.draw(st.sampled_from(everything))
    if sample.format:
        return
    raw = data.draw(value_of(sample))
    value, problems = kind_of(sample).check(sample, raw)
    assert not problems
    assert kind_of(sample).check(sample, value) == (value, ())
    assert kind_of(sample).display(sample, raw)


def test_every_shipped_item_shows_its_best_value(catalog: Catalog) -> None:
    for form in catalog.forms.values():
        for sample in form.items.values():
            best = kind_of(sample).best(sample)
            if best is not None:
                value, problems = kind_of(sample).check(sample, best)
                assert (value, list(problems)) == (best, [])
                assert kind_of(sample).display(sample, best)
