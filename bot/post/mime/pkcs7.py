"""Takes a mail out of its S/MIME wrapping where that only signs it (RFC 8551 §3.5.2).

Signed data holds the mail in the clear; no key is needed, and no signature is judged here.
"""

from __future__ import annotations

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2, RFC 5652 §5.1
_SEQUENCE, _SET, _OID, _INTEGER, _EXPLICIT = 0x30, 0x31, 0x06, 0x02, 0xA0
_OCTETS, _OCTETS_IN_PIECES = 0x04, 0x24
_INDEFINITE = 0x80
_LONGEST_LENGTH = 5  # bytes; four spell two gigabytes
_MOST_PIECES = 100_000


def signed_content(der: bytes) -> bytes | None:
    """The mail inside signed data; None when this is something else, or damaged, or encrypted."""
    try:
        at, _ = _enter(der, 0, _SEQUENCE)
        at, end = _enter(der, at, _OID)
        if der[at:end] != _SIGNED_DATA:
            return None
        at, _ = _enter(der, end, _EXPLICIT)
        at, _ = _enter(der, at, _SEQUENCE)
        at = _enter(der, at, _INTEGER)[1]  # the version
        at = _enter(der, at, _SET)[1]  # the digests
        at, _ = _enter(der, at, _SEQUENCE)
        at = _enter(der, at, _OID)[1]  # what kind of content
        at, _ = _enter(der, at, _EXPLICIT)
        return _octets(der, at)
    except (IndexError, ValueError):
        return None


def _octets(der: bytes, at: int) -> bytes:
    if der[at] != _OCTETS_IN_PIECES:
        start, end = _enter(der, at, _OCTETS)
        return der[start:end]
    at, last = _enter(der, at, _OCTETS_IN_PIECES)
    pieces: list[bytes] = []
    while at < last and der[at] == _OCTETS and len(pieces) < _MOST_PIECES:
        start, at = _enter(der, at, _OCTETS)
        pieces.append(der[start:at])
    return b"".join(pieces)


def _enter(der: bytes, at: int, tag: int) -> tuple[int, int]:
    """Where the value of this tag begins and ends (X.690 §8.1); without a length, at the end."""
    if der[at] != tag:
        raise ValueError(at)
    first = der[at + 1]
    at += 2
    if first < _INDEFINITE:
        return at, at + first
    if first == _INDEFINITE:
        return at, len(der)
    size = first - _INDEFINITE
    if size > _LONGEST_LENGTH:
        raise ValueError(at)
    return at + size, at + size + int.from_bytes(der[at : at + size], "big")
