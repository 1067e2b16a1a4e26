from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from bot.core.absence import Absence
from bot.core.digest.timetable import key_of, overviews_at
from bot.core.happening import Overview, OverviewDue
from bot.core.policy import Role
from bot.settings.load import load
from tests.offices import EXAMPLE, SECRETS

POLICY = load(EXAMPLE, SECRETS).policy
TUESDAY, MONDAY = date(2026, 12, 8), date(2026, 12, 7)
SATURDAY = date(2026, 12, 12)
IN_VACATION = date(2026, 12, 22)
MONDAY_IN_VACATION, CHRISTMAS = date(2026, 12, 28), date(2026, 12, 25)


def at(day: date, hour: int = 7, minute: int = 30) -> datetime:
    return datetime.combine(day, time(hour, minute), POLICY.zone)


def who(moment: datetime, overview: Overview, *absences: Absence, **more: object) -> list[str]:
    due = overviews_at(moment, POLICY, absences, **more)  # type: ignore[arg-type]
    return [one.person for one in due if one.overview is overview]


def test_each_handler_and_coordinator_gets_the_day_on_school_days() -> None:
    assert who(at(TUESDAY), Overview.DAILY) == ["ann", "bert"]
    assert overviews_at(at(SATURDAY), POLICY, ()) == ()
    assert overviews_at(at(date(2026, 11, 11)), POLICY, ()) == ()


def test_nothing_leaves_before_half_past_seven_or_after_six() -> None:
    assert overviews_at(at(TUESDAY, 7, 29), POLICY, ()) == ()
    assert overviews_at(at(TUESDAY, 18, 0), POLICY, ()) == ()
    assert who(at(TUESDAY, 17, 59), Overview.DAILY) == ["ann", "bert"]


def test_who_stands_in_gets_one_overview_for_both() -> None:
    ann_away = Absence(person="ann", first=TUESDAY, last=TUESDAY)
    assert who(at(TUESDAY), Overview.DAILY, ann_away) == ["bert"]
    named = replace(ann_away, deputy="carla")
    assert who(at(TUESDAY), Overview.DAILY, named) == ["bert", "carla"]


def test_directors_get_the_week_on_its_first_school_day() -> None:
    assert who(at(MONDAY), Overview.WEEKLY) == ["carla", "dirk"]
    assert who(at(TUESDAY), Overview.WEEKLY) == []
    # 17 May 2027 is Whit Monday.
    assert who(at(date(2027, 5, 17)), Overview.WEEKLY) == []
    assert who(at(date(2027, 5, 18)), Overview.WEEKLY) == ["carla", "dirk"]


def test_the_board_gets_the_month_on_its_first_school_day() -> None:
    assert who(at(date(2026, 12, 1)), Overview.MONTHLY) == ["els", "ingrid"]
    assert who(at(date(2026, 12, 2)), Overview.MONTHLY) == []
    assert who(at(date(2027, 1, 1)), Overview.MONTHLY) == []
    assert who(at(date(2027, 1, 4)), Overview.MONTHLY) == ["els", "ingrid"]


def test_in_a_vacation_the_coordinator_gets_one_on_mondays_on_which_people_work() -> None:
    assert who(at(MONDAY_IN_VACATION), Overview.DAILY) == ["ann"]
    assert overviews_at(at(IN_VACATION), POLICY, ()) == ()
    assert who(at(date(2027, 3, 29)), Overview.DAILY) == []  # Easter Monday
    ann_away = Absence(person="ann", first=MONDAY_IN_VACATION, last=MONDAY_IN_VACATION)
    assert who(at(MONDAY_IN_VACATION), Overview.DAILY, ann_away) == ["bert"]


def test_in_a_vacation_an_acknowledgment_that_is_owed_soon_makes_a_morning() -> None:
    soon = {"kapelhof"}
    assert who(at(IN_VACATION), Overview.DAILY, ack_soon=soon) == ["ann"]
    assert who(at(CHRISTMAS), Overview.DAILY, ack_soon=soon) == []
    assert who(at(SATURDAY), Overview.DAILY, ack_soon=soon) == []


def test_an_acknowledgment_of_no_known_school_is_the_boards_coordinators() -> None:
    assert who(at(IN_VACATION), Overview.DAILY, ack_soon={""}) == ["ann"]


def test_a_person_with_two_roles_gets_each_overview_once() -> None:
    people = tuple(
        replace(one, roles=one.roles | {Role.HANDLER, Role.COORDINATOR}) if one.id == "carla"
        else one
        for one in POLICY.people
    )  # fmt: skip
    due = overviews_at(at(MONDAY), replace(POLICY, people=people), ())
    assert [one.overview for one in due if one.person == "carla"] == [
        Overview.DAILY,
        Overview.WEEKLY,
    ]


def test_each_overview_of_a_day_has_a_key_of_its_own() -> None:
    due = overviews_at(at(MONDAY), POLICY, ())
    keys = {key_of(one, at(MONDAY)) for one in due}
    assert len(keys) == len(due)
    carla = OverviewDue(overview=Overview.WEEKLY, person="carla")
    assert key_of(carla, at(MONDAY, 9, 0)) == "overview:2026-12-07:weekly:carla"


def test_a_week_whose_first_morning_was_missed_is_told_on_the_next_school_day() -> None:
    assert who(at(TUESDAY), Overview.WEEKLY, behind=(Overview.WEEKLY,)) == ["carla", "dirk"]
    assert who(at(TUESDAY), Overview.MONTHLY, behind=(Overview.MONTHLY,)) == ["els", "ingrid"]


def test_what_was_missed_waits_while_the_school_is_closed() -> None:
    both = (Overview.WEEKLY, Overview.MONTHLY)
    assert who(at(IN_VACATION), Overview.WEEKLY, behind=both) == []
    assert who(at(IN_VACATION), Overview.MONTHLY, behind=both) == []
