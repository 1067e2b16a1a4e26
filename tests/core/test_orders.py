from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.core.choices import MOST_BUTTONS, buttons
from bot.core.facts import Facts
from bot.core.mail import IncomingMail
from bot.core.parties import find_person
from bot.core.policy import Mailbox
from bot.core.staff.keys import key_in
from bot.core.staff.terminal import at_terminal
from bot.core.tokens import Signer, StaffKey
from bot.settings.load import load
from tests.offices import EXAMPLE, SECRETS

POLICY = load(EXAMPLE, SECRETS).policy
TODAY = date(2026, 12, 8)
FACTS = Facts(now=datetime(2026, 12, 8, 9, tzinfo=UTC), today=TODAY)
SIGNER = Signer((b"k" * 40,))
NUMBER = "K-2026-0042"
KEY = SIGNER.staff_key("ann", NUMBER, TODAY)
ANN = find_person(POLICY, "ann")
CHOICES = tuple((word.title(), word) for word in ("EEN", "TWEE", "DRIE", "VIER"))


def typed(order: str, subject: str = "") -> str:
    assert ANN is not None
    mail = IncomingMail(subject=subject, text=order, new_text=order)
    return at_terminal(mail, ANN, NUMBER, FACTS, POLICY)


@pytest.mark.parametrize(
    ("order", "command"),
    [
        ("EENVOUDIG", f"gehoor say {NUMBER} simple --by ann"),
        ("complex", f"gehoor say {NUMBER} complex --by ann"),
        ("NEEM", f"gehoor say {NUMBER} take --by ann"),
        ("VERLENG", f'gehoor say {NUMBER} extend --by ann --how "de reden"'),
        (
            "KLAAR 2",
            f'gehoor say {NUMBER} met --by ann --duty measure --n 2 --how "wat er gebeurde"',
        ),
        ("NOTITIE gebeld", f'gehoor waive {NUMBER} --by ann --how "gebeld"'),
        ("AFWEZIG tot 3 januari, vervanger Bert", "gehoor away ann --until 2027-01-03"),
        ("AFWEZIG tot ik terug ben", "gehoor away ann --until JJJJ-MM-DD"),
    ],
)
def test_an_order_has_its_command_at_the_terminal(order: str, command: str) -> None:
    assert typed(order) == command
    assert typed("", subject=f"[{NUMBER}] {order}") == command


def test_a_number_before_an_order_says_which_case_is_meant() -> None:
    assert typed("K-2026-0007 COMPLEX") == "gehoor say K-2026-0007 complex --by ann"


@pytest.mark.parametrize(
    "words", ["TOON", "Niet eenvoudig", "eenvoudig is dit niet", "klaar", "Ik neem dit over", ""]
)
def test_what_is_no_order_or_has_no_command_names_none(words: str) -> None:
    assert typed(words) == ""


def key_of(text: str, subject: str = f"[{NUMBER}] COMPLEX", new_text: str = "") -> StaffKey | None:
    mail = IncomingMail(subject=subject, text=text, new_text=new_text or text)
    return key_in(mail, SIGNER, POLICY, TODAY)


def test_a_key_is_known_beside_the_case_that_it_is_about() -> None:
    ours = StaffKey("ann", NUMBER, TODAY)
    assert key_of(f"COMPLEX\n\nSleutel (laten staan): {KEY}") == ours
    assert key_of(f"{NUMBER}: complex {KEY.upper()}", subject="") == ours
    assert key_of("COMPLEX", subject=f"[{NUMBER}] COMPLEX {KEY}") == ours
    about_a_mail = SIGNER.staff_key("ann", "mail 411", TODAY)
    assert key_of(f"WEL KLACHT\n\n{about_a_mail}", subject="[mail 411] WEL KLACHT") is not None


@pytest.mark.parametrize(
    "text", [f"Klopt dit?\n\nOp 8/12/2026 schreef Ann <a@b.example>:\n> {KEY}", "COMPLEX"]
)
def test_a_key_that_only_stands_below_the_own_words_is_none(text: str) -> None:
    # The new words may hold what was passed on, and all where nothing else would remain.
    assert key_of(text, new_text=text) is None


def test_a_key_of_somebody_else_or_about_another_case_is_none() -> None:
    assert key_of(SIGNER.staff_key("nobody", NUMBER, TODAY)) is None
    assert key_of(SIGNER.staff_key("ann", "K-2026-0099", TODAY)) is None
    assert key_of(Signer((b"x" * 40,)).staff_key("ann", NUMBER, TODAY)) is None


def test_a_letter_has_at_most_three_buttons_and_none_where_nobody_proves_who_tapped() -> None:
    assert ANN is not None
    some = buttons(CHOICES, NUMBER, ANN, FACTS, POLICY)
    assert len(some) == MOST_BUTTONS == 3
    assert {(each.person, each.about, each.made_on) for each in some} == {("ann", NUMBER, TODAY)}
    other = Mailbox(address="kapelhof@school.example", school="kapelhof")
    both = replace(POLICY, mailboxes=(*POLICY.mailboxes, other))
    assert buttons(CHOICES, NUMBER, ANN, FACTS, both, school="kapelhof") == ()
    assert len(buttons(CHOICES, NUMBER, ANN, FACTS, both, school="demerland")) == 3
