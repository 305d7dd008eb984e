"""四基: sections, strengths and weak aspects, the inventory by supply risk with what follows from it, and the walk."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from anhui_assess.domain.form import Form
from anhui_assess.gui.app_session import AppSession
from anhui_assess.gui.diagnosis.form_tab import FULL, FormTab, words_of
from anhui_assess.gui.diagnosis.panels import Section
from anhui_assess.gui.parts import fill, label
from anhui_assess.gui.svg_view import SvgView
from anhui_assess.services.diagnosis import aspects, bases, inventory_grids
from anhui_assess.services.diagnosis import inventory as read
from anhui_assess.services.diagnosis.picture import Diagnosis

_TRIED, _FIRST = 10, 3


class BasesTab(FormTab):
    """The tab of the four-bases form."""

    def __init__(self, app: AppSession, parent: QWidget | None = None) -> None:
        super().__init__(app, "four_bases", parent)
        self._head = Section("总体结论")
        self.bars = SvgView("各部分能力得分")
        self._head.add(self.bars)
        self._sides = Section("造和用，哪一方面强、哪一方面弱", "点一行回到这一部分评得最低的题。")
        self.sides = self.table()
        self._sides.add(self.sides)
        self._titles = Section("称号与支持")
        self.titles = self.table()
        self._titles.add(self.titles)
        self._aspects = Section("强项与短处", "点一行回到这一题。")
        self.strong, self.weak = self.table(), self.table()
        self._aspects.add(label("强项", "heading"), self.strong, label("短处", "heading"), self.weak)
        self._inventory_panel = Section("关键件清单与断供风险")
        self.inventory = self.table()
        self.matrix = SvgView("关键件风险矩阵")
        self.more = label("", "second", wrap=True)
        self._inventory_panel.add(self.matrix, 8, self.inventory, self.more)
        self._factors = Section(
            "风险怎么算出来的",
            "每格是该因素的得分：权重 × 暴露；合计 × 影响 = 断供风险。带 * 的没有填，按最坏情况算。",
        )
        self.factors = self.table()
        self._factors.add(self.factors)
        self._exposure = Section("敞口有多大")
        self.exposure = self.table()
        self._exposure.add(self.exposure)
        self._dependence = Section("卡在哪个环节、依赖谁")
        self.map = SvgView("依赖图")
        self._dependence.add(self.map)
        self._advice = Section("卡点与对策", "只看中、高风险的关键件；措施到“方案”页里选。")
        self.advice = self.table()
        self.advice_note = label("", "second", wrap=True)
        self._advice.add(self.advice, self.advice_note)
        self._what_if = Section("做一步，风险变成多少")
        self.what_if = self.table()
        self._what_if.add(self.what_if)
        self._walk_panel, self.walk = self.walk_section()
        panels = (
            self._head,
            self._inventory_panel,
            self._factors,
            self._exposure,
            self._dependence,
            self._advice,
            self._what_if,
            self._sides,
            self._aspects,
            self._titles,
            self._walk_panel,
        )
        fill(self.column, *panels, None)
        self.set_panels(*panels)

    def fill_panels(self, found: Diagnosis) -> None:
        """Fill the tab."""
        form = found.scored.catalog.forms[self.form_id]
        result = found.scored.result(self.form_id)
        self._head.say("总体结论", bases.conclusion(form, result))
        bars = bases.section_bars(result)
        self.bars.setVisible(bool(bars.rows))
        if bars.rows:
            self.paint(self.bars, "bars", bars, FULL, words_of(bars.rows))
        found_sides = aspects.sides(found.scored, form)
        self._sides.setVisible(bool(found_sides))
        self._sides.say("造和用，哪一方面强、哪一方面弱", aspects.words(found_sides))
        self.sides.show_grid(aspects.matrix(found_sides, form))
        cards = bases.title_cards(found.scored, form)
        self._titles.say("称号与支持", bases.title_words(cards))
        self.titles.setVisible(bool(cards))
        self.titles.show_grid(bases.title_grid(cards, form))
        strong, weak = bases.strengths(found.scored, form), bases.weaknesses(found.scored, form)
        self._aspects.setVisible(bool(strong or weak))
        self.strong.show_grid(bases.aspect_grid("强项", strong, form))
        self.weak.show_grid(bases.aspect_grid("短处", weak, form))
        entries = read.entries(found.scored, form)
        words = bases.inventory_words(form, result)
        first = read.first_words(read.what_if_lines(found.scored, form, entries[:_FIRST]))
        self._inventory_panel.say("关键件清单与断供风险", words + first)
        self.inventory.setVisible(bool(entries))
        self.matrix.setVisible(bool(entries))
        self.inventory.show_grid(bases.inventory(found.scored, form, read.SHOWN))
        left = len(entries) - read.SHOWN
        self.more.setText(f"这里列风险最高的 {read.SHOWN} 项，其余 {left} 项在问卷的清单里，报告附件列全部。")
        self.more.setVisible(left > 0)
        if entries:
            names = [entry.name for entry in entries[: read.SHOWN]]
            self.paint(self.matrix, "risk_matrix", bases.risk_matrix(form, result, names), FULL, words)
        self._follow(found, form, entries)
        self.show_walk(self._walk_panel, self.walk, found)

    def _follow(self, found: Diagnosis, form: Form, entries: tuple[read.Entry, ...]) -> None:
        """Show what follows from the inventory; without one there is nothing to follow."""
        for panel in (self._factors, self._exposure, self._dependence, self._advice, self._what_if):
            panel.setVisible(bool(entries))
        if not entries:
            return
        self.factors.show_grid(inventory_grids.factor_grid(entries[:_TRIED], form))
        self.exposure.show_grid(inventory_grids.exposure_grid(entries, form, _TRIED))
        shared = read.shared_items(entries)
        words = "；".join(f"{entry.name}（{len(entry.products)} 个产品）" for entry in shared[:8])
        said = f"几个产品共用、一停牵连多头的有 {len(shared)} 项：{words}。" if shared else ""
        self._exposure.say("敞口有多大", read.exposure_words(entries) + said)
        data = read.dependence(form, entries)
        self._dependence.say("卡在哪个环节、依赖谁", read.dependence_words(data))
        self.map.setVisible(bool(data.cells))
        if data.cells:
            self.paint(self.map, "dependence_map", data, FULL, read.dependence_words(data))
        advice = read.advice(found.scored, read.worth_acting(form, entries))
        unknown = read.to_find_out(entries)
        said = (
            f"有 {len(unknown)} 项数没填全，现在按最坏情况算，查清后风险只会不变或变低。" if unknown else ""
        )
        self.advice_note.setText(said)
        self.advice_note.setVisible(bool(unknown))
        self.advice.setVisible(bool(advice))
        self._advice.setVisible(bool(advice or unknown))
        self.advice.show_grid(inventory_grids.advice_grid(advice, form))
        lines = read.what_if_lines(found.scored, form, entries[:_TRIED])
        said = f"{read.what_if_words(found.scored)}{read.portfolio_words(found.scored, form, entries)}"
        self._what_if.say("做一步，风险变成多少", said)
        self.what_if.show_grid(inventory_grids.what_if_grid(lines, form))
