"""项目清单: the register of projects with dates and money, planned and actual, the four rates, and what is late."""

from __future__ import annotations

from collections.abc import Sequence

from anhui_assess.domain.planning import projects as rules
from anhui_assess.domain.planning.projects import PLANNED_STATES, STATE_TITLES, STATES, Project, State
from anhui_assess.report import wording
from anhui_assess.report.model import Block, Cell, Heading, Paragraph, Table, TableColumn, TableRow
from anhui_assess.report.sections.common import cell
from anhui_assess.services import project_view
from anhui_assess.services.reporting import ReportInput

_TONES = {"bad": "bad", "attention": "attention", "good": "good", "text2": "text2"}


def wanted(source: ReportInput) -> bool:
    """Return whether there was a project on the day of the report."""
    return bool(source.projects)


def projects(source: ReportInput) -> Sequence[Block]:
    """The chapter of the register."""
    found, day = source.projects, source.report_date
    blocks: list[Block] = [
        Heading(1, "项目清单（四督四保）", "projects", new_page=True),
        Paragraph(f"截至 {wording.chinese_date(day)}，{project_view.summary(found, day)}"),
        Paragraph(project_view.money_line(found)),
        Heading(2, "转化率、开工率、竣工率、达产率", "projects-rates"),
        _rates(found, day),
        Heading(2, "项目一览", "projects-register"),
        _register(found, day),
    ]
    late = rules.overdue(found, day)
    if late:
        blocks += [Heading(2, "逾期的项目", "projects-overdue"), _overdue(late, day)]
    return blocks


def _rates(found: Sequence[Project], day: str) -> Table:
    rows = []
    for rate in rules.rates(found, day):
        words = project_view.rate_words(rate)
        rows.append(
            TableRow(
                (
                    cell(words.title, bold=True),
                    cell(project_view.WATCHED[rate.state]),
                    cell(words.value, bold=words.known, tone="" if words.known else "text2"),
                    cell(words.counted),
                    cell(words.meaning, tone="text2"),
                )
            )
        )
    columns = (
        TableColumn("", 0.9),
        TableColumn("督什么、保什么", 1.8),
        TableColumn("现在", 1, "right"),
        TableColumn("怎么数的", 1.6),
        TableColumn("算法", 4.7),
    )
    return Table(
        columns, tuple(rows), "四督四保的四个率", project_view.RATES_NOTE, key="table-rates", dense=True
    )


def _register(found: Sequence[Project], day: str) -> Table:
    rows: list[TableRow] = []
    for project in found:
        rows += _rows(project, day)
    columns = (
        TableColumn("", 0.4, "right"),
        TableColumn("项目", 2.7),
        TableColumn("状态", 1.15),
        TableColumn("", 0.6),
        *(TableColumn(STATE_TITLES[state], 1.2) for state in STATES),
        TableColumn("投资", 0.8, "right", unit="万元"),
    )
    note = "每个项目两行：上行是计划，下行是实际；储备的日期是列入清单的日期；红字是计划日期已过、还没有做到的一步。"
    return Table(columns, tuple(rows), "项目清单", note, key="table-projects", dense=True)


def _rows(project: Project, day: str) -> tuple[TableRow, TableRow]:
    late = rules.days_late(project, day)
    tone = _TONES.get(project_view.due_tone(project, day), "")
    planned = TableRow(
        (
            cell(str(project.number), tone="text2"),
            cell(project.title, bold=True),
            cell(STATE_TITLES[project.state], bold=True),
            cell("计划", tone="text2"),
            cell(""),
            *(_planned(project, one, overdue=bool(late)) for one in PLANNED_STATES),
            cell(project_view.amount(project.planned_amount)),
        ),
        key=f"project-{project.number}",
    )
    actual = TableRow(
        (
            cell(""),
            cell(project.responsible or "负责人未定", tone="text2"),
            cell(project_view.due_words(project, day), tone=tone),
            cell("实际", tone="text2"),
            *(cell(project.actual.get(one, wording.DASH)) for one in STATES),
            cell(project_view.amount(project.actual_amount)),
        ),
        "detail",
    )
    return planned, actual


def _planned(project: Project, state: State, *, overdue: bool) -> Cell:
    day = project.planned.get(state)
    if day is None:
        return cell("未定" if state not in project.actual else wording.DASH, tone="text2")
    return cell(day, tone="bad" if overdue and state is project.next_state else "")


def _overdue(late: Sequence[Project], day: str) -> Table:
    rows = [
        TableRow(
            (
                cell(str(project.number), tone="text2", link=f"project-{project.number}"),
                cell(project.title, bold=True),
                cell(project_view.next_words(project)),
                cell(f"{rules.days_late(project, day)} 天", tone="bad"),
                cell(project.responsible or "未定", tone="" if project.responsible else "text2"),
                cell(" ".join(project.notes.split()) or wording.DASH, tone="text2"),
            )
        )
        for project in late
    ]
    columns = (
        TableColumn("", 0.4, "right"),
        TableColumn("项目", 2.2),
        TableColumn("该做的一步", 1.7),
        TableColumn("已逾期", 0.8, "right"),
        TableColumn("负责人", 2),
        TableColumn("进展", 3.4),
    )
    return Table(columns, tuple(rows), "计划日期已过、还没有做到的项目", key="table-overdue", dense=True)
