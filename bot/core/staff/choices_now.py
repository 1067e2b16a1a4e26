"""What can be ordered of a case as it stands: the buttons of the next step, likeliest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bot.core.case import Case, DeadlineKind, Status, Urgency
from bot.core.choices import Choice
from bot.core.facts import Facts
from bot.core.instructions import Verb
from bot.core.instructions.verbs import word_of
from bot.core.policy import Person, Policy
from bot.core.procedure import move_for
from bot.core.staff.rights import STEPS, may
from bot.core.staff.words import Clause, in_language


class Offer(NamedTuple):
    """A choice: its order, what stands on its button, and what is still to be filled in."""

    verb: Verb
    label: Clause
    ending: str = ""


_SHOW = Offer(Verb.SHOW, Clause("Toon", "Show"))
_CLOSE = Offer(Verb.CLOSE, Clause("Sluit af", "Close"))
_REPLY = Offer(Verb.REPLY_LETTER, Clause("Schrijf antwoord", "Write reply"))
_STATUS = Offer(Verb.STATUS, Clause("Stand van zaken", "How it stands"), ": ")
_TIME = Offer(Verb.EXTEND, Clause("Meer tijd", "More time"), ": ")
_ASK = Offer(Verb.CLARIFY, Clause("Vraag uitleg", "Ask"))
_MEASURE = Offer(Verb.MEASURE, Clause("Maatregel", "Measure"), ": ")
_REOPEN = Offer(Verb.REOPEN, Clause("Heropen", "Reopen"), ": ")
_SOLVED = Offer(Verb.SOLVED, Clause("Opgelost", "Solved"), ": ")
_WORK = (_REPLY, _STATUS, _TIME, _SOLVED, _ASK)
_RESTS = (_REOPEN, _CLOSE, _SHOW)

# Where a case stands → what is offered first; the next three stand under the other choices.
_FIRST: Mapping[Status, tuple[Offer, ...]] = {
    Status.INTAKE: (
        Offer(Verb.SIMPLE, Clause("Eenvoudig", "Simple")),
        Offer(Verb.COMPLEX, Clause("Complex", "Complex")),
        _ASK,
        Offer(Verb.INFORMAL, Clause("Eerst een gesprek", "Talk first"), " mij"),
        Offer(Verb.ADMISSIBLE, Clause("Ontvankelijk", "Admissible")),
        Offer(Verb.NOT_ADMISSIBLE, Clause("Niet ontvankelijk", "Not admissible"), ": "),
        Offer(Verb.NO_COMPLAINT, Clause("Geen klacht", "No complaint"), " vraag"),
    ),
    Status.CLARIFYING: (
        Offer(Verb.START_CLOCK, Clause("Ga verder", "Go on")), _ASK, _SHOW,
    ),
    Status.INFORMAL: (
        _SOLVED, Offer(Verb.FORMAL, Clause("Formeel verder", "Go formal")), _SHOW,
    ),
    Status.HANDLING: _WORK,
    Status.INVESTIGATING: _WORK,
    Status.ANSWERED: (_CLOSE, _MEASURE, _SHOW),
    Status.REMEDYING: (
        Offer(Verb.DONE, Clause("Klaar", "Done")), _MEASURE, _CLOSE,
    ),
    Status.DISSATISFIED: (
        Offer(Verb.LOOK_AGAIN, Clause("Herbekijk", "Look again"), " mij\nREDEN: "), _REPLY, _CLOSE,
    ),
    Status.MEDIATION: (_STATUS, _CLOSE, _SHOW),
    Status.EXTERNAL: (_CLOSE, _REPLY, _SHOW),
    Status.NOT_ADMISSIBLE: _RESTS,
    Status.CANNOT_SOLVE: _RESTS,
    Status.WITHDRAWN: _RESTS,
    Status.CLOSED: (_REOPEN, _REPLY, _SHOW),
    Status.REROUTED: (
        Offer(Verb.COMPLAINT, Clause("Toch een klacht", "A complaint")), _REPLY, _SHOW,
    ),
}  # fmt: skip
_ALARM = (
    Offer(Verb.SEEN, Clause("Ik neem dit op mij", "I take this on")),
    Offer(Verb.CONTACT, Clause("Neem contact op", "Make contact")),
)
# What can be done whatever the status, last.
_ALWAYS = (
    Offer(Verb.ASSIGN, Clause("Geef aan iemand", "Give to"), ": "),
    Offer(Verb.TAKE, Clause("Ik neem dit", "I take this")),
    Offer(Verb.DETAILS, Clause("Vul gegevens aan", "Fill in details"), "\nLEERLING: \nKLAS: "),
    Offer(Verb.NOTE, Clause("Notitie", "Note"), ": "),
    Offer(Verb.DISSATISFIED, Clause("Melder ontevreden", "Not satisfied")),
    Offer(Verb.WITHDRAWN, Clause("Ingetrokken", "Withdrawn")),
    Offer(Verb.INVOLVED, Clause("Ik ben betrokken", "I am involved")),
    _SHOW,
)


def choices_now(case: Case, reader: Person, facts: Facts, policy: Policy) -> list[Choice]:
    """Everything that this reader can order of the case as it stands, likeliest first."""
    found = {
        offer.verb: offer
        for offer in (*_of_alarm(case), *_FIRST.get(case.status, ()), *_ALWAYS)
        if _can(offer.verb, case, reader, facts, policy)
    }
    return [choice for offer in found.values() for choice in _as_choices(offer, case, reader)]


def _of_alarm(case: Case) -> tuple[Offer, ...]:
    return _ALARM if case.alarms and case.alarm_seen_at is None else ()


def _can(verb: Verb, case: Case, reader: Person, facts: Facts, policy: Policy) -> bool:
    step = STEPS.get(verb)
    if step is not None and move_for(step, case.status) is None:
        return False
    # What may be serious is never simple, and what is yours already is not taken.
    serious = case.urgency in (Urgency.HIGH, Urgency.CRITICAL)
    if (verb is Verb.SIMPLE and serious) or (verb is Verb.TAKE and case.handler == reader.id):
        return False
    if verb is Verb.CLOSE and any(_open_measures(case)):
        return False
    return may(reader, verb, case, facts, policy)


def _as_choices(offer: Offer, case: Case, reader: Person) -> Iterator[Choice]:
    label, word = in_language(offer.label, reader), word_of(offer.verb, reader.language)
    if offer.verb is not Verb.DONE:
        yield label, f"{word}{offer.ending}"
        return
    for n in _open_measures(case):
        yield f"{label} {n}", f"{word} {n}"


def _open_measures(case: Case) -> Iterator[int]:
    return (
        duty.n
        for duty in case.deadlines
        if duty.kind is DeadlineKind.MEASURE and duty.met_at is None
    )
