"""What to look at before a letter leaves: each warning a sentence for who reads the preview."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import Enum

from bot.core.acting import Acting
from bot.core.calendar import local_date
from bot.core.case import Case
from bot.core.clause import Clause, in_language
from bot.core.draft import Draft
from bot.core.facts import Facts
from bot.core.instructions import Field, Verb
from bot.core.letter import LetterOrder
from bot.core.parents.answering import explanation_of, facts_of
from bot.core.parents.telling import case_of
from bot.core.plain import sentences
from bot.core.policy import Person
from bot.core.staff.names_in_letters import colleagues, pupils_elsewhere, strangers
from bot.core.verdict import Verdict


class Warns(Enum):
    """Each thing that may be wrong with a letter."""

    WROTE_SINCE = Clause(
        "De melder schreef nog op {day}, na deze brief. Lees dat eerst.",
        "The complainant wrote again on {day}, after this letter. Read that first.",
    )
    OTHER_PUPIL = Clause(
        "Er staat een naam in die bij een leerling van een ander dossier hoort: {name}.",
        "It holds a name that belongs to a pupil of another case: {name}.",
    )
    UNKNOWN_NAME = Clause(
        "Er staat een naam in van iemand die niet bij dit dossier hoort: {name}. Mag de melder die "
        "lezen?",
        "It holds the name of somebody who is not part of this case: {name}. May the complainant "
        "read it?",
    )
    COLLEAGUE = Clause(
        "Er staat een naam in van een collega: {name}. Mag de melder die lezen?",
        "It holds the name of a colleague: {name}. May the complainant read it?",
    )
    PROMISE = Clause(
        "Er staat '{words}' in: beloof niets wat de school niet zeker kan doen, en oordeel niet.",
        "It says '{words}': promise nothing that the school may not be able to do, and do not "
        "judge.",
    )
    SHORT = Clause(
        "De uitleg is kort ({n} woorden). Begrijpt de melder waarom?",
        "The explanation is short ({n} words). Does the complainant understand why?",
    )
    NO_FACTS = Clause(
        "Nergens staat waarop dit antwoord steunt (FEITEN): is het onderzoek af?",
        "Nothing says what this answer rests on (FACTS): is the inquiry complete?",
    )
    POINTS = Clause(
        "Zeg op welke punten de melder gelijk krijgt (PUNTEN) en op welke niet (ANDERE PUNTEN).",
        "Say on which points the complainant is right (POINTS) and on which not (OTHER POINTS).",
    )
    NO_LETTERS = Clause(
        "De melder schrijft in een taal waarvoor er geen brieven zijn ({language}). Deze brief is "
        "in het Nederlands.",
        "The complainant writes in a language without letters ({language}). This letter is in "
        "Dutch.",
    )
    OTHER_LANGUAGE = Clause(
        "Deze brief is in een andere taal ({language}). Wat een collega typte, staat er zoals het "
        "getypt is.",
        "This letter is in another language ({language}). What a colleague typed stands in it as "
        "it was typed.",
    )
    NO_BODIES = Clause(
        "Er is geen instantie buiten de school om naar te verwijzen (procedure.toml: external).",
        "There is no body outside the school to point to (procedure.toml: external).",
    )


_LANGUAGES = {"nl": "Nederlands", "fr": "Frans", "en": "Engels", "de": "Duits"}
_FINDINGS = frozenset(
    {Verb.UPHELD, Verb.PARTLY_UPHELD, Verb.NOT_UPHELD, Verb.UNDETERMINED}
)  # fmt: skip
_FEW_WORDS = 15
# What a person typed; all else in a letter is the school's own.
_TYPED = (
    Field.TEXT,
    Field.EXPLANATION,
    Field.FACTS,
    Field.APOLOGY,
    Field.MEASURE,
    Field.STRUCTURAL,
    Field.LESSONS,
    Field.OFFER,
    Field.POINTS,
    Field.OTHER_POINTS,
    Field.REASON,
    Field.SUMMARY,
    Field.NEXT,
    Field.ALTERNATIVE,
    Field.CAN,
    Field.CANNOT,
    Field.QUESTION,
)


def warnings_of(
    order: LetterOrder, acting: Acting, reader: Person, *, since: Draft | None = None
) -> tuple[str, ...]:
    """What this reader should look at in a letter, what matters most first."""
    return tuple(
        in_language(what.value, reader).format(**values)
        for what, values in _found(order, acting, since)
    )


def wrote_since(draft: Draft, facts: Facts) -> bool:
    """Whether the complainant wrote after the letter was shown."""
    return _last_reply(draft, facts) is not None


def typed_in(acting: Acting) -> str:
    """All that a person typed of a letter."""
    order = acting.order
    parts = (order.text, *(order.one(field) for field in _TYPED))
    return "\n".join(filter(None, parts))


def _found(
    order: LetterOrder, acting: Acting, since: Draft | None
) -> Iterator[tuple[Warns, dict[str, object]]]:
    case, policy, typed = case_of(acting), acting.policy, typed_in(acting)
    wrote_at = _last_reply(since, acting.facts) if since else None
    if wrote_at is not None:
        day = local_date(wrote_at, policy.zone)
        yield Warns.WROTE_SINCE, {"day": f"{day:%d-%m-%Y}"}
    names = {
        Warns.OTHER_PUPIL: pupils_elsewhere,
        Warns.COLLEAGUE: colleagues,
        Warns.UNKNOWN_NAME: strangers,
    }
    for what, found_in in names.items():
        for name in found_in(typed, acting):
            yield what, {"name": name}
    if policy.words.promises is not None:
        for words in dict.fromkeys(policy.words.promises.find(sentences(typed))):
            yield Warns.PROMISE, {"words": words}
    yield from _of_finding(acting)
    if not order.values.get("external_bodies", True):
        yield Warns.NO_BODIES, {}
    yield from _of_language(order, case, acting, typed=bool(typed))


def _of_finding(acting: Acting) -> Iterator[tuple[Warns, dict[str, object]]]:
    order = acting.order
    if order.verb not in _FINDINGS:
        return
    n = len(explanation_of(acting).split())
    if n < _FEW_WORDS:
        yield Warns.SHORT, {"n": n}
    if not facts_of(acting):
        yield Warns.NO_FACTS, {}
    told = order.one(Field.POINTS) and order.one(Field.OTHER_POINTS)
    if order.verb is Verb.PARTLY_UPHELD and not told:
        yield Warns.POINTS, {}


def _of_language(
    order: LetterOrder, case: Case, acting: Acting, *, typed: bool
) -> Iterator[tuple[Warns, dict[str, object]]]:
    named = _LANGUAGES.get(order.language, order.language)
    if case.language not in acting.policy.languages:
        yield Warns.NO_LETTERS, {"language": case.language}
    elif typed and order.language != "nl":
        yield Warns.OTHER_LANGUAGE, {"language": named}


def _last_reply(draft: Draft, facts: Facts) -> datetime | None:
    papers = facts.file.papers if facts.file else ()
    came = (
        paper.at
        for paper in papers
        if not paper.outgoing and paper.name == Verdict.CASE_REPLY.value
    )
    last = max(came, default=None)
    return last if last is not None and last > draft.asked_at else None
