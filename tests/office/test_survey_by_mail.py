"""The question for satisfaction, from the answer to the thanks, in the real house."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.core.calendar import local_date
from bot.core.case import Anonymous, Case, DeadlineKind, Status, Urgency
from bot.core.decision import Owe, Save
from bot.core.duties.owed import owed_by
from bot.core.facts import Facts
from bot.core.procedure import Step, move_for
from bot.core.step import take
from bot.post.smtp.envelope import Refused
from bot.store.ledger import About
from tests.builders import paperwork
from tests.offices import ANN, CARLA, ELS, OTHER, PARENT, NewOffice, Office

ASKED_ON = date(2026, 12, 8)  # fourteen days after the answer of 24 November
P18, P19, P20, P21, S03 = (
    "survey",
    "survey_reminder",
    "survey_thanks",
    "closed_case_reply",
    "parent_replied",
)


def steps(office: Office, step: Step, number: str = "K-2026-0001", **changes: Any) -> None:
    """A person takes a step of the procedure, with all that follows from it."""
    now = office.clock.at
    with office.bot.ledger.open_page() as page:
        found = page.look.case(number)
        assert found is not None
        case: Case = replace(found, **changes)
        move = move_for(step, case.status)
        assert move is not None
        facts = Facts(now=now, today=local_date(now, office.policy.zone))
        _, effects = take(move, case, facts, office.policy, by="ann", proof="by ann")
        page.record(paperwork(Save(case), *effects), at=now, about=About())


@pytest.fixture
def answered(office: Office) -> Office:
    """A complaint of Tuesday 24 November that was answered the same day."""
    return with_answer(office)


def with_answer(office: Office, **changes: Any) -> Office:
    office.write(subject="De bus")
    office.round()
    steps(office, Step.UPHOLD, **{"status": Status.HANDLING, **changes})
    office.forget_letters()
    return office


def asked(office: Office) -> Office:
    office.morning(ASKED_ON)
    return office


def on(office: Office, *days: str) -> None:
    """The bot is looked after on these mornings."""
    for day in days:
        office.morning(date.fromisoformat(day))


# The reminder, the last day, and the working days after it.
REST_OF_IT = ("2026-12-18", "2027-01-07", "2027-01-08", "2027-01-11")


def proof(office: Office, kind: DeadlineKind) -> str:
    """What met the only duty of this kind."""
    with office.bot.ledger.glance() as look:
        case = look.case("K-2026-0001")
    assert case is not None
    (duty,) = (each for each in case.deadlines if each.kind is kind)
    assert duty.met_at is not None
    return duty.proof or ""


def reply(office: Office, text: str, to: str = P18, **mail: Any) -> None:
    """The parent answers our letter of this name."""
    ours = office.letters(to)[-1]
    headers = (f"In-Reply-To: {ours.message_id}",)
    office.write(text, **({"subject": f"Re: {ours.subject}", "headers": headers} | mail))
    office.round(minutes=10)


def survey(office: Office) -> dict[str, Any]:
    found: dict[str, Any] = office.case()["survey"]
    return found


def duties(office: Office, kind: str) -> list[dict[str, Any]]:
    return [duty for duty in office.case()["deadlines"] if duty["kind"] == kind]


# --- asked ------------------------------------------------------------------------------------


def test_the_complainant_is_asked_on_the_agreed_day_in_office_hours(answered: Office) -> None:
    on(answered, "2026-12-07")
    answered.morning(ASKED_ON, time(7, 45))
    assert answered.letters(P18) == []
    answered.morning(ASKED_ON, time(8, 15), time(12), time(17))
    letter = answered.letter(P18)
    assert (letter.to, letter.on) == (PARENT, "2026-12-08")
    assert "Op dinsdag 24 november 2026 gaven we u ons antwoord" in " ".join(letter.text.split())
    assert "Uw antwoord komt bij Ann Peeters." in " ".join(letter.text.split())
    assert letter.mail["Auto-Submitted"] == "auto-generated"
    assert letter.mail["In-Reply-To"] == "<1@postvak.example>"
    assert survey(answered)["status"] == "sent"
    (waits,) = duties(answered, "survey_reply")
    assert (waits["due_on"], waits["met_at"]) == ("2027-01-07", None)
    assert proof(answered, DeadlineKind.SATISFACTION) == "asked"


def test_a_day_in_a_vacation_is_the_second_school_day_after_it(office: Office) -> None:
    office.clock.at = datetime(2026, 12, 10, 11, tzinfo=UTC)
    with_answer(office)
    # The day is the twenty-fourth; school begins on Monday 4 January.
    on(office, "2026-12-24", "2026-12-28", "2027-01-04")
    assert office.letters(P18) == []
    office.morning(date(2027, 1, 5))
    assert office.letter(P18).on == "2027-01-05"


def test_a_bot_that_was_away_on_the_day_does_not_ask_within_a_vacation(office: Office) -> None:
    office.clock.at = datetime(2026, 12, 4, 11, tzinfo=UTC)
    with_answer(office)
    on(office, "2026-12-21")
    kept = len(office.log())
    office.rounds_every(30, hours=4)
    on(office, "2026-12-22", "2026-12-23")
    assert office.letters(P18) == []
    # Looked at again on a school day, and not at every bell.
    assert len(office.log()) - kept < 30
    on(office, "2027-01-04", "2027-01-05")
    assert len(office.letters(P18)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"urgency": Urgency.CRITICAL},
        {"anonymous": Anonymous.FULL},
        {"complainant": None, "parties": ()},
        {"status": Status.MEDIATION},
        {"status": Status.EXTERNAL},
        {"status": Status.HANDLING},
    ],
    ids=["danger", "nameless", "no address", "mediation", "outside", "treated again"],
)
def test_some_are_never_asked(answered: Office, changes: dict[str, Any]) -> None:
    answered.change(**changes)
    asked(answered)
    on(answered, "2026-12-09")
    assert answered.outbox(P18) == []
    assert survey(answered)["status"] == "none"
    assert proof(answered, DeadlineKind.SATISFACTION).startswith("not asked: ")


def test_who_did_not_get_our_letters_is_not_asked(office: Office) -> None:
    office.postman.plan(PARENT, Refused(550, "5.1.1 no such mailbox"))
    with_answer(office)
    asked(office)
    assert office.outbox(P18) == []
    assert proof(office, DeadlineKind.SATISFACTION).endswith("reaches the complainant")


def test_a_question_that_comes_back_is_not_asked_again(answered: Office) -> None:
    answered.postman.plan(PARENT, Refused(550, "5.1.1 no such mailbox"))
    asked(answered)
    on(answered, *REST_OF_IT)
    assert answered.letters(P19) == []
    assert survey(answered)["status"] == "expired"


def test_a_school_may_switch_it_off(new_office: NewOffice) -> None:
    office = with_answer(new_office())
    office.restart(("procedure.toml", "[privacy]", "[survey]\nenabled = false\n\n[privacy]"))
    asked(office)
    assert office.outbox(P18) == []


def test_nobody_is_asked_twice_in_the_life_of_a_case(answered: Office) -> None:
    asked(answered)
    reply(answered, "4")
    steps(answered, Step.DISSATISFY)
    steps(answered, Step.LOOK_AGAIN)
    steps(answered, Step.UPHOLD)
    on(answered, "2026-12-22", "2026-12-23", "2027-01-05", "2027-01-06")
    assert len(answered.letters(P18)) == 1


def test_solved_in_an_answer_to_the_question_is_no_withdrawal(answered: Office) -> None:
    asked(answered)
    reply(answered, "4 5 4 5\n\nHet is opgelost. Dat er eerst gebeld wordt, helpt echt.")
    (told,) = answered.letters(S03)
    assert "intrekking" not in told.text
    assert "INGETROKKEN" not in told.text
    assert survey(answered)["status"] == "answered"
    assert not duties(answered, "closed_reply")


# --- asked once more --------------------------------------------------------------------------


def test_who_does_not_answer_is_asked_once_more_and_then_left_alone(answered: Office) -> None:
    asked(answered)
    on(answered, *REST_OF_IT)
    (again,) = answered.letters(P19)
    assert (again.to, again.on) == (PARENT, "2026-12-18")  # ten days later
    assert "Op dinsdag 8 december 2026 vroegen we" in " ".join(again.text.split())
    assert survey(answered)["status"] == "expired"
    (settled,) = duties(answered, "survey_reply")
    assert settled["met_at"] is not None


def test_who_answers_late_is_heard_too(answered: Office) -> None:
    asked(answered)
    on(answered, *REST_OF_IT)
    reply(answered, "4 4 4 4", to=P19)
    assert survey(answered) == {"status": "answered", "scores": [4, 4, 4, 4]}


# --- answered ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        ("4", [None, None, None, 4]),
        ("4 5 3 4", [4, 5, 3, 4]),
        ("alles 5", [5, 5, 5, 5]),
        ("⭐⭐⭐⭐", [None, None, None, 4]),
    ],
)
def test_a_plain_reply_is_kept_thanked_for_and_bothers_nobody(
    answered: Office, text: str, scores: list[int | None]
) -> None:
    asked(answered)
    reply(answered, text)
    assert survey(answered) == {"status": "answered", "scores": scores}
    thanks = answered.letter(P20)
    assert thanks.to == PARENT
    assert "Het helpt ons" in thanks.text
    assert thanks.mail["Auto-Submitted"] == "auto-replied"
    assert answered.letters(S03) == []
    assert answered.case()["status"] == "answered"
    assert duties(answered, "survey_reply")[0]["met_at"] is not None


def test_a_tap_opens_a_new_mail_that_says_only_the_score(answered: Office) -> None:
    asked(answered)
    answered.write("4", subject="[K-2026-0001] Hoe gaat het nu?")
    answered.round(minutes=10)
    assert survey(answered)["scores"] == [None, None, None, 4]
    assert len(answered.letters(P20)) == 1


def test_a_closed_case_thanks_as_well_and_says_nothing_of_being_closed(answered: Office) -> None:
    asked(answered)
    steps(answered, Step.CLOSE)
    reply(answered, "5")
    assert len(answered.letters(P20)) == 1
    assert answered.letters(P21) == []
    assert duties(answered, "closed_reply") == []
    assert answered.case()["status"] == "closed"


def test_a_low_score_reaches_handler_and_director_the_same_day(answered: Office) -> None:
    asked(answered)
    reply(answered, "2, niemand luisterde naar ons")
    assert {letter.to for letter in answered.letters(S03)} == {ANN, CARLA}
    for letter in answered.letters(S03):
        assert "de melder is niet tevreden" in " ".join(letter.text.split())
        assert "niemand luisterde naar ons" in letter.text
    thanks = " ".join(answered.letter(P20).text.split())
    (owed,) = duties(answered, "dissatisfied_reply")
    assert owed["due_on"] == "2026-12-11"
    assert "Ann Peeters leest wat u schreef" in thanks
    assert "uiterlijk op vrijdag 11 december 2026" in thanks
    # A score decides nothing.
    assert answered.case()["status"] == "answered"
    assert answered.case()["details"]["survey_words"] == "niemand luisterde naar ons"


def test_a_problem_that_is_still_there_counts_as_low(answered: Office) -> None:
    asked(answered)
    reply(answered, "4. Maar het is nog niet opgelost.")
    assert {letter.to for letter in answered.letters(S03)} == {ANN, CARLA}
    assert "het voor u beter kon" in answered.letter(P20).text


def test_a_director_of_whom_the_case_speaks_hears_nothing_of_a_low_score(office: Office) -> None:
    asked(with_answer(office, not_for=("carla",)))
    reply(office, "1")
    assert {letter.to for letter in office.letters(S03)} == {ANN, ELS}
    assert office.letters(S03, to=CARLA) == []


def test_words_without_a_score_are_for_a_person(answered: Office) -> None:
    asked(answered)
    steps(answered, Step.CLOSE)
    reply(answered, "Het gaat weer goed met haar.")
    assert answered.letters(P20) == []
    assert len(answered.letters(P21)) == 1
    assert "Het gaat weer goed met haar." in answered.letter(S03).text
    assert survey(answered) == {"status": "answered", "scores": []}
    on(answered, *REST_OF_IT)
    assert answered.letters(P19) == []


def test_danger_in_an_answer_is_never_thanked_for(answered: Office) -> None:
    asked(answered)
    reply(answered, "1. Mijn dochter wil niet meer leven.")
    assert answered.letters(P20) == []
    assert answered.letters("safety_alert") != []


@pytest.mark.parametrize(
    "mail",
    [
        {"sender": OTHER},
        {"headers": ("Auto-Submitted: auto-replied",)},
        {"headers": ("Precedence: bulk",)},
        {"subject": "Iets anders"},
    ],
    ids=["stranger", "machine", "bulk", "no case"],
)
def test_what_is_not_the_complainants_answer_counts_for_nothing(
    answered: Office, mail: dict[str, Any]
) -> None:
    asked(answered)
    answered.write("4", **({"subject": "Re: [K-2026-0001] Hoe gaat het nu?"} | mail))
    answered.round(minutes=10)
    assert survey(answered) == {"status": "sent", "scores": []}
    assert answered.letters(P20) == []


def test_another_party_answers_for_itself_only(answered: Office) -> None:
    answered.change(parties=(PARENT, OTHER))
    asked(answered)
    reply(answered, "1", sender=OTHER)
    assert survey(answered)["status"] == "sent"


def test_a_number_in_another_mail_is_no_score(answered: Office) -> None:
    asked(answered)
    answered.write(
        "Ik heb nog een vraag: om 4 uur was er niemand.", subject="Re: [K-2026-0001] De bus"
    )
    answered.round(minutes=10)
    assert survey(answered) == {"status": "sent", "scores": []}
    assert len(answered.letters(S03)) == 1


# --- stop -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["STOP", "Stop.\n\nGroeten\nIlse", "Nee bedankt", "Unsubscribe"])
def test_stop_ends_the_questions_without_an_answer(answered: Office, text: str) -> None:
    asked(answered)
    steps(answered, Step.CLOSE)
    answered.round()
    reply(answered, text)
    assert survey(answered)["status"] == "stopped"
    assert "De melder wil geen vragen meer" in answered.letter(S03).text
    assert [letter.name for letter in answered.letters(to=PARENT)] == [P18]
    assert duties(answered, "closed_reply") == []
    on(answered, *REST_OF_IT)
    assert [letter.name for letter in answered.letters(to=PARENT)] == [P18]


def test_stop_before_the_question_is_kept_too(answered: Office) -> None:
    answered.write("stop", subject="Re: [K-2026-0001] De bus")
    answered.round(minutes=10)
    asked(answered)
    assert answered.outbox(P18) == []
    assert survey(answered)["status"] == "stopped"


# --- what the bot does by itself besides ------------------------------------------------------


def test_an_answered_case_closes_when_the_time_to_react_has_passed(answered: Office) -> None:
    on(answered, "2026-12-08", "2026-12-24")
    assert answered.case()["status"] == "answered"
    on(answered, "2026-12-28")
    assert answered.case()["status"] == "closed"
    assert answered.case()["outcome"] == "upheld"
    (retention,) = duties(answered, "retention")
    assert retention["met_at"] is None
    assert answered.letters(to=PARENT)[-1].name in {P18, P19}


def test_a_promise_keeps_it_open(answered: Office) -> None:
    answered.change(status=Status.REMEDYING)
    now = answered.clock.at
    duty = answered.policy.duties[DeadlineKind.MEASURE]
    measure = replace(owed_by(date(2026, 11, 24), duty, answered.policy), n=1, what="toezicht")
    with answered.bot.ledger.open_page() as page:
        page.record(paperwork(Owe("K-2026-0001", measure)), at=now, about=About())
    on(answered, "2026-12-28", "2027-01-11")
    assert answered.case()["status"] == "remedying"
    steps(answered, Step.CARRY_OUT_LAST)
    on(answered, "2027-01-12", "2027-01-25", "2027-01-26")
    assert answered.case()["status"] == "closed"


@pytest.mark.parametrize("status", [Status.DISSATISFIED, Status.MEDIATION, Status.EXTERNAL])
def test_what_a_person_must_decide_never_closes_by_itself(answered: Office, status: Status) -> None:
    answered.change(status=status)
    on(answered, "2026-12-28", "2027-01-11")
    assert answered.case()["status"] == status.value


def test_who_does_not_answer_our_questions_is_asked_once_more(office: Office) -> None:
    office.write(subject="De bus")
    office.round()
    steps(office, Step.ASK)
    on(office, "2026-11-30", "2026-12-01", "2026-12-02", "2026-12-08", "2026-12-09")
    (again,) = office.letters("clarification_reminder")
    said = " ".join(again.text.split())
    assert (again.to, again.on) == (PARENT, "2026-12-01")
    assert "Op dinsdag 24 november 2026 vroegen we u" in said
    assert "tot en met dinsdag 8 december 2026" in said
    # Then the case goes on with what is known, and the handler decides how.
    assert office.case()["status"] == "intake"
    assert any("geen uitleg gekregen" in letter.subject for letter in office.letters("reminder"))


def test_an_answer_in_time_is_not_asked_for_again(office: Office) -> None:
    office.write(subject="De bus")
    office.round()
    steps(office, Step.ASK)
    office.write("Het was bus 4.", subject="Re: [K-2026-0001] De bus")
    office.round(hours=20)
    on(office, "2026-12-01", "2026-12-02")
    assert office.letters("clarification_reminder") == []
    assert "De melder antwoordt op onze vragen." in office.letter(S03).text
