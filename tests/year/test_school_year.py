from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog

from bot.core.calendar import Calendar
from bot.core.case import Case, Deadline, DeadlineKind
from bot.core.digest.timetable import is_first_school_day_of_month, is_first_school_day_of_week
from bot.core.letter import ACKNOWLEDGES, LetterName
from bot.store.register import get_cases
from bot.store.tables import CASES
from bot.writer.words import write_date
from tests.year import script
from tests.year.complaints import ZONE
from tests.year.listing import OVERVIEWS, REMINDERS, Line, lines, written_out
from tests.year.player import Played, days, play

GOLDEN = Path(__file__).parents[1] / "golden" / "year" / "letters.txt"
UPDATE = os.environ.get("GEHOOR_UPDATE_GOLDEN") == "1"
COMPLAINTS = 300
ACK_SOON = timedelta(days=5)
# "handling T-2wd": the duty (with its number, where it has one), and the rung.
RUNG = re.compile(r"([a-z_]+(?: \d+)?) (T(?:[+-]\d+wd)?)")


class Year:
    """The played year, with its books opened once for all tests."""

    def __init__(self, played: Played, logged: list[str]) -> None:
        self.played, self.logged = played, logged
        self.office = played.office
        self.letters: list[Line] = list(lines(played.office, played.people))
        with played.office.bot.database.reading() as connection:
            cases = get_cases(connection, sa.select(CASES).order_by(CASES.c.year, CASES.c.n))
        self.cases: dict[str, Case] = {case.number: case for case in cases}

    @property
    def calendar(self) -> Calendar:
        return self.office.policy.calendar

    def told(self, *names: LetterName) -> Iterator[Line]:
        """The letters of these names that were accepted."""
        return (each for each in self.letters if each.name in names and each.status == "sent")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """One school year; what went wrong without stopping it stands in `logged`."""
    with structlog.testing.capture_logs() as log:
        played = play(tmp_path_factory.mktemp("year"))
    yield Year(played, [str(entry) for entry in log if entry["log_level"] == "error"])
    played.office.close()


def rungs(letter: Line) -> list[tuple[str, str]]:
    """The duties that a reminder was written for, and the rung to which each had come."""
    return RUNG.findall(letter.reason)


def duties(case: Case, kind: DeadlineKind) -> list[Deadline]:
    return [duty for duty in case.deadlines if duty.kind is kind]


def promised_first(duty: Deadline) -> date:
    """The day that was promised before anything moved."""
    return duty.moved[0].from_due if duty.moved else duty.due_on


def test_every_letter_of_the_year_is_the_one_that_was_reviewed(year: Year) -> None:
    written = written_out(year.letters)
    if UPDATE:
        GOLDEN.parent.mkdir(parents=True, exist_ok=True)
        GOLDEN.write_text(written, "utf-8")
    assert written.splitlines() == GOLDEN.read_text("utf-8").splitlines()


def test_the_script_was_played_as_it_was_written(year: Year) -> None:
    assert year.logged == []
    assert year.played.impossible == []
    assert len(year.played.number_of) == COMPLAINTS


def test_every_complaint_has_a_number_and_no_number_is_missing(year: Year) -> None:
    assert len(year.cases) == COMPLAINTS
    for of_year in (2026, 2027):
        numbers = [int(number[-4:]) for number in year.cases if number[2:6] == str(of_year)]
        assert numbers == list(range(1, len(numbers) + 1))


def test_every_mail_has_its_place_and_the_audit_trail_is_whole(year: Year) -> None:
    assert year.office.books.mails()["closes"]
    assert year.office.books.verify() is None


def test_nobody_is_told_twice_of_one_rung(year: Year) -> None:
    reached = Counter(
        (entry["case"], entry["reason"].partition(" due ")[0], entry["reason"].rpartition(" ")[2])
        for entry in year.office.books.log()
        if entry["event"] == "reminded"
    )
    told: Counter[tuple[str, str, str, str]] = Counter()
    by_day: Counter[tuple[str, str, date]] = Counter()
    for letter in year.told(*REMINDERS):
        assert rungs(letter)
        by_day[letter.to, letter.case, letter.at.date()] += 1
        for duty, stage in rungs(letter):
            told[letter.to, letter.case, duty.partition(" ")[0], stage] += 1
    assert set(by_day.values()) == {1}
    for (_, case, duty, stage), times in told.items():
        assert times <= reached[case, duty, stage], (case, duty, stage)


def test_a_case_that_runs_owes_somebody_something_every_day(year: Year) -> None:
    assert year.played.forgotten == []


def test_nobody_reads_anything_of_a_case_that_speaks_of_them(year: Year) -> None:
    spoken_of = {case.number: case.not_for for case in year.cases.values() if case.not_for}
    assert len(spoken_of) >= 3
    for letter in year.letters:
        assert letter.to not in spoken_of.get(letter.case, ())
        if letter.to != "parent" and not letter.case:
            text = letter.text
            for number, who in spoken_of.items():
                assert letter.to not in who or number not in text, (letter, number)


def test_reminders_leave_at_decent_hours_on_days_on_which_people_work(year: Year) -> None:
    for letter in year.told(*REMINDERS):
        assert time(8) <= letter.at.time() < time(18), str(letter)
        assert year.calendar.is_working_day(letter.at.date()), str(letter)


def test_what_is_not_due_yet_is_told_on_school_days(year: Year) -> None:
    for letter in year.told(*REMINDERS):
        early = [duty for duty, stage in rungs(letter) if stage.startswith("T-") and duty != "ack"]
        if early and len(early) == len(rungs(letter)):
            assert year.calendar.is_school_day(letter.at.date()), str(letter)


def test_overviews_come_on_their_mornings_and_once(year: Year) -> None:
    seen: Counter[tuple[LetterName, str, date]] = Counter()
    for letter in year.told(*OVERVIEWS):
        day = letter.at.date()
        seen[letter.name, letter.to, day] += 1
        # At noon only for who stands in for somebody of whom the morning's mail told it.
        assert letter.at.time() == time(7, 30) or stands_in_today(letter), str(letter)
        match letter.name:
            case LetterName.WEEKLY_DIRECTOR:
                assert is_first_school_day_of_week(day, year.calendar)
            case LetterName.BOARD_MONTHLY:
                assert is_first_school_day_of_month(day, year.calendar)
            case _:
                assert year.calendar.is_school_day(day) or in_vacation(day, year), str(letter)
    assert set(seen.values()) == {1}


def stands_in_today(letter: Line) -> bool:
    """Whether an automatic answer of that day told that somebody is away."""
    day = letter.at.date().isoformat()
    return any(away.first == day and not away.declared for away in script.AWAY)


def in_vacation(day: date, year: Year) -> bool:
    """Whether an overview comes on this day while the school is closed."""
    return year.calendar.is_working_day(day) and (
        day.weekday() == 0
        or any(
            duty.due_on <= day + ACK_SOON
            and duty.start_on <= day
            and (duty.met_at is None or duty.met_at.astimezone(ZONE).date() >= day)
            for case in year.cases.values()
            for duty in duties(case, DeadlineKind.ACK)
        )
    )


def test_every_school_day_has_its_overview(year: Year) -> None:
    told_on = {letter.at.date() for letter in year.told(LetterName.DAILY_DIGEST)}
    first = min(told_on)
    dead = {day for day in days() if script.OUTAGE[0].date() <= day < script.OUTAGE[1].date()}
    for day in days():
        if day >= first and year.calendar.is_school_day(day) and day not in dead:
            assert day in told_on, day


def test_an_acknowledgment_that_did_not_arrive_is_told_before_its_term_ends(year: Year) -> None:
    told: defaultdict[str, list[date]] = defaultdict(list)
    for letter in year.letters:
        if letter.to == "parent" or letter.status != "sent":
            continue
        if letter.name is LetterName.ATTENTION or "ack" in letter.reason:
            for number in set(re.findall(r"K-\d{4}-\d{4}", letter.subject + letter.text)):
                told[number].append(letter.at.date())
    lost = [each for each in year.letters if each.name in ACKNOWLEDGES and each.status != "sent"]
    assert len(lost) >= len(script.TROUBLES) / 2
    for letter in lost:
        (duty,) = duties(year.cases[letter.case], DeadlineKind.ACK)
        in_time = max(duty.due_on, letter.at.date())
        assert any(day <= in_time for day in told[letter.case]), str(letter)


def test_no_acknowledgment_is_owed_without_somebody_who_knows(year: Year) -> None:
    last = datetime.combine(script.LAST, time(), ZONE)
    for case in year.cases.values():
        for duty in duties(case, DeadlineKind.ACK):
            if duty.met_at is None and duty.due_on < last.date():
                reminded = [
                    letter
                    for letter in year.told(*REMINDERS)
                    if letter.case == case.number and "ack T" in letter.reason
                ]
                assert reminded, case.number


def test_what_a_parent_was_promised_is_the_day_that_is_kept(year: Year) -> None:
    for letter in year.letters:
        if letter.name not in {*ACKNOWLEDGES, LetterName.CLOSED_CASE_REPLY}:
            continue
        case = year.cases[letter.case]
        of_closed = letter.name is LetterName.CLOSED_CASE_REPLY
        named = days_named_in(letter) - {case.closed_on if of_closed else case.received_on}
        named.discard(year.calendar.closed_until(letter.at.date()))
        owed = (
            (DeadlineKind.CLOSED_REPLY,)
            if of_closed
            else (DeadlineKind.CLASSIFY, DeadlineKind.HANDLING)
        )
        kept = {promised_first(duty) for kind in owed for duty in duties(case, kind)}
        assert named <= kept, str(letter)
        if letter.name is LetterName.ACKNOWLEDGMENT and letter.status == "sent":
            (answer,) = duties(case, DeadlineKind.HANDLING)
            assert promised_first(answer) in named or promised_first(answer) < letter.at.date()


def days_named_in(letter: Line) -> set[date]:
    text = " ".join(letter.text.split())
    start = letter.at.date() - timedelta(days=90)
    around = (start + timedelta(days=n) for n in range(270))
    return {day for day in around if write_date(day, letter.language) in text}


def test_nothing_leaves_while_the_bot_is_dead(year: Year) -> None:
    assert not [each for each in year.letters if script.OUTAGE[0] <= each.at < script.OUTAGE[1]]


def test_after_an_outage_only_the_highest_rung_is_told(year: Year) -> None:
    back_on = script.OUTAGE[1].date()
    rung_of: dict[tuple[str, str, str], str] = {}
    for letter in year.told(*REMINDERS):
        if letter.at.date() == back_on:
            for duty, stage in rungs(letter):
                assert rung_of.setdefault((letter.to, letter.case, duty), stage) == stage
    assert rung_of


def test_who_is_away_is_stood_in_for_and_who_left_gets_nothing(year: Year) -> None:
    to_act_on = (LetterName.NEW_COMPLAINT, LetterName.ATTENTION)
    for letter in year.told(*REMINDERS, *OVERVIEWS, *to_act_on):
        for away in script.AWAY:
            since_seen = away.declared or letter.at.date() > date.fromisoformat(away.first)
            until = away.back_on or away.last
            here = away.back_on and letter.at.date() == date.fromisoformat(until)
            if letter.to == away.person and away.covers(letter.at.date()) and not here:
                assert not since_seen, str(letter)
    gone = [each for each in year.letters if each.to == "bert" and each.at >= script.BERT_LEAVES]
    assert gone == []


def test_a_case_that_nobody_looks_at_climbs_to_the_board_and_stays_there(year: Year) -> None:
    number = year.played.number_of["director"]
    climbed = [each for each in year.told(*REMINDERS) if each.case == number]
    assert {each.to for each in climbed} <= {"ann", "bert", "els", "ingrid"}
    handling = [str(rung) for each in climbed for rung in rungs(each) if rung[0] == "handling"]
    assert len(handling) > len(set(handling)) / 2
    last = max(each.at.date() for each in climbed)
    assert script.LAST - last <= timedelta(weeks=3)
