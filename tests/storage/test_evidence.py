from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from anhui_assess.domain.errors import EnvironmentFaultError, InputRefusedError
from anhui_assess.storage.evidence import EvidenceFolder
from anhui_assess.storage.media import clean_name, media_type
from anhui_assess.storage.workspace import SqliteWorkspace, open_workspace
from tests.storage.builders import contents

PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 1000


def file(tmp_path: Path, content: bytes, name: str = "source.bin2") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_a_file_is_kept_under_its_hash(store: SqliteWorkspace, tmp_path: Path) -> None:
    added = store.add_evidence(file(tmp_path, PNG), "车间 照片.png")
    sha256 = hashlib.sha256(PNG).hexdigest()
    assert (added.sha256, added.name, added.size, added.media_type) == (
        sha256,
        "车间 照片.png",
        len(PNG),
        "image/png",
    )
    assert store.evidence_path(sha256) == store.folder / "evidence" / sha256[:2] / sha256
    assert store.evidence_path(sha256).read_bytes() == PNG
    assert store.evidence([sha256, "f" * 64]) == {sha256: added}
    assert store.check() == []


def test_the_same_content_is_kept_once_under_its_first_name(store: SqliteWorkspace, tmp_path: Path) -> None:
    first = store.add_evidence(file(tmp_path, PNG), "一.png")
    assert store.add_evidence(file(tmp_path, PNG, "other.x"), "二.png") == first
    assert len(contents(store.folder / "evidence")) == 1


def test_adding_the_original_again_mends_a_damaged_copy(store: SqliteWorkspace, tmp_path: Path) -> None:
    added = store.add_evidence(file(tmp_path, PNG), "一.png")
    store.evidence_path(added.sha256).write_bytes(b"damaged")
    assert store.check() != []
    store.add_evidence(file(tmp_path, PNG), "一.png")
    assert store.check() == []


def test_many_hashes_can_be_asked_for_at_once(store: SqliteWorkspace, tmp_path: Path) -> None:
    added = store.add_evidence(file(tmp_path, PNG), "一.png")
    asked = [f"{number:064x}" for number in range(3000)]
    assert store.evidence([*asked, added.sha256]) == {added.sha256: added}


@pytest.mark.parametrize(
    "content",
    [b"MZ\x90\x00", b"\x7fELF\x02", b"#!/bin/sh\n", b"\xcf\xfa\xed\xfe", b"L\x00\x00\x00\x01\x14\x02\x00"],
)
def test_programs_are_refused_by_their_content(
    store: SqliteWorkspace, tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(InputRefusedError, match="程序或脚本"):
        store.add_evidence(file(tmp_path, content, "photo.png"), "photo.png")
    assert contents(store.folder / "evidence") == {}


@pytest.mark.parametrize(
    "name",
    [
        "a.exe",
        "A.EXE",
        "a.exe. ",
        "a.pdf.js",
        "a.\u202egpj.exe",
        "C:\\x\\a.bat",
        "a.lnk",
        "a.desktop",
        "a.vbs",
    ],
)
def test_programs_are_refused_by_their_name(store: SqliteWorkspace, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputRefusedError, match="程序或脚本"):
        store.add_evidence(file(tmp_path, PNG), name)
    with pytest.raises(InputRefusedError, match="程序或脚本"):
        store.add_evidence(file(tmp_path, PNG, "hidden.exe"), "photo.png")


def test_the_refusal_names_the_file_and_says_what_is_safe(store: SqliteWorkspace, tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError) as refused:
        store.add_evidence(file(tmp_path, b""), "空.pdf")
    assert [problem.where for problem in refused.value.problems] == ["空.pdf"]
    assert "原有内容没有变化" in str(refused.value)


def test_too_large_files_are_refused_also_when_they_grow(tmp_path: Path) -> None:
    limited = EvidenceFolder(tmp_path / "evidence", limit=1000)
    with pytest.raises(InputRefusedError, match="上限"):
        limited.keep(file(tmp_path, b"x" * 1001), "a.txt", "")
    source = file(tmp_path, b"x" * 1000)
    limited._require_regular = lambda *_: source.write_bytes(b"x" * 1001)  # type: ignore[method-assign,assignment]
    with pytest.raises(InputRefusedError, match="上限"):
        limited.keep(source, "a.txt", "")
    assert contents(tmp_path / "evidence") == {}


def test_folders_and_missing_files_are_refused(store: SqliteWorkspace, tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="普通文件"):
        store.add_evidence(tmp_path, "folder")
    with pytest.raises(EnvironmentFaultError, match="找不到"):
        store.add_evidence(tmp_path / "none.pdf", "none.pdf")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_without_waiting_for_it(store: SqliteWorkspace, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputRefusedError, match="普通文件"):
        store.add_evidence(tmp_path / "pipe", "pipe.txt")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\张三\\报告.pdf", "报告.pdf"),
        ("a\x00b\n.txt", "ab.txt"),
        ("", "证据"),
        ("..", "证据"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ],
)
def test_names_are_made_harmless(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.parametrize(
    ("head", "name", "found"),
    [
        (PNG, "a.pdf", "image/png"),
        (b"%PDF-1.7", "a", "application/pdf"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a.webp", "image/webp"),
        (b"PK\x03\x04", "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (b"text", "a.TXT", "text/plain"),
        (b"?", "a", "application/octet-stream"),
    ],
)
def test_media_types(head: bytes, name: str, found: str) -> None:
    assert media_type(head, name) == found


def test_half_copied_files_of_a_killed_program_are_cleared(store: SqliteWorkspace, tmp_path: Path) -> None:
    store.add_evidence(file(tmp_path, PNG), "一.png")
    left = store.folder / "evidence" / ".0123.part"
    left.write_bytes(b"half")
    store.close()
    with open_workspace(store.folder, read_only=True):
        assert left.exists()
    with open_workspace(store.folder):
        assert not left.exists()
