from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.forwarded import addresses_in, announces_forward, heads_in
from bot.core.mail import Address
from tests.forwards import HANNE, HEADS, INNER, NOTE, passed_on

MARKS = re.compile(r"[>\s]+")


@pytest.mark.parametrize("program", HEADS)
def test_the_head_of_every_mail_program_is_read(program: str) -> None:
    (head,) = heads_in(passed_on(HEADS[program]))
    (writer,) = head.senders
    assert writer.email == HANNE
    assert writer.name in {"Hanne Smets", ""}
    assert head.subject == "niet oké vandaag"
    assert "25" in head.sent
    assert head.above == NOTE
    assert head.below == INNER


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Hanne Smets <h@postvak.example>", [("h@postvak.example", "Hanne Smets")]),
        ('"Smets, Hanne" <h@postvak.example>', [("h@postvak.example", "Smets, Hanne")]),
        ("'Hanne' <H@Postvak.Example>", [("H@postvak.example", "Hanne")]),
        ("Hanne [mailto:h@postvak.example]", [("h@postvak.example", "Hanne")]),
        ("Hanne <h@p.example<mailto:h@p.example>>", [("h@p.example", "Hanne")]),
        ("Hanne (h@postvak.example)", [("h@postvak.example", "Hanne")]),
        ("h@postvak.example", [("h@postvak.example", "")]),
        ("h@postvak.example <h@postvak.example>", [("h@postvak.example", "")]),
        ("Hanne Smets", []),
        ("Hanne Smets </o=school/cn=hanne>", []),
        ("a@x.example; b@x.example", [("a@x.example", ""), ("b@x.example", "")]),
        ("desk@x.example On Behalf Of Jan <jan@y.example>", [("jan@y.example", "Jan")]),
        ("desk@x.example namens Jan", [("desk@x.example", "")]),
    ],
)
def test_an_address_is_read_as_mail_programs_print_it(
    value: str, found: list[tuple[str, str]]
) -> None:
    assert [(each.email, each.name) for each in addresses_in(value)] == found


def test_of_two_heads_the_newest_comes_first_and_holds_the_other() -> None:
    older = passed_on(HEADS["Gmail, English"], note="Dag Katrien, zie hieronder. Jan")
    text = passed_on(
        HEADS["Outlook, Dutch"].replace("Hanne Smets <hanne.smets@", "Jan <jan@"), inner=older
    )
    first, second = heads_in(text)
    assert first.senders == (Address("jan@postvak.example", "Jan"),)
    assert "Forwarded message" in first.below
    assert second.senders[0].email == HANNE


@pytest.mark.parametrize(
    "text",
    [
        "Van: de bus\nnaar: de school",
        "Van: 8 uur\nAan: de poort\n\nkwam niemand.",
        "Datum: 3 maart\nOnderwerp: pesten\nAan: de directie\n\nIk klaag.",
        "Ik kreeg een doorgestuurd bericht van de juf: kijk zelf.",
        "",
    ],
)
def test_what_is_no_head_is_none(text: str) -> None:
    assert list(heads_in(text)) == []
    assert not announces_forward(text)


def test_lines_of_the_mail_that_look_like_a_head_stay_in_the_mail() -> None:
    text = passed_on(HEADS["Outlook, Dutch"], inner="Datum: 3 maart\nWie: Jef\nHij huilde.")
    (head,) = heads_in(text)
    assert head.below == "Datum: 3 maart\nWie: Jef\nHij huilde."


@given(st.lists(st.sampled_from([*HEADS.values(), "> ", "Van: ", "\n", "x", "a@b.example", "*:"])))
def test_no_text_defies_reading_and_nothing_below_a_head_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    for head in heads_in(text):
        assert all("@" in each.email for each in head.senders)
        # All but the quote marks, which belong to the mail around it.
        assert MARKS.sub("", text).endswith(MARKS.sub("", head.below))
