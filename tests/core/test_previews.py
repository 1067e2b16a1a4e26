"""The answers to a preview: a yes sends what was shown, a no drops it, another text is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.acting import Done
from bot.core.applied import applied
from bot.core.case import Ack, Case, DeadlineKind, Detail, Outcome, Status
from bot.core.decision import Cancel, Release, Remember, SettleDraft
from bot.core.draft import Draft, DraftStatus
from bot.core.facts import CaseFile, Paper
from bot.core.instructions import Field, Verb
from bot.core.letter import LetterName
from bot.core.policy import Policy
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

WHY = (
    "De leerkracht en twee leerlingen zeggen hetzelfde, en het staat zo in het klasboek van die "
    "dag."
)
ALONE = a_policy(approvals=replace(a_policy().approvals, answer="handler", refusal=False))


def waiting(verb: Verb, case: Case, policy: Policy | None = None, **order: object) -> Draft:
    """The letter of an order of Ann, as it waits for her."""
    return draft_in(done(acting(verb, case, known(), policy=policy, **order)))  # type: ignore[arg-type]


def upheld(case: Case, policy: Policy | None = None) -> Draft:
    return waiting(Verb.UPHELD, case, policy, fields={Field.EXPLANATION: WHY, Field.FACTS: "x y"})


def on(answer: Done) -> list[Release]:
    return [effect for effect in answer.effects if isinstance(effect, Release)]


def test_a_yes_lets_the_letter_go_in_ten_minutes_and_takes_the_step() -> None:
    case = a_case_at_work(Status.INTAKE)
    draft = waiting(Verb.CLARIFY, case, text="Wie was erbij?")
    facts = known(drafts=(draft,))
    answer = done(acting(Verb.YES, case, facts, seal=draft.seal))
    assert on(answer) == [Release(7, NOON + timedelta(minutes=10))]
    assert SettleDraft(7, DraftStatus.APPROVED) in answer.effects
    assert answer.case is not None
    assert answer.case.status is Status.CLARIFYING
    assert applied(case, answer.effects) == answer.case
    (kept,) = [effect.step for effect in answer.effects if isinstance(effect, Remember)]
    assert (kept.before, kept.letters, kept.by) == (case, (7,), "ann")
    assert answer.next_choices == (("Stop", "STOP"),)
    assert "10 minuten" in answer.said[0]


def test_the_parent_in_danger_is_not_kept_waiting_after_the_yes() -> None:
    case = a_case_at_work(alarms=1)
    draft = waiting(Verb.CONTACT, case, text="Ik ben er.")
    assert on(done(acting(Verb.YES, case, known(drafts=(draft,))))) == [Release(7, NOON)]


def test_an_answer_ends_what_led_to_it_and_starts_what_it_promises() -> None:
    case = a_case_at_work(ack=Ack.HELD)
    draft = waiting(
        Verb.UPHELD,
        case,
        ALONE,
        fields={
            Field.EXPLANATION: WHY,
            Field.FACTS: "klasboek",
            Field.MEASURE: "extra toezicht, Carla, 15/1",
            Field.STRUCTURAL: "een nieuwe regel in de rij",
        },
    )
    answer = done(acting(Verb.YES, case, known(drafts=(draft,)), policy=ALONE))
    after = answer.case
    assert after is not None
    assert (after.status, after.outcome) == (Status.REMEDYING, Outcome.UPHELD)
    assert after.details[Detail.EXPLANATION] == WHY
    assert after.ack is Ack.WAIVED, "who has the answer knows that the complaint arrived"
    open_now = {duty.kind for duty in after.deadlines if duty.met_at is None}
    assert open_now == {DeadlineKind.MEASURE, DeadlineKind.REVIEW, DeadlineKind.SATISFACTION}
    measures = [duty for duty in after.deadlines if duty.kind is DeadlineKind.MEASURE]
    assert [(one.n, one.owner, one.what) for one in measures] == [
        (1, "carla", "extra toezicht"),
        (2, "ann", "een nieuwe regel in de rij"),
    ]
    assert measures[0].due_on == date(2027, 1, 15)
    assert applied(case, answer.effects) == after


def test_more_time_moves_the_promised_day_with_the_yes() -> None:
    case = a_case_at_work()
    draft = waiting(Verb.EXTEND, case, text="de leerkracht is ziek")
    after = done(acting(Verb.YES, case, known(drafts=(draft,)))).case
    assert after is not None
    (answer,) = [duty for duty in after.deadlines if duty.kind is DeadlineKind.HANDLING]
    assert (answer.due_on, answer.moved[-1].reason) == (date(2027, 2, 7), "de leerkracht is ziek")
    again = asked(acting(Verb.EXTEND, after, known(), text="nog meer"))
    assert "al verlengd" in again.why


def test_a_refusal_and_a_second_look_leave_their_marks_in_the_case() -> None:
    case = a_case_at_work(Status.INTAKE)
    draft = waiting(Verb.NOT_ADMISSIBLE, case, ALONE, code="too_old")
    after = done(acting(Verb.YES, case, known(drafts=(draft,)), policy=ALONE)).case
    assert after is not None
    assert (after.admissible, after.refused_for, after.status) == (
        False,
        ("too_old",),
        Status.NOT_ADMISSIBLE,
    )
    draft = waiting(Verb.REOPEN, after, text="er is nieuwe informatie")
    again = done(acting(Verb.YES, after, known(drafts=(draft,)))).case
    assert again is not None
    assert (again.status, again.handler, again.outcome) == (Status.HANDLING, "ann", None)
    unhappy = replace(after, status=Status.DISSATISFIED)
    draft = waiting(Verb.LOOK_AGAIN, unhappy, whom="carla", text="iemand anders kijkt")
    looked = done(acting(Verb.YES, unhappy, known(drafts=(draft,)))).case
    assert looked is not None
    assert looked.handler == "carla"


def test_the_promised_day_of_a_letter_is_the_day_that_is_owed_then() -> None:
    closed = a_case_at_work(Status.CLOSED, deadlines=())
    order = acting(Verb.REOPEN, closed, known(), text="nieuwe feiten")
    (letter,) = letters(done(order), LetterName.REOPENED)
    draft = draft_in(done(order))
    after = done(acting(Verb.YES, closed, known(drafts=(draft,)))).case
    assert after is not None
    (answer,) = [duty for duty in after.deadlines if duty.kind is DeadlineKind.HANDLING]
    assert letter.values["handling_due"] == answer.due_on


# --- which letter is meant


def test_a_loose_yes_with_two_previews_open_is_asked_back() -> None:
    case = a_case_at_work()
    status = waiting(Verb.STATUS, case, text="Bijna klaar.")
    more = replace(waiting(Verb.EXTEND, case, text="ziek"), letter_id=8)
    question = asked(acting(Verb.YES, case, known(drafts=(status, more))))
    assert question.choices == (
        ("stand van zaken", f"JA {status.seal}"),
        ("meer tijd nodig", f"JA {more.seal}"),
    )
    chosen = done(acting(Verb.YES, case, known(drafts=(status, more)), seal=more.seal.upper()))
    assert on(chosen)[0].letter_id == 8


def test_a_yes_where_nothing_waits_or_somebody_else_must_say_it_is_asked_back() -> None:
    case = a_case_at_work()
    assert "wacht geen brief" in asked(acting(Verb.YES, case, known())).why
    draft = waiting(Verb.STATUS, case, text="Bijna klaar.")
    facts = known(drafts=(draft,))
    assert "Ann Peeters" in asked(acting(Verb.YES, case, facts, by="bert")).why
    other = replace(case, number="K-2026-0002")
    elsewhere = asked(acting(Verb.YES, other, facts, seal=draft.seal))
    assert "K-2026-0001" in elsewhere.why


def test_a_no_drops_the_letter_and_changes_nothing_else() -> None:
    case = a_case_at_work()
    draft = waiting(Verb.STATUS, case, text="Bijna klaar.")
    answer = done(acting(Verb.NO, case, known(drafts=(draft,))))
    assert set(answer.effects) == {Cancel(7), SettleDraft(7, DraftStatus.DROPPED)}
    assert answer.case == case


# --- another text


@pytest.mark.parametrize("seal", ["", "sealed"])
def test_another_text_takes_the_place_of_the_words_and_leaves_the_other_fields(seal: str) -> None:
    case = a_case_at_work()
    draft = upheld(case)
    other = (
        "Een andere uitleg, lang genoeg om te begrijpen waarom dit zo is en niet anders, echt waar."
    )
    given_seal = draft.seal if seal else ""
    answer = done(acting(Verb.TEXT, case, known(drafts=(draft,)), text=other, seal=given_seal))
    (letter,) = letters(answer, LetterName.OUTCOME_UPHELD)
    assert letter.values["findings"] == other
    assert Cancel(7) in answer.effects
    fresh = draft_in(answer, 8)
    assert (fresh.by, fresh.approver, fresh.seal != draft.seal) == ("ann", "ann", True)
    assert fresh.order.one(Field.FACTS) == "x y"


def test_a_field_alone_changes_that_field_and_empty_ones_change_nothing() -> None:
    case = a_case_at_work()
    draft = upheld(case)
    fields = {Field.APOLOGY: "Het spijt ons.", Field.EXPLANATION: "", Field.FACTS: " "}
    answer = done(acting(Verb.TEXT, case, known(drafts=(draft,)), fields=fields))
    (letter,) = letters(answer, LetterName.OUTCOME_UPHELD)
    assert (letter.values["findings"], letter.values["apology"]) == (WHY, "Het spijt ons.")


def test_an_empty_change_is_asked_with_what_was_typed_before() -> None:
    case = a_case_at_work()
    draft = upheld(case)
    question = asked(acting(Verb.TEXT, case, known(drafts=(draft,))))
    assert question.prefilled is not None
    assert question.prefilled[1].startswith(f"TEKST {draft.seal}\nUITLEG: {WHY}\nFEITEN: x y")


def test_questions_are_asked_otherwise_by_a_text() -> None:
    case = a_case_at_work(Status.INTAKE)
    draft = waiting(Verb.CLARIFY, case, fields={Field.QUESTION: "Wie?"})
    answer = done(acting(Verb.TEXT, case, known(drafts=(draft,)), text="Waar?\nWanneer?"))
    (letter,) = letters(answer, LetterName.CLARIFICATION_REQUEST)
    assert letter.values["questions"] == ("Waar?", "Wanneer?")


# --- what is no longer what was shown


def test_a_yes_of_the_next_day_shows_the_letter_anew_with_what_changed() -> None:
    case = a_case_at_work(Status.INTAKE)
    draft = waiting(Verb.CLARIFY, case, text="Wie was erbij?")
    facts = known(drafts=(draft,), now=NOON + timedelta(days=1), today=TODAY + timedelta(days=1))
    answer = done(acting(Verb.YES, case, facts, seal=draft.seal))
    assert not on(answer)
    assert Cancel(7) in answer.effects
    (preview,) = letters(answer, LetterName.PREVIEW)
    assert preview.values["warnings"][0] == (  # type: ignore[index]
        "Sinds deze brief klaarlag, is de laatste dag om te antwoorden veranderd: nu 09-12-2026."
    )
    fresh = draft_in(answer, 8)
    assert on(done(acting(Verb.YES, case, replace(facts, drafts=(fresh,)), seal=fresh.seal)))


def test_a_yes_to_a_letter_of_a_case_that_changed_shows_it_anew() -> None:
    case = a_case_at_work()
    draft = waiting(Verb.STATUS, case, text="Bijna klaar.")
    moved = replace(case, status=Status.INVESTIGATING)
    answer = done(acting(Verb.YES, moved, known(drafts=(draft,)), seal=draft.seal))
    (preview,) = letters(answer, LetterName.PREVIEW)
    assert "dossier veranderd" in preview.values["warnings"][0]  # type: ignore[index,operator]


def test_a_yes_with_the_seal_of_an_earlier_text_shows_the_one_that_waits() -> None:
    case = a_case_at_work()
    draft = waiting(Verb.STATUS, case, text="Bijna klaar.")
    answer = done(acting(Verb.YES, case, known(drafts=(draft,)), seal="aaaaaaaa"))
    assert not on(answer)
    (preview,) = letters(answer, LetterName.PREVIEW)
    assert "vorige tekst" in preview.values["warnings"][0]  # type: ignore[index,operator]


def test_a_yes_is_asked_again_where_the_parent_wrote_since() -> None:
    case = a_case_at_work()
    draft = waiting(Verb.STATUS, case, text="Bijna klaar.")
    came = Paper(
        at=NOON + timedelta(minutes=5), name="case_reply", who="x", subject="", text="Nog iets."
    )
    later = NOON + timedelta(minutes=9)
    facts = known(now=later, drafts=(draft,), file=CaseFile(papers=(came,)))
    answer = done(acting(Verb.YES, case, facts, seal=draft.seal))
    assert not on(answer)
    (preview,) = letters(answer, LetterName.PREVIEW)
    assert "schreef nog op 24-11-2026" in preview.values["warnings"][0]  # type: ignore[index,operator]
    fresh = draft_in(answer, 8)
    assert on(done(acting(Verb.YES, case, replace(facts, drafts=(fresh,)))))


def test_a_yes_to_a_step_that_can_no_longer_be_taken_sends_nothing() -> None:
    case = a_case_at_work()
    draft = upheld(case)
    closed = replace(case, status=Status.CLOSED)
    assert "afgesloten" in asked(acting(Verb.YES, closed, known(drafts=(draft,)))).why


@given(days=st.integers(0, 40), minutes=st.integers(0, 600))
def test_a_yes_sends_exactly_what_was_shown_or_nothing(days: int, minutes: int) -> None:
    case = a_case_at_work(Status.INTAKE)
    order = acting(Verb.CLARIFY, case, known(), text="Wie was erbij?")
    (shown,) = letters(done(order), LetterName.CLARIFICATION_REQUEST)
    draft = draft_in(done(order))
    facts = known(
        drafts=(draft,),
        now=NOON + timedelta(days=days, minutes=minutes),
        today=TODAY + timedelta(days=days),
    )
    answer = done(acting(Verb.YES, case, facts, seal=draft.seal))
    today = letters(done(replace(order, facts=facts)), LetterName.CLARIFICATION_REQUEST)[0]
    assert bool(on(answer)) == (today.values == shown.values)
