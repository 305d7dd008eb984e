"""The finished report inside the window: page by page, at the width of the window or larger."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from anhui_assess.gui.parts import button, fill, label, set_margins
from anhui_assess.gui.theme import current_theme

_STEP = 1.25
_NARROWEST, _EDGES = 320, 4
_SMALLEST, _LARGEST = 0.25, 4.0
_POINTS_PER_INCH = 72.0


class ReportPreview(QFrame):
    """Shows a PDF from memory, so that its file stays free for other programs.

    Signals:
        save_wanted(), open_wanted(), folder_wanted(): the three buttons over the pages.
    """

    save_wanted = Signal()
    open_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        self._buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setAccessibleName("报告预览")
        self.empty = label("选好内容，点“生成报告”，报告会显示在这里。", "second", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        colours = self.view.palette()
        colours.setColor(QPalette.ColorRole.Dark, current_theme().colour("sunken"))
        self.view.setPalette(colours)
        self.stack = QStackedWidget()
        self.stack.setProperty("look", "plain")
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.view)
        self.page = label("", "second")
        self.tools = self._toolbar()
        column = QVBoxLayout(self)
        set_margins(column, 1, 1, 1, 1, 0)
        column.addWidget(self.tools)
        column.addWidget(self.stack, 1)
        self.view.pageNavigator().currentPageChanged.connect(self._on_page)
        self.clear()

    def _toolbar(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("look", "plain")
        bar.setMinimumWidth(_NARROWEST)
        row = QHBoxLayout(bar)
        set_margins(row, 14, 8, 10, 8, 4)
        self.smaller = _tool("缩小", lambda: self._zoom(1 / _STEP))
        self.larger = _tool("放大", lambda: self._zoom(_STEP))
        self.fit = _tool("适合宽度", self._fit)
        self.save = _tool("另存为…", self.save_wanted.emit, "save")
        self.open = _tool("用系统程序打开", self.open_wanted.emit, "open")
        self.folder = _tool("打开所在文件夹", self.folder_wanted.emit, "folder")
        fill(row, self.page, 8, self.smaller, self.larger, self.fit, None, self.save, self.open, self.folder)
        return bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the file buttons without words when there is no room for them; name and tooltip stay."""
        super().resizeEvent(event)
        room = self.width() - _EDGES
        for tool in (self.save, self.open, self.folder):
            tool.setText(tool.accessibleName())
        if self.tools.sizeHint().width() > room:
            for tool in (self.save, self.open, self.folder):
                tool.setText("")

    def show_pdf(self, content: bytes) -> None:
        """Show a report from its first page, at the width of the window."""
        self.clear()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self.tools.show()
        self.stack.setCurrentWidget(self.view)
        self._fit()
        self._on_page(0)

    def clear(self) -> None:
        """Show that there is no report."""
        self.document.close()
        self._buffer.close()
        self.tools.hide()
        self.stack.setCurrentWidget(self.empty)

    @property
    def pages(self) -> int:
        """The number of pages shown."""
        return self.document.pageCount()

    def _on_page(self, number: int) -> None:
        self.page.setText(f"第 {number + 1} / {self.pages} 页")

    def _fit(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def _zoom(self, factor: float) -> None:
        now = self._factor_now()
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(_LARGEST, max(_SMALLEST, now * factor)))

    def _factor_now(self) -> float:
        """Return the zoom in force, also while the width decides it."""
        if self.view.zoomMode() is QPdfView.ZoomMode.Custom or not self.pages:
            return self.view.zoomFactor()
        margins = self.view.documentMargins()
        room = self.view.viewport().width() - margins.left() - margins.right()
        across = self.document.pagePointSize(0).width() * self.view.logicalDpiX() / _POINTS_PER_INCH
        return room / across if across else 1.0

    def sizeHint(self) -> QSize:
        """Ask for what is left."""
        return QSize(700, 500)


def _tool(text: str, clicked: Callable[[], object], icon: str = "") -> QPushButton:
    return button(text, clicked, look="quiet", icon=icon, tip=text if icon else "")
