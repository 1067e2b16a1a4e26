"""What holds of the overviews of every morning, whatever is owed and whoever is away."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.absence import Absence
from bot.core.case import Ack, DeadlineKind, Status, Urgency
from bot.core.decide import decide
from bot.core.desk import Aside, Desk, Owed, Tally
from bot.core.digest.timetable import overviews_at
from bot.core.digest.whose import barred_for, is_told, whose_today
from bot.core.facts import Facts
from bot.core.happening import AttentionCode, Overview, OverviewDue
from bot.core.letter import Hold, LetterOrder
from bot.core.parties import find_person
from bot.settings.load import load
from tests.offices import EXAMPLE, SECRETS

POLICY = load(EXAMPLE, SECRETS).policy
PEOPLE = [person.id for person in POLICY.people]
TUESDAY = date(2026, 12, 8)
DAY = timedelta(days=1)

mornings = st.integers(0, 60).map(lambda n: TUESDAY + n * DAY)
barred = st.sets(st.sampled_from(PEOPLE), max_size=2).map(lambda ids: tuple(sorted(ids)))
handlers = st.sampled_from([*PEOPLE, "gone", None])


@st.composite
def rows(draw: st.DrawFn) -> tuple[Owed, ...]:
    days = st.integers(-30, 45).map(lambda n: TUESDAY + n * DAY)
    cases = draw(
        st.lists(st.tuples(handlers, barred, st.sampled_from(Urgency)), min_size=1, max_size=9)
    )
    found = []
    for at in range(draw(st.integers(0, 30))):
        nth = draw(st.integers(0, len(cases) - 1))
        handler, not_for, urgency = cases[nth]
        target = draw(days)
        found.append(
            Owed(
                number=f"K-2026-{nth:04}",
                school=("demerland", "kapelhof", "")[nth % 3],
                handler=handler,
                status=Status.HANDLING,
                urgency=urgency,
                kind=draw(st.sampled_from(DeadlineKind)),
                start_on=target - draw(st.integers(0, 60)) * DAY,
                due_on=target + draw(st.integers(0, 3)) * DAY,
                target_on=target,
                stage=None,
                since=target - 20 * DAY,
                opened_at=datetime(2026, 12, draw(st.integers(1, 8)), 6, tzinfo=UTC),
                ack=draw(st.sampled_from(Ack)),
                hold=draw(st.sampled_from([*Hold, None])),
                owner=draw(st.none() | handlers),
                what="Sam Aerts mag naar een andere klas",
                n=at,
                stopped=draw(st.booleans()),
                not_for=not_for,
            )
        )
    return tuple(found)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Facts, tuple[OverviewDue, ...]]:
    today = draw(mornings)
    absences = tuple(
        Absence(
            person=draw(st.sampled_from(PEOPLE)),
            first=today - DAY,
            last=today + draw(st.integers(-1, 3)) * DAY,
            deputy=draw(st.none() | st.sampled_from(PEOPLE)),
        )
        for _ in range(draw(st.integers(0, 3)))
    )
    owed = draw(rows())
    now = datetime(today.year, today.month, today.day, 6, 30, tzinfo=UTC)
    desk = Desk(
        since=now - DAY,
        horizon_on=today + 16 * DAY,
        owed=owed,
        aside=tuple(
            Aside(n, now, draw(st.sampled_from(AttentionCode)).value, "demerland")
            for n in range(draw(st.integers(0, 14)))
        ),
        tallies=tuple(
            Tally(row.school, row.handler, row.not_for, open=1, late=1, came=1) for row in owed
        ),
        received={"complaint": draw(st.integers(0, 3)), "waiting": draw(st.integers(0, 2))},
        external=tuple((row.number, row.school, Status.EXTERNAL, row.not_for) for row in owed),
    )
    soon = {
        row.school for row in owed if row.kind is DeadlineKind.ACK and row.due_on <= today + 5 * DAY
    }
    due = overviews_at(now.astimezone(POLICY.zone), POLICY, absences, ack_soon=soon)
    return Facts(now=now, today=today, absences=absences, desk=desk), due


def letter_of(due: OverviewDue, facts: Facts) -> LetterOrder | None:
    orders = decide(due, facts, POLICY).orders()
    return orders[0].order if orders else None


def numbers_in(order: LetterOrder | None) -> str:
    return str(dict(order.values)) if order else ""


def every_line(values: dict[str, Any]) -> list[dict[str, Any]]:
    return [line for group in values["groups"] for line in group["lines"]]


def said_times(line: dict[str, Any]) -> int:
    """For how many duties a line stands."""
    found = re.search(r"gebeurde al (\d+) keer niet", line["what"])
    return int(found[1]) if found else 1


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(worlds())
def test_each_duty_of_a_person_is_told_once_or_counted(
    world: tuple[Facts, tuple[OverviewDue, ...]],
) -> None:
    facts, every = world
    assert facts.desk is not None
    for due in every:
        if due.overview is not Overview.DAILY:
            continue
        reader = find_person(POLICY, due.person)
        assert reader is not None
        shares = list(whose_today(reader, facts, POLICY).shares_of(reader, facts.desk))
        order = letter_of(due, facts)
        if order is None:
            continue
        values: dict[str, Any] = dict(order.values)
        told = [line["about"] for line in every_line(values)]
        again = sum(times - 1 for times in map(said_times, every_line(values)))
        listed = len(told) + values["n_more"] + again
        assert listed + values["n_further"] == len(shares)
        owing = Counter(share.row.number for share in shares)
        assert all(told.count(number) <= owing[number] for number in told)
        assert len(told) <= 60


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(worlds())
def test_each_duty_lies_with_one_person_and_with_somebody_who_reads(
    world: tuple[Facts, tuple[OverviewDue, ...]],
) -> None:
    facts, every = world
    desk = facts.desk
    assert desk is not None
    readers = [due.person for due in every if due.overview is Overview.DAILY]
    doing: Counter[Owed] = Counter()
    reading: Counter[Owed] = Counter()
    for each in readers:
        reader = find_person(POLICY, each)
        assert reader is not None
        for share in whose_today(reader, facts, POLICY).shares_of(reader, desk):
            doing[share.row] += not share.waits
            reading[share.row] += 1
    assert all(count <= 1 for count in doing.values())
    assert all(count <= 2 for count in reading.values())
    # Ann coordinates every school: where she reads and may know, nothing is without a reader.
    for row in desk.owed:
        if is_told(row, POLICY) and "ann" in readers and "ann" not in row.not_for:
            assert row in reading


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(worlds())
def test_nobody_ever_reads_of_a_case_that_speaks_of_them(
    world: tuple[Facts, tuple[OverviewDue, ...]],
) -> None:
    facts, every = world
    assert facts.desk is not None
    for due in every:
        said = numbers_in(letter_of(due, facts))
        for row in facts.desk.owed:
            barred_here = due.person in barred_for(row.not_for, POLICY)
            # That a case runs outside the school is told to the board, urgent or not.
            critical = row.urgency is Urgency.CRITICAL and due.overview is not Overview.MONTHLY
            assert not ((barred_here or critical) and row.number in said)
        assert "Sam" not in said
