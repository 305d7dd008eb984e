from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from anhui_assess.composition import verify_report
from anhui_assess.domain.errors import DiskFullError
from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.report_page import ReportPage
from anhui_assess.services.ports import Cancelled, CancelledError, Progress
from anhui_assess.services.reporting import ReportInput
from anhui_assess.services.session import AssessmentSession
from tests.gui.conftest import Desk
from tests.gui.fakes import FakePrompter, FakeStore
from tests.gui.generated import open_full
from tests.verifying.certificates import FIRM, PASSWORD, certificate_file

Write = Callable[[ReportInput, Path, Progress, Cancelled], Any]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(FakeStore, "folder", property(lambda store: tmp_path / "workspace"))
    (tmp_path / "workspace").mkdir()
    return tmp_path / "workspace"


@pytest.fixture
def session(desk: Desk, folder: Path) -> AssessmentSession:
    return open_full(desk)


@pytest.fixture
def opened() -> list[Path]:
    return []


class SavingPrompter(FakePrompter):
    """Answers where to save with `target`."""

    target: Path | None = None

    def save_as(self, title: str, start: str, pattern: str) -> Path | None:
        return self.target


@pytest.fixture
def prompter() -> SavingPrompter:
    return SavingPrompter()


@pytest.fixture
def page(
    desk: Desk, session: AssessmentSession, prompter: SavingPrompter, opened: list[Path], qtbot: QtBot
) -> Iterator[ReportPage]:
    def opener(path: Path) -> bool:
        opened.append(path)
        return True

    made = ReportPage(desk.app, prompter, opener)
    qtbot.addWidget(made)
    made.resize(1366, 670)
    made.show()
    yield made
    made.background.stop()


def replace_writer(app: AppSession, write: Write) -> None:
    app.tools = dataclasses.replace(app.tools, write_report=write)


def make(page: ReportPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.background.finished, timeout=60_000):
        qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)


def test_a_report_is_made_in_the_workspace_and_shown(
    page: ReportPage, folder: Path, session: AssessmentSession, qtbot: QtBot
) -> None:
    make(page, qtbot)
    files = list((folder / "reports").iterdir())
    assert len(files) == 1
    assert files[0] == page.report
    assert files[0].name.startswith(session.enterprise.name)
    assert page.preview.pages > 10
    assert page.preview.page.text() == f"第 1 / {page.preview.pages} 页"
    assert str(page.preview.pages) in page.status.text()


def test_a_second_report_leaves_the_first_one(page: ReportPage, folder: Path, qtbot: QtBot) -> None:
    page.choices.boxes["answers"].setChecked(False)
    make(page, qtbot)
    make(page, qtbot)
    assert len(list((folder / "reports").iterdir())) == 2


def test_only_the_chosen_sections_go_in(page: ReportPage, desk: Desk, qtbot: QtBot) -> None:
    seen: list[ReportInput] = []
    real = desk.app.tools.write_report

    def write(source: ReportInput, target: Path, progress: Progress, cancelled: Cancelled) -> Any:
        seen.append(source)
        return real(source, target, progress, cancelled)

    replace_writer(desk.app, write)
    for section_id, box in page.choices.boxes.items():
        box.setChecked(section_id in ("summary", "plan"))
    page.choices.date.setDate(page.choices.date.date().addDays(-3))
    make(page, qtbot)
    assert seen[0].sections == ("summary", "plan")
    assert seen[0].report_date == page.choices.iso_date()


def test_without_any_section_there_is_nothing_to_make(page: ReportPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.choices.all, Qt.MouseButton.LeftButton)
    assert not page.make.isEnabled()
    qtbot.mouseClick(page.choices.all, Qt.MouseButton.LeftButton)
    assert page.make.isEnabled()


def test_the_window_stays_alive_and_shows_progress_while_it_writes(
    page: ReportPage, desk: Desk, qtbot: QtBot
) -> None:
    go = threading.Event()
    real = desk.app.tools.write_report

    def write(source: ReportInput, target: Path, progress: Progress, cancelled: Cancelled) -> Any:
        progress(0.4, "排版")
        go.wait(10)
        return real(source, target, progress, cancelled)

    replace_writer(desk.app, write)
    qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.status.text() == "排版…")
    assert page.progress.value() == 520  # a fifth is the plan, and then 0.4 of the rest
    assert page.cancel.hasFocus()
    assert not page.make.isVisible()
    with qtbot.waitSignal(page.background.finished, timeout=60_000):
        go.set()
    assert page.make.isVisible()
    assert page.make.hasFocus()


def test_cancelling_leaves_nothing_behind(page: ReportPage, desk: Desk, folder: Path, qtbot: QtBot) -> None:
    def write(source: ReportInput, target: Path, progress: Progress, cancelled: Cancelled) -> None:
        progress(0.1, "排版")
        while not cancelled():
            threading.Event().wait(0.005)
        raise CancelledError

    replace_writer(desk.app, write)
    qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.status.text() == "排版…")
    with qtbot.waitSignal(page.background.cancelled):
        qtbot.mouseClick(page.cancel, Qt.MouseButton.LeftButton)
    assert page.status.text() == "已取消，没有留下文件。"
    assert list(folder.iterdir()) == []
    assert desk.problems == []


def test_cancelling_before_the_writing_has_begun_writes_nothing(
    page: ReportPage, folder: Path, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.make.isVisible)
    assert page.status.text() == "已取消，没有留下文件。"
    assert list(folder.iterdir()) == []


def test_a_full_disk_is_told_in_a_sentence(page: ReportPage, desk: Desk, folder: Path, qtbot: QtBot) -> None:
    def write(source: ReportInput, target: Path, progress: Progress, cancelled: Cancelled) -> None:
        raise DiskFullError("磁盘满了，报告没有写成。")

    replace_writer(desk.app, write)
    with qtbot.waitSignal(page.background.failed):
        qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    assert desk.problems == [("磁盘空间不足", "磁盘满了，报告没有写成。")]
    assert list(folder.iterdir()) == []
    assert page.make.isVisible()


def test_a_folder_that_cannot_be_made_is_told(
    page: ReportPage, desk: Desk, folder: Path, qtbot: QtBot
) -> None:
    (folder / "reports").write_text("a file in the way")
    with qtbot.waitSignal(page.background.failed):
        qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    assert desk.problems[0][0] == "电脑环境出了问题"


def test_a_bug_is_told_without_a_traceback(page: ReportPage, desk: Desk, qtbot: QtBot) -> None:
    def write(source: ReportInput, target: Path, progress: Progress, cancelled: Cancelled) -> None:
        raise ZeroDivisionError

    replace_writer(desk.app, write)
    with qtbot.waitSignal(page.background.failed):
        qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    assert "ZeroDivision" not in "".join(desk.problems[0])


def test_it_warns_of_a_draft(page: ReportPage, desk: Desk, session: AssessmentSession) -> None:
    assert page.warning.count() == 1
    assert session.scored.result("green_factory").progress.completeness < 0.9


def test_zooming_starts_from_the_width_that_is_seen(page: ReportPage, qtbot: QtBot) -> None:
    make(page, qtbot)
    view = page.preview.view
    assert view.zoomMode() is QPdfView.ZoomMode.FitToWidth
    seen = page.preview._factor_now()
    qtbot.mouseClick(page.preview.larger, Qt.MouseButton.LeftButton)
    assert view.zoomFactor() == pytest.approx(seen * 1.25)
    qtbot.mouseClick(page.preview.smaller, Qt.MouseButton.LeftButton)
    assert view.zoomFactor() == pytest.approx(seen)
    qtbot.mouseClick(page.preview.fit, Qt.MouseButton.LeftButton)
    assert view.zoomMode() is QPdfView.ZoomMode.FitToWidth


def test_turning_pages_is_shown(page: ReportPage, qtbot: QtBot) -> None:
    make(page, qtbot)
    bar = page.preview.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert page.preview.page.text() == f"第 {page.preview.pages} / {page.preview.pages} 页"


def test_the_report_can_be_saved_elsewhere_and_opened(
    page: ReportPage, prompter: SavingPrompter, opened: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    make(page, qtbot)
    assert page.report is not None
    prompter.target = tmp_path / "副本"
    qtbot.mouseClick(page.preview.save, Qt.MouseButton.LeftButton)
    assert (tmp_path / "副本.pdf").read_bytes() == page.report.read_bytes()
    qtbot.mouseClick(page.preview.open, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.preview.folder, Qt.MouseButton.LeftButton)
    assert opened == [page.report, page.report.parent]


def test_saving_where_it_cannot_be_is_told_and_leaves_no_half_copy(
    page: ReportPage, desk: Desk, prompter: SavingPrompter, tmp_path: Path, qtbot: QtBot
) -> None:
    make(page, qtbot)
    prompter.target = tmp_path / "nowhere" / "a.pdf"
    qtbot.mouseClick(page.preview.save, Qt.MouseButton.LeftButton)
    assert desk.problems[0][0] == "电脑环境出了问题"
    assert not (tmp_path / "nowhere").exists()


def test_a_read_only_workspace_is_left_alone(
    page: ReportPage, desk: Desk, prompter: SavingPrompter, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.store.read_only = True
    prompter.target = tmp_path / "out.pdf"
    make(page, qtbot)
    assert (tmp_path / "out.pdf").exists()
    assert list(folder.iterdir()) == []


def test_a_changed_answer_is_noted_beside_the_report(
    page: ReportPage, desk: Desk, session: AssessmentSession, qtbot: QtBot
) -> None:
    make(page, qtbot)
    item = session.scored.result("smart_factory").blocking[0].item
    desk.app.publish(session.answer("smart_factory", item, 1.0), None)
    assert "有改动" in page.status.text()


def test_another_assessment_takes_the_preview_away(page: ReportPage, desk: Desk, qtbot: QtBot) -> None:
    make(page, qtbot)
    open_full(desk)
    assert page.report is None
    assert page.preview.pages == 0


def saving(page: ReportPage, qtbot: QtBot, action: QPushButton) -> None:
    with qtbot.waitSignal(page.background.finished, timeout=60_000):
        qtbot.mouseClick(action, Qt.MouseButton.LeftButton)


def test_the_word_version_is_saved_where_the_user_wants_it(
    page: ReportPage, prompter: SavingPrompter, tmp_path: Path, qtbot: QtBot
) -> None:
    prompter.target = tmp_path / "报告"
    saving(page, qtbot, page.word)
    assert (tmp_path / "报告.docx").read_bytes().startswith(b"PK")
    assert "报告.docx" in page.status.text()
    assert page.report is None


def test_the_one_page_is_saved_where_the_user_wants_it(
    page: ReportPage, prompter: SavingPrompter, tmp_path: Path, qtbot: QtBot
) -> None:
    prompter.target = tmp_path / "简报.pdf"
    saving(page, qtbot, page.brief)
    assert (tmp_path / "简报.pdf").read_bytes().startswith(b"%PDF")
    assert "简报.pdf" in page.status.text()


def test_no_place_chosen_for_the_word_version_is_nothing_done(
    page: ReportPage, prompter: SavingPrompter, qtbot: QtBot
) -> None:
    prompter.target = None
    qtbot.mouseClick(page.word, Qt.MouseButton.LeftButton)
    assert not page.background.busy
    assert page.make.isVisible()


def test_a_signed_report_is_saved_where_the_user_wants_it(
    page: ReportPage, desk: Desk, prompter: SavingPrompter, tmp_path: Path, qtbot: QtBot
) -> None:
    key = certificate_file(tmp_path / "k.p12")
    prompter.chosen, prompter.texts = [[key]], [PASSWORD]
    prompter.target = tmp_path / "signed"
    for section_id, box in page.choices.boxes.items():
        box.setChecked(section_id == "summary")
    saving(page, qtbot, page.signed)
    assert page.status.text() == "已存为 signed.pdf"
    found = verify_report(tmp_path / "signed.pdf")
    assert [(entry.genuine, entry.signer) for entry in found.signatures] == [(True, FIRM)]
    assert page.report is None
    assert not desk.problems


def test_a_wrong_password_is_told_and_nothing_is_written(
    page: ReportPage, desk: Desk, prompter: SavingPrompter, tmp_path: Path, qtbot: QtBot
) -> None:
    key = certificate_file(tmp_path / "k.p12")
    prompter.chosen, prompter.texts = [[key], []], ["wrong"]
    prompter.target = tmp_path / "signed.pdf"
    qtbot.mouseClick(page.signed, Qt.MouseButton.LeftButton)
    assert not page.background.busy
    assert "密码不对" in desk.problems[0][1]
    qtbot.mouseClick(page.signed, Qt.MouseButton.LeftButton)  # turned away from choosing a file
    assert len(desk.problems) == 1
    assert not (tmp_path / "signed.pdf").exists()


def test_the_plan_is_worked_out_beside_the_window_and_can_be_cancelled(
    page: ReportPage, desk: Desk, tmp_path: Path, folder: Path, qtbot: QtBot
) -> None:
    """What takes longest before the first page is the plan; the window lives meanwhile, and 取消 ends it."""
    real = desk.app.tools.prepare_report
    begun = threading.Event()

    def prepare(*given: Any) -> Any:
        work = real(*given)

        def slow(progress: Progress, cancelled: Cancelled) -> ReportInput:
            begun.set()
            while not cancelled():
                pass
            return work(progress, cancelled)

        return slow

    desk.app.tools = dataclasses.replace(desk.app.tools, prepare_report=prepare)
    qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(begun.is_set)
    with qtbot.waitSignal(page.background.cancelled, timeout=10_000):
        qtbot.mouseClick(page.cancel, Qt.MouseButton.LeftButton)
    assert page.status.text() == "已取消，没有留下文件。"
    assert not list(folder.rglob("*.pdf"))
