"""What waiting costs: supports that end at a known day, and the yearly days until which titles can be applied for."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anhui_assess.domain.diagnosis.qualifications import CheckedQualification, Verdict, check, checked
from anhui_assess.domain.enterprise import Enterprise
from anhui_assess.domain.item_kinds.numbers import plain
from anhui_assess.domain.packs import Qualification, Support
from anhui_assess.domain.planning.effects import LiftsKnown, raised
from anhui_assess.domain.planning.plan import Plan, PlannedMeasure
from anhui_assess.domain.scoring.engine import Scored

_DAYS = 365.25 / 12
_NAMED = 3


@dataclass(frozen=True, slots=True)
class TitleWindow:
    """A title that the plan brings nearer, and the day until which it can be applied for.

    Attributes:
        gained: titles of the conditions that the plan fulfils; lacking: those that stay unfulfilled after it.
        ready: month in which the last of the gained ones is fulfilled; measures: the numbers of those that fulfil them.
        closes: the first closing day after that (ISO); spare: months between the two; missed: the day one year later.
    """

    qualification: Qualification
    gained: tuple[str, ...]
    lacking: tuple[str, ...]
    measures: tuple[int, ...]
    ready: float
    closes: str
    spare: float
    missed: str


def title_windows(scored: Scored, plan: Plan, today: str) -> tuple[TitleWindow, ...]:
    """Return the titles with a known closing day for which the plan fulfils conditions; `today` is month 0, ISO."""
    wanted = {
        entry.qualification.id: unmet
        for entry in checked(scored)
        if entry.qualification.window is not None and (unmet := _unmet(entry))
    }
    if not wanted or not plan.measures:
        return ()
    ends = sorted({entry.end for entry in plan.measures})
    states = _States(scored, plan)
    found = (
        _window(plan, key, unmet, ends, states, today)
        for key, unmet in wanted.items()
        if states.at(ends[-1], key) is not None
    )
    return tuple(entry for entry in found if entry is not None)


def _unmet(entry: CheckedQualification) -> dict[str, str]:
    return {
        c.condition.id: c.condition.title
        for c in entry.conditions
        if c.verdict is Verdict.UNMET and c.condition.hard
    }


class _States:
    """How titles stand after the measures done by a month, worked out when asked for."""

    def __init__(self, scored: Scored, plan: Plan) -> None:
        self._scored = scored
        self._plan = plan
        self._known: LiftsKnown = {}
        self._after: dict[float, Scored] = {}
        self._found: dict[tuple[float, str], CheckedQualification | None] = {}

    def at(self, month: float, key: str) -> CheckedQualification | None:
        """Return a title's conditions as they are then, None where nobody would look at it."""
        place = month, key
        if place not in self._found:
            entry = self._scored.catalog.packs.qualifications[key]
            self._found[place] = check(self._scores(month), entry)
        return self._found[place]

    def _scores(self, month: float) -> Scored:
        if month not in self._after:
            done = [entry.measure for entry in self._plan.measures if entry.end <= month]
            self._after[month] = raised(self._scored, done, self._known)
        return self._after[month]


def _window(
    plan: Plan,
    key: str,
    unmet: Mapping[str, str],
    ends: Sequence[float],
    states: _States,
    today: str,
) -> TitleWindow | None:
    last = states.at(ends[-1], key)
    if last is None:
        return None
    still = _unmet(last)
    gained = {condition: title for condition, title in unmet.items() if condition not in still}
    window = last.qualification.window
    if not gained or window is None:
        return None

    def fulfilled(end: float) -> bool:
        then = states.at(end, key)
        return then is not None and not gained.keys() & _unmet(then).keys()

    ready = ends[bisect_left(ends, x=True, key=fulfilled)]  # more measures never fulfil less
    day = dt.date.fromisoformat(today) + dt.timedelta(days=round(ready * _DAYS))
    closes = _closing(day, window.closes)
    return TitleWindow(
        last.qualification,
        tuple(gained.values()),
        tuple(still.values()),
        _behind(last, gained, plan, ready),
        ready,
        closes.isoformat(),
        (closes - day).days / _DAYS,
        _closing(closes + dt.timedelta(days=1), window.closes).isoformat(),
    )


def _closing(day: dt.date, closes: str) -> dt.date:
    """Return the first closing day on or after a day."""
    month, number = (int(part) for part in closes.split("-"))
    this = dt.date(day.year, month, number)
    return this if this >= day else dt.date(day.year + 1, month, number)


def _behind(
    entry: CheckedQualification, gained: Mapping[str, str], plan: Plan, ready: float
) -> tuple[int, ...]:
    """Return the numbers of the measures that lift an answer one of the gained conditions looks at."""
    names = {
        name
        for found in entry.conditions
        if found.condition.id in gained and found.condition.rule is not None
        for name in found.condition.rule.names
    }
    return tuple(
        row.number
        for row in plan.measures
        if row.end <= ready
        and any(item in names or f"result.{form}." in "|".join(names) for form, item in row.closes)
    )


def title_words(found: TitleWindow) -> str:
    """Say what the plan does for a title, until when it must be done, and what a delay costs."""
    window = found.qualification.window
    rule = "" if window is None else window.words
    gained = _listed(found.gained)
    text = f"{found.qualification.title}（{rule}）：方案补上 {len(found.gained)} 条（{gained}），第 {plain(round(found.ready, 1))} 个月补齐，"
    text += f"赶得上 {found.closes} 截止的一批，还有 {found.spare:.0f} 个月余量；再晚就要等到 {found.missed}，推迟一年。"
    if found.lacking:
        text += f"方案之外还差 {len(found.lacking)} 条：{_listed(found.lacking)}。"
    return text


def _listed(titles: Sequence[str]) -> str:
    return "、".join(titles[:_NAMED]) + ("等" if len(titles) > _NAMED else "")


def deadlines(scored: Scored, plan: Plan, today: str) -> tuple[tuple[PlannedMeasure, Support, bool], ...]:
    """Return the measures whose supports end at a known day: (measure, support, whether the measure ends after it).

    `today` is an ISO date, month 0 of the plan. Supports that have ended already are left out; so is any without an end.
    """
    found = []
    year, month = int(today[:4]), int(today[5:7])
    enterprise = Enterprise.of(scored.sheet)
    city, industry = enterprise.text("city"), enterprise.text("industry")
    for entry in plan.measures:
        for support in scored.catalog.packs.supports:
            if not set(support.instruments) & set(entry.measure.instruments) or not support.valid_to:
                continue
            if support.valid_to < today[: len(support.valid_to)] or not support.concerns(city, industry):
                continue
            parts = [*support.valid_to.split("-"), "12"]
            left = (int(parts[0]) - year) * 12 + int(parts[1]) - month
            found.append((entry, support, entry.end > left))
    return tuple(found)


def support_lines(scored: Scored, plan: Plan, today: str) -> tuple[str, ...]:
    """Say of each support with an end which measures still make it and which come too late."""
    found = deadlines(scored, plan, today)
    lines = []
    for support in dict.fromkeys(entry.id for _, entry, _ in found):
        mine = [(entry, late) for entry, other, late in found if other.id == support]
        record = next(other for _, other, _ in found if other.id == support)
        late = [str(entry.number) for entry, is_late in mine if is_late]
        text = f"{record.title}（{record.valid_to} 到期）：{record.amount or record.what}。"
        if late:
            text += f"第 {'、'.join(late)} 项按现在的排期赶不上，要用就提前或先行立项。"
        else:
            text += f"{len(mine)} 项都在期内，推迟到期后就用不上。"
        lines.append(text)
    return tuple(lines)
