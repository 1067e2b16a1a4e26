"""The orders of one mail, one by one: each acts on the case as the one before left it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.core.acting import Act, Acting, Answer, Asked, Done
from bot.core.applied import applied
from bot.core.case import Case
from bot.core.clause import in_language
from bot.core.decision import Effect, Remember
from bot.core.duties.refusal import NotPossible
from bot.core.facts import Facts
from bot.core.instructions import Order, Verb
from bot.core.instructions.verbs import VERBS
from bot.core.mail import IncomingMail
from bot.core.policy import Person, Policy
from bot.core.procedure import FINAL, move_for
from bot.core.staff import (
    about_admin,
    about_alarms,
    about_cases,
    about_details,
    about_measures,
    about_pause,
    about_people,
    about_reminders,
    intake,
    lookups,
    previews,
    rerouting,
    undo,
    with_letter,
)
from bot.core.staff.asking import of_order_elsewhere, without_case
from bot.core.staff.authority import READS, case_of
from bot.core.staff.choices_now import choices_now
from bot.core.staff.rights import STEPS, may, those_who_may
from bot.core.staff.with_letter import as_sentence
from bot.core.staff.words import why
from bot.core.states import STATES
from bot.core.triage import Finding

# What each order comes to. What is not here is done in another way.
ACTS: Mapping[Verb, Act] = {
    **about_people.ACTS,
    **about_cases.ACTS,
    **about_details.ACTS,
    **about_measures.ACTS,
    **about_reminders.ACTS,
    **about_alarms.ACTS,
    **with_letter.ACTS,
    **previews.ACTS,
    **undo.ACTS,
    **lookups.ACTS,
    **intake.ACTS,
    **rerouting.ACTS,
    **about_admin.ACTS,
    **about_pause.ACTS,
}

_TWICE = timedelta(minutes=10)  # the same order, word for word, is one order
# Whom a case speaks of may still take back the order by which it came to do so.
_OF_ONESELF = frozenset({Verb.UNDO, Verb.STOP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A mail of staff on the desk: who wrote it and all that its orders may rest on."""

    finding: Finding
    writer: Person
    mail: IncomingMail
    facts: Facts
    policy: Policy


@dataclass(slots=True)
class Progress:
    """How far the orders of a mail are: the cases as they are by now, and as they were before.

    `opened` are those that the orders opened.
    """

    cases: dict[str, Case]
    before: dict[str, tuple[Case, Verb]] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    opened: list[Case] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Refused:
    """An order that was asked back, and of which case."""

    asked: Asked
    case: Case | None
    line: str


def carry_out(progress: Progress, orders: Sequence[Order], desk: Desk) -> Refused | None:
    """Each order in turn; the first that cannot be carried out ends it, and nothing is done."""
    confirming: Order | None = None
    for order, following in zip(orders, (*orders[1:], None), strict=True):
        if order is confirming:
            continue
        number = case_of(order, desk.finding) if is_of_a_case(order) else order.number
        case = progress.cases.get(number)
        refused = _refusal(order, number, case, desk)
        answer = refused or _answer(order, case, desk, progress.effects)
        says_yes = following is not None and following.verb is Verb.YES and not following.seal
        if isinstance(answer, Asked) and refused is None and says_yes:
            # What asks for a yes has it in the same mail, right behind it.
            again = _answer(order, case, desk, progress.effects, confirmed=True)
            confirming = following if isinstance(again, Done) else None
            answer = again
        if isinstance(answer, Asked):
            return Refused(answer, case, order.line)
        _add(progress, order, case, answer)
    return None


def _add(progress: Progress, order: Order, case: Case | None, done: Done) -> None:
    """What an order did, and the case as it leaves it for the next."""
    progress.done.append(done)
    progress.effects += done.effects
    if case is None:
        if done.case is not None:
            progress.opened.append(done.case)
            progress.cases[done.case.number] = done.case
        return
    progress.cases[case.number] = done.case or applied(case, done.effects)
    remembers = any(isinstance(effect, Remember) for effect in done.effects)
    if done.undoable or remembers:
        progress.before.setdefault(case.number, (case, order.verb))


def _answer(
    order: Order, case: Case | None, desk: Desk, so_far: list[Effect], *, confirmed: bool = False
) -> Answer:
    about = case.number if case else order.number
    acting = Acting(
        order=order,
        by=desk.writer,
        case=case,
        mail=desk.mail,
        facts=desk.facts.of_case(about) if about else desk.facts,
        policy=desk.policy,
        confirmed=confirmed,
        so_far=tuple(so_far),
    )
    try:
        return ACTS[order.verb](acting)
    except NotPossible as no:
        return Asked(as_sentence(no, desk.writer))


def _refusal(order: Order, number: str, case: Case | None, desk: Desk) -> Asked | None:
    """Why an order is not carried out whatever it says: of which case, by whom, and when."""
    by, facts = desk.writer, desk.facts
    if order.verb not in ACTS:
        return of_order_elsewhere(order.verb, by)
    if case is None:
        needed = VERBS[order.verb].needs_case
        return without_case(order, number, by, facts) if needed else None
    return _refusal_in(case, order, desk)


def _refusal_in(case: Case, order: Order, desk: Desk) -> Asked | None:
    """Why this person does not do this in this case, or not now."""
    by, facts, policy, number = desk.writer, desk.facts, desk.policy, case.number
    if order.verb in _OF_ONESELF:
        return None
    if by.id in case.not_for:
        return Asked(why("involved", by, number=number))
    if before := _done_before(order, case, desk):
        return Asked(why("done_before", by, time=before))
    if not may(by, order.verb, case, facts, policy):
        return Asked(why("not_yours", by, who=those_who_may(order.verb, case, by, policy)))
    return _not_now(order, case, desk)


def _not_now(order: Order, case: Case, desk: Desk) -> Asked | None:
    """The procedure has no such row for a case that stands there: what it has."""
    step, by = STEPS.get(order.verb), desk.writer
    final = case.status in FINAL and order.verb not in READS
    if not final and (step is None or move_for(step, case.status) is not None):
        return None
    state = in_language(STATES[case.status], by)
    choices = tuple(choices_now(case, by, desk.facts, desk.policy))
    return Asked(why("not_now", by, number=case.number, state=state), choices=choices)


def _done_before(order: Order, case: Case, desk: Desk) -> str:
    """At what time the same person gave the same order, which still stands; "": not lately."""
    facts = desk.facts
    if facts.ordered_before is None or order.verb in READS:
        return ""
    stands = any(
        step.case_number == case.number
        and step.by == desk.writer.id
        and step.verb is order.verb
        and not step.undone
        and facts.now - step.at <= _TWICE
        for step in facts.steps
    )
    return f"{facts.ordered_before.astimezone(desk.policy.zone):%H:%M}" if stands else ""


def is_of_a_case(order: Order) -> bool:
    """Whether an order is about the case of its thread when it names none."""
    return VERBS[order.verb].needs_case or order.verb in STEPS
