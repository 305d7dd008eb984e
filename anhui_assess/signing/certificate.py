"""Signs a finished PDF with the key of a PKCS#12 file, as an addition to the end that leaves every byte before as it is."""

from __future__ import annotations

import importlib.util
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from anhui_assess.domain.errors import EnvironmentFaultError, InputRefusedError
from anhui_assess.domain.problems import Problem
from anhui_assess.services.signing import NOT_INSTALLED, Signer

_FIELD = "AnhuiAssessSignature"
_LARGEST = 1024 * 1024
"""A certificate file has a few kilobytes."""
_REASON = "对本报告签名（企业自备证书，普通数字签名）"


def available() -> bool:
    """Whether pyHanko is installed; nothing is imported to find out."""
    return importlib.util.find_spec("pyhanko") is not None


def load_signer(path: Path, password: str) -> Signer:
    """Open a certificate file and return what signs with it.

    Raises InputRefusedError when the file, its password or its certificate will not do, EnvironmentFaultError when the
    extra is not installed or the file cannot be read.
    """
    if not available():
        raise EnvironmentFaultError(NOT_INSTALLED)
    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except OSError as error:
        raise EnvironmentFaultError(
            f"读不出证书文件“{path}”（{error.strerror or error}），报告没有签名。"
        ) from error
    if len(data) > _LARGEST:
        raise _refused(f"“{path.name}”不是证书文件：太大了。")
    signer = _open(path.name, data, password)
    return lambda content: _sign(content, signer)


def _refused(message: str) -> InputRefusedError:
    return InputRefusedError([Problem("", message)], "报告没有签名，也没有写出：")


def _open(name: str, data: bytes, password: str) -> Any:
    from pyhanko.sign.signers import SimpleSigner

    try:
        signer = SimpleSigner.load_pkcs12_data(data, (), password.encode() or None)
    except Exception as error:  # the library wraps whatever its parsers raise
        raise _refused(
            f"打不开证书文件“{name}”：密码不对，不是 .p12/.pfx 文件，里面没有私钥，或用的是本程序不支持的算法（如国密 SM2）。"
        ) from error
    validity = signer.signing_cert["tbs_certificate"]["validity"]
    now = datetime.now(UTC)
    if not validity["not_before"].native <= now <= validity["not_after"].native:
        first, last = (validity[key].native.date().isoformat() for key in ("not_before", "not_after"))
        raise _refused(f"证书不在有效期内（{first} 至 {last}）。请换一份有效的证书，或核对电脑的日期。")
    return signer


def _sign(content: bytes, signer: Any) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf

    metadata = PdfSignatureMetadata(
        field_name=_FIELD, reason=_REASON, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    try:
        signed = sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content)), metadata, signer)
    except Exception as error:  # keys of kinds that the library knows but cannot sign with
        raise _refused(f"用这份证书签不了名（{str(error)[:80]}）。") from error
    return bytes(signed.getbuffer())
