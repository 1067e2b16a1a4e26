"""Files that stand between the lines of a text: uuencode and yEnc, from before MIME."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

_BEGINS = re.compile(
    rb"^(?:begin [0-7]{3,4} ([^\r\n]{1,300})|=ybegin [^\r\n]{0,300})\r?\n", re.MULTILINE
)
_NAME = re.compile(rb" name=([^\r\n]{1,300})")
_UU_END = re.compile(rb"^end[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_Y_END = re.compile(rb"^=yend[^\r\n]{0,300}(?:\r?\n|\Z)", re.MULTILINE)
_Y_SHIFT = bytes((byte - 42) % 256 for byte in range(256))
# The letters that yEnc escapes, and how; "=" last, for it begins every other.
_Y_ESCAPED = tuple((b"=" + bytes((byte + 64,)), bytes((byte,))) for byte in b"\0\t\n\r .=")
_MOST = 100
_GOOD = 0.9  # of the lines: with fewer it is a letter that says "begin"


def files_in(text: bytes) -> tuple[bytes, list[tuple[str, bytes]]]:
    """The text without the files that stand in it, and these by name; one without end is text."""
    kept: list[bytes] = []
    files: list[tuple[str, bytes]] = []
    at = 0
    for start, body, after, name in _blocks(text):
        content = _of_uu(text[body:after]) if name is not None else _of_y(text[body:after])
        if content is None:
            continue
        written = name if name is not None else _y_name(text[start:body])
        files.append((written.decode("utf-8", "surrogateescape").strip(' "'), content))
        kept.append(text[at:start])
        at = after
    return b"".join((*kept, text[at:])), files


def _blocks(text: bytes) -> Iterator[tuple[int, int, int, bytes | None]]:
    """Each block: its start, that of its lines, its end, its name where uuencode says it."""
    at = 0
    for _ in range(_MOST):
        opens = _BEGINS.search(text, at)
        if opens is None:
            return
        ends = (_Y_END if opens[1] is None else _UU_END).search(text, opens.end())
        if ends is None:
            return
        yield opens.start(), opens.end(), ends.end(), opens[1]
        at = ends.end()


def _of_uu(block: bytes) -> bytes | None:
    lines = list(filter(None, block.splitlines()[:-1]))  # without its "end"
    try:
        return b"".join(map(binascii.a2b_uu, lines)) or None
    except binascii.Error:
        return _of_odd_uu(lines)


def _of_odd_uu(lines: list[bytes]) -> bytes | None:
    decoded: list[bytes] = []
    for line in lines:
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:
            most = ((line[0] - 32 & 63) * 4 + 5) // 3  # some programs pad their lines too far
            try:
                decoded.append(binascii.a2b_uu(line[:most]))
            except binascii.Error:
                continue
    good = len(decoded) >= _GOOD * len(lines)
    return b"".join(decoded) if decoded and good else None


def _of_y(block: bytes) -> bytes:
    lines = [line for line in block.splitlines()[:-1] if not line.startswith(b"=ypart ")]
    whole = b"".join(lines)
    for escaped, letter in _Y_ESCAPED:
        whole = whole.replace(escaped, letter)
    return whole.translate(_Y_SHIFT)


def _y_name(line: bytes) -> bytes:
    found = _NAME.search(line)
    return found[1] if found else b""
