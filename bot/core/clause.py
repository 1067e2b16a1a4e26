"""One clause in the languages of staff."""

from __future__ import annotations

from typing import NamedTuple

from bot.core.policy import Person

_ENGLISH = "en"


class Clause(NamedTuple):
    """The same in Dutch and English; names in braces are filled in."""

    nl: str
    en: str

    def told(self, language: str) -> str:
        """As whoever reads this language reads it: Dutch, but for "en"."""
        return self.en if language == _ENGLISH else self.nl


def in_language(clause: Clause, reader: Person) -> str:
    """The clause as its reader reads: Dutch, but for who reads English."""
    return clause.told(reader.language)


def sentence(clause: Clause, reader: Person, **values: object) -> str:
    """The clause as a sentence of its own, with a capital and its full stop."""
    said = in_language(clause, reader).format(**values)
    return f"{said[:1].upper()}{said[1:]}."
