"""Plain words: hints for letters that parents must understand at once, and promises to take out.

They are hints. A long sentence may be a good one; what a person typed is nobody else's to mend, and
is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.core.letter import Letter
from bot.core.plain import sentences
from bot.core.policy import Matcher

LONGEST_SENTENCE = 25  # words
_LONG_VALUE = 8  # words; what is longer was typed by a person and is not the letter's
_FIRST_WORDS = 6  # of a long sentence: enough to find it again
# A promise that is not made, and one that was made before and is spoken of now.
_TAKES_BACK = frozenset((
    "niet", "geen", "beloofd", "ne", "pas", "aucun", "not", "no", "cannot", "promised", "nicht",
    "kein", "keine", "versprochen",
))  # fmt: skip
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|\n\n|\n(?=- |\d+\. )")
_WORD = re.compile(r"[^\W_][^\s]*")


@dataclass(frozen=True)
class Wording:
    """What letters should not say: promises that nobody can keep, and difficult words.

    `difficult` gives for each language the difficult word and the plain one.
    """

    promises: Matcher | None = None
    difficult: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def promised(self, letter: Letter) -> Iterator[str]:
        """The words that promise or judge, in the plain text in which lists are written."""
        if self.promises is None:
            return
        said = sentences(f"{letter.subject}. {own_words(letter)}")
        for sentence in re.split("[.!?]", said):
            if not _TAKES_BACK.intersection(sentence.split()):
                yield from self.promises.find(sentence)

    def hard_words(self, letter: Letter) -> Iterator[tuple[str, str]]:
        """Each difficult word that stands in a letter, with the plain one."""
        shape = self._shapes.get(letter.language)
        said = f"{letter.subject}\n{own_words(letter)}"
        for found in shape.finditer(said) if shape else ():
            word = " ".join(found[0].split())
            yield word, self.difficult[letter.language][word.casefold()]

    @cached_property
    def _shapes(self) -> Mapping[str, re.Pattern[str]]:
        return {
            language: re.compile(
                r"\b(?:"
                + "|".join(
                    r"\s+".join(map(re.escape, word.split()))
                    for word in sorted(words, key=len, reverse=True)
                )
                + r")\b",
                re.IGNORECASE,
            )
            for language, words in self.difficult.items()
            if words
        }


def long_sentences(letter: Letter) -> Iterator[tuple[str, int]]:
    """How each sentence of too many words begins, and how many it has."""
    for sentence in _SENTENCE_END.split(own_words(letter)):
        words = _WORD.findall(sentence)
        if len(words) > LONGEST_SENTENCE:
            yield " ".join(sentence.split()[:_FIRST_WORDS]), len(words)


def own_words(letter: Letter) -> str:
    """The text of a letter without what persons typed into it."""
    said = letter.text
    for typed in sorted(_typed(letter.order.values), key=len, reverse=True):
        said = said.replace(typed, "")
    return said


def _typed(value: object) -> Iterator[str]:
    match value:
        case str():
            lines = value.split("\n")
            yield from (line for line in lines if len(line.split()) > _LONG_VALUE)
        case Mapping():
            for each in value.values():
                yield from _typed(each)
        case tuple():
            for each in value:
                yield from _typed(each)
        case _:
            pass
