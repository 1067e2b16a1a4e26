"""What can be ordered of a case as it stands: the buttons of the next step, likeliest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.core import offers
from bot.core.case import Case, DeadlineKind, Status, Urgency
from bot.core.choices import Choice
from bot.core.clause import Clause
from bot.core.facts import Facts
from bot.core.instructions import Verb
from bot.core.offers import SHOW, Offer
from bot.core.policy import Person, Policy
from bot.core.procedure import move_for
from bot.core.staff.rights import STEPS, may

_STATUS = offers.HOW_IT_STANDS.with_words()
_MEASURE, _SOLVED = offers.MEASURE.with_words(), offers.SOLVED.with_words()
_WORK = (offers.WRITE_ANSWER, _STATUS, offers.MORE_TIME.with_words(), _SOLVED, offers.ASK)
_REOPEN = offers.REOPEN.with_words()
_RESTS = (_REOPEN, offers.CLOSE, SHOW)

# Where a case stands → what is offered first; the next three stand under the other choices.
_FIRST: Mapping[Status, tuple[Offer, ...]] = {
    Status.INTAKE: (
        offers.SIMPLE,
        offers.COMPLEX,
        offers.ASK,
        offers.TALK_FIRST.with_words(" mij", " me"),
        offers.ADMISSIBLE,
        offers.NOT_ADMISSIBLE.with_words(),
        offers.QUESTION,
    ),
    Status.CLARIFYING: (offers.GO_ON, offers.ASK, SHOW),
    Status.INFORMAL: (_SOLVED, offers.GO_FORMAL, SHOW),
    Status.HANDLING: _WORK,
    Status.INVESTIGATING: _WORK,
    Status.ANSWERED: (offers.CLOSE, _MEASURE, SHOW),
    Status.REMEDYING: (offers.DONE, _MEASURE, offers.CLOSE),
    Status.DISSATISFIED: (
        offers.LOOK_AGAIN.with_words(" mij\nREDEN: ", " me\nREASON: "),
        offers.WRITE_ANSWER,
        offers.CLOSE,
    ),
    Status.MEDIATION: (_STATUS, offers.CLOSE, SHOW),
    Status.EXTERNAL: (offers.CLOSE, offers.WRITE_ANSWER, SHOW),
    Status.NOT_ADMISSIBLE: _RESTS,
    Status.CANNOT_SOLVE: _RESTS,
    Status.WITHDRAWN: _RESTS,
    Status.CLOSED: (_REOPEN, offers.WRITE_ANSWER, SHOW),
    Status.REROUTED: (
        offers.COMPLAINT.labelled("Toch een klacht", "A complaint"),
        offers.WRITE_ANSWER,
        SHOW,
    ),
}
_ALARM = (
    Offer(Verb.SEEN, Clause("Ik neem dit op mij", "I take this on")),
    Offer(Verb.CONTACT, Clause("Neem contact op", "Make contact")),
)
# What can be done whatever the status, last.
_ALWAYS = (
    offers.GIVE.labelled("Geef aan iemand", "Give to").with_words(),
    offers.TAKE,
    offers.DETAILS.with_words("\nLEERLING: \nKLAS: ", "\nPUPIL: \nCLASS: "),
    offers.NOTE.with_words(),
    offers.DISSATISFIED,
    offers.WITHDRAWN,
    offers.INVOLVED,
    SHOW,
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
    if offer.verb is not Verb.DONE:
        yield offers.choice(offer, reader)
        return
    for n in _open_measures(case):
        nl, en = offer.label
        yield offers.choice(offer.labelled(f"{nl} {n}", f"{en} {n}").on(n), reader)


def _open_measures(case: Case) -> Iterator[int]:
    return (
        duty.n
        for duty in case.deadlines
        if duty.kind is DeadlineKind.MEASURE and duty.met_at is None
    )
