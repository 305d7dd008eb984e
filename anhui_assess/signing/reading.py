"""Reads the signatures of a PDF and says whether what they cover is as it was; nothing is asked of the network."""

from __future__ import annotations

import io
import logging
from typing import Any

from anhui_assess.services.signing import Coverage, Signature

_LONGEST = 120


def read_signatures(data: bytes) -> tuple[Signature, ...]:
    """Return the signatures of a file, oldest first; one that cannot be read says why."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    try:
        found = list(PdfFileReader(io.BytesIO(data), strict=False).embedded_signatures)
    except Exception as error:  # noqa: BLE001 - a file from elsewhere may break the library anywhere
        return (Signature(trouble=_short(error)),)
    return tuple(_one(signature) for signature in found)


def _one(signature: Any) -> Signature:
    try:
        return _read(signature)
    except Exception as error:  # noqa: BLE001 - as above
        return Signature(trouble=_short(error))


def _read(signature: Any) -> Signature:
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    certificate = signature.signer_cert
    signature.compute_integrity_info(skip_diff=True)
    same, valid = validate_sig_integrity(
        signature.signer_info, certificate, "data", signature.compute_digest()
    )
    covers = {
        SignatureCoverageLevel.ENTIRE_FILE: Coverage.WHOLE,
        SignatureCoverageLevel.ENTIRE_REVISION: Coverage.EARLIER,
    }.get(signature.coverage, Coverage.UNCLEAR)
    moment = signature.self_reported_timestamp
    validity = certificate["tbs_certificate"]["validity"]
    return Signature(
        signer=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        self_issued=certificate.subject == certificate.issuer,
        genuine=bool(same and valid),
        covers=covers,
        claimed_at=f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment is not None else "",
        valid_from=validity["not_before"].native.date().isoformat(),
        valid_to=validity["not_after"].native.date().isoformat(),
    )


def _name(name: Any) -> str:
    """Return the common name of a subject, its organisation where there is none."""
    parts = name.native
    for key in ("common_name", "organization_name", "organizational_unit_name"):
        value = parts.get(key)
        if value:
            text = value if isinstance(value, str) else "、".join(map(str, value))
            return "".join(char for char in text if char.isprintable())[:_LONGEST]
    return str(name.human_friendly)[:_LONGEST]


def _short(error: Exception) -> str:
    return f"{type(error).__name__}：{error}"[:_LONGEST]
