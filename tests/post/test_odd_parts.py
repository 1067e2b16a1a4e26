"""Parts that are not what their header says, and parts in formats from before HTML."""

from __future__ import annotations

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.post.mime.enriched import words_of_enriched
from bot.post.parser import read_mail
from tests.rawmails import container, in_parts, nested, part, raw_mail

WORDS = "Mijn kind wordt gepest."
PLAIN = part(b"text/plain; charset=utf-8", WORDS.encode() + b"\r\n")
HTML = part(b"text/html; charset=utf-8", b"<p>Mijn kind wordt <b>gepest</b>.</p>")
PACKED = zlib.compress("".join(f"{n * n % 9973};" for n in range(2_000)).encode())
IN_BASE64 = b"Content-Transfer-Encoding: base64"


def text_of(raw: bytes) -> str:
    return read_mail(raw).text


# A boundary that reads as the end of another


def test_parts_whose_boundary_reads_as_the_end_of_the_container_are_found() -> None:
    letter = nested(b"alternative", PLAIN, HTML, boundary=b"grens--")
    photo = part(b"image/png", b"\x89PNG\r\n\x1a\n")
    mail = read_mail(in_parts(photo, letter))
    assert mail.text == WORDS
    assert [each.name for each in mail.attachments] == ["part-1.png"]


def test_what_follows_the_found_parts_is_no_text() -> None:
    letter = nested(b"related", part(b"image/png", b"\x89PNG\r\n\x1a\n"), boundary=b"grens--")
    assert text_of(in_parts(letter)) == ""


def test_an_empty_container_leaves_the_words_behind_it_as_they_are() -> None:
    empty = b"Content-Type: multipart/mixed; boundary=ander\r\n\r\n"
    behind = f"\r\n{WORDS}\r\n".encode()
    body = container(empty, boundary=b"grens") + behind
    field = b"Content-Type: multipart/mixed; boundary=grens"
    assert text_of(raw_mail(body, field)) == WORDS


@pytest.mark.parametrize("bad", [b"boundary*=undefined''x", b'boundary="a\\"b"'])
def test_bad_boundaries_in_found_parts_spoil_nothing(bad: bytes) -> None:
    inner = b"Content-Type: multipart/mixed; " + bad + b"\r\n\r\n" + WORDS.encode() + b"\r\n"
    letter = nested(b"mixed", inner, boundary=b"grens--")
    assert WORDS in text_of(in_parts(letter))


# A note about HTML and a letter about HTML


def test_a_note_that_says_more_than_the_page_is_the_letter() -> None:
    note = part(b"text/plain", b"Mijn vrouw is blind.\r\nZij kan uw HTML niet lezen, help ons.")
    page = part(b"text/html", b"<p>Verzonden met een tablet</p>")
    assert "blind" in text_of(in_parts(note, page, kind=b"alternative"))


@pytest.mark.parametrize(
    "note",
    [
        b"To view this message, please use a mail reader that understands and displays HTML mail.",
        b"Uw programma kan geen HTML weergeven. Bekijk dit bericht in een ander programma, dank u.",
        b"Votre logiciel ne peut pas afficher les messages au format HTML.\r\nCliquez ici svp.",
        b"Hallo.\r\nUw programma kan geen HTML weergeven.",  # but the page says more
    ],
)
def test_a_note_about_html_alone_gives_way_to_a_shorter_page(note: bytes) -> None:
    page = part(b"text/html", b"<p>Mijn kind wordt elke dag gepest op school.</p>")
    raw = in_parts(part(b"text/plain", note), page, kind=b"alternative")
    assert text_of(raw) == "Mijn kind wordt elke dag gepest op school."


# What is called base64 or plain text and is not


@pytest.mark.parametrize("words", [WORDS, "Geachte,\r\nik dien een klacht in: Noor is ziek."])
def test_plain_words_called_base64_are_read_as_they_stand(words: str) -> None:
    assert text_of(raw_mail(words.encode(), IN_BASE64)) == words.replace("\r\n", "\n")


@given(st.binary(min_size=1, max_size=300))
def test_what_is_base64_is_undone(content: bytes) -> None:
    encoded = base64.encodebytes(content).replace(b"\n", b"\r\n")
    file = part(b"application/octet-stream; name=lijst.bin", encoded, IN_BASE64)
    assert read_mail(in_parts(PLAIN, file)).attachments[0].size == len(content)


def test_base64_with_many_odd_letters_in_it_is_undone() -> None:
    encoded = base64.b64encode(WORDS.encode())
    body = b"!".join(encoded[at : at + 5] for at in range(0, len(encoded), 5))
    assert text_of(raw_mail(body, IN_BASE64)) == WORDS


def test_a_remark_behind_base64_does_not_spoil_it() -> None:
    body = base64.b64encode(WORDS.encode()) + b" (gescand)\r\n"
    assert text_of(raw_mail(body, IN_BASE64)).startswith("Mijn kind wordt gepest")


@pytest.mark.parametrize("charset", [b"", b"; charset=utf-8", b"; charset=iso-8859-1"])
def test_a_file_called_plain_text_is_an_attachment(charset: bytes) -> None:
    file = part(b"text/plain" + charset, base64.encodebytes(PACKED), IN_BASE64)
    mail = read_mail(in_parts(PLAIN, file))
    assert mail.text == WORDS
    assert [(each.part, each.size) for each in mail.attachments] == [(2, len(PACKED))]
    alone = read_mail(in_parts(file))
    assert (alone.text, len(alone.attachments)) == ("", 1)


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("utf-8", "Crème brûlée, ğüşıö, Привіт, 你好"),
        ("utf-16", "Мою дитину цькують"),
        ("utf-16-le", "Öğretmen gülüyor"),
        ("iso-2022-jp", "学校について"),
        ("iso-2022-kr", "학교에 대하여"),
        ("koi8-u", "Мою дитину цькують"),
        ("windows-1252", "École « à côté », € 5"),
    ],
)
def test_a_letter_in_base64_is_no_file_whatever_its_charset(charset: str, words: str) -> None:
    body = base64.encodebytes(words.encode(charset))
    field = f"Content-Type: text/plain; charset={charset}".encode()
    mail = read_mail(raw_mail(body, field, IN_BASE64))
    assert (mail.text, mail.attachments) == (words, ())


# Marks from before HTML


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("Mijn <bold>kind</bold>\nwordt\n\ngepest.", "Mijn kind wordt\ngepest."),
        ("<fontfamily><param>Times</param>Mijn kind</fontfamily>", "Mijn kind"),
        ("Noor is <<10 jaar", "Noor is <10 jaar"),
        ("<nofill>een\ntwee</nofill>\ndrie", "een\ntwee drie"),
        ("Ja.<excerpt>Komt u?\n\nGraag.</excerpt>Tot dan.", "Ja.\n> Komt u?\n> Graag.\nTot dan."),
        ("een <param>nooit gesloten", "een nooit gesloten"),
        ("een < twee en a<b", "een < twee en a<b"),
    ],
)
def test_enriched_text_is_read_without_its_marks(markup: str, words: str) -> None:
    assert words_of_enriched(markup, 1_000) == words


def test_richtext_breaks_lines_only_where_it_says_so() -> None:
    markup = "een\n\ntwee<nl>drie <lt>b><comment>geheim</comment>"
    assert words_of_enriched(markup, 1_000, older=True) == "een twee\ndrie <b>"


@given(st.text(alphabet="ab \n<>/", max_size=60), st.integers(0, 3))
def test_enriched_text_never_fails_and_without_marks_loses_no_word(text: str, most: int) -> None:
    read = words_of_enriched(text, most)
    if "<" not in text:
        assert read.split() == text.split()


def test_enriched_text_in_a_mail_is_read() -> None:
    enriched = part(b"text/enriched; charset=utf-8", b"Onze <italic>Jos\xc3\xa9</italic>.")
    assert text_of(in_parts(PLAIN, enriched)) == f"{WORDS}\n\nOnze José."
    assert text_of(in_parts(PLAIN, enriched, kind=b"alternative")) == WORDS
