from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from bot.core.decide import decide
from bot.core.decision import Decision
from bot.core.facts import Facts
from bot.core.happening import DraftWaits
from bot.core.policy import Policy
from tests.offices import ANN, PARENT, Office

NUMBER = "K-2026-0001"
PROVEN = (
    "Authentication-Results: mx.schoolbestuur-demerland.example;"
    " dmarc=pass header.from=schoolbestuur-demerland.example"
)
WEDNESDAY, SATURDAY, MONDAY = date(2026, 11, 25), date(2026, 11, 28), date(2026, 11, 30)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A letter to a parent was shown on Tuesday, and waits for a yes."""
    office = Office(tmp_path)
    office.write()
    office.round()
    notice = office.letter("new_complaint", to=ANN)
    office.write(
        "STATUS: We spraken vandaag met de klas.",
        sender=ANN,
        subject=f"Re: {notice.subject}",
        headers=(PROVEN, f"In-Reply-To: {notice.message_id}"),
    )
    office.round()
    assert office.letters("preview")
    yield office
    office.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Facts]:
    """What is known each time that a waiting letter is asked about."""
    found: list[Facts] = []

    def note(happening: Any, facts: Facts, policy: Policy) -> Decision:
        if isinstance(happening, DraftWaits):
            found.append(facts)
        return decide(happening, facts, policy)

    monkeypatch.setattr("bot.office.casework.decide", note)
    return found


def test_a_letter_that_waits_is_held_in_the_outbox(office: Office) -> None:
    (letter,) = office.outbox("status_update")
    assert (letter["status"], letter["error"], letter["to"]) == ("held", "preview", PARENT)
    office.round(hours=9)
    assert office.letters("status_update") == []


def test_it_is_asked_about_once_on_the_next_working_morning(
    office: Office, asked: list[Facts]
) -> None:
    office.round(hours=2)
    assert asked == []
    office.morning(WEDNESDAY, time(7, 45))
    assert asked == []
    office.morning(WEDNESDAY, time(8, 15), time(9, 15), time(16, 0))
    assert len(asked) == 1
    (facts,) = asked
    assert facts.case is not None
    assert facts.case.number == NUMBER
    assert facts.opening is not None
    assert facts.mail == facts.opening
    assert [draft.case_number for draft in facts.drafts] == [NUMBER]
    assert facts.file is not None


def test_nobody_is_asked_in_a_weekend_but_on_the_monday_after(
    office: Office, asked: list[Facts]
) -> None:
    office.morning(SATURDAY, time(8, 15), time(12, 0))
    assert asked == []
    office.morning(MONDAY)
    assert len(asked) == 1


def test_it_is_asked_about_each_morning_until_somebody_answers(
    office: Office, asked: list[Facts]
) -> None:
    office.mornings(WEDNESDAY, date(2026, 11, 27))
    assert len(asked) == 3
