"""What is said after a paste: what went where, what was taken for what, what was left out. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from anhui_assess.domain.form import Column
from anhui_assess.gui.editors.pasting import Pasted

_SAID = 8
"""Names told one by one before the rest is only counted."""


def report(pasted: Pasted, done: int, converted: Mapping[str, int], meant: Mapping[str, str]) -> str:
    """Say what a paste did with `done` rows; `converted` counts cells by conversion, `meant` tells text to choice."""
    parts = [f"粘贴了 {done} 行" + ("（首行是表头，已对上各列）" if pasted.had_header else "")]
    if pasted.renamed:
        parts.append(_some([f"“{head}”放进“{title}”" for head, title in pasted.renamed]))
    if pasted.unplaced:
        parts.append(f"没有对上、没有放进来的列：{_some(pasted.unplaced)}")
    if pasted.totals:
        parts.append(f"{pasted.totals} 行合计没有放进来，程序自己会加")
    if done < len(pasted.rows):
        parts.append(f"表格已满，剪贴板最后 {len(pasted.rows) - done} 行没有放进来")
    if pasted.surplus:
        parts.append(f"右边多出的 {pasted.surplus} 格没有对应的列")
    said = "；".join(parts) + "。"
    said += "".join(f"按 {words} 换算了 {count} 格。" for words, count in converted.items())
    if meant:
        said += _some([f"“{text}”当作“{title}”" for text, title in meant.items()]) + "，请核对。"
    return said


def strange(heads: Sequence[str], columns: Sequence[Column]) -> str:
    """Say that the first row heads another table, and how this table's columns are called."""
    wanted = "、".join(column.title for column in columns if not column.calculated)
    return f"首行像是表头（{_some(heads)}），可是一列也对不上，没有粘贴。请把表头改成本表的列名再复制：{wanted}。"


def _some(words: Sequence[str]) -> str:
    shown = "、".join(words[:_SAID])
    return shown if len(words) <= _SAID else f"{shown}等 {len(words)} 处"
