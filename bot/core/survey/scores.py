"""Reads an answer to the question for satisfaction: "4", "4 5 3 4", "alles 5", "⭐⭐⭐⭐", "vier".

A line is cut into what is said in a breath. A number is a score only where nothing but filling
words stands around it: so no date, hour, class or telephone number is ever one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.core.plain import plain
from bot.core.survey.wordings import (
    ALL,
    CLOSING,
    FILLING,
    GREETINGS,
    MOST_OF_A_GREETING,
    NUMBERS,
    ONE,
    PHRASES,
    REFUSALS,
    SIGNS,
    TURNS,
    UNSOLVED,
)

Scores: TypeAlias = tuple[int | None, int | None, int | None, int | None]

QUESTIONS = 4
LOW = 2  # a mean of this or less is a low score
_MOST_CHARACTERS = 4_000  # who writes more does not answer with scores

_SAID = "|".join(sorted({*NUMBERS, *ONE}, key=len, reverse=True))
_SCORE = rf"([1-5]|{_SAID})"
_LABEL = r"(?:(?:vraag|question|frage|q|nr) ?)?([1-4])(?: ?[:=)] ?|\. | - )"
# What may follow a score: nothing, a mark, an explanation, or the next label.
_END = rf"(?= ?(?:$|[,;.!?()*]|- |(?:{'|'.join(TURNS)})\b|{_LABEL.replace('([1-4])', '[1-4]')}))"
_LABELLED = re.compile(rf"(?:^|(?<=[ ,;.(*])){_LABEL}\*?{_SCORE}\b(?![/.,]\d){_END}")
_QUESTION_LINE = re.compile(rf"[^\w]*([1-4]) ?[.)][^\d:]{{3,150}}: ?\*?{_SCORE}\b(?![/.,]\d){_END}")
_LIST = re.compile(rf"\W*{_SCORE}( ?[ ,;/|+&-] ?){_SCORE}\2{_SCORE}\2{_SCORE}\W*")
_OF_FIVE = re.compile(
    r"(?<![\w/.,+-])([1-5]) ?(?:/|op(?: de)?|sur|van(?: de)?|out of|of|von|auf) ?"
    r"(?:5|vijf|cinq|five|funf)(?!\w| ?[/.,-] ?\d)"
)
_POINTS = re.compile(r"\W*[1-9] ?[.)] ?[a-z]")  # "1. Het duurde lang": somebody counts
_BREATH_ENDS = re.compile(rf"([.!?;:,()]+(?= |$)| -+ | (?=(?:{'|'.join(TURNS)})\b))")
_STARS = re.compile(r"[⭐★🌟](?:\s?[⭐★🌟]){0,4}")
_UNSEEN = re.compile("[☆✩\ufe0e\ufe0f\u20e3\u200b-\u200f\U0001f3fb-\U0001f3ff]")
_STRESSED_ONE = re.compile(r"\b(?:één|eén|éen)\b", re.IGNORECASE)
_MARKS = "\"'*_#~=>|-+… "
_UNSOLVED = re.compile(rf"\b(?:{'|'.join(UNSOLVED)})\b")
_CLOSING = re.compile(CLOSING)
_NAME = re.compile(r"(?:[A-ZÀ-Þ][\w'’.-]*\s?){1,3}")  # noqa: RUF001 - people type that apostrophe


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a mail answers. `words` is what it says besides scores and courtesies.

    `unsolved`: it says that the problem is still there. `refused`: it only says that the writer
    would rather not be asked.
    """

    scores: Scores | None = None
    words: str = ""
    unsolved: bool = False
    refused: bool = False

    @property
    def is_low(self) -> bool:
        """Whether the writer is not content, or still has the problem."""
        return self.unsolved or (self.scores is not None and mean(self.scores) <= LOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One breath: a score for these questions (none of them: nobody said which), or words.

    `mark` is what ended the words.
    """

    score: int | None = None
    questions: tuple[int, ...] = ()
    is_mood: bool = False
    words: str = ""
    mark: str = ""


def read(text: str) -> Scores | None:
    """The four scores in a text, None for a question without one; None: there are none at all.

    It never fails, and no score lies outside 1 to 5.
    """
    return answer_in(text).scores


def mean(scores: Sequence[int | None]) -> float:
    """The mean of the scores that were given; 0 where there are none."""
    given = [score for score in scores if score is not None]
    return sum(given) / len(given) if given else 0.0


def answer_in(text: str, quoted: str = "") -> Answer:
    """The answer in the new words of a mail, or typed behind the questions that it quotes."""
    parts = list(_parts(_numbered(text[:_MOST_CHARACTERS])))
    scores = _scores(parts)
    spoken = [part for part in parts if part.words]
    if scores is not None and spoken and _NAME.fullmatch(spoken[-1].words):
        spoken.pop()  # who answers with a number and a name
    if scores is None and not any(part.score for part in parts):
        scores = _scores(list(_typed_below(_numbered(quoted[:_MOST_CHARACTERS]))))
    said = plain(text[:_MOST_CHARACTERS])
    return Answer(
        scores=scores,
        words=" ".join(part.words + part.mark for part in spoken),
        unsolved=bool(_UNSOLVED.search(said)),
        refused=scores is None
        and plain(" ".join(part.words for part in spoken)).strip(".!") in REFUSALS,
    )


def _numbered(text: str) -> str:
    """The text with every digit as we write it, a row of stars as a number, signs as words."""
    seen = _STRESSED_ONE.sub("1", _UNSEEN.sub("", text))
    seen = "".join(_digit(sign) for sign in seen)
    seen = _STARS.sub(lambda row: f" {_stars_in(row.group())}", seen)
    return "".join(f" mood{SIGNS[sign]} " if sign in SIGNS else sign for sign in seen)


def _digit(sign: str) -> str:
    value = unicodedata.digit(sign, None) if not sign.isascii() else None
    return sign if value is None else str(value)


def _stars_in(row: str) -> str:
    """One star may stand beside a number ("5 ⭐"), several are one."""
    n = len(row.replace(" ", "").replace("\n", ""))
    return "star " if n == 1 else f"{n} star "


def _parts(text: str) -> Iterator[_Part]:
    lines = [line.strip(_MARKS) for line in text.splitlines()]
    counts_points = sum(bool(_POINTS.match(plain(line))) for line in lines) > 1
    for line in filter(None, lines):
        said = plain(line)
        if _CLOSING.match(said):
            return  # a name and an address come behind it
        labelled = list(_labelled(said))
        if labelled:
            yield from labelled
        elif counts_points and _POINTS.match(said):
            yield _Part(words=line)
        else:
            yield from _breaths(line)


def _labelled(said: str) -> Iterator[_Part]:
    """Scores with the number of their question, or four in a row: "1: 4 2: 5", "4 5 3 4"."""
    four = _LIST.fullmatch(_OF_FIVE.sub(r"\1", said))
    if four:
        for question, score in enumerate(four.group(1, 3, 4, 5)):
            yield _Part(score=_number(score), questions=(question,))
        return
    own = _QUESTION_LINE.match(said)
    end = 0
    for found in [own] if own else _LABELLED.finditer(said):
        yield _Part(score=_number(found[2]), questions=(int(found[1]) - 1,))
        end = found.end()
    if end and (rest := said[end:].strip(_MARKS + ",.;!?()")):
        yield _Part(words=rest)


def _typed_below(quoted: str) -> Iterator[_Part]:
    """Scores that somebody typed within the quoted letter, behind its questions."""
    for line in quoted.splitlines():
        found = _QUESTION_LINE.match(plain(line.strip(_MARKS)))
        if found:
            yield _Part(score=_number(found[2]), questions=(int(found[1]) - 1,))


def _breaths(line: str) -> Iterator[_Part]:
    cut = [*_BREATH_ENDS.split(line), ""]
    for breath, end in zip(cut[::2], cut[1::2], strict=True):
        said = breath.strip(_MARKS)
        if said and not _greets(plain(said).split()):
            yield _of_breath(said, end.rstrip())


def _greets(words: Sequence[str]) -> bool:
    """Whether only a courtesy is said, or nothing that is a word."""
    return not words or (words[0] in GREETINGS and len(words) <= MOST_OF_A_GREETING)


def _of_breath(breath: str, mark: str) -> _Part:
    """A score when only filling words stand beside it, else what was said."""
    said = _OF_FIVE.sub(r"\1", plain(breath))
    tokens = [token.strip(_MARKS) for token in said.split()]
    moods = [int(token[-1]) for token in tokens if re.fullmatch(r"mood[1-5]", token)]
    rest = [token for token in tokens if token and not token.startswith("mood")]
    numbers = [_number(token) for token in rest if _number(token) and token not in ONE]
    fills = all(_number(token) or token in FILLING | ALL | {"star"} for token in rest)
    if fills and len(numbers) == 1:
        of_all = not ALL.isdisjoint(rest)
        return _Part(score=numbers[0], questions=tuple(range(QUESTIONS)) if of_all else ())
    if fills and not numbers and "star" in rest:
        return _Part(score=1)
    mood = PHRASES.get(" ".join(rest)) or PHRASES.get(
        " ".join(token for token in rest if token not in FILLING | ALL)
    )
    if mood is None and moods and all(token in FILLING for token in rest):
        mood = moods[-1]
    return _Part(score=mood, is_mood=True) if mood else _Part(words=breath, mark=mark)


def _number(token: str) -> int | None:
    if re.fullmatch(r"[1-5]", token):
        return int(token)
    return 1 if token in ONE else NUMBERS.get(token)


def _scores(parts: Sequence[_Part]) -> Scores | None:
    """What each question got: by its label, else by one score for all, else by the only one."""
    given = [part for part in parts if part.score is not None]
    found: dict[int, int] = {}
    # The label of one question goes before what was said of all.
    for part in sorted(given, key=lambda part: -len(part.questions)):
        for question in part.questions:
            assert part.score is not None
            found[question] = part.score
    lone = [part.score for part in given if not part.questions and not part.is_mood]
    moods = [part.score for part in given if part.is_mood]
    if not found and len(lone) == QUESTIONS:
        found = {question: score for question, score in enumerate(lone) if score is not None}
    elif not found and (only := lone or moods) and len(set(only)) == 1 and only[0] is not None:
        found = {QUESTIONS - 1: only[0]}
    if not found:
        return None
    first, second, third, fourth = (found.get(question) for question in range(QUESTIONS))
    return first, second, third, fourth
