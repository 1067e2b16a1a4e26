"""Bytes to text, whatever the sender claims about them: no byte sequence and no label fails."""

from __future__ import annotations

import codecs
import functools
import re

_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,39}")
_NO_CHARSETS = frozenset(
    # Python knows these beside the charsets; they are slow, or run the text through an escape.
    ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem")
)
_WESTERN = frozenset(("ascii", "iso8859-1"))  # what is sent under these labels is windows-1252
_DAMAGE = 4  # a UTF-8 text with fewer than one bad byte in four odd characters is UTF-8, damaged
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")


def text_of(raw: bytes, declared: str | None = None) -> str:
    """The text of these bytes: as declared, else UTF-8, else windows-1252, else Latin-1.

    The result can always be encoded again: it holds no lone surrogates. Line ends stay as they are.
    """
    if raw.isascii() and b"\0" not in raw and not _escapes(declared):
        return raw.decode("ascii")
    for charset in (_codec(declared), "utf-8"):
        if charset is None or charset in _WESTERN:
            continue
        try:
            return _encodable(raw.decode(charset))
        except ValueError:
            continue
    if _codec(declared) in {"utf-8", None}:
        mended = raw.decode("utf-8", "replace")
        odd = sum(not letter.isascii() for letter in mended)
        if mended.count("\ufffd") * _DAMAGE < odd:
            return mended
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def without_controls(text: str) -> str:
    """A text with plain line ends and without the control characters nobody can have typed."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text)


def _escapes(declared: str | None) -> bool:
    """Whether plain ASCII means something else under this label (UTF-7, ISO-2022-JP, HZ)."""
    return declared is not None and (_codec(declared) or "").startswith(("utf-7", "iso2022", "hz"))


def _encodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:  # UTF-7 can spell half a character
        return text.encode("utf-8", "replace").decode()
    return text


@functools.lru_cache(maxsize=256)
def _codec(declared: str | None) -> str | None:
    """Python's name of a declared charset; None when it knows none that is safe."""
    label = _LABEL.search(declared or "")
    if label is None:
        return None
    try:
        name = codecs.lookup(label[0]).name
        "".encode(name)  # refuses what is no text encoding: base64, zlib, rot13
    except (LookupError, ValueError):
        return None
    return None if name.replace("_", "-") in _NO_CHARSETS else name
