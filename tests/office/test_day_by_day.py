"""One complaint that nobody ever looks at: who is told what on which day, whatever happens."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TypeAlias

import pytest

from bot.core.case import Status
from bot.core.happening import PersonsWord
from bot.post.smtp.envelope import Refused
from tests.offices import ANN, BERT, CARLA, DIRK, ELS, NewOffice, Office, Posted

Told: TypeAlias = list[tuple[str, str, str]]

FIRST, LAST = date(2026, 11, 25), date(2027, 1, 15)
DUE = ("reminder", "overdue")
# Received on Tuesday 24 November 2026; the Christmas vacation is from 21 December to 3 January.
LADDER: Told = [
    ("2026-11-26", "ann", "Nog 1 werkdag: kies eenvoudig of complex"),
    ("2026-11-27", "ann", "Vandaag: kies eenvoudig of complex"),
    ("2026-11-27", "carla", "Vandaag: kies eenvoudig of complex"),
    ("2026-11-30", "carla", "Over tijd sinds vrijdag 27 november 2026"),
    ("2026-12-02", "els", "Over tijd sinds vrijdag 27 november 2026"),
    ("2026-12-02", "carla", "Over tijd sinds vrijdag 27 november 2026"),
    ("2026-12-02", "ann", "Nog 2 werkdagen: beslis of de klacht ontvankelijk is"),
    ("2026-12-04", "ann", "Vandaag: beslis of de klacht ontvankelijk is"),
    ("2026-12-04", "carla", "Vandaag: beslis of de klacht ontvankelijk is"),
    ("2026-12-07", "carla", "Over tijd sinds vrijdag 4 december 2026"),
    ("2026-12-08", "ann", "Vandaag: laat de melder weten hoe het staat"),
    ("2026-12-11", "els", "Over tijd sinds vrijdag 4 december 2026"),
    ("2026-12-11", "carla", "Over tijd sinds vrijdag 4 december 2026"),
    # From here on every tenth working day, as long as nobody chooses or decides.
    ("2026-12-16", "els", "Over tijd sinds vrijdag 27 november 2026"),
    # Five working days before 8 January lies in the vacation: so the last school day before it.
    ("2026-12-18", "ann", "Nog 13 werkdagen: antwoord aan de melder"),
    ("2026-12-22", "ann", "Vandaag: laat de melder weten hoe het staat"),
    ("2026-12-28", "els", "Over tijd sinds vrijdag 4 december 2026"),
    ("2026-12-31", "els", "Over tijd sinds vrijdag 27 november 2026"),
    ("2027-01-05", "ann", "Vandaag: laat de melder weten hoe het staat"),
    ("2027-01-06", "ann", "Nog 2 werkdagen: antwoord aan de melder"),
    ("2027-01-08", "ann", "Vandaag: antwoord aan de melder"),
    ("2027-01-08", "carla", "Vandaag: antwoord aan de melder"),
    ("2027-01-11", "carla", "Over tijd sinds vrijdag 8 januari 2027"),
    ("2027-01-12", "els", "Over tijd sinds vrijdag 4 december 2026"),
    ("2027-01-15", "els", "Over tijd sinds vrijdag 27 november 2026"),
    ("2027-01-15", "carla", "Over tijd sinds vrijdag 8 januari 2027"),
]


def told(office: Office, *names: str) -> Told:
    """On which day, whom, in which subject (without the number)."""
    return [
        (letter.on, letter.to.split(".")[0], letter.subject.removeprefix("[K-2026-0001] "))
        for letter in of(office, *(names or DUE))
    ]


def of(office: Office, *names: str) -> list[Posted]:
    return [letter for letter in office.everything() if letter.name in names]


@pytest.fixture
def untouched(office: Office) -> Office:
    office.write("Mijn zoon moest nablijven. Dat is onaanvaardbaar.")
    office.round()
    return office


def test_every_letter_arrives_on_its_day_and_nowhere_else(untouched: Office) -> None:
    untouched.mornings(FIRST, LAST)
    assert told(untouched) == LADDER


def test_restarts_change_nothing(untouched: Office) -> None:
    for n in range((LAST - FIRST).days + 1):
        untouched.restart().morning(FIRST + timedelta(days=n))
    assert told(untouched) == LADDER


def test_nobody_is_reminded_outside_office_hours(untouched: Office) -> None:
    for n in range(12):
        untouched.morning(FIRST + timedelta(days=n), time(6), time(7, 59), time(18), time(23, 30))
    assert told(untouched) == []
    untouched.morning(FIRST + timedelta(days=12), time(17, 59))
    assert told(untouched) != []


def test_after_a_time_out_of_service_only_the_highest_rung_is_told(untouched: Office) -> None:
    untouched.morning(date(2026, 11, 25))
    untouched.forget_letters()
    # Nobody rang from Thursday till Thursday; a mail came on Monday.
    untouched.write("De bus kwam weer niet.", at=untouched.clock.at + timedelta(days=5))
    untouched.morning(date(2026, 12, 3), time(8, 15))
    letters = untouched.everything()
    # First what was taken in is answered, then what is due is told.
    assert letters[0].name == "acknowledgment"
    first = [each for each in told(untouched) if "K-2026-0002" not in each[2]]
    assert first == [
        ("2026-12-03", "els", "Over tijd sinds vrijdag 27 november 2026"),
        ("2026-12-03", "carla", "Over tijd sinds vrijdag 27 november 2026"),
        ("2026-12-03", "ann", "Nog 1 werkdag: beslis of de klacht ontvankelijk is"),
    ]
    (digest,) = of(untouched, "daily_digest")
    assert digest.to == ANN
    assert "26 november" in digest.text
    assert "2 december" in digest.text
    untouched.forget_letters()
    untouched.morning(date(2026, 12, 3), time(8, 16), time(9))
    assert untouched.everything() == []


def test_two_starts_in_one_second_tell_nothing_twice(untouched: Office) -> None:
    untouched.morning(date(2026, 11, 26))
    before = len(untouched.everything())
    untouched.restart().rounds.once()
    untouched.restart().rounds.once()
    assert len(untouched.everything()) == before


@pytest.mark.parametrize("hours", [-1, -24, -24 * 7])
def test_a_clock_that_is_set_back_tells_nothing_twice_and_loses_nothing(
    untouched: Office, hours: int
) -> None:
    for n in range((LAST - FIRST).days + 1):
        untouched.morning(FIRST + timedelta(days=n))
        if n == 10:
            untouched.round(hours=hours)
    assert told(untouched) == LADDER


def test_a_clock_that_ran_a_day_ahead_and_is_right_again_loses_no_later_rung(
    untouched: Office,
) -> None:
    untouched.morning(date(2026, 11, 25))
    untouched.round(days=1)
    untouched.mornings(date(2026, 11, 25), LAST)
    found = told(untouched)
    # What was told a day early is not told again; everything else is on its day.
    assert found[0] == LADDER[0]
    assert found == LADDER


def test_the_stand_in_is_told_what_the_absent_would_have_been(untouched: Office) -> None:
    untouched.says(PersonsWord.AWAY, None, on=date(2026, 12, 4), whom="bert")
    untouched.forget_letters()
    untouched.mornings(FIRST, date(2026, 12, 7))
    swapped = [(on, "bert" if who == "ann" else who, what) for on, who, what in LADDER[:9]]
    assert told(untouched)[:9] == swapped
    digests = {(letter.on, letter.to) for letter in of(untouched, "daily_digest")}
    assert ("2026-12-04", BERT) in digests
    assert ("2026-12-04", ANN) not in digests
    assert ("2026-12-07", ANN) in digests
    assert "omdat Ann Peeters afwezig is" in of(untouched, "reminder")[0].text


def test_an_out_of_office_answer_to_an_overview_brings_the_stand_in(untouched: Office) -> None:
    (digest,) = of(untouched, "daily_digest")
    untouched.write(
        "Ik ben afwezig tot en met vrijdag 27 november. Bert vervangt mij.",
        sender=ANN,
        subject="Automatisch antwoord: Klachten",
        headers=("Auto-Submitted: auto-replied", f"In-Reply-To: {digest.message_id}"),
    )
    untouched.round(minutes=5)
    untouched.forget_letters()
    untouched.mornings(FIRST, date(2026, 11, 30))
    assert [who for _, who, _ in told(untouched)] == ["bert", "bert", "carla", "carla"]
    assert {letter.to for letter in of(untouched, "daily_digest")} == {ANN, BERT}


def test_who_writes_again_is_back(untouched: Office) -> None:
    headers = ("Auto-Submitted: auto-replied",)
    away = {"sender": ANN, "subject": "Automatisch antwoord: x", "headers": headers}
    untouched.write("Ik ben momenteel afwezig.", **away)
    untouched.round(minutes=5)
    untouched.write("Ik neem dit op.", sender=ANN, subject="Re: [K-2026-0001] x")
    untouched.round(minutes=5)
    untouched.mornings(FIRST, date(2026, 11, 26))
    assert told(untouched) == LADDER[:1]
    assert untouched.log("away")
    assert untouched.log("back")


def test_a_director_of_whom_it_speaks_is_replaced_by_the_board(office: Office) -> None:
    office.write("De directeur Carla Maes riep tegen mijn zoon. Dat is onaanvaardbaar.")
    office.round()
    office.mornings(FIRST, date(2026, 12, 7))
    assert CARLA not in {letter.to for letter in of(office, "reminder", "overdue")}
    assert ("2026-11-30", "els", "Over tijd sinds vrijdag 27 november 2026") in told(office)
    assert all("K-2026" not in each.text for each in of(office, "weekly_director"))


def test_the_coordinator_inherits_from_a_handler_who_left_the_list(
    new_office: NewOffice,
) -> None:
    office = new_office()
    office.write()
    office.round()
    office.says(PersonsWord.CASE_TAKEN, "K-2026-0001", whom="bert")
    office.morning(date(2026, 11, 26))
    assert told(office)[0][1] == "bert"
    office.forget_letters()
    office.restart(
        ("people.toml", 'id      = "bert"', 'id      = "nieuw"'),
        ("people.toml", 'deputy  = "bert"', 'deputy  = "nieuw"'),
    )
    office.rounds.watch.check = office.check
    office.morning(date(2026, 11, 27))
    assert told(office)[0][:2] == ("2026-11-27", "ann")
    warned = [letter.text for letter in of(office, "config_check")]
    assert any('"bert" behandelt nog open dossiers' in text for text in warned)


def test_another_calendar_dates_the_coming_reminders_anew_and_moves_no_promise(
    untouched: Office,
) -> None:
    promised = [duty["due_on"] for duty in untouched.case()["deadlines"]]
    files = sorted((untouched.config / "calendar").iterdir())
    text = files[0].read_text(encoding="utf-8")
    key = "closed_day = ["
    start = text.index(key) if key in text else None
    if start is None:
        edit = (f"calendar/{files[0].name}", text, f"extra_holiday = [2026-11-26]\n{text}")
    else:
        edit = (f"calendar/{files[0].name}", key, f"extra_holiday = [2026-11-26]\n{key}")
    untouched.restart(edit)
    untouched.forget_letters()
    untouched.mornings(FIRST, date(2026, 11, 27))
    # One working day before Friday 27 November is now Wednesday.
    assert told(untouched)[0][0] == "2026-11-25"
    assert [duty["due_on"] for duty in untouched.case()["deadlines"]] == promised
    assert len(untouched.log("calendar_read")) == 2
    untouched.restart().round(minutes=1)
    assert len(untouched.log("calendar_read")) == 2


def test_simple_and_then_complex_after_all_reminds_of_both_days(untouched: Office) -> None:
    untouched.says(PersonsWord.SIMPLE, "K-2026-0001", how="eenvoudig")
    untouched.mornings(FIRST, date(2026, 12, 8))
    assert untouched.case()["deadlines"]
    untouched.says(PersonsWord.COMPLEX, "K-2026-0001", how="toch niet")
    untouched.forget_letters()
    untouched.mornings(date(2026, 12, 9), LAST)
    assert ("2027-01-06", "ann", "Nog 2 werkdagen: antwoord aan de melder") in told(untouched)
    assert ("2027-01-11", "carla", "Over tijd sinds vrijdag 8 januari 2027") in told(untouched)


def test_a_closed_case_reminds_nobody(untouched: Office) -> None:
    untouched.change(status=Status.CLOSED, closed_on=date(2026, 11, 24))
    untouched.mornings(FIRST, date(2026, 12, 11))
    assert told(untouched) == []


def test_what_fails_does_not_stop_what_comes_after_it(
    untouched: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> bool:
        raise RuntimeError("no overview today")

    monkeypatch.setattr(type(untouched.rounds.watch), "_overviews", breaks)
    untouched.write(sender="", subject="x")
    untouched.clock.forward(minutes=1)
    trouble = untouched.rounds.once()
    assert any("overviews" in line for line in trouble)
    assert untouched.told("unreadable") == 1


def test_a_reminder_that_does_not_arrive_goes_to_the_next_in_line(untouched: Office) -> None:
    untouched.morning(date(2026, 11, 25))
    untouched.postman.plan(ANN, Refused(550, "5.1.1 nobody"), Refused(550, "5.1.1 nobody"))
    untouched.forget_letters()
    untouched.morning(date(2026, 11, 26))
    assert {(letter.to, letter.name) for letter in untouched.everything()} == {
        (BERT, "daily_digest"),
        (BERT, "reminder"),
    }
    assert DIRK not in {letter.to for letter in untouched.everything()}
    assert ELS not in {letter.to for letter in untouched.everything()}
