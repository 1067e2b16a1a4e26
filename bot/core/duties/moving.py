"""What may move a promised day: a clock that stood still, one extension, a simple complaint."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.core.calendar import Due, Roll, Term, Unit, Vacation
from bot.core.case import Case, Deadline, DeadlineKind, Moved, Moving
from bot.core.clause import Clause
from bot.core.duties.owed import dated
from bot.core.duties.refusal import NotPossible
from bot.core.policy import Policy

# What stands still while the complainant owes an answer. All else goes on: nobody needs that
# answer to acknowledge, to tell how it stands or to carry out what was promised.
STOPS = frozenset({DeadlineKind.CLASSIFY, DeadlineKind.ADMISSIBILITY, DeadlineKind.HANDLING})

# Why the answer gets no more time.
ANSWERED = Clause("het antwoord is al gegeven", "the answer has been given already")
_ONLY_THE_ANSWER = Clause(
    "alleen het antwoord kan verlengd worden", "only the answer can be extended"
)
_NOT_AGREED = Clause(
    "jullie spraken geen verlenging af (procedure.toml: terms.extension)",
    "your school agreed no extension (procedure.toml: terms.extension)",
)
_EXTENDED_BEFORE = Clause(
    "de termijn is al verlengd; meer tijd kan alleen als de melder schriftelijk instemt",
    "the term was extended before; more time needs the written consent of the complainant",
)
_PASSED = Clause("de termijn is verstreken sinds {day}", "the term has passed since {day}")
_NO_REASON = Clause(
    "schrijf er de reden bij: de melder moet die kennen",
    "write the reason too: the complainant must know it",
)


def stands_still(deadline: Deadline, case: Case) -> bool:
    """Whether this duty waits for the complainant now; a day that had passed before does not."""
    return (
        case.stopped_on is not None
        and deadline.kind in STOPS
        and deadline.met_at is None
        and deadline.due_on >= case.stopped_on
    )


def resumed(deadline: Deadline, stopped_on: date, on: date, policy: Policy) -> Deadline:
    """The duty after its clock stood still from `stopped_on` till `on`, at most the agreed time.

    The days that would have counted after `stopped_on`, up to and including `on`, are added.
    """
    until = min(on, _latest_resume(stopped_on, on, policy))
    unit = _unit(Term.parse(deadline.rule))
    due = _later(deadline, _days_lost(stopped_on, until, unit, policy), policy)
    if due.due_on == deadline.due_on:
        return dated(replace(deadline, rolled_from=due.rolled_from), policy.calendar)
    natural = _target(deadline.start_on, due.due_on, policy)
    target = natural
    if deadline.target_on < _target(deadline.start_on, deadline.due_on, policy):
        # A simple complaint: the day at which staff aim moves by its own counting days.
        aimed = _days_lost(stopped_on, until, _simple_unit(policy), policy)
        shifted = policy.calendar.due(deadline.target_on, aimed, vacation=policy.vacation)
        target = min(natural, shifted.target_on)
    return _moved(deadline, due, target, on=on, why=Moving.HOLD, policy=policy)


def extended(deadline: Deadline, on: date, reason: str, policy: Policy) -> Deadline:
    """The duty with more time.

    Raises:
        NotPossible: it may not be extended (any more).
    """
    extension = policy.terms.extension
    times = sum(moved.why is Moving.EXTENSION for moved in deadline.moved)
    refusals = (
        (deadline.kind is not DeadlineKind.HANDLING, _ONLY_THE_ANSWER),
        (deadline.met_at is not None, ANSWERED),
        (extension is None or not policy.terms.extensions, _NOT_AGREED),
        (times >= policy.terms.extensions, _EXTENDED_BEFORE),
        (on > deadline.due_on, _PASSED),
        (not reason.strip(), _NO_REASON),
    )
    why_not = next((clause for refused, clause in refusals if refused), None)
    if why_not or extension is None:
        raise NotPossible(why_not or _NOT_AGREED, day=f"{deadline.due_on:%d-%m-%Y}")
    due = _later(deadline, extension, policy)
    target = _target(deadline.start_on, due.due_on, policy)
    return _moved(
        deadline, due, target, on=on, why=Moving.EXTENSION, policy=policy, reason=reason.strip()
    )


def classified_simple(deadline: Deadline, on: date, policy: Policy) -> Deadline:
    """The answer to a simple complaint: staff aim at an earlier day, the promise stands.

    An aim that has passed already is no aim: then it is the next working day.
    """
    term = policy.terms.handling_simple
    if term is None:
        return deadline
    # The days on which the clock stood still do not count for this term either.
    stood_still = (
        moved.to_due - moved.from_due for moved in deadline.moved if moved.why is Moving.HOLD
    )
    start_on = deadline.start_on + sum(stood_still, start=timedelta())
    aim = policy.calendar.due(start_on, term, vacation=policy.vacation).target_on
    if aim < on:
        aim = policy.calendar.due(on, Term(1, Unit.WORKING_DAYS)).target_on
    return _aimed(deadline, min(aim, deadline.target_on), on, "eenvoudig", policy)


def classified_complex(deadline: Deadline, on: date, policy: Policy) -> Deadline:
    """The answer to a complaint that is not simple after all: staff have till the promised day."""
    natural = _target(deadline.start_on, deadline.due_on, policy)
    return _aimed(deadline, natural, on, "complex", policy)


def _aimed(deadline: Deadline, target: date, on: date, reason: str, policy: Policy) -> Deadline:
    if target == deadline.target_on:
        return deadline
    stands = Due(
        received_on=deadline.start_on,
        due_on=deadline.due_on,
        target_on=target,
        rolled_from=deadline.rolled_from,
    )
    return _moved(
        deadline, stands, target, on=on, why=Moving.CLASSIFIED, policy=policy, reason=reason
    )


def _moved(  # noqa: PLR0913  # the parts of a move
    deadline: Deadline,
    due: Due,
    target: date,
    *,
    on: date,
    why: Moving,
    policy: Policy,
    reason: str = "",
) -> Deadline:
    """The duty on its other day, where it starts its ladder anew."""
    move = Moved(on=on, why=why, from_due=deadline.due_on, to_due=due.due_on, reason=reason)
    return dated(
        replace(
            deadline,
            due_on=due.due_on,
            target_on=target,
            rolled_from=due.rolled_from,
            stage=None,
            moved=(*deadline.moved, move),
        ),
        policy.calendar,
    )


def _later(deadline: Deadline, term: Term, policy: Policy) -> Due:
    """The day so much later than where the term ended before it was rolled, rolled again.

    So the Algemene termijnenwet does it: only the last day of the whole term is rolled (art. 1).
    """
    duty = policy.duties.get(deadline.kind)
    # Whatever is agreed by now: a day that was rolled once does not come earlier.
    roll = Roll.NEXT if deadline.rolled_from or duty is None else duty.roll
    return policy.calendar.due(
        deadline.rolled_from or deadline.due_on,
        term,
        roll=roll,
        vacation=policy.vacation,
    )


def _days_lost(stopped_on: date, until: date, unit: Unit, policy: Policy) -> Term:
    """How many days would have counted after `stopped_on`, up to and including `until`."""
    days = (until - stopped_on).days
    run = policy.calendar.due(stopped_on, Term(days, unit), vacation=policy.vacation)
    return Term(days - sum(skipped.date <= until for skipped in run.skipped), unit)


def _latest_resume(stopped_on: date, on: date, policy: Policy) -> date:
    longest = policy.terms.max_pause
    if longest is None:
        return on
    return policy.calendar.due(stopped_on, longest, vacation=Vacation.RUN).due_on


def _target(start_on: date, due_on: date, policy: Policy) -> date:
    """The last working day not after the promised day, as the calendar finds it."""
    whole = Term((due_on - start_on).days, Unit.CALENDAR_DAYS)
    return policy.calendar.due(start_on, whole).target_on


def _unit(term: Term) -> Unit:
    """What a pause is counted in: weeks and months run over all days."""
    counted = term.unit in (Unit.WORKING_DAYS, Unit.SCHOOL_DAYS)
    return term.unit if counted else Unit.CALENDAR_DAYS


def _simple_unit(policy: Policy) -> Unit:
    term = policy.terms.handling_simple
    return _unit(term) if term else Unit.CALENDAR_DAYS
