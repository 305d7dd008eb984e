"""How a firm fits what the policy wants of its industry: each want held against the firm's own scores and figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from anhui_assess.domain.diagnosis.benchmarks import Comparison, comparisons
from anhui_assess.domain.form import Form
from anhui_assess.domain.packs import Industry
from anhui_assess.domain.policy import Ground, Want
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.domain.scoring.model import item_score
from anhui_assess.domain.scoring.tolerance import TOLERANCE

FITS, PARTLY, FAR, THIN, UNKNOWN = "契合", "部分契合", "差距较大", "依据不足", "没有数据"
_FITS_FROM, _PARTLY_FROM = 0.8, 0.5
"""The share of full marks from which a want counts as met, and from which as met in part; ours, not the policy's."""


@dataclass(frozen=True, slots=True)
class GroundFit:
    """One ground with the share 0–1 the firm reaches (None when not known), in words, and the items behind it.

    `applies` is False where there is nothing to know: the section does not apply to this firm.
    """

    ground: Ground
    label: str
    share: float | None
    words: str
    form: str
    items: tuple[str, ...]
    applies: bool = True


@dataclass(frozen=True, slots=True)
class WantFit:
    """A want with its grounds; the share is the plain mean of those that are known.

    With as many open as known the verdict is that the grounds are too thin, whatever the share.
    """

    want: Want
    share: float | None
    verdict: str
    grounds: tuple[GroundFit, ...]

    @property
    def weakest(self) -> GroundFit | None:
        """The known ground with the lowest share."""
        known = [entry for entry in self.grounds if entry.share is not None]
        return min(known, key=lambda entry: entry.share or 0.0, default=None)


def industry_of(scored: Scored) -> Industry | None:
    """Return the industry the firm has chosen, None when it has not or the pack does not know it."""
    chosen = scored.value("profile.industry")
    return scored.catalog.packs.industries.get(chosen) if isinstance(chosen, str) else None


def industry_fit(scored: Scored) -> tuple[WantFit, ...]:
    """Return every want of the chosen industry with the firm's standing."""
    industry = industry_of(scored)
    if industry is None or not industry.wants:
        return ()
    compared = {entry.benchmark.id: entry for entry in comparisons(scored)}
    return tuple(_want(scored, want, compared) for want in industry.wants)


def _want(scored: Scored, want: Want, compared: Mapping[str, Comparison]) -> WantFit:
    grounds = tuple(_ground(scored, ground, compared) for ground in want.grounds)
    shares = [entry.share for entry in grounds if entry.share is not None]
    share = sum(shares) / len(shares) if shares else None
    still_open = sum(entry.share is None and entry.applies for entry in grounds)
    verdict = THIN if shares and len(shares) <= still_open else verdict_of(share)
    return WantFit(want, share, verdict, grounds)


def verdict_of(share: float | None) -> str:
    """Return a share in a word."""
    if share is None:
        return UNKNOWN
    if share >= _FITS_FROM - TOLERANCE:
        return FITS
    return PARTLY if share >= _PARTLY_FROM - TOLERANCE else FAR


def _ground(scored: Scored, ground: Ground, compared: Mapping[str, Comparison]) -> GroundFit:
    """Hold the firm against one ground; what a pinned older form or another pack lacks is not known."""
    if ground.benchmark:
        found = compared.get(ground.benchmark)
        return _of_benchmark(ground, scored, found) if found else GroundFit(ground, "", None, "", "", ())
    form = scored.catalog.forms[ground.form]
    if not scored.sheet.form(form.id).answers:
        return GroundFit(ground, _label(form, ground), None, "没有答", form.id, ())
    if ground.indicator:
        return _of_indicator(ground, scored, form)
    if form.scoring.model == "anchored" and ground.node:
        return _of_ratings(ground, scored, form)
    return _of_items(ground, scored, form)


def _label(form: Form, ground: Ground) -> str:
    if ground.indicator:
        titles = [form.indicators[ground.indicator].title] if ground.indicator in form.indicators else []
    elif ground.items:
        titles = [form.items[key].title for key in ground.items if key in form.items]
    else:
        titles = [form.nodes[ground.node].title] if ground.node in form.nodes else []
    return f"{form.short_title}·{'、'.join(titles)}"


def _of_indicator(ground: Ground, scored: Scored, form: Form) -> GroundFit:
    result = scored.result(form.id)
    entry = next((found for found in result.indicators if found.id == ground.indicator), None)
    label = _label(form, ground)
    if entry is None or entry.score is None or not entry.weight:
        return GroundFit(ground, label, None, "没有评", form.id, ())
    words = f"得 {entry.score:.1f} 分，满分 {entry.weight:g}"
    return GroundFit(ground, label, entry.score / entry.weight, words, form.id, ())


def _of_ratings(ground: Ground, scored: Scored, form: Form) -> GroundFit:
    node = scored.result(form.id).node(ground.node)
    if node is None or node.score is None:
        return GroundFit(
            ground, _label(form, ground), None, "与本企业不相关或没有评", form.id, (), applies=False
        )
    low = tuple(
        item.id
        for item in form.items_below(ground.node)
        if item.kind == "anchored_rating" and (item_score(item, scored.value(item.id)) or 0.0) < 1.0
    )
    words = f"{node.score:.1f} 分，满分 100"
    return GroundFit(ground, _label(form, ground), node.score / 100, words, form.id, low)


def _of_items(ground: Ground, scored: Scored, form: Form) -> GroundFit:
    if ground.items:
        wanted = [form.items[key] for key in ground.items if key in form.items]
    elif ground.node in form.nodes:
        wanted = [item for item in form.items_below(ground.node) if 0 < (item.level or 0) <= ground.up_to]
    else:
        wanted = []
    title = _label(form, ground)
    worth = [(item, item_score(item, scored.value(item.id))) for item in wanted]
    known = [(item, score) for item, score in worth if score is not None]
    if not known:
        return GroundFit(ground, title, None, "不适用", form.id, (), applies=False)
    share = sum(score for _, score in known) / len(known)
    open_items = tuple(item.id for item, score in known if score < 1.0)
    upto = f"{ground.up_to} 级及以下" if not ground.items else ""
    words = f"{upto}平均 {share:.2f}，{len(open_items)} 条没有得满"
    return GroundFit(ground, title, share, words, form.id, open_items)


def _of_benchmark(ground: Ground, scored: Scored, entry: Comparison) -> GroundFit:
    benchmark = entry.benchmark
    share: float | None = None
    words = "没有填"
    if entry.firm is not None and benchmark.compare == "has":
        share, words = (1.0 if entry.firm > 0 else 0.0), entry.verdict
    elif entry.firm is not None and entry.target and entry.distance is not None:
        ratio = entry.firm / entry.target if benchmark.direction == "more" else entry.target / entry.firm
        share = 1.0 if entry.distance >= 0 else max(0.0, min(ratio, 1.0))
        words = f"{entry.firm:.2f}{benchmark.unit}，全省 {entry.target_year} 年目标 {entry.target:g}{benchmark.unit}"
    names = scored.catalog.names
    formula = benchmark.firm_formula
    items = tuple(names[name][1] for name in sorted(formula.names) if name in names) if formula else ()
    return GroundFit(ground, f"对标·{benchmark.title}", share, words, "profile", items)
