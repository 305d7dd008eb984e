"""Made-up answers over the shipped forms: a factory at level 2 with one veto and two risky parts."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from anhui_assess.domain.answers import Answer, AnswerSheet, FormAnswers
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Form, Item
from anhui_assess.services.ports import AnswersDocument
from anhui_assess.services.session import AssessmentSession
from tests.gui.conftest import Desk

PROFILE: Mapping[str, Any] = {
    "name": "合肥示例精密机械有限公司", "size": "中型", "industry": "智能装备", "manufacturing_type": "discrete",
    "revenue": 32100.0, "rd_expense": 980.0, "invention_patents": 6, "has_rd_institution": True, "integration_index": 58.0,
    "digital_design_tool_rate": 82.0, "key_process_cnc_rate": 61.0, "employees": 420, "employees_prev": 405,
    "value_added": 9100.0, "value_added_prev": 8600.0, "solid_waste_utilisation_rate": 76.0,
}  # fmt: skip
PARTS: tuple[Mapping[str, Any], ...] = (
    {"name": "谐波减速器", "product": "六轴机器人", "import_share": 100, "qualified_suppliers": 1, "largest_share": 100,
     "lead_time_weeks": 22, "stock_weeks": 3, "substitute_trl": 5, "plan": "planned", "impact": 5},
    {"name": "高速主轴轴承", "product": "加工中心", "import_share": 80, "qualified_suppliers": 1, "largest_share": 90,
     "lead_time_weeks": 16, "stock_weeks": 2, "substitute_trl": 6, "plan": "none", "impact": 5},
    {"name": "伺服驱动器", "product": "六轴机器人", "import_share": 40, "qualified_suppliers": 3, "largest_share": 55,
     "lead_time_weeks": 8, "stock_weeks": 6, "substitute_trl": 8, "plan": "trial", "impact": 4},
    {"name": "密封件", "product": "液压站", "import_share": 10, "qualified_suppliers": 6, "lead_time_weeks": 3,
     "stock_weeks": 10, "plan": "batch", "impact": 2},
)  # fmt: skip
_CHANCES = {
    1: (0.96, 0.04, 0.0),
    2: (0.7, 0.25, 0.05),
    3: (0.3, 0.4, 0.3),
    4: (0.06, 0.2, 0.3),
    5: (0.0, 0.05, 0.1),
}


def smart_answers(form: Form, seed: int = 1) -> dict[str, Answer]:
    """A factory at level 2: low levels nearly full, high levels thin."""
    dice = random.Random(seed)
    found = {}
    for item in form.items.values():
        values = sorted((point.value for point in item.scale), reverse=True)
        roll = dice.random()
        full, most, some = _CHANCES[item.level or 1]
        place = 0 if roll < full else 1 if roll < full + most else 2 if roll < full + most + some else 3
        found[item.id] = Answer.of(values[min(place, len(values) - 1)])
    return found


def _plain_answer(item: Item, dice: random.Random) -> Answer | None:
    if item.kind == "yes_no":
        return Answer.of(item.veto_on is not True if item.veto_on is not None else dice.random() < 0.7)
    if item.kind == "choice" and item.choices:
        return Answer.of(dice.choice(item.choices).id)
    if item.kind == "number":
        low = item.minimum if isinstance(item.minimum, (int, float)) else 0.0
        high = item.maximum if isinstance(item.maximum, (int, float)) else 1000.0
        return Answer.of(round(low + (high - low) * dice.random() * 0.6, item.decimals or 0))
    return None


def green_answers(form: Form, seed: int = 1) -> dict[str, Answer]:
    dice = random.Random(seed)
    found = {
        key: answer for key, item in form.items.items() if (answer := _plain_answer(item, dice)) is not None
    }
    vetoes = [item for item in form.items.values() if item.veto_on is not None]
    if vetoes and vetoes[2].veto_on is not None:
        found[vetoes[2].id] = Answer.of(vetoes[2].veto_on)
    return found


def bases_answers(form: Form, seed: int = 1) -> dict[str, Answer]:
    dice = random.Random(seed)
    found = {}
    for item in form.items.values():
        if item.id.endswith(".role"):
            found[item.id] = Answer.of("none" if "software" in item.id else "both")
        elif item.kind == "anchored_rating":
            found[item.id] = Answer.of(dice.randint(1, 5))
    if form.scoring.supply_risk is not None:
        found[form.scoring.supply_risk.table] = Answer.of(tuple(dict(row) for row in PARTS))
    return found


def full_sheet(catalog: Catalog) -> AnswerSheet:
    """All three forms begun."""
    made = {
        "profile": {key: Answer.of(value) for key, value in PROFILE.items()},
        "smart_factory": smart_answers(catalog.forms["smart_factory"]),
        "green_factory": green_answers(catalog.forms["green_factory"]),
        "four_bases": bases_answers(catalog.forms["four_bases"]),
    }
    return AnswerSheet(
        {key: FormAnswers(catalog.forms[key].version, answers) for key, answers in made.items()}
    )


def open_full(desk: Desk) -> AssessmentSession:
    """Put the enterprise with all three forms in and open it."""
    document = AnswersDocument(full_sheet(desk.library.catalog), "2026 年自评", "2026-11-20")
    return desk.app.open(desk.library.import_documents([document])[0].id)
