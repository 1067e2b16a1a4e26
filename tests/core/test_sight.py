from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.absence import Absence
from bot.core.case import Case, DeadlineKind, Detail, Status
from bot.core.facts import Facts
from bot.core.parties import find_person
from bot.core.sight import line_of, may_see
from bot.core.wanted import wanted_in
from tests.builders import NOON, TODAY, a_case, a_deadline, a_policy

FACTS = Facts(now=NOON, today=TODAY)
POLICY = a_policy()
DAY = timedelta(days=1)
HANDLED = a_case(handler="bert", school="kapelhof", status=Status.HANDLING)


def sees(person: str, case: Case, facts: Facts = FACTS) -> bool:
    found = find_person(POLICY, person)
    assert found is not None
    return may_see(found, case, facts, POLICY)


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        ("bert", True),  # handles it
        ("ann", True),  # coordinates the school
        ("dirk", True),  # directs it
        ("els", True),  # the board
        ("carla", False),  # directs another school
        ("gust", False),  # looks after the bot
        ("femke", False),
        ("hilde", False),
        ("juf-katrien", False),
    ],
)
def test_a_case_is_seen_by_who_treats_it_and_who_oversees_it(person: str, allowed: bool) -> None:  # noqa: FBT001
    assert sees(person, HANDLED) is allowed


@pytest.mark.parametrize("person", ["bert", "ann", "dirk", "els"])
def test_whom_a_case_speaks_of_never_sees_it(person: str) -> None:
    assert not sees(person, replace(HANDLED, not_for=(person,)))


def test_a_new_case_is_seen_by_all_handlers_of_its_school_until_somebody_took_it() -> None:
    fresh = a_case(handler="ann", school="kapelhof")
    assert sees("bert", fresh)
    assert not sees("bert", replace(fresh, school="demerland"))
    assert not sees("bert", replace(fresh, status=Status.HANDLING))


def test_who_stands_in_sees_the_cases_of_whom_is_away() -> None:
    case = a_case(handler="carla", school="kapelhof", status=Status.HANDLING)
    away = Absence(person="carla", first=TODAY, last=TODAY, deputy="juf-katrien")
    assert not sees("juf-katrien", case)
    assert sees("juf-katrien", case, replace(FACTS, absences=(away,)))


# --- lines


def test_a_line_tells_what_staff_must_do_first() -> None:
    handling = a_deadline(DeadlineKind.HANDLING, TODAY + 9 * DAY)
    survey = a_deadline(DeadlineKind.SURVEY_REPLY, TODAY + DAY)
    met = replace(a_deadline(DeadlineKind.ACK, TODAY), met_at=NOON)
    case = a_case(deadlines=(survey, handling, met), details={Detail.CORE: "De bus"})
    line = line_of(case, TODAY, "gevonden")
    assert (line.next_on, line.next_what) == (TODAY + 9 * DAY, "handling")
    assert (line.core, line.words, line.late) == ("De bus", "gevonden", False)


def test_a_case_is_late_by_what_staff_owe_and_not_while_its_clock_stands_still() -> None:
    past = a_deadline(DeadlineKind.HANDLING, TODAY - DAY)
    case = a_case(deadlines=(past,))
    assert line_of(case, TODAY).late
    assert not line_of(replace(case, stopped_on=TODAY - 2 * DAY), TODAY).late
    assert line_of(replace(case, stopped_on=TODAY), TODAY).late
    waits = a_deadline(DeadlineKind.CLARIFY_REPLY, TODAY - DAY)
    assert line_of(a_case(deadlines=(waits,)), TODAY).next_on is None


# --- what a list asks for


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", {}),
        ("open", {}),
        ("laat", {"late": True}),
        ("Te laat, mij", {"late": True, "mine": True}),
        ("LATE mine", {"late": True, "mine": True}),
        ("kapelhof", {"school": "kapelhof"}),
        ("Secundaire school Kapelhof", {"school": "kapelhof"}),
        ("secundaire", {"school": "kapelhof"}),
        ("de dossiers van Demerland", {"school": "demerland"}),
        ("pesten", {"topic": "pesten"}),
        ("laat pesten kapelhof", {"late": True, "topic": "pesten", "school": "kapelhof"}),
        ("in behandeling", {"statuses": frozenset({Status.HANDLING})}),
        ("niet ontvankelijk", {"statuses": frozenset({Status.NOT_ADMISSIBLE})}),
        ("closed", {"statuses": frozenset({Status.CLOSED})}),
        ("alles", {"statuses": frozenset(Status)}),
        ("zwembad", {"unknown": ("zwembad",)}),
    ],
)
def test_a_list_asks_for_what_its_words_say(words: str, said: dict[str, object]) -> None:
    assert wanted_in(words, POLICY) == replace(wanted_in("", POLICY), **said)  # type: ignore[arg-type]


def test_every_status_can_be_asked_for() -> None:
    everything = wanted_in("alles", POLICY).statuses
    assert everything == frozenset(Status)
