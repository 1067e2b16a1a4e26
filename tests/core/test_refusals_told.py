"""Why an order with a letter cannot be carried out, told in the language of who gave it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.acting import Acting
from bot.core.case import Status
from bot.core.clause import Clause
from bot.core.duties.refusal import NotPossible, about_them, unknown
from bot.core.instructions import Field, Verb
from bot.core.policy import Person
from tests.builders import TODAY, a_policy
from tests.english import dutch_in
from tests.orders_by_mail import a_case_at_work, acting, asked, known

WHY = "Two teachers and three pupils say the same."
TALK = Field.TALK_ON
# What is ordered → what is told of it, in either language.
REFUSED: dict[str, tuple[Verb, dict[str, object], str, str]] = {
    "a term that passed": (
        Verb.EXTEND, {"text": "ill", "on": TODAY - timedelta(days=1)},
        "dat kan tot uiterlijk", "that can be until",
    ),
    "a body that nobody knows": (
        Verb.UPHELD, {"text": WHY, "fields": {Field.TO: "nato"}},
        "geen instantie 'nato'", "no body 'nato'",
    ),
    "a measure for yesterday": (
        Verb.UPHELD, {"text": WHY, "fields": {Field.MEASURE: "supervision, 1/1/2026"}},
        "beloof een latere dag", "promise a later day",
    ),
    "no day of a talk": (
        Verb.SOLVED, {"text": "The coat is back.", "fields": {TALK: "whenever"}},
        "ik lees geen dag", "there is no day to read",
    ),
    "a talk to come": (
        Verb.SOLVED, {"text": "The coat is back.", "fields": {TALK: "25/6/2028"}},
        "moet nog komen", "is yet to come",
    ),
    "a talk before the complaint": (
        Verb.SOLVED, {"text": "The coat is back.", "fields": {TALK: "25/6/2020"}},
        "is voor de klacht", "is before the complaint",
    ),
}  # fmt: skip


def as_reader(order: Acting, language: str) -> Acting:
    return replace(order, by=replace(order.by, language=language))


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_done_is_told_as_its_reader_reads(what: str) -> None:
    verb, order, dutch, english = REFUSED[what]
    ordered = acting(verb, a_case_at_work(), known(), **order)  # type: ignore[arg-type]
    told = {language: asked(as_reader(ordered, language)).why for language in ("nl", "en")}
    assert dutch in told["nl"] or f"{dutch[:1].upper()}{dutch[1:]}" in told["nl"]
    assert english in told["en"] or f"{english[:1].upper()}{english[1:]}" in told["en"]
    assert dutch_in(told["en"]) == []


def test_a_crisis_letter_without_a_number_to_call_is_refused_in_english() -> None:
    policy = a_policy()
    people = tuple(replace(each, phone="", language="en") for each in policy.people)
    order = acting(
        Verb.CONTACT,
        a_case_at_work(Status.HANDLING),
        known(),
        policy=replace(policy, people=people),
        text="I am here.",
    )
    assert asked(order).why.startswith("First put your telephone number in people.toml")


def test_a_reason_is_filled_in_once_whatever_was_typed() -> None:
    ann = Person(id="ann", name="Ann", email="ann@school.example", language="en")
    typed = "{number} {0} %s"
    assert unknown(typed).told(ann) == f"nobody in people.toml has the id '{typed}'"
    assert about_them("K-2026-0001", typed).why.nl == (
        f"K-2026-0001 gaat over {typed}: kies iemand anders"
    )
    inside = NotPossible(Clause("{why}!", "{why}?"), why=Clause("nee", "no"))
    assert (str(inside), inside.told(ann)) == ("nee!", "no?")
