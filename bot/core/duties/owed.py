"""What is owed by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.core.calendar import Calendar, Vacation
from bot.core.case import Case, Deadline, DeadlineKind
from bot.core.duties import ladder
from bot.core.policy import Duty, Policy, StatusUpdates

# What every case owes from the day it was received. The handling term is that for a complex
# complaint: nothing is classified yet, and the acknowledgment must not promise too much.
OWED_AT_INTAKE = (
    DeadlineKind.ACK,
    DeadlineKind.CLASSIFY,
    DeadlineKind.ADMISSIBILITY,
    DeadlineKind.HANDLING,
    DeadlineKind.STATUS,
)

# Once the complainant has the answer, or gets none, nobody owes these any more.
ENDS_WITH_THE_ANSWER = frozenset(
    {
        DeadlineKind.CLASSIFY,
        DeadlineKind.ADMISSIBILITY,
        DeadlineKind.HANDLING,
        DeadlineKind.STATUS,
        DeadlineKind.CLARIFY_REPLY,
    }
)


def owed_at_intake(
    received_on: date,
    duties: Mapping[DeadlineKind, Duty],
    calendar: Calendar,
    vacation: Vacation,
    status_updates: StatusUpdates = StatusUpdates.PROPOSE,
) -> tuple[Deadline, ...]:
    """The deadlines of a new case, counted from the local date of its receipt.

    A duty that was not agreed is not owed. Each deadline carries its term and where that comes
    from, so that it can be explained later although the agreements may have changed.
    """
    return tuple(
        owed_from(received_on, duties[kind], calendar, vacation, status_updates)
        for kind in OWED_AT_INTAKE
        if kind in duties
    )


def owed_by(start_on: date, duty: Duty, policy: Policy) -> Deadline:
    """The deadline of one duty as this school agreed it, with the day on which is asked again."""
    fresh = owed_from(start_on, duty, policy.calendar, policy.vacation, policy.status_updates)
    again = policy.terms.again(duty.kind)
    if again is None:
        return fresh
    asked = policy.calendar.due(start_on, again, vacation=policy.vacation)
    return dated(replace(fresh, again_on=asked.due_on), policy.calendar)


def owed_from(
    start_on: date,
    duty: Duty,
    calendar: Calendar,
    vacation: Vacation,
    status_updates: StatusUpdates = StatusUpdates.PROPOSE,
) -> Deadline:
    """The deadline of one duty, counted from a local date."""
    due = calendar.due(start_on, duty.term, roll=duty.roll, vacation=vacation)
    target_on = due.target_on
    if duty.kind is DeadlineKind.STATUS and status_updates is StatusUpdates.AUTO:
        # What the bot writes by itself leaves on a school day: the last one before a vacation.
        target_on = _last_school_day(start_on, due.due_on, calendar) or target_on
    return dated(
        Deadline(
            kind=duty.kind,
            start_on=start_on,
            due_on=due.due_on,
            target_on=target_on,
            rule=str(duty.term),
            source=duty.source,
            rolled_from=due.rolled_from,
        ),
        calendar,
    )


def _last_school_day(start_on: date, due_on: date, calendar: Calendar) -> date | None:
    while due_on > start_on:
        if calendar.is_school_day(due_on):
            return due_on
        due_on -= timedelta(days=1)
    return None


def dated(deadline: Deadline, calendar: Calendar) -> Deadline:
    """The duty with the day on which it next reminds somebody."""
    return replace(deadline, next_on=ladder.next_on(deadline, calendar))


def reminds_again_on(case: Case, kind: DeadlineKind, calendar: Calendar) -> date | None:
    """On which day a duty of this kind that was met and is owed again next reminds somebody."""
    days = (
        ladder.next_on(replace(duty, met_at=None), calendar)
        for duty in case.deadlines
        if duty.kind is kind
    )
    return min((day for day in days if day is not None), default=None)
