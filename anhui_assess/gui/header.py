"""The bar over every page: the product, what is open, search, and whether everything is saved."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from anhui_assess.gui import icons
from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.parts import button, icon_label, label, set_look, set_margins
from anhui_assess.gui.search import SearchBox
from anhui_assess.gui.theme import current_theme
from anhui_assess.services.history_wording import clock
from anhui_assess.services.session import AssessmentSession, Changes


class HeaderBar(QFrame):
    """Follows the app session: on the start page it searches enterprises, in an assessment its questions.

    Signals:
        home_wanted(): back to 企业库.
        settings_wanted(): the settings menu.
    """

    home_wanted = Signal()
    settings_wanted = Signal()

    def __init__(self, app: AppSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "header")
        self._app = app
        self.home = button(
            "企业库", self.home_wanted.emit, look="quiet", icon="arrow-left", name="回到企业库"
        )
        self.brand = label("皖企诊断", "brand")
        self.brand.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.context = label("", "second")
        self.context.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.questions = SearchBox(app)
        self.enterprises = QLineEdit()
        self.enterprises.setProperty("look", "search")
        self.enterprises.setPlaceholderText("按企业名称、城市、行业查找  Ctrl+F")
        self.enterprises.setAccessibleName("查找企业")
        self.enterprises.setClearButtonEnabled(True)
        self.enterprises.addAction(
            icons.icon("search", "text2", 16), QLineEdit.ActionPosition.LeadingPosition
        )
        for box in (self.questions, self.enterprises):
            box.setFixedWidth(current_theme().px(290))
        self._saved_icon = icon_label("check", "good", 16)
        self.saved = label("", "good")
        self.settings = button("", self.settings_wanted.emit, look="quiet", name="设置", tip="设置")
        self.settings.setIcon(icons.icon("settings", "text2", 18))
        self.settings.setIconSize(QSize(18, 18))
        row = QHBoxLayout(self)
        set_margins(row, 20, 8, 12, 8, 8)
        row.addWidget(self.home)
        row.addWidget(self.brand)
        row.addSpacing(12)
        row.addWidget(self.context, 1)
        row.addWidget(self.questions)
        row.addWidget(self.enterprises)
        row.addSpacing(12)
        for part in (self._saved_icon, self.saved, self.settings):
            row.addWidget(part)
        app.opened.connect(self._on_opened)
        app.changed.connect(self._on_changed)
        app.saved.connect(self._on_saved)
        self._on_opened(None)

    def _on_opened(self, session: AssessmentSession | None) -> None:
        is_open = session is not None
        for part in (self.home, self.questions, self._saved_icon, self.saved):
            part.setVisible(is_open)
        self.enterprises.setVisible(not is_open)
        self.brand.setVisible(not is_open)
        if session is None:
            self.context.clear()
            return
        self._show_context(session)
        if session.read_only:
            self._saved_icon.setPixmap(icons.pixmap("lock", "attention", 16))
            set_look(self.saved, "attention")
            self.saved.setText("只读")
        else:
            self._saved_icon.setPixmap(icons.pixmap("check", "good", 16))
            set_look(self.saved, "good")
            self.saved.setText("已保存")

    def _show_context(self, session: AssessmentSession) -> None:
        text = f"{session.enterprise.name}  ·  {session.record.title}"
        self.context.setText(text)
        self.context.setToolTip(text)

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        del initiator
        if changes.stored:
            self._on_saved(changes.saved_at)
        if self._app.current is not None:
            self._show_context(self._app.current)

    def _on_saved(self, at: str) -> None:
        self.saved.setText(f"已保存 {clock(at, seconds=True)}")

    def focus_search(self) -> None:
        """Put the keyboard into the search of the page shown."""
        box = self.enterprises if self._app.current is None else self.questions
        box.setFocus()
        box.selectAll()
