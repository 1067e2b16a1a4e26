"""A letter as its recipient holds it: what it says in short, and what its buttons open."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from bot.rehearsal.received import ReceivedLetter, Tap

CAME = datetime(2026, 9, 14, 17, 42, tzinfo=UTC)
TEXT = """\
Dag

Bedankt voor uw mail. Het nummer is K-2026-0001. We nemen uw bericht ernstig.

1. Ann leest uw bericht. Dat gebeurt snel.
2. U krijgt antwoord uiterlijk op donderdag 29 oktober 2026. Kan het vroeger, dan graag.

----------------------------------------

Antwoorden? Stuur gewoon een mail.
"""
PAGE = """\
<p>Dag <a href="https://school.example">school</a> <a href="mailto:a@b.example">schrijf</a></p>
<a class="button" href="mailto:klachten@school.example?subject=%5BK-1%5D%20EENVOUDIG&amp;body=\
EENVOUDIG%0D%0A%0D%0ASleutel%3A%20ab%2Bcd"><!--[if mso]>&nbsp;<![endif]-->Eenvoudig\
<br><span>ik los dit &amp; dat op</span></a>
<a href="mailto:klachten@school.example?subject=&amp;body=GEGROND%0D%0AUITLEG%3A%20">Vul\
 aan</a>
"""


def a_letter() -> ReceivedLetter:
    mail = EmailMessage()
    mail["Subject"] = "[K-2026-0001] Uw bericht is goed aangekomen: één vraag"
    mail["Message-ID"] = "<k.1@school.example>"
    mail.set_content(TEXT)
    mail.add_alternative(PAGE, subtype="html")
    return ReceivedLetter(
        sender="klachten@school.example",
        recipient="ilse@ouder.example",
        content=mail.as_bytes(),
        arrived_at=CAME,
    )


def test_it_is_opened() -> None:
    letter = a_letter()
    assert letter.subject == "[K-2026-0001] Uw bericht is goed aangekomen: één vraag"
    assert letter.message_id == "<k.1@school.example>"
    assert letter.text == TEXT


def test_its_essence_says_where_something_is_left_out() -> None:
    assert a_letter().essence("nummer", "Ann", "uiterlijk") == (
        "…",
        "Het nummer is K-2026-0001. …",
        "1. Ann leest uw bericht. …",
        "2. U krijgt antwoord uiterlijk op donderdag 29 oktober 2026. …",
    )


def test_sentences_of_one_line_stay_together_and_rules_are_no_words() -> None:
    essence = a_letter().essence("Dag", "Bedankt", "ernstig", "Stuur")
    assert essence == (
        "Dag",
        "Bedankt voor uw mail. … We nemen uw bericht ernstig. …",
        "Stuur gewoon een mail.",
    )


def test_of_nothing_the_essence_is_a_mark() -> None:
    assert a_letter().essence() == ("…",)


def test_words_that_it_does_not_say_are_not_made_up() -> None:
    with pytest.raises(LookupError, match="ongegrond"):
        a_letter().essence("nummer", "ongegrond")


def test_its_buttons_are_the_links_that_open_a_filled_in_mail() -> None:
    simple, fill_in = a_letter().buttons
    assert simple == Tap(
        label="Eenvoudig",
        to="klachten@school.example",
        subject="[K-1] EENVOUDIG",
        body="EENVOUDIG\n\nSleutel: ab+cd",
    )
    assert (fill_in.label, fill_in.subject, fill_in.body) == ("Vul aan", "", "GEGROND\nUITLEG: ")


def test_what_is_typed_stands_at_the_first_open_field() -> None:
    _, fill_in = a_letter().buttons
    assert fill_in.filled_in("het klopt").body == "GEGROND\nUITLEG: het klopt"


def test_without_an_open_field_it_stands_on_top() -> None:
    simple, _ = a_letter().buttons
    assert simple.filled_in("Dag").body == "Dag\nEENVOUDIG\n\nSleutel: ab+cd"


def test_a_letter_without_a_page_has_no_buttons() -> None:
    bare = ReceivedLetter(
        sender="", recipient="", content=b"Subject: x\r\n\r\nDag\r\n", arrived_at=CAME
    )
    assert bare.buttons == ()
    assert bare.text == "Dag\n"
