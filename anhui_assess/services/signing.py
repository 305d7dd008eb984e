"""Digital signatures of reports: what one says, in words, and what the use cases need from the adapter that makes and reads them.

What is meant is an ordinary X.509 signature made with the firm's own certificate file and its password: no qualified seal,
no 国密 algorithm, no time-stamp authority, since the program works offline.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

NOT_INSTALLED = (
    "没有安装签名组件，报告没有签名。从源码安装时，在程序的环境里运行 pip install pyhanko（即安装选项 signing）后再试；"
    "不签名的报告照常可以生成。"
)
NOT_CHECKED = (
    "文件带有数字签名，但没有安装签名组件，没有检验签名本身。要检验它，请安装 pyhanko（安装选项 signing）后再核对，"
    "或用常见的 PDF 阅读软件打开查看。"
)
WHAT_IT_IS = (
    "这是用企业自己的证书文件（.p12/.pfx）和密码做的普通数字签名，能证明签名以后文件没有被改动；"
    "它不是国密电子印章，也不是经认证的可靠电子签名，没有第三方时间戳，不能代替盖章。"
)


class Coverage(StrEnum):
    """What of the file a signature speaks for."""

    WHOLE = "whole"
    EARLIER = "earlier"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature found in a file.

    Attributes:
        signer, issuer: names in the certificate; both empty when it cannot be read.
        self_issued: whether the certificate vouches for itself.
        genuine: whether what it covers is as it was when it was signed.
        covers: the whole file, an earlier state that something was added to, or neither.
        claimed_at: local time of signing as the signing machine's clock said, empty when not told.
        valid_from, valid_to: ISO dates of the certificate.
        trouble: why the signature could not be read.
    """

    signer: str = ""
    issuer: str = ""
    self_issued: bool = False
    genuine: bool = False
    covers: Coverage = Coverage.UNCLEAR
    claimed_at: str = ""
    valid_from: str = ""
    valid_to: str = ""
    trouble: str = ""


SignatureReader = Callable[[bytes], tuple[Signature, ...]]
"""Reads the signatures of a file, oldest first."""
Signer = Callable[[bytes], bytes]
"""Signs a finished file; raises InputRefusedError or EnvironmentFaultError."""


def signature_words(found: Signature) -> str:
    """Return what a signature says, for someone who knows nothing of certificates."""
    if found.trouble:
        return f"文件带有一个读不懂的数字签名（{found.trouble}），没有检验它。"
    issuer = (
        "证书是签名人自己签发的，没有别的机构证明签名人是谁"
        if found.self_issued
        else f"证书写明由“{found.issuer}”签发，本程序离线，没有核实签发机构是否可信、证书是否已吊销"
    )
    when = f"，签名电脑的时钟为 {found.claimed_at}（没有第三方时间戳）" if found.claimed_at else ""
    return f"数字签名：证书名称“{found.signer}”{when}。{_state(found)}{issuer}；证书有效期 {found.valid_from} 至 {found.valid_to}。"


def _state(found: Signature) -> str:
    if not found.genuine:
        return "签名与文件不符：签名以后文件被改过，或签名是从别处搬来的。"
    if found.covers is Coverage.WHOLE:
        return "签名覆盖整个文件，签名以后没有改动。"
    if found.covers is Coverage.EARLIER:
        return "签名时的内容没有改动，但签名以后文件末尾又追加过内容（例如再次签名或盖章）；追加后的页面和数据以本次核对结果为准。"
    return "签名没有覆盖整个文件，不能说明未覆盖的部分没有改动。"
