"""Certificate files made on the spot, as a firm would have them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

PASSWORD = "证书密码 7"
FIRM = "甲机械厂"


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def certificate_file(target: Path, *, issuer: str = "", days: int = 30, elliptic: bool = False) -> Path:
    """Write a .p12 file: self-issued, or by a named authority; `days` from now it ends."""
    key = ec.generate_private_key(ec.SECP256R1()) if elliptic else rsa.generate_private_key(65537, 2048)
    authority = ec.generate_private_key(ec.SECP256R1()) if issuer else key
    end = dt.datetime.now(dt.UTC) + dt.timedelta(days=days)
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(FIRM))
        .issuer_name(_name(issuer or FIRM))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(end - dt.timedelta(days=60))
        .not_valid_after(end)
        .sign(authority, hashes.SHA256())
    )
    target.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"report", key, made, None, BestAvailableEncryption(PASSWORD.encode())
        )
    )
    return target
