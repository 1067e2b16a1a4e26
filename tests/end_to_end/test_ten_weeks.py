"""One complaint that nobody ever looks at: who is told of it, and on which days.

The tables below were worked out by hand from the agreements of the example school (classify 3sd,
admissibility 10cd, answer 45cd, status every 14cd) and the school year; no line comes from the bot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.builders import PARENT, raw_mail
from tests.mailservers import Dovecot
from tests.schoolhouse import BOX, School, open_school, parsed, text_of
from tests.smtpservers import SmtpSink

pytestmark = [pytest.mark.needs_dovecot, pytest.mark.needs_faketime]

BRUSSELS = ZoneInfo("Europe/Brussels")
MORNING = time(8, 5)
NUMBER = "K-2026-0001"
SUBJECT = "Klacht over het nablijven"
TEXT = "Mijn zoon moest twee uur nablijven. Ik vind dat onaanvaardbaar."

# Received on Tuesday 29 September 2026. Ann coordinates and handles, Carla is the director, Els the
# chair of the board, Ingrid its other member, Gust administers, Ilse wrote the complaint.
#
#  classify       3sd   30 Sep, 1 Oct, (2 Oct: closed day), 5 Oct             target Mon  5 Oct
#  admissibility 10cd   9 Oct                                                 target Fri  9 Oct
#  handling      45cd   13 Nov; T-5wd is 5 Nov: over Wed 11 Nov (Armistice)   target Fri 13 Nov
#  status        14cd   13 Oct, 27 Oct, 10 Nov, 24 Nov, 8 Dec
#
# No school: Fri 2 Oct (closed day) and 2-8 Nov (autumn vacation); no work: Wed 11 Nov. The clock
# goes back on Sunday 25 October.
LADDER = """
09-29 Tue  ilse   acknowledgment
09-29 Tue  ann    new_complaint
09-29 Tue  ann    config_check
09-29 Tue  gust   config_check
10-01 Thu  ann    reminder        classify T-1wd  # a day early: 2 Oct is closed
10-05 Mon  ann    reminder        classify T
10-05 Mon  carla  reminder        classify T
10-06 Tue  carla  overdue         classify T+1wd
10-07 Wed  ann    reminder        admissibility T-2wd
10-07 Wed  gust   config_check  # nobody has tapped since the first day, five working days ago
10-08 Thu  carla  overdue         classify T+3wd
10-08 Thu  els    overdue         classify T+3wd
10-09 Fri  ann    reminder        admissibility T
10-09 Fri  carla  reminder        admissibility T
10-12 Mon  carla  overdue         admissibility T+1wd
10-13 Tue  ann    reminder        status T
10-16 Fri  carla  overdue         admissibility T+5wd
10-16 Fri  els    overdue         admissibility T+5wd
10-22 Thu  els    overdue         classify T+13wd
10-27 Tue  ann    reminder        status T  # the first after summer time
10-30 Fri  ann    reminder        handling T-5wd  # 5 Nov lies in the vacation
10-30 Fri  els    overdue         admissibility T+15wd
11-05 Thu  els    overdue         classify T+23wd  # in the vacation all the same
11-10 Tue  ann    reminder        handling T-2wd, status T  # one letter
11-13 Fri  ann    reminder        handling T
11-13 Fri  carla  reminder        handling T
11-16 Mon  carla  overdue         handling T+1wd
11-16 Mon  els    overdue         admissibility T+25wd
11-20 Fri  carla  overdue         handling T+5wd
11-20 Fri  els    overdue         classify T+33wd, handling T+5wd  # one letter
11-24 Tue  ann    reminder        status T
11-30 Mon  els    overdue         admissibility T+35wd
12-04 Fri  els    overdue         classify T+43wd, handling T+15wd  # one letter
12-08 Tue  ann    reminder        status T
"""
# Each school day, and the Monday of the vacation; no line for 2 Oct, 3-6 Nov and 11 Nov.
OVERVIEWS = {
    "ann daily_digest": """
        09-29 Tue, 09-30 Wed, 10-01 Thu,
        10-05 Mon, 10-06 Tue, 10-07 Wed, 10-08 Thu, 10-09 Fri,
        10-12 Mon, 10-13 Tue, 10-14 Wed, 10-15 Thu, 10-16 Fri,
        10-19 Mon, 10-20 Tue, 10-21 Wed, 10-22 Thu, 10-23 Fri,
        10-26 Mon, 10-27 Tue, 10-28 Wed, 10-29 Thu, 10-30 Fri,
        11-02 Mon,
        11-09 Mon, 11-10 Tue, 11-12 Thu, 11-13 Fri,
        11-16 Mon, 11-17 Tue, 11-18 Wed, 11-19 Thu, 11-20 Fri,
        11-23 Mon, 11-24 Tue, 11-25 Wed, 11-26 Thu, 11-27 Fri,
        11-30 Mon, 12-01 Tue, 12-02 Wed, 12-03 Thu, 12-04 Fri,
        12-07 Mon, 12-08 Tue""",
    "carla weekly_director": """
        10-05 Mon, 10-12 Mon, 10-19 Mon, 10-26 Mon,
        11-09 Mon, 11-16 Mon, 11-23 Mon, 11-30 Mon, 12-07 Mon""",
    "els board_monthly": "10-01 Thu, 11-09 Mon, 12-01 Tue",
    "ingrid board_monthly": "10-01 Thu, 11-09 Mon, 12-01 Tue",
}
# Whoever works with buttons is asked for a tap, once; nobody taps.
FIRST_DAY = """
09-29 Tue  ann      first_tap
09-29 Tue  bert     first_tap
09-29 Tue  carla    first_tap
09-29 Tue  dirk     first_tap
09-29 Tue  els      first_tap
09-29 Tue  gust     first_tap
09-29 Tue  ingrid   first_tap
09-29 Tue  katrien  first_tap  # De Smet
09-29 Tue  katrien  first_tap  # Goossens
"""
LAST_DAY = date(2026, 12, 8)

# What a letter says of each duty.
SAID = {
    "admissibility": "beslis of de klacht ontvankelijk is",
    "classify": "kies eenvoudig of complex",
    "handling": "antwoord aan de melder",
    "status": "laat de melder weten hoe het staat",
}
OF_ALL_CASES = {"daily_digest", "weekly_director", "board_monthly"}
WITHOUT_THE_TEXT = {"reminder", "overdue", "first_tap", *OF_ALL_CASES}


@dataclass(frozen=True, kw_only=True)
class Came:
    """A letter that came to somebody. `what`: the rungs that it speaks of ("classify T-1wd")."""

    at: datetime
    person: str
    letter: str
    what: str
    message: EmailMessage

    def __str__(self) -> str:
        return f"{self.at:%m-%d %a} {self.person} {self.letter} {self.what}".strip()


@dataclass(kw_only=True)
class Watched:
    """A school of which every letter is written down with the local time of its round."""

    school: School
    sink: SmtpSink
    came: list[Came] = field(default_factory=list)
    _stages: dict[tuple[str, str], str] = field(default_factory=dict)

    def round(self, local: datetime) -> list[str]:
        """What `run --once` sends at this time, in lines as in the tables."""
        before = len(self.sink.letters)
        self.school.at(local).once()
        names = {letter["message_id"]: letter["letter"] for letter in self.school.letters()}
        reached = self._reached()
        new = []
        for kept in self.sink.letters[before:]:
            (address,) = kept.recipients
            message = parsed(kept)
            name = names[str(message["Message-ID"])]
            new.append(
                Came(
                    at=local,
                    person=address.partition(".")[0],
                    letter=name,
                    what=_spoken(message, reached) if name in {"reminder", "overdue"} else "",
                    message=message,
                )
            )
        self.came += new
        return sorted(map(str, new))

    def _reached(self) -> dict[str, str]:
        """The duties that this round brought to a rung, as the register tells it."""
        (case,) = self.school.cases()
        stages = {
            (duty["kind"], duty["due_on"]): duty["stage"]
            for duty in case["deadlines"]
            if duty["stage"] is not None
        }
        new = {kind: stage for (kind, due), stage in stages.items() - self._stages.items()}
        self._stages = stages
        return new


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where a hundred starts of the program find it compiled, whatever the machine says of that."""
    folder = tmp_path_factory.mktemp("compiled")
    return {"PYTHONPYCACHEPREFIX": str(folder), "PYTHONDONTWRITEBYTECODE": ""}


@pytest.fixture
def watched(
    tmp_path: Path, dovecot: Dovecot, sink: SmtpSink, somebody: str, compiled: dict[str, str]
) -> Watched:
    school = open_school(tmp_path, dovecot.mailbox(somebody), sink)
    school.env |= compiled
    return Watched(school=school, sink=sink)


@pytest.fixture(scope="module")
def ten_weeks(
    tmp_path_factory: pytest.TempPathFactory, dovecot: Dovecot, compiled: dict[str, str]
) -> Iterator[Watched]:
    """A round each morning, and never a word from anybody."""
    user = "tenweeks"
    with SmtpSink() as sink:
        school = open_school(tmp_path_factory.mktemp("tenweeks"), dovecot.mailbox(user), sink)
        school.env |= compiled
        complain(dovecot, user, _local(date(2026, 9, 29), time(7, 40)))
        watched = Watched(school=school, sink=sink)
        day = date(2026, 9, 29)
        while day <= LAST_DAY:
            watched.round(_local(day))
            day += timedelta(days=1)
        yield watched


def complain(dovecot: Dovecot, user: str, at: datetime) -> None:
    """The complaint lies in the mailbox since this time."""
    dovecot.append(raw_mail(TEXT, subject=SUBJECT, to=BOX), user, when=at)


def test_each_rung_of_the_ladder_is_told_on_its_day_to_its_person_and_nobody_else(
    ten_weeks: Watched,
) -> None:
    told = [str(one) for one in ten_weeks.came if one.letter not in {"first_tap", *OF_ALL_CASES}]
    assert sorted(told) == sorted(_lines(LADDER))


def test_who_works_with_buttons_is_asked_on_the_first_morning_for_a_tap_and_never_again(
    ten_weeks: Watched,
) -> None:
    told = [str(one) for one in ten_weeks.came if one.letter == "first_tap"]
    assert sorted(told) == sorted(_lines(FIRST_DAY))


def test_each_overview_comes_on_its_mornings_to_its_readers_and_nobody_else(
    ten_weeks: Watched,
) -> None:
    told = [str(one) for one in ten_weeks.came if one.letter in OF_ALL_CASES]
    table = [f"{day.strip()} {who}" for who, days in OVERVIEWS.items() for day in days.split(",")]
    assert sorted(told) == sorted(table)


def test_the_overview_lists_the_answer_from_ten_working_days_before(ten_weeks: Watched) -> None:
    digests = {one.at.date(): one for one in ten_weeks.came if one.letter == "daily_digest"}
    # Back from 13 Nov: 12, 10, 9, 6, 5, 4, 3, 2 Nov, 30 and 29 Oct.
    for day in (date(2026, 10, 29), date(2026, 11, 2), date(2026, 11, 12), date(2026, 12, 8)):
        assert "Antwoord aan de melder." in text_of(digests[day].message)
        assert NUMBER in text_of(digests[day].message)


def test_whoever_is_reminded_of_the_answer_can_ask_for_more_time(ten_weeks: Watched) -> None:
    reminded = [c for c in ten_weeks.came if c.letter == "reminder" and "handling" in c.what]
    assert [f"{c.at:%m-%d}" for c in reminded] == ["10-30", "11-10", "11-13", "11-13"]
    assert all(f"{NUMBER} VERLENG" in text_of(c.message) for c in reminded)


def test_what_reminds_holds_nothing_of_the_complaint(ten_weeks: Watched) -> None:
    for one in ten_weeks.came:
        if one.letter in WITHOUT_THE_TEXT:
            for secret in (TEXT[:20], "nablijven", PARENT.name, PARENT.email):
                assert secret not in str(one.message["Subject"])
                assert secret not in text_of(one.message)
                assert secret not in text_of(one.message, "html")


def test_every_letter_is_dated_on_the_day_on_which_it_left(ten_weeks: Watched) -> None:
    for one in ten_weeks.came:
        assert one.message["Date"].datetime - one.at < timedelta(minutes=5)
        assert one.message["Date"].datetime >= one.at


def test_after_ten_weeks_all_but_the_acknowledgment_is_still_owed_and_the_books_close(
    ten_weeks: Watched,
) -> None:
    (case,) = ten_weeks.school.cases()
    assert (case["status"], case["ack"]) == ("intake", "sent")
    owed = [duty for duty in case["deadlines"] if not duty["met_at"]]
    assert [f"{duty['kind']} {duty['due_on']} {duty['stage']}" for duty in owed] == [
        "classify 2026-10-05 T+43wd",
        "admissibility 2026-10-09 T+35wd",
        "handling 2026-11-13 T+15wd",
        "status 2026-10-13 T",
        "status 2026-10-27 T",
        "status 2026-11-10 T",
        "status 2026-11-24 T",
        "status 2026-12-08 T",
        "status 2026-12-22 None",
    ]
    assert [duty["kind"] for duty in case["deadlines"] if duty["met_at"]] == ["ack"]
    assert ten_weeks.school.account()["closes"] is True
    assert {letter["status"] for letter in ten_weeks.school.letters()} == {"sent"}
    assert ten_weeks.school.gehoor("log", "--verify").returncode == 0


def test_after_a_week_out_of_service_only_the_highest_rungs_are_told_and_only_once(
    watched: Watched, dovecot: Dovecot, somebody: str
) -> None:
    complain(dovecot, somebody, _local(date(2026, 10, 15), time(7, 40)))
    for day in (15, 16, 19, 20, 21, 22):
        watched.round(_local(date(2026, 10, day)))
    # For Carla a reminder and something that is late: one letter, the graver one.
    assert watched.round(_local(date(2026, 10, 23))) == _lines("""
        10-23 Fri  ann    daily_digest
        10-23 Fri  ann    reminder      admissibility T
        10-23 Fri  carla  overdue       admissibility T, classify T+3wd
        10-23 Fri  els    overdue       classify T+3wd
        10-23 Fri  gust   config_check  # who has not tapped since Thu 15 Oct
    """)
    # From 24 October to 1 November the bot is down: admissibility comes to T+1wd on Mon 26 and to
    # T+5wd on Fri 30, status to T on Thu 29.
    assert watched.round(_local(date(2026, 11, 2))) == _lines("""
        11-02 Mon  ann    daily_digest
        11-02 Mon  ann    reminder      status T
        11-02 Mon  carla  overdue       admissibility T+5wd
        11-02 Mon  els    overdue       admissibility T+5wd
    """)
    (digest,) = (one for one in watched.came[-4:] if one.letter == "daily_digest")
    assert "stil van maandag 26 oktober tot en met vrijdag 30 oktober" in text_of(digest.message)
    assert watched.round(_local(date(2026, 11, 2), time(8, 35))) == []
    for day in (3, 4, 5):
        assert watched.round(_local(date(2026, 11, day))) == []
    assert watched.round(_local(date(2026, 11, 6))) == ["11-06 Fri els overdue classify T+13wd"]


def test_overviews_leave_from_half_past_seven_and_reminders_from_eight_till_six(
    watched: Watched, dovecot: Dovecot, somebody: str
) -> None:
    complain(dovecot, somebody, _local(date(2026, 10, 21), time(7, 40)))
    watched.round(_local(date(2026, 10, 21)))
    # Classify is to be done by Mon 26 October; T-1wd passes while nobody may be disturbed.
    assert watched.round(_local(date(2026, 10, 23), time(7, 20))) == []
    assert watched.round(_local(date(2026, 10, 23), time(19, 30))) == []
    assert watched.round(_local(date(2026, 10, 25), time(12))) == []
    # By the clock of last week, the one of summer time, this would be half past eight.
    assert watched.round(_local(date(2026, 10, 26), time(7, 35))) == _lines("""
        10-26 Mon  ann    daily_digest
        10-26 Mon  carla  weekly_director
    """)
    assert watched.round(_local(date(2026, 10, 26), time(8))) == _lines("""
        10-26 Mon  ann    reminder  classify T
        10-26 Mon  carla  reminder  classify T
    """)
    assert watched.round(_local(date(2026, 10, 26), time(17, 55))) == []


def _local(day: date, at: time = MORNING) -> datetime:
    return datetime.combine(day, at, BRUSSELS)


def _lines(table: str) -> list[str]:
    """The lines of a table, without the remark that stands at the end of some."""
    lines = table.strip().splitlines()
    return sorted(" ".join(line.partition("#")[0].split()) for line in lines)


def _spoken(message: EmailMessage, reached: dict[str, str]) -> str:
    """Of which rungs a letter speaks: the duties in its words, the stages they came to now."""
    words = text_of(message)
    duties = [kind for kind, said in SAID.items() if said in words]
    return ", ".join(f"{kind} {reached.get(kind, '?')}" for kind in duties)
