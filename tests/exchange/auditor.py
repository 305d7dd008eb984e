"""An auditor who knows the method and not the product: recomputes a plant's energy, carbon and indicators from its answers.

Factors and limits are typed off the standards' tables as the fact sheets give them; nothing of the program is imported.
"""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]

TCE = {
    "electricity_grid": 0.1229e-3, "electricity_pv_self": 0.1229e-3, "natural_gas": 1.33e-3, "diesel": 1.4571,
    "gasoline": 1.4714, "coke": 0.9714, "lng": 1.7572, "nitrogen_main": 0.6714e-3, "heat_purchased": 34.12e-3,
    "steam_low_pressure": 0.1286,
}  # fmt: skip
"""tce per kWh, m³, t or GJ."""
FUELS = {
    "natural_gas": (389.31e-4, 0.0153, 0.99), "diesel": (43.33, 0.0202, 0.98), "gasoline": (44.8, 0.0189, 0.98),
    "coke": (28.446, 0.0294, 0.93), "lng": (41.868, 0.0153, 0.99),
}  # fmt: skip
"""GJ per unit, tC per GJ, share oxidised."""
HEAT = {"heat_purchased": 1.0, "steam_low_pressure": 3.763}
"""GJ per unit; 0.11 t CO₂ each."""
SCALES = {"wan_kwh": 1e4, "wan_m3": 1e4, "kg": 1e-3, None: 1.0}
GRID = {"anhui_2023": 0.6553, "national_residual_2023": 0.6096}
COAL_FOR_A_KWH = 0.305e-3
LIMITS = {
    "lim.cu_rod_upcast": (45, 52), "lim.cu_tube": (190, 200), "lim.al_profile": (135, 160), "lim.al_building": (100, 125),
    "lim.al_anodise": (115, 125),
}  # fmt: skip
LEADS = ((10_000, 4.31), (5000, 11.9), (3000, 7.93), (0, 33.03))
"""Renewable share of full marks from a yearly energy consumption on."""
PROVED = {"proved": 1.0, "partial": 0.5, "none": 0.0}


def answers_of(file: Data) -> Data:
    """Return what counts of each answer: the assessor's finding before the firm's own."""
    entries = file["forms"]["green_factory"]["answers"]
    found = {}
    for name, entry in entries.items():
        shown = entry.get("verified", entry)
        if "value" in shown:
            found[name] = shown["value"]
    return found


def net(row: Data) -> float:
    """Return what was consumed in the base unit."""
    used = row.get("consumption")
    if used is None:
        used = row["purchase"] + row.get("opening", 0) - row.get("closing", 0)
    return float((used - row.get("transferred_out", 0)) * SCALES[row.get("amount_unit")])


def tce(row: Data) -> float:
    """Return a row in tce."""
    if row["kind"] == "steam_enthalpy":
        return net(row) * float(row["enthalpy_kj"] - 83.74) / 1000 * 0.03412
    return net(row) * TCE[row["kind"]]


def co2(row: Data, grid: float) -> float:
    """Return t CO₂ of a row, location-based."""
    kind = row["kind"]
    if kind == "electricity_grid":
        return net(row) * grid / 1000
    if kind == "steam_enthalpy":
        return net(row) * float(row["enthalpy_kj"] - 83.74) / 1000 * 0.11
    if kind in HEAT:
        return net(row) * HEAT[kind] * 0.11
    heat, carbon, oxidised = FUELS.get(kind, (0.0, 0.0, 0.0))
    return net(row) * heat * carbon * oxidised * 44 / 12


def figures(a: Data) -> Data:
    """Return the figures of a year."""
    rows, grid = a["gf.energy"], GRID[a["gf.grid_factor"]]
    bought = sum(net(row) for row in rows if row["kind"] == "electricity_grid")
    own = [row for row in rows if row["kind"] == "electricity_pv_self"]
    energy, process = sum(map(tce, rows)), a["gf.process_co2"]
    carbon = sum(co2(row, grid) for row in rows) + process
    covered = min(a["gf.green_power_kwh"] + a["gf.green_certificate_kwh"], bought)
    rest = GRID[a["gf.market_grid"]] if "gf.market_grid" in a else grid
    water = [row for row in a["gf.water"] if row["source"] != "unconventional"]
    taken = sum(row["withdrawal"] - row.get("transferred_out", 0) for row in water)
    reused = sum(row["recycled"] + row["reuse"] for row in a["gf.water"])
    general = [row for row in a["gf.solid_waste"] if row["category"] == "general"]
    made = sum(row["generated"] for row in general)
    output, year = a["gf.output_value"], a["gf.year"]
    projects = [row for row in a["gf.upgrades"] if year - 2 <= row["year"] <= year]
    invested = sum(row["investment"] for row in projects)
    area = a["gf.land.total"]
    return {
        "energy_tce": energy,
        "energy_tce_equivalent": energy + bought * (COAL_FOR_A_KWH - TCE["electricity_grid"]),
        "co2_t": carbon,
        "market_co2_t": carbon - bought * grid / 1000 + (bought - covered) * rest / 1000,
        "renewable_tce": sum(map(tce, own))
        + (a["gf.green_power_kwh"] + a["gf.green_certificate_kwh"]) * 0.1229e-3,
        "energy_per_output": energy * 1000 / output,
        "co2_per_output": carbon * 1000 / output,
        "water_withdrawal": taken,
        "water_reuse_rate": reused / (taken + reused) * 100,
        "water_per_output": taken / output,
        "waste_utilisation": sum(row["utilised"] for row in general)
        / (made + sum(row["prior_utilised"] for row in general))
        * 100,
        "upgrade_projects": len(projects) / 3,
        "upgrade_share": invested / (output + a["gf.output_prior1"] + a["gf.output_prior2"]) * 100,
        "footprint_share": a["gf.footprint.done"] / a["gf.footprint.total"] * 100,
        "land_productivity": output / area,
        "building_coefficient": (a["gf.land.building"] + a["gf.land.structure"] + a["gf.land.yard"])
        / area
        * 100,
        "plot_ratio": a["gf.land.floor_area"] / area,
    }


def on_line(value: float, base: float | None, lead: float | None) -> float | None:
    """Return the share of the way from base to lead, None without both."""
    if base is None or lead is None:
        return None
    return min(1.0, max(0.0, (value - base) / (lead - base)))


def energy_points(a: Data, found: Data) -> float | None:
    """Return the share of the points of energy intensity: by limits where there are, else by value."""
    if not a["gf.limit.has"]:
        return on_line(
            found["energy_per_output"], a.get("gf.bench.energy_base"), a.get("gf.bench.energy_lead")
        )
    rows = sorted((row for row in a["gf.products"] if row["has_limit"]), key=lambda row: -row["tce"])[:3]
    used = sum(row["tce"] for row in rows)
    best = sum(row["output"] * LIMITS[row["limit"]][0] / 1000 for row in rows)
    worst = sum(row["output"] * LIMITS[row["limit"]][1] / 1000 for row in rows)
    return on_line(used, worst, best)


def margin(a: Data, medium: str) -> float | None:
    """Return by how many per cent the worst pollutant stays under its limit."""
    rows = [row for row in a.get("gf.pollutants", ()) if row["medium"] == medium]
    return min(((row["limit"] - row["mean"]) / row["limit"] * 100 for row in rows), default=None)


def pollutant_points(a: Data) -> float | None:
    """Return the share of the points of pollutants: both halves, or the one medium that has limits twice."""
    water, air = margin(a, "water"), margin(a, "air")
    halves = [
        on_line(water, 0, 75) if water is not None else None,
        on_line(air, 80, 86.1) if air is not None else None,
    ]
    told = [half for half in halves if half is not None]
    return sum(told) / len(told) if told else None


def indicators(a: Data) -> dict[str, float | None]:
    """Return the points of the fourteen indicators, None where there is nothing to compare with."""
    f = figures(a)
    lead = next(lead for bound, lead in LEADS if f["energy_tce"] >= bound)
    functions = len(a.get("gf.platform.functions", ()))
    in_use = sum(row["in_use"] for row in a["gf.equipment"])
    count, share = on_line(f["upgrade_projects"], 3.6, 3.67), on_line(f["upgrade_share"], 0.5, 0.57)
    land = [
        (0.5, on_line(f["land_productivity"], 1, 1.2)),
        (0.25, on_line(f["building_coefficient"], 40, 51)),
        (0.25, on_line(f["plot_ratio"], 0.5, 1.12)),
    ]
    shares: dict[str, tuple[float, float | None]] = {
        "energy": (8, energy_points(a, f)),
        "carbon": (8, on_line(f["co2_per_output"], a.get("gf.bench.co2_base"), a.get("gf.bench.co2_lead"))),
        "renewable": (8, on_line(f["renewable_tce"] / f["energy_tce"] * 100, 0, lead)),
        "platform": (6, on_line(functions if a["gf.platform.has"] else 0, 0, 6)),
        "material": (8, (PROVED[a["gf.material.reduce"]] + PROVED[a["gf.material.recycled"]]) / 2),
        "water": (
            8,
            on_line(f["water_per_output"], a.get("gf.bench.water_base"), a.get("gf.bench.water_lead")),
        ),
        "reuse": (8, on_line(f["water_reuse_rate"], 80, 92.22)),
        "waste": (6, on_line(f["waste_utilisation"], 80, 100)),
        "equipment": (6, on_line(in_use, 3, 5)),
        "upgrade": (4, ((count or 0) + (share or 0)) / 2),
        "pollutant": (6, pollutant_points(a)),
        "design": (8, PROVED[a["gf.design.case"]]),
        "footprint": (8, on_line(f["footprint_share"], 80, 100)),
        "land": (8, sum(part * (points or 0) for part, points in land)),
    }
    return {name: None if reached is None else weight * reached for name, (weight, reached) in shares.items()}


def total(points: dict[str, float | None]) -> float:
    """Return the score out of 100; what could not be compared leaves the weighting."""
    weights = {"platform": 6, "waste": 6, "equipment": 6, "upgrade": 4, "pollutant": 6}
    counted = {name: value for name, value in points.items() if value is not None}
    return 100 * sum(counted.values()) / sum(weights.get(name, 8) for name in counted)
