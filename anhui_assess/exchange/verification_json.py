"""The outcome of a comparison as outsiders read it (`anhui-assess/verification/1`)."""

from __future__ import annotations

from typing import Any

from anhui_assess.services.verifying import Verification

SCHEMA = "anhui-assess/verification/1"


def verification_data(found: Verification, name: str) -> dict[str, Any]:
    """Return what was found about the file called `name` as plain data."""
    return {
        "schema": SCHEMA,
        "file": name,
        "state": found.state.value,
        "fingerprint": found.fingerprint or None,
        "enterprise": found.enterprise or None,
        "report_date": found.report_date or None,
        "headline": list(found.headline),
        "pages": found.page_count,
        "recomposed": found.recomposed,
        "differences": [
            {
                "code": entry.code,
                "page": entry.page or None,
                "attachment": entry.attachment or None,
                "message": entry.message,
            }
            for entry in found.differences
        ],
        "signatures": [
            {
                "signer": entry.signer or None,
                "issuer": entry.issuer or None,
                "self_issued": entry.self_issued,
                "genuine": entry.genuine,
                "covers": entry.covers.value,
                "claimed_at": entry.claimed_at or None,
                "valid_from": entry.valid_from or None,
                "valid_to": entry.valid_to or None,
                "trouble": entry.trouble or None,
            }
            for entry in found.signatures
        ],
        "notes": list(found.notes),
        "proves": list(found.proves),
        "proves_not": list(found.proves_not),
    }
