"""What may stand behind an order: a person, a reason of refusal, a kind, a seal, a promise."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.core.instructions.dates import Days, Meant, day_meant
from bot.core.parties import find_person
from bot.core.plain import plain
from bot.core.policy import Person, Policy

Found = TypeVar("Found")

_MOST_WORDS = 8  # of an argument
_EDGES = " \t.,;:!()[]<>\"'-\u2013\u2014"
_MYSELF = frozenset(("mij", "me", "mijzelf", "mezelf", "ik", "myself", "i"))
# A name has none of these, and a sentence nearly always.
_IN_SENTENCES = frozenset((
    "dat", "de", "het", "een", "ik", "we", "wij", "je", "u", "er", "is", "zijn", "wat", "hoe",
    "of", "en", "als", "om", "te", "niet", "geen", "nog", "ook", "maar", "want", "omdat", "wanneer",
    "dit", "that", "the", "a", "an", "is", "are", "we", "you", "it", "and", "or", "if", "not", "no",
    "to",
))  # fmt: skip
_ADDRESS = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[^\s@<>(),;:.]+")
_SEAL = re.compile(r"[a-z2-7]{8}")
_LONGEST_NAME = 4  # words

# Code of a condition that a complaint does not meet → how people name it.
_CODES: Mapping[str, str] = {
    "too_old": "te oud|verjaard|te laat|te lang geleden|too old|too late|too long ago",
    "already_treated": "al behandeld|reeds behandeld|already treated|treated before",
    "in_court": "rechtbank|gerecht|bij de rechter|rechter|in court|court",
    "no_concrete_pupil": "geen leerling|geen concrete leerling|no pupil|no concrete pupil",
    "no_interest": "geen belang|geen eigen belang|no interest",
    "policy": "beleid|schoolreglement|reglement|policy|rules",
    "other_procedure": "andere procedure|eigen procedure|beroep|other procedure|appeal",
    "anonymous": "anoniem|anonymous",
    "no_facts": "geen feiten|no facts",
    "unfounded": "kennelijk ongegrond|manifestly unfounded",
}
# What a message is that is no complaint → how people name it.
_KINDS: Mapping[str, str] = {
    "question": "vraag|een vraag|question|a question",
    "suggestion": "suggestie|een suggestie|voorstel|een voorstel|idee|suggestion|a suggestion",
    "praise": "lof|compliment|een compliment|dank|praise|a compliment",
    "spam": "spam|reclame|junk",
    "other": "andere|anders|iets anders|other|something else",
}
_SORTS: Mapping[str, str] = {
    "individual": "individueel|maatregel|individual|measure",
    "remedy": "herstel|remedy",
    "structural": "structureel|actie|structural|action",
}


def _inverted(table: Mapping[str, str]) -> Mapping[str, str]:
    named = {name: code for code, names in table.items() for name in names.split("|")}
    return named | {code.replace("_", " "): code for code in table}


_CODE_OF, _KIND_OF, _SORT_OF = _inverted(_CODES), _inverted(_KINDS), _inverted(_SORTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A measure as it was promised: `whom` as typed; `sort` is individual, remedy or structural."""

    text: str
    whom: str = ""
    on: Meant | None = None
    sort: str = ""

    @property
    def day(self) -> date | None:
        """The day it is promised for."""
        return self.on.day if self.on else None


def split_off(args: str, read: Callable[[str], Found | None]) -> tuple[Found | None, str]:
    """What the longest beginning of the words means, and the words behind it."""
    ends = [found.end() for found in re.finditer(r"\S+", args)][:_MOST_WORDS]
    for end in reversed(ends):
        if (found := read(args[:end])) is not None:
            return found, args[end:].lstrip(_EDGES)
    return None, args


def person_meant(typed: str, policy: Policy) -> str | None:
    """Whom these words name, as typed: somebody of the school, an address, "mij", or a name."""
    whom = typed.strip(_EDGES)
    said = plain(whom)
    if not said or len(said) > 80:  # noqa: PLR2004 - no name is longer
        return None
    if said in _MYSELF or _ADDRESS.fullmatch(whom) or people_meant(whom, policy):
        return whom
    words = said.split()
    is_name = len(words) <= _LONGEST_NAME and _IN_SENTENCES.isdisjoint(words)
    return whom if is_name and all(word[0].isalpha() for word in words) else None


def people_meant(typed: str, policy: Policy, me: Person | None = None) -> tuple[Person, ...]:
    """Who of the school is meant: by id, by address, by a part of the name; "mij" is `me`."""
    whom = typed.strip(_EDGES)
    said = plain(whom)
    if said in _MYSELF:
        return (me,) if me else ()
    if found := find_person(policy, said):
        return (found,)
    if "@" in said:
        return tuple(one for one in policy.people if one.email.casefold() == whom.casefold())
    words = said.split()
    whole = tuple(one for one in policy.people if plain(one.name) == said)
    return whole or tuple(
        one
        for one in policy.people
        if words and all(any(part == word for part in plain(one.name).split()) for word in words)
    )


def codes_meant(typed: str) -> str | None:
    """The codes of what a complaint does not meet, with a comma between them; None: others."""
    parts = [part for part in re.split(r"\s*(?:[,;+&/]|\ben\b|\band\b)\s*", _said(typed)) if part]
    codes = [_CODE_OF.get(part) for part in parts]
    return ",".join(dict.fromkeys(filter(None, codes))) if codes and all(codes) else None


def kind_meant(typed: str) -> str | None:
    """What a message is that is no complaint: question, suggestion, praise, spam, other."""
    return _KIND_OF.get(_said(typed))


def sort_meant(typed: str) -> str | None:
    """Of what sort a measure is: individual, remedy or structural."""
    return _SORT_OF.get(_said(typed))


def seal_meant(typed: str, *, alone: bool) -> str | None:
    """The seal of a letter: eight letters and figures. `alone`: words may look like it too."""
    said = re.sub(r"^(?:zegel|seal) ?:? ?", "", plain(typed).strip(_EDGES + "#"))
    is_seal = _SEAL.fullmatch(said) and (alone or any(sign.isdecimal() for sign in said))
    return said if is_seal else None


def address_meant(typed: str) -> str | None:
    """A mail address, alone or in angle brackets."""
    found = _ADDRESS.fullmatch(typed.removeprefix("mailto:").strip(_EDGES))
    return found[0] if found else None


def promise_in(typed: str, days: Days, policy: Policy) -> Promise:
    """A promise as people write it: "tekst, wie, datum [, soort]"; what is missing stays empty."""
    parts = [part.strip() for part in re.split(r"\s*[,;|]\s*", " ".join(typed.split())) if part]
    sort = sort_meant(parts[-1]) if len(parts) > 1 else None
    if sort:
        parts.pop()
    on = day_meant(parts[-1], days) if len(parts) > 1 else None
    if on:
        parts.pop()
    whom = parts[-1] if len(parts) > 1 else ""
    known = bool(whom) and bool(people_meant(whom, policy))
    if known or (on and whom and person_meant(whom, policy)):
        parts.pop()
    else:
        whom = ""
    return Promise(text=", ".join(parts), whom=whom, on=on, sort=sort or "")


def _said(typed: str) -> str:
    return plain(typed).strip(_EDGES).replace("_", " ")
