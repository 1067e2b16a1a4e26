"""Orders in mail as phones and programs write it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.core.instructions import Instructions, Verb
from bot.core.instructions.reading import read_instructions
from bot.core.mail import Address, Attachment, IncomingMail
from bot.core.new_words import new_words
from bot.settings.load import load

TESTS = Path(__file__).parents[1]
SECRETS = {"GEHOOR_SIGNING_KEY": "k" * 40, "GEHOOR_IMAP_PASSWORD": "geheim"}
POLICY = load(TESTS / "data" / "example-config", SECRETS).policy
ANN = Address("ann.peeters@schoolbestuur-demerland.example", "Ann Peeters")
TODAY = date(2026, 11, 24)
SUBJECT = "Re: [K-2026-0042] Nieuw bericht, kies een stap uiterlijk op 30 november"

LETTER = """Nieuw bericht K-2026-0042 voor De Kapel.

Kies de volgende stap. Eén tik volstaat, of antwoord met het woord.

EENVOUDIG
COMPLEX
JA
Antwoord: K-2026-0042 EENVOUDIG of K-2026-0042 COMPLEX

Alle woorden: antwoord HELP."""
MARKED = "\n".join(f"> {line}".rstrip() for line in LETTER.split("\n"))

IOS = (
    "{}\n\nVerstuurd vanaf mijn iPhone\n\n> Op 24 nov 2026 om 09:12 heeft Meldpunt"
    " <m@school.example> het volgende geschreven:\n> \n{}"
)
IOS_NL = "{}\n\nOp 24 nov 2026 om 09:12 schreef Meldpunt <m@school.example> het volgende:\n\n{}"
IOS_EN = (
    "{}\n\nSent from my iPhone\n\n"
    "On 24 Nov 2026, at 09:12, Meldpunt <m@school.example> wrote:\n\n{}"
)
GMAIL = "{}\n\nOp di 24 nov 2026 om 09:12 schreef Meldpunt <m@school.example>:\n\n{}"
OUTLOOK = (
    "{}\n\nOutlook voor iOS<https://aka.ms/o0ukef> downloaden\n________________________________\n"
    "Van: Meldpunt <m@school.example>\nVerzonden: dinsdag 24 november 2026 09:12:00\n"
    "Aan: Ann Peeters <ann@school.example>\n"
    "Onderwerp: [K-2026-0042] Nieuw bericht, kies een stap\n\n{}"
)
OUTLOOK_EN = (
    "{}\n\nGet Outlook for Android<https://aka.ms/AAb9ysg>\n________________________________\n"
    "From: Meldpunt <m@school.example>\nSent: Tuesday, November 24, 2026 9:12:00 AM\n"
    "To: Ann Peeters <ann@school.example>\n"
    "Subject: [K-2026-0042] Nieuw bericht, kies een stap\n\n{}"
)
SHAPES = {
    "ios, old": (IOS, MARKED),
    "ios": (IOS_NL, MARKED),
    "ios, English": (IOS_EN, MARKED),
    "gmail": (GMAIL, MARKED),
    "outlook mobile": (OUTLOOK, LETTER),
    "outlook mobile, English": (OUTLOOK_EN, LETTER),
}
SIGNED = (
    "\n\nMet vriendelijke groeten\n\nAnn Peeters\nKlachtencoördinator\nSchoolbestuur Demerland",
    "\n\n-- \nAnn Peeters\nSTOP\n0470 12 34 56",
    "\n\nMvg, Ann",
    "\n\nAnn Peeters\nNEEM\nwww.school.example",
    "",
)
NOTICE = (
    "\n\nDit bericht en de bijlagen zijn vertrouwelijk en uitsluitend bestemd voor de"
    " geadresseerde. Indien u dit bericht per vergissing ontving, gelieve de"
    " afzender te verwittigen en het te verwijderen."
)


def read(text: str, subject: str = SUBJECT) -> Instructions:
    mail = IncomingMail(subject=subject, text=text, new_text=new_words(text, subject), sender=ANN)
    return read_instructions(mail, POLICY, TODAY)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("signature", SIGNED)
def test_one_word_in_an_answer_is_the_order_and_the_quote_is_none(
    shape: str, signature: str
) -> None:
    form, quote = SHAPES[shape]
    found = read(form.format(f"Verleng 5 werkdagen{signature}", quote))
    assert [order.verb for order in found.orders] == [Verb.EXTEND]
    assert (found.doubts, found.orders[0].text) == ((), "")


@pytest.mark.parametrize("shape", SHAPES)
def test_an_answer_without_own_words_orders_nothing(shape: str) -> None:
    form, quote = SHAPES[shape]
    assert read(form.format("", quote)) == Instructions(thanks=True)
    assert read(form.format("Bedankt!", quote)) == Instructions(thanks=True)


def test_a_disclaimer_orders_nothing() -> None:
    found = read(GMAIL.format(f"Eenvoudig{NOTICE}", MARKED))
    assert [order.verb for order in found.orders] == [Verb.SIMPLE]
    assert found.note == ""


@pytest.mark.parametrize("crlf", ["\n", "\r\n", "\r"])
def test_the_mail_of_a_button_orders_once_whatever_its_line_ends(crlf: str) -> None:
    body = "KLAAR 2\n\nSleutel (laten staan): 7f3k-92xd-q4mt-8hwa\n\nVerzonden vanaf mijn iPhone"
    found = read(body.replace("\n", crlf), "[K-2026-0042] KLAAR 2")
    (order,) = found.orders
    assert (order.verb, order.n, order.number) == (Verb.DONE, 2, "K-2026-0042")
    assert (found.note, found.doubts) == ("", ())


@pytest.mark.parametrize("shape", SHAPES)
def test_a_longer_text_for_a_parent_stops_where_its_writer_stops(shape: str) -> None:
    form, quote = SHAPES[shape]
    letter = "Beste mevrouw,\n\nWe spraken met de klas.\nMorgen volgt meer nieuws."
    (order,) = read(form.format(f"ANTWOORD: {letter}", quote)).orders
    assert order.text == letter


def test_what_is_passed_on_orders_nothing() -> None:
    text = (
        "NOTITIE: zie hieronder\n\n---------- Forwarded message ---------\n"
        "Van: Ilse <ilse@postvak.example>\nDate: di 24 nov 2026 om 09:00\nSubject: Klacht\n"
        "To: <ann@school.example>\n\nEENVOUDIG\nSLUIT\n"
    )
    found = read(text, "Fwd: Klacht")
    assert [order.verb for order in found.orders] == [Verb.NOTE]
    assert found.orders[0].text == "zie hieronder"


def test_an_attachment_orders_nothing() -> None:
    inner = IncomingMail(subject="EENVOUDIG", text="SLUIT", new_text="SLUIT", sender=ANN)
    paper = Attachment(name="SLUIT.txt", type="text/plain", size=5, sha256="0" * 64, part=2)
    mail = IncomingMail(subject=SUBJECT, sender=ANN, attachments=(paper,), enclosed=(inner,))
    assert read_instructions(mail, POLICY, TODAY) == Instructions(thanks=True)


def test_answers_between_quoted_lines_are_the_writers_own() -> None:
    text = f"{GMAIL.format('Dag,', '> Kies de volgende stap.')}\n\nEENVOUDIG\n\n> COMPLEX\n"
    assert [order.verb for order in read(text).orders] == [Verb.SIMPLE]


@pytest.mark.parametrize(
    "letter", sorted((TESTS / "golden" / "letters").glob("*.txt")), ids=lambda path: path.stem
)
def test_the_subject_of_no_letter_of_ours_orders_anything_when_it_is_answered(letter: Path) -> None:
    subject = next(
        (line for line in letter.read_text("utf-8").split("\n") if line.startswith("Subject: ")), ""
    ).removeprefix("Subject: ")
    for prefix in ("Re: ", "RE: ", "Antw: ", "AW: "):
        assert read("Bedankt!", f"{prefix}{subject}") == Instructions(thanks=True)
