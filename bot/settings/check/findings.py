"""What is still to agree, to fill in or to look up: `gehoor check`, in plain Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import TypedDict

from bot.settings.check.agreements import agreements_to_make, law_to_mind, sources_to_look_up
from bot.settings.check.days import days_to_fill_in
from bot.settings.check.mail import mail_to_set_up, placeholders_to_replace
from bot.settings.check.people import people_to_name
from bot.settings.finding import Finding, Level
from bot.settings.house_styles import looks_to_know
from bot.settings.load import Settings, own_words
from bot.settings.problem import ConfigError
from bot.settings.words.lists import examples_that_fail

_RANK = {Level.ERROR: 0, Level.WARNING: 1, Level.OK: 2}


class FindingJson(TypedDict):
    """One finding as scripts see it."""

    level: str
    file: str
    key: str
    text: str


class CheckJson(TypedDict):
    """All findings as scripts see them, with the worst level."""

    level: str
    findings: list[FindingJson]


def findings(settings: Settings, today: date, *, examples: bool = True) -> list[Finding]:
    """Everything there is to say about a config that loads, what matters most first.

    Without `examples` those of the word lists are not tried, which takes half a second.
    """
    found = [
        *settings.findings,
        *placeholders_to_replace(settings),
        *mail_to_set_up(settings),
        *people_to_name(settings),
        *agreements_to_make(settings, today),
        *law_to_mind(settings, today),
        *days_to_fill_in(settings, today),
        *looks_to_know(settings.bot, settings.people, settings.house_styles),
        *(_words_that_fail(settings) if examples else ()),
        *sources_to_look_up(settings, today),
    ]
    # Who does what is both a task to give and something to agree on: told once.
    return sorted(dict.fromkeys(found), key=lambda finding: _RANK[finding.level])


def findings_of(error: ConfigError) -> list[Finding]:
    """A config that does not load, as findings."""
    return [
        Finding(
            level=Level.ERROR,
            file=problem.file,
            key=problem.key,
            text=f"{problem.text} (line {problem.line})" if problem.line else problem.text,
        )
        for problem in error.problems
    ]


def worst(found: Iterable[Finding]) -> Level:
    """The level that counts for all of them together."""
    return min((finding.level for finding in found), key=_RANK.__getitem__, default=Level.OK)


def as_json(found: Sequence[Finding]) -> CheckJson:
    """The findings as `check --json` prints them."""
    return {
        "level": worst(found).value,
        "findings": [
            {"level": one.level.value, "file": one.file, "key": one.key, "text": one.text}
            for one in found
        ],
    }


@cache
def _shipped_failures() -> tuple[str, ...]:
    return tuple(examples_that_fail(None))


def _words_that_fail(settings: Settings) -> Iterator[Finding]:
    own = own_words(settings.folder)
    for failure in examples_that_fail(own) if own else _shipped_failures():
        text = f"Een voorbeeld bij een woordenlijst klopt niet: {failure}"
        yield Finding(level=Level.ERROR, file="words", key="", text=text)
