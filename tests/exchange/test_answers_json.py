from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhui_assess.domain.answers import Answer, AnswerSheet, AnswerState, FormAnswers
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.errors import EnvironmentFaultError, InputRefusedError
from anhui_assess.domain.problems import Problem
from anhui_assess.exchange import strict_json
from anhui_assess.exchange.answers_json import answers_bytes, answers_data, parse_answers, read_answers
from anhui_assess.services.ports import AnswersDocument
from tests.assessments import HOSTILE, SAMPLES, SEEDS, SHARES, USCC, WORDS, answers_file, random_document, raw

SMART = "sf.org.1.1"
Change = Callable[[dict[str, Any]], None]


def refusals(content: bytes, catalog: Catalog) -> tuple[Problem, ...]:
    with pytest.raises(InputRefusedError) as caught:
        parse_answers(content, "答案.json", catalog)
    assert caught.value.problems
    assert str(caught.value).startswith("没有导入任何内容，原有数据没有变化。")
    return caught.value.problems


def one(content: bytes, catalog: Catalog) -> Problem:
    (problem,) = refusals(content, catalog)
    return problem


# ------------------------------------------------------------------------------------------ round trip


def test_a_document_comes_back_from_its_bytes_and_gives_the_same_bytes_again(catalog: Catalog) -> None:
    @given(SEEDS, WORDS, SHARES)
    def check(seed: int, words: list[str], share: float) -> None:
        made = random_document(catalog, seed, words, share)
        content = answers_bytes(made, catalog)
        back = parse_answers(content, "答案.json", catalog)
        assert back == made
        assert answers_bytes(back, catalog) == content

    check()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_survives_export_and_import(name: str, catalog: Catalog) -> None:
    document = read_answers(SAMPLES[name], catalog)
    content = answers_bytes(document, catalog)
    back = parse_answers(content, "x.json", catalog)
    assert back == document
    assert answers_bytes(back, catalog) == content


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_typed_is_what_is_exported(text: str, catalog: Catalog) -> None:
    answer = {"unknown": text, "note": text, "verified": {"value": 0.5, "reason": text}}
    document = parse_answers(raw(answers_file(catalog, smart_factory={SMART: answer})), "x.json", catalog)
    assert answers_data(document, catalog)["forms"]["smart_factory"]["answers"][SMART] == answer


def test_an_empty_profile_text_and_a_noted_profile_answer_travel_as_form_answers(catalog: Catalog) -> None:
    answers = {
        "name": Answer.of("甲", note="照执照"),
        "park": Answer.of(""),
        "employees": Answer.unknown("年底再报"),
        "uscc": Answer.of(USCC),
    }
    document = AnswersDocument(
        AnswerSheet({"profile": FormAnswers(catalog.forms["profile"].version, answers)}), "t", "2026-01-01"
    )
    data = answers_data(document, catalog)
    assert data["enterprise"] == {"uscc": USCC}
    assert set(data["forms"]["profile"]["answers"]) == {"name", "park", "employees"}
    assert parse_answers(answers_bytes(document, catalog), "x.json", catalog) == document


def test_the_enterprise_block_goes_before_the_profile_answers(catalog: Catalog) -> None:
    data = answers_file(catalog, {"name": "甲"}, profile={"name": "乙", "city": "合肥市"})
    profile = parse_answers(raw(data), "x.json", catalog).sheet.form("profile")
    assert profile.answers == {"name": Answer.of("甲"), "city": Answer.of("合肥市")}


def test_forms_not_in_the_sheet_and_items_not_in_the_form_are_left_out(catalog: Catalog) -> None:
    sheet = AnswerSheet({"four_bases": FormAnswers("", {"gone": Answer.of(1)}), "other": FormAnswers("1")})
    data = answers_data(AnswersDocument(sheet, "t", "2026-01-01"), catalog)
    assert data["enterprise"] == {}
    assert data["forms"] == {"four_bases": {"version": catalog.forms["four_bases"].version, "answers": {}}}


def test_the_contract_s_example_is_read_as_it_says(catalog: Catalog) -> None:
    data = {
        "schema": "anhui-assess/answers/1",
        "program": "another program",
        "enterprise": {
            "name": "合肥某厂", "uscc": USCC.lower(), "city": "合肥市", "county": "蜀山区", "industry": "智能家电",
            "gbt4754": "3851", "size": "中型", "manufacturing_type": "discrete", "park": "", "address": None,
        },
        "assessment": {"title": "首评", "date": "2026-11-23", "assessor": "张三"},
        "forms": {
            "smart_factory": {
                "version": catalog.forms["smart_factory"].version,
                "tailored_out": {"logistics": "第三方物流"},
                "answers": {
                    SMART: {"value": 0.8, "note": "备", "verified": {"value": 0.5, "reason": "现场"}, "flagged": True},
                    "sf.org.1.2": {"not_applicable": "没有"},
                    "sf.org.1.3": {"unknown": "待查", "evidence": ["ab" * 32]},
                    "sf.org.2.1": {},
                },
            },
            "green_factory": {
                "version": catalog.forms["green_factory"].version,
                "answers": {"gf.energy": {"value": [{"kind": "electricity_grid", "consumption": 1.5}, {}]}},
            },
        },
    }  # fmt: skip
    document = parse_answers(b"\xef\xbb\xbf" + raw(data), "x.json", catalog)
    assert (document.title, document.date, document.assessor) == ("首评", "2026-11-23", "张三")
    profile, smart = document.sheet.form("profile"), document.sheet.form("smart_factory")
    assert profile.get("uscc").value == USCC
    assert profile.get("gbt4754").value == "3851"
    assert "park" not in profile.answers
    assert "address" not in profile.answers
    assert smart.tailored_out == {"manufacturing.logistics": "第三方物流"}
    first = smart.get(SMART)
    assert (first.value, first.note, first.flagged, first.effective) == (0.8, "备", True, 0.5)
    assert smart.get("sf.org.1.2").state is AnswerState.NOT_APPLICABLE
    assert smart.get("sf.org.1.3").evidence == ("ab" * 32,)
    assert "sf.org.2.1" not in smart.answers
    assert document.sheet.get("green_factory", "gf.energy").value == (
        {"kind": "electricity_grid", "consumption": 1.5},
        {},
    )


def test_heading_data_that_is_left_out_is_filled_in(catalog: Catalog) -> None:
    document = parse_answers(raw({"schema": "anhui-assess/answers/1"}), "x.json", catalog)
    assert document.title == "自评"
    assert document.date == dt.datetime.now().astimezone().date().isoformat()
    assert document.assessor == ""


# ------------------------------------------------------------------------------------------ not JSON we take


@pytest.mark.parametrize(
    ("content", "where", "words"),
    [
        (b'{"a": NaN}', "答案.json", "不能用 NaN 作数值"),
        (b'{"a": Infinity}', "答案.json", "不能用 Infinity 作数值"),
        (b'{"a": -Infinity}', "答案.json", "不能用 -Infinity 作数值"),
        (b'{"a": 1, "a": 2}', "答案.json", "键“a”写了两次"),
        (b'{"b": {"k": 1, "k": 1}}', "答案.json", "键“k”写了两次"),
        (b'{"a":\n\n 1,}', "答案.json:3", "不是正确的 JSON（第 4 列）"),
        (b"", "答案.json:1", "不是正确的 JSON"),
        (b'{"a": 1}\n{"b": 2}', "答案.json:2", "不是正确的 JSON"),
        (b'{\n"a": "\xff"}', "答案.json:2", "不是 UTF-8"),
        ("{}".encode("utf-16"), "答案.json:1", "不是 UTF-8"),
        (b"[" * 41 + b"]" * 41, "答案.json", "嵌套超过 40 层"),
        (b"[" * 100000, "答案.json", "嵌套超过 40 层"),
        (b'{"a": ' + b"9" * 31 + b"}", "答案.json", "整数长得离谱"),
    ],
)
def test_json_that_is_not_sound_is_refused_with_its_place(
    content: bytes, where: str, words: str, catalog: Catalog
) -> None:
    problem = one(content, catalog)
    assert problem.where == where
    assert words in problem.message


def test_brackets_inside_texts_are_not_depth(catalog: Catalog) -> None:
    note = '\\" [[[[' * 50
    data = answers_file(catalog, smart_factory={SMART: {"value": 1, "note": note}})
    document = parse_answers(raw(data), "x.json", catalog)
    assert document.sheet.get("smart_factory", SMART).note == note


def test_a_recursion_or_value_error_of_the_parser_is_a_refusal(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raises(*_: Any, **__: Any) -> Any:
        raise RecursionError

    monkeypatch.setattr("anhui_assess.exchange.strict_json.json.loads", raises)
    assert one(b"{}", catalog).message == "不是正确的 JSON。"


def test_a_file_over_the_limit_is_refused_without_reading_all_of_it(
    tmp_path: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strict_json, "LARGEST_BYTES", 1024 * 1024)
    path = tmp_path / "大.json"
    with path.open("wb") as stream:
        stream.truncate(1024 * 1024 * 1024)
    with pytest.raises(InputRefusedError, match="文件超过上限 1 MB"):
        read_answers(path, catalog)


@pytest.mark.parametrize("name", ["没有.json", "文件夹"])
def test_a_file_that_cannot_be_read_is_the_machine_s_fault_and_named(
    name: str, tmp_path: Path, catalog: Catalog
) -> None:
    (tmp_path / "文件夹").mkdir()
    with pytest.raises(EnvironmentFaultError, match=name):
        read_answers(tmp_path / name, catalog)


def test_no_bytes_at_all_raise_anything_else(catalog: Catalog) -> None:
    @given(st.binary(max_size=200))
    def check(content: bytes) -> None:
        with pytest.raises(InputRefusedError):
            parse_answers(content, "x.json", catalog)

    check()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_PLACES: tuple[tuple[str | int, ...], ...] = (
    ("enterprise",), ("enterprise", "name"), ("enterprise", "employees"), ("enterprise", "titles"), ("assessment",),
    ("assessment", "title"), ("assessment", "date"), ("forms",), ("forms", "smart_factory"),
    ("forms", "smart_factory", "version"), ("forms", "smart_factory", "tailored_out"),
    ("forms", "smart_factory", "tailored_out", "logistics"), ("forms", "smart_factory", "answers"),
    *(("forms", "smart_factory", "answers", SMART, *rest) for rest in (
        (), ("value",), ("note",), ("verified",), ("verified", "value"), ("verified", "reason"), ("evidence",), ("flagged",),
    )),
    ("projects",), *(("projects", 0, key) for key in ("id", "number", "title", "planned", "actual", "notes", "planned_amount")),
    ("forms", "green_factory", "answers", "gf.energy", "value"), ("forms", "green_factory", "answers", "gf.year", "value"),
)  # fmt: skip


def whole(catalog: Catalog) -> dict[str, Any]:
    data = answers_file(
        catalog,
        {"name": "甲", "employees": 10, "titles": []},
        smart_factory={
            SMART: {"value": 1, "note": "", "verified": {"value": 0.5, "reason": "x"}, "evidence": [], "flagged": False}
        },
        green_factory={"gf.energy": [], "gf.year": 2025},
    )  # fmt: skip
    data["forms"]["smart_factory"]["tailored_out"] = {"logistics": "外包"}
    data["projects"] = [project()]
    return data


def test_any_value_anywhere_is_read_or_refused_and_what_is_read_can_be_written(catalog: Catalog) -> None:
    @given(st.sampled_from(_PLACES), _JSON)
    def check(place: tuple[str | int, ...], value: Any) -> None:
        data = whole(catalog)
        set_in(*place, to=value)(data)
        try:
            document = parse_answers(raw(data), "x.json", catalog)
        except InputRefusedError as error:
            assert all(problem.where.startswith("x.json") for problem in error.problems)
        else:
            assert parse_answers(answers_bytes(document, catalog), "x.json", catalog) == document

    check()


# ------------------------------------------------------------------------------------------ contents we refuse


def set_in(*path: str | int, to: Any) -> Change:
    def change(data: dict[str, Any]) -> None:
        inside: Any = data
        for key in path[:-1]:
            inside = inside[key]
        inside[path[-1]] = to

    return change


def answer(value: Any, item: str = SMART, form: str = "smart_factory") -> Change:
    return set_in("forms", form, "answers", item, to=value)


def project(**more: Any) -> dict[str, Any]:
    return {"id": "p_1", "number": 1, "title": "甲", "actual": {"reserve": "2026-01-01"}, **more}


IN_ANSWERS = "答案.json forms.smart_factory.answers"
AT = f"{IN_ANSWERS}.{SMART}"
TABLE_AT = "答案.json forms.green_factory.answers.gf.energy"
CASES: Mapping[str, tuple[Change, str, str]] = {
    "schema of another kind": (set_in("schema", to="anhui-assess/result/1"), "答案.json schema", "应是“anhui-assess/answers/1”"),
    "unknown key at the top": (set_in("entreprise", to={}), "答案.json", "不认识的键“entreprise”（是不是“enterprise”？）"),
    "forms is a list": (set_in("forms", to=[]), "答案.json forms", "这里应是 {…}"),
    "unknown form": (set_in("forms", "smart_factry", to={}), "答案.json forms.smart_factry", "是不是“smart_factory”"),
    "unknown version": (set_in("forms", "smart_factory", "version", to="1999.9"), "答案.json forms.smart_factory.version", "“1999.9”不认识"),
    "no version": (set_in("forms", "smart_factory", "version", to=None), "答案.json forms.smart_factory.version", "不认识"),
    "unknown key of a form": (set_in("forms", "smart_factory", "answer", to={}), "答案.json forms.smart_factory", "不认识的键“answer”"),
    "unknown item": (answer({"value": 1}, "sf.org.9.9"), IN_ANSWERS, "没有题目“sf.org.9.9”（是不是“"),
    "answer is a bare number": (answer(1), AT, "这里应是 {…}"),
    "unknown key of an answer": (answer({"value": 1, "notes": "x"}), AT, "不认识的键“notes”（是不是“note”？）"),
    "both value and unknown": (answer({"value": 1, "unknown": "x"}), AT, "value、unknown 只能写一个"),
    "all three states": (answer({"value": 1, "unknown": "x", "not_applicable": "y"}), AT, "value、not_applicable、unknown 只能写一个"),
    "not on the scale": (answer({"value": 0.7}), AT, "只能取 1（全部满足）"),
    "infinite by exponent": (answer({"value": 1e999}), "答案.json", "Infinity"),
    "text for a scale": (answer({"value": "1"}), AT, "只能取"),
    "true for a scale": (answer({"value": True}), AT, "只能取"),
    "null for a scale": (answer({"value": None}), AT, "只能取"),
    "no reason for not applicable": (answer({"not_applicable": "  "}), AT, "要写明理由"),
    "verified without value": (answer({"value": 1, "verified": {"reason": "x"}}), f"{AT}.verified", "缺少 value"),
    "verified off the scale": (answer({"value": 1, "verified": {"value": 2}}), f"{AT}.verified", "只能取"),
    "note is a number": (answer({"value": 1, "note": 3}), f"{AT}.note", "应填文字"),
    "note too long": (answer({"value": 1, "note": "长" * 20001}), f"{AT}.note", "最多 20,000 字"),
    "half a surrogate": (answer({"value": 1, "note": "\ud83d"}), f"{AT}.note", "不能保存的字符"),
    "half a surrogate in tailoring": (set_in("forms", "smart_factory", "tailored_out", to={"logistics": "x\ud83d"}), "答案.json forms.smart_factory.tailored_out.logistics", "不能保存的字符"),
    "half a surrogate in evidence": (answer({"value": 1, "evidence": ["\udc00"]}), f"{AT}.evidence", "SHA-256"),
    "a null character": (answer({"value": 1, "note": "a\x00b"}), f"{AT}.note", "不能保存的字符"),
    "evidence is a text": (answer({"value": 1, "evidence": "x"}), f"{AT}.evidence", "SHA-256"),
    "flagged is a number": (answer({"value": 1, "flagged": 1}), f"{AT}.flagged", "true 或 false"),
    "tailoring of an unknown section": (set_in("forms", "smart_factory", "tailored_out", to={"logistic": "x"}), "答案.json forms.smart_factory.tailored_out", "“logistic”不是可以裁剪的章节（是不是“logistics”？）"),
    "tailoring of a section that may not be": (set_in("forms", "smart_factory", "tailored_out", to={"people": "x"}), "答案.json forms.smart_factory.tailored_out", "可裁剪：manufacturing.design、"),
    "tailoring without a reason": (set_in("forms", "smart_factory", "tailored_out", to={"logistics": " "}), "答案.json forms.smart_factory.tailored_out.logistics", "裁剪要写明理由"),
    "not applicable not allowed": (answer({"not_applicable": "没有"}, "gf.veto.quality", "green_factory"), "答案.json forms.green_factory.answers.gf.veto.quality", "不允许“不适用”"),
    "unknown choice": (answer({"value": "maybe"}, "gf.design.case", "green_factory"), "答案.json forms.green_factory.answers.gf.design.case", "没有选项“maybe”"),
    "number out of range": (answer({"value": -1}, "gf.revenue", "green_factory"), "答案.json forms.green_factory.answers.gf.revenue", "不能小于 0"),
    "number of a wrong type": (answer({"value": "1"}, "gf.revenue", "green_factory"), "答案.json forms.green_factory.answers.gf.revenue", "应填数字"),
    "table is no list": (answer({"value": {}}, "gf.energy", "green_factory"), TABLE_AT, "列表"),
    "row is no mapping": (answer({"value": [3]}, "gf.energy", "green_factory"), TABLE_AT, "第 1 行应是“列: 值”"),
    "unknown column": (answer({"value": [{}, {"amout": 3}]}, "gf.energy", "green_factory"), TABLE_AT, "第 2 行没有“amout”这一列"),
    "cell out of range": (answer({"value": [{"kind": "electricity_grid", "consumption": -3}]}, "gf.energy", "green_factory"), TABLE_AT, "第 1 行"),
    "unknown profile field": (set_in("enterprise", "nmae", to="甲"), "答案.json enterprise.nmae", "企业档案没有“nmae”（是不是“name”？）"),
    "code with a wrong check digit": (set_in("enterprise", "uscc", to=USCC[:-1] + ("0" if USCC[-1] != "0" else "1")), "答案.json enterprise.uscc", "校验位对不上"),
    "profile number as text": (set_in("enterprise", "employees", to="十"), "答案.json enterprise.employees", "应填数字"),
    "date": (set_in("assessment", "date", to="2026-13-01"), "答案.json assessment.date", "日期要写成"),
    "date of a wrong type": (set_in("assessment", "date", to=20261123), "答案.json assessment.date", "日期要写成"),
    "projects are no list": (set_in("projects", to={}), "答案.json projects", "应是项目的列表"),
    "project with an unknown key": (set_in("projects", to=[project(titel="甲")]), "答案.json projects[0]", "不认识的键“titel”"),
    "project without a number": (set_in("projects", to=[project(number="1")]), "答案.json projects[0]", "从 1 起的整数"),
    "project with an unknown state": (set_in("projects", to=[project(planned={"begun": "2026-01-01"})]), "答案.json projects[0]", "没有状态“begun”"),
    "project that skips a state": (set_in("projects", to=[project(actual={"completed": "2026-01-01"})]), "答案.json projects[0] 实际日期", "一步一步"),
    "project twice": (set_in("projects", to=[project(), project()]), "答案.json projects[1]", "重复"),
    "project dates out of order": (set_in("projects", to=[project(actual={"reserve": "2026-02-01", "started": "2026-01-01"})]), "答案.json projects[0] 实际开工日期", "不能早于"),
    "title too long": (set_in("assessment", "title", to="长" * 501), "答案.json assessment.title", "最多 500 字"),
}  # fmt: skip


def base(catalog: Catalog) -> dict[str, Any]:
    return answers_file(catalog, {"name": "甲"}, smart_factory={}, green_factory={})


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_refused_and_its_place_named(name: str, catalog: Catalog) -> None:
    change, where, words = CASES[name]
    data = base(catalog)
    change(data)
    problem = one(raw(data), catalog)
    assert problem.where == where
    assert words in problem.message
    if ".answers." in where or "题目" in problem.message:
        assert problem.item is None or problem.item in (problem.message + where)


def test_all_faults_are_listed_at_once(catalog: Catalog) -> None:
    data = base(catalog)
    wanted = []
    for name, (change, where, _) in CASES.items():
        if name.startswith(("schema", "forms is", "no version", "project ", "projects ")) or (
            where == "答案.json" and "Infinity" in _
        ):
            continue
        if where.endswith(".tailored_out") or where in {
            AT,
            f"{AT}.note",
            f"{AT}.verified",
            f"{AT}.evidence",
            f"{AT}.flagged",
            TABLE_AT,
        }:
            continue
        change(data)
        wanted.append(where)
    answer({"value": 0.7, "note": 3, "flagged": 1, "evidence": "x", "verified": {"value": 3}})(data)
    set_in("forms", "smart_factory", "tailored_out", to={"people": "x", "logistics": ""})(data)
    wanted += [
        "答案.json forms.smart_factory.tailored_out",
        AT,
        f"{AT}.note",
        f"{AT}.verified",
        f"{AT}.evidence",
        f"{AT}.flagged",
    ]
    problems = refusals(raw(data), catalog)
    assert {problem.where for problem in problems} >= set(wanted)
    text = str(InputRefusedError(problems))
    assert f"共发现 {len(problems)} 个问题" in text
    assert all(problem.message in text for problem in problems)


def test_a_file_that_is_no_object_is_refused(catalog: Catalog) -> None:
    problems = refusals(b"[]", catalog)
    assert problems[0].message == "这里应是 {…}。"


@pytest.mark.parametrize("alias", ["logistics", "manufacturing.logistics"])
def test_a_section_may_be_named_by_the_last_part_of_its_id(alias: str, catalog: Catalog) -> None:
    data = base(catalog)
    data["forms"]["smart_factory"]["tailored_out"] = {alias: "第三方物流"}
    out = parse_answers(raw(data), "x.json", catalog).sheet.form("smart_factory").tailored_out
    assert out == {"manufacturing.logistics": "第三方物流"}


def test_the_bytes_are_utf_8_json_with_a_line_end(catalog: Catalog) -> None:
    content = answers_bytes(read_answers(next(iter(SAMPLES.values())), catalog), catalog)
    assert content.endswith(b"}\n")
    assert json.loads(content)["schema"] == "anhui-assess/answers/1"
    assert "示例".encode() in content
    assert sys.getsizeof(content) < 1_000_000
