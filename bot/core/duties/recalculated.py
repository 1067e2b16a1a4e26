"""Which day a duty would have with the agreements and the calendar of today: nothing is changed.

A promised day never moves by itself. This is what an administrator looks at after a change of
config, before anybody is told another day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.core.asked_for import OtherDay
from bot.core.calendar import Roll, Term, Unit
from bot.core.case import Case, Deadline, DeadlineKind, Moving
from bot.core.duties.moving import classified_simple
from bot.core.duties.owed import owed_by
from bot.core.policy import Policy


def other_days(case: Case, policy: Policy) -> Iterator[OtherDay]:
    """The open duties of a case that would have another day."""
    for duty in case.deadlines:
        # What a person promised has the day that was promised, whatever is agreed.
        if duty.met_at is None and duty.kind is not DeadlineKind.MEASURE:
            yield from _other_day(duty, case, policy)


def _other_day(duty: Deadline, case: Case, policy: Policy) -> Iterator[OtherDay]:
    agreed = policy.duties.get(duty.kind)
    if agreed is None:  # nothing is agreed any more: what was promised stands
        return
    fresh = owed_by(duty.start_on, agreed, policy)
    due_on = _as_far_on(duty, fresh, policy, roll=agreed.roll)
    aim_on = duty.target_on
    if due_on == duty.due_on:
        aim_on = _aim(duty, fresh, case, policy)
        if aim_on == duty.target_on:
            return
    aim = due_on == duty.due_on
    yield OtherDay(
        case_number=case.number,
        kind=duty.kind,
        was=duty.target_on if aim else duty.due_on,
        now=aim_on if aim else due_on,
        rule=duty.rule,
        new_rule=fresh.rule,
        aim=aim,
    )


def _as_far_on(duty: Deadline, fresh: Deadline, policy: Policy, *, roll: Roll) -> date:
    """The fresh day, as much later as the duty was moved since it was first dated."""
    if not duty.moved:
        return fresh.due_on
    shifted = fresh.due_on - duty.moved[0].from_due
    due_on = duty.due_on + shifted
    if shifted and roll is Roll.NEXT:
        return policy.calendar.due(due_on, _NOTHING, roll=roll).due_on
    return due_on


def _aim(duty: Deadline, fresh: Deadline, case: Case, policy: Policy) -> date:
    """The day at which staff would aim; the same day where moves make that unsure."""
    whys = {moved.why for moved in duty.moved}
    if not whys:
        return fresh.target_on
    if whys != {Moving.CLASSIFIED} or not case.simple:
        return duty.target_on
    return classified_simple(replace(fresh, moved=()), duty.moved[-1].on, policy).target_on


_NOTHING = Term(0, Unit.CALENDAR_DAYS)
