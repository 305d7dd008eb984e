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
        "notes": list(found.notes),
        "proves": list(found.proves),
        "proves_not": list(found.proves_not),
    }
