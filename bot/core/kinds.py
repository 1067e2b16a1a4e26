"""What does a human mail ask for? A proposal by cue words; a person decides."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.case import Kind
from bot.core.matching import without
from bot.core.policy import Words

_SENTENCE = re.compile(r"([^.!?]+)([.!?]*)")
_MARK = re.compile(r"[.!?]")
_SENTENCES_READ = 200  # who has said nothing by then is read by a person anyway
_GREETING = 3  # words: sentences without more are "Beste juf", "Dank u", a name
# How loud each kind speaks: subject and first sentence name what a mail is.
_SUBJECT = 2
_OPENS = 2
_MOST_QUESTIONS = 3
_IN_PASSING = 1  # weak cues in a plain question: "is it still open?"
_CLEAR = 2  # suggestions and praise are told in plain words, discontent in any


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """What speaks for each kind, and whether the writer says "geen klacht".

    `count` are cues, `weak` those that are at home in other kinds too, `named` the cues in the
    subject and the first sentence. `questions` are sentences that end in a question mark and
    neither suggest nor hold discontent ("why is there never …?" asks nothing), `opens` is true
    when the first sentence is one. `said` are the words themselves, by kind.
    """

    count: Counter[Kind]
    weak: Counter[Kind] = field(default_factory=Counter)
    named: Counter[Kind] = field(default_factory=Counter)
    questions: int = 0
    opens: bool = False
    said: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)
    disclaimed: bool = False

    @property
    def sentence(self) -> str:
        """The cues in words, for the reasons of a reading."""
        told = [f"{kind.value} {n}" for kind, n in sorted(self.count.items())]
        told += [f"perhaps {kind.value} {n}" for kind, n in sorted(self.weak.items())]
        told += [f"{self.questions} asked"] if self.questions else []
        return f"cues: {', '.join(told) or 'none'}" + (
            ", says it is no complaint" * self.disclaimed
        )


@dataclass(frozen=True, slots=True)
class _Heard:
    """What one list found: each cue, and the same between blanks."""

    kind: Kind
    weak: bool
    said: Mapping[str, str]

    def within(self, sentence: str) -> int:
        return sum(cue in sentence for cue in self.said.values())


def cues_in(text: str, words: Words, language: str | None, *, subject: str = "") -> Cues:
    """The cues of the mail's language in `text` (of all languages when it is unsure).

    `text` is that of `plain.sentences` and begins with `subject`. Figures of speech are no cues
    ("geen haast"), a weak cue inside a plain question is none, and words that open a question
    count where one is asked ("Quel beau concert !" asks nothing).
    """
    bare = without(
        text, [m for spoken, m in words.disclaimers.items() if language in {spoken, None}]
    )
    idioms = [m for spoken, m in words.idioms.items() if language in {spoken, None}]
    lists = _heard(without(bare, idioms), words, language)
    told = [
        (_padded(found[1]), "?" in found[2])
        for found in itertools.islice(_SENTENCE.finditer(text, len(subject)), _SENTENCES_READ)
    ]
    long = [each for each in told if len(each[0].split()) > _GREETING]
    head = _padded(f"{subject} {long[0][0] if long else ''}")
    asked = [ends and _only_asks(sentence, lists) for sentence, ends in long]
    questions = {sentence for (sentence, _), asks in zip(long, asked, strict=True) if asks}
    stated = "".join((_padded(subject), *(each for each, _ in told if each not in questions)))
    count, weak, named = Counter[Kind](), Counter[Kind](), Counter[Kind]()
    told_by: dict[Kind, tuple[str, ...]] = {}
    for heard in lists:
        said = {each: cue for each, cue in heard.said.items() if not heard.weak or cue in stated}
        if heard.kind is Kind.QUESTION:
            said = {each: cue for each, cue in said.items() if not _opens_no_question(cue, told)}
        (weak if heard.weak else count)[heard.kind] += len(said)
        if said:
            told_by[heard.kind] = (*told_by.get(heard.kind, ()), *said)
        if not heard.weak:
            named[heard.kind] += sum(cue in head for cue in said.values())
    return Cues(
        count=+count,
        weak=+weak,
        named=+named,
        questions=sum(asked),
        opens=asked[:1] == [True],
        said=told_by,
        disclaimed=bare != text,
    )


def _heard(text: str, words: Words, language: str | None) -> Sequence[_Heard]:
    return [
        _Heard(
            listed.kind, listed.weak, {each: _padded(each) for each in listed.matcher.find(text)}
        )
        for listed in words.cues
        if language in {listed.language, None}
    ]


def _opens_no_question(cue: str, told: Sequence[tuple[str, bool]]) -> bool:
    """Whether a cue opens sentences, and none of them ends in a question mark."""
    ends = [ends for sentence, ends in told if sentence.startswith(cue)]
    return bool(ends) and not any(ends)


def _only_asks(sentence: str, lists: Sequence[_Heard]) -> bool:
    """Whether a sentence with a question mark asks, not suggests, nor complains in that form."""
    held = Counter[Kind]()
    for heard in lists:
        held[heard.kind] += heard.within(sentence)
    if held[Kind.SUGGESTION]:
        return False
    return held[Kind.COMPLAINT] <= (_IN_PASSING if held[Kind.QUESTION] else 0)


def kind_of(cues: Cues, *, alarmed: bool) -> Kind:
    """The kind to propose. A false complaint costs a click, a missed one costs trust.

    So one plain word of complaint beats any praise or question around it ("bedankt, maar …"), an
    alarm makes a complaint of anything that is not disclaimed. Where nothing speaks, or two other
    kinds equally loud, it is unclear: then it is treated as a complaint, and not called one.
    """
    if cues.count[Kind.COMPLAINT] or alarmed:
        return Kind.UNCLEAR if cues.disclaimed else Kind.COMPLAINT
    loud = _loudness(cues)
    most = max(loud.values(), default=0)
    first = [kind for kind, loudness in loud.items() if loudness == most and most > 0]
    if Kind.COMPLAINT in first:
        return Kind.UNCLEAR if cues.disclaimed else Kind.COMPLAINT
    if len(first) != 1 or (first[0] is Kind.PRAISE and _half_praise(cues, loud)):
        return Kind.UNCLEAR
    return first[0]


def _half_praise(cues: Cues, loud: Counter[Kind]) -> bool:
    """Praise that asks something wants an answer, and thanks may only open a complaint."""
    return cues.questions > 0 or loud[Kind.PRAISE] < loud[Kind.COMPLAINT] + _CLEAR


def _loudness(cues: Cues) -> Counter[Kind]:
    loud = Counter({Kind.COMPLAINT: 0 if cues.disclaimed else cues.weak[Kind.COMPLAINT]})
    loud[Kind.QUESTION] = (
        cues.count[Kind.QUESTION]
        + min(cues.questions, _MOST_QUESTIONS)
        + (_OPENS if cues.opens else 0)
        + _SUBJECT * cues.named[Kind.QUESTION]
    )
    for kind in (Kind.SUGGESTION, Kind.PRAISE):
        loud[kind] = _CLEAR * cues.count[kind] + _SUBJECT * cues.named[kind]
    return loud


def _padded(words: str) -> str:
    """Between blanks, so that only whole words are found in it."""
    return f" {' '.join(_MARK.sub(' ', words).split())} "
