"""Reports signed with a firm's own certificate: intact for `verify`, which says what the signature is worth."""

from __future__ import annotations

import importlib.util
import io
import json
from pathlib import Path

import pikepdf
import pypdf
import pytest

from anhui_assess import composition
from anhui_assess.cli import main
from anhui_assess.composition import load_signer, verify_report
from anhui_assess.domain.errors import EnvironmentFaultError, InputRefusedError
from anhui_assess.exchange.verification_json import verification_data
from anhui_assess.services.signing import Coverage
from anhui_assess.services.verifying import State, Verification, verdict_lines
from anhui_assess.signing.reading import read_signatures
from tests.verifying.certificates import FIRM, PASSWORD, certificate_file
from tests.verifying.conftest import small

pytestmark = pytest.mark.usefixtures("no_planning")


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_file(tmp_path_factory.mktemp("key") / "企业.p12")


@pytest.fixture(scope="session")
def signed(original: Path, key: Path) -> bytes:
    return load_signer(key, PASSWORD)(original.read_bytes())


def checked(data: bytes, folder: Path) -> Verification:
    (folder / "r.pdf").write_bytes(data)
    return verify_report(folder / "r.pdf")


def said(found: Verification) -> str:
    return "\n".join(verdict_lines(found, "r.pdf"))


def test_a_signed_report_is_intact_and_the_signature_is_explained(
    original: Path, signed: bytes, tmp_path: Path
) -> None:
    assert signed.startswith(original.read_bytes())
    found = checked(signed, tmp_path)
    assert found.state is State.INTACT, said(found)
    (only,) = found.signatures
    assert (only.signer, only.self_issued, only.genuine, only.covers) == (FIRM, True, True, Coverage.WHOLE)
    text = said(found)
    for words in (
        f"证书名称“{FIRM}”", "覆盖整个文件，签名以后没有改动", "自己签发的", "不是国密电子印章", "没有第三方时间戳", "不能代替盖章",
        "不证明签名人的身份和签名时间",
    ):  # fmt: skip
        assert words in text
    assert "这里没有电子签名" not in text
    assert len(pypdf.PdfReader(io.BytesIO(signed)).pages) == found.page_count


def test_the_signature_stands_in_the_json(signed: bytes, tmp_path: Path) -> None:
    (entry,) = verification_data(checked(signed, tmp_path), "r.pdf")["signatures"]
    assert entry["signer"] == FIRM
    assert entry["genuine"] is True
    assert entry["covers"] == "whole"
    assert entry["trouble"] is None
    assert json.dumps(entry)


def test_a_byte_changed_after_signing_breaks_the_signature(signed: bytes, tmp_path: Path) -> None:
    changed = signed.replace(b"/DisplayDocTitle true", b"/DisplayDocTitle null", 1)
    assert changed != signed
    found = checked(changed, tmp_path)
    assert found.state is State.ALTERED
    assert [entry.code for entry in found.differences] == ["signature"]
    assert "签名以后文件被改过" in said(found)


def test_what_is_appended_after_signing_is_told(signed: bytes, key: Path, tmp_path: Path) -> None:
    found = checked(signed + b"% more\n", tmp_path)
    assert found.state is State.INTACT
    assert found.signatures[0].covers is Coverage.EARLIER
    assert "又追加过内容" in said(found)


def test_a_page_taken_out_by_another_program_is_found_and_so_is_the_broken_signature(
    signed: bytes, tmp_path: Path
) -> None:
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        del pdf.pages[4]
        pdf.save(tmp_path / "cut.pdf")
    found = checked((tmp_path / "cut.pdf").read_bytes(), tmp_path)
    assert {"page_missing", "signature"} <= {entry.code for entry in found.differences}


def test_a_signature_by_an_authority_unknown_here_is_named_so(original: Path, tmp_path: Path) -> None:
    path = certificate_file(tmp_path / "k.pfx", issuer="某证书机构", elliptic=True)
    found = checked(load_signer(path, PASSWORD)(original.read_bytes()), tmp_path)
    assert found.state is State.INTACT
    assert not found.signatures[0].self_issued
    assert "由“某证书机构”签发，本程序离线，没有核实" in said(found)


def test_a_signature_that_cannot_be_read_says_so() -> None:
    (only,) = read_signatures(b"%PDF-1.7\nnothing")
    assert only.trouble


@pytest.mark.parametrize(
    ("make", "password", "words"),
    [
        (certificate_file, "wrong", "密码不对"),
        (lambda path: path.write_bytes(b"no certificate"), "", "不是 .p12/.pfx 文件"),
        (lambda path: certificate_file(path, days=-1), PASSWORD, "不在有效期内"),
        (lambda path: path.write_bytes(b"0" * 2_000_000), "", "太大"),
    ],
)
def test_a_certificate_that_will_not_do_is_refused(
    make: object, password: str, words: str, tmp_path: Path
) -> None:
    make(tmp_path / "k.p12")  # type: ignore[operator]
    with pytest.raises(InputRefusedError, match=words):
        load_signer(tmp_path / "k.p12", password)


def test_a_certificate_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFaultError, match="读不出证书文件"):
        load_signer(tmp_path / "none.p12", "")


def test_without_the_extra_the_way_to_get_it_is_told(
    signed: bytes, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pyhanko" else find(name))
    with pytest.raises(EnvironmentFaultError, match="pip install pyhanko"):
        load_signer(key, PASSWORD)
    found = checked(signed, tmp_path)
    assert found.state is State.INTACT
    assert "没有检验签名本身" in said(found)
    assert found.signatures == ()


def test_the_command_signs_and_takes_the_password_from_a_file(
    key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = composition.open_library(tmp_path / "w", create=True)
    record = library.import_documents([small()])[0]
    library.store.close()
    secret = tmp_path / "secret.txt"
    secret.write_text(f"{PASSWORD}\n", encoding="utf-8")
    begin = ["report", record.id, "--workspace", str(tmp_path / "w"), "--sections", "summary", "--out"]
    target = tmp_path / "out.pdf"
    assert main([*begin, str(target), "--sign", str(key), "--sign-password-file", str(secret)]) == 0
    assert "不是国密电子印章" in capsys.readouterr().err
    assert [entry.genuine for entry in verify_report(target).signatures] == [True]
    assert main([*begin, str(target), "--sign", str(key)]) == 2
    secret.write_text("wrong", encoding="utf-8")
    other = tmp_path / "other.pdf"
    assert main([*begin, str(other), "--sign", str(key), "--sign-password-file", str(secret)]) == 1
    assert not other.exists()
    assert main([*begin, str(other), "--sign", str(key), "--sign-password-file", str(tmp_path / "no")]) == 1
    assert "没有密码文件" in capsys.readouterr().err
