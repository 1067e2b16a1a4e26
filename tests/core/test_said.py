from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.core.absence import Absence
from bot.core.case import Ack, Case, DeadlineKind, Status, Urgency
from bot.core.decide import decide
from bot.core.decision import (
    Away,
    Back,
    Cancel,
    Decision,
    Effect,
    Owe,
    Postpone,
    Reach,
    Save,
    Settle,
)
from bot.core.duties.owed import owed_at_intake, owed_from
from bot.core.duties.said import NotPossible
from bot.core.facts import Facts
from bot.core.happening import PersonDecided, PersonsWord, SentLetter
from bot.core.letter import LetterName
from bot.core.policy import Policy
from tests.builders import a_case, a_policy
from tests.english import dutch_in

SCHOOL = a_policy()
RECEIVED, TODAY = date(2026, 11, 24), date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
K, W = DeadlineKind, PersonsWord


def new(**changes: Any) -> Case:
    """A case as it is opened, with all that it owes."""
    owed = owed_at_intake(RECEIVED, SCHOOL.duties, SCHOOL.calendar, SCHOOL.vacation)
    return a_case(**{"deadlines": owed, "ack": Ack.SENT, **changes})


def say(
    what: PersonsWord,
    case: Case | None = None,
    today: date = TODAY,
    policy: Policy = SCHOOL,
    **words: Any,
) -> Decision:
    now = NOW.replace(year=today.year, month=today.month, day=today.day)
    facts = Facts(now=now, today=today, case=case)
    return decide(PersonDecided(what=what, **({"by": "ann"} | words)), facts, policy)


def of(kind: type[Any], decision: Decision) -> list[Any]:
    return [effect for effect in decision.effects if isinstance(effect, kind)]


def refused(what: PersonsWord, case: Case | None = None, **words: Any) -> str:
    with pytest.raises(NotPossible) as why:
        say(what, case, **words)
    # Whatever is said to whoever reads Dutch is said in English too.
    assert dutch_in(why.value.why.en) == []
    assert "{" not in f"{why.value}{why.value.why.en}"
    return str(why.value)


# --- met --------------------------------------------------------------------------------------


def test_a_duty_is_met_with_its_proof_under_the_name_of_who_said_it() -> None:
    decision = say(W.DUTY_MET, new(), duty=K.ADMISSIBILITY, how="brief gestuurd")
    (met,) = of(Settle, decision)
    assert (met.kind, met.at, met.start_on) == (K.ADMISSIBILITY, NOW, RECEIVED)
    assert met.proof == "duty_met by ann: brief gestuurd"
    assert decision.event == "duty_met"


def test_a_duty_is_not_met_without_saying_how() -> None:
    assert "bewijs" in refused(W.DUTY_MET, new(), duty=K.CLASSIFY, how=" ")
    assert "welke termijn" in refused(W.DUTY_MET, new(), how="gedaan")


def test_a_duty_that_is_not_owed_cannot_be_met_and_what_is_owed_is_told() -> None:
    why = refused(W.DUTY_MET, new(), duty=K.TALK_MINUTES, how="gedaan")
    assert "verslag van het gesprek" in why
    assert "kies eenvoudig of complex" in why


def test_how_a_complainant_was_acknowledged_is_said_in_its_own_way() -> None:
    assert "gehoor waive" in refused(W.DUTY_MET, new(), duty=K.ACK, how="gebeld")


def test_the_answer_opens_the_time_to_disagree_and_the_question_how_it_went() -> None:
    decision = say(W.DUTY_MET, new(), duty=K.HANDLING, how="brief van 26 november")
    owed = {each.deadline.kind: each.deadline for each in of(Owe, decision)}
    assert set(owed) == {K.REVIEW, K.SATISFACTION}
    assert owed[K.REVIEW].rule == "30cd"
    # The bot acts on both by itself, on or after their day.
    assert all(duty.next_on and duty.next_on >= duty.due_on for duty in owed.values())


def test_nobody_in_danger_is_asked_how_it_went() -> None:
    case = new(urgency=Urgency.CRITICAL)
    decision = say(W.DUTY_MET, case, duty=K.HANDLING, how="brief")
    assert [each.deadline.kind for each in of(Owe, decision)] == [K.REVIEW]


def test_the_answer_ends_all_that_only_leads_to_it() -> None:
    decision = say(W.DUTY_MET, new(), duty=K.HANDLING, how="brief van 26 november")
    assert {met.kind for met in of(Settle, decision)} == {
        K.HANDLING,
        K.CLASSIFY,
        K.ADMISSIBILITY,
        K.STATUS,
        K.ACK,
    }


@pytest.mark.parametrize("ack", [Ack.HELD, Ack.FAILED, Ack.QUEUED])
def test_with_the_answer_an_acknowledgment_that_nobody_gave_is_owed_no_more(ack: Ack) -> None:
    waiting = SentLetter(
        id=7, name=LetterName.ACKNOWLEDGMENT, to="x@y.example", case_number=None, message_id="<x>"
    )
    stopped = new(ack=ack, status=Status.CLARIFYING, stopped_on=RECEIVED)
    facts = Facts(now=NOW, today=TODAY, case=stopped, waiting_acks=(waiting,))
    word = PersonDecided(what=W.DUTY_MET, by="ann", duty=K.HANDLING, how="brief")
    decision = decide(word, facts, SCHOOL)
    (saved,) = of(Save, decision)
    assert (saved.case.ack, saved.case.stopped_on) == (Ack.WAIVED, None)
    assert of(Cancel, decision) == [Cancel(7)]
    (met,) = [each for each in of(Settle, decision) if each.kind is K.ACK]
    assert met.proof == "answered: duty_met by ann: brief"


@pytest.mark.parametrize("ack", [Ack.TRIAL, Ack.SENT, Ack.NONE])
def test_what_became_of_an_acknowledgment_is_not_told_otherwise_by_the_answer(ack: Ack) -> None:
    decision = say(W.DUTY_MET, new(ack=ack), duty=K.HANDLING, how="brief")
    assert of(Save, decision) == []
    met_before = tuple(
        replace(one, met_at=NOW) if one.kind is K.ACK else one for one in new().deadlines
    )
    again = say(W.DUTY_MET, new(ack=ack, deadlines=met_before), duty=K.HANDLING, how="brief")
    assert K.ACK not in {each.kind for each in of(Settle, again)}


def test_an_answer_given_while_the_clock_stands_still_lets_it_run() -> None:
    case = new(status=Status.CLARIFYING, stopped_on=RECEIVED)
    decision = say(W.DUTY_MET, case, duty=K.HANDLING, how="brief")
    (saved,) = of(Save, decision)
    assert saved.case.stopped_on is None
    assert of(Postpone, decision) == []


def test_once_a_complainant_was_told_how_it_stands_the_next_time_starts() -> None:
    decision = say(W.DUTY_MET, new(), duty=K.STATUS, how="gebeld")
    (next_time,) = of(Owe, decision)
    assert next_time.deadline.start_on == date(2026, 12, 8)


def test_of_several_measures_it_must_be_said_which_is_done() -> None:
    case = new()
    for what in ("een gesprek", "een nieuwe stoel"):
        (owed,) = of(Owe, say(W.MEASURE_PROMISED, case, how=what, whom="carla"))
        case = replace(case, deadlines=(*case.deadlines, owed.deadline))
    assert "1, 2" in refused(W.DUTY_MET, case, duty=K.MEASURE, how="gedaan")
    (met,) = of(Settle, say(W.DUTY_MET, case, duty=K.MEASURE, how="gedaan", n=2))
    assert met.n == 2
    assert "geen open termijn" in refused(W.DUTY_MET, case, duty=K.MEASURE, how="gedaan", n=3)


# --- moved ------------------------------------------------------------------------------------


def test_the_answer_gets_more_time_with_a_reason() -> None:
    (moved,) = of(Postpone, say(W.TERM_EXTENDED, new(), how="het onderzoek loopt nog"))
    assert moved.deadline.due_on == date(2027, 2, 7)
    assert moved.deadline.moved[-1].reason == "het onderzoek loopt nog"


def test_more_time_that_cannot_be_had_is_refused_in_words() -> None:
    assert "verstreken" in refused(W.TERM_EXTENDED, new(), how="ziek", today=date(2027, 1, 9))
    assert "reden" in refused(W.TERM_EXTENDED, new())
    stopped = new(status=Status.CLARIFYING, stopped_on=RECEIVED)
    assert "wacht op uitleg" in refused(W.TERM_EXTENDED, stopped, how="ziek")


def test_the_clock_stands_still_from_the_day_of_the_question() -> None:
    decision = say(W.CLOCK_STOPPED, new(), how="gevraagd welke klas")
    (saved,) = of(Save, decision)
    assert (saved.case.status, saved.case.stopped_on) == (Status.CLARIFYING, TODAY)
    (owed,) = of(Owe, decision)
    assert (owed.deadline.kind, owed.deadline.due_on) == (K.CLARIFY_REPLY, date(2026, 12, 10))
    assert {each.deadline.kind: each.next_on for each in of(Reach, decision)} == {
        K.CLASSIFY: None,
        K.ADMISSIBILITY: None,
        K.HANDLING: None,
    }


def stopped() -> Case:
    """A case in which something was asked on 26 November."""
    case = new()
    effects: tuple[Effect, ...] = say(W.CLOCK_STOPPED, case).effects
    (saved,) = [effect.case for effect in effects if isinstance(effect, Save)]
    (owed,) = [effect.deadline for effect in effects if isinstance(effect, Owe)]
    return replace(saved, deadlines=(*case.deadlines, owed))


def test_the_clock_runs_again_and_each_day_is_later() -> None:
    decision = say(W.CLOCK_RUNS, stopped(), today=date(2026, 12, 2), how="moeder belde")
    (saved,) = of(Save, decision)
    assert (saved.case.status, saved.case.stopped_on) == (Status.INTAKE, None)
    assert {each.deadline.kind: each.deadline.due_on for each in of(Postpone, decision)} == {
        K.CLASSIFY: date(2026, 12, 3),
        K.ADMISSIBILITY: date(2026, 12, 10),
        K.HANDLING: date(2027, 1, 14),
    }
    (met,) = of(Settle, decision)
    assert (met.kind, met.proof) == (K.CLARIFY_REPLY, "clock_runs by ann: moeder belde")


def test_saying_that_the_complainant_answered_lets_the_clock_run_too() -> None:
    decision = say(
        W.DUTY_MET, stopped(), today=date(2026, 12, 2), duty=K.CLARIFY_REPLY, how="gebeld"
    )
    assert len(of(Postpone, decision)) == 3


def test_a_clock_that_ran_for_no_day_moves_nothing_but_reminds_again() -> None:
    decision = say(W.CLOCK_RUNS, stopped())
    assert of(Postpone, decision) == []
    assert all(each.next_on is not None for each in of(Reach, decision))


def test_where_the_term_runs_on_the_clock_cannot_be_stopped() -> None:
    runs_on = replace(SCHOOL, terms=replace(SCHOOL.terms, clarify_pauses_clock=False))
    assert "loopt de termijn door" in refused(W.CLOCK_STOPPED, new(), policy=runs_on)


def test_a_clock_is_stopped_once_and_started_once() -> None:
    assert "wacht op uitleg" in refused(W.CLOCK_STOPPED, stopped())
    assert "loopt al" in refused(W.CLOCK_RUNS, new())
    assert "is afgesloten" in refused(W.CLOCK_STOPPED, new(status=Status.CLOSED))


# --- promised ---------------------------------------------------------------------------------


def test_a_promised_measure_has_an_owner_and_a_day_and_counts_up() -> None:
    decision = say(
        W.MEASURE_PROMISED, new(), how="een gesprek", whom="juf-katrien", on=date(2026, 12, 11)
    )
    (owed,) = of(Owe, decision)
    measure = owed.deadline
    assert (measure.kind, measure.n, measure.owner) == (K.MEASURE, 1, "juf-katrien")
    assert (measure.what, measure.due_on) == ("een gesprek", date(2026, 12, 11))
    assert measure.next_on == date(2026, 12, 4)  # fifteen days: five working days before


def test_a_measure_without_a_day_has_the_agreed_term_and_its_handler() -> None:
    (owed,) = of(Owe, say(W.MEASURE_PROMISED, new(), how="een gesprek"))
    assert (owed.deadline.rule, owed.deadline.owner) == ("20sd", "ann")


def test_a_measure_needs_words_an_owner_who_is_here_and_a_day_ahead() -> None:
    assert "welke maatregel" in refused(W.MEASURE_PROMISED, new())
    assert "'jan'" in refused(W.MEASURE_PROMISED, new(), how="een gesprek", whom="jan")
    about = new(not_for=("carla",))
    assert "gaat over Carla" in refused(W.MEASURE_PROMISED, about, how="gesprek", whom="carla")
    assert "latere dag" in refused(W.MEASURE_PROMISED, new(), how="een gesprek", on=TODAY)


# --- who, and how serious ---------------------------------------------------------------------


def test_a_case_is_taken_or_given_to_another() -> None:
    assert of(Save, say(W.CASE_TAKEN, new(), by="carla"))[0].case.handler == "carla"
    assert of(Save, say(W.CASE_TAKEN, new(), whom="bert"))[0].case.handler == "bert"


def test_a_case_is_never_taken_by_whom_it_is_about() -> None:
    about = new(not_for=("bert",))
    assert "gaat over Bert" in refused(W.CASE_TAKEN, about, whom="bert")
    assert "gaat over jou" in refused(W.CASE_TAKEN, about, by="bert")
    assert "'jan'" in refused(W.CASE_TAKEN, new(), whom="jan")


def test_a_simple_complaint_is_in_treatment_and_aimed_at_sooner() -> None:
    decision = say(W.SIMPLE, new(), by="bert")
    (saved,) = of(Save, decision)
    case = saved.case
    assert (case.simple, case.admissible, case.status) == (True, True, Status.HANDLING)
    assert case.handler == "bert"
    assert {met.kind: met.proof for met in of(Settle, decision)} == {
        K.CLASSIFY: "simple by bert",
        K.ADMISSIBILITY: "simple by bert",
    }
    (moved,) = of(Postpone, decision)
    assert (moved.deadline.target_on, moved.deadline.due_on) == (
        date(2026, 12, 8),
        date(2027, 1, 8),
    )


def test_a_complex_complaint_keeps_its_day() -> None:
    decision = say(W.COMPLEX, new())
    assert of(Save, decision)[0].case.simple is False
    assert of(Postpone, decision) == []


@pytest.mark.parametrize("urgency", [Urgency.HIGH, Urgency.CRITICAL])
def test_what_may_be_serious_is_never_simple(urgency: Urgency) -> None:
    assert "dringend" in refused(W.SIMPLE, new(urgency=urgency))


# --- being away -------------------------------------------------------------------------------


def test_who_goes_away_says_till_when_and_who_stands_in() -> None:
    decision = say(W.AWAY, on=date(2026, 12, 4), whom="carla")
    assert of(Away, decision) == [
        Away(
            Absence(person="ann", first=TODAY, last=date(2026, 12, 4), deputy="carla"),
        )
    ]
    assert of(Back, say(W.BACK)) == [Back("ann")]


def test_being_away_needs_a_day_ahead_and_another_person() -> None:
    assert "tot en met welke dag" in refused(W.AWAY)
    assert "voorbij" in refused(W.AWAY, on=date(2026, 11, 25))
    assert "'jan'" in refused(W.AWAY, on=date(2026, 12, 4), whom="jan")
    assert "zichzelf" in refused(W.AWAY, on=date(2026, 12, 4), whom="ann")
    assert "'jan'" in refused(W.BACK, by="jan")


@pytest.mark.parametrize("word", [each for each in W if not each.value.startswith(("a", "b"))])
def test_a_case_that_went_into_another_can_no_longer_be_spoken_of(word: PersonsWord) -> None:
    assert "ander dossier" in refused(word, new(status=Status.MERGED), how="x")


def test_what_is_owed_from_an_agreement_is_the_same_whoever_asks() -> None:
    duty = owed_from(RECEIVED, SCHOOL.duties[K.CLASSIFY], SCHOOL.calendar, SCHOOL.vacation)
    assert duty in new().deadlines
