"""What people really send: an order is done whole and told, or asked back; nothing is silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from tests.builders import raw_mail
from tests.office.test_taps import PROVEN, taps
from tests.offices import ANN, Office, Posted

TUESDAY = date(2026, 12, 8)
NUMBER = "K-2026-0001"
NBSP, THIN, ZERO = "\u00a0", "\u202f", "\u200b"
TWO_MEGABYTES = 2_000_000


@pytest.fixture
def case(office: Office) -> Office:
    """An office in which a complaint came in on a Tuesday; Ann reads its notice."""
    office.morning(TUESDAY)
    office.write("Mijn dochter moest twee uur nablijven. Onaanvaardbaar.", subject="Nablijven")
    office.round()
    return office


def answers(office: Office, *texts: str, subject: str = "", to: Posted | None = None) -> None:
    """Ann answers a letter of ours with each of these texts; all come in at once."""
    letter = to or office.letters("new_complaint", to=ANN)[-1]
    office.forget_letters()
    for text in texts:
        office.write(
            text,
            sender=ANN,
            subject=subject or f"Re: {letter.subject}",
            headers=(PROVEN, f"In-Reply-To: {letter.message_id}"),
        )
    office.round(minutes=1)


def told(office: Office) -> tuple[str, str]:
    """The one letter that answers Ann, and its words."""
    (letter,) = office.letters(to=ANN)
    return letter.name, " ".join(letter.everything.split())


def stands(office: Office, number: str = NUMBER) -> tuple[object, ...]:
    found = office.case(number)
    owed = [duty for duty in found["deadlines"] if duty["kind"] == "measure"]
    return found["status"], found["class"], found["handler"], len(owed)


BEFORE = ("intake", None, "ann", 0)
SIMPLE = ("handling", "simple", "ann", 0)
COMPLEX = ("handling", "complex", "ann", 0)
BERTS = ("intake", None, "bert", 0)
# What is typed → how the case stands then.
UNDERSTOOD: dict[str, tuple[str, tuple[object, ...]]] = {
    "smart quotes": ("\u201cEENVOUDIG\u201d", SIMPLE),
    "low quotes": ("\u201eGEEF AAN Bert\u201d", BERTS),
    "a smart apostrophe": ("\u2019EENVOUDIG\u2019", SIMPLE),
    "blanks that do not break": (f"GEEF{NBSP}AAN{NBSP}Bert", BERTS),
    "thin blanks": (f"GEEF{THIN}AAN{THIN}Bert", BERTS),
    "what nobody sees": (f"{ZERO}EEN{ZERO}VOUDIG", SIMPLE),
    "blanks and no order around it": (f"{NBSP}\n\n{NBSP}{NBSP}EENVOUDIG{NBSP}\n", SIMPLE),
    "capitals of a phone": ("Eenvoudig", SIMPLE),
    "a full stop of a phone": ("Eenvoudig. ", SIMPLE),
    "a long dash of a phone": ("EENVOUDIG \u2014", SIMPLE),
    "a list of a phone": ("\u2022 EENVOUDIG", SIMPLE),
    "an emoji behind it": ("EENVOUDIG \U0001f44d", SIMPLE),
    "emoji around it": ("\U0001f44d\U0001f3fd EENVOUDIG \u2764\ufe0f", SIMPLE),
    "an emoji behind a name": ("GEEF AAN Bert \U0001f64f", BERTS),
    "letters with accents apart": ("EENVOUDIG\n\nGroeten, Ann\u0308", SIMPLE),
    "wide signs": ("GEEF AAN\uff1a Bert", BERTS),
    "another order in the signature": ("COMPLEX\n\n-- \nAnn Peeters\nSLUIT", COMPLEX),
    "another order in what is quoted": (
        "COMPLEX\n\nOp 8 december 2026 schreef Gehoor:\n> SLUIT\n> EENVOUDIG",
        COMPLEX,
    ),
    "the signature of a phone": ("EENVOUDIG\n\nVerzonden vanaf mijn iPhone", SIMPLE),
}


@pytest.mark.parametrize("what", UNDERSTOOD)
def test_an_order_is_understood_as_phones_write_it(case: Office, what: str) -> None:
    text, then = UNDERSTOOD[what]
    answers(case, text)
    assert stands(case) == then
    name, words = told(case)
    assert (name, "Gedaan" in words) == ("command_result", True)


# What is typed → what the one letter about it says; nothing is changed.
ASKED_BACK: dict[str, tuple[str, str]] = {
    "two that contradict": ("EENVOUDIG\nCOMPLEX", "spreken elkaar tegen"),
    "three of which two contradict": ("GEEF AAN Bert\nEENVOUDIG\nCOMPLEX", "spreken elkaar tegen"),
    "an order and its denial": ("EENVOUDIG\nNIET EENVOUDIG", "EENVOUDIG"),
    "a correction that makes another word": ("EENVOUDIF", "EENVOUDIG"),
    "a word that a phone cut in two": ("ONT VANKELIJK", "ONTVANKELIJK"),
    "a day that is over": ("MAATREGEL: toezicht, Bert, 3/11/2026", "voorbij"),
    "a day that does not exist": ("AFWEZIG tot 31/2", "AFWEZIG"),
    "a case that nobody knows": ("K-2026-0099 EENVOUDIG", "K-2026-0099"),
    "a known case and one that nobody knows": (
        f"{NUMBER} EENVOUDIG\nK-2026-0099 COMPLEX",
        "K-2026-0099",
    ),
    "two cases before one order": (f"{NUMBER} K-2026-0099 EENVOUDIG", "EENVOUDIG"),
    "somebody whom nobody knows": ("GEEF AAN Bartholomeus", "Bartholomeus"),
    "somebody who is nobody with an emoji": ("GEEF AAN \U0001f44d", "GEEF AAN"),
    "an order in the midst of orders that cannot be": ("EENVOUDIG\nSLUIT\nHEROPEN", ""),
}


@pytest.mark.parametrize("what", ASKED_BACK)
def test_what_is_not_sure_is_asked_back_and_nothing_of_it_is_done(case: Office, what: str) -> None:
    text, says = ASKED_BACK[what]
    answers(case, text)
    assert stands(case) == BEFORE
    name, words = told(case)
    assert name == "command_error"
    assert says in words
    assert case.posted_to_outsiders() == []


@pytest.mark.parametrize(
    "text", ["Bedankt!\n\n-- \nSLUIT", "\U0001f44d", "ok \U0001f44d", "Dank je wel \U0001f64f"]
)
def test_thanks_order_nothing_and_are_silent(case: Office, text: str) -> None:
    answers(case, text)
    assert stands(case) == BEFORE
    assert case.letters(to=ANN) == []


def test_a_day_that_may_be_two_days_is_asked_with_both(case: Office) -> None:
    answers(case, "MEASURE: supervision, Bert, 2/3/2027", subject=f"[{NUMBER}]")
    assert stands(case)[3] in {0, 1}
    name, words = told(case)
    assert name == ("command_result" if stands(case)[3] else "command_error")
    assert "2027" in words


def lines_of(letters: int) -> str:
    line = "Dit stond er al, en het staat er nog. "
    return (line * (72 // len(line) + 1) + "\n") * (letters // 76)


@pytest.mark.parametrize(
    ("around", "then"),
    [
        ("EENVOUDIG\n\nOp 8 december schreef Gehoor:\n{quoted}", SIMPLE),
        ("EENVOUDIG\n\n{long}", None),
        ("{long}\nEENVOUDIG", None),
    ],
)
def test_an_answer_of_two_megabytes_is_done_or_asked_back(
    case: Office, around: str, then: tuple[object, ...] | None
) -> None:
    long = lines_of(TWO_MEGABYTES)
    quoted = "".join(f"> {line}\n" for line in long.splitlines())
    answers(case, around.format(long=long, quoted=quoted))
    assert stands(case) in ({then} if then else {BEFORE, SIMPLE})
    name, words = told(case)
    assert name in ({"command_result"} if stands(case) == SIMPLE else {"command_error"})
    assert len(words) < 20_000, "nobody gets two megabytes back"


def test_a_letter_of_two_megabytes_reaches_no_parent(case: Office) -> None:
    answers(case, f"ANTWOORD: {lines_of(TWO_MEGABYTES)}")
    assert case.posted_to_outsiders() == []
    name, _ = told(case)
    assert name in {"preview", "command_error"}


def test_the_same_mail_twice_is_one_order_and_one_answer(case: Office) -> None:
    letter = case.letters("new_complaint", to=ANN)[-1]
    case.forget_letters()
    raw = raw_mail(
        "MAATREGEL: toezicht, Bert, 15/1",
        sender=ANN,
        subject=f"Re: {letter.subject}",
        message_id="<tweemaal@phone.example>",
        headers=(PROVEN, f"In-Reply-To: {letter.message_id}"),
    )
    for each in (raw, raw, b"Received: from a by b\r\n" + raw):
        case.deliver(each)
    case.round(minutes=1)
    assert stands(case)[3] == 1
    assert len(case.letters(to=ANN)) == 1


def undo_of(letter: Posted) -> tuple[str, str]:
    """The mail of the button that takes an order back."""
    (tap,) = (each for word, each in taps(letter).items() if word.startswith("ONGEDAAN"))
    return tap["subject"], tap["text"]


def crossed(
    office: Office, mails: Sequence[tuple[str, str]], to: Posted | None = None
) -> list[str]:
    """Mails of Ann, each a subject and a text, come in at once; the letters that she gets."""
    office.forget_letters()
    headers = (PROVEN, f"In-Reply-To: {to.message_id}") if to else (PROVEN,)
    for subject, text in mails:
        office.write(text, sender=ANN, subject=subject, headers=headers)
    office.round(minutes=1)
    return [letter.name for letter in office.letters(to=ANN)]


def test_an_order_and_its_undo_that_come_together_leave_the_case_as_it_was(case: Office) -> None:
    answers(case, "EENVOUDIG", "ONGEDAAN")
    assert stands(case) == BEFORE
    assert [letter.name for letter in case.letters(to=ANN)] == ["command_result"] * 2


def test_an_undo_that_overtakes_its_order_takes_nothing_back_and_says_so(case: Office) -> None:
    answers(case, "ONGEDAAN", "EENVOUDIG")
    assert stands(case) == SIMPLE
    names = [letter.name for letter in case.letters(to=ANN)]
    assert sorted(names) == ["command_error", "command_result"]
    # It can still be taken back: the button stands in the answer to the order.
    result = case.letters("command_result", to=ANN)[-1]
    assert crossed(case, [undo_of(result)]) == ["command_result"]
    assert stands(case) == BEFORE


@pytest.mark.parametrize("undo_first", [True, False])
def test_an_undo_and_a_new_order_that_cross_are_both_told_and_none_is_half_done(
    case: Office, *, undo_first: bool
) -> None:
    answers(case, "EENVOUDIG")
    result = case.letters("command_result", to=ANN)[-1]
    mails = [undo_of(result), (f"Re: {result.subject}", "GEEF AAN Bert")]
    names = crossed(case, mails if undo_first else [*reversed(mails)], to=result)
    if undo_first:
        assert names == ["command_result"] * 2
        assert stands(case) == BERTS
        return
    # The button takes back its own order and no other: what came since is asked about.
    assert sorted(names) == ["command_error", "command_result"]
    assert stands(case) == ("handling", "simple", "bert", 0)
    asked = case.letters("command_error", to=ANN)[-1]
    assert "Daarna kwam nog een opdracht: Geef aan" in " ".join(asked.text.split())
    assert crossed(case, [undo_of(asked)]) == ["command_result"]
    assert stands(case) == SIMPLE
    assert crossed(case, [undo_of(result)]) == ["command_result"]
    assert stands(case) == BEFORE


def test_the_undo_that_comes_twice_takes_back_one_order(case: Office) -> None:
    answers(case, "EENVOUDIG")
    result = case.letters("command_result", to=ANN)[-1]
    answers(case, "GEEF AAN Bert", to=result)
    undo = undo_of(case.letters("command_result", to=ANN)[-1])
    names = crossed(case, [undo, undo])
    assert stands(case) == SIMPLE
    assert sorted(names) == ["command_error", "command_result"]


def test_a_yes_and_a_no_to_one_letter_that_come_together_let_nothing_go(case: Office) -> None:
    answers(case, "VRAAG UITLEG\nWie was erbij?")
    shown = case.letters("preview", to=ANN)[-1]
    answers(case, "NEE", "JA", to=shown)
    case.round(minutes=11)
    assert case.posted_to_outsiders() == []
    assert stands(case) == BEFORE
    assert case.letters("command_error", to=ANN)


def test_orders_long_after_they_were_asked_for_are_done_or_asked_back(case: Office) -> None:
    letter = case.letters("new_complaint", to=ANN)[-1]
    case.mornings(TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=20))
    answers(case, "EENVOUDIG", to=letter)
    assert stands(case) == SIMPLE
