from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from bot.core.case import Ack, Deadline, DeadlineKind, Moved, Moving
from bot.core.decision import Note, Postpone, Reach, Save, Settle
from bot.store.accounts import Accounts
from bot.store.database import Database
from bot.store.ledger import Ledger
from bot.store.schema import migrate
from tests.bookkeeping import deadlines_of, open_case, write
from tests.builders import NOON, TODAY, a_case, a_deadline

NUMBER = "K-2026-0001"
DUE = date(2027, 1, 8)
LATER = date(2027, 2, 7)


def a_duty(
    kind: DeadlineKind = DeadlineKind.HANDLING,
    next_on: date | None = date(2026, 12, 18),
    **changes: Any,
) -> Deadline:
    return replace(a_deadline(kind, DUE), next_on=next_on, **changes)


def reaching(duty: Deadline, stage: str | None, next_on: date | None = LATER) -> Reach:
    return Reach(case_number=NUMBER, deadline=duty, stage=stage, next_on=next_on)


def extended(duty: Deadline, to: date = LATER) -> Deadline:
    move = Moved(
        on=TODAY,
        why=Moving.EXTENSION,
        from_due=duty.due_on,
        to_due=to,
        reason="een getuige is ziek",
    )
    return replace(duty, due_on=to, target_on=to, stage=None, moved=(*duty.moved, move))


def events(database: Database) -> list[tuple[str, str]]:
    return [(entry["event"], entry["reason"]) for entry in Accounts(database).log()]


def due_cases(database: Database, today: date) -> list[str]:
    with Ledger(database).glance() as look:
        return look.due_cases(today)


# --- met, and owed again


def test_a_duty_of_one_start_and_number_is_met_without_its_neighbours(either: Database) -> None:
    first, second = (a_duty(DeadlineKind.MEASURE, n=n, owner="carla", what="hek") for n in (1, 2))
    other_day = replace(first, start_on=TODAY + timedelta(days=7))
    open_case(either, a_case(NUMBER), first, second, other_day)
    met = Settle(
        case_number=NUMBER,
        kind=DeadlineKind.MEASURE,
        at=NOON,
        proof="bert says so",
        start_on=TODAY,
        n=2,
    )
    write(either, met)
    assert deadlines_of(either, NUMBER) == (
        first,
        replace(second, met_at=NOON, proof="bert says so", next_on=None),
        other_day,
    )


def test_the_first_proof_of_a_duty_stands(either: Database) -> None:
    open_case(either, a_case(NUMBER), a_duty(DeadlineKind.ACK))
    for hours in (0, 1):
        at = NOON + timedelta(hours=hours)
        met = Settle(case_number=NUMBER, kind=DeadlineKind.ACK, at=at, proof=f"letter {hours}")
        write(either, met)
    (duty,) = deadlines_of(either, NUMBER)
    assert (duty.met_at, duty.proof) == (NOON, "letter 0")


def test_a_duty_that_is_owed_again_reminds_from_the_day_it_was_told_to(either: Database) -> None:
    open_case(either, a_case(NUMBER), a_duty(DeadlineKind.ACK))
    for at, next_on in ((NOON, None), (None, TODAY)):
        settle = Settle(
            case_number=NUMBER, kind=DeadlineKind.ACK, at=at, proof="letter 1", next_on=next_on
        )
        assert due_cases(either, TODAY) == []
        write(either, settle)
    assert due_cases(either, TODAY) == [NUMBER]
    assert [event for event, _ in events(either)][-1] == "ack_owed_again"


# --- moved


def test_a_promised_day_moves_with_its_reason_and_the_trail_says_from_where_to_where(
    either: Database,
) -> None:
    duty = a_duty(stage="T-5wd")
    other = a_duty(DeadlineKind.STATUS)
    open_case(either, a_case(NUMBER), duty, other)
    moved = replace(extended(duty), rolled_from=date(2027, 2, 6), next_on=date(2027, 1, 29))
    write(either, Postpone(NUMBER, moved))
    assert deadlines_of(either, NUMBER) == (moved, other)
    assert events(either)[-1] == (
        "deadline_moved",
        "handling: due 2027-01-08 → 2027-02-07, target 2027-01-08 → 2027-02-07 (extension)",
    )


def test_an_earlier_day_for_staff_alone_is_told_as_that(database: Database) -> None:
    duty = a_duty()
    open_case(database, a_case(NUMBER), duty)
    move = Moved(on=TODAY, why=Moving.CLASSIFIED, from_due=DUE, to_due=DUE)
    write(database, Postpone(NUMBER, replace(duty, target_on=date(2026, 12, 8), moved=(move,))))
    assert events(database)[-1][1] == "handling: target 2027-01-08 → 2026-12-08 (classified)"


def test_a_day_that_was_never_promised_cannot_move_and_nothing_else_is_done(
    database: Database,
) -> None:
    open_case(database, a_case(NUMBER), a_duty())
    elsewhere = replace(a_duty(), start_on=TODAY + timedelta(days=1))
    before = events(database)
    with pytest.raises(LookupError, match="owes no handling"):
        write(
            database,
            Save(a_case(NUMBER, subject="iets anders")),
            Postpone(NUMBER, extended(elsewhere)),
        )
    assert events(database) == before
    case = Accounts(database).show(NUMBER)
    assert case is not None
    assert case["subject"] != "iets anders"


# --- reminded


def test_a_rung_is_written_down_with_the_key_that_nobody_can_use_twice(either: Database) -> None:
    duty = a_duty()
    open_case(either, a_case(NUMBER), duty)
    write(either, reaching(duty, "T-5wd", next_on=date(2027, 1, 6)))
    assert deadlines_of(either, NUMBER) == (replace(duty, stage="T-5wd", next_on=date(2027, 1, 6)),)
    with Ledger(either).glance() as look:
        assert look.keys_with("rung:") == {
            f"rung:{NUMBER}:handling:2026-11-24:0:2027-01-08:T-5wd",
        }
    assert events(either)[-1] == ("reminded", "handling due 2027-01-08: T-5wd")


def test_a_decision_that_reaches_a_rung_again_is_refused_whole(either: Database) -> None:
    ack, handling = a_duty(DeadlineKind.ACK), a_duty()
    open_case(either, a_case(NUMBER), ack, handling)
    write(either, reaching(handling, "T-5wd"))
    before, owed = events(either), deadlines_of(either, NUMBER)
    with pytest.raises(IntegrityError):
        write(
            either,
            Save(a_case(NUMBER, subject="iets anders")),
            reaching(ack, "T-2wd"),
            Note("told_again", "x"),
            reaching(handling, "T-5wd"),
        )
    assert events(either) == before
    assert deadlines_of(either, NUMBER) == owed
    assert Accounts(either).verify() is None


def test_another_stage_and_another_day_are_other_rungs(database: Database) -> None:
    duty = a_duty()
    open_case(database, a_case(NUMBER), duty)
    write(database, reaching(duty, "T-5wd"))
    write(database, reaching(duty, "T-2wd"))
    later = extended(duty)
    write(database, Postpone(NUMBER, later))
    write(database, reaching(later, "T-5wd"))
    assert [event for event, _ in events(database)].count("reminded") == 3


def test_a_ladder_that_starts_anew_on_the_same_promised_day_is_climbed_again(
    database: Database,
) -> None:
    duty = a_duty()
    open_case(database, a_case(NUMBER), duty)
    write(database, reaching(duty, "T-2wd"))
    move = Moved(on=TODAY, why=Moving.CLASSIFIED, from_due=DUE, to_due=DUE)
    for moves in (1, 2):
        duty = replace(duty, moved=(move,) * moves)
        write(database, reaching(duty, "T-2wd"))
        with pytest.raises(IntegrityError):
            write(database, reaching(duty, "T-2wd"))


def test_another_day_for_the_next_rung_is_set_without_a_word(database: Database) -> None:
    duty = a_duty(stage="T-5wd")
    open_case(database, a_case(NUMBER), duty)
    before = len(events(database))
    for next_on in (date(2027, 1, 5), None):
        write(database, reaching(duty, None, next_on))
        assert deadlines_of(database, NUMBER) == (replace(duty, next_on=next_on),)
    assert len(events(database)) == before + 2  # the decisions themselves


def test_cases_are_due_once_each_those_that_waited_longest_first(either: Database) -> None:
    days = [date(2026, 12, 3), date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 9)]
    for n, day in enumerate(days, start=1):
        handling = a_duty(next_on=day)
        owed = [handling, a_duty(DeadlineKind.ACK, next_on=day + timedelta(days=1))]
        assert open_case(either, a_case(), *owed) == f"K-2026-{n:04d}"
    met = a_duty(DeadlineKind.ACK, next_on=TODAY, met_at=NOON, proof="letter 1")
    open_case(either, a_case(), met, a_duty(next_on=None))
    assert due_cases(either, date(2026, 12, 3)) == ["K-2026-0002", "K-2026-0003", "K-2026-0001"]
    assert due_cases(either, TODAY) == []


def test_schools_that_owe_a_first_word_are_known(either: Database) -> None:
    def owing(day: date) -> frozenset[str]:
        with Ledger(either).glance() as look:
            return look.acks_owed_until(day)

    owed = a_duty(DeadlineKind.ACK)
    open_case(either, a_case(school="demerland", ack=Ack.HELD), owed)
    open_case(
        either,
        a_case(school="kapelhof", ack=Ack.SENT),
        replace(owed, met_at=NOON, proof="letter 1"),
    )
    open_case(either, a_case(school="hoogveld", ack=Ack.TRIAL), owed)
    open_case(either, a_case(school="oever", ack=Ack.NONE), owed)  # it goes by post
    open_case(either, a_case(school="broekzijde", ack=Ack.QUEUED), a_duty())
    assert owing(DUE) == {"demerland", "oever"}
    assert owing(DUE - timedelta(days=1)) == frozenset()


# --- as it was


DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
MOVES = st.builds(
    Moved, on=DAYS, why=st.sampled_from(Moving), from_due=DAYS, to_due=DAYS, reason=WORDS
)
INSTANTS = st.datetimes(timezones=st.just(NOON.tzinfo))
DUTIES = st.builds(
    Deadline,
    kind=st.sampled_from(DeadlineKind),
    start_on=DAYS,
    due_on=DAYS,
    target_on=DAYS,
    rule=st.sampled_from(["45cd", "10sd", "6w", "24mo"]),
    source=WORDS,
    rolled_from=st.none() | DAYS,
    n=st.integers(0, 99),
    owner=st.none() | st.sampled_from(["ann", "bert"]),
    what=WORDS,
    met_at=st.none() | INSTANTS,
    proof=st.none() | WORDS,
    stage=st.none() | st.sampled_from(["T-5wd", "T", "T+1wd"]),
    next_on=st.none() | DAYS,
    moved=st.lists(MOVES, max_size=3).map(tuple),
)


def _identity(duty: Deadline) -> tuple[DeadlineKind, date, int]:
    return duty.kind, duty.start_on, duty.n


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Database:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('db')}/gehoor.db")
    migrate(database, at=NOON)
    return database


@settings(max_examples=60, deadline=None)
@given(owed=st.lists(DUTIES, max_size=4, unique_by=_identity), moved=st.lists(MOVES, max_size=2))
def test_whatever_is_owed_and_moved_comes_back_as_it_was(
    shared: Database, owed: list[Deadline], moved: list[Moved]
) -> None:
    number = open_case(shared, a_case(), *owed)
    assert deadlines_of(shared, number) == tuple(owed)
    again = [replace(duty, moved=(*duty.moved, *moved), stage=None) for duty in owed]
    for duty in again:
        write(shared, Postpone(number, duty))
    assert deadlines_of(shared, number) == tuple(again)
