"""Names in the words of a letter that its reader may have no business with."""

from __future__ import annotations

import re

from bot.core.acting import Acting
from bot.core.case import Detail
from bot.core.naming import named_in
from bot.core.parents.telling import case_of
from bot.core.plain import plain, unaccented

_MOST = 5
_PART = r"[A-Z][a-z'-]+[\w'-]*"
_PARTICLE = "van|de|der|den|het|ter|ten|du|la|le|von|el|al|ben|van de|van den|van der"
_FULL_NAME = re.compile(rf"\b({_PART}) ((?:(?:{_PARTICLE}|Van|De|Den|Van de|Van den) )?{_PART})\b")


def pupils_elsewhere(typed: str, acting: Acting) -> tuple[str, ...]:
    """Pupils of other cases who are named in what was typed, and not in this case."""
    own, told = own_names(acting), plain(typed)
    found = (
        name
        for name in acting.facts.pupils_elsewhere
        if _holds(told, plain(name)) and not any(_holds(known, plain(name)) for known in own)
    )
    return tuple(dict.fromkeys(found))[:_MOST]


def colleagues(typed: str, acting: Acting) -> tuple[str, ...]:
    """Persons of people.toml who are named in what was typed and do not sign it."""
    case, told = case_of(acting), plain(typed)
    found = (
        one.name
        for one in acting.policy.people
        if one.id not in {case.handler, acting.by.id}
        and _holds(told, plain(one.name).split()[-1])
        and named_in(told, one, acting.policy)
    )
    return tuple(found)[:_MOST]


def strangers(typed: str, acting: Acting) -> tuple[str, ...]:
    """Full names in what was typed of whom neither this case nor the school knows.

    A name is known by two capitals in a row, the first of which is no common word.
    """
    policy = acting.policy
    known = (*own_names(acting), *(plain(one.name) for one in policy.people))
    small = frozenset().union(*policy.words.stop_words.values())
    found = (
        " ".join(each.groups())
        for each in _FULL_NAME.finditer(unaccented(typed))
        if plain(each[1]) not in small and plain(each[2]) not in small
    )
    elsewhere = {plain(name) for name in acting.facts.pupils_elsewhere}
    unknown = (
        name
        for name in dict.fromkeys(found)
        if not any(plain(name) in one for one in known) and plain(name) not in elsewhere
    )
    return tuple(unknown)[:_MOST]


def own_names(acting: Acting) -> tuple[str, ...]:
    """What the complainant knows already: the own words, name and pupil, school and bodies."""
    case, policy, opening = case_of(acting), acting.policy, acting.facts.opening
    said = (
        case.complainant.name if case.complainant else "",
        *case.details.get(Detail.PUPIL, "").split(","),
        case.details.get(Detail.ABOUT, ""),
        *(school.name for school in policy.schools),
        *(body.name for body in policy.outside),
        policy.organisation,
        f"{opening.subject} {opening.text}" if opening else "",
    )
    return tuple(filter(None, map(plain, said)))


def _holds(told: str, name: str) -> bool:
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", told) is not None
