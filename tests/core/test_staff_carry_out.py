from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.core.case import Status, Urgency
from bot.core.decision import File, Remember, Save, Tell
from bot.core.draft import StepTaken, seal_of_step
from bot.core.facts import CaseLine
from bot.core.happening import SentLetter
from bot.core.instructions import Doubt, Instructions, Unclear, Verb
from bot.core.letter import LetterName
from bot.core.staff.asking import of_doubt
from bot.core.tokens import StaffKey
from bot.core.trust import Proof
from bot.core.verdict import Place
from tests.builders import NOON, TODAY, a_case, a_policy
from tests.staff_orders import (
    an_order,
    case_after,
    changes,
    commands,
    decided,
    person,
    reason_of,
    result_of,
    said_by,
    sent,
    staff_mail,
)

OTHER = "K-2026-0002"
UNPROVEN = Proof(ok=False, how="none", why="no result")


def an_answered(
    name: LetterName, to: str = "ann", number: str | None = "K-2026-0001"
) -> SentLetter:
    return SentLetter(
        id=5, name=name, to=person(to).email, case_number=number, message_id="<x@y.example>"
    )


def a_step(verb: Verb, by: str = "ann", number: str = "K-2026-0001", minutes: int = 5) -> StepTaken:
    at = NOON - timedelta(minutes=minutes)
    return StepTaken(id=9, case_number=number, by=by, verb=verb, at=at, before=a_case(number))


def test_an_order_is_carried_out_remembered_and_told_with_the_next_step_and_the_way_back() -> None:
    decision = decided(an_order(Verb.SIMPLE))
    after = case_after(decision)
    assert (after.status, after.simple, after.handler) == (Status.HANDLING, True, "ann")
    steps = [each.step for each in decision.effects if isinstance(each, Remember)]
    assert [(each.before.status, each.verb, each.by) for each in steps] == [
        (Status.INTAKE, Verb.SIMPLE, "ann")
    ]
    (letter,) = sent(decision)
    assert (letter.name, letter.to) == (LetterName.COMMAND_RESULT, person("ann").email)
    assert "eenvoudig" in said_by(letter)
    assert commands(letter)[:3] == ["ANTWOORDBRIEF", "STATUS: ", "VERLENG: "]
    assert commands(letter)[-1] == f"ONGEDAAN {seal_of_step(steps[0])}"
    assert decision.effects[0] == File(
        verdict=decision.effects[0].verdict,  # type: ignore[union-attr]
        rule="order_with_our_key",
        place=Place.CASE,
        case_number="K-2026-0001",
    )


def test_of_several_orders_each_acts_on_the_case_as_the_one_before_left_it() -> None:
    decision = decided(an_order(Verb.ASSIGN, whom="carla"), an_order(Verb.COMPLEX))
    # Whoever says that it is complex handles it, though it was just given to somebody else.
    assert case_after(decision).handler == "ann"
    remembered = [each.step for each in decision.effects if isinstance(each, Remember)]
    assert [each.before for each in remembered] == [a_case()]
    assert len(sent(decision, LetterName.COMMAND_RESULT)) == 1


def test_when_one_order_is_asked_back_none_is_carried_out() -> None:
    decision = decided(an_order(Verb.TAKE), an_order(Verb.ASSIGN, whom="niemand"), by="carla")
    assert "niemand" in reason_of(decision)
    assert [order.name for order in sent(decision)] == [LetterName.COMMAND_ERROR]


def test_orders_of_two_cases_are_taken_back_with_one_button() -> None:
    cases = (a_case(), a_case(OTHER))
    decision = decided(
        an_order(Verb.NOTE, "gezien", number=OTHER),
        an_order(Verb.SIMPLE),
        an_order(Verb.COMPLEX, number=OTHER),
        cases=cases,
    )
    (letter,) = sent(decision, LetterName.COMMAND_RESULT)
    steps = [each.step for each in decision.effects if isinstance(each, Remember)]
    lines = [f"{step.case_number} ONGEDAAN {seal_of_step(step)}" for step in steps]
    assert len(lines) == 2
    assert "\n".join(lines) in commands(letter)


@pytest.mark.parametrize(
    ("doubt", "asked", "choice"),
    [
        (Doubt(why=Unclear.UNKNOWN_WORD, line="EENVOUDOG", near=(Verb.SIMPLE,)), "ken ik niet",
         "EENVOUDIG"),
        (Doubt(why=Unclear.DENIED, line="niet eenvoudig", near=(Verb.COMPLEX,)), "ontkenning",
         "COMPLEX"),
        (Doubt(why=Unclear.AMBIGUOUS_DATE, line="VERLENG 8/12", near=(Verb.EXTEND,),
               dates=(TODAY, TODAY + timedelta(days=9))), "twee manieren", "VERLENG 2026-11-24"),
        (Doubt(why=Unclear.PAST_DATE, line="VERLENG 1/11", near=(Verb.EXTEND,)), "voorbij", None),
        (Doubt(why=Unclear.CONTRADICTION, line="x", near=(Verb.SIMPLE, Verb.COMPLEX)),
         "spreken elkaar tegen", "COMPLEX"),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_asked_back_with_what_may_have_been_meant(
    doubt: Doubt, asked: str, choice: str | None
) -> None:
    given = Instructions(orders=(an_order(Verb.TAKE),), doubts=(doubt,))
    decision = decided(instructions=given, by="carla")
    assert asked in reason_of(decision)
    (letter,) = sent(decision)
    assert letter.values["said"] == doubt.line
    assert choice is None or choice in commands(letter)


def test_without_a_number_ones_own_open_cases_are_the_choices() -> None:
    mine = CaseLine(
        number=OTHER, school="demerland", status=Status.INTAKE, handler="ann", received_on=TODAY
    )
    about_me = CaseLine(
        number="K-2026-0003", school="demerland", status=Status.INTAKE, handler="ann",
        received_on=TODAY, not_for=("ann",),
    )  # fmt: skip
    decision = decided(an_order(Verb.SIMPLE), cases=(), open_cases=(mine, about_me))
    assert "geen nummer" in reason_of(decision)
    (letter,) = sent(decision)
    assert commands(letter) == ["K-2026-0002 SIMPLE"]


def test_a_number_that_does_not_exist_is_told() -> None:
    order = an_order(Verb.SIMPLE, number="K-2026-0999")
    key = StaffKey("ann", "", TODAY)
    assert "bestaat niet" in reason_of(decided(order, key=key))


def test_who_may_not_reads_who_may() -> None:
    asked = reason_of(decided(an_order(Verb.SIMPLE), by="femke"))
    assert "wie dit behandelt (Ann Peeters) of de directie" in asked


def test_whom_the_case_speaks_of_orders_nothing_and_gets_nothing_of_it() -> None:
    decision = decided(an_order(Verb.SIMPLE), by="carla", case=a_case(not_for=("carla",)))
    assert "Iemand anders" in reason_of(decision)
    (letter,) = sent(decision)
    assert letter.case_number is None
    assert commands(letter) == []


def test_what_the_procedure_has_no_row_for_is_refused_with_what_it_has() -> None:
    decision = decided(an_order(Verb.SIMPLE), case=a_case(status=Status.ANSWERED))
    assert "kan nu niet: K-2026-0001 is beantwoord" in reason_of(decision)
    (letter,) = sent(decision)
    assert "SLUIT" in commands(letter)


@pytest.mark.parametrize("verb", [Verb.TALK, Verb.DOSSIER, Verb.MERGE, Verb.REPORT, Verb.KEEP])
def test_an_order_that_is_done_in_another_way_is_answered_with_that_way(verb: Verb) -> None:
    assert "op een andere manier" in reason_of(decided(an_order(verb)))


def test_the_same_order_within_ten_minutes_is_one_order() -> None:
    before = NOON - timedelta(minutes=5)
    step = a_step(Verb.COMPLEX)
    asked = reason_of(decided(an_order(Verb.COMPLEX), ordered_before=before, steps=(step,)))
    assert "al gebeurd: dezelfde opdracht kwam om 11:55" in asked


def test_an_order_that_was_taken_back_or_asked_back_may_come_again() -> None:
    before = NOON - timedelta(minutes=5)
    assert changes(decided(an_order(Verb.COMPLEX), ordered_before=before))


def test_in_english_everything_is_told_in_english() -> None:
    people = (replace(person("ann"), language="en"), *a_policy().people[1:])
    policy = a_policy(people=people)
    decision = decided(an_order(Verb.SIMPLE), policy=policy)
    assert "the complaint is simple" in result_of(decision)
    (letter,) = sent(decision)
    assert "REPLY LETTER" in commands(letter)


# --- words without an order


def test_thanks_are_silent() -> None:
    decision = decided(instructions=Instructions(thanks=True))
    assert sent(decision) == []
    assert not any(isinstance(each, Tell | Save) for each in decision.effects)


def test_thanks_about_no_case_lie_apart_and_nobody_is_asked_to_look() -> None:
    decision = decided(instructions=Instructions(thanks=True), cases=())
    (filed,) = decision.effects
    assert isinstance(filed, File)
    assert (filed.place, filed.owed) == (Place.SET_ASIDE, False)


@pytest.mark.parametrize("name", [LetterName.NEW_COMPLAINT, LetterName.PARENT_REPLIED])
def test_a_reply_without_an_order_to_the_parents_words_is_told_not_to_have_been_sent(
    name: LetterName,
) -> None:
    given = Instructions(note="Beste Ilse, we bekijken het morgen.")
    decision = decided(instructions=given, answered=an_answered(name), key=None)
    (letter,) = sent(decision, LetterName.COMMAND_ERROR)
    assert letter.values["was_text"] is True
    assert commands(letter) == ["ANTWOORD: Beste Ilse, we bekijken het morgen."]
    assert not changes(decision)


def test_a_long_text_is_shown_as_a_letter_from_the_file() -> None:
    given = Instructions(note="Lang. " * 100)
    answered = an_answered(LetterName.PARENT_REPLIED)
    decision = decided(instructions=given, answered=answered, key=None)
    assert commands(sent(decision)[0]) == ["TOON BRIEF notitie 7"]


def test_a_note_in_any_other_thread_is_a_silent_note() -> None:
    given = Instructions(note="Gebeld.")
    decision = decided(instructions=given, key=None, answered=None)
    assert sent(decision) == []


def test_words_about_no_case_are_told_to_the_coordinator_as_before() -> None:
    decision = decided(instructions=Instructions(note="Hallo"), cases=(), key=None)
    assert [each.item.code.value for each in decision.effects if isinstance(each, Tell)] == [
        "staff_without_case"
    ]


# --- a mail that may not order


def test_where_nobody_proves_who_writes_an_order_is_told_with_its_command_at_the_terminal() -> None:
    policy = a_policy()
    boxes = tuple(replace(box, proves_staff=False, trust=None) for box in policy.mailboxes)
    mail = staff_mail("ann", "EENVOUDIG")
    decision = decided(
        an_order(Verb.SIMPLE), policy=a_policy(mailboxes=boxes), mail=mail, proof=None, key=None
    )
    assert not changes(decision)
    (told,) = (each.item for each in decision.effects if isinstance(each, Tell))
    assert told.detail == "gehoor say K-2026-0001 simple --by ann"


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"proof": UNPROVEN}, "unproven"),
        ({"key": None}, "unproven"),
        ({"key": StaffKey("ann", OTHER, TODAY)}, "unproven"),
        ({"key": StaffKey("bert", "K-2026-0001", TODAY)}, "other_address"),
    ],
)
def test_what_may_not_order_changes_nothing_and_its_owner_is_asked(
    known: dict[str, Any], why: str
) -> None:
    decision = decided(an_order(Verb.COMPLEX), **known)
    assert not changes(decision)
    (letter,) = sent(decision, LetterName.WAS_IT_YOU)
    owner = "bert" if why == "other_address" else "ann"
    assert (letter.to, letter.values["why"]) == (person(owner).email, why)
    assert commands(letter) == ["COMPLEX"]
    assert letter.answers is None


def test_a_key_of_a_case_long_closed_orders_nothing() -> None:
    closed = a_case(status=Status.CLOSED, closed_on=TODAY - timedelta(days=31))
    decision = decided(an_order(Verb.REOPEN, "toch niet klaar"), case=closed)
    (letter,) = sent(decision)
    assert (letter.name, letter.values["why"]) == (LetterName.WAS_IT_YOU, "old_key")


def test_a_reply_to_a_letter_of_ours_needs_no_key() -> None:
    answered = an_answered(LetterName.REMINDER)
    assert changes(decided(an_order(Verb.SIMPLE), key=None, answered=answered))


@pytest.mark.parametrize("answered", [an_answered(LetterName.REMINDER, to="bert"),
                                      an_answered(LetterName.REMINDER, number=OTHER)])  # fmt: skip
def test_a_reply_to_anothers_letter_or_about_another_case_is_no_key(answered: SentLetter) -> None:
    assert not changes(decided(an_order(Verb.SIMPLE), key=None, answered=answered))


def test_a_danger_that_the_mail_itself_tells_of_is_not_lost_by_its_order() -> None:
    """The case is taken up as the mail left it, not as it was before."""
    mail = staff_mail("carla", "NEEM\nHet meisje zegt dat ze zelfmoord wil plegen.")
    after = case_after(decided(an_order(Verb.TAKE), by="carla", mail=mail))
    assert (after.handler, after.urgency, after.alarms) == ("carla", Urgency.CRITICAL, 1)


def test_a_day_that_is_asked_back_keeps_the_reason_behind_it() -> None:
    doubt = Doubt(
        why=Unclear.AMBIGUOUS_DATE,
        line="EXTEND 8/12 the witness is ill",
        near=(Verb.EXTEND,),
        dates=(date(2026, 12, 8), date(2027, 8, 12)),
    )
    asked = of_doubt(doubt, person("ann"), TODAY, a_policy())
    assert [command for _, command in asked.choices] == [
        "EXTEND 2026-12-08 the witness is ill",
        "EXTEND 2027-08-12 the witness is ill",
    ]
