from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.almanac import REGIONS, get_region
from bot.core.calendar import Calendar, Roll, Skipped, Term, Unit, Vacation, local_date

EXAMPLES = json.loads((Path(__file__).parents[1] / "data" / "deadlines.json").read_text("utf-8"))
FLANDERS = Calendar.of("BE-Flemish")
BRUSSELS = ZoneInfo("Europe/Brussels")


def a_day(text: str) -> date:
    return date.fromisoformat(text)


def days_of(first: str, last: str) -> set[date]:
    span = (a_day(last) - a_day(first)).days
    return {a_day(first) + timedelta(days=n) for n in range(span + 1)}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"example_{example['n']}")
def test_each_worked_example_gives_its_due_and_target(example: dict[str, str]) -> None:
    calendar = Calendar.of(example["calendar"])
    received = example["received"]
    received_on = (
        local_date(datetime.fromisoformat(received), ZoneInfo(calendar.region.zone))
        if "T" in received
        else a_day(received)
    )
    due = calendar.due(
        received_on,
        Term.parse(example["term"]),
        roll=Roll(example["roll"]),
        vacation=Vacation(example["vacation"]),
    )
    assert received_on == a_day(example["local_date"])
    assert due.received_on == received_on
    assert (due.due_on, due.target_on) == (a_day(example["due"]), a_day(example["target"]))


def test_there_are_44_worked_examples() -> None:
    assert [example["n"] for example in EXAMPLES] == list(range(1, 45))


@pytest.mark.parametrize("text", ["45cd", "3wd", "10sd", "6w", "24mo", "0cd", "9999cd"])
def test_a_term_is_written_as_it_was_read(text: str) -> None:
    assert str(Term.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "45",
        "cd",
        "45 cd",
        "-3wd",
        "4.5cd",
        "45CD",
        "45d",
        "six weeks",
        "12345cd",
        "\u0664\u0665cd",
        "6wk",
    ],
)
def test_nonsense_is_no_term_and_the_error_says_what_is(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no term: .*45cd .*3wd .*10sd .*6w .*24mo"):
        Term.parse(text)


@pytest.mark.parametrize("name", REGIONS)
def test_every_region_name_is_accepted_whatever_its_capitals(name: str) -> None:
    assert Calendar.of(name.lower()).region == REGIONS[name]


def test_short_region_names_mean_the_long_ones() -> None:
    assert get_region("BE") == get_region("BE-Flemish")
    assert [get_region(short).name for short in ("NL-NO", "NL-MI", "NL-ZU")] == [
        "NL-Noord",
        "NL-Midden",
        "NL-Zuid",
    ]


def test_an_unknown_region_is_refused_with_the_list_of_regions() -> None:
    with pytest.raises(
        ValueError, match=r"'DE' is no region: use one of BE, BE-Flemish, .*NL-Zuid"
    ):
        Calendar.of("DE")


@pytest.mark.parametrize(
    ("region", "first", "last"),
    [
        ("BE", "2026-11-02", "2026-11-08"),
        ("BE", "2026-12-21", "2027-01-03"),
        ("BE", "2027-02-08", "2027-02-14"),
        ("BE", "2027-03-29", "2027-04-11"),
        ("BE", "2027-05-06", "2027-05-07"),
        ("BE", "2027-07-01", "2027-08-31"),
        ("BE", "2027-11-01", "2027-11-07"),
        ("BE", "2027-12-27", "2028-01-09"),
        ("BE", "2028-02-28", "2028-03-05"),
        ("BE", "2028-04-03", "2028-04-17"),
        ("BE", "2028-05-25", "2028-05-26"),
        ("BE", "2028-07-01", "2028-08-31"),
        ("NL-NO", "2026-10-10", "2026-10-18"),
        ("NL-MI", "2026-10-17", "2026-10-25"),
        ("NL-ZU", "2026-10-17", "2026-10-25"),
        ("NL-MI", "2026-12-19", "2027-01-03"),
        ("NL-NO", "2027-02-20", "2027-02-28"),
        ("NL-ZU", "2027-02-13", "2027-02-21"),
        ("NL-NO", "2027-04-24", "2027-05-02"),
        ("NL-NO", "2027-07-10", "2027-08-22"),
        ("NL-MI", "2027-07-17", "2027-08-29"),
        ("NL-ZU", "2027-10-23", "2027-10-31"),
        ("NL-ZU", "2028-07-22", "2028-09-03"),
    ],
)
def test_vacations_lie_where_the_official_calendars_have_them(
    region: str, first: str, last: str
) -> None:
    calendar = Calendar.of(region)
    assert {calendar.closed_until(day) for day in days_of(first, last)} == {a_day(last)}
    assert calendar.closed_until(a_day(first) - timedelta(days=1)) is None
    assert calendar.closed_until(a_day(last) + timedelta(days=1)) is None
    assert not any(calendar.is_school_day(day) for day in days_of(first, last))


@pytest.mark.parametrize("day", ["2026-11-11", "2027-05-01", "2027-05-17", "2028-05-01"])
def test_a_public_holiday_that_stands_alone_is_no_vacation(day: str) -> None:
    assert not FLANDERS.is_school_day(a_day(day))
    assert FLANDERS.closed_until(a_day(day)) is None
    before = a_day(day) - timedelta(days=1)
    paused = FLANDERS.due(before, Term.parse("1cd"), vacation=Vacation.PAUSE_ALL)
    assert paused.due_on == a_day(day)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-11-01", "Allerheiligen"),
        ("2026-11-02", "herfstvakantie"),
        ("2026-11-07", "herfstvakantie"),
        ("2026-11-11", "Wapenstilstand"),
        ("2026-11-14", "weekend"),
        ("2026-12-25", "Kerstmis"),
        ("2027-01-02", "kerstvakantie"),
        ("2027-02-10", "krokusvakantie"),
        ("2027-03-29", "Paasmaandag"),
        ("2027-03-30", "paasvakantie"),
        ("2027-05-07", "Vrijdag na O. L. H. Hemelvaart"),
        ("2027-08-02", "zomervakantie"),
        ("2026-10-02", "gesloten"),
        ("2026-10-05", "studiereis"),
        ("2026-10-06", "vrije dag"),
        ("2026-10-07", None),
    ],
)
def test_a_day_off_has_a_dutch_name(day: str, name: str | None) -> None:
    calendar = Calendar.of(
        "BE",
        closed_days=[a_day("2026-10-02")],
        vacations=[("studiereis", a_day("2026-10-05"), a_day("2026-10-05"))],
        extra_holidays=[a_day("2026-10-06")],
    )
    assert calendar.name_of(a_day(day)) == name
    assert calendar.is_school_day(a_day(day)) is (name is None)


def test_liberation_day_is_no_working_day_in_any_dutch_year() -> None:
    calendar = Calendar.of("NL-Noord")
    assert [calendar.is_working_day(date(year, 5, 5)) for year in range(2025, 2030)] == [False] * 5
    assert calendar.name_of(a_day("2027-05-05")) == "Bevrijdingsdag"


def test_the_french_community_has_its_own_vacations_in_dutch_words() -> None:
    calendar = Calendar.of("BE-French")
    assert calendar.name_of(a_day("2026-10-20")) == "herfstvakantie"
    assert calendar.name_of(a_day("2027-05-07")) == "paasvakantie"
    assert calendar.closed_until(a_day("2027-05-06")) == a_day("2027-05-09")


def test_closed_days_are_working_days_but_no_school_days() -> None:
    calendar = Calendar.of("BE", closed_days=[a_day("2026-10-02")])
    assert calendar.is_working_day(a_day("2026-10-02"))
    assert calendar.due(a_day("2026-10-01"), Term.parse("1wd")).due_on == a_day("2026-10-02")
    assert calendar.due(a_day("2026-10-01"), Term.parse("1sd")).due_on == a_day("2026-10-05")


def test_an_extra_holiday_is_no_working_day_and_rolls() -> None:
    calendar = Calendar.of("BE", extra_holidays=[a_day("2026-10-02")])
    assert not calendar.is_working_day(a_day("2026-10-02"))
    rolled = calendar.due(a_day("2026-10-01"), Term.parse("1cd"), roll=Roll.NEXT)
    assert rolled.due_on == a_day("2026-10-05")


def test_an_own_vacation_stops_terms_and_joins_the_one_beside_it() -> None:
    # Many Dutch schools have two weeks in May where the ministry fixes one.
    calendar = Calendar.of(
        "NL-Noord", vacations=[("meivakantie", a_day("2027-05-01"), a_day("2027-05-09"))]
    )
    assert calendar.closed_until(a_day("2027-04-24")) == a_day("2027-05-09")
    due = calendar.due(a_day("2027-04-23"), Term.parse("1cd"), vacation=Vacation.PAUSE_ALL)
    assert due.due_on == a_day("2027-05-10")
    summer = calendar.due(a_day("2027-04-23"), Term.parse("1cd"), vacation=Vacation.PAUSE_SUMMER)
    assert summer.due_on == a_day("2027-04-24")


def test_an_own_vacation_counts_in_both_years_it_touches() -> None:
    calendar = Calendar.of(
        "NL-Noord", vacations=[("sluiting", a_day("2026-11-25"), a_day("2027-01-15"))]
    )
    for day in ("2026-11-25", "2026-12-31", "2027-01-01", "2027-01-15"):
        assert calendar.closed_until(a_day(day)) == a_day("2027-01-15")
    due = calendar.due(a_day("2026-12-31"), Term.parse("1cd"), vacation=Vacation.PAUSE_SUMMER)
    assert due.due_on == a_day("2027-01-16")


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("kerst", "2027-01-03", "2026-12-21"),
        ("zomer", "2026-07-01", "2027-08-31"),
        (" ", "2026-07-01", "2026-08-31"),
    ],
)
def test_an_impossible_vacation_is_refused(name: str, first: str, last: str) -> None:
    with pytest.raises(ValueError, match="vacation"):
        Calendar.of("BE", vacations=[(name, a_day(first), a_day(last))])


def test_a_term_explains_each_day_that_did_not_count() -> None:
    due = FLANDERS.due(a_day("2026-10-30"), Term.parse("3sd"))
    vacation = [
        Skipped(day, "herfstvakantie") for day in sorted(days_of("2026-11-02", "2026-11-08"))
    ]
    assert due.skipped == (
        Skipped(a_day("2026-10-31"), "weekend"),
        Skipped(a_day("2026-11-01"), "Allerheiligen"),
        *vacation,
        Skipped(a_day("2026-11-11"), "Wapenstilstand"),
    )
    assert due.rolled_from is None


def test_working_days_do_not_speak_of_vacations() -> None:
    due = FLANDERS.due(a_day("2026-10-30"), Term.parse("8wd"))
    assert [day.reason for day in due.skipped] == [
        "weekend",
        "Allerheiligen",
        "weekend",
        "weekend",
        "Wapenstilstand",
    ]


def test_a_rolled_term_says_where_it_ended_and_over_what_it_rolled() -> None:
    calendar = Calendar.of("NL-Midden")
    due = calendar.due(a_day("2026-11-13"), Term.parse("6w"), roll=Roll.NEXT)
    assert (due.due_on, due.rolled_from) == (a_day("2026-12-28"), a_day("2026-12-25"))
    assert [day.reason for day in due.skipped] == ["Eerste kerstdag", "Tweede kerstdag", "weekend"]


def test_vacations_do_not_roll() -> None:
    due = FLANDERS.due(a_day("2027-07-14"), Term.parse("1w"), roll=Roll.NEXT)
    assert due.due_on == a_day("2027-07-22")  # only the national holiday of 21 July rolls
    assert due.rolled_from == a_day("2027-07-21")


def test_calendar_days_that_run_skip_nothing() -> None:
    assert FLANDERS.due(a_day("2027-06-28"), Term.parse("45cd")).skipped == ()


@pytest.mark.parametrize(
    ("received_on", "months", "due_on"),
    [
        ("2026-01-31", "1mo", "2026-02-28"),
        ("2028-01-31", "1mo", "2028-02-29"),
        ("2026-12-31", "2mo", "2027-02-28"),
        ("2026-12-31", "6mo", "2027-06-30"),
        ("2028-02-29", "12mo", "2029-02-28"),
        ("2028-02-29", "48mo", "2032-02-29"),
    ],
)
def test_months_are_clamped_to_the_end_of_the_month(
    received_on: str, months: str, due_on: str
) -> None:
    assert FLANDERS.due(a_day(received_on), Term.parse(months)).due_on == a_day(due_on)


def test_months_run_through_vacations_whatever_was_agreed() -> None:
    due = FLANDERS.due(a_day("2027-06-28"), Term.parse("2mo"), vacation=Vacation.PAUSE_ALL)
    assert due.due_on == a_day("2027-08-28")


def test_no_days_at_all_end_on_the_day_of_receipt() -> None:
    saturday = a_day("2026-11-28")
    due = FLANDERS.due(saturday, Term.parse("0cd"))
    assert (due.due_on, due.target_on) == (saturday, saturday)


def test_a_term_without_any_working_day_has_its_due_date_as_target() -> None:
    due = FLANDERS.due(a_day("2026-11-27"), Term.parse("2cd"))  # from Friday to Sunday
    assert (due.due_on, due.target_on) == (a_day("2026-11-29"), a_day("2026-11-29"))


@pytest.mark.parametrize("term", ["30cd", "5wd", "5sd", "5w", "1mo", "9999mo"])
def test_a_term_beyond_the_last_year_is_refused_in_words(term: str) -> None:
    with pytest.raises(ValueError, match=f"{term} after 9999-12-28 lies beyond the year 9999"):
        FLANDERS.due(a_day("9999-12-28"), Term.parse(term))


def test_a_term_in_the_last_year_itself_is_counted() -> None:
    assert FLANDERS.due(a_day("9999-12-20"), Term.parse("3sd")).due_on == a_day("9999-12-23")


@pytest.mark.parametrize(
    ("region", "until"),
    [
        ("BE-Flemish", "2100-12-31"),
        ("NL-Noord", "2030-09-01"),
        ("NL-Midden", "2030-08-25"),
        ("NL-Zuid", "2030-08-18"),
    ],
)
def test_the_calendar_knows_how_far_it_reaches(region: str, until: str) -> None:
    calendar = Calendar.of(region)
    assert calendar.calendar_until == a_day(until)
    assert calendar.covers(a_day(until))
    assert not calendar.covers(a_day(until) + timedelta(days=1))


def test_own_vacations_make_the_calendar_reach_further() -> None:
    own = [("herfstvakantie", a_day("2030-10-12"), a_day("2030-10-20"))]
    assert Calendar.of("NL-Noord", vacations=own).calendar_until == a_day("2030-10-20")


def test_where_no_vacation_is_known_none_is_assumed() -> None:
    calendar = Calendar.of("NL-Noord")
    assert calendar.is_school_day(a_day("2034-07-24"))
    assert not calendar.is_school_day(a_day("2034-12-25"))


def test_the_next_school_day_is_never_the_day_itself() -> None:
    assert FLANDERS.next_school_day(a_day("2026-12-18")) == a_day("2027-01-04")
    assert FLANDERS.next_school_day(a_day("2026-12-14")) == a_day("2026-12-15")


def test_calendars_with_the_same_days_are_equal_and_cannot_be_changed() -> None:
    one = Calendar.of("BE", closed_days=[a_day("2026-10-02")])
    other = Calendar.of("BE-Flemish", closed_days=(a_day("2026-10-02"),))
    one.is_school_day(a_day("2026-10-02"))
    assert one == other
    assert hash(one) == hash(other)
    with pytest.raises(FrozenInstanceError):
        one.closed_days = frozenset()  # type: ignore[misc]


def test_a_changed_calendar_forgets_what_the_old_one_remembered() -> None:
    assert FLANDERS.is_working_day(a_day("2026-10-02"))
    changed = replace(FLANDERS, extra_holidays=frozenset({a_day("2026-10-02")}))
    assert not changed.is_working_day(a_day("2026-10-02"))


def test_an_instant_without_offset_has_no_local_date() -> None:
    with pytest.raises(ValueError, match="offset"):
        local_date(datetime(2026, 11, 23, 12), BRUSSELS)  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-11-23T22:59:59Z", "2026-11-23"),
        ("2026-11-23T23:00:00Z", "2026-11-24"),
        ("2026-06-30T21:59:59Z", "2026-06-30"),
        ("2026-06-30T22:00:00Z", "2026-07-01"),
        ("2026-12-31T22:59:59Z", "2026-12-31"),
        ("2026-12-31T23:00:00Z", "2027-01-01"),
        ("2026-10-24T22:00:00Z", "2026-10-25"),
        ("2026-10-25T22:59:59Z", "2026-10-25"),
        ("2026-10-25T23:00:00Z", "2026-10-26"),
        ("2027-03-27T22:59:59Z", "2027-03-27"),
        ("2027-03-27T23:00:00Z", "2027-03-28"),
        ("2027-03-28T21:59:59Z", "2027-03-28"),
        ("2027-03-28T22:00:00Z", "2027-03-29"),
        ("2026-11-24T08:59:00+10:00", "2026-11-23"),
    ],
)
def test_midnight_on_the_wall_parts_the_days(instant: str, day: str) -> None:
    assert local_date(datetime.fromisoformat(instant), BRUSSELS) == a_day(day)
    assert local_date(datetime.fromisoformat(instant).astimezone(UTC), BRUSSELS) == a_day(day)


def test_every_unit_has_a_term() -> None:
    assert [Term.parse(f"1{unit}").unit for unit in Unit] == list(Unit)


def test_skipped_days_come_in_order_and_once() -> None:
    due = FLANDERS.due(
        a_day("2026-12-18"), Term.parse("9cd"), roll=Roll.NEXT, vacation=Vacation.PAUSE_ALL
    )
    assert all(one.date < other.date for one, other in pairwise(due.skipped))


def test_the_holidays_are_not_loaded_before_a_day_is_asked_for() -> None:
    script = "import bot.core.calendar, sys; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
