"""What a person asked cannot be done."""

from __future__ import annotations

from bot.core.clause import Clause, in_language
from bot.core.policy import Person


class NotPossible(ValueError):  # noqa: N818  # the word a person reads
    """What was asked cannot be done; `why` says why, in Dutch and English, and what can.

    The values fill the names in its braces; a clause among them is told in either language. As
    text it is Dutch, for the terminal.
    """

    def __init__(self, why: Clause, /, **values: object) -> None:
        self.why = Clause(_filled(why, "nl", values), _filled(why, "en", values))
        super().__init__(self.why.nl)

    def told(self, reader: Person) -> str:
        """Why, as its reader reads."""
        return in_language(self.why, reader)


def unknown(person: str) -> NotPossible:
    """Nobody has this id."""
    return NotPossible(_UNKNOWN, person=person)


def about_them(number: str, name: str) -> NotPossible:
    """Whom a case is about does not treat it."""
    return NotPossible(_ABOUT_THEM, number=number, name=name)


_UNKNOWN = Clause(
    "niemand in people.toml heeft de id '{person}'", "nobody in people.toml has the id '{person}'"
)
_ABOUT_THEM = Clause(
    "{number} gaat over {name}: kies iemand anders", "{number} is about {name}: choose another"
)


def _filled(why: Clause, language: str, values: dict[str, object]) -> str:
    said = {
        name: value.told(language) if isinstance(value, Clause) else value
        for name, value in values.items()
    }
    return why.told(language).format(**said)
