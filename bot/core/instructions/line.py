"""What a line begins with: the number of a case, the words of an order, and what stands behind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.core.instructions import Verb
from bot.core.instructions.courtesy import WORD, words_of
from bot.core.instructions.verbs import ENGLISH, LOOSE, PHRASES, VERBS, Entry, Words
from bot.core.plain import plain
from bot.core.triage.numbers import case_numbers_in

_BULLET = re.compile(r"\s*(?:\d{1,2}\s?[.)](?=\s)|[^\w\s>])?\s*")
_MAIL = re.compile(r"mail\s*(?:nr\.?\s*)?#?\s*(\d{1,9})\b", re.IGNORECASE)
_NUMBER_WORDS = 6  # at most in a case number
_BESIDE_NUMBER = re.compile(r"[\s\]\[():,.;\-\u2013#&]*")
_LED = re.compile(r"(?:en|and|voor|in|over|dossier|zaak|case|for|nr\.?)\s+", re.IGNORECASE)
_WITHIN = re.compile(r"[\s\-\u2010-\u2015_*'\u2019\"]*")  # between the words of one order
_BEHIND = re.compile(r"[\s*_\]\"'\u2019\u201d)]*")
_SMILEY = re.compile(r":['\u2019]?-?[)(DPpO3|/\\](?!\w)")
_STOP = re.compile(r"[.,;](?=\s)")
_LONGEST_PHRASE = max(map(len, PHRASES))
_SHORTEST_MISTYPED = 6  # letters
_MOST_FORGIVEN = 14  # words; a longer line is a sentence
_SHORTEST_SHOUT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """The words of an order at the beginning of a line.

    `loud`: its words are in capitals and what follows is not. `meant`: the
    phrases of which a letter is wrong, when one is.
    `words` counts the words of the line behind the number.
    """

    entry: Entry
    phrase: Words
    args: str
    words: int
    colon: bool = False
    loud: bool = False
    meant: tuple[Words, ...] = ()

    @property
    def verb(self) -> Verb:
        """What is ordered."""
        return self.entry.verb

    @property
    def mistyped(self) -> tuple[Verb, ...]:
        """What may be meant, when a letter is wrong."""
        return tuple(dict.fromkeys(PHRASES[phrase] for phrase in self.meant))

    @property
    def is_loose(self) -> bool:
        """Whether people begin sentences with these words too."""
        return self.phrase in LOOSE

    @property
    def is_english(self) -> bool:
        """Whether the words are English and not Dutch."""
        return self.phrase in ENGLISH


def opened(line: str, numbering: str) -> tuple[tuple[str, ...], str]:
    """The numbers of cases (or "mail 411") that a line begins with, and the line behind them."""
    numbers: list[str] = []
    at = _BULLET.match(line).end()  # type: ignore[union-attr]  # it matches the empty beginning
    while (found := _number_at(line, _led(line, at), numbering)) is not None:
        number, end = found
        numbers.append(number)
        at = _BESIDE_NUMBER.match(line, end).end()  # type: ignore[union-attr]
    return tuple(dict.fromkeys(numbers)), line[at:]


def _led(line: str, at: int) -> int:
    """Where a number may begin behind a word that leads to it: "voor", "dossier"."""
    led = _LED.match(line, at)
    return led.end() if led else at


def _number_at(line: str, at: int, numbering: str) -> tuple[str, int] | None:
    start = at
    while start < len(line) and not line[start].isalnum():
        start += 1
    if found := _MAIL.match(line, start):
        return f"mail {int(found[1])}", found.end()
    if not any(sign.isdecimal() for sign in line[start : start + 40]):
        return None
    words = [
        word for word, _ in zip(WORD.finditer(line, start), range(_NUMBER_WORDS), strict=False)
    ]
    for word in words:
        if named := case_numbers_in(line[start : word.end()], numbering, every=True):
            # It may stand behind other words: "TOON K-2026-0042" begins with none.
            later = word is not words[0] and case_numbers_in(
                line[words[1].start() : word.end()], numbering, every=True
            )
            return None if later else (named[0], word.end())
    return None


def spoken(line: str, *, forgiving: bool = True) -> Spoken | None:
    """The order whose words a line begins with; None when it begins with none."""
    tokens = list(WORD.finditer(line))
    if not tokens:
        return None
    words = tuple(plain(token[0]) for token in tokens[: _LONGEST_PHRASE + 1])
    together = 1
    while together < len(words) and _WITHIN.fullmatch(
        line, tokens[together - 1].end(), tokens[together].start()
    ):
        together += 1
    for n in range(min(together, _LONGEST_PHRASE), 0, -1):
        if verb := PHRASES.get(words[:n]):
            return _spoken(line, tokens, words[:n], verb)
    if forgiving and len(tokens) <= _MOST_FORGIVEN:
        for n in range(min(together, _LONGEST_PHRASE), 0, -1):
            if phrases := mistyped(words[:n]):
                return _spoken(line, tokens, phrases[0], PHRASES[phrases[0]], meant=phrases)
    return None


@lru_cache(maxsize=4096)
def mistyped(words: Words) -> tuple[Words, ...]:
    """The phrases that these words are but for one wrong letter in a long word."""
    if max(map(len, words)) < _SHORTEST_MISTYPED - 1:
        return ()
    return tuple(phrase for phrase in PHRASES if _is_near(words, phrase))


def _is_near(words: Words, phrase: Words) -> bool:
    if len(words) != len(phrase):
        return False
    wrong = [(typed, meant) for typed, meant in zip(words, phrase, strict=True) if typed != meant]
    if len(wrong) != 1 or len(wrong[0][1]) < _SHORTEST_MISTYPED:
        return False
    return OSA.distance(*wrong[0], score_cutoff=1) <= 1


def _spoken(
    line: str,
    tokens: list[re.Match[str]],
    phrase: Words,
    verb: Verb,
    *,
    meant: tuple[Words, ...] = (),
) -> Spoken:
    typed = line[tokens[0].start() : tokens[len(phrase) - 1].end()]
    at = _BEHIND.match(line, tokens[len(phrase) - 1].end()).end()  # type: ignore[union-attr]
    colon = line[at : at + 1] == ":" and not _SMILEY.match(line, at)
    args = line[at + colon :].strip()
    if _STOP.match(args):  # "OPGELOST. De jas is terug": the text begins behind it
        args = args[1:].strip()
    loud = len(typed) >= _SHORTEST_SHOUT and typed.isupper() and not args.isupper()
    return Spoken(
        entry=VERBS[verb],
        phrase=phrase,
        args=args,
        words=len(tokens),
        colon=colon,
        loud=loud,
        meant=meant,
    )


def is_opening(line: str) -> bool:
    """Whether a line is but the first words of an order ("NIET"), so that it goes on below."""
    words = words_of(line)
    return 0 < len(words) < _LONGEST_PHRASE and any(
        len(phrase) > len(words) and phrase[: len(words)] == words for phrase in PHRASES
    )
