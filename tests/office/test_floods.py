from __future__ import annotations

import pytest

from tests.offices import ANN, GUST, NewOffice, Office

FLOOD = 300
ANGRY = "boos@postvak.example"
FEW = 60  # what the breaker of the example school lets through in ten minutes


def numbers(office: Office) -> list[str]:
    return [case["number"] for case in office.register()]


def test_a_flood_from_one_sender_is_registered_whole_and_answered_five_times(
    office: Office,
) -> None:
    for minute in range(10):
        for n in range(FLOOD // 10):
            office.write(sender=ANGRY, subject=f"Klacht {minute} {n}")
        office.round(minutes=1)
    assert numbers(office) == [f"K-2026-{n + 1:04d}" for n in range(FLOOD)]
    assert [case["ack"] for case in office.register()] == ["sent"] * 5 + ["held"] * (FLOOD - 5)
    assert len(office.letters(to=ANGRY)) == 5
    assert {mail["place"] for mail in office.mails()} == {"case"}
    # What waits for a person is gathered, and each of it is told once.
    office.rounds_every(20, hours=3)
    assert office.told("ack_held_limit") == FLOOD - 5
    assert len(office.letters("attention", to=ANN)) <= 5 + 3
    assert office.told("breaker", to=GUST) == 0
    assert office.health()["outbox"]["queued"] == 0


def test_a_flood_with_one_subject_is_answered_once(office: Office) -> None:
    for n in range(40):
        office.write(
            f"Klacht, keer {n}: mijn zoon moest nablijven.", sender=ANGRY, subject="Klacht"
        )
    office.round()
    assert numbers(office) == [f"K-2026-{n + 1:04d}" for n in range(40)]
    assert [case["ack"] for case in office.register()] == ["sent"] + ["held"] * 39


def test_the_next_sender_does_not_wait_for_the_flood(office: Office) -> None:
    for n in range(40):
        office.write(sender=ANGRY, subject=f"Klacht {n}")
    office.write(sender="rustig@postvak.example")
    office.round()
    assert office.register()[-1]["ack"] == "sent"


def test_many_different_senders_at_once_are_all_answered(office: Office) -> None:
    """A bus that did not come: the breaker counts only who had a letter in the last hour."""
    many = 3 * FEW
    for n in range(many):
        office.write(sender=f"Jo Maes <jo.maes{n}@postvak.example>", subject="De bus kwam niet")
        if n % FEW == 0:
            office.round(minutes=3)
    office.round(minutes=1)
    assert numbers(office) == [f"K-2026-{n + 1:04d}" for n in range(many)]
    assert {case["ack"] for case in office.register()} == {"sent"}
    assert len({letter.to for letter in office.letters("acknowledgment")}) == many
    assert office.told("breaker") == 0


def test_when_they_all_write_again_the_breaker_stops_and_loses_nothing(
    new_office: NewOffice,
) -> None:
    office = new_office(("bot.toml", "breaker_per_10min         = 60", "breaker_per_10min = 10"))
    for again in range(2):
        for n in range(30):
            office.write(sender=f"Jo Maes <jo.maes{n}@postvak.example>", subject=f"De bus {again}")
        office.round(minutes=1)
        office.round(minutes=1)
    assert office.told("breaker") == 1
    assert office.told("breaker", to=GUST) == 1
    office.rounds_every(10, hours=2)
    assert {case["ack"] for case in office.register()} == {"sent"}
    assert len(office.letters("acknowledgment")) == 60


@pytest.mark.parametrize("word", ["Auto-Submitted: auto-replied", "Precedence: bulk"])
def test_a_flood_of_a_machine_opens_nothing_and_gets_nothing(office: Office, word: str) -> None:
    for n in range(40):
        office.write(sender=ANGRY, subject=f"Melding {n}", headers=(word,))
    office.round()
    office.rounds_every(30, hours=2)
    assert numbers(office) == []
    assert office.letters(to=ANGRY) == []
    assert len(office.mails()) == 40
    assert len(office.letters("attention", to=ANN)) <= 1
