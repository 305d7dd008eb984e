"""A measure's facts in words: what it takes on site, and which figures it changes by how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from anhui_assess.domain.item_kinds.numbers import plain
from anhui_assess.domain.packs import Measure
from anhui_assess.domain.policy import Effect

DEMANDS: Mapping[str, str] = MappingProxyType(
    {
        "rule_only": "只要制度和人手",
        "supplier": "要外部供应商或服务机构",
        "window": "要停机窗口",
        "line_stop": "要停线",
    }
)


def before_words(measure: Measure, earlier: Sequence[str]) -> str:
    """Return what comes before a measure: `earlier` measures by their titles, and what the firm must have."""
    return "；".join(filter(None, ("、".join(earlier), measure.ready_words.rstrip("。")))) or "无"


def site_words(measure: Measure) -> str:
    """Return what a measure takes on site: first in a few fixed words, then as its library puts it."""
    fixed = "、".join(DEMANDS[key] for key in measure.demands)
    return f"{fixed}：{measure.needs}" if fixed else measure.needs


def effect_words(measure: Measure) -> str:
    """Return the figures a measure changes with their ranges and what they are of; empty where none can be named."""
    return "；".join(_effect(entry) for entry in measure.effects)


def change_of(effect: Effect) -> str:
    """Return by how much a figure changes, in words."""
    unit = effect.unit if effect.unit == "%" else f" {effect.unit}"
    verb = "提高" if effect.direction == "up" else "下降"
    return f"{verb} {plain(effect.low)}–{plain(effect.high)}{unit}"


def _effect(entry: Effect) -> str:
    scope = f"（{entry.scope}）" if entry.scope else ""
    return f"{entry.figure}{change_of(entry)}{scope}"
