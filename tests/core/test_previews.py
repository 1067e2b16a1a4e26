"""The answers to a preview: a yes sends what was shown, a no drops it, another text is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.absence import Absence
from bot.core.applied import applied
from bot.core.case import Ack, Case, DeadlineKind, Detail, Outcome, Status
from bot.core.decide import decide
from bot.core.decision import Cancel, Decision, Owe, Release, Remember, Send, SettleDraft, Tell
from bot.core.draft import Draft, DraftStatus
from bot.core.facts import CaseFile, Facts, Paper
from bot.core.happening import AttentionCode, DraftWaits, MailArrived
from bot.core.instructions import Field, Verb
from bot.core.letter import LetterName
from bot.core.policy import Mode, Policy, Role
from bot.core.staff.acting import Done
from bot.writer.letters import Writer
from tests.builders import NOON, TODAY, a_mail, a_policy
from tests.orders_by_mail import (
    a_case_at_work,
    acting,
    asked,
    done,
    draft_in,
    known,
    labels,
    letters,
)

WRITER = Writer(Path(__file__).parents[2] / "templates")
WHY = (
    "De leerkracht en twee leerlingen zeggen hetzelfde, en het staat zo in het klasboek van die "
    "dag."
)
ANN = "ann.peeters@schoolbestuur-demerland.example"
CARLA = "carla.maes@schoolbestuur-demerland.example"
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


# --- four eyes


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


# --- warnings


def warned(text: str, policy: Policy | None = None, **changes: object) -> list[str]:
    case = a_case_at_work(**changes)  # type: ignore[arg-type]
    facts = known(pupils_elsewhere=("Wout", "Amber"), opening=a_mail("Mijn zoon Wout is boos."))
    answer = done(acting(Verb.REPLY, case, facts, policy=policy, text=text))
    (preview,) = letters(answer, LetterName.PREVIEW)
    return list(preview.values["warnings"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("Amber zat er ook bij.", "bij een leerling van een ander dossier hoort: Amber"),
        ("We garanderen dat het stopt.", "'garanderen'"),
        ("Nous vous promettons une solution.", "'nous vous promettons'"),
        ("We spraken met Katrien De Smet.", "een collega: Katrien De Smet"),
        ("We spraken met Pieter Verlinden.", "niet bij dit dossier hoort: Pieter Verlinden"),
    ],
)
def test_the_preview_warns_of(text: str, warning: str) -> None:
    assert any(warning in each for each in warned(text)), warned(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wout mag morgen weer mee.",  # whom the complaint itself names
        "Ann Peeters belt u morgen.",  # who signs
        "Mevrouw Vandenbroucke, dank u.",
        "Ilse Vandenbroucke schreef ons.",
        "De directie van Basisschool Demerland.",
        "We spraken met de leerkracht. Dat was goed.",
    ],
)
def test_the_preview_does_not_warn_of(text: str) -> None:
    assert warned(text) == []


def test_the_preview_warns_where_the_reader_has_another_language() -> None:
    assert "Frans" in warned("Dag", language="fr")[0]
    assert "(tr)" in warned("Dag", language="tr")[0]


def test_who_reads_english_is_warned_in_english() -> None:
    people = tuple(replace(person, language="en") for person in a_policy().people)
    assert "holds a name" in warned("Amber was there.", a_policy(people=people))[0]


def test_the_preview_warns_of_an_answer_that_rests_on_nothing() -> None:
    answer = done(acting(Verb.UPHELD, a_case_at_work(), known(), text="Het klopt."))
    (preview,) = letters(answer, LetterName.PREVIEW)
    said = " ".join(preview.values["warnings"])  # type: ignore[arg-type]
    assert "kort (2 woorden)" in said
    assert "FEITEN" in said


# --- the next morning


def morning(draft: Draft, case: Case, days: int = 1, policy: Policy | None = None) -> Decision:
    facts = Facts(
        now=NOON + timedelta(days=days),
        today=TODAY + timedelta(days=days),
        mailbox="",
        case=case,
        drafts=(draft,),
        opening=a_mail(),
    )
    return decide(DraftWaits(draft), facts, policy or a_policy())


def test_the_next_morning_the_letter_is_shown_with_the_days_of_that_day() -> None:
    case = a_case_at_work(Status.INTAKE)
    draft = waiting(Verb.CLARIFY, case, text="Wie was erbij?")
    decision = morning(draft, case)
    assert Cancel(7) in decision.effects
    fresh = [send.draft for send in decision.orders() if send.draft]
    assert [(one.made_on, one.by) for one in fresh] == [(TODAY, "ann")]
    (preview,) = [
        order.order for order in decision.orders() if order.order.name is LetterName.PREVIEW
    ]
    assert preview.values["asks_again"] is True
    assert "09-12-2026" in preview.values["warnings"][0]  # type: ignore[index,operator]
    assert decision.key == "draft:7:2026-11-25"
    assert WRITER.write(preview).broken is None


def test_after_five_mornings_the_coordinator_is_told_once() -> None:
    case = a_case_at_work()
    draft = waiting(Verb.STATUS, case, text="Bijna klaar.")
    told = [
        days
        for days in (1, 2, 3, 6, 7, 8)
        if any(isinstance(effect, Tell) for effect in morning(draft, case, days).effects)
    ]
    assert told == [7], "Tuesday to Tuesday are five working days"
    (item,) = [e.item for e in morning(draft, case, 7).effects if isinstance(e, Tell)]
    assert item.code is AttentionCode.DRAFT_WAITS


def test_the_next_morning_a_letter_that_can_no_longer_go_is_dropped_and_told() -> None:
    case = a_case_at_work()
    draft = upheld(case)
    decision = morning(draft, replace(case, status=Status.CLOSED))
    assert SettleDraft(7, DraftStatus.DROPPED) in decision.effects
    (told,) = [send.order for send in decision.orders()]
    assert told.name is LetterName.COMMAND_RESULT
    assert "afgesloten" in told.values["effects"][0]  # type: ignore[index,operator]


# --- shown in the notice of a new complaint


def test_the_notice_shows_the_questions_and_its_button_sends_exactly_those() -> None:
    mail = a_mail("Wat er op school gebeurde is onaanvaardbaar. Ik dien klacht in.")
    facts = Facts(
        now=NOON, today=TODAY, received_at=NOON, received_on=TODAY,
        mailbox="klachten@schoolbestuur-demerland.example", next_number="K-2026-0001",
    )  # fmt: skip
    decision = decide(MailArrived(mail), facts, a_policy())
    (notice,) = [s.order for s in decision.orders() if s.order.name is LetterName.NEW_COMPLAINT]
    button = notice.values["send_questions"]
    seal = button.command.removeprefix("VRAAG UITLEG ")  # type: ignore[union-attr]
    case = next(effect.case for effect in decision.effects if hasattr(effect, "case"))
    case = replace(
        case,
        deadlines=tuple(e.deadline for e in decision.effects if isinstance(e, Owe)),
    )
    later = known(opening=mail, now=NOON + timedelta(days=1), today=TODAY + timedelta(days=1))
    answer = done(acting(Verb.CLARIFY, case, later, seal=seal))
    (letter,) = letters(answer, LetterName.CLARIFICATION_REQUEST)
    assert letter.values["questions"] == notice.values["proposed_questions"]
    assert letter.held is None, "the notice was its preview"
    assert answer.case is not None
    assert answer.case.status is Status.CLARIFYING
    filled = replace(case, details={Detail.PUPIL: "Wout"})
    changed = done(acting(Verb.CLARIFY, filled, later, seal=seal))
    assert draft_in(changed).approver == "ann", "other questions are shown first"


def test_the_notice_offers_nothing_to_ask_of_whom_we_are_not_sure() -> None:
    mail = a_mail("Ik wil dood, ik kan niet meer.")
    facts = Facts(
        now=NOON, today=TODAY, received_at=NOON, received_on=TODAY,
        mailbox="klachten@schoolbestuur-demerland.example", next_number="K-2026-0001",
    )  # fmt: skip
    decision = decide(MailArrived(mail), facts, a_policy())
    (notice,) = [s.order for s in decision.orders() if s.order.name is LetterName.NEW_COMPLAINT]
    assert notice.values["proposed_questions"] == ()
    assert notice.values["simple"] is None, "what may be serious is never simple"


# --- letters that are asked for


def test_a_note_that_was_meant_for_the_parent_is_shown_as_a_letter() -> None:
    case = a_case_at_work()
    note = Paper(at=NOON, name="staff_command", who=ANN, subject="", text="Beste mevrouw, dank u.")
    facts = known(file=CaseFile(papers=(note,)))
    (letter,) = letters(done(acting(Verb.SHOW_LETTER, case, facts)), LetterName.REPLY)
    assert letter.values["text"] == "Beste mevrouw, dank u."


def test_the_letter_that_waits_is_shown_to_who_asks_and_can_be_answered_by_who_may() -> None:
    case = a_case_at_work()
    draft = waiting(Verb.STATUS, case, text="Bijna klaar.")
    facts = known(drafts=(draft,))
    (mine,) = letters(done(acting(Verb.SHOW_LETTER, case, facts)), LetterName.CASE_SHOWN)
    assert labels(mine)["Verstuur"] == f"JA {draft.seal}"
    (other,) = letters(
        done(acting(Verb.SHOW_LETTER, case, facts, by="carla")), LetterName.CASE_SHOWN
    )
    assert labels(other) == {}
    assert WRITER.write(other).broken is None


def test_where_nothing_waits_the_next_letter_is_shown() -> None:
    answer = done(acting(Verb.SHOW_LETTER, a_case_at_work(), known(opening=a_mail())))
    assert draft_in(answer).letter is LetterName.CLARIFICATION_REQUEST
    answer = done(acting(Verb.SHOW_LETTER, a_case_at_work(Status.REMEDYING), known()))
    assert draft_in(answer).letter is LetterName.STATUS_UPDATE


def test_on_trial_the_letter_goes_to_the_coordinator_and_the_yes_still_stands() -> None:
    case = a_case_at_work()
    trial = a_policy(mode=Mode.TRIAL)
    draft = waiting(Verb.STATUS, case, trial, text="Bijna klaar.")
    answer = done(acting(Verb.YES, case, known(drafts=(draft,)), policy=trial, seal=draft.seal))
    assert on(answer)
    again = morning(draft, case, policy=trial)
    (parents,) = [e.order for e in again.effects if isinstance(e, Send) and e.draft]
    assert (parents.to, parents.trial_for) == (ANN, "ilse.vdb@postvak.example")
