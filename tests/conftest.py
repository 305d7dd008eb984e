"""Shared by all tests: the shipped content, loaded once, and settings of the property tests."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from anhui_assess.content.library import load_catalog
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.scoring.engine import ScoringEngine

settings.register_profile(
    "project",
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("project")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--snapshot-update",
        action="store_true",
        help="write tests/data/golden/ anew from what the report says now",
    )


@pytest.fixture(scope="session")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return load_catalog(cache_folder=tmp_path_factory.mktemp("content"))


@pytest.fixture(scope="session")
def engine(catalog: Catalog) -> ScoringEngine:
    return ScoringEngine(catalog)
