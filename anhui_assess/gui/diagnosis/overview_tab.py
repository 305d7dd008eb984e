"""总览: a card a form, the radar, what holds the firm back, what to do first, what the statements rest on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from anhui_assess.domain.form import Form
from anhui_assess.domain.planning.first_plan import Plan
from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.diagnosis.lists_panel import ListsPanel
from anhui_assess.gui.diagnosis.panels import CardGrid, Section, Tab, side_by_side, toned
from anhui_assess.gui.diagnosis.quick_panel import QuickPanel
from anhui_assess.gui.parts import button, clear_layout, fill, label, set_margins
from anhui_assess.gui.svg_view import SvgView
from anhui_assess.gui.theme import current_theme
from anhui_assess.services import wording
from anhui_assess.services.diagnosis.checklists import GREEN_LISTS, is_list
from anhui_assess.services.diagnosis.doubts import Doubt, doubt
from anhui_assess.services.diagnosis.overview import Card, cards, first_steps, gaps, supports
from anhui_assess.services.diagnosis.picture import Diagnosis
from anhui_assess.services.diagnosis.quick import quick_line
from anhui_assess.services.diagnosis.smart import radar
from anhui_assess.services.forms_begun import ESTIMATE, begun
from anhui_assess.services.navigation import first_in

_ICONS = {"good": "check", "attention": "warning", "bad": "error", "text2": "dash"}
_RADAR_WIDTH = 230.0
_THOUSAND = 1000
_CARD_WIDTH = 226


class OverviewTab(Tab):
    """The first tab."""

    def __init__(self, app: AppSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._cards = CardGrid(_CARD_WIDTH)
        self._radar_panel = Section("智能工厂各能力域成熟度")
        self.radar = SvgView("智能工厂各能力域成熟度")
        self._radar_panel.add(self.radar)
        self._gaps = Section("最要紧的三处短板")
        self._gap_rows = _rows(self._gaps)
        self._steps = Section("先做三件事")
        self._step_rows = _rows(self._steps)
        self._supports = Section("这些结论靠什么")
        self._support_rows = QGridLayout()
        set_margins(self._support_rows, 0, 0, 0, 0, 10)
        self._support_rows.setColumnStretch(1, 1)
        self._supports.add(self._support_rows)
        right = QWidget()
        right.setProperty("look", "plain")
        stack = QVBoxLayout(right)
        set_margins(stack, 0, 0, 0, 0, 16)
        fill(stack, self._gaps, self._steps, None)
        left = QWidget()
        left.setProperty("look", "plain")
        pictures = QVBoxLayout(left)
        set_margins(pictures, 0, 0, 0, 0, 16)
        fill(pictures, self._radar_panel, self._supports, None)
        self.quick = QuickPanel()
        self.quick.place_wanted.connect(self.place_wanted)
        self.lists = ListsPanel()
        self.lists.card_wanted.connect(self._open)
        fill(self.column, self._cards, side_by_side(left, right), self.lists, self.quick, None)
        self._below = (left, right)

    def show_diagnosis(self, found: Diagnosis) -> None:
        """Fill the tab."""
        forms = found.scored.catalog.forms
        made = [card for card in cards(found.scored) if forms[card.form_id].scoring.model != ESTIMATE]
        lists = [card for card in made if is_list(forms[card.form_id])]
        self._cards.show_cards([self._card(card) for card in made if card not in lists])
        self.lists.show_lists(lists)
        self.quick.show_line(quick_line(found.scored))
        for half in self._below:
            half.setVisible(bool(begun(found.scored)))
        self._show_radar(found)
        self._show_gaps(found)
        self._show_supports(found)

    def show_steps(self, plan: Plan | None) -> None:
        """Show the first measures, or that they are being worked out."""
        clear_layout(self._step_rows)
        if plan is None:
            self._step_rows.addWidget(label("正在算改进方案…", "second"))
            return
        steps = first_steps(plan)
        self._steps.say(wording.steps_title(len(steps)))
        for number, (title, effort) in enumerate(steps, start=1):
            self._step_rows.addWidget(_numbered(number, title, effort))
        if not plan.measures:
            self._step_rows.addWidget(label("按目前的答案没有可提出的措施。", "second", wrap=True))

    def _card(self, card: Card) -> QFrame:
        frame = QFrame()
        frame.setProperty("look", "panel")
        frame.setAccessibleName(f"{card.label}：{card.value}，{card.remark}")
        column = QVBoxLayout(frame)
        set_margins(column, 16, 12, 12, 12, 6)
        more = button("看详情", lambda: self._open(card), look="link", name=f"{card.label}看详情")
        if card.tone == "text2":
            more.setText("开始答")
        head = QHBoxLayout()
        fill(head, label(card.label, "second"), None, more)
        bar = QProgressBar()
        bar.setMaximum(_THOUSAND)
        bar.setValue(round(card.completeness * _THOUSAND))
        bar.setTextVisible(False)
        bar.setAccessibleName(f"{card.label}完成度 {card.completeness:.0%}")
        value = QVBoxLayout()
        set_margins(value, 0, 0, 0, 0, 0)
        fill(value, label(card.value, "figure"), label(card.below, "second", wrap=True))
        fill(column, head, value, bar, toned(card.remark, card.tone, _ICONS[card.tone]), None)
        return frame

    def _open(self, card: Card) -> None:
        session = self._app.current
        if card.tone == "text2" and session is not None:
            self.place_wanted.emit(first_in(session.scored, card.form_id))
        else:
            self.tab_wanted.emit(_tab_of(card.form_id, self._app.tools.catalog.forms[card.form_id]))

    def _show_radar(self, found: Diagnosis) -> None:
        form = found.scored.catalog.forms["smart_factory"]
        data = radar(form, found.scored.result(form.id)) if form.id in begun(found.scored) else None
        self._radar_panel.setVisible(data is not None)
        if data is not None:
            values = "，".join(
                f"{axis} {value:.2f}" for axis, value in zip(data.axes, data.series[0][1], strict=True)
            )
            svg = self._app.tools.paint("radar", data, width=_RADAR_WIDTH, theme=current_theme().id)
            self.radar.show_svg(svg, values)

    def _show_gaps(self, found: Diagnosis) -> None:
        clear_layout(self._gap_rows)
        wanted = gaps(found.findings)
        self._gaps.say(wording.gaps_title(len(wanted)))
        for number, entry in enumerate(wanted, start=1):
            self._gap_rows.addWidget(self._gap(number, doubt(found.scored.catalog, entry)))
        if not wanted:
            self._gap_rows.addWidget(label("没有发现短板。", "second"))

    def _gap(self, number: int, found: Doubt) -> QWidget:
        row = _numbered(number, f"{found.title}（{found.form}）", found.text)
        if found.links:
            link = found.links[0]
            go = button(
                "去看",
                lambda: self.place_wanted.emit(link.place),
                look="link",
                name=f"去看{link.text}",
                tip=link.title,
            )
            row.layout().addWidget(go, 0, Qt.AlignmentFlag.AlignTop)  # type: ignore[union-attr, call-arg]
        return row

    def _show_supports(self, found: Diagnosis) -> None:
        clear_layout(self._support_rows)
        for number, support in enumerate(supports(found.scored)):
            bar = QProgressBar()
            bar.setMaximum(_THOUSAND)
            bar.setValue(round(support.share * _THOUSAND))
            bar.setTextVisible(False)
            bar.setAccessibleName(f"{support.label} {support.words}")
            self._support_rows.addWidget(label(support.label, "second"), number, 0)
            self._support_rows.addWidget(bar, number, 1)
            self._support_rows.addWidget(label(support.words, "second"), number, 2)


def _tab_of(form_id: str, form: Form) -> str:
    """Return the tab a form is explained in: lists that only feed titles have none of their own."""
    return "qualifications" if is_list(form) and form_id not in GREEN_LISTS else form_id


def _rows(section: Section) -> QVBoxLayout:
    rows = QVBoxLayout()
    set_margins(rows, 0, 0, 0, 0, 10)
    section.add(rows)
    return rows


def _numbered(number: int, title: str, text: str) -> QWidget:
    made = QWidget()
    made.setProperty("look", "plain")
    row = QHBoxLayout(made)
    set_margins(row, 0, 0, 0, 0, 10)
    mark = label(str(number), "heading")
    mark.setFixedWidth(current_theme().px(14))
    words = QVBoxLayout()
    set_margins(words, 0, 0, 0, 0, 2)
    fill(words, label(title, "heading", wrap=True), label(text, "second", wrap=True))
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return made
