"""Which letter, language and form an administrator asks to see: "ontvangstmelding fr u"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.letter import LetterName
from bot.core.plain import plain
from bot.core.staff.names_of_letters import LETTER_NAMES

_LANGUAGES: Mapping[str, str] = {
    "nl": "nl", "nederlands": "nl", "dutch": "nl",
    "fr": "fr", "frans": "fr", "french": "fr",
    "en": "en", "engels": "en", "english": "en",
    "de": "de", "duits": "de", "german": "de",
}  # fmt: skip
_FORMS = frozenset(("u", "je"))
_BETWEEN = frozenset(("in", "het", "met", "de", "brief", "the", "letter", "with"))
_MOST_NEAR = 3
_ALIKE = 0.55


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterMeant:
    """What was asked for. `name` None: no letter is called so, and `near` are the likeliest."""

    name: LetterName | None = None
    language: str = "nl"
    form: str = "u"
    near: tuple[LetterName, ...] = ()


def letter_meant(words: str, *, form: str, language: str = "nl") -> LetterMeant:
    """The letter these words name, by its file or by what staff call it."""
    said = [word.strip(".,;:!()\"'") for word in plain(words[:200]).replace("/", " ").split()]
    named = []
    for word in said:
        if word in _LANGUAGES:
            language = _LANGUAGES[word]
        elif word in _FORMS:
            form = word
        elif word and word not in _BETWEEN:
            named.append(word.removesuffix(".md"))
    typed = " ".join(named).replace("_", " ").replace("-", " ")
    known = dict(_names())
    name = known.get(typed)
    near = () if name or not typed else _near(typed, known)
    return LetterMeant(name=name, language=language, form=form, near=near)


def _names() -> Iterator[tuple[str, LetterName]]:
    """What each letter may be called; the name of its file counts before what staff call it."""
    for letter, names in reversed(tuple(LETTER_NAMES.items())):
        for called in names.values():
            yield plain(called), letter
    for letter in LetterName:
        yield letter.value.replace("_", " "), letter


def _near(typed: str, known: Mapping[str, LetterName]) -> tuple[LetterName, ...]:
    alike = process.extract(
        typed, known.keys(), scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, limit=9
    )
    begins = [letter for name, letter in known.items() if name.startswith(typed)]
    found = [*begins, *(known[name] for name, _, _ in alike)]
    return tuple(dict.fromkeys(found))[:_MOST_NEAR]
