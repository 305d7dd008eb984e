"""Shared by all tests: the shipped content, loaded once, and settings of the property tests."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.vendor.pretty import for_type_by_name

from anhui_assess.content.library import load_catalog
from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.form import Form
from anhui_assess.domain.quantities import EnergyFactors
from anhui_assess.domain.scoring.engine import ScoringEngine

# What somebody added on this machine is no part of the tests.
os.environ["ANHUI_ASSESS_PACKS"] = str(Path(__file__).parent / "no-packs")
set_hypothesis_home_dir(Path(__file__).parents[1] / "build" / "hypothesis")
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


def _name_only(value: Any, printer: Any, _cycle: Any) -> None:
    """Print a large value in a word, so that a failing example stays readable (and is not refused as too long)."""
    printer.text(f"<{type(value).__name__}>")


for large in (Catalog, Form, EnergyFactors, ScoringEngine):
    for_type_by_name(large.__module__, large.__name__, _name_only)


@pytest.fixture(scope="session")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return load_catalog(cache_folder=tmp_path_factory.mktemp("content"))


@pytest.fixture(scope="session")
def engine(catalog: Catalog) -> ScoringEngine:
    return ScoringEngine(catalog)
