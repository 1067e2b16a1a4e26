"""The values of MIME headers: a type or a disposition, and the parameters behind it (RFC 2231)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from bot.post.mime.charsets import text_of
from bot.post.mime.headers import as_written, decode_words

_MOST_SEGMENTS = 100

_TYPE = re.compile(r"\s*([\w.+-]{1,100}/[\w.+-]{1,100})", re.ASCII)
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,60})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL)
_SEGMENT = re.compile(r"([^*]+)(?:\*(\d{1,4}))?(\*)?")
_CHARSET_MARK = re.compile(r"([^']{0,40})'[^']{0,40}'(.*)", re.DOTALL)


def mime_value(raw: str, spoken: str | None = None) -> tuple[str, dict[str, str]]:
    """A MIME header taken apart: its value, and its parameters by name in lower case (RFC 2231).

    Encoded words and plain UTF-8 in parameters are understood too, though no standard allows them.
    """
    text = as_written(raw, spoken)
    value, mark, rest = text.partition(";")
    if not mark:
        return value, {}
    parameters: dict[str, str] = {}
    segments: dict[str, dict[int, tuple[bool, str]]] = {}
    for name, raw_value in _PARAMETER.findall(mark + rest):
        written = _unquoted(raw_value.strip())
        segment = _SEGMENT.fullmatch(name.lower())
        if segment is None or (segment[2] is None and segment[3] is None):
            parameters.setdefault(name.lower(), decode_words(written).strip())
        elif len(several := segments.setdefault(segment[1], {})) < _MOST_SEGMENTS:
            several.setdefault(int(segment[2] or 0), (bool(segment[3]), written))
    for name, several in segments.items():
        parameters[name] = _joined(several)
    return value, parameters


def _unquoted(written: str) -> str:
    return re.sub(r"\\([\"\\])", r"\1", written.strip('"')) if written[:1] == '"' else written


def _joined(segments: Mapping[int, tuple[bool, str]]) -> str:
    charset = None
    raw = b""
    for number, (encoded, text) in sorted(segments.items()):
        rest = text
        if encoded and number == min(segments):
            marked = _CHARSET_MARK.fullmatch(text)
            if marked is not None:
                charset, rest = marked[1], marked[2]
        bare = rest.encode("utf-8", "replace")
        raw += unquote_to_bytes(bare) if encoded else bare
    return text_of(raw, charset).strip()


def media_type(declared: str) -> str:
    """The type in a Content-Type value; what cannot be read is plain text (RFC 2045 §5.2)."""
    known = _TYPE.match(declared)
    return known[1].lower() if known else "text/plain"
