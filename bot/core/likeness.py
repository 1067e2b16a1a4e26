"""Which earlier cases may be about the same? A hint with its reason; a person decides."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.core.clause import Clause
from bot.core.facts import Similar
from bot.core.mail import IncomingMail
from bot.core.plain import sentences
from bot.core.policy import Words
from bot.core.reading.hints import told

_READ_CHARACTERS = 20_000
_MOST_WORDS = 60  # of one mail, the longest: long words are the rare ones
_SHORTEST = 4  # letters: shorter words are in every mail
_RARE = 0.05  # of all cases: a word that more of them hold tells nothing
_RARE_AT_LEAST = 3  # cases, in a young register
_ASKED = 12  # rare words that are looked for
_SAME_WORD = 85  # of 100: a typing error or another ending ("schoolbus", "schoolbussen")
_BEGINNING = 3  # letters
_SAME_SUBJECT = 85  # of 100
_FEWEST_SHARED = 4  # words: three may be chance
_ALIKE = 0.4  # of the weight of the words of the shorter text
_MOST = 3
_SHOWN = 4

# Why two cases are alike; the case keeps it in Dutch, and each reader reads it in the own language.
_SAME_SENDER = Clause("zelfde afzender", "same sender")
_SAME_MAIL = Clause("zelfde afzender en onderwerp", "same sender and subject")
_SAME_WORDS = Clause("gelijke woorden: ", "the same words: ")
_LIKE = Clause("Lijkt op {number}", "Looks like {number}")
_TREATED = Clause(" (eerder behandeld)", " (treated before)")
_KEPT = re.compile(
    rf"Lijkt op (?P<number>\S+)(?P<treated>{re.escape(_TREATED.nl)})?"
    rf": (?P<reason>{_SAME_MAIL.nl}|{_SAME_SENDER.nl}|{_SAME_WORDS.nl})(?P<words>.*)"
)
_REASONS = {reason.nl: reason for reason in (_SAME_SENDER, _SAME_MAIL, _SAME_WORDS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A case of the register as far as it is compared: `words` as `telling_words` gives them."""

    number: str
    subject: str
    closed: bool
    same_sender: bool = False
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Spread:
    """In how many of all cases each word stands."""

    cases: int
    of: Mapping[str, int]

    def weight(self, word: str) -> float:
        """How much a word tells: the rarer, the more (inverse document frequency)."""
        return math.log(1 + (self.cases + 1) / (self.of.get(word, 0) + 1))


NOWHERE = Spread(0, {})


def telling_words(mail: IncomingMail, words: Words) -> tuple[str, ...]:
    """The different words of subject and new text that may tell one case from another.

    Plain words of four letters and more that are stop words in no language, the longest first.
    """
    text = sentences(f"{mail.subject}\n\n{mail.new_text[:_READ_CHARACTERS]}")
    said = (word.strip(".!?") for word in text.split())
    telling = (
        word
        for word in said
        if len(word) >= _SHORTEST
        and word.isalpha()
        and not any(word in listed for listed in words.stop_words.values())
    )
    return tuple(sorted(dict.fromkeys(telling), key=len, reverse=True)[:_MOST_WORDS])


def rare_words(words: Iterable[str], spread: Spread) -> tuple[str, ...]:
    """The words worth looking for in the register, the rarest first: those it holds, but seldom."""
    most = max(_RARE_AT_LEAST, _RARE * spread.cases)
    known = [word for word in words if 0 < spread.of.get(word, 0) <= most]
    return tuple(sorted(known, key=lambda word: spread.of[word])[:_ASKED])


def similar_cases(
    subject: str, words: Sequence[str], earlier: Iterable[Earlier], spread: Spread
) -> tuple[Similar, ...]:
    """At most three earlier cases, the likeliest first, each with its reason in Dutch.

    A case of the same sender always counts; one of somebody else when enough of what is rare in
    either text stands in both. Words that nearly agree are the same.
    """
    weights = {word: spread.weight(word) for word in words}
    found: dict[str, tuple[float, Similar]] = {}
    for case in earlier:
        if case.same_sender:
            score, reason = _of_one_sender(subject, case)
        else:
            score, reason = _of_one_story(weights, case, spread)
        if reason and score > found.get(case.number, (0.0, None))[0]:
            found[case.number] = (score, Similar(case.number, reason, case.closed))
    ranked = sorted(found.values(), key=lambda one: (-one[0], one[1].number))
    return tuple(one for _, one in ranked[:_MOST])


def hint_of(similar: Similar) -> str:
    """The likeness as a case keeps it among its hints: one Dutch clause."""
    treated = _TREATED.nl if similar.closed else ""
    return f"{_LIKE.nl.format(number=similar.number)}{treated}: {similar.reason}"


def hint_told(kept: str, language: str) -> str:
    """A hint that a case keeps, of a likeness or any other, in the language of its reader."""
    found = _KEPT.fullmatch(kept)
    if found is None:
        return told(kept, language)
    like = _LIKE.told(language).format(number=found["number"])
    treated = _TREATED.told(language) if found["treated"] else ""
    return f"{like}{treated}: {_REASONS[found['reason']].told(language)}{found['words']}"


def _of_one_sender(subject: str, case: Earlier) -> tuple[float, str]:
    told = fuzz.token_sort_ratio(sentences(subject), sentences(case.subject))
    same = bool(subject.strip()) and told >= _SAME_SUBJECT
    return 1 + told / 100, (_SAME_MAIL if same else _SAME_SENDER).nl


def _of_one_story(weights: Mapping[str, float], case: Earlier, spread: Spread) -> tuple[float, str]:
    """How much of the weight of the shorter text is shared; "" when it is too little."""
    shared = _shared(weights, case.words)
    if len(shared) < _FEWEST_SHARED:
        return 0.0, ""
    lighter = min(sum(weights.values()), len(case.words) * spread.weight(""))
    share = sum(weights[word] for word in shared) / lighter
    telling = sorted(shared, key=lambda word: (-weights[word], word))[:_SHOWN]
    return (share, f"{_SAME_WORDS.nl}{', '.join(telling)}") if share >= _ALIKE else (0.0, "")


def _shared(words: Iterable[str], others: frozenset[str]) -> list[str]:
    """The words that both texts hold, as the first writes them."""
    by_beginning: dict[str, list[str]] = {}  # only words that begin alike are compared: it is quick
    for other in others:
        by_beginning.setdefault(other[:_BEGINNING], []).append(other)
    return [
        word
        for word in words
        if word in others
        or any(
            fuzz.ratio(word, other, score_cutoff=_SAME_WORD)
            for other in by_beginning.get(word[:_BEGINNING], ())
        )
    ]
