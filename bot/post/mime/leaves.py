"""Takes the tree of a mail apart: its leaves, in order, each as bytes when asked."""

from __future__ import annotations

import binascii
import email
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.parse import unquote_to_bytes

from bot.post.mime.charsets import text_of
from bot.post.mime.headers import as_written, bytes_of_base64, decode_words

MOST_LEAVES = 1_000
_MOST_NODES = 3_000
_DEEPEST = 50
_LONGEST_VALUE = 8_192  # characters looked at of one MIME header
_MOST_SEGMENTS = 100

_TYPE = re.compile(r"\s*([\w.+-]{1,100}/[\w.+-]{1,100})", re.ASCII)
_WORD = re.compile(r"[\w-]+")
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,60})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL)
_SEGMENT = re.compile(r"([^*]+)(?:\*(\d{1,4}))?(\*)?")
_BOUNDARY = re.compile(r'^--([^\s"\\][^\r\n"\\]{0,99}?)[ \t]*\r?\n[\w-]{3,40}:', re.MULTILINE)
_CHARSET_MARK = re.compile(r"([^']{0,40})'[^']{0,40}'(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A part of a mail that is not taken apart further; a mail in a mail is one (RFC 2046 §5.2.1).

    `position` counts the leaves from 1. `type` is the declared one, in lower case. `name` is the
    file name as the sender wrote it, decoded. `choice` numbers the outermost multipart/alternative
    around it; 0 for none.
    """

    part: Message
    position: int
    type: str
    parameters: Mapping[str, str]
    disposition: str
    name: str
    choice: int

    def content(self) -> bytes:
        """The bytes of the part, its transfer encoding undone as far as it can be."""
        return content_of(self.part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The leaves of a mail, the declared types of its containers, and whether some were left."""

    leaves: tuple[Leaf, ...]
    containers: tuple[str, ...]
    cut: bool


def leaves_of(message: Message) -> Tree:
    """The first thousand leaves of a mail, depth first; nesting beyond fifty is not looked into."""
    leaves: list[Leaf] = []
    containers: list[str] = []
    waiting = [(message, 0, 0)]
    cut = recovered = False
    nodes = choices = 0
    while waiting:
        part, choice, depth = waiting.pop()
        nodes += 1
        if len(leaves) >= MOST_LEAVES or nodes > _MOST_NODES:
            cut = True
            break
        declared, parameters = mime_value(raw_header(part, "content-type"))
        kind = media_type(declared) if declared.strip() else part.get_default_type()
        payload = payload_of(part)
        if isinstance(payload, list) and kind.startswith("multipart/"):
            containers.append(kind)
            if depth >= _DEEPEST:
                cut = True
                continue
            if kind == "multipart/alternative" and not choice:
                choices += 1
                choice = choices
            waiting += [(each, choice, depth + 1) for each in reversed(payload)]
            continue
        if kind.startswith("multipart/"):
            again = None if recovered else _recovered(kind, payload)
            recovered = True
            if again is not None:
                waiting.append((again, choice, depth))
                continue
            containers.append(kind)
            kind = "text/plain"  # its boundary never came: all there is are these lines
        disposed, more = mime_value(raw_header(part, "content-disposition"))
        word = _WORD.match(disposed.strip().lower())
        leaves.append(
            Leaf(
                part=part,
                position=len(leaves) + 1,
                type=kind,
                parameters=parameters,
                disposition=word[0] if word else "",
                name=more.get("filename") or parameters.get("name") or "",
                choice=choice,
            )
        )
    return Tree(leaves=tuple(leaves), containers=tuple(containers), cut=cut)


def _recovered(kind: str, payload: list[Message] | str) -> Message | None:
    """The parts of a container whose boundary was garbled on the way: the lines show what it is."""
    found = _BOUNDARY.search(payload) if isinstance(payload, str) else None
    if found is None:
        return None
    again = email.message_from_string(f'Content-Type: {kind}; boundary="{found[1]}"\n\n{payload}')
    return again if again.is_multipart() else None


def raw_header(part: Message, name: str) -> str:
    """The first raw value of a header of a part, cut to what is ever looked at; "" for none."""
    for key, value in part.raw_items():
        if key.lower() == name:
            return str(value)[:_LONGEST_VALUE]
    return ""


def mime_value(raw: str) -> tuple[str, dict[str, str]]:
    """A MIME header taken apart: its value, and its parameters by name in lower case (RFC 2231).

    Encoded words and plain UTF-8 in parameters are understood too, though no standard allows them.
    """
    text = as_written(raw)
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


def payload_of(part: Message) -> list[Message] | str:
    """What the parser put below a part: parts, or the lines as they came over the wire."""
    # get_payload() would guess at the charset of 8-bit lines, and lose what it guesses wrong.
    payload = part._payload  # type: ignore[attr-defined]  # noqa: SLF001
    if isinstance(payload, list):
        return payload
    return payload if isinstance(payload, str) else ""


def content_of(part: Message) -> bytes:
    """The bytes of a part; never fails."""
    payload = payload_of(part)
    word = _WORD.search(raw_header(part, "content-transfer-encoding").lower())
    encoding = word[0] if word else ""
    if isinstance(payload, list):
        inner = payload[0] if payload else None
        if encoding == "base64" and inner is not None and not inner.keys():
            return bytes_of_base64(_wire(str(payload_of(inner))))
        return b"\n".join(map(_whole, payload))
    raw = _wire(payload)
    if encoding == "base64":
        return bytes_of_base64(raw)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(raw)
    if encoding in {"x-uuencode", "uuencode", "uue", "x-uue"}:
        unpacked = part.get_payload(decode=True)
        return unpacked if isinstance(unpacked, bytes) else raw
    return raw


def _wire(text: str) -> bytes:
    try:
        return text.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _whole(message: Message) -> bytes:
    """A mail in a mail as it was, but for the blanks after its header names."""
    pieces: list[str] = []
    waiting: list[Message | str] = [message]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            pieces.append(part)
            continue
        pieces += [f"{name}: {value}\n" for name, value in part.raw_items()]
        pieces.append("\n")
        payload = payload_of(part)
        if isinstance(payload, str):
            pieces.append(payload)
            continue
        boundary = mime_value(raw_header(part, "content-type"))[1].get("boundary")
        if not boundary:
            waiting += reversed(payload)
            continue
        waiting += (part.epilogue or "\n", f"\n--{boundary}--")
        for each in reversed(payload):
            waiting += (each, f"\n--{boundary}\n")
        waiting.append(part.preamble or "")
    return _wire("".join(pieces))
