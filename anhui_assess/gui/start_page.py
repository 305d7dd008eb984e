"""The start page 企业库: recent assessments as cards, all enterprises as a table, and the ways to more."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.faults import attempt
from anhui_assess.gui.library_model import LibraryModel
from anhui_assess.gui.parts import ScrollColumn, button, clear_layout, fill, label, panel, set_margins
from anhui_assess.gui.prompter import Prompter
from anhui_assess.gui.start_cards import Way, assessment_card, welcome_panel
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.library import LibraryRow

_CARDS = 3
_SAMPLE = "hefei-precision.json"
_ANSWER_FILES = "评价文件 (*.json *.zip);;所有文件 (*)"
_WIDTHS = (0, 90, 150, 110, 110, 90, 90, 130, 80)


class EnterpriseTable(QTableView):
    """A table in which Enter opens the row."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class StartPage(QWidget):
    """Where work begins. Opening an assessment goes through the app session; the window then changes pages."""

    def __init__(
        self, app: AppSession, prompter: Prompter, search: QLineEdit, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.app = app
        self._prompter = prompter
        self.search = search
        self.setProperty("look", "ground")
        self.model = LibraryModel(app.tools.catalog, self)
        self.table = EnterpriseTable()
        self._dress_table()
        self.cards = QHBoxLayout()
        set_margins(self.cards, 0, 0, 0, 0, 16)
        self.count = label("", "second")
        self.empty = label("没有符合的企业，换一个词试试。", "second")
        self._lay_out()
        self.search.textChanged.connect(lambda _: self._show_rows())
        self.table.activated.connect(lambda index: self._open_row(index.row()))
        self.table.customContextMenuRequested.connect(self._on_menu)
        self.app.library_changed.connect(self.refresh)

    def _dress_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setProperty("look", "list")
        table.setAccessibleName("全部企业")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(current_theme().px(38))
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place in range(1, self.model.columnCount()):
            table.setColumnWidth(place, current_theme().px(_WIDTHS[min(place, len(_WIDTHS) - 1)]))
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _lay_out(self) -> None:
        writable = not self.app.tools.library.store.read_only
        self.import_button = button("导入…", self.import_files, icon="import")
        self.sample_button = button("打开示例企业", self.open_sample, icon="open")
        self.new_button = button("新建企业", self.new_enterprise, icon="add")
        for made in (self.import_button, self.new_button):
            made.setEnabled(writable)
        head = QHBoxLayout()
        set_margins(head, 0, 0, 0, 0, 12)
        fill(head, label("企业", "title"), None, self.import_button, self.sample_button, self.new_button)
        self._welcome_slot = QVBoxLayout()
        self._frame: QFrame = panel()
        framed = QVBoxLayout(self._frame)
        set_margins(framed, 8, 4, 8, 8, 0)
        fill(framed, self.empty, self.table)
        self._list = QWidget()
        all_head = QHBoxLayout()
        fill(all_head, label("全部企业", "heading"), self.count, None)
        listed = QVBoxLayout(self._list)
        set_margins(listed, 0, 0, 0, 0, 8)
        fill(listed, all_head)
        listed.addWidget(self._frame, 1)
        self._list.setMinimumHeight(240)
        scroll = ScrollColumn()
        set_margins(scroll.column, 32, 24, 32, 24, 16)
        fill(scroll.column, head, self._welcome_slot, self.cards)
        scroll.column.addWidget(self._list, 1)
        column = QVBoxLayout(self)
        set_margins(column, 0, 0, 0, 0, 0)
        column.addWidget(scroll)

    def refresh(self) -> None:
        """Read the workspace again."""
        store, catalog = self.app.tools.library.store, self.app.tools.catalog
        enterprises = {record.id: record for record in store.enterprises()}
        recent = [record for record in store.assessments() if record.enterprise_id in enterprises][:_CARDS]
        clear_layout(self.cards)
        clear_layout(self._welcome_slot)
        for place, record in enumerate(recent):
            card = assessment_card(
                enterprises[record.enterprise_id],
                record,
                catalog,
                lambda record=record: self.open(record.id),  # type: ignore[misc]  # a bound default
                first=place == 0,
            )
            self.cards.addWidget(card, 1)
        for _ in range(_CARDS - len(recent) if recent else 0):
            self.cards.addWidget(QWidget(), 1)
        if not enterprises:
            self._welcome_slot.addWidget(welcome_panel(self._ways()))
            self._welcome_slot.addStretch(1)
        self._list.setVisible(bool(enterprises))
        for made in (self.import_button, self.sample_button, self.new_button):
            made.setVisible(bool(enterprises))
        self._show_rows()

    def _ways(self) -> tuple[Way, ...]:
        return (
            Way(
                "factory",
                "看看示例企业",
                "打开一家答好的示例厂，先看诊断和报告长什么样，随便改也不要紧。",
                self.open_sample,
            ),
            Way(
                "add",
                "新建企业",
                "填一份企业档案，再从智能工厂的问题答起；先答一部分也能看结果。",
                self.new_enterprise,
            ),
            Way("import", "导入", "别的电脑或别的部门答好的评价文件，放进来接着做。", self.import_files),
        )

    def _show_rows(self) -> None:
        rows = self.app.tools.library.rows(self.search.text())
        self.model.show_rows(rows)
        self.count.setText(f"{len(rows):,} 家")
        self.empty.setVisible(not rows)
        self.table.setVisible(bool(rows))

    def open(self, assessment_id: str) -> None:
        """Open an assessment."""
        attempt(self.app, lambda: self.app.open(assessment_id))

    def _open_row(self, number: int) -> None:
        row = self.model.row(number)
        if row.newest is not None:
            self.open(row.newest.id)

    def new_enterprise(self) -> None:
        """Ask for a name, create the enterprise and open its first assessment."""
        name = self._prompter.text("新建企业", "企业名称（与营业执照一致）：")
        if name is not None:
            attempt(self.app, lambda: self._created(name))

    def _created(self, name: str) -> None:
        record = self.app.tools.library.create_enterprise(name)
        self.app.library_changed.emit()
        self.app.open(record.id)

    def open_sample(self) -> None:
        """Open the sample enterprise; it is put into the workspace the first time."""
        attempt(self.app, self._open_sample)

    def _open_sample(self) -> None:
        store = self.app.tools.library.store
        samples = {record.id for record in store.enterprises() if record.is_sample}
        found = next((record for record in store.assessments() if record.enterprise_id in samples), None)
        if found is None:
            files = sorted(
                (self.app.tools.resources / "samples").glob("*.json"),
                key=lambda file: (file.name != _SAMPLE, file.name),
            )
            documents = [document for file in files[:1] for document in self.app.tools.read_answers(file)]
            if not documents:
                self.app.problem.emit("没有找到示例", "安装时没有带示例文件。可以先新建一家企业。")
                return
            found = self.app.tools.library.import_documents(documents)[0]
            self.app.library_changed.emit()
        self.app.open(found.id)

    def import_files(self) -> None:
        """Ask for answers files and put them into the workspace, each all or nothing."""
        for path in self._prompter.files("导入评价文件", _ANSWER_FILES):
            attempt(self.app, lambda path=path: self._import(path))  # type: ignore[misc]  # a bound default
        self.app.library_changed.emit()

    def _import(self, path: object) -> None:
        documents = self.app.tools.read_answers(path)  # type: ignore[arg-type]  # a Path from the prompter
        self.app.tools.library.import_documents(documents)

    def _on_menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        if index.isValid():
            self.row_menu(self.model.row(index.row())).popup(self.table.viewport().mapToGlobal(at))

    def row_menu(self, row: LibraryRow) -> QMenu:
        """Return the menu of an enterprise: its assessments, a further one, and taking one away."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        store = self.app.tools.library.store
        for record in store.assessments(row.enterprise.id):
            action = menu.addAction(f"打开 {record.title}（{record.date}）")
            action.triggered.connect(lambda _=False, key=record.id: self.open(key))
        menu.addSeparator()
        again = menu.addAction("再做一次评价")
        again.triggered.connect(lambda: attempt(self.app, lambda: self._continued(row)))
        remove = menu.addAction("删除最近一次评价…")
        remove.triggered.connect(lambda: self._remove(row))
        for action in (again, remove):
            action.setEnabled(not store.read_only and row.newest is not None)
        return menu

    def _continued(self, row: LibraryRow) -> None:
        today = dt.datetime.now().astimezone().date().isoformat()
        record = self.app.tools.library.continue_enterprise(
            row.enterprise.id, title=f"{today[:4]} 年自评", date=today
        )
        self.app.library_changed.emit()
        self.app.open(record.id)

    def _remove(self, row: LibraryRow) -> None:
        if row.newest is None:
            return
        record = row.newest
        text = (
            f"“{row.enterprise.name} · {record.title}”的全部答案会删掉，改动记录留着。删掉后只能从备份找回。"
        )
        if self._prompter.confirm("删除这次评价？", text, "删除"):
            attempt(self.app, lambda: self.app.tools.library.store.delete_assessment(record.id))
            self.app.library_changed.emit()
