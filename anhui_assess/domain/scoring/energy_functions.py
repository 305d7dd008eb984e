"""The named functions a form may calculate over its energy table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from anhui_assess.domain import energy_sums
from anhui_assess.domain.energy_table import EnergyLine, energy_faults, energy_lines
from anhui_assess.domain.expressions import Missing
from anhui_assess.domain.quantities import EnergyFactors

LINE_FUNCTIONS: Mapping[str, Callable[[Sequence[EnergyLine]], float]] = {
    function.__name__: function
    for function in (
        energy_sums.comprehensive_energy,
        energy_sums.equivalent_energy,
        energy_sums.carbon_emission,
        energy_sums.market_carbon,
        energy_sums.renewable_energy,
        energy_sums.fuel_carbon,
        energy_sums.fuel_energy,
        energy_sums.electricity_carbon,
        energy_sums.heat_carbon,
        energy_sums.grid_electricity,
        energy_sums.own_renewable_electricity,
        energy_sums.direct_green_electricity,
    )
}
"""Sums over the calculated rows."""
GRID_RATE, GRID_YEAR = "grid_rate", "grid_year"
FUNCTIONS = (*LINE_FUNCTIONS, GRID_RATE, GRID_YEAR)


def energy_figure(function: str, rows: Any, factors: EnergyFactors | None, grid_id: str | None) -> Any:
    """Return a function's value over the rows of an energy table; undefined while a row cannot be calculated."""
    if isinstance(rows, Missing):
        return rows
    if factors is None:
        return Missing.UNDEFINED
    if function == GRID_RATE:
        return factors.grid(grid_id).kg_per_kwh
    if function == GRID_YEAR:
        return factors.grid(grid_id).year
    if energy_faults(rows, factors):
        return Missing.UNDEFINED
    return LINE_FUNCTIONS[function](energy_lines(rows, factors, grid_id))
