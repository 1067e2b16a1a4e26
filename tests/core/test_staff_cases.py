from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.case import Ack, Anonymous, DeadlineKind, Detail, Outcome, Status, Urgency
from bot.core.decision import Cancel, Note, Owe, Postpone, Save, Settle
from bot.core.happening import SentLetter
from bot.core.instructions import Field, Verb
from bot.core.letter import LetterName
from bot.core.reading import HINTS
from tests.builders import NOON, TODAY, a_case, a_deadline, a_policy
from tests.staff_orders import (
    an_order,
    case_after,
    changes,
    commands,
    decided,
    person,
    reason_of,
    result_of,
    sent,
)

DUTIES = tuple(
    a_deadline(kind, TODAY + timedelta(days=days))
    for kind, days in (
        (DeadlineKind.CLASSIFY, 3),
        (DeadlineKind.ADMISSIBILITY, 5),
        (DeadlineKind.HANDLING, 45),
    )
)
MEASURE = replace(
    a_deadline(DeadlineKind.MEASURE), n=1, owner="bert", what="extra toezicht op de speelplaats"
)
ACK = a_deadline(DeadlineKind.ACK)
YES = an_order(Verb.YES)


def met(decision: object) -> set[DeadlineKind]:
    return {each.kind for each in decision.effects if isinstance(each, Settle)}  # type: ignore[attr-defined]


# --- simple and complex


def test_simple_meets_what_had_to_be_decided_and_brings_the_aim_nearer() -> None:
    decision = decided(an_order(Verb.SIMPLE), case=a_case(deadlines=DUTIES))
    assert met(decision) == {DeadlineKind.CLASSIFY, DeadlineKind.ADMISSIBILITY}
    (moved,) = (each.deadline for each in decision.effects if isinstance(each, Postpone))
    assert moved.due_on == DUTIES[2].due_on
    assert moved.target_on < DUTIES[2].target_on
    assert case_after(decision).admissible is True


def test_complex_tells_the_leadership_of_the_school() -> None:
    decision = decided(an_order(Verb.COMPLEX), case=a_case(deadlines=DUTIES))
    assert [order.to for order in sent(decision, LetterName.NEW_COMPLAINT)] == [
        person("carla").email
    ]
    assert "de directie krijgt de klacht te lezen" in result_of(decision)


def test_a_director_of_whom_the_case_speaks_or_who_read_it_before_is_not_told() -> None:
    about = a_case(not_for=("carla", "dirk"))
    assert sent(decided(an_order(Verb.COMPLEX), case=about), LetterName.NEW_COMPLAINT) == []
    urgent = a_case(urgency=Urgency.HIGH)
    assert sent(decided(an_order(Verb.COMPLEX), case=urgent), LetterName.NEW_COMPLAINT) == []


def test_who_hides_from_others_stays_unnamed_for_the_leadership() -> None:
    case = a_case(anonymous=Anonymous.NAME_WITHHELD)
    (letter,) = sent(decided(an_order(Verb.COMPLEX), case=case), LetterName.NEW_COMPLAINT)
    assert letter.values["name"] == ""


def test_what_is_urgent_is_never_simple() -> None:
    asked = decided(an_order(Verb.SIMPLE), case=a_case(urgency=Urgency.HIGH))
    assert "dringend" in reason_of(asked)
    assert "COMPLEX" in commands(sent(asked)[0])


def test_what_the_bot_only_hints_at_stands_in_nobodys_way() -> None:
    case = a_case(hints=(HINTS["too_old"].nl,))
    assert case_after(decided(an_order(Verb.SIMPLE), case=case)).admissible is True


def test_a_yes_that_nothing_asked_for_is_about_the_letter_that_waits() -> None:
    asked = decided(an_order(Verb.SIMPLE), YES)
    assert "wacht" in reason_of(asked)


def test_what_is_admissible_and_simple_is_both_decided() -> None:
    case = a_case(deadlines=DUTIES)
    decision = decided(an_order(Verb.ADMISSIBLE), an_order(Verb.SIMPLE), case=case)
    assert case_after(decision).status is Status.HANDLING
    assert met(decision) == {DeadlineKind.CLASSIFY, DeadlineKind.ADMISSIBILITY}


# --- notes


def test_a_note_is_kept_and_changes_nothing() -> None:
    decision = decided(an_order(Verb.NOTE, "De juf was ziek."))
    assert Note("note", "by ann", "K-2026-0001") in decision.effects
    assert not changes(decision)
    assert "de melder ziet die niet" in result_of(decision)


@pytest.mark.parametrize("text", ["gebeld", "Gebeld met mama", "met de post", "called the mother"])
def test_a_note_that_the_complainant_knows_stands_for_the_acknowledgment(text: str) -> None:
    waiting = SentLetter(
        id=3, name=LetterName.ACKNOWLEDGMENT, to="x@y.example", case_number="K-2026-0001",
        message_id="<a@b.example>",
    )  # fmt: skip
    case = a_case(ack=Ack.FAILED, deadlines=(ACK,))
    decision = decided(an_order(Verb.NOTE, text), case=case, waiting_acks=(waiting,))
    assert case_after(decision).ack is Ack.WAIVED
    assert Cancel(3) in decision.effects
    assert met(decision) == {DeadlineKind.ACK}
    assert "gaat niet meer" in result_of(decision)


def test_a_call_after_the_acknowledgment_is_only_a_note() -> None:
    done = replace(ACK, met_at=NOON)
    case = a_case(ack=Ack.SENT, deadlines=(done,))
    assert not changes(decided(an_order(Verb.NOTE, "gebeld"), case=case))


def test_an_empty_note_is_asked_for() -> None:
    assert "leeg" in reason_of(decided(an_order(Verb.NOTE)))


# --- the clock


def test_the_clock_stops_with_a_reason_and_runs_again() -> None:
    case = a_case(status=Status.HANDLING, deadlines=DUTIES)
    assert "reden" in reason_of(decided(an_order(Verb.STOP_CLOCK), case=case))
    stopped = case_after(decided(an_order(Verb.STOP_CLOCK, "examens"), case=case))
    assert (stopped.status, stopped.stopped_on) == (Status.CLARIFYING, TODAY)
    resumed = case_after(
        decided(an_order(Verb.START_CLOCK), case=replace(stopped, deadlines=DUTIES))
    )
    assert (resumed.status, resumed.stopped_on) == (Status.HANDLING, None)


def test_where_no_clock_stops_it_is_told() -> None:
    policy = a_policy()
    terms = replace(policy.terms, clarify_pauses_clock=False)
    case = a_case(status=Status.HANDLING)
    order = an_order(Verb.STOP_CLOCK, "examens")
    assert "loopt de termijn door" in reason_of(
        decided(order, case=case, policy=a_policy(terms=terms))
    )


# --- measures


def test_a_measure_is_owed_by_its_owner_on_its_day() -> None:
    on = TODAY + timedelta(days=30)
    order = an_order(Verb.MEASURE, "extra toezicht", whom="Bert", on=on)
    decision = decided(order, case=a_case(status=Status.ANSWERED, outcome=Outcome.UPHELD))
    (owed,) = (each.deadline for each in decision.effects if isinstance(each, Owe))
    assert (owed.owner, owed.n, owed.due_on, owed.what) == ("bert", 1, on, "extra toezicht")
    assert case_after(decision).status is Status.REMEDYING
    assert "maatregel 1 staat genoteerd: extra toezicht (Bert Claes" in result_of(decision)


@pytest.mark.parametrize(
    ("order", "asked"),
    [
        (an_order(Verb.MEASURE), "Welke maatregel"),
        (an_order(Verb.MEASURE, "toezicht", on=TODAY), "na vandaag"),
        (an_order(Verb.MEASURE, "toezicht", whom="Jef"), "Niemand heet"),
    ],
)
def test_a_measure_that_is_not_clear_is_asked_back(order: object, asked: str) -> None:
    assert asked in reason_of(decided(order, case=a_case(status=Status.HANDLING)))  # type: ignore[arg-type]


def test_of_several_measures_the_one_that_is_done_is_chosen() -> None:
    case = a_case(status=Status.REMEDYING, deadlines=(MEASURE, replace(MEASURE, n=2)))
    asked = decided(an_order(Verb.DONE), case=case)
    assert "Welke maatregel is klaar?" in reason_of(asked)
    assert commands(sent(asked)[0])[:2] == ["KLAAR 1", "KLAAR 2"]
    done = decided(an_order(Verb.DONE, n=2), case=case)
    (kept,) = (each for each in done.effects if isinstance(each, Settle))
    assert (kept.kind, kept.n) == (DeadlineKind.MEASURE, 2)


def test_after_the_last_measure_the_letter_that_says_so_is_shown() -> None:
    case = a_case(status=Status.REMEDYING, outcome=Outcome.UPHELD, deadlines=(MEASURE,))
    decision = decided(an_order(Verb.DONE), case=case)
    assert "alle maatregelen zijn uitgevoerd" in result_of(decision)
    assert sent(decision, LetterName.PREVIEW, to="ann")
    (held,) = sent(decision, LetterName.MEASURES_DONE)
    assert held.held is not None


def test_who_cannot_be_written_to_is_not_and_the_case_goes_on() -> None:
    case = a_case(
        status=Status.REMEDYING, outcome=Outcome.UPHELD, deadlines=(MEASURE,), complainant=None
    )
    assert case_after(decided(an_order(Verb.DONE, n=1), case=case)).status is Status.ANSWERED


def test_a_duty_is_done_by_its_name() -> None:
    case = a_case(deadlines=(a_deadline(DeadlineKind.DOSSIER_REQUEST),))
    assert met(decided(an_order(Verb.DONE, "dossier"), case=case)) == {DeadlineKind.DOSSIER_REQUEST}


# --- the end


def test_a_case_closes_once_it_is_answered_and_says_what_is_still_empty() -> None:
    case = a_case(status=Status.ANSWERED, outcome=Outcome.UPHELD, topic="pesten")
    decision = decided(an_order(Verb.CLOSE), case=case)
    after = case_after(decision)
    assert (after.status, after.closed_on) == (Status.CLOSED, TODAY)
    assert "nog leeg voor het jaarverslag: leerling, relatie" in result_of(decision)
    known = replace(case, details={Detail.PUPIL: "Noor", Detail.RELATION: "mama"})
    assert "nog leeg" not in result_of(decided(an_order(Verb.CLOSE), case=known))


def test_a_case_does_not_close_while_a_measure_is_open() -> None:
    case = a_case(status=Status.REMEDYING, deadlines=(MEASURE,))
    asked = decided(an_order(Verb.CLOSE), case=case)
    assert "extra toezicht" in reason_of(asked)
    assert "KLAAR 1" in commands(sent(asked)[0])


def test_a_case_does_not_close_before_its_complainant_has_an_answer() -> None:
    asked = decided(an_order(Verb.CLOSE, "klaar"), case=a_case(status=Status.HANDLING))
    assert "nog geen antwoord" in reason_of(asked)


def test_a_nameless_complaint_closes_with_what_was_done_about_it() -> None:
    case = a_case(status=Status.HANDLING, anonymous=Anonymous.FULL)
    assert "Wat is er met deze melding gedaan?" in reason_of(
        decided(an_order(Verb.CLOSE), case=case)
    )
    after = case_after(decided(an_order(Verb.CLOSE, "Besproken met het team."), case=case))
    assert (after.status, after.outcome) == (Status.CLOSED, Outcome.SIGNAL_HANDLED)
    assert after.details[Detail.SUMMARY] == "Besproken met het team."


def test_who_is_not_satisfied_is_not_closed_without_a_reason() -> None:
    case = a_case(status=Status.DISSATISFIED, outcome=Outcome.NOT_UPHELD)
    assert "Waarom" in reason_of(decided(an_order(Verb.CLOSE), case=case))
    order = an_order(Verb.CLOSE, fields={Field.REASON: "Alles is besproken."})
    assert case_after(decided(order, case=case)).details[Detail.REASON] == "Alles is besproken."


def test_who_is_not_satisfied_is_owed_a_reaction() -> None:
    case = a_case(status=Status.CLOSED, outcome=Outcome.NOT_UPHELD, closed_on=TODAY)
    decision = decided(an_order(Verb.DISSATISFIED), case=case)
    assert case_after(decision).status is Status.DISSATISFIED
    owed = {each.deadline.kind for each in decision.effects if isinstance(each, Owe)}
    assert DeadlineKind.DISSATISFIED_REPLY in owed


def test_more_choices_are_all_that_can_be_done_now() -> None:
    asked = decided(an_order(Verb.MORE))
    assert "kan nu met K-2026-0001" in reason_of(asked)
    offered = commands(sent(asked)[0])
    assert len(offered) > 6
    assert not any(isinstance(each, Save) for each in asked.effects)
