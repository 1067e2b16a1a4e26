"""The head that a mail program writes above a mail that is passed on: who wrote it, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.mail import Address
from bot.core.plain import plain

_MOST_CHARACTERS = 100_000  # heads deeper down are those of older mails
_MOST_LINES = 40  # of one head: folded lists of addressees are long
_LONGEST_LINE = 2_000
_LONGEST_FOLDED = 200  # a paragraph is no folded value
_LONGEST_ANNOUNCEMENT = 120  # more is a sentence that speaks of such a mail


class _Field(StrEnum):
    FROM = "from"
    DATE = "date"
    TO = "to"
    SUBJECT = "subject"
    OTHER = "other"


# The labels of Outlook, Gmail, Apple Mail, Thunderbird, Yahoo and phones, as `plain` gives them.
_LABELS = {
    label: each
    for each, labels in {
        _Field.FROM: "van|afzender|de|expediteur|from|von|absender",
        _Field.DATE: "verzonden|verzonden op|verstuurd|datum|envoye|envoye le|date|sent|gesendet",
        _Field.TO: "aan|a|pour|destinataire|to|an|empfanger",
        _Field.SUBJECT: "onderwerp|objet|sujet|subject|betreff",
        _Field.OTHER: "cc|bcc|kopie|copie|copie a|cci|kopie (cc)|antwoord aan|beantwoorden|reply-to"
        "|repondre a|antwort an|bijlagen|bijlage|attachments|pieces jointes|anlagen|belang"
        "|urgentie|prioriteit|importance|priority|wichtigkeit|resent-from|organisatie"
        "|organisation|organization",
    }.items()
    for label in labels.split("|")
}
_KEY = frozenset({_Field.FROM, _Field.DATE, _Field.TO, _Field.SUBJECT})
_FEWEST = 3  # fields of _KEY: two may be chance ("Van: … tot: …")
_FEWEST_ANNOUNCED = 2  # below a line that says that a mail follows
_LABEL = re.compile(r"[^:\t]{1,40}[:\t]")
_MARKS = " \t\r*_\u00a0"  # what stands around a label or a value: bold, indents
_RULE = re.compile(r"[\s>|*_=#-]*")
_ANNOUNCES = re.compile(
    r"(?:begin|start|debut|anfang)?\s*(?:van |du |der )?(?:het )?"
    r"(?:(?:doorgestuurd|doorgezonden|oorspronkelijk|origineel)e? (?:bericht|e-?mail|mail)"
    r"|(?:forwarded|original) (?:message|e-?mail|mail)"
    r"|(?:message|courriel|e-?mail) (?:transfere|reexpedie|d'origine|original)"
    r"|(?:weitergeleitete|ursprungliche)n? (?:nachricht|e-?mail|mail))\b.{0,40}"
)
# RFC 5321 §4.5.3.1 bounds both sides; bounded and without a second "@" it is found in linear time.
_IN_ADDRESS = r"[^\s<>\[\]()\"',;:@]"
_ADDRESS = re.compile(
    rf"(?<!{_IN_ADDRESS}){_IN_ADDRESS}{{1,64}}@{_IN_ADDRESS}{{1,255}}\.[^\W\d_]{{2,}}"
)
# Exchange writes the one who sent for another first: "From: office On Behalf Of Jan Janssens".
_ON_BEHALF = re.compile(r"\b(?:namens|on behalf of|de la part de|im auftrag von)\b", re.IGNORECASE)
_QUOTE = re.compile(r"[ \t]*>[ \t]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """One head in a text: what stands above it, what it says, and the mail below it.

    `senders` are the addresses of its From, none when it holds but a name.
    """

    above: str
    senders: tuple[Address, ...]
    sent: str
    subject: str
    below: str


@dataclass(slots=True)
class _Block:
    start: int
    end: int
    values: dict[_Field, str] = field(default_factory=dict)

    @property
    def keys(self) -> int:
        return len(_KEY & self.values.keys())


def heads_in(text: str) -> Iterator[Head]:
    """The heads in a text, the newest mail first; nested and following ones alike."""
    lines = text[:_MOST_CHARACTERS].split("\n")
    beyond = text[_MOST_CHARACTERS:]
    at = 0
    while at < len(lines):
        block = _block_from(lines, at)
        if block is None:
            at += 1
            continue
        below = _unquoted(lines[block.end :], like=lines[block.start]) + beyond
        yield Head(
            above=_without_rules(lines[: block.start]),
            senders=addresses_in(block.values[_Field.FROM]),
            sent=block.values.get(_Field.DATE, ""),
            subject=block.values.get(_Field.SUBJECT, ""),
            below=below.strip(),
        )
        at = block.end


def announces_forward(text: str) -> bool:
    """Whether a line of the text says that a mail that was passed on follows."""
    return any(_announces(line) for line in text[:_MOST_CHARACTERS].split("\n"))


def addresses_in(value: str) -> tuple[Address, ...]:
    """The mailbox addresses of a From as a mail program prints it, each once, the name beside it.

    `Naam <a@b>`, `Naam [mailto:a@b]`, `Naam <a@b<mailto:a@b>>`, `a@b`, `Naam (a@b)`.
    """
    value = value[:_LONGEST_LINE]
    behalf = [part for part in _ON_BEHALF.split(value) if _ADDRESS.search(part)]
    value = behalf[-1] if behalf else value
    found: dict[str, Address] = {}
    for hit in _ADDRESS.finditer(value):
        local, _, domain = hit[0].rpartition("@")
        address = Address(f"{local}@{domain.lower()}", "" if found else _name(value[: hit.start()]))
        found.setdefault(address.key, address)
    return tuple(found.values())


def _name(before: str) -> str:
    bare = re.split(r"[<\[]", before, maxsplit=1)[0].strip(" \t\"'*_(,;:")
    return "" if "@" in bare else " ".join(bare.split())[:120]


def _block_from(lines: list[str], at: int) -> _Block | None:
    """The head that begins at this line, if one does."""
    first = _field_of(lines[at])
    if first is None or first[0] is _Field.OTHER:
        return None
    block = _Block(at, at)
    stacked, here = False, at
    while here < min(len(lines), at + _MOST_LINES):
        found = _field_of(lines[here])
        if found is not None:
            key, value = found
            if key in _KEY and key in block.values:
                break
            # A page may print each label above its value; the first field shows it.
            stacked = stacked or not (value or block.values)
            if not value and stacked:
                value = _value_below(lines, here + 1)
                here += bool(value)
            block.values.setdefault(key, value)
            here += 1
            block.end = here
            continue
        step = _to_next_field(lines, here, block)
        if not step:
            break
        here += step
    announced = at > 0 and _announces(_nearest_above(lines, at))
    enough = _FEWEST_ANNOUNCED if announced else _FEWEST
    return block if _Field.FROM in block.values and block.keys >= enough else None


def _to_next_field(lines: list[str], here: int, block: _Block) -> int:
    """How many lines that are no field may be passed over: a folded value, the gap of a page."""
    complete = block.keys == len(_KEY)
    for step, line in enumerate(lines[here : here + 6]):
        if step and _field_of(line) is not None:
            return step
        if not line.strip(" \t\r>\u00a0"):
            # A blank line parts the head from the mail, unless another field follows at once.
            after = lines[here + 1 : here + 2]
            between = not complete and not step and after and _field_of(after[0]) is not None
            return int(bool(between))
        if len(line) > _LONGEST_FOLDED:
            return 0
    return 0


def _value_below(lines: list[str], here: int) -> str:
    following = lines[here] if here < len(lines) else ""
    return "" if _field_of(following) else following.strip(" \t\r>")


def _field_of(line: str) -> tuple[_Field, str] | None:
    bare = line[:_LONGEST_LINE].lstrip(f"{_MARKS}>|")
    found = _LABEL.match(bare)
    if found is None:
        return None
    label = _LABELS.get(plain(found[0][:-1].strip(_MARKS)))
    return None if label is None else (label, bare[found.end() :].strip(_MARKS))


def _nearest_above(lines: list[str], at: int) -> str:
    return next((line for line in reversed(lines[max(0, at - 4) : at]) if line.strip(" >\r")), "")


def _announces(line: str) -> bool:
    if len(line) > _LONGEST_ANNOUNCEMENT:
        return False
    return _ANNOUNCES.fullmatch(plain(line).strip(" >|*_=#-:")) is not None


def _without_rules(lines: list[str]) -> str:
    """What stands above a head, without the lines that only announce it."""
    kept = list(lines)
    while kept and (_RULE.fullmatch(kept[-1][:200]) or _announces(kept[-1])):
        kept.pop()
    return "\n".join(kept).strip()


def _unquoted(lines: list[str], *, like: str) -> str:
    """The lines without the quote marks that stand before the head too."""
    depth = like[: len(like) - len(like.lstrip(" \t>"))].count(">")
    for _ in range(min(depth, 20)):
        lines = [_QUOTE.sub("", line, count=1) for line in lines]
    return "\n".join(lines)
