"""One clause in the languages of staff."""

from __future__ import annotations

from typing import NamedTuple

from bot.core.policy import Person


class Clause(NamedTuple):
    """The same in Dutch and English; names in braces are filled in."""

    nl: str
    en: str


def in_language(clause: Clause, reader: Person) -> str:
    """The clause as its reader reads: Dutch, but for who reads English."""
    return clause.en if reader.language == "en" else clause.nl
