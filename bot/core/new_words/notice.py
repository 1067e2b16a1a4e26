"""The notice a house sets below every mail: that it is confidential, and how to undo a mistake."""

# ruff: noqa: RUF001 - either apostrophe is written
from __future__ import annotations

import re

_FEWEST_TRAITS = 3
_FEWEST_WORDS = 12
_LONGEST_NOTICE = 60  # lines
_MOST_NOTICES = 5  # in three languages, and what the printer costs
_LONGEST_LINE = 300  # characters
_LONGEST_TEXT = 4_000  # characters

_BLANK = re.compile(r"\s*$")
_BLANK_OR_RULE = re.compile(r"\s*(?:(?:[-_=*~#+.]\s?){3,})?$")
_RULE = re.compile(r"\s*(?:[-_=*~#+.]\s?){3,}$")
_OPENS = re.compile(
    r"\W*(?:disclaimer|proclaimer|avertissement|haftungsausschluss|vertraulichkeits\w+"
    r"|confidentiality|confidentialité|vertrouwelijk(?:heid)?\b"
    r"|(?:de informatie|the information|the contents?|les informations|die informationen|der inhalt"
    r"|de inhoud|le contenu|any (?:views|opinions))\b"
    r"|(?:deze|dit|this|ce|cet|cette|diese|dieses|the|le|la) (?:\w+ ){0,3}"
    r"(?:e-?mail\w*|bericht\w*|message\w*|mail\w*|courriel|nachricht|communication|transmission)\b)",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"[\s*_=-]*(?:e-?mail )?(?:disclaimer|confidentiality (?:notice|statement)"
    r"|vertrouwelijkheids(?:clausule|verklaring)|avis de confidentialité|haftungsausschluss"
    r"|clause de (?:confidentialité|non-responsabilité)|vertraulichkeitshinweis)[\s*_=:-]*$",
    re.IGNORECASE,
)
# Of what only a house speaks, and of what a parent who asks for secrecy may speak too.
_OF_A_HOUSE = tuple(
    re.compile(each, re.IGNORECASE)
    for each in (
        r"geadresseerde|bestemmeling|addressee|intended recipient|destinataire|empfänger|adressat",
        (
            r"ten onrechte|onterecht ontv|per vergissing|abusievelijk|in error|by mistake"
            r"|par erreur|irrtümlich|versehentlich|not the intended"
        ),
        r"de (?:afzender|verzender)|the sender|l['’]expéditeur|den absender",
        (
            r"aansprakelijk|rechten (?:aan|worden)|liable|liability|privilege|responsabilité"
            r"|haftung|haftet|legal purposes"
        ),
        r"virus",
    )
)
_OF_SECRECY = tuple(
    re.compile(each, re.IGNORECASE)
    for each in (
        r"vertrouwelijk|confidenti|vertraulich",
        r"bestemd voor|intended (?:only |solely )?for|destiné|bestimmt",
        r"bijlage|attach|pièces? jointes?|annexe|anhang|anhänge|anlage",
        r"verwijder|vernietig|te wissen|delete|destroy|supprime|détrui|löschen|vernichten",
        (
            r"openbaar|verspreid|vermenigvuldig|kopiër|gebruik|disclos|distribut|copying|dissemin"
            r"|divulg|diffusion|reproduc|weitergabe|verbreitung|kopieren"
        ),
        r"strikt|strict|prohibited|verboden|niet toegestaan|interdit|untersagt|unauthori[sz]ed",
        r"standpunt|mening van|views|opinion|monitored|intercept",
    )
)
_OF_MYSELF = re.compile(
    r"(?<!\w)(?:ik|mij|mijn|onze (?:zoon|dochter)|I|my|me|j['’]ai|moi|mon|mes|ich|mir|mich"
    r"|mein\w{0,2})(?!\w)"
)
_GREEN = re.compile(
    r"\W{0,4}(?:please )?(?:consider|think (?:of|about)) (?:the|our) environment\b.{0,100}$"
    r"|\W{0,4}denk (?:even )?aan het milieu\b.{0,100}$"
    r"|\W{0,4}(?:pensez|merci de penser) à l['’]environnement\b.{0,100}$"
    r"|\W{0,4}(?:bitte )?denken sie an die umwelt\b.{0,100}$",
    re.IGNORECASE,
)
# RFC 2369 in words: how a list tells its members to leave.
_LEAVE = re.compile(
    r"\W*(?:you(?:['’]re| are)? (?:received?|receiving|have received) this\b"
    r"|to (?:unsubscribe|stop receiving|manage your|change your|post to this)\b"
    r"|unsubscribe\b.{0,4}$|(?:u|je) ontvangt (?:dit|deze)\b|vous (?:recevez|avez reçu) ce\b"
    r"|sie (?:erhalten|haben) diese\b|pour (?:se|vous) désabonner|zum abmelden\b"
    r"|om (?:u|je) (?:uit te schrijven|af te melden))",
    re.IGNORECASE,
)
_OF_A_LIST = re.compile(
    r"unsubscri|subscribed|subscription|mailing list|uitschrij|geabonneerd|afmeld|désabonn|abonné"
    r"|abmeld|abonniert|verteiler",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://|\S@\S")


def without_notices(lines: list[str]) -> list[str]:
    """Without the notices at the end, and the rules that frame them."""
    end = len(lines)
    for at in range(max(1, end - _LONGEST_NOTICE), end):
        if _HEADING.match(_look(lines[at])) and _has_traits(_joined(lines[at:])):
            return lines[: _above(lines, at, _BLANK_OR_RULE)]
    for _ in range(_MOST_NOTICES):
        start = _start_of_notice(lines, end)
        if start is None:
            break
        end = start
    return lines[: _above(lines, end, _BLANK_OR_RULE)] if end < len(lines) else lines


def _start_of_notice(lines: list[str], end: int) -> int | None:
    """Where the last paragraph begins, or all that stands between two rules, if it is a notice."""
    below = _above(lines, end, _BLANK)
    floor = max(0, below - _LONGEST_NOTICE)
    if below and _RULE.match(_look(lines[below - 1])):
        rules = (at for at in range(below - 2, floor, -1) if _RULE.match(_look(lines[at])))
        top = next(rules, None)
        if top is not None and _is_notice(lines[top + 1 : below - 1]):
            return top
    below = _above(lines, end, _BLANK_OR_RULE)
    start = below
    while start > floor and not _BLANK_OR_RULE.match(_look(lines[start - 1])):
        start -= 1
    return start if start and _is_notice(lines[start:below]) else None


def _look(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else "…"  # nothing that a program sets is longer


def _above(lines: list[str], end: int, skipped: re.Pattern[str]) -> int:
    while end and skipped.match(_look(lines[end - 1])):
        end -= 1
    return end


def _joined(lines: list[str]) -> str:
    return " ".join(line[:_LONGEST_TEXT] for line in lines)[:_LONGEST_TEXT].strip()


def _is_notice(paragraph: list[str]) -> bool:
    text = _joined(paragraph)
    if _LEAVE.match(text):
        told = _OF_A_LIST.search(text) and _ADDRESS.search(text)
        return told is not None and _OF_MYSELF.search(text) is None
    return _GREEN.match(text) is not None or (
        len(text.split()) >= _FEWEST_WORDS and _OPENS.match(text) is not None and _has_traits(text)
    )


def _has_traits(text: str) -> bool:
    """Whether a house speaks here: of mistakes and liability, of secrecy, and never of itself."""
    of_a_house = sum(trait.search(text) is not None for trait in _OF_A_HOUSE)
    of_secrecy = sum(trait.search(text) is not None for trait in _OF_SECRECY)
    return (
        of_a_house > 0
        and of_a_house + of_secrecy >= _FEWEST_TRAITS
        and _OF_MYSELF.search(text) is None
    )
