"""What a report carries about itself: forms and packs it rests on, and how it was composed, so that it can be made again.

`forms.json` and `packs.json` hold the very data the forms and packs were built from; `report.json` the date, sections,
evidence records and versions. Equal content gives equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from anhui_assess.domain.catalog import Catalog
from anhui_assess.domain.errors import InputRefusedError
from anhui_assess.domain.problems import Problem
from anhui_assess.exchange import strict_json
from anhui_assess.services.earlier import Earlier, earlier_data, earlier_from
from anhui_assess.services.plan_request import request_data, request_from
from anhui_assess.services.ports import EvidenceRecord
from anhui_assess.services.reporting import ReportHeading, ReportInput
from anhui_assess.services.verifying import Carried, CarriedPlan

FORMS_SCHEMA = "anhui-assess/report-forms/1"
PACKS_SCHEMA = "anhui-assess/report-packs/1"
REPORT_SCHEMA = "anhui-assess/report/1"
ANSWERS, RESULT, FORMS, PACKS, REPORT = (
    "answers.json",
    "result.json",
    "forms.json",
    "packs.json",
    "report.json",
)
DATA = (ANSWERS, RESULT, FORMS, PACKS)
"""The attachments that the fingerprint speaks of."""
_EVIDENCE = {"sha256": str, "name": str, "size": int, "media_type": str, "added_at": str}


def content_attachments(catalog: Catalog) -> Mapping[str, bytes]:
    """Return the forms and packs of a catalogue as attachments."""
    return dict(_content(_ByContent(catalog)))


class _ByContent:
    """A catalogue that equals another of the same forms and packs; the packs are compared by identity."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._key = (tuple(form.fingerprint for form in catalog.forms.values()), id(catalog.packs))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByContent) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=4)
def _content(content: _ByContent) -> Mapping[str, bytes]:
    catalog = content.catalog
    forms = [form.source for form in catalog.forms.values()]
    return {
        FORMS: _compact({"schema": FORMS_SCHEMA, "forms": forms}),
        PACKS: _compact({"schema": PACKS_SCHEMA, "packs": list(catalog.packs.source)}),
    }


def report_bytes(source: ReportInput) -> bytes:
    """Return how a report is composed: all that is printed and stands in no other attachment."""
    return _compact(
        {
            "schema": REPORT_SCHEMA,
            "program": source.program_version,
            "fingerprint": source.fingerprint,
            "title": source.title,
            "date": source.date,
            "assessor": source.assessor,
            "report_date": source.report_date,
            "sections": list(source.sections),
            "history_head": source.history_head,
            "plan": _plan(source),
            "earlier": earlier_data(source.earlier),
            "evidence": [asdict(record) for _, record in sorted(source.evidence.items())],
        }
    )


def _plan(source: ReportInput) -> dict[str, Any] | None:
    proof = source.plan.proof
    return None if proof is None else {"method": proof.method, "request": request_data(proof.request)}


def parse_content(forms: bytes, packs: bytes) -> tuple[Sequence[Any], Sequence[Any]]:
    """Return the plain data of forms and packs that travelled with a report; raises InputRefusedError."""
    return _entries(forms, FORMS, FORMS_SCHEMA, "forms"), _entries(packs, PACKS, PACKS_SCHEMA, "packs")


def _entries(raw: bytes, name: str, schema: str, key: str) -> Sequence[Any]:
    data = strict_json.loads(raw, name)
    entries = data.get(key) if isinstance(data, dict) and data.get("schema") == schema else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _refused(name, f"不是 {schema} 格式。")
    return entries


def parse_report(raw: bytes) -> Carried:
    """Return how a report says it was composed; raises InputRefusedError."""
    data = strict_json.loads(raw, REPORT)
    texts = ("program", "fingerprint", "title", "date", "assessor", "report_date", "history_head")
    if not isinstance(data, dict) or data.get("schema") != REPORT_SCHEMA:
        raise _refused(REPORT, f"不是 {REPORT_SCHEMA} 格式。")
    sections = data.get("sections")
    if (
        not all(isinstance(data.get(key), str) for key in texts)
        or not isinstance(sections, list)
        or not all(isinstance(entry, str) for entry in sections)
    ):
        raise _refused(REPORT, "编制信息不完整。")
    heading = ReportHeading(
        data["title"],
        data["date"],
        data["assessor"],
        data["report_date"],
        tuple(sections),
        _earlier(data.get("earlier")),
    )
    return Carried(
        program_version=data["program"],
        fingerprint=data["fingerprint"],
        heading=heading,
        history_head=data["history_head"],
        evidence={record.sha256: record for record in map(_evidence, _list(data.get("evidence")))},
        plan=_carried_plan(data.get("plan")),
    )


def _earlier(raw: Any) -> Earlier | None:
    try:
        return earlier_from(raw)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _refused(REPORT, "上次评估的数据读不出。") from error


def _carried_plan(raw: Any) -> CarriedPlan | None:
    if raw is None:
        return None
    try:
        return CarriedPlan(str(raw["method"]), request_from(raw["request"]))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _refused(REPORT, "方案的要求读不出。") from error


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _refused(REPORT, "证据目录不是列表。")
    return value


def _evidence(entry: Any) -> EvidenceRecord:
    if not isinstance(entry, dict) or any(
        not isinstance(entry.get(key), kind) for key, kind in _EVIDENCE.items()
    ):
        raise _refused(REPORT, "证据目录有一条不完整。")
    return EvidenceRecord(**{key: entry[key] for key in _EVIDENCE})


def _refused(name: str, message: str) -> InputRefusedError:
    return InputRefusedError([Problem(name, message)], "附件读不出：")


def _compact(data: Any) -> bytes:
    """Return JSON without spaces; keys stay in their order, which is the order of choices and anchors."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
