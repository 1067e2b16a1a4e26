"""Reads the [vocabulary] of the word files: how each language speaks of days and people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from bot.core.plain import plain
from bot.core.vocabulary import Vocabulary
from bot.settings.words.files import Source

# How long the lists of lists are; all others are one list.
_PLACES = {"months": 12, "weekdays": 7, "days_ago": 3, "numbers": 10, "units": 5, "parts": 3}


def vocabulary_in(sources: Iterable[Source]) -> dict[str, Vocabulary]:
    """The vocabulary of each language; what a school adds stands beside what ships.

    Raises:
        ValueError: a key is unknown or missing, or a list has too few or too many places.
    """
    listed: dict[str, dict[str, list[tuple[str, ...]]]] = {}
    for source in sources:
        table = source.tables.get("vocabulary", {})
        if not isinstance(table, dict):
            raise ValueError(  # noqa: TRY004 - a wrong file, not a wrong program
                f"{source.file}: [vocabulary] must be a table"
            )
        own = listed.setdefault(source.language, {})
        for key, said in table.items():
            own[key] = _joined(own.get(key), _places(source, key, said))
    return {language: _vocabulary(language, own) for language, own in listed.items() if own}


def _places(source: Source, key: str, said: object) -> list[tuple[str, ...]]:
    known = [field.name for field in fields(Vocabulary)]
    where = f"{source.file}: [vocabulary] {key}"
    if key not in known:
        raise ValueError(f"{where} is unknown; known: {', '.join(known)}")
    given = said if isinstance(said, list) else [said]
    places = [place for place in given if isinstance(place, str)]
    if not len(places) == len(given) == _PLACES.get(key, 1):
        raise ValueError(f'{where} needs {_PLACES.get(key, 1)} times "word|word"')
    return [tuple(plain(word) for word in place.split("|") if word.strip()) for place in places]


def _joined(
    shipped: list[tuple[str, ...]] | None, own: list[tuple[str, ...]]
) -> list[tuple[str, ...]]:
    return [(*a, *b) for a, b in zip(shipped, own, strict=True)] if shipped else own


def _vocabulary(language: str, own: dict[str, list[tuple[str, ...]]]) -> Vocabulary:
    for key in _PLACES.keys() - own.keys():
        raise ValueError(f"words/{language}.toml: [vocabulary] has no {key}")
    lists = {key: tuple(places) for key, places in own.items() if key in _PLACES}
    words = {key: places[0] for key, places in own.items() if key not in _PLACES}
    return Vocabulary(**lists, **words)  # type: ignore[arg-type] # the table above says which is which
