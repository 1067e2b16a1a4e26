from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.core.case import Ack, Deadline, DeadlineKind, Status, Urgency
from bot.core.decision import File, Tell
from bot.core.desk import Aside, Desk, Tally
from bot.core.happening import AttentionCode, AttentionItem
from bot.core.letter import Hold, LetterName, Origin
from bot.core.verdict import Place, Verdict
from bot.store.boxes import Boxes
from bot.store.database import Database
from bot.store.inbox import Arrival, Inbox
from bot.store.ledger import About, Ledger
from bot.store.outbox import Outbox, Result
from tests.bookkeeping import open_case, write
from tests.builders import MAILBOX, NOON, TODAY, a_case, a_deadline, a_letter_to, an_order

ZONE = ZoneInfo("Europe/Brussels")
DAY = timedelta(days=1)
MORNING = datetime(2026, 11, 24, 6, 30, tzinfo=NOON.tzinfo)  # half past seven in Brussels
HORIZON = TODAY + 14 * DAY


def a_duty(kind: DeadlineKind, target: date, **changes: Any) -> Deadline:
    return replace(a_deadline(kind, target), **changes)


def desk(
    database: Database,
    *,
    since: datetime | None = MORNING - DAY,
    horizon_on: date = HORIZON,
    now: datetime = MORNING,
) -> Desk:
    with Ledger(database).glance() as look:
        return look.desk(since, horizon_on, now, ZONE)


def numbers(found: Desk) -> list[str]:
    return [each.number for each in found.owed]


# --- what is owed


def test_open_duties_lie_on_the_desk_the_latest_first(either: Database) -> None:
    for days in (3, -5, 14, 15, 0):
        open_case(either, a_case(), a_duty(DeadlineKind.HANDLING, TODAY + days * DAY))
    met = a_duty(DeadlineKind.CLASSIFY, TODAY, met_at=NOON, proof="x")
    open_case(either, a_case(), met)
    assert numbers(desk(either)) == ["K-2026-0002", "K-2026-0005", "K-2026-0001", "K-2026-0003"]


def test_what_lies_there_tells_all_that_a_line_needs(either: Database) -> None:
    duty = a_duty(
        DeadlineKind.MEASURE,
        TODAY,
        n=2,
        owner="carla",
        what="een hek aan de straatkant",
        stage="T-5wd",
        start_on=TODAY - 9 * DAY,
        due_on=TODAY + DAY,
    )
    case = a_case(
        school="kapelhof",
        handler="bert",
        status=Status.REMEDYING,
        urgency=Urgency.HIGH,
        received_on=TODAY - DAY,
        simple=True,
        not_for=("dirk", "carla"),
        hints=("several",),
        ack=Ack.SENT,
    )
    open_case(either, case, duty, at=NOON)
    (found,) = desk(either).owed
    assert found._asdict() == {
        "number": "K-2026-0001",
        "school": "kapelhof",
        "handler": "bert",
        "status": Status.REMEDYING,
        "urgency": Urgency.HIGH,
        "kind": DeadlineKind.MEASURE,
        "start_on": TODAY - 9 * DAY,
        "due_on": TODAY + DAY,
        "target_on": TODAY,
        "stage": "T-5wd",
        "since": TODAY - DAY,
        "opened_at": NOON,
        "ack": Ack.SENT,
        "phone": "",
        "why": "",
        "hold": None,
        "owner": "carla",
        "what": "een hek aan de straatkant",
        "n": 2,
        "simple": True,
        "stopped": False,
        "not_for": ("dirk", "carla"),
        "hints": ("several",),
    }


RESTING = [
    Status.CLOSED,
    Status.MERGED,
    Status.REROUTED,
    Status.WITHDRAWN,
    Status.NOT_ADMISSIBLE,
    Status.CANNOT_SOLVE,
    Status.ANONYMISED,
]


@pytest.mark.parametrize("status", RESTING)
def test_of_a_case_at_rest_only_what_must_still_be_done_lies_there(
    database: Database, status: Status
) -> None:
    kinds = (
        DeadlineKind.HANDLING,
        DeadlineKind.STATUS,
        DeadlineKind.CLOSED_REPLY,
        DeadlineKind.DOSSIER_REQUEST,
        DeadlineKind.RETENTION,
    )
    duties = [a_duty(kind, TODAY - DAY) for kind in kinds]
    open_case(database, a_case(status=status), *duties)
    found = desk(database)
    assert [each.kind for each in found.owed] == [
        DeadlineKind.CLOSED_REPLY,
        DeadlineKind.DOSSIER_REQUEST,
    ]
    assert sum(tally.open for tally in found.tallies) == 0
    assert sum(tally.late for tally in found.tallies) == 0


def test_only_what_waits_for_the_complainant_stands_still(either: Database) -> None:
    duties = [
        a_duty(DeadlineKind.HANDLING, TODAY),
        a_duty(DeadlineKind.STATUS, TODAY),
        a_duty(DeadlineKind.CLASSIFY, TODAY - 3 * DAY),
    ]
    open_case(either, a_case(stopped_on=TODAY - DAY), *duties)
    assert {each.kind.value: each.stopped for each in desk(either).owed} == {
        "handling": True,
        "status": False,
        "classify": False,  # its day had passed before
    }


def an_ack(database: Database, *, held: Hold | None = None, ack: Ack = Ack.HELD) -> str:
    number = open_case(database, a_case(ack=ack), a_duty(DeadlineKind.ACK, TODAY))
    write(database, a_letter_to(an_order(number=number, held=held)), event=f"for_{number}")
    return number


def test_a_held_acknowledgment_says_why_it_waits(either: Database) -> None:
    an_ack(either, held=Hold.LIMIT)
    (found,) = desk(either).owed
    assert (found.hold, found.why) == (Hold.LIMIT, "limit")


def test_a_refused_acknowledgment_says_what_the_mail_server_said(either: Database) -> None:
    number = an_ack(either, ack=Ack.FAILED)
    (letter,) = Outbox(either).due(NOON, limit=9)
    Outbox(either).mark([Result(letter, "refused", "550 no such user")], NOON)
    item = AttentionItem(code=AttentionCode.ACK_REFUSED, case_number=number, phone="0470 12 34 56")
    write(either, Tell(item))
    open_case(either, a_case(ack=Ack.SENT), a_duty(DeadlineKind.HANDLING, TODAY))
    refused, other = desk(either).owed
    assert (refused.hold, refused.why, refused.phone) == (
        None,
        "550 no such user",
        "0470 12 34 56",
    )
    assert (other.why, other.phone) == ("", "")


def test_of_several_acknowledgments_the_newest_says_why(database: Database) -> None:
    number = an_ack(database, held=Hold.OLD)
    again = an_order(number=number, held=Hold.LIMIT)
    write(database, a_letter_to(again), event="again")
    assert [each.why for each in desk(database).owed] == ["limit"]


# --- what lies apart


def mails(database: Database, count: int, at: datetime = MORNING) -> list[int]:
    """So many mails come in; their ids."""
    inbox = Inbox(database)
    Boxes(database).open(MAILBOX, date(2020, 1, 1), TODAY)
    before = len(inbox.uids(MAILBOX, 1))
    arrivals = [
        Arrival(
            uid=uid,
            received_at=at,
            received_on=at.date(),
            size=9,
            raw=f"mail {uid}".encode(),
        )
        for uid in range(before + 1, before + count + 1)
    ]
    inbox.store(MAILBOX, 1, arrivals, at)
    return list(range(before + 1, before + count + 1))


def put_aside(database: Database, mail: int, why: str = "doubtful", *, owed: bool = True) -> None:
    filed = File(
        verdict=Verdict.DOUBTFUL,
        rule="x",
        place=Place.SET_ASIDE,
        owed=owed,
        set_aside=why,
    )
    item = AttentionItem(code=AttentionCode.DOUBTFUL, school="kapelhof")
    write(
        database, filed, Tell(item), about=About(mail_id=mail, mailbox=MAILBOX), event="set_aside"
    )


def test_set_aside_mail_waits_the_newest_first_with_its_school(either: Database) -> None:
    (first,) = mails(either, 1, MORNING - DAY)
    second, third = mails(either, 2)
    put_aside(either, first)
    put_aside(either, second, "three tries: ValueError")
    put_aside(either, third, owed=False)
    assert desk(either).aside == (
        Aside(second, MORNING, "unreadable", "kapelhof"),
        Aside(first, MORNING - DAY, "doubtful", "kapelhof"),
    )


def test_mail_that_an_overview_listed_is_marked(either: Database) -> None:
    first, second = mails(either, 2)
    for mail in (first, second):
        put_aside(either, mail)
    overview = an_order(
        "ann@school.example", None, name=LetterName.DAILY_DIGEST, origin=Origin.GENERATED
    )
    for n in (1, 2):  # two readers get it
        write(either, a_letter_to(overview), about=About(listed=(second,)), event=f"overview_{n}")
    assert {each.mail_id: each.listed for each in desk(either).aside} == {
        first: False,
        second: True,
    }


def test_what_waits_longer_than_two_months_is_no_longer_listed(database: Database) -> None:
    for days in (59, 61):
        (mail,) = mails(database, 1, MORNING - days * DAY)
        put_aside(database, mail)
    assert [each.mail_id for each in desk(database).aside] == [1]


def test_no_more_than_two_hundred_mails_are_listed(database: Database) -> None:
    for mail in mails(database, 203):
        put_aside(database, mail)
    assert len(desk(database).aside) == 200


# --- the figures


def test_mails_are_counted_by_verdict_and_by_place_and_both_add_up(either: Database) -> None:
    mails(either, 1, MORNING - 2 * DAY)
    first, second, _waiting = mails(either, 3)
    put_aside(either, first)
    number = open_case(either, a_case())
    filed = File(verdict=Verdict.COMPLAINT, rule="x", place=Place.CASE, case_number=number)
    write(either, filed, about=About(mail_id=second, mailbox=MAILBOX))
    found = desk(either)
    assert found.received == {"complaint": 1, "doubtful": 1, "waiting": 1}
    assert found.places == {"case": 1, "set_aside": 1, "waiting": 1}
    everything = desk(either, since=None)
    assert sum(everything.received.values()) == sum(everything.places.values()) == 4


def test_a_mail_that_was_late_to_be_seen_is_counted_when_it_is_seen(database: Database) -> None:
    inbox = Inbox(database)
    Boxes(database).open(MAILBOX, date(2020, 1, 1), TODAY)
    old = Arrival(uid=1, received_at=MORNING - 9 * DAY, received_on=TODAY, size=9, raw=b"x")
    inbox.store(MAILBOX, 1, [old], MORNING)
    assert desk(database).received == {"waiting": 1}


def test_cases_are_counted_by_school_handler_and_whom_they_are_not_for(either: Database) -> None:
    for changes in (
        {"handler": "ann"},
        {"handler": "ann", "received_on": TODAY - 31 * DAY},
        {"handler": "ann", "received_on": TODAY - 30 * DAY, "not_for": ("dirk",)},
        {"handler": "bert", "school": "kapelhof"},
        {"handler": None, "school": "kapelhof"},
        {"handler": "ann", "status": Status.REROUTED},
    ):
        open_case(either, a_case(**changes), at=MORNING - 3 * DAY)
    assert desk(either).tallies == (
        Tally("demerland", "ann", (), open=2, old=1),
        Tally("demerland", "ann", ("dirk",), open=1),
        Tally("kapelhof", None, (), open=1),
        Tally("kapelhof", "bert", (), open=1),
    )


def test_open_cases_are_all_counted_however_near_the_horizon(database: Database) -> None:
    for days in (1, 40, 90):
        open_case(database, a_case(), a_duty(DeadlineKind.HANDLING, TODAY + days * DAY))
    found = desk(database, horizon_on=TODAY)
    assert found.owed == ()
    assert [tally.open for tally in found.tallies] == [3]


def test_a_case_is_late_once_however_much_of_it_is_late(either: Database) -> None:
    late = [a_duty(kind, TODAY - DAY) for kind in (DeadlineKind.CLASSIFY, DeadlineKind.HANDLING)]
    open_case(either, a_case(), *late)
    today = a_duty(DeadlineKind.HANDLING, TODAY)
    of_parents = a_duty(DeadlineKind.CLARIFY_REPLY, TODAY - DAY)
    to_nobody = a_duty(DeadlineKind.ACK, TODAY - DAY)
    open_case(either, a_case(ack=Ack.TRIAL), today, of_parents, to_nobody)
    open_case(either, a_case(stopped_on=TODAY - 5 * DAY), late[1])
    assert [(tally.open, tally.late) for tally in desk(either).tallies] == [(3, 1)]


def test_what_came_and_went_is_counted_once_over_all_mornings(database: Database) -> None:
    for days in (0, 1, 3):
        closed = a_case(status=Status.CLOSED, closed_on=TODAY + days * DAY)
        open_case(database, closed, at=MORNING - 9 * DAY)
    counted = []
    for day, hours in enumerate([(1,), (1, 6), (), (24,)]):
        since = MORNING + day * DAY
        for at in (since + timedelta(hours=each) for each in hours):
            open_case(database, a_case(received_on=at.date()), at=at)
        found = desk(database, since=since, now=since + DAY).tallies
        counted.append((sum(each.came for each in found), sum(each.closed for each in found)))
    assert counted == [(1, 1), (2, 1), (0, 0), (1, 1)]


def test_what_was_done_in_time_is_counted_when_its_day_has_passed(either: Database) -> None:
    yesterday = TODAY - DAY
    midnight = datetime(2026, 11, 23, 23, 0, tzinfo=NOON.tzinfo)  # of Brussels, at the day's end
    for kind, due, met in (
        (DeadlineKind.ACK, yesterday, midnight - timedelta(seconds=1)),
        (DeadlineKind.ACK, yesterday, midnight),
        (DeadlineKind.ACK, TODAY, midnight),
        (DeadlineKind.HANDLING, yesterday, None),
        (DeadlineKind.HANDLING, yesterday, MORNING - 9 * DAY),
        (DeadlineKind.HANDLING, yesterday - DAY, None),
        (DeadlineKind.CLASSIFY, yesterday, None),
    ):
        open_case(either, a_case(ack=Ack.SENT), a_duty(kind, due, met_at=met), at=NOON - 9 * DAY)
    # On trial nobody outside was written to, nor owed a word.
    open_case(either, a_case(ack=Ack.TRIAL), a_duty(DeadlineKind.ACK, yesterday), at=NOON - 9 * DAY)
    (tally,) = desk(either).tallies
    assert (tally.acks, tally.acks_in_time) == (2, 1)
    assert (tally.answers, tally.answers_in_time) == (2, 1)


def test_topics_are_counted_over_four_weeks_and_the_four_before(either: Database) -> None:
    for topic, days in (
        ("pesten", 0),
        ("pesten", 27),
        ("pesten", 28),
        ("pesten", 55),
        ("pesten", 56),
        ("bus", 30),
        (None, 1),
    ):
        open_case(either, a_case(topic=topic, received_on=TODAY - days * DAY))
    open_case(either, a_case(topic="bus", status=Status.REROUTED))
    assert desk(either).topics == {"pesten": (2, 2), "bus": (0, 1)}


def test_alarms_are_counted_with_the_minutes_until_somebody_took_them_up(
    either: Database,
) -> None:
    def ring(number: str, at: datetime) -> None:
        alert = an_order(
            "els@school.example", number, name=LetterName.SAFETY_ALERT, origin=Origin.GENERATED
        )
        write(either, a_letter_to(alert), a_letter_to(alert), at=at, event=f"rang_{number}_{at}")

    rings = MORNING - timedelta(hours=3)
    for seen, rang in ((17, rings), (None, rings), (5, MORNING - 3 * DAY)):
        seen_at = None if seen is None else rang + timedelta(minutes=seen)
        number = open_case(
            either, a_case(alarms=1, alarmed_at=rang, alarm_seen_at=seen_at, ack=Ack.SENT)
        )
        ring(number, rang)
    found = desk(either)
    assert (found.alarms, found.seen_minutes) == (2, (17,))


def test_cases_that_run_outside_the_school_are_named(either: Database) -> None:
    for status in (Status.MEDIATION, Status.HANDLING, Status.EXTERNAL):
        open_case(either, a_case(status=status, not_for=("dirk",)))
    assert desk(either).external == (
        ("K-2026-0001", "demerland", Status.MEDIATION, ("dirk",)),
        ("K-2026-0003", "demerland", Status.EXTERNAL, ("dirk",)),
    )


def test_an_empty_desk_tells_nothing(either: Database) -> None:
    assert desk(either, since=None) == Desk(since=None, horizon_on=HORIZON)


# --- the other questions of a morning


def test_the_letters_that_told_of_a_reply_are_counted_for_a_day(either: Database) -> None:
    number, other = open_case(either, a_case()), open_case(either, a_case())
    told = an_order("ann@school.example", number, name=LetterName.PARENT_REPLIED)
    write(either, a_letter_to(told), at=NOON - DAY, event="first")
    write(either, a_letter_to(told), at=NOON - timedelta(hours=1), event="second")
    write(either, a_letter_to(replace(told, case_number=other)), event="third")
    with Ledger(either).glance() as look:
        assert look.replies_told(number, NOON) == 1


def test_keys_are_found_by_how_they_begin(either: Database) -> None:
    keys = ("overview:daily:ann", "overview:daily:", "overview:daily", "Overview:daily:ann")
    for key in (*keys, "overview:dail%:ann", "overview:daily;"):
        write(either, key=key)
    with Ledger(either).glance() as look:
        assert look.keys_with("overview:daily:") == {"overview:daily:ann", "overview:daily:"}


def test_the_last_entry_of_an_event_is_found(either: Database) -> None:
    with Ledger(either).glance() as look:
        assert look.last_entry("calendar_read") is None
    for days in (0, 1):
        write(either, at=NOON + days * DAY, event="calendar_read")
    with Ledger(either).glance() as look:
        assert look.last_entry("calendar_read") == (NOON + DAY, "because")
        assert look.last_entry("calendar_read", before=NOON + DAY) == (NOON, "because")
