"""On which mornings who gets which overview."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from bot.core.absence import Absence
from bot.core.calendar import Calendar
from bot.core.duties.presence import acting
from bot.core.happening import Overview, OverviewDue
from bot.core.parties import board, coordinator
from bot.core.policy import Person, Policy, Role

# Local hours between which an overview leaves: a bot that starts at noon still tells of the day.
FROM, UNTIL = time(7, 30), time(18)
ACK_SOON = timedelta(days=5)  # an acknowledgment owed by then is told of in vacations too

_DAY = timedelta(days=1)
_MONDAY = 0
_READ_DAILY = frozenset({Role.HANDLER, Role.COORDINATOR})


def overviews_at(
    local_now: datetime,
    policy: Policy,
    absences: Sequence[Absence],
    *,
    ack_soon: Collection[str] = (),
    behind: Collection[Overview] = (),
) -> tuple[OverviewDue, ...]:
    """The overviews that are due at this local moment, sent already or not.

    `ack_soon` are the schools in which an acknowledgment is owed within five days, `behind` the
    kinds whose morning nobody was at work on: they come on the next school day. Who is away gets
    none; who stands in gets one, in which both lie together.
    """
    if not FROM <= local_now.time() < UNTIL:
        return ()
    today = local_now.date()
    due = {Overview.DAILY: daily_readers(today, policy, absences, ack_soon=ack_soon)}
    late = behind if policy.calendar.is_school_day(today) else ()
    if is_first_school_day_of_week(today, policy.calendar) or Overview.WEEKLY in late:
        directors = _people_with(policy, Role.DIRECTOR)
        due[Overview.WEEKLY] = _present(directors, today, policy, absences)
    if is_first_school_day_of_month(today, policy.calendar) or Overview.MONTHLY in late:
        due[Overview.MONTHLY] = _present(board(policy), today, policy, absences)
    return tuple(
        OverviewDue(overview=overview, person=person)
        for overview, people in due.items()
        for person in people
    )


def daily_readers(
    today: date, policy: Policy, absences: Sequence[Absence], *, ack_soon: Collection[str] = ()
) -> tuple[str, ...]:
    """Who (ids, in the order of people.toml) gets an overview of this day.

    On school days all handlers and coordinators. While the school is closed its coordinator: each
    Monday on which people work, and each working day on which an acknowledgment is owed soon.
    """
    if policy.calendar.is_school_day(today):
        everyone = (one for one in policy.people if _READ_DAILY & one.roles)
        return _present(everyone, today, policy, absences)
    if not policy.calendar.is_working_day(today):
        return ()
    schools = (school.id for school in policy.schools)
    open_for = {*ack_soon, *schools} if today.weekday() == _MONDAY else set(ack_soon)
    on_duty = (
        stand_in
        for school in open_for
        if (stand_in := acting(coordinator(policy, school), absences, today, policy, school=school))
    )
    return _in_order(on_duty, policy)


def key_of(due: OverviewDue, local_now: datetime) -> str:
    """The key under which the audit trail knows that this overview was made."""
    return f"overview:{local_now:%Y-%m-%d}:{due.overview.value}:{due.person}"


def began_on(overview: Overview, today: date) -> date:
    """The first day of the time that an overview of this kind serves: the day, week or month."""
    match overview:
        case Overview.DAILY:
            return today
        case Overview.WEEKLY:
            return today - today.weekday() * _DAY
        case Overview.MONTHLY:
            return today.replace(day=1)


def is_first_school_day_of_week(day: date, calendar: Calendar) -> bool:
    """Whether no earlier day of this week, which starts on Monday, is a school day."""
    return _is_first(day, began_on(Overview.WEEKLY, day), calendar)


def is_first_school_day_of_month(day: date, calendar: Calendar) -> bool:
    """Whether no earlier day of this month is a school day."""
    return _is_first(day, began_on(Overview.MONTHLY, day), calendar)


def _is_first(day: date, start: date, calendar: Calendar) -> bool:
    earlier = (start + n * _DAY for n in range((day - start).days))
    return calendar.is_school_day(day) and not any(map(calendar.is_school_day, earlier))


def _present(
    people: Iterator[Person] | Sequence[Person],
    today: date,
    policy: Policy,
    absences: Sequence[Absence],
) -> tuple[str, ...]:
    """These people, or who stands in for them today."""
    here = (acting(person, absences, today, policy) for person in people)
    return _in_order((person for person in here if person is not None), policy)


def _people_with(policy: Policy, role: Role) -> Iterator[Person]:
    return (person for person in policy.people if role in person.roles)


def _in_order(people: Iterator[Person], policy: Policy) -> tuple[str, ...]:
    ids = {person.id for person in people}
    return tuple(person.id for person in policy.people if person.id in ids)
