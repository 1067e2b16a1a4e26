"""Small pictures made for the tests: a logo as a school has one."""

from __future__ import annotations

import struct
import zlib

PNG_SIGN = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *more: bytes) -> bytes:
    """A logo: three coloured blocks that grow, on nothing; `more` are chunks before its picture."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            rows += _dot(x / max(1, width - 1), y / max(1, height - 1))
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = (chunk(b"IHDR", head), *more, chunk(b"IDAT", zlib.compress(bytes(rows), 9)))
    return PNG_SIGN + b"".join(parts) + chunk(b"IEND")


def _dot(x: float, y: float) -> bytes:
    for left, top, colour in (
        (0.0, 0.6, b"\x2e\x7d\x32\xff"),
        (0.36, 0.3, b"\xf9\xa8\x25\xff"),
        (0.72, 0.0, b"\xc6\x28\x28\xff"),
    ):
        if left <= x <= left + 0.28 and y >= top:
            return colour
    return b"\x00\x00\x00\x00"
