"""How someone without this program would score the smart-factory form: from `forms show --json` and an answers file.

Plain JSON in, numbers out; nothing of the product is imported here, and nothing may be.
"""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]


def worth(entry: Data | None) -> float | None:
    """0 to 1; None leaves the mean."""
    if entry is None:
        return 0.0
    if entry.get("verified"):
        return float(entry["verified"]["value"])
    return None if "not_applicable" in entry else float(entry.get("value", 0.0))


def mean(pairs: list[tuple[float, float | None]]) -> float | None:
    kept = [(weight, value) for weight, value in pairs if value is not None]
    total = sum(weight for weight, _ in kept)
    return sum(weight * value for weight, value in kept) / total if total else None


def score(form: Data, file: Data) -> Data:
    """Return levels, score, level and the level scores of every node."""
    rules, entry = form["scoring"], file["forms"][form["id"]]
    kind = file["enterprise"].get("manufacturing_type")
    kind = kind if kind in rules["weight_sets"] else rules["default_weight_set"]
    weights, out = rules["weight_sets"][kind], set(rules["excluded"][kind])
    for name in entry.get("tailored_out", {}):
        out |= {
            node["id"]
            for node in form["nodes"]
            if node["tailorable"] and name in (node["id"], node["id"].split(".")[-1])
        }
    out |= {node["id"] for node in form["nodes"] if any(node["id"].startswith(f"{above}.") for above in out)}
    children: dict[str | None, list[str]] = {}
    for node in form["nodes"]:
        children.setdefault(node["parent"], []).append(node["id"])

    def at(node: str | None, level: int) -> float | None:
        if node in out:
            return None
        below = children.get(node)
        if below:
            return mean([(weights.get(child, 0.0), at(child, level)) for child in below])
        items = [item for item in form["items"] if item["node"] == node and item["level"] == level]
        return mean([(item["weight"], worth(entry["answers"].get(item["id"]))) for item in items])

    levels = [at(None, level["level"]) for level in rules["levels"]]
    met = 0
    while met < len(levels) and (levels[met] or 0.0) >= rules["met_at"] - 1e-9:
        met += 1
    first_open = levels[met] if met < len(levels) else 0.0
    return {
        "levels": levels,
        "level": met,
        "score": met + (first_open or 0.0),
        "nodes": {
            node["id"]: {str(level["level"]): at(node["id"], level["level"]) for level in rules["levels"]}
            for node in form["nodes"]
        },
    }  # fmt: skip
