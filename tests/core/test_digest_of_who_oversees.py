from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.core.absence import Absence
from bot.core.case import Ack, DeadlineKind, Status, Urgency
from bot.core.decide import decide
from bot.core.decision import Decision
from bot.core.desk import Desk, Owed, Tally
from bot.core.facts import Facts
from bot.core.happening import Overview, OverviewDue
from bot.core.letter import LetterName
from bot.settings.load import load
from tests.offices import CARLA, ELS, EXAMPLE, SECRETS

POLICY = load(EXAMPLE, SECRETS).policy
MONDAY = date(2026, 12, 7)
NOW = datetime(2026, 12, 7, 6, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def owed(number: str, target_on: date, **changes: Any) -> Owed:
    row = Owed(
        number=number,
        school="demerland",
        handler="ann",
        status=Status.HANDLING,
        urgency=Urgency.NORMAL,
        kind=DeadlineKind.HANDLING,
        start_on=date(2026, 11, 1),
        due_on=target_on,
        target_on=target_on,
        stage=None,
        since=date(2026, 11, 1),
        opened_at=NOW - timedelta(days=30),
        ack=Ack.SENT,
    )
    return row._replace(**changes)


def a_desk(*rows: Owed, **changes: Any) -> Desk:
    desk = Desk(since=NOW - 7 * DAY, horizon_on=MONDAY + 31 * DAY, owed=rows)
    return replace(desk, **changes)


def told(overview: Overview, desk: Desk, person: str, *absences: Absence) -> Decision:
    facts = Facts(now=NOW, today=MONDAY, desk=desk, absences=absences)
    return decide(OverviewDue(overview=overview, person=person), facts, POLICY)


def says(decision: Decision) -> dict[str, Any]:
    (send,) = decision.orders()
    return dict(send.order.values)


FIGURES = Tally(
    "demerland",
    "ann",
    (),
    open=7,
    late=1,
    old=1,
    came=3,
    closed=2,
    acks=3,
    acks_in_time=3,
    answers=2,
    answers_in_time=1,
)


def test_a_director_reads_the_week_of_the_own_school() -> None:
    elsewhere = FIGURES._replace(school="kapelhof", open=40)
    desk = a_desk(
        owed("K-1", date(2026, 12, 1)),
        owed("K-2", MONDAY + 2 * DAY),
        owed("K-3", MONDAY + 4 * DAY, kind=DeadlineKind.MEASURE, n=2, owner="carla"),
        owed("K-4", date(2026, 12, 1), school="kapelhof"),
        tallies=(FIGURES, elsewhere),
    )
    decision = told(Overview.WEEKLY, desk, "carla")
    (send,) = decision.orders()
    assert (send.order.name, send.order.to) == (LetterName.WEEKLY_DIRECTOR, CARLA)
    assert (decision.event, decision.key) == (
        "overview_weekly",
        "overview:2026-12-07:weekly:carla",
    )
    values = says(decision)
    assert values["school"] == "Basisschool Demerland"
    assert (values["week"], values["since"]) == (50, date(2026, 11, 30))
    assert values["schools"] == (
        {
            "name": "Basisschool Demerland",
            "new": 3,
            "closed": 2,
            "open": 7,
            "old": 1,
            "acks": "3 van 3",
            "answers": "1 van 2",
        },
    )
    assert [(line["about"], line["n_days"], line["whose"]) for line in values["late"]] == [
        ("K-1", 4, "Ann Peeters")
    ]
    assert [(line["about"], line["when"], line["whose"]) for line in values["promised"]] == [
        ("K-3", "vrijdag 11", "Carla Maes")
    ]


def test_who_stands_in_for_a_director_reads_it_with_the_own_school() -> None:
    both = (FIGURES, FIGURES._replace(school="kapelhof"))
    away = Absence(person="carla", first=MONDAY, last=MONDAY, deputy="dirk")
    values = says(told(Overview.WEEKLY, a_desk(tallies=both), "dirk", away))
    assert [school["name"] for school in values["schools"]] == [
        "Basisschool Demerland",
        "Secundaire school Kapelhof",
    ]
    assert values["school"] == ""


@pytest.mark.parametrize("about", ["carla", "dirk"])
def test_a_director_learns_nothing_of_cases_that_speak_of_a_director(about: str) -> None:
    desk = a_desk(
        owed("K-1", date(2026, 12, 1), not_for=(about,)),
        tallies=(FIGURES, FIGURES._replace(not_for=(about,), open=5, came=5)),
    )
    values = says(told(Overview.WEEKLY, desk, "carla"))
    assert values["late"] == ()
    assert (values["schools"][0]["open"], values["schools"][0]["new"]) == (7, 3)


def test_from_ten_on_shares_are_percentages() -> None:
    many = FIGURES._replace(acks=12, acks_in_time=12, answers=11, answers_in_time=9)
    (school,) = says(told(Overview.WEEKLY, a_desk(tallies=(many,)), "carla"))["schools"]
    assert (school["acks"], school["answers"]) == ("100 %", "82 %")


def test_a_week_in_which_nothing_was_or_came_makes_no_letter() -> None:
    decision = told(
        Overview.WEEKLY, a_desk(tallies=(FIGURES._replace(school="kapelhof"),)), "carla"
    )
    assert decision.effects == ()
    assert decision.key == "overview:2026-12-07:weekly:carla"


def test_what_waits_for_a_complainant_or_stands_still_is_not_called_late() -> None:
    desk = a_desk(
        owed("K-1", date(2026, 12, 1), kind=DeadlineKind.CLARIFY_REPLY),
        owed("K-2", date(2026, 12, 1), stopped=True),
        owed("K-3", date(2026, 12, 1), urgency=Urgency.CRITICAL),
        tallies=(FIGURES,),
    )
    assert says(told(Overview.WEEKLY, desk, "carla"))["late"] == ()


def test_who_oversees_reads_thirty_lines_and_how_many_more_there_are() -> None:
    rows = [owed(f"K-{n:02}", date(2026, 12, 1) - n * DAY) for n in range(40)]
    values = says(told(Overview.WEEKLY, a_desk(*rows), "carla"))
    assert [line["about"] for line in values["late"]][:2] == ["K-39", "K-38"]
    assert (len(values["late"]), values["n_late_more"]) == (30, 10)


@pytest.mark.parametrize(("overview", "reader"), [("weekly", "carla"), ("monthly", "els")])
def test_news_that_a_complainant_waits_for_again_and_again_is_one_line(
    overview: str, reader: str
) -> None:
    status = DeadlineKind.STATUS
    rows = [owed("K-1", date(2026, 12, 1) - 7 * n * DAY, kind=status) for n in range(3)]
    desk = a_desk(*rows, owed("K-1", date(2026, 12, 1)), owed("K-2", MONDAY - DAY, kind=status))
    late = says(told(Overview(overview), desk, reader))["late"]
    assert [(line["about"], line["what"], line["n_days"]) for line in late] == [
        ("K-1", "laat de melder weten hoe het staat, al 3 keer niet gedaan", 14),
        ("K-1", "antwoord aan de melder", 4),
        ("K-2", "laat de melder weten hoe het staat", 1),
    ]


def test_the_board_reads_figures_numbers_and_roles() -> None:
    desk = a_desk(
        owed("K-1", date(2026, 12, 1)),
        owed("K-2", date(2026, 12, 1), handler="els"),
        owed("K-3", MONDAY + 4 * DAY, kind=DeadlineKind.MEASURE, n=1, owner="carla"),
        tallies=(FIGURES, FIGURES._replace(school="", open=1, came=1, late=0)),
        external=(("K-4", "kapelhof", Status.MEDIATION, ()),),
        alarms=3,
        seen_minutes=(10, 38, 125),
    )
    decision = told(Overview.MONTHLY, desk, "els")
    (send,) = decision.orders()
    assert (send.order.name, send.order.to) == (LetterName.BOARD_MONTHLY, ELS)
    values = says(decision)
    assert values["month"] == "november 2026"
    assert values["schools"] == (
        {"name": "Basisschool Demerland", "new": 3, "open": 7, "late": 1},
        {"name": "Secundaire school Kapelhof", "new": 0, "open": 0, "late": 0},
        {"name": "School nog niet bekend", "new": 1, "open": 1, "late": 0},
    )
    assert [(line["about"], line["whose"]) for line in values["late"]] == [
        ("K-1", "de coördinator"),
        ("K-2", "het bestuur"),
    ]
    assert [line["whose"] for line in values["promised"]] == ["de directeur"]
    assert [(line["about"], line["body"]) for line in values["outside"]] == [("K-4", "bemiddeling")]
    assert (values["n_alarms"], values["n_seen"], values["seen_after"]) == (3, 3, "38 minuten")
    names = {person.name for person in POLICY.people}
    assert not any(name in str(values) for name in names)


def test_cases_about_a_director_are_a_number_for_the_board_and_no_line() -> None:
    desk = a_desk(
        owed("K-1", date(2026, 12, 1), not_for=("carla",)),
        tallies=(FIGURES, FIGURES._replace(not_for=("carla",), open=2)),
        external=(("K-2", "demerland", Status.EXTERNAL, ("dirk",)),),
    )
    values = says(told(Overview.MONTHLY, desk, "els"))
    assert (values["n_directors"], values["schools"][0]["open"]) == (2, 9)
    assert values["late"] == values["outside"] == ()


def test_a_board_member_learns_nothing_of_a_case_about_them() -> None:
    desk = a_desk(
        owed("K-1", date(2026, 12, 1), not_for=("els",)),
        tallies=(FIGURES, FIGURES._replace(not_for=("els",), open=2)),
        external=(("K-2", "demerland", Status.EXTERNAL, ("els",)),),
    )
    values = says(told(Overview.MONTHLY, desk, "els"))
    assert values["schools"][0]["open"] == 7
    assert values["late"] == values["outside"] == ()
    assert says(told(Overview.MONTHLY, desk, "ingrid"))["schools"][0]["open"] == 9


def test_a_month_of_nothing_makes_no_letter() -> None:
    assert told(Overview.MONTHLY, a_desk(), "els").effects == ()
