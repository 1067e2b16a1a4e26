"""In which language was this written?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from bot.core.plain import plain

StopWords: TypeAlias = Mapping[str, AbstractSet[str]]

_WORD = re.compile(r"[^\W\d_]+")
_CHARACTERS_READ = 1_500  # some 250 words: enough to be sure, and a long mail costs no more
# How many stop words, and what share of the words, must speak for a language. One stop word proves
# nothing: "de" is at home in six. A thinner share is a list of names, or a language not known here.
_ENOUGH = (2, 0.14)
_SHORT = 40  # letters: below that a greeting in another tongue weighs as much as the text, so …
_ENOUGH_WHEN_SHORT = (4, 0.5)
_CLEARLY = 1.25  # how far the first language must be ahead of the second
_MIXED = 4  # so many words that only another language has: somebody changes tongue
_OTHER_SCRIPT = re.compile(r"[^\W\d_\u0000-\u024f]")
_OTHER_SCRIPT_SHARE = 0.3  # of the letters: less is a name or a signature
_ONLY_TOLD_APART = "x-"


def language_of(text: str, stop_words: StopWords) -> str | None:
    """The language that the stop words speak for, or None when that is not sure.

    A wrong language in a letter is worse than the school's own, so a few words that could be at
    home in several, texts that mix two languages and lists of names are None. So are languages in
    `stop_words` under a key like "x-ru": they are known only to be told apart.
    """
    words = _WORD.findall(plain(text[:_CHARACTERS_READ]))
    short = sum(map(len, words)) < _SHORT
    return _spoken(words, stop_words, _ENOUGH_WHEN_SHORT if short else _ENOUGH)


def language_of_sentence(flat: str, stop_words: StopWords) -> str | None:
    """As `language_of`, for one plain sentence of a longer text, which is often short."""
    return _spoken(_WORD.findall(flat[:_CHARACTERS_READ]), stop_words, _ENOUGH)


def _spoken(in_turn: list[str], stop_words: StopWords, enough: tuple[int, float]) -> str | None:
    words = Counter(in_turn)
    said = frozenset(words)
    heard = {language: listed & said for language, listed in _of_one_script(stop_words, in_turn)}
    scores = {language: _count(words, known) for language, known in heard.items()}
    ranked = sorted(scores, key=lambda language: -scores[language])
    fewest, share = enough
    if not ranked or scores[ranked[0]] < max(fewest, share * len(in_turn)):
        return None
    first, *rest = ranked
    if rest and scores[first] < scores[rest[0]] * _CLEARLY:
        return None
    mixed = max(_MIXED, scores[first] / 4)
    others = (other for other in rest if scores[other] >= mixed)
    if any(_count(words, heard[other] - heard[first]) >= mixed for other in others):
        return None
    return None if first.startswith(_ONLY_TOLD_APART) else first


def _of_one_script(
    stop_words: StopWords, words: Iterable[str]
) -> Iterable[tuple[str, AbstractSet[str]]]:
    """The languages in the script of these words; plain Latin words are ASCII."""
    letters = "".join(words)
    others = 0 if letters.isascii() else len(_OTHER_SCRIPT.findall(letters))
    latin = others <= _OTHER_SCRIPT_SHARE * len(letters)
    return [
        (language, listed)
        for language, listed in stop_words.items()
        if latin is next(iter(listed), "").isascii()
    ]


def _count(words: Counter[str], said: Iterable[str]) -> int:
    return sum(words[word] for word in said)
