from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.absence import Absence
from bot.core.decide import decide
from bot.core.decision import Away, Back, Effect
from bot.core.facts import Facts
from bot.core.happening import MailArrived, SentLetter
from bot.core.letter import LetterName
from bot.core.mail import Address
from bot.core.out_of_office import last_day
from bot.core.plain import plain
from bot.settings.load import load
from tests.builders import MAILBOX, NOON, TODAY, a_mail
from tests.offices import ANN, BERT, EXAMPLE, SECRETS

POLICY = load(EXAMPLE, SECRETS).policy
WORDS = POLICY.words.vocabulary
MACHINE = {"auto-submitted": ("auto-replied",)}


def facts(**changes: object) -> Facts:
    values: dict[str, object] = {
        "now": NOON,
        "today": TODAY,
        "mailbox": MAILBOX,
        "received_at": NOON,
        "received_on": TODAY,
        "next_number": "K-2026-0001",
    }
    return Facts(**(values | changes))  # type: ignore[arg-type]


def told(text: str, sender: str = BERT, **known: object) -> tuple[Effect, ...]:
    """What an automatic answer, or with no `headers` a human mail, tells of being away."""
    headers = known.pop("headers", MACHINE)
    mail = a_mail(
        text,
        sender=Address(sender, ""),
        from_addresses=(Address(sender, ""),),
        subject="Automatisch antwoord: Klachten" if headers else "Re: Klachten",
        headers=headers,
    )
    decision = decide(MailArrived(mail), facts(**known), POLICY)
    return tuple(each for each in decision.effects if isinstance(each, Away | Back))


def away(last: date, *, declared: bool = False) -> Absence:
    return Absence(person="bert", first=TODAY, last=last, declared=declared)


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ("Ik ben afwezig tot en met 3 december.", "2026-12-03"),
        ("Ik ben afwezig t/m 3/12.", "2026-12-03"),
        ("Ik ben met verlof van 24/11/2026 tot 02/12/2026.", "2026-12-02"),
        ("Afwezig van 3 tot 7 december", "2026-12-07"),
        ("Ik ben terug op maandag 7 december 2026!", "2026-12-06"),
        ("Vanaf 12 december ben ik terug.", "2026-12-11"),
        ("Ik ben er weer op maandag.", "2026-11-29"),
        ("Je suis absent jusqu'au 3 décembre inclus.", "2026-12-03"),
        ("De retour le 4 décembre.", "2026-12-03"),
        ("I am out of the office until Dec 3rd, 2026 (Thu).", "2026-12-03"),
        ("I will be back on Monday, November 30.", "2026-11-29"),
        ("Ich bin bis zum 3. Dezember nicht im Büro.", "2026-12-03"),
        ("Ich bin ab dem 7.12. wieder da.", "2026-12-06"),
        ("Afwezig tot 2026-12-05", "2026-12-05"),
        ("Ouderschapsverlof: ik ben terug op 1 mei.", "2027-04-30"),
        ("Afwezig tot 30/11. Dringend? Bel tussen 8.30 en 16.00 uur.", "2026-11-30"),
    ],
)
def test_the_last_day_of_being_away_is_read(said: str, last: str) -> None:
    assert last_day(plain(said), WORDS, TODAY) == date.fromisoformat(last)


@pytest.mark.parametrize("said", ["Ik ben afwezig.", "Bel 011 22 33 44.", "Vergadering op 3 dec."])
def test_a_text_without_such_a_day_names_none(said: str) -> None:
    assert last_day(plain(said), WORDS, TODAY) is None


@given(st.text(max_size=200), st.dates(date(2021, 1, 1), date(2098, 1, 1)))
def test_no_text_makes_it_fail_or_name_a_day_out_of_reach(text: str, today: date) -> None:
    last = last_day(plain(f"afwezig tot {text} terug op {text}"), WORDS, today)
    assert last is None or abs(last - today) <= timedelta(days=367)


def test_an_out_of_office_answer_of_a_colleague_is_an_absence_nobody_declared() -> None:
    assert told("Ik ben afwezig tot en met 3 december.") == (Away(away(date(2026, 12, 3))),)


def test_without_a_day_it_lasts_two_weeks() -> None:
    assert told("Ik ben momenteel afwezig.") == (Away(away(TODAY + timedelta(days=13))),)


def test_a_confirmation_that_a_mail_arrived_is_no_absence() -> None:
    assert told("Bedankt voor uw bericht. We antwoorden binnen de week.") == ()


def test_an_answer_that_was_left_on_after_the_last_day_is_no_absence() -> None:
    assert told("Ik ben afwezig tot 30 oktober.") == ()


def test_a_stranger_who_is_out_of_office_is_nobodys_absence() -> None:
    assert told("Ik ben afwezig tot 3 december.", "iemand@elders.example") == ()


def test_from_another_address_it_is_that_of_whom_the_letter_went_to() -> None:
    letter = SentLetter(
        id=3, name=LetterName.DAILY_DIGEST, to=BERT, case_number=None, message_id="<x@y.example>"
    )
    found = told("Ik ben afwezig tot 3 december.", "bert@thuis.example", answered=letter)
    assert found == (Away(away(date(2026, 12, 3))),)


@pytest.mark.parametrize("declared", [True, False])
def test_what_is_known_already_is_not_said_again(*, declared: bool) -> None:
    known = (away(date(2026, 12, 3), declared=declared),)
    assert told("Ik ben afwezig tot 3 december.", absences=known) == ()


def test_a_later_day_lengthens_what_nobody_declared_and_nothing_else() -> None:
    longer = "Ik ben afwezig tot 10 december."
    seen, said = away(date(2026, 12, 3)), away(date(2026, 12, 3), declared=True)
    assert told(longer, absences=(seen,)) == (Away(away(date(2026, 12, 10))),)
    assert told(longer, absences=(said,)) == ()


def test_a_human_mail_of_that_person_ends_it() -> None:
    known = (away(date(2026, 12, 3)),)
    assert told("Dat is in orde.", headers={}, absences=known) == (Back("bert"),)
    assert told("Dat is in orde.", ANN, headers={}, absences=known) == ()


def test_a_human_mail_does_not_end_what_was_declared() -> None:
    known = (away(date(2026, 12, 3), declared=True),)
    assert told("Dat is in orde.", headers={}, absences=known) == ()
