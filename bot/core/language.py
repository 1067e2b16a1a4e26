"""In which language was this written?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from bot.core.plain import plain

_WORD = re.compile(r"[^\W\d_]+")
_CHARACTERS_READ = 1_500  # some 250 words: enough to be sure, and a long mail costs no more
_FEWEST = 2  # one stop word proves nothing: "de" is at home in six languages
_THINNEST = 0.14  # share of stop words below which a text is a list, or another language
_CLEARLY = 1.25  # how far the first language must be ahead of the second
_MIXED = 4  # so many words that only another language has: somebody changes tongue
_OTHER_SCRIPT = re.compile(r"[^\W\d_\u0000-\u024f]")
_FOREIGN_SHARE = 0.3


def language_of(text: str, stop_words: Mapping[str, AbstractSet[str]]) -> str | None:
    """The language that the stop words speak for, or None when that is not sure.

    Languages in `stop_words` under a key like "x-tr" are known only to be told apart: they give
    None. So do other scripts, texts that mix two languages, and texts too short to tell.
    """
    return language_of_plain(plain(text[:_CHARACTERS_READ]), stop_words)


def language_of_plain(flat: str, stop_words: Mapping[str, AbstractSet[str]]) -> str | None:
    """As `language_of`, for text that is plain already."""
    flat = flat[:_CHARACTERS_READ]
    words = Counter(_WORD.findall(flat))
    total = words.total()
    foreign_letters = 0 if flat.isascii() else len(_OTHER_SCRIPT.findall(flat))
    if foreign_letters > _FOREIGN_SHARE * len(flat.replace(" ", "")):
        return None
    known = {language: listed & words.keys() for language, listed in stop_words.items()}
    scores = {language: _count(words, said) for language, said in known.items()}
    ranked = sorted(scores, key=lambda language: -scores[language])
    if not ranked or scores[ranked[0]] < max(_FEWEST, _THINNEST * total):
        return None
    first, *rest = ranked
    if rest and scores[first] < scores[rest[0]] * _CLEARLY:
        return None
    foreign = max((_count(words, known[other] - known[first]) for other in rest), default=0)
    if foreign >= max(_MIXED, scores[first] / 4):
        return None
    return None if first.startswith("x-") else first


def _count(words: Counter[str], said: AbstractSet[str]) -> int:
    return sum(words[word] for word in said)
