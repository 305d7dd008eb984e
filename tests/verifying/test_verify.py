"""What `verify` finds: every way a report can be changed after it was issued, and nothing where nothing was."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from anhui_assess import composition
from anhui_assess.cli import main
from anhui_assess.composition import verify_report
from anhui_assess.content.library import shipped_catalog
from anhui_assess.domain.answers import AnswerSheet
from anhui_assess.domain.scoring.engine import ScoringEngine
from anhui_assess.exchange.answers_json import answers_bytes, parse_answers
from anhui_assess.exchange.result_json import result_bytes
from anhui_assess.report.pdf.reading import read_pdf
from anhui_assess.services.ports import AnswersDocument
from anhui_assess.services.reporting import attachments_fingerprint
from anhui_assess.services.verifying import State, Verification, verdict_lines
from tests.assessments import random_document
from tests.verifying.conftest import Issue, small

pytestmark = pytest.mark.usefixtures("no_planning")


@pytest.fixture
def copy(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path / "copy.pdf"))


@contextmanager
def edited(path: Path, **saving: Any) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        yield pdf
        pdf.save(path, **saving)


def codes(found: Verification) -> set[str]:
    return {entry.code for entry in found.differences}


def said(found: Verification) -> str:
    return "\n".join(verdict_lines(found, "x.pdf"))


def attachment(pdf: pikepdf.Pdf, name: str) -> bytes:
    return bytes(pdf.attachments[name].obj["/EF"]["/F"].read_bytes())


def put(pdf: pikepdf.Pdf, name: str, content: bytes) -> None:
    pdf.attachments[name].obj["/EF"]["/F"].write(content)


def a_number(path: Path) -> tuple[int, str, str]:
    """Return a page (from 0) after cover and contents, a number it prints alone, and the same with another first digit."""
    pages = read_pdf(path.read_bytes()).pages
    number, text = next(
        (number, text)
        for number, page in enumerate(pages)
        for text in page.texts
        if number > 2 and re.fullmatch(r"[0-8]\.\d\d", text)
    )
    return number, text, f"9{text[1:]}"


def recode(pdf: pikepdf.Pdf, number: int, old: str, new: str) -> None:
    """Change the first `old` that a page shows as one text into `new`, in its own font, as a forger would."""
    page = pdf.pages[number]
    page.contents_coalesce()
    drawing = page.obj["/Contents"].read_bytes()
    for name, font in page.obj["/Resources"]["/Font"].items():
        pairs = dict(re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]{4})>", font["/ToUnicode"].read_bytes()))
        by_char = {bytes.fromhex(text.decode()).decode("utf-16-be"): code for code, text in pairs.items()}
        if not set(old + new) <= by_char.keys():
            continue
        before, after = (b"".join(by_char[char] for char in text) for text in (old, new))
        at = re.search(re.escape(str(name).encode()) + rb" [\d.]+ Tf[^/]*?" + before, drawing)
        if at is not None:
            page.obj["/Contents"].write(drawing[: at.end() - len(before)] + after + drawing[at.end() :])
            return
    raise AssertionError(f"page {number + 1} does not show {old!r}")


def test_a_report_as_issued_is_intact(original: Path) -> None:
    found = verify_report(original)
    assert found.state is State.INTACT, said(found)
    assert found.recomposed
    assert found.enterprise == "甲机械厂"
    assert found.page_count > 10
    assert "不证明填报内容属实" in said(found)
    assert "没有电子签名" in said(found)
    assert any("智能工厂" in entry for entry in found.headline)


def test_the_whole_fingerprint_is_printed_on_cover_and_stamp_page_and_its_beginning_on_every_page(
    original: Path,
) -> None:
    found = verify_report(original)
    pages = ["".join(page.texts) for page in read_pdf(original.read_bytes()).pages]
    halves = found.fingerprint[:32], found.fingerprint[32:]
    assert all(half in pages[0] for half in halves)
    stamp = next(text for text in reversed(pages) if "填报声明" in text)
    assert all(half in stamp for half in halves)
    assert all(
        f"指纹 {halves[0][:4]} {halves[0][4:8]}" in text and "资料 2026.1" in text for text in pages[1:]
    )


@pytest.mark.parametrize(
    "saving", [{"linearize": True}, {"object_stream_mode": pikepdf.ObjectStreamMode.generate}]
)
def test_a_copy_saved_by_another_program_is_intact(copy: Path, saving: dict[str, Any]) -> None:
    before = copy.read_bytes()
    with edited(copy, **saving):
        pass
    assert copy.read_bytes() != before
    assert verify_report(copy).state is State.INTACT


def test_a_copy_whose_streams_were_joined_is_intact(copy: Path) -> None:
    with edited(copy) as pdf:
        for page in pdf.pages:
            page.contents_coalesce()
    assert verify_report(copy).state is State.INTACT


def test_sections_left_out_and_verified_all_the_same(issue: Issue) -> None:
    found = verify_report(issue(small(), sections=("profile", "smart_factory", "declaration")))
    assert found.state is State.INTACT, said(found)


def test_a_flipped_digit_is_found_and_named(copy: Path) -> None:
    number, true, false = a_number(copy)
    with edited(copy) as pdf:
        recode(pdf, number, true, false)
    found = verify_report(copy)
    assert found.state is State.ALTERED
    assert codes(found) == {"page_text"}
    (only,) = found.differences
    assert only.page == number + 1
    assert f"第 {number + 1} 页" in only.message
    assert false in only.message
    assert true in only.message


def remove_fifth(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[4]


def double_fifth(pdf: pikepdf.Pdf) -> None:
    pdf.pages.insert(7, pdf.pages[4])


def exchange(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[4]
    del pdf.pages[4]
    pdf.pages.insert(8, page)


def drawing(pdf: pikepdf.Pdf) -> None:
    pdf.pages[3].contents_coalesce()
    contents = pdf.pages[3].obj["/Contents"]
    contents.write(contents.read_bytes() + b"\n0 0 1 rg 100 100 300 20 re f")


def note(pdf: pikepdf.Pdf) -> None:
    pdf.pages[3].obj["/Annots"] = pdf.make_indirect(
        pikepdf.Array(
            [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 99, 99])]
        )
    )


def script(pdf: pikepdf.Pdf) -> None:
    pdf.Root["/OpenAction"] = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))


def glyphs(pdf: pikepdf.Pdf) -> None:
    """Exchange the outlines of a font for another's: the text stays, what one sees does not."""
    fonts = pdf.pages[3].obj["/Resources"]["/Font"]
    files = [font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"] for font in fonts.values()]
    files[0].write(files[1].read_bytes())


def turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[3].obj["/CropBox"] = pikepdf.Array([0, 0, 595, 400])


def replaced_answers(pdf: pikepdf.Pdf) -> None:
    data = json.loads(attachment(pdf, "answers.json"))
    answers = data["forms"]["smart_factory"]["answers"]
    for entry in answers.values():
        entry["value"] = 1
    put(pdf, "answers.json", json.dumps(data, ensure_ascii=False, indent=1).encode())


def replaced_result(pdf: pikepdf.Pdf) -> None:
    data = json.loads(attachment(pdf, "result.json"))
    data["forms"]["smart_factory"]["score"] = 4.56
    put(pdf, "result.json", json.dumps(data, ensure_ascii=False, indent=1).encode())


def replaced_weights(pdf: pikepdf.Pdf) -> None:
    data = json.loads(attachment(pdf, "forms.json"))
    form = next(form for form in data["forms"] if form["id"] == "smart_factory")
    form["scoring"]["met_at"] = 0.1
    put(pdf, "forms.json", json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def replaced_pack(pdf: pikepdf.Pdf) -> None:
    data = json.loads(attachment(pdf, "packs.json"))
    data["packs"][0]["title"] = "别的资料"
    put(pdf, "packs.json", json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def broken_answers(pdf: pikepdf.Pdf) -> None:
    put(pdf, "answers.json", b'{"schema": "anhui-assess/answers/1", "forms": {"nonsense": {}}}')


def emptied_forms(pdf: pikepdf.Pdf) -> None:
    put(pdf, "forms.json", b'{"schema": "anhui-assess/report-forms/1", "forms": [{}]}')


def unusable_forms(pdf: pikepdf.Pdf) -> None:
    """Forms whose outline is right, with items of a kind that does not exist."""
    data = json.loads(attachment(pdf, "forms.json"))
    for form in data["forms"]:
        for item in (form.get("nodes") or [{}])[0].get("items") or ():
            item["kind"] = "no such kind"
    put(pdf, "forms.json", json.dumps(data, ensure_ascii=False).encode())


def nested_result(pdf: pikepdf.Pdf) -> None:
    put(pdf, "result.json", b"[" * 100_000)


def dropped_answers(pdf: pikepdf.Pdf) -> None:
    del pdf.attachments["answers.json"]


def dropped_pages(pdf: pikepdf.Pdf) -> None:
    del pdf.attachments["pages.json"]


def other_date(pdf: pikepdf.Pdf) -> None:
    data = json.loads(attachment(pdf, "report.json"))
    put(pdf, "report.json", json.dumps({**data, "report_date": "2026-12-24"}).encode())


def other_fingerprint(pdf: pikepdf.Pdf) -> None:
    data = json.loads(attachment(pdf, "report.json"))
    put(pdf, "report.json", json.dumps({**data, "fingerprint": "0" * 64}).encode())


@pytest.mark.parametrize(
    ("forge", "code", "words"),
    [
        (remove_fifth, "page_missing", "原来的第 5 页不见了"),
        (double_fifth, "page_added", "第 8 页是报告里原来没有的"),
        (exchange, "page_missing", "原来的第 5 页不见了"),
        (drawing, "page_drawing", "第 4 页文字相同，但图形"),
        (note, "annotation", "第 4 页上加了生成时没有的内容（FreeText）"),
        (script, "script", "加了脚本"),
        (glyphs, "page_dress", "字体、图片或页面大小被换过"),
        (turned, "page_dress", "第 4 页的字体、图片或页面大小"),
        (replaced_answers, "fingerprint", "答题、结果、问卷或资料附件被换过或改过"),
        (replaced_answers, "result", "结果附件的 forms.smart_factory.score"),
        (replaced_answers, "page_text", "按附件应是"),
        (replaced_result, "result", "附件写的是 4.56"),
        (replaced_weights, "form", "与本程序的同一版本内容不同"),
        (replaced_pack, "pack", "“别的资料”2026.1 版与本程序的同一版次内容不同"),
        (broken_answers, "attachment", "没有表单“nonsense”"),
        (emptied_forms, "attachment", "不是完整的问卷和资料数据"),
        (unusable_forms, "attachment", "附件"),
        (nested_result, "attachment", "嵌套超过"),
        (dropped_answers, "attachment_missing", "附件 answers.json 不见了"),
        (dropped_pages, "record", "没有逐页指纹"),
        (other_date, "page_text", "2026 年 12 月 24 日"),
        (other_fingerprint, "fingerprint", "报告生成时记下的是 0000"),
    ],
)  # fmt: skip
def test_a_forgery_is_found(copy: Path, forge: Callable[[pikepdf.Pdf], None], code: str, words: str) -> None:
    with edited(copy) as pdf:
        forge(pdf)
    found = verify_report(copy)
    assert found.state is State.ALTERED
    assert code in codes(found), said(found)
    assert words in said(found)


def test_answers_result_and_fingerprint_replaced_together_do_not_fit_the_pages(copy: Path) -> None:
    catalog = shipped_catalog()
    with edited(copy) as pdf:
        replaced_answers(pdf)
        sheet = parse_answers(attachment(pdf, "answers.json"), "", catalog)
        put(pdf, "answers.json", answers_bytes(sheet, catalog))
        put(pdf, "result.json", result_bytes(ScoringEngine(catalog).score(sheet.sheet)))
        names = ("answers.json", "result.json", "forms.json", "packs.json")
        fingerprint = attachments_fingerprint({name: attachment(pdf, name) for name in names})
        data = json.loads(attachment(pdf, "report.json"))
        put(pdf, "report.json", json.dumps({**data, "fingerprint": fingerprint}).encode())
    found = verify_report(copy)
    assert found.state is State.ALTERED
    assert "result" not in codes(found)
    assert {"fingerprint_page", "page_text"} <= codes(found)


def test_a_page_changed_together_with_its_record_is_found(copy: Path) -> None:
    number, true, false = a_number(copy)
    with edited(copy) as pdf:
        recode(pdf, number, true, false)
    digests = [page.digest for page in read_pdf(copy.read_bytes()).pages]
    with edited(copy) as pdf:
        data = json.loads(attachment(pdf, "pages.json"))
        put(pdf, "pages.json", json.dumps({**data, "pages": digests}).encode())
    found = verify_report(copy)
    assert codes(found) == {"page_text", "record"}
    assert "一起被改过" in said(found)


def test_a_report_of_another_program_version_is_compared_by_its_record(copy: Path) -> None:
    def older(pdf: pikepdf.Pdf) -> None:
        data = json.loads(attachment(pdf, "report.json"))
        put(pdf, "report.json", json.dumps({**data, "program": "0.0.1"}).encode())

    with edited(copy) as pdf:
        older(pdf)
    found = verify_report(copy)
    assert found.state is State.INTACT, said(found)
    assert not found.recomposed
    assert "没有逐页重排" in said(found)
    number, true, false = a_number(copy)
    with edited(copy) as pdf:
        recode(pdf, number, true, false)
        del pdf.pages[1]
    found = verify_report(copy)
    assert codes(found) == {"page", "page_missing"}
    assert f"第 {number} 页的内容与报告生成时不同" in said(found)


def test_forms_this_program_does_not_have_are_named_not_refused(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = shipped_catalog()
    form = replace(catalog.forms["smart_factory"], version="2099.1")
    monkeypatch.setattr(composition, "shipped_catalog", lambda: catalog.with_form(form))
    found = verify_report(copy)
    assert found.state is State.INTACT
    assert "本程序没有这些版本" in said(found)


def field(pdf: pikepdf.Pdf, rect: list[int]) -> None:
    """A field for a signature, not signed yet."""
    made = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, Rect=rect
        )
    )
    pdf.pages[-1].obj["/Annots"] = pikepdf.Array([made])
    pdf.Root["/AcroForm"] = pikepdf.Dictionary(SigFlags=3, Fields=pikepdf.Array([made]))


def test_an_empty_signature_field_that_shows_nothing_changes_nothing(copy: Path) -> None:
    with edited(copy) as pdf:
        field(pdf, [0, 0, 0, 0])
    found = verify_report(copy)
    assert found.state is State.INTACT
    assert "有签名栏，但没有签名" in said(found)


def test_a_signature_that_covers_part_of_a_page_is_told(copy: Path) -> None:
    with edited(copy) as pdf:
        field(pdf, [100, 100, 300, 200])
    found = verify_report(copy)
    assert codes(found) == {"annotation"}


def test_a_link_out_of_the_file_is_told(copy: Path) -> None:
    with edited(copy) as pdf:
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 99, 99],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("http://example.invalid/")),
        )
        pdf.pages[2].obj["/Annots"] = pikepdf.Array([link])
    found = verify_report(copy)
    assert codes(found) == {"annotation"}
    assert "第 3 页" in said(found)


def test_what_is_appended_to_the_file_counts(copy: Path) -> None:
    """An update at the end of the file, as a PDF editor writes it, takes the place of a page that is still in it."""
    before = copy.read_bytes()
    page = re.search(rb"\n(\d+) 0 obj\n<</Type/Page/.*?\nendobj", before)
    trailer_of = before[before.rindex(b"trailer") :]
    size = [re.search(name + rb" (\d+)", trailer_of) for name in (b"/Size", b"/Root", b"/Info")]
    assert page is not None
    number = int(page.group(1))
    at = len(before)
    body = re.sub(rb"/Contents\[[^]]*\]", b"", page.group()[1:]) + b"\n"
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    count, root, information = (int(found.group(1)) for found in size if found is not None)
    previous = int(before[before.rindex(b"startxref") + 10 :].split()[0])
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        count, root, information, previous, at + len(body),
    )  # fmt: skip
    copy.write_bytes(before + body + table + trailer)
    found = verify_report(copy)
    assert found.state is State.ALTERED
    assert {entry.page for entry in found.differences if entry.code == "page_text"} == {1}
    copy.write_bytes(before + b"% nothing\n")
    assert verify_report(copy).state is State.INTACT


def foreign(path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(path)


def locked(path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(path, encryption=pikepdf.Encryption(user="u", owner="o"))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda _path: None, "读不出"),
        (lambda path: path.write_bytes(b""), "不是 PDF"),
        (lambda path: path.write_bytes(b"PK\x03\x04 nothing"), "不是 PDF"),
        (foreign, "不是本程序生成的报告"),
        (locked, "打开密码"),
    ],
)
def test_what_cannot_be_read_is_said_so(make: Callable[[Path], None], words: str, tmp_path: Path) -> None:
    make(tmp_path / "x.pdf")
    found = verify_report(tmp_path / "x.pdf")
    assert found.state is State.UNREADABLE
    assert words in said(found)


def test_a_file_cut_short_is_not_intact(copy: Path) -> None:
    whole = copy.read_bytes()
    for length in (100, len(whole) // 2, len(whole) - 30):
        copy.write_bytes(whole[:length])
        assert verify_report(copy).state is not State.INTACT or length > len(whole) - 100


@pytest.mark.parametrize("seed", range(4))
def test_whatever_was_answered_the_report_is_intact(seed: int, issue: Issue) -> None:
    words = ["普通", "<b>&amp;</b>", "𠮷䶮😀", "a\nb\tc", "مرحبا", "长" * 300]
    made = random_document(shipped_catalog(), random.Random(seed).randint(0, 10**6), words, 0.15)
    found = verify_report(issue(made, sections=("summary", "profile", "method", "projects", "answers")))
    assert found.state is State.INTACT, said(found)


def test_an_empty_assessment_is_intact(issue: Issue) -> None:
    assert verify_report(issue(AnswersDocument(AnswerSheet(), "自评", "2026-10-31"))).state is State.INTACT


def test_the_command_says_it_with_its_exit_status_and_as_json(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(copy)]) == 0
    assert "完好" in capsys.readouterr().out
    assert main(["verify", str(copy), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == "anhui-assess/verification/1"
    assert data["state"] == "intact"
    with edited(copy) as pdf:
        del pdf.pages[3]
    assert main(["verify", str(copy), "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["state"] == "altered"
    assert data["differences"][0] == {
        "code": "page_missing", "page": 4, "attachment": None, "message": "原来的第 4 页不见了。",
    }  # fmt: skip
    assert main(["verify", "nothing.pdf", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["state"] == "unreadable"
