"""Taking a step: a row of the procedure becomes the case as it is then, and what follows from it.

The letter of the row is written by whoever takes the step; here is only what the row says of
status, outcome and duties.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.core.applied import applied
from bot.core.case import Anonymous, Case, Deadline, DeadlineKind, Outcome, Status, Survey, Urgency
from bot.core.decision import Effect, Note, Owe, Save, Settle
from bot.core.duties.owed import owed_by
from bot.core.duties.pausing import clock_runs, clock_stops
from bot.core.facts import Facts
from bot.core.policy import Policy
from bot.core.procedure import UNANSWERED, Goal, Move

# One of each at a time; what is promised may be promised twice.
_MANY = frozenset({DeadlineKind.MEASURE})
# Owed with a day and a text of their own, by whoever takes the step.
_BY_HAND = frozenset({DeadlineKind.MEASURE, DeadlineKind.ACK})


def take(  # noqa: PLR0913  # who took it, and with what proof
    move: Move, case: Case, facts: Facts, policy: Policy, *, by: str, proof: str
) -> tuple[Case, list[Effect]]:
    """The case after this row of the table, with its duties, and the effects that make it so.

    `by` is who takes the step (a person's id, "bot" or "complainant"), `proof` what meets the
    duties that it meets. A measure is owed by whoever takes the step, with its own day.
    """
    running, ran = _with_its_clock(move, case, facts, policy)
    goal = _goal(move, running)
    after = replace(
        running,
        status=goal,
        before=case.status if goal is Status.CLARIFYING else None,
        outcome=_outcome(move, case, goal),
        closed_on=_closed_on(case, goal, facts),
    )
    met = [
        Settle(
            case_number=case.number,
            kind=duty.kind,
            at=facts.now,
            proof=proof,
            start_on=duty.start_on,
            n=duty.n,
        )
        for duty in after.deadlines
        if duty.met_at is None and duty.kind in move.meets
    ]
    effects: list[Effect] = [*ran, Save(after), *met]
    settled = applied(running, effects)
    effects += (Owe(case.number, duty) for duty in _owed(move, settled, facts, policy))
    if goal is not case.status:
        went = f"{case.status.value} → {goal.value} by {by}: {move.step.value}"
        effects.append(Note("step", went, case.number))
    return applied(case, effects), effects


def _with_its_clock(
    move: Move, case: Case, facts: Facts, policy: Policy
) -> tuple[Case, list[Effect]]:
    """The clock stops while the complainant is asked, and runs again when the case goes on."""
    if move.goal is Status.CLARIFYING:
        if not policy.terms.clarify_pauses_clock:
            return case, []
        stopped, effects = clock_stops(case, facts.today, policy)
        # What the complainant owes is owed by the row itself.
        kept: list[Effect] = [effect for effect in effects if not isinstance(effect, Owe)]
        return applied(replace(stopped, deadlines=case.deadlines), kept), kept
    if case.stopped_on is None or move.goal is Goal.SAME:
        return case, []
    running, effects = clock_runs(case, facts.today, policy)
    return applied(replace(running, deadlines=case.deadlines), effects), effects


def _goal(move: Move, case: Case) -> Status:
    match move.goal:
        case Status() as goal:
            return goal
        case Goal.SAME:
            return case.status
        case Goal.BACK:
            return _before(case)
        case Goal.ANSWERED:
            open_measures = any(
                duty.kind is DeadlineKind.MEASURE and duty.met_at is None for duty in case.deadlines
            )
            return Status.REMEDYING if open_measures else Status.ANSWERED


def _before(case: Case) -> Status:
    if case.before is not None:
        return case.before
    if case.status is not Status.CLARIFYING:  # its clock runs again already
        return case.status
    decided = case.simple is not None or case.admissible is not None
    return Status.HANDLING if decided else Status.INTAKE


def _outcome(move: Move, case: Case, goal: Status) -> Outcome | None:
    """What is treated has no outcome yet; what is closed has one."""
    if goal in UNANSWERED:
        return None
    found = move.outcome or case.outcome
    return Outcome.REFERRED if found is None and goal is Status.CLOSED else found


def _closed_on(case: Case, goal: Status, facts: Facts) -> date | None:
    if goal is case.status:
        return case.closed_on
    return facts.today if goal is Status.CLOSED else None


def _owed(move: Move, case: Case, facts: Facts, policy: Policy) -> Iterator[Deadline]:
    """What the row starts, as far as it was agreed, is owed to somebody, and is not owed yet."""
    for kind in move.starts:
        duty = policy.duties.get(kind)
        unmet = any(each.kind is kind and each.met_at is None for each in case.deadlines)
        if duty is None or kind in _BY_HAND or (unmet and kind not in _MANY):
            continue
        if not _is_owed(kind, case):
            continue
        fresh = owed_by(facts.today, duty, policy)
        same_start = [
            each.n
            for each in case.deadlines
            if each.kind is kind and each.start_on == fresh.start_on
        ]
        yield replace(fresh, n=max(same_start, default=-1) + 1)


def _is_owed(kind: DeadlineKind, case: Case) -> bool:
    reachable = case.complainant is not None and case.anonymous is not Anonymous.FULL
    match kind:
        case DeadlineKind.STATUS:
            return reachable
        case DeadlineKind.SATISFACTION if case.by_post:
            return False  # the bot asks by mail alone
        case DeadlineKind.SATISFACTION:
            # Nobody is asked where somebody may be in danger, and nobody is asked twice.
            return reachable and case.urgency is not Urgency.CRITICAL and case.survey is Survey.NONE
        case _:
            return True
