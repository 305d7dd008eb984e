"""What is worth a second look in a row of an energy table. A remark warns, it never blocks and changes no figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from anhui_assess.domain.energy_table import EnergyLine, EnergyRowError, energy_line, figure, row_fault
from anhui_assess.domain.quantities import EnergyFactors, EnergyKind, GridFactor

_BALANCE = 0.01
"""Share of the consumption by which purchase and stock may differ from it."""
_SLIPS = (1000.0, 10000.0)
_NEAR_SLIP = 0.1
_LOW_HEAT, _HIGH_HEAT = 0.5, 1.5
_KJ_PER_KCAL = 4.1868
_NEAR_KCAL = 0.12
_STEAM = (2500.0, 3700.0)
_HOT_WATER = (30.0, 180.0)


def remarks(row: Mapping[str, Any], factors: EnergyFactors, grid: GridFactor) -> tuple[str, ...]:
    """Return the remarks on one row, the reason why it cannot be calculated first."""
    fault = row_fault(row, factors, grid)
    if fault:
        return (fault,)
    try:
        line = energy_line(row, factors, grid)
    except EnergyRowError:  # pragma: no cover - row_fault has told
        return ()
    if line is None:
        return ()
    kind = factors.kinds[line.kind]
    return (*_stock(line, row), *_balance(line), *_state(row, kind), *_heat(row, kind))


def _stock(line: EnergyLine, row: Mapping[str, Any]) -> Iterator[str]:
    change = line.stock_change
    if change is not None and change < 0:
        yield f"期末比期初多 {-change:,.6g} {line.unit}：库存增加，这部分不算当年消费。"
    elif change:
        yield f"动用库存 {change:,.6g} {line.unit}，已算进当年消费。"
    if line.from_balance:
        yield "消费量空着，按“购进＋期初－期末”算出。"
    if line.from_balance and _drawn(row) < 0:
        yield "期末库存比购进加期初还多，算出的消费量是负数，请核对。"
    elif line.net < 0:
        yield f"转供比消费还多，净消费量成了 {line.net:,.6g} {line.unit}，请核对。"


def _drawn(row: Mapping[str, Any]) -> float:
    purchase, opening, closing = (figure(row, name) or 0.0 for name in ("purchase", "opening", "closing"))
    return purchase + opening - closing


def _balance(line: EnergyLine) -> Iterator[str]:
    if line.balance is None or line.from_balance:
        return
    largest = max(abs(line.balance), abs(line.net))
    if largest == 0 or abs(line.balance - line.net) <= _BALANCE * largest:
        return
    words = f"购进加库存变化减转供是 {line.balance:,.6g} {line.unit}，净消费量是 {line.net:,.6g} {line.unit}"
    if line.balance > 0 and line.net > 0:
        ratio = largest / min(line.balance, line.net)
        slip = next((found for found in _SLIPS if abs(ratio / found - 1) <= _NEAR_SLIP), None)
        if slip is not None:
            yield f"{words}，正好差约 {slip:,.0f} 倍，像是有一格填错了单位。"
            return
    yield f"{words}，相差 {abs(line.balance - line.net) / largest:.1%}，请核对损耗和计量。"


def _heat(row: Mapping[str, Any], kind: EnergyKind) -> Iterator[str]:
    measured = figure(row, "measured_kj")
    if measured is None:
        return
    if kind.calorific is None:
        yield f"{kind.title}不按热值折算，填的实测热值没有用。"
        return
    if measured <= 0:
        yield f"实测热值填的是 {measured:,.6g}，不大于 0，没有采用，按参考系数折算。"
        return
    ratio = measured / kind.calorific
    if _LOW_HEAT <= ratio <= _HIGH_HEAT:
        return
    listed = f"参考值 {kind.calorific:,.0f} {kind.calorific_unit}"
    if abs(ratio * _KJ_PER_KCAL - 1) <= _NEAR_KCAL:
        yield f"实测热值 {measured:,.6g} 与{listed}差约 4.19 倍，像是按千卡填的，请换成千焦。"
    elif abs(ratio * 1000 - 1) <= 1 - _LOW_HEAT:
        yield f"实测热值 {measured:,.6g} 与{listed}差约 1,000 倍，像是按兆焦填的，请换成千焦。"
    else:
        yield f"实测热值 {measured:,.6g} 与{listed}相差太大，请核对化验单。"


def _state(row: Mapping[str, Any], kind: EnergyKind) -> Iterator[str]:
    for heat_from, column, (low, high), words in (
        ("enthalpy", "enthalpy_kj", _STEAM, "蒸汽焓值一般在 2,500 到 3,700 kJ/kg 之间"),
        ("temperature", "temperature_c", _HOT_WATER, "热水温度一般在 30 到 180 ℃ 之间"),
    ):
        value = figure(row, column)
        if kind.heat_from == heat_from and value is not None and not low <= value <= high:
            yield f"{words}，现在填的是 {value:,.6g}，请核对。"
