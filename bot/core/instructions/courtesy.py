"""Words that order nothing: thanks, greetings and closings around an order, and what denies one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.core.plain import plain

WORD = re.compile(r"[^\W_]+")

# Said of an order, before or behind it; alone they are a mere "ok".
_THANKS = (
    "ok|oke|okay|okee|okido|k|top|super|prima|perfect|goed|heel goed|fijn|mooi|prachtig|in orde"
    "|komt in orde|duidelijk|genoteerd|begrepen|ontvangen|goed ontvangen|bedankt|hartelijk bedankt"
    "|alvast bedankt|alvast|dank|dank je|dank je wel|dankje|dankjewel|dank u|dank u wel|danku"
    "|dankuwel|merci|mercikes|thx|thnx|thanks|many thanks|thank you|thank you very much|great|fine"
    "|noted|good|graag gedaan|hoor|voor de info"
    "|voor je mail|voor uw mail|voor de moeite|voor het werk"
)
_PLEASE = "aub|a u b|alstublieft|alsjeblieft|svp|graag|please|pls|gewoon"
_GREETINGS = "dag|beste|hallo|hoi|hey|hi|hello|dear|goedemorgen|goedemiddag|goeiemorgen|bot|gehoor"
_CLOSINGS = (
    "mvg|m v g|groeten|groetjes|groet|grtz|grt|gr|met vriendelijke groeten|met vriendelijke groet"
    "|vriendelijke groeten|vriendelijke groet|hartelijke groeten|beste groeten|met hartelijke groet"
    "|hoogachtend|regards|kind regards|best regards|warm regards|best wishes|sincerely|cheers"
    "|yours sincerely|best"
)


def _listed(*lists: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(said.split()) for each in lists for said in each.split("|"))


# What an order is about anyhow: "sluit het dossier", "verstuur de brief", "akkoord met de brief".
_OBJECT = re.compile(
    r"(?:met |with )?(?:het |dit |de |deze |die |the |this )?"
    r"(?:dossier|zaak|klacht|melding|brief|mail|termijn|case|complaint|letter|term|file)"
)
_AROUND = _listed(_THANKS, _PLEASE, _GREETINGS, _CLOSINGS)
_ENDS_A_LETTER = _listed(_CLOSINGS)
_LONGEST = 4  # words of one of these
_MOST_BELOW = 8  # lines of a name, an office, a street below a closing
_WORDS_BELOW = 8  # in each of them

DENIALS = frozenset((
    "niet", "nie", "geen", "nooit", "deels", "gedeeltelijk", "half", "nee", "neen", "non", "not",
    "no", "never", "partly", "partially",
))  # fmt: skip
_HOLD_ON = DENIALS | {"maar", "eerst", "wacht", "pas", "nog", "but", "first", "wait", "yet"}
_LOOKED_AT = 8  # words of what was added to a yes


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as orders are compared with them."""
    return tuple(plain(word) for word in WORD.findall(text))


def bare(text: str, names: Collection[str] = ()) -> str:
    """The text without the courtesies, the names of its writer and the marks at its end."""
    found = list(WORD.finditer(text))
    while found:
        for n in range(min(_LONGEST, len(found)), 0, -1):
            last = words_of_all(found[-n:])
            if last in _AROUND or " ".join(last) in names:
                del found[-n:]
                break
        else:
            break
    end = found[-1].end() if found else 0
    return text[:end].strip()


def without_object(text: str, names: Collection[str] = ()) -> str:
    """The bare text; "" where it but names the case or the letter that is meant anyhow."""
    said = bare(text, names)
    return "" if _OBJECT.fullmatch(plain(said)) else said


def behind_courtesies(text: str) -> str:
    """The text behind the thanks and the greeting it begins with: "ok, eenvoudig"."""
    found = list(WORD.finditer(text))
    at = 0
    while at < len(found):
        n = next(
            (n for n in range(_LONGEST, 0, -1) if words_of_all(found[at : at + n]) in _AROUND), 0
        )
        if not n:
            break
        at += n
    return text[found[at].start() :] if 0 < at < len(found) else ""


def words_of_all(found: Sequence[re.Match[str]]) -> tuple[str, ...]:
    """The words at these places, as they are compared."""
    return tuple(plain(word[0]) for word in found)


def is_courtesy(text: str, names: Collection[str] = ()) -> bool:
    """Whether a text says nothing but thanks, hello and goodbye."""
    return not bare(text, names)


def holds_back(text: str) -> bool:
    """Whether words beside a yes may take it back: "maar eerst …", "nog niet"."""
    return not _HOLD_ON.isdisjoint(words_of(text)[:_LOOKED_AT])


def without_closing(lines: list[str], names: Collection[str]) -> list[str]:
    """The lines down to the closing of a letter, or to the name of its writer."""
    below = 0
    end = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        words = words_of(lines[at])
        if not words:
            continue
        if len(words) > _WORDS_BELOW or below > _MOST_BELOW:
            break
        below += 1
        closes = words in _ENDS_A_LETTER or " ".join(words) in names
        closes |= any(
            words[:n] in _ENDS_A_LETTER and is_courtesy(lines[at], names)
            for n in range(1, _LONGEST + 1)
        )
        if closes:
            end = at
    return lines[:end]
