"""What a list of cases asks for: a status, a school, a theme, what is late, one's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.case import Status
from bot.core.plain import plain, sentences
from bot.core.policy import Policy
from bot.core.procedure import OPEN

_WORD = re.compile(r"[\w-]+")
_STATUSES: Mapping[str, frozenset[Status]] = {
    "nieuw|new|intake|niet ingedeeld": frozenset({Status.INTAKE}),
    "uitleg|wacht op uitleg|clarifying": frozenset({Status.CLARIFYING}),
    "informeel|gesprek|in gesprek|informal|talk": frozenset({Status.INFORMAL}),
    "behandeling|in behandeling|handling|being handled": frozenset({Status.HANDLING}),
    "onderzoek|in onderzoek|investigating": frozenset({Status.INVESTIGATING}),
    "beantwoord|answered": frozenset({Status.ANSWERED, Status.REMEDYING}),
    "maatregel|maatregelen|remedying|measures": frozenset({Status.REMEDYING}),
    "niet tevreden|ontevreden|herbekeken|dissatisfied": frozenset({Status.DISSATISFIED}),
    "bemiddeling|in bemiddeling|mediation": frozenset({Status.MEDIATION}),
    "extern|buiten de school|external": frozenset({Status.EXTERNAL}),
    "niet ontvankelijk|not admissible": frozenset({Status.NOT_ADMISSIBLE}),
    "niet oplosbaar|cannot solve": frozenset({Status.CANNOT_SOLVE}),
    "ingetrokken|withdrawn": frozenset({Status.WITHDRAWN}),
    "gesloten|afgesloten|closed": frozenset({Status.CLOSED}),
    "geen klacht|no complaint|rerouted": frozenset({Status.REROUTED}),
    "alles|alle|all|everything": frozenset(Status),
    "open|lopend": OPEN,
}
_LATE = "laat|te laat|late|overdue"
_MINE = "mij|mijn|van mij|me|mine|my"
_FILLERS = "dossier|dossiers|zaken|klachten|cases|complaints|school|thema|topic|de|het|van|over"
_SHORTEST = 4  # letters of a word that may stand for a school


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases a list is to hold. `unknown` are the words of the order that say nothing."""

    statuses: frozenset[Status] = OPEN
    school: str = ""
    topic: str = ""
    late: bool = False
    mine: bool = False
    unknown: tuple[str, ...] = ()


def wanted_in(text: str, policy: Policy) -> Wanted:
    """What the words behind LIJST ask for: open, laat, mij, a school, a theme, a status."""
    left = f" {' '.join(_WORD.findall(plain(text)))} "
    wanted = Wanted()
    for school in policy.schools:
        left, found = _taken(left, f"{re.escape(plain(school.id))}|{re.escape(plain(school.name))}")
        wanted = replace(wanted, school=school.id) if found else wanted
    for words, statuses in _STATUSES.items():
        left, found = _taken(left, words)
        wanted = replace(wanted, statuses=statuses) if found else wanted
    left, late = _taken(left, _LATE)
    left, mine = _taken(left, _MINE)
    left, _ = _taken(left, _FILLERS)
    wanted, unknown = replace(wanted, late=late, mine=mine), []
    for word in left.split():
        if school_id := _school(word, policy):
            wanted = replace(wanted, school=school_id)
        elif topic := _topic(word, policy):
            wanted = replace(wanted, topic=topic)
        else:
            unknown.append(word)
    return replace(wanted, unknown=tuple(unknown))


def _taken(left: str, words: str) -> tuple[str, bool]:
    """What is left when these words, the longest first, are taken out; and whether any was in."""
    some = "|".join(sorted(words.split("|"), key=len, reverse=True))
    rest, found = re.subn(rf"(?<= )(?:{some})(?= )", "", left)
    return f" {' '.join(rest.split())} ", found > 0


def _school(word: str, policy: Policy) -> str:
    """The only school in whose name this word stands; "" for none or several."""
    if len(word) < _SHORTEST:
        return ""
    found = [school.id for school in policy.schools if word in plain(school.name).split()]
    return found[0] if len(found) == 1 else ""


def _topic(word: str, policy: Policy) -> str:
    said = sentences(word)
    return next(
        (
            each.code
            for each in policy.words.topics
            if plain(each.code) == word or each.matcher.find(said)
        ),
        "",
    )
