"""Four eyes: a letter that a second person must approve."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.absence import Absence
from bot.core.acting import Done
from bot.core.case import Case, Outcome
from bot.core.decision import Cancel, Release
from bot.core.draft import Draft
from bot.core.instructions import Field, Verb
from bot.core.letter import LetterName
from bot.core.policy import Policy, Role
from bot.writer.letters import Writer
from tests.builders import NOON, TODAY, a_policy
from tests.orders_by_mail import (
    a_case_at_work,
    acting,
    asked,
    done,
    draft_in,
    known,
    letters,
)

WRITER = Writer(Path(__file__).parents[2] / "templates")
WHY = (
    "De leerkracht en twee leerlingen zeggen hetzelfde, en het staat zo in het klasboek van die "
    "dag."
)
ANN = "ann.peeters@schoolbestuur-demerland.example"
CARLA = "carla.maes@schoolbestuur-demerland.example"


def waiting(verb: Verb, case: Case, policy: Policy | None = None, **order: object) -> Draft:
    """The letter of an order of Ann, as it waits for her."""
    return draft_in(done(acting(verb, case, known(), policy=policy, **order)))  # type: ignore[arg-type]


def upheld(case: Case, policy: Policy | None = None) -> Draft:
    return waiting(Verb.UPHELD, case, policy, fields={Field.EXPLANATION: WHY, Field.FACTS: "x y"})


def on(answer: Done) -> list[Release]:
    return [effect for effect in answer.effects if isinstance(effect, Release)]


def test_the_author_reads_it_first_and_then_a_second_person_approves_it() -> None:
    case = a_case_at_work()
    draft = upheld(case)
    first = done(acting(Verb.YES, case, known(drafts=(draft,)), seal=draft.seal))
    assert not on(first)
    assert first.case == case, "no step is taken before the second yes"
    assert "goedkeuring van Carla Maes" in first.said[0]
    (preview,) = letters(first, LetterName.PREVIEW)
    assert (preview.to, preview.values["approved_by_other"]) == (CARLA, "Ann Peeters")
    assert WRITER.write(preview).broken is None
    second = draft_in(first, 8)
    assert (second.by, second.approver, second.seal) == ("ann", "carla", draft.seal)
    facts = known(drafts=(second,))
    assert "Carla Maes" in asked(acting(Verb.YES, case, facts)).why
    answer = done(acting(Verb.YES, case, facts, by="carla"))
    assert on(answer) == [Release(8, NOON + timedelta(minutes=10))]
    assert answer.case is not None
    assert answer.case.outcome is Outcome.UPHELD
    (copy,) = letters(answer, LetterName.CASE_SHOWN)
    assert copy.to == ANN
    assert copy.shows is not None
    assert copy.shows.values["findings"] == WHY
    assert WRITER.write(copy).broken is None


def test_who_does_not_approve_it_stops_it_and_its_author_learns_that() -> None:
    case = a_case_at_work()
    draft = replace(upheld(case), approver="carla")
    answer = done(acting(Verb.NO, case, known(drafts=(draft,)), by="carla"))
    (told,) = letters(answer, LetterName.COMMAND_RESULT)
    assert told.to == ANN
    assert "Carla Maes keurde" in told.values["effects"][0]  # type: ignore[index,operator]
    assert WRITER.write(told).broken is None


def test_what_the_second_person_changes_the_author_is_shown() -> None:
    case = a_case_at_work()
    draft = replace(upheld(case), approver="carla")
    answer = done(
        acting(Verb.TEXT, case, known(drafts=(draft,)), by="carla", fields={Field.FACTS: "meer"})
    )
    fresh = draft_in(answer)
    assert (fresh.by, fresh.approver) == ("ann", "carla")
    (copy,) = letters(answer, LetterName.CASE_SHOWN)
    assert copy.to == ANN
    assert on(done(acting(Verb.YES, case, known(drafts=(fresh,)), by="carla")))


def test_what_the_author_changes_after_asking_comes_back_to_the_author_first() -> None:
    case = a_case_at_work()
    draft = replace(upheld(case), approver="carla")
    answer = done(acting(Verb.TEXT, case, known(drafts=(draft,)), text=WHY + " Ook dit."))
    assert Cancel(7) in answer.effects
    assert draft_in(answer).approver == "ann"


@pytest.mark.parametrize(
    ("changes", "author", "approver"),
    [
        ({}, "ann", "carla"),
        ({"not_for": ("carla",)}, "ann", "els"),  # about a director: the board
        ({"not_for": ("carla", "els")}, "ann", "ingrid"),
        ({"handler": "carla"}, "carla", "els"),  # nobody approves the own words
        ({"school": "kapelhof", "handler": "bert"}, "bert", "dirk"),
    ],
)
def test_who_approves_an_answer(changes: dict[str, object], author: str, approver: str) -> None:
    case = a_case_at_work(**changes)  # type: ignore[arg-type]
    order = acting(Verb.UPHELD, case, known(), by=author, text=WHY)
    draft = draft_in(done(order))
    first = done(acting(Verb.YES, case, known(drafts=(draft,)), by=author))
    assert draft_in(first).approver == approver


def test_who_stands_in_approves_for_who_is_away() -> None:
    case = a_case_at_work()
    away = Absence(
        person="carla", first=TODAY, last=TODAY + timedelta(days=9), deputy="els", declared=True
    )
    facts = known(drafts=(upheld(case),), absences=(away,))
    assert draft_in(done(acting(Verb.YES, case, facts))).approver == "els"


def test_more_time_is_given_by_whom_the_school_named() -> None:
    case = a_case_at_work()
    policy = a_policy(approvals=replace(a_policy().approvals, extension="director"))
    draft = waiting(Verb.EXTEND, case, policy, text="ziek")
    asks = done(acting(Verb.YES, case, known(drafts=(draft,)), policy=policy))
    assert draft_in(asks).approver == "carla"
    own = acting(Verb.EXTEND, case, known(), by="carla", policy=policy, text="ziek")
    draft = draft_in(done(own))
    assert on(done(acting(Verb.YES, case, known(drafts=(draft,)), by="carla", policy=policy)))


def test_where_nobody_else_is_there_the_yes_of_the_author_is_enough_and_is_told_so() -> None:
    ann = next(person for person in a_policy().people if person.id == "ann")
    everything = frozenset({Role.COORDINATOR, Role.HANDLER, Role.DIRECTOR})
    policy = a_policy(people=(replace(ann, roles=everything, deputy=None),))
    case = a_case_at_work()
    draft = upheld(case, policy)
    answer = done(acting(Verb.YES, case, known(drafts=(draft,)), policy=policy))
    assert on(answer)
    assert any("niemand anders" in clause for clause in answer.said)
