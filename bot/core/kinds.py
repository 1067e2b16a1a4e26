"""What does a human mail ask for? A proposal by cue words; a person decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.case import Kind
from bot.core.policy import Matcher, Words


@dataclass(frozen=True, slots=True)
class Cues:
    """How many words speak for each kind, and whether the writer says "geen klacht"."""

    count: Counter[Kind]
    disclaimed: bool

    @property
    def sentence(self) -> str:
        """The cues in words, for the reasons of a reading."""
        counted = ", ".join(f"{kind.value} {n}" for kind, n in sorted(self.count.items()))
        return f"cues: {counted or 'none'}" + (", says it is no complaint" * self.disclaimed)


def cues_in(text: str, words: Words, language: str | None) -> Cues:
    """Counts the cues of the mail's language in `text` (of all languages when it is unsure)."""
    disclaimers = [m for spoken, m in words.disclaimers.items() if language in {spoken, None}]
    bare = _without(text, disclaimers)
    count: Counter[Kind] = Counter()
    for listed in words.cues:
        if language in {listed.language, None}:
            count[listed.kind] += len(set(listed.matcher.find(bare)))
    return Cues(+count, disclaimed=bare != text)


def kind_of(cues: Cues, *, alarmed: bool, asks: bool) -> Kind:
    """The kind to propose. A false complaint costs a click, a missed one costs trust.

    So one word of complaint beats any praise or question around it ("bedankt, maar …"), an alarm
    makes a complaint of anything that is not disclaimed, and where two kinds speak it is unclear.
    `asks` means that there is a question mark.
    """
    count = cues.count
    if count[Kind.COMPLAINT] or alarmed:
        return Kind.UNCLEAR if cues.disclaimed else Kind.COMPLAINT
    spoken = {kind for kind in (Kind.QUESTION, Kind.SUGGESTION, Kind.PRAISE) if count[kind]}
    if spoken == {Kind.QUESTION, Kind.SUGGESTION} and count[Kind.SUGGESTION] > 1:
        return Kind.SUGGESTION  # a suggestion is often put as a question
    if len(spoken) == 1:
        (kind,) = spoken
        return Kind.UNCLEAR if kind is Kind.PRAISE and asks else kind
    return Kind.QUESTION if cues.disclaimed and asks and not spoken else Kind.UNCLEAR


def _without(text: str, matchers: Iterable[Matcher]) -> str:
    for matcher in matchers:
        for said in matcher.find(text):
            text = text.replace(said, " ")
    return text
