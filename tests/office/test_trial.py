from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.happening import PersonsWord
from bot.post.smtp.envelope import Delayed
from tests.builders import NOON
from tests.offices import ANN, PARENT, SAFETY, STAFF, NewOffice, Office

TRIAL = ("bot.toml", 'mode         = "live"', 'mode = "trial"')
LIVE = ("bot.toml", 'mode = "trial"', 'mode         = "live"')


@pytest.fixture
def trial(new_office: NewOffice) -> Office:
    return new_office(TRIAL)


def test_on_trial_everything_runs_and_no_outsider_gets_a_letter(trial: Office) -> None:
    trial.write()
    trial.write(text="Mijn dochter wil niet meer leven.", sender="Jan <jan@postvak.example>")
    trial.write(sender="ouder@postvak.example", at=NOON - timedelta(days=40))
    trial.round()
    assert len(trial.register()) == 3
    assert {letter.to for letter in trial.letters()} <= STAFF
    assert {letter.to for letter in trial.letters("safety_alert")} == SAFETY


def test_on_trial_the_coordinator_reads_what_the_parent_would_have_got(trial: Office) -> None:
    trial.write()
    trial.round()
    letter = trial.letter("acknowledgment")
    assert letter.to == ANN
    assert f"Proef: dit zou naar {PARENT} gaan" in letter.text.split("Dag")[0]
    assert "Ilse" not in str(letter.mail["To"])
    assert trial.register()[0]["ack"] == "trial"
    assert trial.register()[0]["acknowledged_at"] is None
    (ack,) = [duty for duty in trial.register()[0]["deadlines"] if duty["kind"] == "ack"]
    assert ack["met_at"] is None
    assert "op proef" in trial.letter("new_complaint").text


def test_after_going_live_later_letters_go_to_parents(trial: Office) -> None:
    trial.write()
    trial.round()
    trial.restart(LIVE).write(sender="Jan <jan@postvak.example>")
    trial.round(hours=4)
    assert [x.to for x in trial.letters("acknowledgment")] == [ANN, "jan@postvak.example"]
    assert [case["ack"] for case in trial.register()] == ["trial", "sent"]
    assert "Proef" not in trial.letter(to="jan@postvak.example").text


def test_an_acknowledgment_held_on_trial_is_released_to_the_parent_once_live(
    trial: Office,
) -> None:
    trial.write(at=NOON - timedelta(days=40))
    trial.round()
    trial.restart(LIVE)
    trial.says(PersonsWord.ACK_RELEASED, "K-2026-0001")
    trial.round(minutes=5)
    letter = trial.letter("acknowledgment")
    assert letter.to == PARENT
    assert "Proef" not in letter.text
    assert trial.register()[0]["ack"] == "sent"


def test_an_acknowledgment_held_when_live_goes_to_the_coordinator_when_released_on_trial(
    office: Office,
) -> None:
    office.write(at=NOON - timedelta(days=40))
    office.round()
    office.restart(TRIAL)
    office.says(PersonsWord.ACK_RELEASED, "K-2026-0001")
    office.round(minutes=5)
    assert office.letter("acknowledgment").to == ANN
    assert office.posted_to_outsiders() == []
    assert office.register()[0]["ack"] == "trial"


def test_back_on_trial_not_even_a_delayed_letter_leaves_to_an_outsider(office: Office) -> None:
    office.postman.plan(PARENT, Delayed("451 come back"))
    office.write()
    office.round()
    office.restart(TRIAL).round(hours=1)
    assert office.posted_to_outsiders() == []
    assert office.outbox("acknowledgment")[0]["status"] == "queued"
    office.restart(LIVE).round(hours=1)
    assert office.letter("acknowledgment").to == PARENT


def test_on_trial_the_limit_counts_whom_the_letters_were_meant_for(trial: Office) -> None:
    for n in range(6):
        trial.write(sender=f"Mia Baert <ouder{n}@postvak.example>")
    trial.round()
    assert [case["ack"] for case in trial.register()] == ["trial"] * 6
    for _ in range(6):
        trial.write()
    trial.round()
    assert [case["ack"] for case in trial.register()][6:] == ["trial"] * 5 + ["held"]
