"""The history of an answer in words: when, who, what became of it."""

from __future__ import annotations

import datetime as dt

from anhui_assess.domain.answers import Answer, AnswerState
from anhui_assess.domain.form import Item
from anhui_assess.domain.item_kinds import kind_of
from anhui_assess.services.ports import HistoryEntry

_EXCERPT = 24


def clock(at: str, *, seconds: bool = False) -> str:
    """Return the local time of an ISO time, with the day when it is not today; empty for what is no time."""
    try:
        moment = dt.datetime.fromisoformat(at)
    except ValueError:
        return ""
    moment = moment.astimezone() if moment.tzinfo else moment
    time = moment.strftime("%H:%M:%S" if seconds else "%H:%M")
    today = dt.datetime.now().astimezone().date()
    return time if moment.date() == today else f"{moment.strftime('%m-%d')} {time}"


def history_line(item: Item, entry: HistoryEntry) -> str:
    """Return one change as a line: `14:32 改为“部分满足”（原“大部分满足”）`."""
    parts = [clock(entry.at), entry.who, what_changed(item, entry.old, entry.new)]
    return " ".join(part for part in parts if part)


def what_changed(item: Item, old: Answer, new: Answer) -> str:
    """Say what a change did."""
    if (old.state, old.value, old.reason) != (new.state, new.value, new.reason):
        return _value_change(item, old, new)
    if new.verified != old.verified:
        return f"核验为“{kind_of(item).display(item, new.verified.value)}”" if new.verified else "取消了核验"
    if new.flagged != old.flagged:
        return "标了存疑" if new.flagged else "取消存疑"
    if new.note != old.note:
        return f"备注：{_short(new.note)}" if new.note else "删了备注"
    if new.evidence != old.evidence:
        return f"证据 {len(new.evidence)} 份"
    return "没有变化"


def _value_change(item: Item, old: Answer, new: Answer) -> str:
    if new.state is AnswerState.UNANSWERED:
        return f"清除了答案{_was(item, old)}"
    if new.state is AnswerState.NOT_APPLICABLE:
        return f"标为不适用：{_short(new.reason)}"
    if new.state is AnswerState.UNKNOWN:
        return "标为暂不清楚" + (f"：{_short(new.reason)}" if new.reason else "")
    shown = _short(kind_of(item).display(item, new.value)) if new.value is not None else ""
    if old.state is AnswerState.UNANSWERED:
        return f"答“{shown}”"
    if item.kind == "table":
        return f"改了表格，现在 {shown}"
    return f"改为“{shown}”{_was(item, old)}"


def _was(item: Item, old: Answer) -> str:
    if old.state is AnswerState.ANSWERED and old.value is not None:
        return f"（原“{_short(kind_of(item).display(item, old.value))}”）"
    return (
        f"（原{'不适用' if old.state is AnswerState.NOT_APPLICABLE else '暂不清楚'}）" if old.reason else ""
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else f"{line[:_EXCERPT]}…"
