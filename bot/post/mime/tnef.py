"""Opens winmail.dat, the form in which Exchange wraps a letter with all that hangs on it.

[MS-OXTNEF] says how it is built. Own, because the one library for it has rested since 2021 and
reads whole trees of which two leaves matter here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.post.mime.charsets import text_of
from bot.post.mime.rtf import unpacked, words_of_rtf

TNEF_BEGINS = b"\x78\x9f\x3e\x22"
_START = 6  # bytes: the signature and a key
_MOST_ATTRIBUTES = 5_000
_MOST_PROPERTIES = 2_000
_MOST_FILES = 100
_MOST_WORDS = 1_000_000  # bytes of one form of the letter

_BODY = 0x0002800C
_MESSAGE_PROPERTIES = 0x00069003
_CODEPAGE = 0x00069007
_FILE_BEGINS = 0x00069002
_FILE_TITLE = 0x00018010
_FILE_CONTENT = 0x0006800F
_FILE_PROPERTIES = 0x00069005

_PLAIN, _RICH, _HTML, _HTML_CODEPAGE = 0x1000, 0x1009, 0x1013, 0x3FDE
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _CONTENT = 0x3707, 0x3704, 0x3001, 0x3701
_NAMES = (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME)
_WANTED = frozenset((_PLAIN, _RICH, _HTML, _HTML_CODEPAGE, *_NAMES, _CONTENT))
_STRING, _UNICODE, _OBJECT = 0x001E, 0x001F, 0x000D
_SEVERAL = 0x1000
_NAMED = 0x8000
_LENGTHS = {0x02: 4, 0x03: 4, 0x04: 4, 0x0A: 4, 0x0B: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8}
_LENGTHS |= {0x40: 8, 0x48: 16}
_VARYING = frozenset((_STRING, _UNICODE, 0x0102, _OBJECT))
_GUID = 16


@dataclass(slots=True)
class Wrapped:
    """What a winmail.dat holds: the letter, whether it is HTML, and files by name."""

    text: str = ""
    html: bool = False
    files: list[tuple[str, bytes]] = field(default_factory=list)


def unwrapped(raw: bytes) -> Wrapped | None:
    """The letter and the files in it, as far as it is undamaged; None when it is no winmail.dat."""
    if not raw.startswith(TNEF_BEGINS):
        return None
    reader = _Reader()
    for attribute, content in _attributes(raw):
        if len(reader.files) > _MOST_FILES:
            break
        reader.take(attribute, content)
    text, html = _letter(reader.letter, text_of(reader.plain[:_MOST_WORDS], reader.codepage))
    return Wrapped(text, html, [_file(each) for each in reader.files[:_MOST_FILES] if each])


@dataclass(slots=True)
class _Reader:
    """What is known so far: the letter's properties, and those of each file."""

    codepage: str = "cp1252"
    plain: bytes = b""
    letter: dict[int, bytes] = field(default_factory=dict)
    files: list[dict[int, bytes]] = field(default_factory=list)

    def take(self, attribute: int, content: bytes) -> None:
        """One attribute after the other; those of a file follow the one that begins it."""
        if attribute == _CODEPAGE:
            self.codepage = f"cp{int.from_bytes(content[:4], 'little')}"
        elif attribute == _BODY:
            self.plain = content
        elif attribute == _MESSAGE_PROPERTIES:
            self.letter |= _properties(content, self.codepage)
        elif attribute == _FILE_BEGINS:
            self.files.append({})
        elif self.files:
            self.files[-1] |= self._of_file(attribute, content)

    def _of_file(self, attribute: int, content: bytes) -> dict[int, bytes]:
        if attribute == _FILE_TITLE:
            return {_SHORT_NAME: text_of(content, self.codepage).encode()}
        if attribute == _FILE_CONTENT:
            return {_CONTENT: content}
        return _properties(content, self.codepage) if attribute == _FILE_PROPERTIES else {}


def _letter(known: Mapping[int, bytes], plain: str) -> tuple[str, bool]:
    """The first form of the letter that says anything: plain, HTML, rich text."""
    for text in (known.get(_PLAIN, b"").decode("utf-8", "replace"), plain):
        if text.strip("\0\r\n\t "):
            return text.rstrip("\0"), False
    if known.get(_HTML, b"").strip(b"\0\r\n\t "):
        number = int.from_bytes(known.get(_HTML_CODEPAGE, b"")[:4], "little")
        charset = "utf-8" if number in {0, 65001} else f"cp{number}"
        return text_of(known[_HTML][:_MOST_WORDS], charset), True
    return words_of_rtf(unpacked(known.get(_RICH, b"")))


def _file(known: Mapping[int, bytes]) -> tuple[str, bytes]:
    names = (known.get(each, b"").decode("utf-8", "replace").strip("\0 ") for each in _NAMES)
    return next(filter(None, names), ""), known.get(_CONTENT, b"")


def _attributes(raw: bytes) -> Iterator[tuple[int, bytes]]:
    at = _START
    for _ in range(_MOST_ATTRIBUTES):
        if at + 9 > len(raw):
            return
        _, attribute, length = struct.unpack_from("<BII", raw, at)
        at += 9
        yield attribute, raw[at : at + length]
        at += length + 2  # and its checksum


def _properties(raw: bytes, codepage: str) -> dict[int, bytes]:
    """The wanted properties, text in UTF-8; a damaged list gives what stands before the damage."""
    found: dict[int, bytes] = {}
    try:
        for number, kind, value in _each_property(raw):
            if number not in _WANTED or number in found:
                continue
            if kind == _UNICODE:
                found[number] = value.decode("utf-16-le", "replace").encode("utf-8", "replace")
            elif kind == _STRING and number != _HTML:
                found[number] = text_of(value, codepage).encode()
            else:
                found[number] = value[_GUID:] if kind == _OBJECT else value
    except struct.error:
        pass
    return found


def _each_property(raw: bytes) -> Iterator[tuple[int, int, bytes]]:
    count = struct.unpack_from("<I", raw)[0]
    at = 4
    for _ in range(min(count, _MOST_PROPERTIES)):
        kind, number = struct.unpack_from("<HH", raw, at)
        at += 4
        if number >= _NAMED:
            at = _after_name(raw, at + _GUID)
        several = bool(kind & _SEVERAL)
        kind &= ~_SEVERAL
        values = 1
        if several or kind in _VARYING:
            values = struct.unpack_from("<I", raw, at)[0]
            at += 4
        for each in range(min(values, _MOST_PROPERTIES)):
            length = _LENGTHS.get(kind)
            if kind in _VARYING:
                length = struct.unpack_from("<I", raw, at)[0]
                at += 4
            if length is None or at > len(raw):
                return
            if each == 0:
                yield number, kind, raw[at : at + length]
            at += -(-length // 4) * 4


def _after_name(raw: bytes, at: int) -> int:
    kind, length = struct.unpack_from("<II", raw, at)
    return at + 8 + (-(-length // 4) * 4 if kind else 0)
