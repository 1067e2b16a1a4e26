"""Bytes to text, whatever the sender claims about them: no byte sequence and no label fails."""

from __future__ import annotations

import codecs
import functools
import re
from collections.abc import Iterator

from bot.post.mime.letters import likely_charset

_LABEL = re.compile(r"(?:charset\s*=[\s\"']*)?([A-Za-z0-9][A-Za-z0-9_.:+-]{0,39})", re.IGNORECASE)
_NO_CHARSETS = frozenset(
    # Python knows these beside the charsets; they are slow, or run the text through an escape.
    ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem")
)
# What programs write that Python has no name for, by what it begins with.
_FAMILIES = (
    (re.compile(r"(?:x-)?(?:cp|win|windows|ibm|dos)[-_ ]?(12\d\d|874|8[56]\d|437)"), "cp{}"),
    (re.compile(r"(?:x-)?iso[-_ ]?8859[-_ ]?(1[0-6]|[1-9])"), "iso8859-{}"),
    (re.compile(r"(?:x-)?(?:unicode-(?:1|2)-(?:0|1)-)?utf[-_ ]?(7|8|16|32)"), "utf-{}"),
    (re.compile(r"(?:x-)?(?:ms-)?(?:s(?:hift)?[-_]?jis|cp932|windows-31j)"), "cp932"),
    (re.compile(r"(?:x-)?(?:gb(?:k|2312|18030)|cp936)"), "gb18030"),
    (re.compile(r"(?:x-)*big5"), "big5"),
    (re.compile(r"(?:x-)?euc[-_]?(jp|kr)"), "euc_{}"),
    (re.compile(r"(?:x-)?mac[-_]?(cyrillic|greek|turkish|romanian)"), "mac-{}"),
    (re.compile(r"(?:x-)?mac(?:[-_]?roman|intosh)?$"), "mac-roman"),
    (re.compile(r"(?:latin|ansi|western)"), "cp1252"),
)
# What is sent under these labels is often more than they hold: tried after them, in this order.
_WIDER = {
    "gb2312": ("gb18030",),
    "gbk": ("gb18030",),
    "big5": ("cp950", "big5hkscs"),
    "euc_kr": ("cp949",),
    "shift_jis": ("cp932",),
    "iso2022_jp": ("iso2022_jp_ext", "cp932", "euc_jp"),
}
_WESTERN = frozenset(("iso8859-1", "cp1252"))  # what is sent under both is windows-1252
_SEVERAL_BYTES = ("gb", "big5", "hz", "euc", "cp932", "cp949", "cp950", "shift", "iso2022", "utf")
_DAMAGE = 4  # a UTF-8 text with fewer than one bad byte in four odd characters is UTF-8, damaged
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")


def text_of(raw: bytes, declared: str | None = None, *, spoken: str | None = None) -> str:
    """The text of these bytes: as declared, else UTF-8, else in what their letters look like.

    `spoken` is a charset that the rest of the mail is in, for bytes that declare none themselves.
    The result can always be encoded again: it holds no lone surrogates. Line ends stay as they are.
    """
    if raw.isascii() and b"\0" not in raw and not _escapes(declared):
        return raw.decode("ascii")
    codec = _codec(declared)
    for charset in _order(codec, _codec(spoken)):
        try:
            return _encodable(raw.decode(charset))
        except ValueError:
            continue
    if codec in {"utf-8", None}:
        mended = raw.decode("utf-8", "replace")
        odd = len(mended) - len(mended.encode("ascii", "ignore"))
        if mended.count("\ufffd") * _DAMAGE < odd:
            return mended
    return _guessed(raw, codec)


def without_controls(text: str) -> str:
    """A text with plain line ends and without the control characters nobody can have typed."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text)


def _order(codec: str | None, spoken: str | None) -> Iterator[str]:
    """Bytes that are UTF-8 by chance are rare, but in charsets with several bytes a letter."""
    for first in (codec, spoken):
        if first is not None and first != "ascii" and first.startswith(_SEVERAL_BYTES):
            yield first
            yield from _WIDER.get(first, ())
    yield "utf-8"
    for each in (codec, spoken):
        if each in _WESTERN:
            yield "cp1252"
        if each is not None and each != "ascii":
            yield each


def _guessed(raw: bytes, codec: str | None) -> str:
    likely = likely_charset(raw)
    if likely is not None:
        return raw.decode(likely, "replace")
    if codec == "utf-8":
        return raw.decode("utf-8", "replace")
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


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
    names = [label[1]]
    for family, name in _FAMILIES:
        found = family.match(label[1].lower())
        if found is not None:
            names.append(name.format(*found.groups()))
            break
    return next(filter(None, map(_safe_codec, names)), None)


def _safe_codec(name: str) -> str | None:
    try:
        known = codecs.lookup(name).name
        "".encode(known)  # refuses what is no text encoding: base64, zlib, rot13
    except (LookupError, ValueError):
        return None
    return None if known.replace("_", "-") in _NO_CHARSETS else known
