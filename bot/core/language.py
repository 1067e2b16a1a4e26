"""In which language was this written?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set

from bot.core.plain import plain

_WORD = re.compile(r"[^\W\d_]+")
_WORDS_READ = 400  # enough to be sure, and a long mail costs no more than a short one
_FEWEST = 2  # one stop word proves nothing: "de" is at home in six languages
_THINNEST = 0.14  # share of stop words below which a text is a list, or another language
_CLEARLY = 1.25  # how far the first language must be ahead of the second
_MIXED = 4  # so many words that only another language has: somebody changes tongue
_LAST_LATIN = "\u024f"
_FOREIGN_SHARE = 0.3


def language_of(text: str, stop_words: Mapping[str, Set[str]]) -> str | None:
    """The language that the stop words speak for, or None when that is not sure.

    Languages in `stop_words` under a key like "x-tr" are known only to be told apart: they give
    None. So do other scripts, texts that mix two languages, and texts too short to tell.
    """
    flat = plain(text[: _WORDS_READ * 20])
    if _is_other_script(flat):
        return None
    words = _WORD.findall(flat)[:_WORDS_READ]
    scores = {
        language: sum(word in listed for word in words) for language, listed in stop_words.items()
    }
    ranked = sorted(scores, key=lambda language: -scores[language])
    if not ranked or scores[ranked[0]] < max(_FEWEST, _THINNEST * len(words)):
        return None
    first = ranked[0]
    rest = ranked[1:]
    if rest and scores[first] < scores[rest[0]] * _CLEARLY:
        return None
    ours = stop_words[first]
    foreign = max(
        (sum(word in stop_words[other] and word not in ours for word in words) for other in rest),
        default=0,
    )
    if foreign >= max(_MIXED, scores[first] / 4):
        return None
    return None if first.startswith("x-") else first


def _is_other_script(flat: str) -> bool:
    letters = [letter for letter in flat[:2000] if letter.isalpha()]
    foreign = sum(letter > _LAST_LATIN for letter in letters)
    return foreign > _FOREIGN_SHARE * len(letters)
