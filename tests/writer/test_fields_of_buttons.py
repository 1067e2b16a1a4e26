"""A command of several lines opens a mail with fields to fill in, and fits in a link."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.letter import LetterName
from bot.writer.letters import Writer
from bot.writer.sample_school import sample_button
from bot.writer.samples import sample_order
from tests.taps import KEY, a_letter, lines_of, links_of, opened, own


def test_a_long_command_stands_in_the_text_of_the_mail_alone() -> None:
    (link,) = links_of(a_letter(sample_button("Noteer", "NOTITIE " + "gebeld " * 20)))
    _, subject, text = opened(link["href"])
    assert subject == "[K-2026-0042]"
    assert text.startswith("NOTITIE gebeld gebeld")
    assert len(link["href"]) < 512


def test_a_command_that_fits_in_no_link_is_said_in_words() -> None:
    letter = a_letter(sample_button("Noteer", "NOTITIE " + "gebeld " * 90))
    assert links_of(letter) == []
    assert "Antwoord: K-2026-0042 NOTITIE gebeld gebeld" in letter.html


def test_fields_stand_below_the_command_each_on_a_line_with_room_to_type() -> None:
    fields = "GEGROND\nUITLEG: \nEXCUSES: geschreven\nMAATREGEL: "
    letter = a_letter(sample_button("Vul aan", fields))
    (link,) = links_of(letter)
    _, subject, text = opened(link["href"])
    assert subject == "[K-2026-0042] GEGROND"
    assert text == (
        "GEGROND\r\nUITLEG: \r\nEXCUSES: geschreven\r\nMAATREGEL: \r\n\r\n"
        f"Sleutel (laten staan): {KEY}"
    )
    assert "GEGROND%0D%0AUITLEG%3A%20%0D%0AEXCUSES" in link["href"]
    assert "Antwoord: K-2026-0042 GEGROND\n" in letter.text


def test_what_is_still_to_be_typed_stands_in_the_text_of_the_mail_alone() -> None:
    (link,) = links_of(a_letter(sample_button("Geef aan iemand anders", "GEEF AAN: ")))
    assert opened(link["href"])[1:] == (
        "[K-2026-0042]",
        f"GEEF AAN: \r\n\r\nSleutel (laten staan): {KEY}",
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ABC: éğЖع", min_size=1, max_size=60), max_size=12))
def test_what_does_not_fit_is_lost_from_the_end_and_never_the_key(fields: list[str]) -> None:
    whole = "\n".join(("GEGEVENS", *fields))
    (link,) = links_of(a_letter(sample_button("Vul aan", whole)))
    text = opened(link["href"])[2]
    kept, _, key = text.partition("\r\n\r\n")
    assert len(link["href"]) < 512
    assert key == f"Sleutel (laten staan): {KEY}"
    assert kept.split("\r\n") == lines_of(whole)[: kept.count("\r\n") + 1]


def test_a_choice_says_what_it_does_and_further_ones_stand_below_each_other(tmp_path: Path) -> None:
    body = '{{ buttons|choice("ik los dit op") }}\n\n{{ buttons|links }}\n\n{{ buttons|lead }}'
    order = sample_order(LetterName.REMINDER, "usual", "nl", "u")
    some = (sample_button("Een", "A"), sample_button("Twee", "B"))
    writer = own(tmp_path, body)
    letter = Writer(writer.shipped, tmp_path, sign=lambda _: KEY).write(
        replace(order, values={**order.values, "buttons": some})
    )
    choice, links, lead = letter.text.rstrip().split("\n\n")
    assert choice == "Antwoord: K-2026-0042 A of K-2026-0042 B (ik los dit op)"
    assert links == "Een: antwoord K-2026-0042 A\nTwee: antwoord K-2026-0042 B"
    assert lead == "Antwoord: K-2026-0042 A of K-2026-0042 B"
    kinds = [link["class"] for link in links_of(letter)]
    assert kinds == [
        *("button choice", "button choice"),
        *("more", "more"),
        *("button lead", "button"),
    ]
