"""Checked pack data to domain packs, and the choices that forms draw from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from anhui_assess.content import catalogue_builder, policy_builder
from anhui_assess.content.factor_builder import energy_factors, limits_of
from anhui_assess.content.form_builder import ChoiceSource, expression
from anhui_assess.domain.catalog import PINNED_CHOICES
from anhui_assess.domain.limits import Limits
from anhui_assess.domain.packs import (
    ApplicationWindow,
    Benchmark,
    Closes,
    Condition,
    CrossCheck,
    Figure,
    GlossaryTerm,
    IndicatorRecord,
    Industry,
    Instrument,
    Measure,
    PackInfo,
    Packs,
    Qualification,
    ReferenceLine,
    Region,
    Support,
    Task,
)
from anhui_assess.domain.policy import Effect, Illustration, Programme
from anhui_assess.domain.quantities import EnergyFactors

Plain = Mapping[str, Any]

_LAST = 99
"""Where a pack stands that does not say its place."""


def choice_sources(packs: Sequence[Plain]) -> ChoiceSource:
    """Return what `choices_from` can name: ids and titles; regions and industries are known by their titles.

    Of several factor packs, or packs of limits, the last one alone is drawn from.
    """
    sources: dict[str, list[dict[str, Any]]] = {}
    for pack in packs:
        for name, choice in _choices(pack):
            sources.setdefault(name, []).append(choice)
        built = (
            energy_factors(pack) if "energy_kinds" in pack else limits_of(pack) if "limits" in pack else None
        )
        for name in PINNED_CHOICES:
            found = built.choices(name) if built else None
            if built is not None and found is not None:
                also = built.also(name)
                sources[name] = [
                    _named(choice_id, title, also.get(choice_id, ())) for choice_id, title in found
                ]
    return sources


def _named(choice_id: str, title: str, also: Sequence[str]) -> dict[str, Any]:
    choice: dict[str, Any] = {"id": choice_id, "title": title}
    return choice | {"also": list(also)} if also else choice


def _choices(pack: Plain) -> Iterator[tuple[str, dict[str, Any]]]:
    for city in pack.get("cities") or ():
        yield "cities", {"id": city["title"], "title": city["title"]}
        for county in city["counties"]:
            yield "counties", {"id": county["title"], "title": county["title"], "group": city["title"]}
    simple: Sequence[tuple[str, str, str, Callable[[Plain], str]]] = (
        ("industries", "industries", "id", lambda entry: entry["title"]),
        ("divisions", "divisions", "code", lambda entry: f"{entry['code']} {entry['title']}"),
        ("sizes", "sizes", "id", lambda entry: entry["title"]),
    )
    for name, key, id_key, title in simple:
        for entry in pack.get(key) or ():
            yield name, {"id": entry[id_key], "title": title(entry)}


def build_packs(sources: Sequence[Plain]) -> Packs:
    """Build all packs; of two entries with one id the later file's wins, so that a newer pack can be dropped in."""
    infos: list[PackInfo] = []
    regions: list[Region] = []
    divisions: dict[str, str] = {}
    industries: dict[str, Industry] = {}
    tasks: dict[int, Task] = {}
    names: dict[str, str] = {}
    instruments: dict[str, Instrument] = {}
    supports: dict[str, Support] = {}
    benchmarks: dict[str, Benchmark] = {}
    lines: list[ReferenceLine] = []
    energy: EnergyFactors | None = None
    limits: Limits | None = None
    figures: dict[str, Figure] = {}
    measures: dict[str, Measure] = {}
    qualifications: dict[str, Qualification] = {}
    cross_checks: dict[str, CrossCheck] = {}
    glossary: dict[str, GlossaryTerm] = {}
    records: list[IndicatorRecord] = []
    illustrations: list[Illustration] = []
    programmes: dict[int, Programme] = {}
    for pack in sources:
        infos.append(_info(pack))
        regions.extend(_region(city) for city in pack.get("cities") or ())
        divisions.update({entry["code"]: entry["title"] for entry in pack.get("divisions") or ()})
        industries.update({entry["id"]: _industry(entry, pack) for entry in pack.get("industries") or ()})
        tasks.update({entry["number"]: _task(entry) for entry in pack.get("tasks") or ()})
        names.update(
            {entry["original"]: entry["today"] for entry in pack.get("names") or () if entry.get("today")}
        )
        instruments.update({entry["id"]: _instrument(entry) for entry in pack.get("instruments") or ()})
        supports.update({entry["id"]: _support(entry, pack) for entry in pack.get("current") or ()})
        benchmarks.update({entry["id"]: _benchmark(entry, pack) for entry in pack.get("indicators") or ()})
        lines.extend(_line(entry, pack) for entry in pack.get("reference_lines") or ())
        figures.update({entry["id"]: _figure(entry) for entry in pack.get("figures") or ()})
        measures.update({entry["id"]: _measure(entry, pack) for entry in pack.get("measures") or ()})
        cross_checks.update({entry["id"]: _cross_check(entry) for entry in pack.get("checks") or ()})
        glossary.update({entry["term"]: _term(entry, pack) for entry in pack.get("terms") or ()})
        records.extend(_records(pack))
        illustrations.extend(policy_builder.illustrations(pack))
        programmes.update({entry.number: entry for entry in policy_builder.programmes(pack)})
        if "energy_kinds" in pack:
            energy = energy_factors(pack)
        if "limits" in pack:
            limits = limits_of(pack)
    for pack in sorted(sources, key=lambda found: found.get("place", _LAST)):
        qualifications.update(
            {entry["id"]: _qualification(entry, pack) for entry in pack.get("qualifications") or ()}
        )
    return Packs(
        infos=tuple(infos),
        regions=tuple(regions),
        divisions=divisions,
        industries=industries,
        tasks=tasks,
        department_names=names,
        instruments=instruments,
        supports=tuple(supports.values()),
        benchmarks=tuple(benchmarks.values()),
        reference_lines=tuple(lines),
        energy=energy,
        limits=limits,
        figures=figures,
        measures=measures,
        qualifications=qualifications,
        cross_checks=tuple(cross_checks.values()),
        illustrations=tuple(illustrations),
        programmes=programmes,
        glossary=tuple(glossary.values()),
        records=tuple(records),
        source=tuple(sources),
        critical_items=tuple(
            {entry.id: entry for pack in sources for entry in catalogue_builder.critical_items(pack)}.values()
        ),
        what_ifs=tuple(
            {entry.id: entry for pack in sources for entry in catalogue_builder.what_ifs(pack)}.values()
        ),
        chokepoints=tuple(
            {entry.id: entry for pack in sources for entry in catalogue_builder.chokepoints(pack)}.values()
        ),
        readiness={entry.id: entry for pack in sources for entry in catalogue_builder.readiness(pack)},
    )


def _info(pack: Plain) -> PackInfo:
    return PackInfo(
        pack["id"],
        pack["title"],
        pack["edition"],
        pack.get("source") or "",
        pack.get("issued") or "",
        pack.get("status") or "",
    )


def _inherited(entry: Plain, pack: Plain, key: str) -> str:
    return entry.get(key) or pack.get(key) or ""


def _region(city: Plain) -> Region:
    return Region(
        city["code"],
        city["title"],
        tuple(Region(county["code"], county["title"]) for county in city["counties"]),
    )


def _industry(entry: Plain, pack: Plain) -> Industry:
    return Industry(
        id=entry["id"],
        group=entry["group"],
        focus="；".join(entry["focus"]),
        path=entry["path"].strip().replace("。 ", "。"),
        divisions=tuple(entry["divisions"]),
        sub_fields=tuple(entry["sub_fields"]),
        section=entry["section"],
        status=_inherited(entry, pack, "status"),
        wants=policy_builder.wants(entry),
    )


def _task(entry: Plain) -> Task:
    return Task(entry["number"], entry["title"], entry["section"], tuple(entry["lead"]), tuple(entry["join"]))


def _instrument(entry: Plain) -> Instrument:
    note = "".join(part for part in (entry.get("note"), entry.get("caution")) if part)
    return Instrument(entry["id"], entry["title"], entry["section"], entry["what"], note)


def _support(entry: Plain, pack: Plain) -> Support:
    return Support(
        id=entry["id"],
        title=entry["title"],
        level=entry["level"],
        what=entry["what"],
        amount=entry.get("amount") or "",
        document=entry.get("document") or "",
        valid_from=entry.get("valid_from") or "",
        valid_to=entry.get("valid_to") or "",
        checked_on=entry["checked_on"],
        status=_inherited(entry, pack, "status"),
        instruments=tuple(entry.get("instruments") or ()),
        cities=tuple(entry.get("cities") or ()),
        industries=tuple(entry.get("industries") or ()),
    )


def _benchmark(entry: Plain, pack: Plain) -> Benchmark:
    bounds = entry.get("bound") or {}
    return Benchmark(
        id=entry["id"],
        group=entry["group"],
        title=entry["title"],
        unit=entry["unit"],
        direction=entry["direction"],
        kind=entry["kind"],
        values={
            int(year): None if value is None else float(value) for year, value in entry["values"].items()
        },
        lower_bound=tuple(int(year) for year, side in bounds.items() if side == "lower"),
        note=entry.get("note") or "",
        firm_formula=expression(entry.get("firm_formula")),
        section=entry["section"],
        status=_inherited(entry, pack, "status"),
        compare=entry.get("compare") or "number",
        periods={int(year): text for year, text in (entry.get("periods") or {}).items()},
        reading=entry.get("reading") or "",
        base_year=entry.get("base_year"),
        firm_base_year=expression(entry.get("firm_base_year")),
    )


def _line(entry: Plain, pack: Plain) -> ReferenceLine:
    return ReferenceLine(
        benchmark=entry.get("indicator") or "",
        title=entry["title"],
        value=float(entry["value"]),
        unit=entry.get("unit") or "",
        year=entry["year"],
        region=entry.get("region") or "",
        source=_inherited(entry, pack, "source"),
        status=_inherited(entry, pack, "status"),
        note=entry.get("note") or "",
        kind=entry.get("kind") or "",
        firm=expression(entry.get("firm")),
        divisions=tuple(entry.get("divisions") or ()),
    )


def _figure(entry: Plain) -> Figure:
    return Figure(entry["id"], entry["title"], entry["unit"], entry["definition"])


def _closes(entry: Plain) -> list[Closes]:
    to = float(entry.get("to", 1.0))
    if "items" in entry or "item" in entry:
        items = entry.get("items") or [entry["item"]]
        return [Closes(entry["form"], item=item, to=to) for item in items]
    return [Closes(entry["form"], node=entry["node"], levels=tuple(entry.get("levels") or ()), to=to)]


def _measure(entry: Plain, pack: Plain) -> Measure:
    closes = [found for close in entry["closes"] for found in _closes(close)]
    payback = entry.get("payback_years")
    return Measure(
        id=entry["id"],
        title=entry["title"],
        why=entry["why"],
        closes=tuple(closes),
        steps=tuple(entry["steps"]),
        prerequisites=tuple(entry.get("prerequisites") or ()),
        ready_when=expression(entry.get("ready_when")),
        ready_words=entry.get("ready_words") or "",
        excludes=tuple(entry.get("excludes") or ()),
        needs=entry["needs"],
        months=(float(entry["months"][0]), float(entry["months"][1])),
        investment={
            size: None if found is None else (float(found[0]), float(found[1]))
            for size, found in entry["investment"].items()
        },
        benefit=entry["benefit"],
        running_cost=entry.get("running_cost") or "",
        instruments=tuple(entry.get("instruments") or ()),
        task=entry["task"],
        evidence=tuple(entry["evidence"]),
        source=_inherited(entry, pack, "source"),
        status=_inherited(entry, pack, "status"),
        payback=None if payback is None else (float(payback[0]), float(payback[1])),
        demands=tuple(entry.get("demands") or ()),
        effects=tuple(_effect(found) for found in entry.get("effects") or ()),
    )


def _effect(entry: Plain) -> Effect:
    low, high = entry["range"]
    return Effect(
        entry["figure"], entry["direction"], float(low), float(high), entry["unit"], entry.get("scope") or ""
    )


def _qualification(entry: Plain, pack: Plain) -> Qualification:
    return Qualification(
        id=entry["id"],
        title=entry["title"],
        level=entry.get("level") or "",
        document=entry["document"],
        date=entry.get("date") or "",
        note=entry.get("note") or "",
        group=pack["title"],
        conditions=tuple(
            Condition(
                found["id"],
                found["title"],
                expression(found.get("rule")),
                found.get("ask") or "",
                found.get("unmet") or "",
                _inherited(found, pack, "status"),
                _inherited(found, pack, "source"),
                found.get("hard", True),
            )
            for found in entry["conditions"]
        ),
        when=expression(entry.get("when")),
        window=_window(entry.get("window")),
    )


def _window(entry: Plain | None) -> ApplicationWindow | None:
    return None if entry is None else ApplicationWindow(**entry)


def _cross_check(entry: Plain) -> CrossCheck:
    rule = expression(entry["rule"])
    assert rule is not None  # noqa: S101 - required by the spec
    return CrossCheck(
        entry["id"],
        entry["title"],
        rule,
        entry["text"],
        tuple(entry.get("items") or ()),
        entry.get("kind") or "inconsistency",
    )


def _records(pack: Plain) -> Iterator[IndicatorRecord]:
    for indicator in pack.get("records") or ():
        for entry in indicator["entries"]:
            yield IndicatorRecord(
                indicator["form"],
                indicator["indicator"],
                entry.get("number") or "",
                entry["title"],
                entry["take"],
                entry["keeper"],
                _inherited(entry, pack, "status"),
            )


def _term(entry: Plain, pack: Plain) -> GlossaryTerm:
    return GlossaryTerm(
        entry["term"], entry["meaning"], _inherited(entry, pack, "source"), _inherited(entry, pack, "status")
    )
