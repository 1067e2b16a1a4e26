from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cli.settle import release, seen, waive
from bot.core.happening import PersonsWord
from bot.post.smtp.envelope import Delayed
from tests.builders import NOON
from tests.offices import PARENT, SECRETS, Office

CRY = "Ik ben 13 jaar en ik wil niet meer leven."


def ack_duty(office: Office) -> dict[str, object]:
    (duty,) = [d for d in office.case()["deadlines"] if d["kind"] == "ack"]
    assert isinstance(duty, dict)
    return duty


def test_a_released_acknowledgment_leaves_as_it_was_written(office: Office) -> None:
    office.write(CRY)
    office.round()
    written = office.outbox("acknowledgment")[0]
    office.says(PersonsWord.ACK_RELEASED, "K-2026-0001", by="carla")
    assert office.case()["ack"] == "queued"
    office.round(minutes=5)
    letter = office.letter("acknowledgment")
    assert letter.message_id == written["message_id"]
    assert (office.case()["ack"], ack_duty(office)["met_at"] is not None) == ("sent", True)
    (entry,) = office.log("ack_released")
    assert entry["actor"] == "carla"


def test_a_released_acknowledgment_names_no_day_that_has_passed(office: Office) -> None:
    office.write(CRY)
    office.round()
    assert "vrijdag 27 november 2026" in office.outbox("acknowledgment")[0]["text"]
    office.clock.forward(days=7)
    office.says(PersonsWord.ACK_RELEASED, "K-2026-0001")
    office.round()
    text = office.letter("acknowledgment").text
    assert "27 november" not in text
    assert "vrijdag 8 januari 2027" in text
    assert [x["status"] for x in office.outbox("acknowledgment")] == ["cancelled", "sent"]
    assert office.case()["ack"] == "sent"


def test_who_was_told_in_another_way_gets_no_letter_any_more(office: Office) -> None:
    office.write(CRY)
    office.round()
    office.says(PersonsWord.ACK_WAIVED, "K-2026-0001", how="gebeld op 24 november")
    office.rounds_every(60, hours=8)
    assert office.letters("acknowledgment") == []
    assert office.outbox("acknowledgment")[0]["status"] == "cancelled"
    assert office.case()["ack"] == "waived"
    assert ack_duty(office)["met_at"] is not None
    assert office.log("ack_met")[0]["reason"] == "gebeld op 24 november"


def test_a_delayed_acknowledgment_that_was_waived_does_not_follow_after_all(
    office: Office,
) -> None:
    office.postman.plan(PARENT, Delayed("451 later"))
    office.write()
    office.round()
    office.says(PersonsWord.ACK_WAIVED, "K-2026-0001", how="gebeld")
    office.rounds_every(60, hours=8)
    assert office.letters("acknowledgment") == []
    assert office.told("ack_late") == 0


def test_the_commands_settle_what_only_a_person_may(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    office.write(CRY)
    office.write(at=NOON - timedelta(days=40), sender="Jan <jan@postvak.example>")
    office.round()
    assert release(office.config, "K-2026-0099", "ann") == 2
    assert release(office.config, "K-2026-0001", "niemand") == 2
    assert seen(office.config, "K-2026-0001", "els") == 0
    assert waive(office.config, "K-2026-0002", "ann", "gebeld") == 0
    assert release(office.config, "K-2026-0002", "ann") == 2  # nothing is held there any more
    assert release(office.config, "K-2026-0001", "els") == 0
    assert waive(office.config, "K-2026-0001", "els", "gebeld") == 0
    assert [case["ack"] for case in office.register()] == ["waived", "waived"]
    assert {entry["actor"] for entry in office.log("alarm_seen")} == {"els"}
