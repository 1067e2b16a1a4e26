from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.absence import Absence
from bot.core.duties.presence import acting
from bot.core.parties import find_person
from bot.core.policy import Person, Policy
from tests.builders import a_policy

TODAY = date(2026, 11, 24)
SCHOOL = a_policy()  # ann and bert are each other's deputy; els chairs the board, gust is admin


def person(person_id: str, policy: Policy = SCHOOL) -> Person:
    found = find_person(policy, person_id)
    assert found is not None
    return found


def away(person_id: str, deputy: str | None = None, *, declared: bool = True) -> Absence:
    return Absence(
        person=person_id,
        first=date(2026, 11, 20),
        last=TODAY,
        deputy=deputy,
        declared=declared,
    )


def who_acts(
    person_id: str, *absences: Absence, not_for: tuple[str, ...] = (), today: date = TODAY
) -> str | None:
    found = acting(person(person_id), absences, today, SCHOOL, school="demerland", not_for=not_for)
    return found.id if found else None


def test_who_is_here_acts_alone() -> None:
    assert who_acts("ann") == "ann"


def test_who_is_away_is_replaced_up_to_and_including_the_last_day() -> None:
    assert who_acts("ann", away("ann")) == "bert"
    assert who_acts("ann", away("ann"), today=date(2026, 11, 25)) == "ann"
    assert who_acts("ann", away("ann"), today=date(2026, 11, 19)) == "ann"


def test_whoever_was_named_for_this_time_goes_before_the_usual_deputy() -> None:
    assert who_acts("ann", away("ann", "carla")) == "carla"


def test_what_a_person_said_goes_before_what_an_automatic_answer_told() -> None:
    assert who_acts("ann", away("ann", declared=False), away("ann", "carla")) == "carla"


def test_a_stand_in_who_is_away_is_replaced_in_turn() -> None:
    assert who_acts("ann", away("ann", "carla"), away("carla", "dirk")) == "dirk"


def test_deputies_who_name_each_other_are_asked_once_and_then_the_board() -> None:
    assert who_acts("ann", away("ann"), away("bert")) == "els"


def test_behind_a_named_stand_in_who_is_away_the_usual_deputy_still_stands() -> None:
    assert who_acts("ann", away("ann", "carla"), away("carla", "ann")) == "bert"


def test_who_has_no_deputy_is_replaced_by_the_coordinator() -> None:
    assert who_acts("carla", away("carla")) == "ann"


def test_nobody_of_whom_the_case_speaks_stands_in() -> None:
    assert who_acts("ann", away("ann"), not_for=("bert", "els")) == "ingrid"
    assert who_acts("ann", not_for=("ann",)) == "bert"


def test_behind_the_board_stand_the_administrators() -> None:
    assert who_acts("ann", not_for=("ann", "bert", "els", "ingrid")) == "gust"


def test_where_all_are_away_the_letter_waits_for_the_first_of_them() -> None:
    everybody = [away(one.id) for one in SCHOOL.people]
    assert who_acts("ann", *everybody) == "ann"
    assert who_acts("ann", *everybody, not_for=("ann",)) == "bert"


def test_where_the_case_is_about_all_of_them_nobody_has_it() -> None:
    assert who_acts("ann", not_for=("ann", "bert", "els", "ingrid", "gust")) is None


@pytest.mark.parametrize("deputy", ["nobody-any-more", "ann"])
def test_a_stand_in_who_left_or_is_the_person_alone_is_passed_over(deputy: str) -> None:
    assert who_acts("ann", away("ann", deputy)) == "bert"


def test_a_ring_of_deputies_ends() -> None:
    ring = {"ann": "bert", "bert": "carla", "carla": "ann"}
    people = tuple(replace(one, deputy=ring.get(one.id)) for one in SCHOOL.people)
    policy = replace(SCHOOL, people=people)
    found = acting(person("ann", policy), [away("ann"), away("bert"), away("carla")], TODAY, policy)
    assert found is not None
    assert found.id == "els"
