"""What is owed by when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core.calendar import Calendar, Vacation
from bot.core.case import Deadline, DeadlineKind
from bot.core.policy import Duty

# What every case owes from the day it was received. The handling term is that for a complex
# complaint: nothing is classified yet, and the acknowledgment must not promise too much.
OWED_AT_INTAKE = (
    DeadlineKind.ACK,
    DeadlineKind.CLASSIFY,
    DeadlineKind.ADMISSIBILITY,
    DeadlineKind.HANDLING,
    DeadlineKind.STATUS,
)


def owed_at_intake(
    received_on: date,
    duties: Mapping[DeadlineKind, Duty],
    calendar: Calendar,
    vacation: Vacation,
) -> tuple[Deadline, ...]:
    """The deadlines of a new case, counted from the local date of its receipt.

    A duty that was not agreed is not owed. Each deadline carries its term and where that comes
    from, so that it can be explained later although the agreements may have changed.
    """
    return tuple(
        owed_from(received_on, duties[kind], calendar, vacation)
        for kind in OWED_AT_INTAKE
        if kind in duties
    )


def owed_from(start_on: date, duty: Duty, calendar: Calendar, vacation: Vacation) -> Deadline:
    """The deadline of one duty, counted from a local date."""
    due = calendar.due(start_on, duty.term, roll=duty.roll, vacation=vacation)
    return Deadline(
        kind=duty.kind,
        start_on=start_on,
        due_on=due.due_on,
        target_on=due.target_on,
        rule=str(duty.term),
        source=duty.source,
    )
