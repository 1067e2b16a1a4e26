"""Takes the tree of a mail apart: its leaves, in order, each as bytes when asked."""

from __future__ import annotations

import email
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.message import Message

from bot.post.mime.contents import content_of, payload_of, raw_header
from bot.post.mime.parameters import media_type, mime_value
from bot.post.mime.pkcs7 import signed_content
from bot.post.mime.taming import tamed

MOST_LEAVES = 1_000
SEALED_TYPES = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_MOST_NODES = 3_000
_DEEPEST = 50
_MOST_SIGNED = 3  # mails taken out of their signature: each is parsed anew

_WORD = re.compile(r"[\w-]+")
_BOUNDARY = re.compile(r'^--([^\s"\\][^\r\n"\\]{0,99}?)[ \t]*\r?\n[\w-]{3,40}:', re.MULTILINE)
_FOR_OLD = re.compile(r"\bmime\b|multi-?part", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A part of a mail that is not taken apart further; a mail in a mail is one (RFC 2046 §5.2.1).

    `position` counts the leaves from 1. `type` is the declared one, in lower case. `name` is the
    file name as the sender wrote it, decoded. `choice` numbers the outermost multipart/alternative
    around it; 0 for none. `held` are its bytes where it was found inside another leaf, whose
    position it has. `spare` says that it is to be read only where the mail has no other words.
    """

    part: Message
    position: int
    type: str
    parameters: Mapping[str, str]
    disposition: str
    name: str
    choice: int
    held: bytes | None = None
    spare: bool = False

    def content(self) -> bytes:
        """The bytes of the part, its transfer encoding undone as far as it can be."""
        return content_of(self.part) if self.held is None else self.held


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The leaves of a mail, the declared types of its containers, and whether some were left.

    `stray` are the words that stand before or after the parts of a container.
    """

    leaves: tuple[Leaf, ...]
    containers: tuple[str, ...]
    cut: bool
    stray: str = ""


def leaves_of(message: Message, spoken: str | None = None) -> Tree:
    """The first thousand leaves of a mail, depth first; nesting beyond fifty is not looked into.

    A mail that is only signed is taken out of its wrapping (S/MIME). `spoken` is a charset that the
    mail declares, for names that declare none.
    """
    walk = _Walk(spoken=spoken, waiting=[_Place(message)])
    while walk.waiting and not walk.full():
        walk.step(walk.waiting.pop())
    return Tree(
        leaves=tuple(walk.leaves),
        containers=tuple(walk.containers),
        cut=walk.cut or bool(walk.waiting),
        stray=_of_people(walk.stray),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """A part that is still to be looked at, the choice it belongs to, and how deep it lies."""

    part: Message
    choice: int = 0
    depth: int = 0


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Goes through the tree without recursion: a hostile one is deeper than Python's stack."""

    spoken: str | None
    waiting: list[_Place]
    leaves: list[Leaf] = field(default_factory=list)
    containers: list[str] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)
    nodes: int = 0
    choices: int = 0
    signed: int = 0
    recovered: bool = False
    cut: bool = False

    def full(self) -> bool:
        """Whether no further part is looked at."""
        return len(self.leaves) >= MOST_LEAVES or self.nodes >= _MOST_NODES

    def step(self, at: _Place) -> None:
        """One part: what it holds is to be looked at later, or it is a leaf."""
        self.nodes += 1
        declared, parameters = mime_value(raw_header(at.part, "content-type"), self.spoken)
        kind = media_type(declared) if declared.strip() else at.part.get_default_type()
        payload = payload_of(at.part)
        if not kind.startswith("multipart/"):
            self._leaf(at, kind, parameters)
        elif isinstance(payload, list):
            self._container(at, kind, payload)
        elif (again := None if self.recovered else _recovered(at.part, kind)) is not None:
            self.recovered = True
            self.waiting.append(replace(at, part=again))
        else:  # its boundary never came: all there is are these lines
            self.recovered = True
            self.containers.append(kind)
            self._leaf(at, "text/plain", parameters)

    def _container(self, at: _Place, kind: str, parts: list[Message]) -> None:
        self.containers.append(kind)
        last = None if self.recovered else _ended_too_soon(at.part, parts)
        if last is not None:
            self.recovered = True
            parts = [*parts[:-1], last]
        behind = at.part.epilogue if last is None else None
        self.stray += filter(None, (at.part.preamble, behind))
        if at.depth >= _DEEPEST:
            self.cut = True
            return
        choice = at.choice
        if kind == "multipart/alternative" and not choice:
            self.choices += 1
            choice = self.choices
        first = _without_blank_line(at.part)
        within = [first, *parts] if first is not None else parts
        self.waiting += [_Place(part, choice, at.depth + 1) for part in reversed(within)]

    def _leaf(self, at: _Place, kind: str, parameters: Mapping[str, str]) -> None:
        disposed, more = mime_value(raw_header(at.part, "content-disposition"), self.spoken)
        name = more.get("filename") or parameters.get("name") or ""
        sealed = kind in SEALED_TYPES or name.lower().endswith(".p7m")
        inner = _signed(at.part) if sealed and self.signed < _MOST_SIGNED else None
        if inner is not None:
            self.signed += 1
            self.containers.append(kind)
            self.waiting.append(replace(at, part=inner))
            return
        word = _WORD.match(disposed.strip().lower())
        self.leaves.append(
            Leaf(
                part=at.part,
                position=len(self.leaves) + 1,
                type=kind,
                parameters=parameters,
                disposition=word[0] if word else "",
                name=name,
                choice=at.choice,
            )
        )


def _without_blank_line(container: Message) -> Message | None:
    """The first part of a container, where the blank line between their two headers is missing."""
    fields = list(container.raw_items())
    types = [at for at, (name, _) in enumerate(fields) if name.lower() == "content-type"]
    words = container.preamble or ""
    if len(types) <= 1 or not words.strip():
        return None
    first = Message(policy=container.policy)
    for name, value in fields[types[-1] :]:
        first.set_raw(name, value)
    first.set_payload(words)
    return first


def _ended_too_soon(container: Message, parts: list[Message]) -> Message | None:
    """The last part of a container, where what opens its own parts reads as the end of all.

    Where one boundary is "x" and the other "x--", the line "--x--" is both (RFC 2046 §5.1.1); what
    the parser took for words behind the container are the parts.
    """
    rest = container.epilogue or ""
    if not parts or not rest.strip() or payload_of(parts[-1]):
        return None
    kind, inner = mime_value(raw_header(parts[-1], "content-type"))
    outer = mime_value(raw_header(container, "content-type"))[1].get("boundary")
    if not outer or inner.get("boundary") != f"{outer}--":
        return None
    end = f"--{outer}--"
    last = _in_parts(container, kind, f"{outer}--", f"{end}\n{rest}")
    if last is not None:
        last.epilogue = (last.epilogue or "").replace(end, "")
    return last


def _in_parts(like: Message, kind: str, boundary: str, lines: str) -> Message | None:
    """The parts between these lines, of the class of `like`; None where there are none."""
    head = f'Content-Type: {kind}; boundary="{boundary}"\n\n'
    try:
        again = email.message_from_string(head + lines, type(like))
    except Exception:  # noqa: BLE001 - what cannot be opened stays as it stands
        return None
    return again if again.is_multipart() else None


def _of_people(stray: list[str]) -> str:
    """Without the note for programs that know no MIME, which nobody wrote (RFC 2046 §5.1.1)."""
    return "\n\n".join(words for words in stray if words.strip() and not _FOR_OLD.search(words))


def _recovered(container: Message, kind: str) -> Message | None:
    """The parts of a container whose boundary was garbled on the way: the lines show what it is."""
    lines = str(payload_of(container))
    found = _BOUNDARY.search(lines)
    return _in_parts(container, kind, found[1], lines) if found is not None else None


def _signed(part: Message) -> Message | None:
    """The mail inside a signed part, None where there is none in the clear."""
    inner = signed_content(content_of(part))
    if inner is None:
        return None
    try:
        return email.message_from_bytes(tamed(inner)[0])
    except Exception:  # noqa: BLE001 - what cannot be opened stays an attachment
        return None
