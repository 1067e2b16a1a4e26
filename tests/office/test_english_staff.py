"""Who of the staff reads English reads nothing else, whatever happens for two months."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.core.tokens import Signer
from bot.post.smtp.envelope import Refused
from tests.english import dutch_in
from tests.office.test_taps import PROVEN
from tests.offices import ANN, CARLA, EXAMPLE, GUST, KATRIEN, OTHER, SECRETS, STAFF, Office, Posted

TUESDAY = date(2026, 12, 8)
IDS = {ANN: "ann", CARLA: "carla", GUST: "gust"}
NAMES = (
    "Schoolbestuur Demerland",
    "Basisschool Demerland",
    "Secundaire school Kapelhof",
    "Katrien De Smet",
    # Bodies outside the school have their own names.
    "Awel (kinderen en jongeren)",
    "Klachtencommissie Katholiek Onderwijs Vlaanderen",
    "klachten.katholiekonderwijs.vlaanderen",
    "1712 (geweld en misbruik)",
)
# What goes to a complainant is in the complainant's language, and stands behind these words.
PROPOSED = "A proposal for the complainant"
ORDERS = (
    "HELP", "SHOW", "LIST", "LIST late", "SEARCH detention", "MORE", "TAKE", "SIMPLE", "COMPLEX",
    "not simple", "SIMPLE\nCOMPLEX", "ASSIGN Bert", "ASSIGN nobody",
    "DETAILS\nPUPIL: Tom\nCLASS: 3B\nTOPIC: nonsense", "DETAILS\nLANGUAGE: Elvish",
    "DETAILS\nDATE: yesterday week", "ABOUT", "ADDRESS foo", "ADDRESS ilse@new.example", "NOTE",
    "NOTE: called the mother", "MEASURE", "MEASURE: supervision, Bert, 15 January",
    "MEASURE: supervision, Bert, 1 December", "DONE", "DONE 3", "DONE 1", "EXTEND",
    "EXTEND 10 workdays: ill", "EXTEND 8/12", "UPDATE: The teacher was heard.", "CLARIFY",
    "CLARIFY\nQUESTION: Which day was it?", "UPHELD", "REMIND", "REMIND 15 December", "STOP CLOCK",
    "STOP CLOCK: abroad", "START CLOCK", "CLOSE", "SHOW LETTER", "YES", "NO", "STOP", "UNDO",
    "AWAY", "AWAY until 15 December, deputy Bert", "BACK", "SEEN", "FALSE ALARM", "REOPEN",
    "DISSATISFIED", "REVIEW", "TALK", "SPLIT 2", "INFORMAL", "NOT ADMISSIBLE", "NO COMPLAINT",
    "REPLY LETTER", "REPLY: Thank you.", "FROB",
    "UPHELD\nEXPLANATION: There was nobody at the gate.\nMEASURE: supervision, Bert, 15 January",
)  # fmt: skip


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Office]:
    """An office in which everybody of the staff reads English."""
    people = re.findall(r'id      = "([^"]+)"', (EXAMPLE / "people.toml").read_text("utf-8"))
    english = (
        ("people.toml", f'id      = "{one}"', f'language = "en"\nid      = "{one}"')
        for one in people
    )
    office = Office(tmp_path / "office", *english)
    office.morning(TUESDAY)
    yield office
    office.close()


def comes_in(office: Office) -> None:
    """Mail of every kind: a complaint, danger, a dead address, a question, advertising, lists."""
    office.write("My son Tom had to stay in after school. That is unacceptable.", subject="Stay in")
    office.round(minutes=1)
    office.write(
        "He was threatened with a knife and he says that he wants to kill himself.",
        subject="Help",
        sender=OTHER,
    )
    office.postman.plan("nobody@elders.example", Refused(550, "5.1.1 nobody"))
    for text, sender in (
        ("The bus was late again and my child stood in the rain. Unacceptable.", "nobody"),
        ("When does the school open on Monday?", "asks"),
        ("You could put a bench at the gate.", "proposes"),
    ):
        office.write(text, subject="Message", sender=f"{sender}@elders.example")
    office.write("Buy now.", headers=("X-Spam-Flag: YES",), sender="sells@elders.example")
    office.write("News", headers=("Precedence: bulk",), sender="list@elders.example")
    office.write("Hello", sender=KATRIEN, headers=(PROVEN,))
    office.round(minutes=5)
    first = next(one for one in office.letters("acknowledgment") if one.case == "K-2026-0001")
    for text in (
        "How does it stand?",
        "I am not satisfied with this.",
        "I want the formal procedure.",
        "I would like a copy of my file.",
    ):
        office.write(
            text,
            subject=f"Re: {first.subject}",
            headers=(f"In-Reply-To: {first.message_id}",),
        )
        office.round(minutes=1)


def ordered(office: Office, text: str, by: str = ANN, number: str = "K-2026-0001") -> None:
    """Somebody orders something with a key, as a tap does."""
    signer = Signer((SECRETS["GEHOOR_SIGNING_KEY"].encode(),))
    key = signer.staff_key(IDS[by], number, office.clock.at.date())
    office.write(
        f"{text}\n\nSleutel (laten staan): {key}",
        sender=by,
        subject=f"[{number}]",
        headers=(PROVEN,),
    )
    office.round(minutes=1)


def dutch(letters: list[Posted]) -> list[tuple[str, str]]:
    """The Dutch in these letters, with the name of each."""
    return [
        (letter.name, line)
        for letter in letters
        if letter.to in STAFF and PROPOSED not in letter.text
        for line in dutch_in(f"{letter.subject}\n{letter.text}", but_for=NAMES)
    ]


def test_what_comes_in_and_what_staff_order_is_answered_in_english(school: Office) -> None:
    comes_in(school)
    for order in ORDERS:
        ordered(school, order)
    for order in ("SEEN", "FALSE ALARM: it was a joke", "CONTACT: Are you all right?", "SHOW"):
        ordered(school, order, by=CARLA, number="K-2026-0002")
    names = {letter.name for letter in school.letters() if letter.to in STAFF}
    assert names >= {
        "new_complaint", "safety_alert", "attention", "parent_replied", "preview",
        "command_result", "command_error", "case_shown", "cases_shown", "help_shown",
    }  # fmt: skip
    assert dutch(school.letters()) == []


def test_what_mornings_bring_is_told_in_english(school: Office) -> None:
    comes_in(school)
    for n in range(45):
        school.morning(TUESDAY + timedelta(days=n))
    letters = school.everything()
    assert {letter.name for letter in letters} >= {
        "daily_digest", "weekly_director", "board_monthly", "reminder", "overdue",
    }  # fmt: skip
    assert dutch(letters) == []
