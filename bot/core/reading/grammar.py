"""How a language speaks of days: its vocabulary, ready to be looked for in plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.core.vocabulary import Vocabulary

_PLACE = re.compile(r"%(\w+)%")
_SHORT = 3  # "ma", "lun": so short a weekday is one only beside a figure


class Grammar:
    """One language's words of days: which word stands in which place, and patterns made of them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary
        self.school_years = frozenset(vocabulary.school_year)
        self.since = re.compile(rf"\b(?:{_any(vocabulary.since)})(?: %s)?" % self._article())
        self.follows_since = re.compile(rf"(?:{self.since.pattern}) ?$")
        self.no_fact = re.compile(rf"\b(?:{_any(vocabulary.no_fact)})[:,(]?(?: [^ .!?]+)? $")
        self.announces = re.compile(rf"(?:^|\b)(?:{_any(vocabulary.announces)})[:,(]? $")
        self.contact = re.compile(rf"\b(?:{_any(vocabulary.contact)})\b")
        self._places = {
            name: {word: at for at, words in enumerate(listed) for word in words}
            for name in ("months", "weekdays", "days_ago", "numbers", "units", "parts")
            if (listed := getattr(vocabulary, name))
        }
        self._patterns = self._made()

    def place(self, name: str, word: str) -> int:
        """The place of a word in a list of lists: 0 for "januari" among `months`."""
        return self._places[name][word]

    def month(self, word: str) -> int:
        """The number of a month, 1 to 12."""
        return self.place("months", word) + 1

    def filled(self, template: str) -> re.Pattern[str]:
        """A template with `%weekday%` and the like filled in, to be matched at a place."""
        return re.compile(_PLACE.sub(lambda name: self._patterns[name[1]], template))

    @property
    def openings(self) -> frozenset[str]:
        """The first words of everything that may be a moment, without figures."""
        words = self._words
        days = _flat(words.weekdays)
        glued = [f"{day}{part}" for day in days for part in words.day_parts]
        listed = (
            *words.months, *words.weekdays, *words.days_ago, *words.numbers, *words.units,
            *words.parts, words.last, words.within, words.since, words.this, words.ago_before,
            words.school_year, words.first, glued,
        )  # fmt: skip
        return frozenset(
            first[0] for some in listed for word in some if (first := re.match(r"[a-z]+", word))
        )

    def _article(self) -> str:
        return f"(?:{_any(self._words.articles)})"

    def _made(self) -> dict[str, str]:
        words = self._words
        full = [name for names in words.weekdays for name in names if len(name) > _SHORT]
        every = [name for names in words.weekdays for name in names]
        parts = f"(?:{_any(words.day_parts)})?"
        return {
            "weekday": f"({_any(full)}){parts}\\b",
            "beside": rf"(?:({_any(every)}){parts}\.?,? (?:{self._article()} )?)?",
            "month": f"({_any(_flat(words.months))})\\b",
            "month_first": f"({_any(_flat(words.months) if words.month_first else ())})\\b",
            "days_ago": f"({_any(_flat(words.days_ago))})\\b",
            "number": rf"(\d{{1,3}}|{_any(_flat(words.numbers))})",
            "unit": f"({_any(_flat(words.units))})\\b",
            "named_unit": f"({_any((*_flat(words.units), *words.school_year))})\\b",
            "part": f"(?:({_any(_flat(words.parts))})(?: {self._article()})?|"
            f"(?:{_any((*words.within, *words.since, *words.last))}))",
            "within": f"(?:{_any(words.within)})",
            "last": f"(?:{_any(words.last)})",
            "after_last": rf"(?:{_any(words.after_last)})\b\.?",
            "next": rf"(?:{_any(words.next)})\b",
            "this": f"(?:{_any(words.this)})",
            "week": f"(?:{_any(words.units[1])})",
            "ago_before": f"(?:{_any(words.ago_before)})",
            "ago_after": f"(?:{_any(words.ago_after)})\\b",
            "ordinal": f"(?: ?(?:{_any(words.ordinal)})(?![a-z0-9]))?",
            "first": f"(?:{_any(words.first)})",
            "article": self._article(),
            "of": f"(?:{_any(words.of)})",
        }


def _flat(listed: Iterable[Iterable[str]]) -> list[str]:
    return [word for words in listed for word in words]


def _any(words: Iterable[str]) -> str:
    """Any of the words, the longest first; what never matches when there are none."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)"
