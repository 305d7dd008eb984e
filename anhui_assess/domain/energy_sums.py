"""Sums over the calculated rows of an energy table: energy by both values, carbon by source, electricity by origin."""

from __future__ import annotations

from collections.abc import Sequence

from anhui_assess.domain.energy_table import EnergyLine


def comprehensive_energy(lines: Sequence[EnergyLine]) -> float:
    """Comprehensive energy consumption of one year, in tce (GB/T 2589-2020, equivalent value of electricity)."""
    return float(sum(line.tce for line in lines))


def equivalent_energy(lines: Sequence[EnergyLine]) -> float:
    """The same by 等价值, in tce: grid electricity by the coal it takes to make it. Only shown beside."""
    return float(sum(line.tce_equivalent for line in lines))


def carbon_emission(lines: Sequence[EnergyLine]) -> float:
    """Energy-related CO₂ of one year, in t: fuels, purchased electricity at the chosen grid factor, purchased heat."""
    return float(sum(line.co2_t for line in lines))


def market_carbon(lines: Sequence[EnergyLine]) -> float:
    """Energy-related CO₂ with contracted green electricity as zero, in t (before certificates)."""
    return float(sum(line.co2_market_t for line in lines))


def fuel_carbon(lines: Sequence[EnergyLine]) -> float:
    """CO₂ of burnt fuels, in t."""
    return float(sum(line.co2_t for line in lines if line.co2_method == "fuel"))


def fuel_energy(lines: Sequence[EnergyLine]) -> float:
    """Fuels that were burnt with emissions, in tce."""
    return float(sum(line.tce for line in lines if line.co2_method == "fuel"))


def electricity_carbon(lines: Sequence[EnergyLine]) -> float:
    """CO₂ of net purchased electricity, in t, location-based."""
    return float(sum(line.co2_t for line in lines if line.co2_method == "grid"))


def heat_carbon(lines: Sequence[EnergyLine]) -> float:
    """CO₂ of net purchased heat, in t."""
    return float(sum(line.co2_t for line in lines if line.co2_method == "heat"))


def grid_electricity(lines: Sequence[EnergyLine]) -> float:
    """Net electricity from outside, in kWh."""
    return float(sum(line.net for line in lines if line.co2_method == "grid"))


def own_renewable_electricity(lines: Sequence[EnergyLine]) -> float:
    """Own renewable electricity used in the plant, in kWh."""
    return float(
        sum(
            line.net
            for line in lines
            if line.renewable and line.category == "electricity" and line.co2_method == "zero"
        )
    )


def direct_green_electricity(lines: Sequence[EnergyLine]) -> float:
    """Green electricity bought directly and listed in a row of its own, in kWh."""
    return float(sum(line.net for line in lines if line.renewable and line.co2_method == "grid"))


def renewable_energy(lines: Sequence[EnergyLine]) -> float:
    """Renewable energy consumed in one year, in tce."""
    return float(sum(line.tce for line in lines if line.renewable))
