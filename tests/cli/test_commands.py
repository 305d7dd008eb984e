"""Every command of the contract: what it prints, where it complains, and the status it ends with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from anhui_assess import __version__
from anhui_assess.cli import main
from anhui_assess.domain.answers import AnswerSheet, FormAnswers
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.errors import WorkspaceError
from anhui_assess.exchange.answers_json import answers_bytes, parse_answers
from anhui_assess.report.pdf.reading import read_pdf
from anhui_assess.services.ports import AnswersDocument
from tests.assessments import SAMPLES, USCC, answers_file, raw, sample
from tests.report.docx_checks import sound, text_of

SAMPLE = SAMPLES["anqing-textile"]
Capture = pytest.CaptureFixture[str]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: Capture) -> Run:
    def call(*arguments: object) -> tuple[int, str, str]:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            status = int(ended.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "工作区"


@pytest.fixture
def record(run: Run, workspace: Path) -> str:
    status, out, err = run("import", SAMPLE, "--workspace", workspace)
    assert (status, err) == (0, "")
    return out.strip()


def as_json(said: tuple[int, str, str]) -> Any:
    status, out, err = said
    assert (status, err) == (0, "")
    return json.loads(out)


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


# ------------------------------------------------------------------------------------------ usage


def test_version(run: Run) -> None:
    assert run("--version") == (0, f"anhui-assess {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["score"],
        ["score", "a.json", "--jsn"],
        ["import", "a.json"],
        ["list"],
        ["export", "a_1", "--workspace", "w"],
        ["report", "a_1", "--workspace", "w"],
        ["report", "a_1", "--workspace", "w", "--out", "r.pdf", "--date", "23.11.2026"],
        ["demo", "--date", "morgen"],
        ["forms", "show"],
        ["plan", "--workspace", "w"],
    ],
)
def test_wrong_usage_ends_with_2_and_says_how_on_stderr(arguments: list[str], run: Run) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert "usage:" in err


# ------------------------------------------------------------------------------------------ forms


def test_forms_are_listed(run: Run, catalog: Catalog) -> None:
    data = as_json(run("forms", "list", "--json"))
    assert [row["id"] for row in data["forms"]] == list(catalog.forms)
    assert all(row["items"] == len(catalog.forms[row["id"]].items) for row in data["forms"])
    status, out, _ = run("forms", "list")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == list(catalog.forms)
    assert run("forms") == (0, out, "")


@pytest.mark.parametrize("form_id", ["profile", "smart_factory", "green_factory", "four_bases"])
def test_a_form_is_shown_with_every_item(form_id: str, run: Run, catalog: Catalog) -> None:
    data = as_json(run("forms", "show", form_id, "--json"))
    assert [item["id"] for item in data["items"]] == list(catalog.forms[form_id].items)
    status, out, _ = run("forms", "show", form_id)
    assert status == 0
    assert all(item.question in out for item in catalog.forms[form_id].items.values())


def test_every_rating_is_shown_with_its_five_anchors(run: Run, catalog: Catalog) -> None:
    form = catalog.forms["four_bases"]
    rated = [item for item in form.items.values() if item.kind == "anchored_rating"]
    _, out, _ = run("forms", "show", "four_bases")
    lines = out.splitlines()
    for item in rated:
        at = next(place for place, line in enumerate(lines) if line.split()[:1] == [item.id])
        shown = [line.split(maxsplit=1) for line in lines[at + 1 : at + 6]]
        assert shown == [[str(step), item.anchors[str(step)]] for step in range(1, 6)]
    assert lines[-1] == f"评分题 {len(rated)} 道，五档都写了文字的 {len(rated)} 道。"


def test_an_unknown_form_is_named_and_the_nearest_offered(run: Run) -> None:
    status, out, err = run("forms", "show", "smart_factry", "--json")
    assert (status, out) == (1, "")
    assert "没有表单“smart_factry”（是不是“smart_factory”？）" in err


def test_the_shipped_content_is_checked(run: Run) -> None:
    status, out, err = run("forms", "check")
    assert (status, err) == (0, "")
    assert "没有问题" in out


def test_all_faults_of_all_files_are_listed_with_path_and_line(run: Run, tmp_path: Path) -> None:
    bad = write(tmp_path / "a.yaml", b"schema: anhui-assess/form/1\nid: x\nid: y\n")
    worse = write(tmp_path / "b.yaml", b"schema: anhui-assess/nothing/1\n")
    broken = write(tmp_path / "c.yaml", b"schema: [\n")
    status, out, err = run("forms", "check", tmp_path)
    assert (status, out) == (1, "")
    for path in (bad, worse, broken):
        assert any(line.startswith(f"{path}:") for line in err.splitlines()), err
    places = [line.removeprefix(f"{tmp_path}/").split(":") for line in err.splitlines()[:-1]]
    assert all(place[0].endswith(".yaml") and place[1].isdigit() for place in places)
    assert err.splitlines()[-1] == f"共 {len(places)} 个问题。"


def test_a_changed_form_is_checked_in_place_of_the_shipped_one(run: Run, tmp_path: Path) -> None:
    from anhui_assess.content.locations import forms_folder

    text = (forms_folder() / "four_bases.yaml").read_text(encoding="utf-8")
    same = write(tmp_path / "four_bases.yaml", text.encode())
    assert run("forms", "check", same)[0] == 0
    lines = text.splitlines()
    place = next(number for number, line in enumerate(lines) if "kind: anchored_rating" in line)
    lines[place] = lines[place].replace("anchored_rating", "anchored_ratng")
    write(same, "\n".join(lines).encode())
    status, _, err = run("forms", "check", same)
    assert status == 1
    assert f"{same}:{place + 1}: " in err
    assert "anchored_ratng" in err


def test_a_path_that_is_not_there(run: Run, tmp_path: Path) -> None:
    status, out, err = run("forms", "check", tmp_path / "没有.yaml")
    assert (status, out) == (1, "")
    assert f"{tmp_path / '没有.yaml'}:1: 没有这个文件或文件夹。" in err


def test_the_json_schema_for_editors(run: Run) -> None:
    assert as_json(run("forms", "schema"))["$schema"].startswith("https://json-schema.org/")


# ------------------------------------------------------------------------------------------ score


@pytest.mark.parametrize("name", SAMPLES)
def test_score_prints_one_document_or_one_line_per_form(name: str, run: Run) -> None:
    data = as_json(run("score", SAMPLES[name], "--json"))
    assert data["schema"] == "anhui-assess/result/1"
    status, out, err = run("score", SAMPLES[name])
    assert (status, err) == (0, "")
    smart = data["forms"]["smart_factory"]
    assert f"智能工厂：{smart['level']} 级 {smart['level_name']} {smart['score']:.2f}；" in out
    assert re.search(r"快速自评：约 \d 级（估计，区间 \d\.\d\d–\d\.\d\d）", out)
    assert "权重" in out


def test_score_of_a_form_without_a_score_says_so(run: Run, tmp_path: Path, catalog: Catalog) -> None:
    file = write(tmp_path / "a.json", raw(answers_file(catalog, four_bases={"fb.general.import_share": 3})))
    status, out, _ = run("score", file)
    assert status == 0
    assert out.startswith("工业四基：还没有得分")
    assert as_json(run("score", file, "--json"))["forms"]["four_bases"]["score"] is None


def test_score_names_every_fault_and_prints_nothing(run: Run, tmp_path: Path, catalog: Catalog) -> None:
    file = write(
        tmp_path / "错.json", raw(answers_file(catalog, smart_factory={"sf.org.1.1": 0.7, "sf.no": 1}))
    )
    status, out, err = run("score", file, "--json")
    assert (status, out) == (1, "")
    assert "共发现 2 个问题" in err
    assert "错.json forms.smart_factory.answers.sf.org.1.1: " in err
    assert "没有题目“sf.no”" in err


def test_score_of_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    status, out, err = run("score", tmp_path / "没有.json")
    assert (status, out) == (1, "")
    assert "没有.json" in err


# ------------------------------------------------------------------------------------------ workspace


def test_import_prints_ids_that_list_shows(run: Run, workspace: Path, record: str) -> None:
    rows = as_json(run("list", "--workspace", workspace, "--json"))["assessments"]
    assert [row["id"] for row in rows] == [record]
    result = as_json(run("score", SAMPLE, "--json"))["forms"]
    assert rows[0]["summary"]["smart_factory"]["score"] == result["smart_factory"]["score"]
    status, out, _ = run("list", "--workspace", workspace)
    assert status == 0
    assert out.startswith(f"{record}  {rows[0]['date']}  {rows[0]['enterprise']}")


def test_import_is_all_or_nothing(run: Run, workspace: Path, tmp_path: Path, catalog: Catalog) -> None:
    wrong = write(tmp_path / "错.json", raw(answers_file(catalog, smart_factory={"sf.org.1.1": 0.7})))
    status, out, err = run("import", SAMPLE, wrong, "--workspace", workspace)
    assert (status, out) == (1, "")
    assert "错.json" in err
    assert as_json(run("list", "--workspace", workspace, "--json"))["assessments"] == []


def test_two_files_of_one_new_enterprise_become_two_assessments_of_it(
    run: Run, workspace: Path, tmp_path: Path, catalog: Catalog
) -> None:
    files = [
        write(tmp_path / f"{year}.json", raw(answers_file(catalog, {"name": "甲", "uscc": USCC})))
        for year in (2025, 2026)
    ]
    status, out, _ = run("import", *files, "--workspace", workspace)
    assert status == 0
    assert len(out.split()) == 2
    from anhui_assess.composition import open_library

    library = open_library(workspace, create=False, read_only=True)
    assert [row.assessments for row in library.rows()] == [2]
    library.store.close()


def test_export_writes_what_was_imported(
    run: Run, workspace: Path, record: str, tmp_path: Path, catalog: Catalog
) -> None:
    target = tmp_path / "新" / "a.JSON"
    assert run("export", record, "--workspace", workspace, "--to", target) == (0, f"{target}\n", "")
    written = parse_answers(target.read_bytes(), "a.JSON", catalog)
    imported = sample("anqing-textile", catalog)
    pinned_only = {
        key: FormAnswers(form.version)
        for key, form in catalog.forms.items()
        if key not in imported.sheet.forms
    }
    assert written == replace(imported, sheet=AnswerSheet({**imported.sheet.forms, **pinned_only}))
    assert target.read_bytes() == answers_bytes(written, catalog)


def test_word_and_the_one_page_are_written(run: Run, workspace: Path, record: str, tmp_path: Path) -> None:
    status, out, err = run("export", record, "--workspace", workspace, "--to", tmp_path / "a.docx")
    assert (status, out, err) == (0, f"{tmp_path / 'a.docx'}\n", "")
    assert "安庆示例纺织有限公司" in text_of(sound(tmp_path / "a.docx"))
    target = tmp_path / "brief.pdf"
    status, out, err = run(
        "report", record, "--workspace", workspace, "--out", target, "--brief", "--date", "2026-11-23"
    )
    assert (status, out, err) == (0, f"{target}（1 页）\n", "")
    (page,) = read_pdf(target.read_bytes()).pages
    words = "".join(page.texts)
    assert all(
        part in words
        for part in ("安庆示例纺织有限公司", "最要紧的三处短板", "先做三件事", "钱和时间", "万元")
    )
    assert "1 级" in words or "未达一级" in words


def test_export_of_a_kind_that_is_not_there_yet_writes_nothing(
    run: Run, workspace: Path, record: str, tmp_path: Path
) -> None:
    status, out, err = run("export", record, "--workspace", workspace, "--to", tmp_path / "a.odt")
    assert status in {1, 2}
    assert out == ""
    assert ".odt" in err
    assert not (tmp_path / "a.odt").exists()


@pytest.mark.parametrize("command", ["export", "report", "plan"])
def test_an_unknown_assessment_is_named(
    command: str, run: Run, workspace: Path, record: str, tmp_path: Path
) -> None:
    more = {"export": ["--to", tmp_path / "a.json"], "report": ["--out", tmp_path / "a.pdf"]}.get(command, [])
    status, out, err = run(command, f"{record}x", "--workspace", workspace, *more)
    assert (status, out) == (1, "")
    assert f"{record}x" in err
    assert not list(tmp_path.glob("a.*"))


@pytest.mark.parametrize("command", ["list", "export", "report", "plan"])
def test_no_workspace_is_made_by_a_command_that_only_reads(command: str, run: Run, tmp_path: Path) -> None:
    more: list[object] = {
        "list": [],
        "export": ["a", "--to", tmp_path / "a.json"],
        "report": ["a", "--out", tmp_path / "a.pdf"],
    }.get(command, ["a"])
    status, out, err = run(command, *more, "--workspace", tmp_path / "没有")
    assert (status, out) == (1, "")
    assert err.strip()
    assert list(tmp_path.iterdir()) == []


def test_a_plan_is_printed_as_lines_or_as_one_document(run: Run, workspace: Path, record: str) -> None:
    data = as_json(run("plan", record, "--workspace", workspace, "--json"))
    assert data["schema"] == "anhui-assess/plan/1"
    status, out, _ = run("plan", record, "--workspace", workspace)
    assert status == 0
    lines = out.splitlines()
    rows = lines[len(lines) - len(data["measures"]) :]
    assert all(entry["title"] in line for entry, line in zip(data["measures"], rows, strict=True))
    assert lines[0].startswith("目标：")
    assert "已证明最省" in lines[1]


def test_a_plan_says_what_can_be_had_what_was_chosen_and_how_good_it_is(
    run: Run, workspace: Path, record: str
) -> None:
    data = as_json(
        run("plan", record, "--workspace", workspace, "--target", "four_bases=60", "--months", "24", "--json")
    )
    assert data["method"] == "optimal"
    assert data["bound"] == data["cost"] == sum(entry["cost"] for entry in data["measures"])
    assert data["targets"] == [{"form": "four_bases", "level": None, "score": 60.0}]
    assert [phase["end"] for phase in data["phases"]] == [12.0, 24.0]
    chosen = {entry["id"]: entry["phase"] for entry in data["measures"]}
    assert set(data["chosen"]) == set(chosen)
    for entry in data["candidates"]:
        assert {"id", "cost", "gain", "prerequisites", "chosen", "phase"} <= entry.keys()
        assert entry["phase"] == chosen.get(entry["id"])
    assert data["path"][-1]["scores"]["four_bases"]["score"] >= 60.0


def test_a_budget_alone_asks_for_the_most(run: Run, workspace: Path, record: str) -> None:
    data = as_json(run("plan", record, "--workspace", workspace, "--budget", "50", "--json"))
    assert data["objective"] == "most_gain"
    assert data["cost"] <= 50.0
    assert 0.0 < data["gain"] <= data["gain_bound"] + 1e-6


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        (("--target", "smart_factory=9"), 1, "等级 1–5"),
        (("--target", "nothing=1"), 1, "没有问卷“nothing”"),
        (("--target", "smart_factory"), 2, "目标要写成"),
        (("--budget", "-1"), 2, "预算要写 0 以上的数"),
        (("--months", "90"), 2, "月数要写 1–36"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(
    given: tuple[str, ...], status: int, words: str, run: Run, workspace: Path, record: str
) -> None:
    try:
        found, out, err = run("plan", record, "--workspace", workspace, *given)
    except SystemExit as stopped:
        assert stopped.code == status
        return
    assert (found, out) == (status, "")
    assert words in err


def test_report_with_chosen_sections(run: Run, workspace: Path, record: str, tmp_path: Path) -> None:
    target = tmp_path / "r.pdf"
    status, out, _ = run(
        "report", record, "--workspace", workspace, "--out", target, "--sections", "summary, declaration"
    )
    assert status == 0
    assert out.startswith(f"{target}（")
    assert target.read_bytes().startswith(b"%PDF-")
    word = tmp_path / "r.docx"
    status, out, _ = run(
        "report", record, "--workspace", workspace, "--out", word, "--sections", "declaration"
    )
    assert (status, out) == (0, f"{word}\n")
    said = text_of(sound(word))
    assert "填报声明" in said
    assert "评估说明" not in said


def test_report_of_an_unknown_section_says_which_there_are(
    run: Run, workspace: Path, record: str, tmp_path: Path
) -> None:
    status, out, err = run(
        "report",
        record,
        "--workspace",
        workspace,
        "--out",
        tmp_path / "r.pdf",
        "--sections",
        "summary,sumary",
    )
    assert (status, out) == (2, "")
    assert "没有章节“sumary”" in err
    assert "summary、profile" in err
    assert not (tmp_path / "r.pdf").exists()


def test_report_says_how_many_characters_no_font_has(
    run: Run, workspace: Path, tmp_path: Path, catalog: Catalog
) -> None:
    file = write(tmp_path / "a.json", raw(answers_file(catalog, {"name": "甲\U0001f6f8厂"})))
    record = run("import", file, "--workspace", workspace)[1].strip()
    status, _, err = run("report", record, "--workspace", workspace, "--out", tmp_path / "r.pdf")
    assert status == 0
    assert "个字符字体里没有" in err


def test_an_interruption_and_a_fault_of_ours_end_with_1(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from anhui_assess.exchange import answers_json

    def stop(*_: Any) -> AnswersDocument:
        raise KeyboardInterrupt

    def fault(*_: Any) -> AnswersDocument:
        raise WorkspaceError("里面坏了。")

    monkeypatch.setattr(answers_json, "read_answers", stop)
    assert run("score", SAMPLE) == (1, "", "已停止。\n")
    monkeypatch.setattr(answers_json, "read_answers", fault)
    assert run("score", SAMPLE) == (1, "", "打不开工作区：里面坏了。\n")
    assert AnswerSheet() == AnswerSheet()


def test_a_workspace_that_another_process_holds_is_not_written(
    run: Run, workspace: Path, record: str
) -> None:
    from anhui_assess.composition import open_library

    library = open_library(workspace, create=False)
    try:
        status, out, err = run("import", SAMPLE, "--workspace", workspace)
        assert (status, out) == (1, "")
        assert err.strip()
        assert len(as_json(run("list", "--workspace", workspace, "--json"))["assessments"]) == 1
    finally:
        library.store.close()
