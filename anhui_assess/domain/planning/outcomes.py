"""What a finished project proposes: the answers its measure was to raise, and the scores they would give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from anhui_assess.domain.answers import Answer, AnswerState, Value
from anhui_assess.domain.packs import Measure
from anhui_assess.domain.planning.effects import combined
from anhui_assess.domain.scoring.engine import Scored


@dataclass(frozen=True, slots=True)
class Proposal:
    """An answer that could be raised: what is recorded and the value the measure was to bring."""

    form_id: str
    item_id: str
    old: Answer
    value: Value


@dataclass(frozen=True, slots=True)
class Proposals:
    """What can be raised, in the order of the forms; `verified` are items an assessor must judge anew first."""

    entries: tuple[Proposal, ...]
    verified: tuple[tuple[str, str], ...] = ()


def proposals(scored: Scored, measure: Measure) -> Proposals:
    """Return the answers a measure raises from where they are now; nothing is changed."""
    forms = scored.catalog.forms
    order = list(forms)
    values = combined(scored, [measure])
    keys = sorted(values, key=lambda key: (order.index(key[0]), forms[key[0]].item_order[key[1]]))
    open_, verified = [], []
    for form_id, item_id in keys:
        old = scored.sheet.get(form_id, item_id)
        if old.verified is not None:
            verified.append((form_id, item_id))
        else:
            open_.append(Proposal(form_id, item_id, old, values[form_id, item_id]))
    return Proposals(tuple(open_), tuple(verified))


def with_proposals(scored: Scored, chosen: Iterable[Proposal]) -> Scored:
    """Return the scores as they would be with some proposals taken, by the engine that scores the answers."""
    sheet = scored.sheet
    keys = []
    for entry in chosen:
        old = sheet.get(entry.form_id, entry.item_id)
        new = replace(old, state=AnswerState.ANSWERED, value=entry.value, reason="")
        sheet = sheet.with_answer(entry.form_id, entry.item_id, new)
        keys.append((entry.form_id, entry.item_id))
    return scored.engine.rescore(scored, sheet, keys) if keys else scored
