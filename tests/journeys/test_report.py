"""The main job through the real commands: answers in, workspace, PDF out, and the PDF says what `score` says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from anhui_assess.domain.catalog import Catalog
from anhui_assess.exchange.answers_json import answers_bytes
from anhui_assess.services.ports import AnswersDocument
from tests.assessments import HOSTILE, SAMPLES, sample
from tests.compose.test_document import hostile

pytestmark = pytest.mark.poppler


def run(*arguments: str, status: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "anhui_assess", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stderr
    return done.stdout


def tool(*arguments: str) -> str:
    done = subprocess.run(list(arguments), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def sound(pdf: Path) -> str:
    """Return the PDF's text after qpdf and pdffonts found nothing wrong."""
    assert "No syntax or stream encoding errors" in tool("qpdf", "--check", str(pdf))
    fonts = tool("pdffonts", str(pdf)).splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), fonts
    return tool("pdftotext", str(pdf), "-")


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_from_answers_file_to_pdf(name: str, tmp_path: Path) -> None:
    workspace, pdf = tmp_path / "w", tmp_path / "报告.pdf"
    number = run("import", str(SAMPLES[name]), "--workspace", str(workspace)).strip()
    listed: dict[str, Any] = json.loads(run("list", "--workspace", str(workspace), "--json"))
    assert [row["id"] for row in listed["assessments"]] == [number]
    run("report", number, "--workspace", str(workspace), "--out", str(pdf), "--date", "2026-11-23")
    text = sound(pdf)
    assert text.count("\f") >= 25
    result = json.loads(run("score", str(SAMPLES[name]), "--json"))["forms"]
    answers = json.loads(SAMPLES[name].read_text(encoding="utf-8"))
    assert answers["enterprise"]["name"] in text
    assert f"{result['smart_factory']['level']} 级 {result['smart_factory']['level_name']}" in text
    assert f"{result['smart_factory']['score']:.2f}" in text
    assert f"{result['green_factory']['score']:.1f}" in text
    assert f"{result['four_bases']['score']:.1f}" in text
    assert f"{result['green_factory']['calculated']['energy_tce']:,.3f}" in text


def test_the_same_report_has_the_same_bytes(tmp_path: Path) -> None:
    number = run("import", str(SAMPLES["anqing-textile"]), "--workspace", str(tmp_path / "w")).strip()
    made = []
    for name in ("a.pdf", "b.pdf"):
        run(
            "report",
            number,
            "--workspace",
            str(tmp_path / "w"),
            "--out",
            str(tmp_path / name),
            "--date",
            "2026-11-23",
        )
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_hostile_text_in_every_field_gives_a_sound_pdf(catalog: Catalog, tmp_path: Path) -> None:
    document = sample("anqing-textile", catalog)
    sheet = hostile(document.sheet, catalog, "".join(text[:600] for text in HOSTILE))
    file = tmp_path / "a.json"
    file.write_bytes(answers_bytes(AnswersDocument(sheet, "自评", "2026-10-31"), catalog))
    number = run("import", str(file), "--workspace", str(tmp_path / "w")).strip()
    run("report", number, "--workspace", str(tmp_path / "w"), "--out", str(tmp_path / "r.pdf"))
    assert "填报声明" in sound(tmp_path / "r.pdf")


def test_export_and_import_give_the_same_answers(tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    number = run("import", str(SAMPLES["hefei-precision"]), "--workspace", str(first)).strip()
    run("export", number, "--workspace", str(first), "--to", str(tmp_path / "a.json"))
    number = run("import", str(tmp_path / "a.json"), "--workspace", str(second)).strip()
    run("export", number, "--workspace", str(second), "--to", str(tmp_path / "b.json"))
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_demo_does_the_main_job_without_qt(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['PySide6'] = None\n"
        "from anhui_assess.cli import main\n"
        "sys.exit(main(['demo', '--out', sys.argv[1], '--date', '2026-11-23']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    pdf = next(tmp_path.glob("*.pdf"))
    assert str(pdf) in done.stdout
    assert (tmp_path / "workspace" / "workspace.db").exists()
    assert sound(pdf).count("\f") >= 25
