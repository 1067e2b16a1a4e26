from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.absence import Absence
from bot.core.case import DeadlineKind, Status
from bot.core.decision import Away, Back, Note, Send, Tell
from bot.core.happening import AttentionCode
from bot.core.instructions import Verb
from bot.core.letter import LetterName
from bot.core.policy import Role
from bot.core.verdict import Place
from tests.builders import NOON, TODAY, a_case, a_deadline, a_mail, a_policy
from tests.staff_orders import (
    an_order,
    case_after,
    commands,
    decided,
    on,
    person,
    reason_of,
    result_of,
    said_by,
    sent,
)


def test_whoever_takes_a_case_handles_it() -> None:
    decision = decided(an_order(Verb.TAKE), by="carla")
    assert case_after(decision).handler == "carla"
    assert "Carla Maes behandelt dit dossier nu" in result_of(decision)


@pytest.mark.parametrize("whom", ["Bert", "bert", "bert claes", person("bert").email])
def test_who_gets_a_case_reads_the_complaint(whom: str) -> None:
    decision = decided(an_order(Verb.ASSIGN, whom=whom))
    assert case_after(decision).handler == "bert"
    (letter,) = sent(decision, LetterName.NEW_COMPLAINT)
    assert letter.to == person("bert").email
    assert "nablijven" in str(letter.values["body_clean"])


def test_who_stands_in_for_the_new_handler_reads_it() -> None:
    away = Absence(person="bert", first=TODAY, last=TODAY + timedelta(days=7), deputy="els")
    decision = decided(an_order(Verb.ASSIGN, whom="bert"), absences=(away,))
    assert sent(decision, LetterName.NEW_COMPLAINT, to="els")
    assert "Els Wouters krijgt bericht, want Bert Claes is afwezig" in result_of(decision)


def test_of_several_persons_of_one_name_one_is_chosen() -> None:
    asked = decided(an_order(Verb.ASSIGN, whom="katrien"))
    assert "meer die zo heten" in reason_of(asked)
    assert set(commands(sent(asked)[0])) == {
        "GEEF AAN juf-katrien", "GEEF AAN katrien-goossens",
    }  # fmt: skip


def test_a_name_that_nobody_has_is_asked_back_with_who_there_is() -> None:
    asked = decided(an_order(Verb.ASSIGN, whom="Jef"))
    assert "Niemand heet 'Jef'" in reason_of(asked)
    assert "GEEF AAN bert" in commands(sent(asked)[0])


def test_nobody_gets_a_case_that_speaks_of_them_or_works_elsewhere() -> None:
    named = a_case(not_for=("bert",))
    assert "kies iemand anders" in reason_of(
        decided(an_order(Verb.ASSIGN, whom="bert"), case=named)
    )
    assert "werkt niet voor de school" in reason_of(decided(an_order(Verb.ASSIGN, whom="femke")))


def test_giving_without_a_name_opens_a_mail_to_fill_in() -> None:
    asked = decided(an_order(Verb.ASSIGN))
    assert "Aan wie?" in reason_of(asked)
    assert commands(sent(asked)[0]) == ["GEEF AAN: "]


def test_who_is_involved_hands_the_case_on_and_gets_nothing_more_of_it() -> None:
    decision = decided(an_order(Verb.INVOLVED))
    after = case_after(decision)
    assert (after.handler, after.not_for) == ("bert", ("ann",))
    assert sent(decision, LetterName.NEW_COMPLAINT, to="bert")
    (told,) = sent(decision, to="ann")
    assert (told.name, told.case_number) == (LetterName.COMMAND_RESULT, None)
    # It can be taken back, and nothing else of the case can be reached from it.
    assert [command.split()[0] for command in commands(told)] == ["ONGEDAAN"]


def test_the_next_in_line_is_nobody_whom_the_complaint_names() -> None:
    opening = a_mail("Bert Claes riep op mijn zoon. Dat is onaanvaardbaar.")
    decision = decided(an_order(Verb.INVOLVED), opening=opening)
    assert case_after(decision).handler not in {"ann", "bert"}


def test_when_nobody_is_left_an_administrator_must_find_a_reader() -> None:
    everybody = tuple(one.id for one in a_policy().people if one.id not in {"ann", "gust"})
    decision = decided(an_order(Verb.INVOLVED), case=a_case(not_for=everybody))
    # The administrator is the last in line; where that is not so, a matter waits for one.
    assert case_after(decision).handler == "gust"
    nobody = (*everybody, "gust")
    decision = decided(an_order(Verb.INVOLVED), case=a_case(not_for=nobody))
    assert case_after(decision).handler is None
    codes = [each.item.code for each in decision.effects if isinstance(each, Tell)]
    assert codes == [AttentionCode.EVERYBODY_NAMED]


# --- away and back


def test_who_is_away_names_till_when_and_whom() -> None:
    order = an_order(Verb.AWAY, on=on(2027, 1, 3), whom="els")
    decision = decided(order, cases=())
    (away,) = (each.absence for each in decision.effects if isinstance(each, Away))
    assert away == Absence(person="ann", first=TODAY, last=on(2027, 1, 3), deputy="els")
    assert "afwezig tot en met 03/01/2027; Els Wouters neemt waar" in result_of(decision)
    assert decision.effects[0].place is Place.SET_ASIDE  # type: ignore[union-attr]
    assert decision.effects[0].owed is False  # type: ignore[union-attr]


def test_without_a_name_the_usual_deputy_stands_in() -> None:
    decision = decided(an_order(Verb.AWAY, on=on(2027, 1, 3)), cases=())
    assert "Bert Claes neemt waar" in result_of(decision)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({}, "Tot en met welke dag?"),
        ({"on": TODAY - timedelta(days=1)}, "voorbij"),
        ({"on": TODAY, "whom": "mij"}, "niet zichzelf"),
        ({"on": TODAY, "whom": "Jef"}, "Niemand heet"),
    ],
)
def test_an_absence_that_is_not_clear_is_asked_back(said: dict[str, Any], asked: str) -> None:
    decision = decided(an_order(Verb.AWAY, **said), cases=())
    assert asked in reason_of(decision)
    assert not any(isinstance(each, Away) for each in decision.effects)


def test_who_is_back_gets_everything_again() -> None:
    decision = decided(an_order(Verb.BACK), cases=())
    assert [each for each in decision.effects if isinstance(each, Back)] == [Back("ann")]
    assert "terug" in result_of(decision)


def test_the_tap_of_the_first_day_is_thanked_for_and_noted() -> None:
    decision = decided(an_order(Verb.HERE), cases=())
    assert Note("first_tap", "by ann") in decision.effects
    assert "juiste adres" in result_of(decision)


# --- who may


@pytest.mark.parametrize(
    ("verb", "by", "may"),
    [
        (Verb.TAKE, "bert", False),  # handles at another school
        (Verb.TAKE, "carla", True),
        (Verb.TAKE, "els", False),
        (Verb.ASSIGN, "els", True),
        (Verb.SIMPLE, "dirk", False),  # director of another school
        (Verb.NOTE, "els", True),
        (Verb.NOTE, "juf-katrien", False),
        (Verb.DISSATISFIED, "gust", False),
    ],
)
def test_who_may_order_what(verb: Verb, by: str, may: bool) -> None:  # noqa: FBT001
    order = an_order(verb, "een woord", whom="carla" if verb is Verb.ASSIGN else "")
    status = Status.ANSWERED if verb is Verb.DISSATISFIED else Status.INTAKE
    decision = decided(order, by=by, case=a_case(status=status))
    (letter,) = sent(decision, to=by)
    assert (letter.name is LetterName.COMMAND_RESULT) is may


def test_who_stands_in_for_the_handler_may_what_the_handler_may() -> None:
    away = Absence(person="ann", first=TODAY, last=TODAY + timedelta(days=3))
    assert case_after(decided(an_order(Verb.COMPLEX), by="bert", absences=(away,))).simple is False


def test_who_owes_a_measure_may_say_that_it_is_done_and_nothing_of_the_others() -> None:
    mine = replace(a_deadline(DeadlineKind.MEASURE), n=1, owner="juf-katrien", what="een gesprek")
    case = a_case(
        status=Status.REMEDYING, deadlines=(mine, replace(mine, n=2, owner="ann", what="toezicht"))
    )
    decision = decided(an_order(Verb.DONE, n=1), by="juf-katrien", case=case)
    assert "maatregel 1 is uitgevoerd" in result_of(decision)
    other = decided(an_order(Verb.DONE, n=2), by="juf-katrien", case=case)
    assert "geen open maatregel" in reason_of(other)


def test_the_case_of_a_director_is_no_case_of_that_director() -> None:
    heads = tuple(one.id for one in a_policy().people if Role.DIRECTOR in one.roles)
    decision = decided(an_order(Verb.TAKE), by="carla", case=a_case(not_for=heads))
    assert "Iemand anders" in reason_of(decision)


# --- reminders


def test_who_stands_above_reminds_the_handler_at_once() -> None:
    case = a_case(deadlines=(a_deadline(DeadlineKind.HANDLING),))
    decision = decided(an_order(Verb.REMIND), by="carla", case=case)
    assert sent(decision, LetterName.REMINDER, to="ann")
    assert "Ann Peeters kreeg een herinnering" in result_of(decision)


def test_a_reminder_of_ones_own_comes_on_the_morning_of_its_day() -> None:
    decision = decided(an_order(Verb.REMIND, on=on(2026, 11, 27)))
    (send,) = (
        each for each in decision.effects
        if isinstance(each, Send) and each.order.name is LetterName.REMINDER
    )  # fmt: skip
    assert send.not_before is not None
    assert send.not_before.isoformat() == "2026-11-27T07:00:00+00:00"
    assert send.order.values["target"] == on(2026, 11, 27)
    assert "op 27/11/2026" in result_of(decision)


def test_a_handler_who_names_no_day_is_asked_for_one() -> None:
    assert "Op welke dag" in reason_of(decided(an_order(Verb.REMIND)))
    assert NOON.date() == TODAY


def test_english_readers_are_told_in_english_of_what_others_do() -> None:
    people = tuple(
        replace(one, language="en") if one.id == "carla" else one for one in a_policy().people
    )
    policy = a_policy(people=people)
    decision = decided(an_order(Verb.TAKE), by="carla", policy=policy)
    (letter,) = sent(decision)
    assert "Carla Maes handles this case now" in said_by(letter)
