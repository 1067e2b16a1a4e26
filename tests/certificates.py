"""Certificates for servers on this machine, good ones and bad ones."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.clock import SystemClock


@dataclass(frozen=True)
class Certificate:
    """Two PEM files; the certificate signs itself, so it is its own `ca_file` too."""

    cert: Path
    key: Path


def make_certificate(
    folder: Path, *, names: tuple[str, ...] = ("localhost",), expired: bool = False
) -> Certificate:
    """A certificate for `names` and 127.0.0.1 (unless names say otherwise), valid for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    alternatives: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    if "localhost" in names:
        alternatives.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    ends_at = SystemClock().now() + timedelta(days=1)
    if expired:
        ends_at = datetime(2020, 1, 2, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ends_at - timedelta(days=2))
        .not_valid_after(ends_at)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    made = Certificate(folder / f"{names[0]}.pem", folder / f"{names[0]}.key")
    made.cert.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    made.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return made
