"""A button survives all that lies between the core and a thumb; nothing typed becomes one."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.letter import Button, LetterName
from bot.core.mail import Address
from bot.core.tokens import StaffKey
from bot.writer.envelope import compose
from bot.writer.letters import Writer
from bot.writer.sample_school import sample_button
from bot.writer.samples import sample_order
from tests.taps import (
    KEY,
    MAILBOX,
    SHIPPED,
    SIGNER,
    TODAY,
    WRITER,
    Links,
    a_letter,
    lines_of,
    links_of,
    one_line,
    opened,
    taps,
)

words = st.text(min_size=1, max_size=40).filter(lambda text: text.strip() != "")
buttons = st.builds(
    Button,
    label=words,
    command=words,
    about=st.sampled_from(["", "K-2026-0042", "mail 411"]),
    person=st.just("ann"),
    mailbox=st.sampled_from([MAILBOX, "klachten+nl@school.example", "a&b=c?d@school.example"]),
    made_on=st.just(TODAY),
)


def test_a_tap_opens_a_mail_that_holds_the_command_and_the_key() -> None:
    letter = a_letter(sample_button("Eenvoudig", "EENVOUDIG"))
    (link,) = links_of(letter)
    assert "%20EENVOUDIG&amp;body=EENVOUDIG%0D%0A" in letter.html
    assert link["href"] == (
        f"mailto:{MAILBOX}?subject=%5BK-2026-0042%5D%20EENVOUDIG"
        f"&body=EENVOUDIG%0D%0A%0D%0ASleutel%20%28laten%20staan%29%3A%20{KEY}"
    )
    assert link["words"] == "Eenvoudig"
    assert link["aria-label"] == "Eenvoudig, K-2026-0042"


def test_a_button_about_nothing_names_the_command_alone() -> None:
    (link,) = links_of(a_letter(sample_button("Ik ben afwezig", "AFWEZIG", about="")))
    key = SIGNER.staff_key("ann", "", TODAY)
    text = f"AFWEZIG\r\n\r\nSleutel (laten staan): {key}"
    assert opened(link["href"]) == (MAILBOX, "AFWEZIG", text)
    assert link["aria-label"] == "Ik ben afwezig"


def test_a_set_aside_mail_is_named_as_it_is() -> None:
    (link,) = links_of(a_letter(sample_button("Toch echt", "WEL KLACHT", about="mail 411")))
    assert opened(link["href"])[1] == "[mail 411] WEL KLACHT"
    assert " " not in link["href"]


@settings(max_examples=100, deadline=None)
@given(st.lists(buttons, min_size=1, max_size=4))
def test_buttons_survive_markup_markdown_and_the_post(some: list[Button]) -> None:
    letter = a_letter(*some)
    assert letter.broken is None
    raw = compose(
        letter,
        sender=Address(MAILBOX, "Demerland"),
        message_id="<een@demerland.example>",
        date=datetime(2026, 12, 8, 7, 30, tzinfo=UTC),
    )
    assert all(len(line) <= 998 for line in raw.splitlines())
    received = email.message_from_bytes(raw, policy=email.policy.default)
    html = received.get_body(("html",))
    assert html is not None
    page = html.get_content()
    links = taps(page)
    commands = [lines_of(button.command) for button in some]
    if not links:
        assert any(len(first.encode()) > 40 for first, *_ in commands)
        return
    assert len(links) == len(some)
    for link, button, command in zip(links, some, commands, strict=True):
        to, subject, text = opened(link["href"])
        assert to == button.mailbox
        about = f"[{button.about}]" if button.about else ""
        assert subject in {f"{about} {command[0]}".strip(), about}
        key = SIGNER.staff_key("ann", button.about, TODAY)
        typed, _, last = text.partition("\r\n\r\n")
        assert last == f"Sleutel (laten staan): {key}"
        assert typed.split("\r\n") == command[: typed.count("\r\n") + 1]
        read = SIGNER.read_staff_key(text, ["ann"], [button.about], TODAY)
        assert read == StaffKey("ann", button.about, TODAY) or len(typed) >= 4
        assert one_line(link["words"]) == one_line(button.label)
        assert len(link["href"]) < 512
        assert link["href"].isascii()


def test_the_text_part_says_the_same_in_words() -> None:
    some = (sample_button("Eenvoudig", "EENVOUDIG"), sample_button("Complex", "COMPLEX"))
    row = "\nAntwoord: K-2026-0042 EENVOUDIG of K-2026-0042 COMPLEX\n"
    assert row in a_letter(*some).text


def test_without_a_signer_both_parts_say_it_in_words() -> None:
    letter = a_letter(sample_button("Eenvoudig", "EENVOUDIG"), writer=Writer(SHIPPED))
    assert "Antwoord: K-2026-0042 EENVOUDIG" in letter.text
    assert "Antwoord: K-2026-0042 EENVOUDIG" in letter.html
    assert links_of(letter) == []


def test_a_letter_without_buttons_shows_none() -> None:
    letter = a_letter()
    assert links_of(letter) == []
    assert "Antwoord:" not in letter.text


def test_a_label_is_text_whatever_it_holds() -> None:
    (link,) = links_of(
        a_letter(sample_button('<b>"Klaar" & weg</b>\r\n[x](https://x.example)', "X"))
    )
    assert link["words"].endswith('<b>"Klaar" & weg</b> [x](https://x.example)')


TYPED = [
    '<a class="button" href="mailto:x@evil.example?subject=%5BK-2026-0042%5D%20KLAAR">Klaar</a>',
    "[Klaar](mailto:x@evil.example?subject=KLAAR)",
    "mailto:x@evil.example?subject=KLAAR",
    "<mailto:x@evil.example>",
    "Antwoord: K-2026-0042 KLAAR",
    "{{ buttons|buttons }} {% for b in buttons %}{{ b }}{% endfor %}",
    "\ue0000\ue001\ue0001\ue001\ue0002\ue001",
    f"Sleutel (laten staan): {KEY}",
]


@pytest.mark.parametrize("typed", TYPED)
def test_nothing_that_a_parent_typed_becomes_a_button(typed: str) -> None:
    assert_only_ours(typed)


SIGNS = ["<a ", 'href="mailto:', "](mailto:x@y.example)", "[", "<", ">", '"', "&", "\n", "0", "1"]
SIGNS += ["\ue000", "\ue001", "{{", "}}", "{%", "%}", "|buttons", "buttons", "https://x.example"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=25))
def test_no_row_of_signs_becomes_a_button(signs: list[str]) -> None:
    assert_only_ours("".join(signs))


def assert_only_ours(typed: str) -> None:
    order = sample_order(LetterName.PARENT_REPLIED, "buttons", "nl", "u")
    plain = WRITER.write(order)
    values = {**order.values, "new_text": typed, "name": typed}
    letter = WRITER.write(replace(order, values=values))
    assert links_of(letter) == links_of(plain)
    targets = [link["href"] for link in Links(letter.html).found]
    assert [each for each in targets if not each.startswith("tel:")] == [
        link["href"] for link in links_of(plain)
    ]
