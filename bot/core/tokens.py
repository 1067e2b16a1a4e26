"""Signed Message-IDs: how the bot knows its own letters again, and the case they belong to.

A Message-ID is `<CASE.NONCE.MAC@domain>`, all lower case, because some mailers fold case. CASE is
the case number in lower case, or `-` for a letter of no case; NONCE is 80 random bits; MAC is the
first 100 bits of HMAC-SHA-256 over everything before it and the domain. Keys rotate: the first
signs, all verify. Each purpose has a key of its own, by HKDF (RFC 5869).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass

_MAC_LETTERS = 20  # base32: 5 bits each
_SHAPE = re.compile(
    r"<(?P<case>-|[a-z0-9][a-z0-9_-]*)\.(?P<nonce>[a-z2-7]{16})\.(?P<mac>[a-z2-7]{20})"
    r"@(?P<domain>[^@<>\s]+)>"
)


def derive_key(secret: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose, from a signing key (HKDF-SHA-256, RFC 5869, empty salt)."""
    extracted = hmac.digest(b"\0" * 32, secret, "sha256")
    return hmac.digest(extracted, purpose.encode() + b"\x01", "sha256")


@dataclass(frozen=True, slots=True)
class Signer:
    """Makes and recognises our Message-IDs. `secrets` are the signing keys, newest first."""

    secrets: Sequence[bytes]

    def message_id(self, case_number: str | None, nonce: bytes, domain: str) -> str:
        """A new Message-ID; `nonce` is 10 random bytes."""
        head = f"{(case_number or '-').lower()}.{_base32(nonce)}"
        domain = domain.lower()
        return f"<{head}.{self._mac(self.secrets[0], head, domain)}@{domain}>"

    def case_of(self, message_id: str) -> str | None:
        """The case number in a Message-ID of ours ("" for none); None when it is not ours."""
        shape = _SHAPE.fullmatch(message_id.strip().lower())
        if shape is None:
            return None
        head = f"{shape['case']}.{shape['nonce']}"
        ours = any(
            hmac.compare_digest(shape["mac"], self._mac(secret, head, shape["domain"]))
            for secret in self.secrets
        )
        if not ours:
            return None
        return "" if shape["case"] == "-" else shape["case"].upper()

    @staticmethod
    def _mac(secret: bytes, head: str, domain: str) -> str:
        key = derive_key(secret, "message-id")
        return _base32(hmac.digest(key, f"{head}@{domain}".encode(), hashlib.sha256))[:_MAC_LETTERS]


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()
