"""Letters of the administrator, changed while the bot is at work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.wiring import SHIPPED

if TYPE_CHECKING:
    from pathlib import Path

    from tests.offices import Office

PATH = "nl/parent/acknowledgment.md"
SHIPPED_TEXT = (SHIPPED / PATH).read_text("utf-8")


@pytest.fixture
def own(office: Office) -> Path:
    """Where the administrator's acknowledgment should lie; nothing is there yet."""
    file = office.config / "templates" / PATH
    file.parent.mkdir(parents=True)
    return file


def write(office: Office, n: int) -> str:
    """Another parent writes; the text of the acknowledgment that comes of it."""
    office.write(sender=f"Jan Maes <ouder{n}@postvak.example>")
    office.round()
    return office.letter("acknowledgment", to=f"ouder{n}@postvak.example").text


def test_a_change_counts_from_the_next_letter_on_without_a_restart(
    office: Office, own: Path
) -> None:
    own.write_text(SHIPPED_TEXT.replace("Bedankt voor", "Hartelijk dank voor"))
    assert "Hartelijk dank voor" in write(office, 1)
    own.write_text(SHIPPED_TEXT.replace("Bedankt voor", "We danken u voor"))
    assert "We danken u voor" in write(office, 2)
    own.unlink()
    assert "Bedankt voor" in write(office, 3)
    one, two, three = (office.books.show(case["number"]) or {} for case in office.register())
    hashes = [case["letters"][0]["template_hash"] for case in (one, two, three)]
    assert len(set(hashes)) == 3


def test_a_broken_letter_stops_nothing_and_an_administrator_is_told_once_per_text(
    office: Office, own: Path
) -> None:
    own.write_text("Subject: x\n\nBel {{ contactphone }}.\n")
    assert "Bedankt voor" in write(office, 1)
    assert "Bedankt voor" in write(office, 2)
    told = office.letter("template_broken")
    assert str(own) in told.text
    assert "regel 3" in told.text
    assert 'onbekende naam "contactphone" (bedoelde je "contact_phone"?)' in told.text
    own.write_text("Subject: x\n\n{% if school %}\n")
    assert "Bedankt voor" in write(office, 3)
    assert len(office.letters("template_broken")) == 2


def test_a_letter_is_shown_exactly_as_it_left_whatever_became_of_its_template(
    office: Office, own: Path
) -> None:
    own.write_text("Subject: [{{ case_no }}] eigen\n\n  Eerst   zó & <zo>.\n")
    sent = write(office, 1)
    own.write_text("Subject: [{{ case_no }}] eigen\n\nNu anders.\n")
    write(office, 2)
    (case, _) = office.register()
    (letter,) = [
        each
        for each in (office.books.show(case["number"]) or {})["letters"]
        if each["letter"] == "acknowledgment"
    ]
    assert letter["text"] == sent.replace("\r\n", "\n")
    left = office.books.as_it_left(case["number"], letter["id"])
    assert left in {envelope.content for envelope in office.postman.letters}
    assert office.books.as_it_left("K-2026-0002", letter["id"]) is None
