"""Word lists: shipped ones and the school's own, from TOML to compiled expressions.

An expression is written in plain text (no capitals, no accents) and counts as whole words. ` ~ `
stands for up to eight words of the same sentence; `{child}` for one of the words in `[sets]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import re2

from bot.core.case import Kind
from bot.core.plain import plain
from bot.core.policy import CueList, HintList, SignalList, Words
from bot.settings.words.expressions import Expressions, Sieve
from bot.settings.words.files import (
    AUTOMATIC_TEXTS,
    LEVELS,
    Expression,
    Source,
    check,
    expressions_in,
    sources_of,
    strings,
)
from bot.settings.words.vocabulary import vocabulary_in

_SIEVED = frozenset(
    {"signals", "cues", "hints", "clues", "intents", "topics", "disclaimers", "idioms"}
)


def load_words(folder: Path | None = None) -> Words:
    """The shipped lists with those of `folder`/words/*.toml added; they never take one away.

    A file of the school is named after its language (`nl.toml`, `nl-onze-school.toml`).

    Raises:
        ValueError: an expression or a key is wrong; the text names file, list and expression.
    """
    sources = tuple(sources_of(folder))
    expressions = expressions_in(sources)
    try:
        return _words(expressions, sources)
    except re2.error:
        for expression in expressions:
            check(expression)  # one by one, to name the line that is wrong
        raise


def examples_that_fail(folder: Path | None = None) -> list[str]:
    """One line for each `hit` that does not ring and each `miss` that does; empty when all is well.

    Raises:
        ValueError: as `load_words`.
    """
    failures = []
    for expression in expressions_in(tuple(sources_of(folder))):
        check(expression)
        where = f"{expression.file}: [{expression.section}.{expression.code}] {expression.re!r}"
        if not expression.finds(expression.hit):
            failures.append(f"{where} does not find its hit {expression.hit!r}")
        if expression.miss is not None and expression.finds(expression.miss):
            failures.append(f"{where} finds its miss {expression.miss!r}")
    return failures


@dataclass(frozen=True, slots=True)
class _Key:
    """Which expressions make one list."""

    section: str
    language: str
    code: str
    level: str
    only: bool = field(kw_only=True)
    weak: bool = field(kw_only=True)


def _words(expressions: Iterable[Expression], sources: Iterable[Source]) -> Words:
    lists: dict[_Key, list[str]] = {}
    for line in expressions:
        key = _Key(
            line.section, line.language, line.code, line.level, only=line.only, weak=line.weak
        )
        lists.setdefault(key, []).append(line.pattern)
    made: dict[_Key, Expressions] = {}
    for language in dict.fromkeys(key.language for key in lists):
        spoken = [key for key in lists if key.language == language and key.section in _SIEVED]
        sieve = Sieve(lists[key] for key in spoken)
        made |= {key: Expressions(lists[key], sieve, at) for at, key in enumerate(spoken)}
    return Words(
        signals=tuple(
            SignalList(
                code=key.code,
                language=key.language,
                level=LEVELS[key.level],
                matcher=found,
                only=key.only,
            )
            for key, found in made.items()
            if key.section == "signals"
        ),
        cues=tuple(
            CueList(kind=Kind(key.code), language=key.language, matcher=found, weak=key.weak)
            for key, found in made.items()
            if key.section == "cues"
        ),
        hints=_coded(made, "hints"),
        clues=_coded(made, "clues"),
        intents=_coded(made, "intents"),
        topics=_coded(made, "topics"),
        vocabulary=vocabulary_in(sources),
        disclaimers={
            key.language: found for key, found in made.items() if key.section == "disclaimers"
        },
        idioms={key.language: found for key, found in made.items() if key.section == "idioms"},
        stop_words=_stop_words(sources),
        leadership=_all_languages(lists, "leadership"),
        promises=_all_languages(lists, "promises"),
        automatic_subjects=_all_languages(lists, "automatic_subjects"),
        automatic_texts={
            code: found
            for code in AUTOMATIC_TEXTS
            if (found := _all_languages(lists, "automatic_texts", code)) is not None
        },
        sales=_all_languages(lists, "sales"),
        school=_all_languages(lists, "school"),
    )


def _coded(made: Mapping[_Key, Expressions], section: str) -> tuple[HintList, ...]:
    return tuple(
        HintList(code=key.code, language=key.language, matcher=found)
        for key, found in made.items()
        if key.section == section
    )


def _all_languages(
    lists: Mapping[_Key, list[str]], section: str, code: str = ""
) -> Expressions | None:
    own = [lines for key, lines in lists.items() if (key.section, key.code) == (section, code)]
    patterns = [line for lines in own for line in lines]
    return Expressions(patterns) if patterns else None


def _stop_words(sources: Iterable[Source]) -> Mapping[str, frozenset[str]]:
    listed: dict[str, frozenset[str]] = {}
    for source in sources:
        tongues = source.tables.get("stop_words", {})
        if source.language != "other":
            tongues = {source.language: tongues} if tongues else {}
        assert isinstance(tongues, dict)
        for tongue, said in tongues.items():
            words = {plain(word) for word in strings(source, "stop_words", said)}
            listed[tongue] = listed.get(tongue, frozenset()) | words
    return listed
