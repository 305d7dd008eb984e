"""The scoring models, in an explicit tuple."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from anhui_assess.domain.scoring.anchored import Anchored
from anhui_assess.domain.scoring.checklist import Checklist
from anhui_assess.domain.scoring.estimate import Estimate
from anhui_assess.domain.scoring.level_gated import LevelGated
from anhui_assess.domain.scoring.model import ScoringModel
from anhui_assess.domain.scoring.points import Points
from anhui_assess.domain.scoring.scenarios import PointsAndScenarios

MODELS: tuple[ScoringModel, ...] = (
    LevelGated(),
    Points(),
    Anchored(),
    PointsAndScenarios(),
    Estimate(),
    Checklist(),
)
BY_ID: Mapping[str, ScoringModel] = MappingProxyType({model.id: model for model in MODELS})
UNSCORED = "none"
MODEL_IDS = (*BY_ID, UNSCORED)
