from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from anhui_assess.report.model import Block, Cover, Document, Section
from anhui_assess.report.pdf.writer import PdfReport, write_pdf

FONTS = Path(__file__).parents[2] / "resources" / "fonts"


@pytest.fixture(scope="session")
def fonts_dir() -> Path:
    return FONTS


@pytest.fixture
def pdftotext() -> Callable[[Path], str]:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")

    def read(path: Path) -> str:
        done = subprocess.run(
            ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True
        )
        return done.stdout.decode("utf-8")

    return read


Write = Callable[..., tuple[Path, PdfReport]]


@pytest.fixture
def write(tmp_path: Path, fonts_dir: Path) -> Write:
    def run(*blocks: Block, name: str = "report.pdf", **changes: object) -> tuple[Path, PdfReport]:
        document = document_of(*blocks, **changes)
        target = tmp_path / name
        return target, write_pdf(document, target, fonts_dir=fonts_dir)

    return run


def document_of(*blocks: Block, **changes: object) -> Document:
    parts: dict[str, object] = {
        "title": "题名", "author": "作者", "subject": "主题", "keywords": ("甲", "乙"), "created": "2026-11-23", "header": ("左", "右"),
        "footer": "脚", "cover": Cover("", ("封面",), "", (), "", ()), "sections": (Section("s", "节", blocks),),
    }  # fmt: skip
    return Document(**{**parts, **changes})  # type: ignore[arg-type]
