"""Answers and plain data as JSON text, there and back without a change; canonical JSON and its SHA-256.

An answer is written without its defaults: `{"state": "answered", "value": 0.8}`. Tuples become lists and come back as
tuples; table rows come back as read-only mappings. Whole numbers, decimals and yes/no stay apart. A lone surrogate,
which UTF-8 cannot carry, is written as an escape.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NoReturn

from anhui_assess.domain.answers import UNANSWERED, Answer, AnswerState, Verified

_ANSWER_KEYS = frozenset({"state", "value", "reason", "note", "flagged", "verified", "evidence"})
_VERIFIED_KEYS = frozenset({"value", "reason"})
_SCALARS = frozenset({str, int, float, bool, type(None)})
"""What stands in most cells; passed by without a call, since a long table has thousands."""


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


# Made once: json.dumps and json.loads build a new one for every call with options.
_READABLE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_ASCII = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
_CANONICAL = json.JSONEncoder(allow_nan=False, separators=(",", ":"), sort_keys=True)
_STRICT = json.JSONDecoder(parse_constant=_refuse_constant)


def dumps(plain: object) -> str:
    """Return compact JSON; raises ValueError for NaN and infinity, TypeError for what is not plain data."""
    return _written(_to_plain(plain))


def _written(data: object) -> str:
    text = _READABLE.encode(data)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _ASCII.encode(data)
    return text


def loads(text: str) -> Any:
    """Return the data of a JSON text; raises ValueError for anything that is not strict JSON."""
    try:
        return _STRICT.decode(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def sha256(plain: object) -> str:
    """Return the SHA-256 over the canonical JSON (sorted keys, no spaces, ASCII) of plain data."""
    return hashlib.sha256(_CANONICAL.encode(_to_plain(plain)).encode("ascii")).hexdigest()


def _to_plain(value: object) -> object:
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                # JSON would silently turn the key into text.
                raise TypeError(f"key {key!r} is no text")
        return {key: inner if type(inner) in _SCALARS else _to_plain(inner) for key, inner in value.items()}
    if isinstance(value, (tuple, list)):
        return [inner if type(inner) in _SCALARS else _to_plain(inner) for inner in value]
    return value


def _frozen(plain: object) -> Any:
    if isinstance(plain, dict):
        return MappingProxyType(
            {key: inner if type(inner) in _SCALARS else _frozen(inner) for key, inner in plain.items()}
        )
    if isinstance(plain, list):
        return tuple(inner if type(inner) in _SCALARS else _frozen(inner) for inner in plain)
    return plain


def answer_to_plain(answer: Answer) -> dict[str, Any]:
    """Return the answer as plain data without what is default."""
    plain: dict[str, Any] = {"state": answer.state.value}
    if answer.value is not None:
        plain["value"] = _to_plain(answer.value)
    if answer.reason:
        plain["reason"] = answer.reason
    if answer.note:
        plain["note"] = answer.note
    if answer.flagged:
        plain["flagged"] = True
    if answer.verified is not None:
        plain["verified"] = {"value": _to_plain(answer.verified.value), "reason": answer.verified.reason}
    if answer.evidence:
        plain["evidence"] = list(answer.evidence)
    return plain


def answer_from_plain(plain: object) -> Answer:
    """Return the answer that `answer_to_plain` wrote; raises ValueError for anything else."""
    fields = _mapping(plain, _ANSWER_KEYS)
    evidence = fields.get("evidence", [])
    flagged = fields.get("flagged", False)
    if not isinstance(evidence, list) or not all(isinstance(one, str) for one in evidence):
        raise ValueError("evidence")
    if not isinstance(flagged, bool):
        raise ValueError("flagged")  # noqa: TRY004 - a fault of the data, callers expect one exception
    return Answer(
        state=AnswerState(fields.get("state")),
        value=_frozen(fields.get("value")),
        reason=_text(fields, "reason"),
        note=_text(fields, "note"),
        flagged=flagged,
        verified=_verified(fields["verified"]) if "verified" in fields else None,
        evidence=tuple(evidence),
    )


def _verified(plain: object) -> Verified:
    fields = _mapping(plain, _VERIFIED_KEYS)
    if "value" not in fields:
        raise ValueError("verified")
    return Verified(_frozen(fields["value"]), _text(fields, "reason"))


def _mapping(plain: object, known: frozenset[str]) -> Mapping[str, Any]:
    if not isinstance(plain, dict) or not known.issuperset(plain):
        raise ValueError("not an answer")
    return plain


def _text(fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key, "")
    if not isinstance(value, str):
        raise ValueError(key)  # noqa: TRY004 - a fault of the data, callers expect one exception
    return value


def encode_answer(answer: Answer) -> str:
    """Return the answer as JSON text."""
    return _written(answer_to_plain(answer))


def decode_answer(text: str) -> Answer:
    """Return the answer of a JSON text; raises ValueError when it is none."""
    return answer_from_plain(loads(text))


EMPTY_ANSWER = encode_answer(UNANSWERED)
