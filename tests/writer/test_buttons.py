"""A button survives all that lies between the core and a thumb; nothing typed becomes one."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.letter import Button, Letter, LetterName, Value
from bot.core.mail import Address
from bot.core.tokens import Signer, StaffKey
from bot.writer.envelope import compose
from bot.writer.letters import Writer
from bot.writer.marks import clean
from bot.writer.sample_school import sample_button
from bot.writer.samples import sample_order

SHIPPED = Path(__file__).parents[2] / "templates"
MAILBOX = "klachten@schoolbestuur-demerland.example"
TODAY = date(2026, 12, 8)
SIGNER = Signer((b"n" * 32,))
KEY = SIGNER.staff_key("ann", "K-2026-0042", TODAY)
WRITER = Writer(SHIPPED, sign=lambda one: SIGNER.staff_key(one.person, one.about, one.made_on))

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


class Links(HTMLParser):
    """The links of a page: their attributes, and the words on them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[dict[str, str]] = []
        self._inside = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append({name: value or "" for name, value in attrs} | {"words": ""})
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "a"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1]["words"] += data


def a_letter(*some: Button, writer: Writer = WRITER, **values: Value) -> Letter:
    order = sample_order(LetterName.REMINDER, "usual", "nl", "je")
    return writer.write(replace(order, values={**order.values, "buttons": some, **values}))


def links_of(letter: Letter) -> list[dict[str, str]]:
    return [link for link in Links(letter.html).found if link.get("class") == "button"]


def opened(address: str) -> tuple[str, str, str]:
    """The mail that a tap opens: to, subject, text (RFC 6068)."""
    parts = urlsplit(address)
    fields = parse_qs(parts.query, keep_blank_values=True, strict_parsing=True)
    assert parts.scheme == "mailto"
    assert set(fields) == {"subject", "body"}
    return unquote(parts.path), fields["subject"][0], fields["body"][0]


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


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
    links = [link for link in Links(page).found if link.get("class") == "button"]
    commands = [one_line(button.command) for button in some]
    if not links:
        assert any(len(each.encode()) > 40 for each in commands)
        return
    assert len(links) == len(some)
    for link, button, command in zip(links, some, commands, strict=True):
        to, subject, text = opened(link["href"])
        assert to == button.mailbox
        assert subject in {
            f"[{button.about}] {command}" if button.about else command,
            f"[{button.about}]" if button.about else "",
        }
        key = SIGNER.staff_key("ann", button.about, TODAY)
        assert text == f"{command}\r\n\r\nSleutel (laten staan): {key}"
        read = SIGNER.read_staff_key(text, ["ann"], [button.about], TODAY)
        assert read == StaffKey("ann", button.about, TODAY) or len(command) >= 4
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


def own(tmp_path: Path, body: str) -> Writer:
    file = tmp_path / "nl" / "staff" / "reminder.md"
    file.parent.mkdir(parents=True)
    file.write_text(f"Subject: x\n\n{body}\n", "utf-8")
    return Writer(SHIPPED, tmp_path)


@pytest.mark.parametrize(
    ("body", "key", "said"),
    [
        ("{{ buttons }}", "regel 3", "een lijst wordt niet zomaar afgedrukt"),
        ("tekst\n\n{{ case_no|buttons }}", "regel 5", "neemt een lijst van knoppen"),
        ("{{ duties|buttons }}", "regel 3", "neemt een lijst van knoppen"),
        ("{{ buttons|buttons('x') }}", "regel 3", "neemt niets tussen zijn haakjes"),
        ("{{ buttons|button }}", "regel 3", 'bedoelde je "buttons"'),
        ("{{ buttons|join }}", "regel 3", "gebruik voor een rij het filter buttons"),
        ("{% for b in buttons %}\n{{ b.command }}\n{% endfor %}", "regel 4", 'geen "command"'),
        ("{% for b in buttons %}\n{{ b|date }}\n{% endfor %}", "regel 4", "neemt een datum"),
        ("[klik](https://x.example/{{ buttons|buttons }})", "regel 1", "adres van een link"),
    ],
)
def test_check_finds_buttons_in_a_wrong_place_with_their_line(
    body: str, key: str, said: str, tmp_path: Path
) -> None:
    found = own(tmp_path, body).check()
    assert [each.key for each in found if said in each.text] == [key]


def test_a_button_in_a_subject_is_found_too(tmp_path: Path) -> None:
    writer = own(tmp_path, "tekst")
    file = tmp_path / "nl" / "staff" / "reminder.md"
    file.write_text("Subject: {{ buttons|buttons }}\n\ntekst\n", "utf-8")
    (found,) = writer.check()
    assert (found.key, found.text) == ("regel 1", "een knop hoort niet in een onderwerp")


@pytest.mark.parametrize(
    "body",
    [
        "{{ buttons|buttons }}",
        "{% if buttons %}{% for b in buttons %}{{ b }} {% endfor %}{% endif %}",
    ],
)
def test_an_administrator_may_place_buttons_elsewhere(body: str, tmp_path: Path) -> None:
    assert own(tmp_path, body).check() == []


@pytest.mark.parametrize(
    ("language", "row"),
    [
        ("nl", "Antwoord: K-2026-0042 A of K-2026-0042 B"),
        ("en", "Reply: K-2026-0042 A or K-2026-0042 B"),
        ("fr", "Répondez : K-2026-0042 A ou K-2026-0042 B"),
        ("de", "Antworten Sie: K-2026-0042 A oder K-2026-0042 B"),
    ],
)
def test_the_words_are_in_the_language_of_the_letter(
    language: str, row: str, tmp_path: Path
) -> None:
    file = tmp_path / language / "staff" / "reminder.md"
    file.parent.mkdir(parents=True)
    file.write_text("Subject: x\n\n{{ buttons|buttons }}\n", "utf-8")
    order = sample_order(LetterName.REMINDER, "usual", language, "u")
    some = (sample_button("a", "A"), sample_button("b", "B"))
    order = replace(order, values={**order.values, "buttons": some})
    assert Writer(SHIPPED, tmp_path).write(order).text == f"{row}\n"
