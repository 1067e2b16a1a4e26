"""What the notice of a new complaint offers: the next step, and the questions that would go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core import offers
from bot.core.case import Ack, Anonymous, Case, Detail, Urgency
from bot.core.choices import Choice, buttons
from bot.core.clause import Clause, in_language
from bot.core.facts import Facts
from bot.core.instructions import Field, Verb
from bot.core.instructions.fields import name_of
from bot.core.instructions.verbs import word_of
from bot.core.letter import Button, LetterName, Value
from bot.core.offers import Offer
from bot.core.parents.addressed import to_complainant
from bot.core.parents.questions import missing_in, proposed_questions, seal_of_questions
from bot.core.policy import Person, Policy

# What a handler knows and a mail often does not tell.
_FILLED_IN: Mapping[Field, Detail] = {
    Field.PUPIL: Detail.PUPIL,
    Field.CLASS: Detail.CLASS,
    Field.RELATION: Detail.RELATION,
    Field.ABOUT: Detail.ABOUT,
}
_SEND = offers.ASK.labelled("Verstuur deze vragen", "Send these questions")
_MORE = (
    offers.TALK_FIRST,
    offers.GIVE.with_words(),
    offers.QUESTION,
    offers.MORE_CHOICES,
)
_FILL_IN = Clause("Vul aan", "Fill in")


def first_choices(
    case: Case, to: Person, facts: Facts, policy: Policy, *, missing: Sequence[str] | None = None
) -> dict[str, Value]:
    """The names that the notice prints of these, for one reader; without buttons only in words.

    `missing` is what the complaint does not tell; without it the mail that opened the case is read
    again. What may be serious is never offered as simple.
    """

    def button(offer: Offer) -> Button | None:
        made = buttons(
            [offers.choice(offer, to)], case.number, to, facts, policy, school=case.school
        )
        return next(iter(made), None)

    serious = case.urgency in (Urgency.HIGH, Urgency.CRITICAL)
    questions = _questions(case, facts, policy, missing)
    seal = _seal(case, questions, facts, policy)
    fill_in = buttons([_to_fill_in(case, to)], case.number, to, facts, policy, school=case.school)
    return {
        "simple": None if serious else button(offers.SIMPLE),
        "complex": button(offers.COMPLEX),
        "proposed_questions": questions,
        "send_questions": button(_SEND.with_words(f" {seal}")) if questions else None,
        "more_buttons": tuple(filter(None, map(button, _MORE))),
        "involved": button(offers.INVOLVED),
        "empty_details": _empty(case, to) if fill_in else (),
        "fill_in": next(iter(fill_in), None),
    }


def _questions(
    case: Case, facts: Facts, policy: Policy, missing: Sequence[str] | None
) -> tuple[str, ...]:
    """What would be asked of whom we surely know: nobody who hides, and no address in doubt."""
    reachable = case.complainant is not None and case.complainant.email
    if not reachable or case.anonymous is Anonymous.FULL or case.ack is Ack.HELD:
        return ()
    lacks = missing_in(case, facts, policy) if missing is None else missing
    return proposed_questions(case, lacks, policy)


def _seal(case: Case, questions: tuple[str, ...], facts: Facts, policy: Policy) -> str:
    """The seal that stands for exactly these questions to this complainant."""
    values = {"questions": questions}
    letter = to_complainant(LetterName.CLARIFICATION_REQUEST, case, values, facts, policy)
    return seal_of_questions(letter)


def _to_fill_in(case: Case, to: Person) -> Choice:
    """A choice whose mail holds the fields, with what is known."""
    known = {field: case.details.get(detail, "") for field, detail in _FILLED_IN.items()}
    known |= {
        Field.TOPIC: case.topic or "",
        Field.FACTS_ON: f"{case.facts_on:%d/%m/%Y}" if case.facts_on else "",
    }
    lines = (f"{name_of(field, to.language)}: {value}" for field, value in known.items())
    return in_language(_FILL_IN, to), "\n".join((word_of(Verb.DETAILS, to.language), *lines))


def _empty(case: Case, to: Person) -> tuple[str, ...]:
    """What nobody has filled in yet, by name."""
    empty = [field for field, detail in _FILLED_IN.items() if not case.details.get(detail)]
    if case.topic is None:
        empty.append(Field.TOPIC)
    if case.facts_on is None:
        empty.append(Field.FACTS_ON)
    return tuple(name_of(field, to.language).lower() for field in empty)
