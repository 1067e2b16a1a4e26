"""The clock of a case stands still while the complainant owes an answer, and runs again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.core.case import Case, Deadline, DeadlineKind, Status
from bot.core.decision import Effect, Owe, Postpone, Reach, Settle
from bot.core.duties.moving import resumed, stands_still
from bot.core.duties.owed import owed_by
from bot.core.policy import Policy

# The proof of a question that was never answered.
NO_ANSWER = "no answer within its term"


def clock_stops(case: Case, on: date, policy: Policy) -> tuple[Case, list[Effect]]:
    """The complainant owes an answer from now on: what waits for it reminds nobody."""
    stopped = replace(case, status=Status.CLARIFYING, stopped_on=on)
    effects: list[Effect] = [
        Reach(case_number=case.number, deadline=each, stage=None, next_on=None)
        for each in case.deadlines
        if stands_still(each, stopped)
    ]
    duty = policy.duties.get(DeadlineKind.CLARIFY_REPLY)
    if duty is not None:
        effects.append(Owe(case.number, owed_by(on, duty, policy)))
    return stopped, effects


def clock_runs(case: Case, on: date, policy: Policy) -> tuple[Case, list[Effect]]:
    """The clock runs again: each duty that stood still has another day, at most so much later."""
    assert case.stopped_on is not None
    moved: list[Effect] = [
        _again(case, each, resumed(each, case.stopped_on, on, policy))
        for each in case.deadlines
        if stands_still(each, case)
    ]
    return replace(case, status=_before(case), stopped_on=None), moved


def _again(case: Case, was: Deadline, now: Deadline) -> Postpone | Reach:
    """The duty reminds again: on its other day, or on the same where no day was lost."""
    if replace(now, next_on=was.next_on) == was:
        return Reach(case_number=case.number, deadline=now, stage=None, next_on=now.next_on)
    return Postpone(case.number, now)


def answered(
    case: Case, on: date, at: datetime, policy: Policy, *, proof: str = "a mail of a party"
) -> tuple[Case, list[Effect]]:
    """The complainant answered on this local date: what was asked is met, and the clock runs."""
    met: list[Effect] = [
        Settle(
            case_number=case.number,
            kind=duty.kind,
            at=at,
            proof=proof,
            start_on=duty.start_on,
            n=duty.n,
        )
        for duty in case.deadlines
        if duty.kind is DeadlineKind.CLARIFY_REPLY and duty.met_at is None and duty.start_on <= on
    ]
    # A mail that came before we asked is no answer.
    if case.stopped_on is None or on < case.stopped_on:
        return case, met
    running, moved = clock_runs(case, on, policy)
    return running, [*met, *moved]


def _before(case: Case) -> Status:
    """Where the case stood before its complainant was asked something."""
    if case.status is not Status.CLARIFYING:
        return case.status
    decided = case.simple is not None or case.admissible is not None
    return Status.HANDLING if decided else Status.INTAKE
