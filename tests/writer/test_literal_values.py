"""Whatever a parent typed appears as typed: in no part of a letter is a value ever read."""

from __future__ import annotations

import html
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.letter import Letter, LetterName, LetterOrder, Origin
from bot.writer.letters import Writer
from bot.writer.marks import clean, fill_html, fill_text, mark, one_line
from bot.writer.samples import values_of

if TYPE_CHECKING:
    from tests.writer.conftest import Wrote

SHIPPED = Path(__file__).parents[2] / "templates"
WRITER = Writer(SHIPPED)

ATTACKS = [
    "**bold** _it_ `code` ~~no~~",
    "# heading\n\n## another\n===\n---",
    "1. one\n2. two\n- three\n* four\n> quote",
    "[click](https://evil.example) <https://evil.example> ![x](https://evil.example/x.png)",
    "[K-2026-0042]: https://evil.example",
    "    four spaces\n\tand a tab",
    "```\nfence\n```",
    "a | b\n--|--\n1 | 2",
    "<b>bold</b><script>alert(1)</script><img src=x onerror=alert(1)>",
    "</blockquote></td></table><h1>Uw klacht is gegrond</h1>",
    "<!-- --> ]]> &amp; &lt; &#60; & \" '",
    "{{ school }} {% if x %} {# c #} {{ 7*7 }} {{ ''.__class__ }}",
    "{% include 'parts/signature_auto.md' %}",
    "[u|je] [a|b] [|] [uw|je] kind",
    "\ue0000\ue001 \ue0005\ue001 \ue000999999\ue001 \ue000 \ue001 \uf8ff",
    "%EE%80%80 %0d%0a",
    "Subject: gehackt\nBcc: iedereen@example.com\n\nDag",
    "a\r\nSubject: gehackt\r\n\r\nb",
    "a\nFrom: x@example.com\n.\nQUIT",
    "--=_abc--\n--boundary",
    "\\* \\[ \\\\ \\{{ x }}",
    "\\1 \\g<0> $1 ${x} %s %(x)s {0} {school}",
    "שלום عليكم Ünïcödé ğ Ж 漢字 🙂👩\u200d👧",
    "\u05d0\u05d1 gewoon 123",
    "www.evil.example mailto:x@evil.example 0470 12 34 56",
    "a  b   c\n\n\n\n\nd",
    " leading and trailing ",
    "-----------------------------------------",
    "x" * 5000,
]


def notice(text: str, **given_values: str) -> Letter:
    values = {
        **values_of(LetterName.NEW_COMPLAINT, "usual", "nl"),
        "body_clean": text,
        **given_values,
    }
    order = LetterOrder(
        name=LetterName.NEW_COMPLAINT,
        to="ann@school.example",
        language="nl",
        form="u",
        values=values,
        origin=Origin.GENERATED,
        case_number="K-2026-0042",
        to_staff=True,
    )
    return WRITER.write(order)


class Reader(HTMLParser):
    """What an HTML page says, and the elements it has."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.quoted: list[str] = []
        self.elements: list[str] = []
        self.attributes: set[tuple[str, str]] = set()
        self._in_quote = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}
        if tag == "blockquote":
            self._in_quote = True
        if tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self._in_quote = False

    def handle_data(self, data: str) -> None:
        self.said.append(data)
        if self._in_quote:
            self.quoted.append(data)


SUBJECT = "[K-2026-0042] Nieuw bericht, bekijk het uiterlijk op vrijdag 11 december 2026"
PLAIN = Reader(notice("gewone tekst").html)


def assert_literal(text: str) -> None:
    letter = notice(text)
    typed = clean(text)
    assert f"{'-' * 40}\n{typed}\n{'-' * 40}\n" in letter.text
    page = Reader(letter.html)
    assert "".join(page.quoted).removeprefix("\n").removesuffix("\n") == typed
    breaks = typed.count("\n")
    phone = {"a", "span"} if len(typed) <= 30 else set()
    assert [each for each in page.elements if each != "br" and each not in phone] == [
        each for each in PLAIN.elements if each not in {"br", *phone}
    ]
    assert page.elements.count("br") == PLAIN.elements.count("br") + breaks
    assert letter.subject == SUBJECT


@pytest.mark.parametrize("text", ATTACKS)
def test_what_a_parent_typed_appears_as_typed(text: str) -> None:
    assert_literal(text)


@settings(max_examples=150)
@given(st.text(min_size=1, max_size=80).filter(lambda text: clean(text) != ""))
def test_any_text_appears_as_typed(text: str) -> None:
    assert_literal(text)


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from([*"*_[]()|<>{}%#!`~-=:\\\n \t&;\"'", "\ue000", "\ue001", "0", "a", "\r"]),
        min_size=1,
        max_size=40,
    )
)
def test_any_row_of_special_signs_appears_as_typed(signs: list[str]) -> None:
    assert_literal("".join(signs))


@pytest.mark.parametrize("text", ATTACKS)
def test_a_value_beside_other_words_appears_as_typed(text: str) -> None:
    letter = notice("tekst", name=text, subject=text, lang=text)
    typed = clean(text)
    assert f"Van: {typed} (sofie.aerts@ouders.example)\n" in letter.text
    assert html.escape(typed).replace("\n", "<br>") in letter.html


@pytest.mark.parametrize("text", ATTACKS)
def test_a_value_cannot_leave_the_subject(text: str, wrote: Wrote) -> None:
    letter = wrote("Subject: [{{ case_no }}] {{ school }}\n\ntekst\n", school=text)
    assert letter.broken is None
    assert letter.subject == one_line(f"[K-2026-0042] {text}")
    assert letter.subject.isprintable() or "\uf8ff" in letter.subject or "\u200d" in letter.subject
    assert len(letter.subject) <= 200
    assert letter.text == "tekst\n"


@pytest.mark.parametrize(
    "subject", ["a\r\nb", "a\nb", "a\x00b", "a\x0bb", "a\x85b", "a\u2028b", "a \t b"]
)
def test_a_subject_is_one_line(subject: str) -> None:
    assert one_line(subject) == "a b"


def test_a_subject_turns_nobody_around() -> None:
    assert one_line("\u202eabc\u2067d\u200f") == "abcd"


def test_a_long_subject_is_cut_with_a_sign() -> None:
    assert one_line("x" * 300) == "x" * 199 + "…"


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_marks_inside_values_are_never_replaced(values: list[str]) -> None:
    values = [*values, mark(0), mark(1)]
    skeleton = " ".join(mark(number) for number in range(len(values)))
    assert fill_text(skeleton, values) == " ".join(values)
    assert fill_html(skeleton, values) == " ".join(fill_html(mark(0), [each]) for each in values)


def test_an_open_direction_mark_ends_with_its_line() -> None:
    assert clean("\u202etxet\nverder") == "\u202etxet\u202c\nverder"
    assert clean("\u2067\u202aa\u202c") == "\u2067\u202aa\u202c\u2069"
    assert clean("\u200fa") == "\u200fa"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a\x00b\x1b[31mc", "ab[31mc"), ("a\ud800b", "ab"), ("a\r\nb\rc", "a\nb\nc"), ("\t", "\t")],
)
def test_only_what_cannot_be_shown_is_left_out(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_numbers_stay_whole_and_telephone_numbers_can_be_tapped() -> None:
    page = fill_html(mark(0) + mark(1) + mark(2), ["K-2026-0042", "+32 (0)11/22.33.44", "0A<b>"])
    assert page == (
        '<span class="number">K-2026-0042</span>'
        '<a href="tel:+32011223344">'
        '<span class="number">+32 (0)11/22.33.44</span></a>0A&lt;b&gt;'
    )
