"""The assessment before: what of it is compared with the present one, as plain data that travels with the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from anhui_assess.domain.answers import Answer
from anhui_assess.domain.form import Form, Item
from anhui_assess.domain.scoring.engine import Scored
from anhui_assess.services.diagnosis.overview import card
from anhui_assess.services.forms_begun import spoken_of
from anhui_assess.services.ports import AssessmentRecord

_HIGH_RISK = "高"


@dataclass(frozen=True, slots=True)
class EarlierForm:
    """A form as it came out before.

    Attributes:
        version: of the form; scores of different versions are not held against each other item by item.
        words: the conclusion as the card of the form said it.
        score: on the form's own scale, None where there was none.
        nodes: score of each section that had one.
        values: what each item that is rated on a scale counted (the verified value where there was one).
        vetoes: items of the basic requirements that were not met.
        high_risk: rows of the inventory in the highest class.
    """

    version: str
    words: str
    score: float | None
    nodes: Mapping[str, float] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    vetoes: tuple[str, ...] = ()
    high_risk: int = 0


@dataclass(frozen=True, slots=True)
class Earlier:
    """The assessment before: title, ISO date, and the forms that spoke for it."""

    title: str
    date: str
    forms: Mapping[str, EarlierForm] = field(default_factory=dict)


def before(record: AssessmentRecord, others: Sequence[AssessmentRecord]) -> AssessmentRecord | None:
    """Return the newest assessment of the same enterprise that is older than `record`, None where there is none."""
    place = (record.date, record.created_at)
    older = [
        other
        for other in others
        if other.id != record.id
        and other.enterprise_id == record.enterprise_id
        and (other.date, other.created_at) < place
    ]
    return max(older, key=lambda other: (other.date, other.created_at, other.id), default=None)


def earlier_of(scored: Scored, record: AssessmentRecord) -> Earlier | None:
    """Return what of an older assessment is compared; None when nothing in it was begun."""
    forms = {
        form_id: _form(scored, scored.catalog.forms[form_id])
        for form_id in spoken_of(scored)
        if scored.result(form_id).score is not None
    }
    return Earlier(record.title, record.date, forms) if forms else None


def _form(scored: Scored, form: Form) -> EarlierForm:
    result = scored.result(form.id)
    answers = scored.sheet.form(form.id).answers
    return EarlierForm(
        version=form.version,
        words=card(form, result).value,
        score=result.score,
        nodes={node.id: node.score for node in result.nodes if node.score is not None and node.applies},
        values={
            item_id: value
            for item_id, answer in answers.items()
            if item_id in form.items
            and (value := rated(form.items[item_id], answer)) is not None
            and scored.applies(form, form.items[item_id])
        },
        vetoes=tuple(veto.item for veto in result.unmet_vetoes),
        high_risk=sum(line.class_title == _HIGH_RISK for line in result.inventory),
    )


def rated(item: Item, answer: Answer) -> float | None:
    """Return what an answer counts where more is better; None for any other kind of item, and where nothing is known."""
    value = answer.effective
    if item.kind in {"scale", "anchored_rating"} and isinstance(value, (int, float)):
        return float(value)
    if item.kind == "choice":
        return next((choice.score for choice in item.choices if choice.id == value), None)
    return None


def earlier_data(earlier: Earlier | None) -> dict[str, Any] | None:
    """Return the plain data of what is compared."""
    return None if earlier is None else asdict(earlier)


def earlier_from(raw: Any) -> Earlier | None:
    """Return what was compared from its plain data; raises AttributeError, KeyError, TypeError, ValueError for anything else."""
    if raw is None:
        return None
    forms = {str(form_id): _form_from(entry) for form_id, entry in raw["forms"].items()}
    return Earlier(str(raw["title"]), str(raw["date"]), forms)


def _form_from(raw: Any) -> EarlierForm:
    score = raw["score"]
    return EarlierForm(
        str(raw["version"]),
        str(raw["words"]),
        None if score is None else float(score),
        {str(key): float(value) for key, value in raw["nodes"].items()},
        {str(key): float(value) for key, value in raw["values"].items()},
        tuple(str(item) for item in raw["vetoes"]),
        int(raw["high_risk"]),
    )
