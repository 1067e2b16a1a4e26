# ruff: noqa: RUF001 - letters of other alphabets are what is tested here
from __future__ import annotations

import base64
import hashlib
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.post.body import ONLY_TNEF
from bot.post.mime.rtf import unpacked, words_of_rtf
from bot.post.mime.tnef import unwrapped
from bot.post.parser import read_mail
from tests.rawmails import TEXT, assert_sound, in_parts, part
from tests.winmail import attribute, body, compressed, file, letter, winmail

RICH = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fswiss Arial;}}\f0 Mijn kind \b huilt\b0.\par Ann}"
WRAPPED = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\*\htmltag64 <p>}\htmlrtf \par\htmlrtf0 Mijn "
    rb"{\*\htmltag84 <b>}\htmlrtf {\b \htmlrtf0 kind{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0 "
    rb"kost \u8364 ?5 &amp; huilt{\*\htmltag72 </p>}}"
)


def mail_with(content: bytes, *others: bytes) -> bytes:
    named = part(
        b'application/ms-tnef; name="winmail.dat"',
        base64.encodebytes(content),
        b"Content-Transfer-Encoding: base64",
    )
    return in_parts(*others, named)


@pytest.mark.parametrize(
    ("wrapped", "text"),
    [
        (letter(plain="Mijn kind huilt, één keer.".encode("utf-16-le")), "één keer."),
        (body("Mijn kind huilt, één keer.".encode("cp1252")), "één keer."),
        (letter(html=b"<p>Mijn kind <b>huilt</b>."), "Mijn kind huilt."),
        (letter(rich=compressed(RICH)), "Mijn kind huilt.\nAnn"),
        (letter(rich=compressed(WRAPPED)), "Mijn kindkost €5 & huilt"),
    ],
)
def test_a_letter_that_is_only_in_winmail_dat_is_read(wrapped: bytes, text: str) -> None:
    mail = read_mail(mail_with(winmail(wrapped)))
    assert mail.text.endswith(text)
    assert mail.unreadable is None
    assert mail.new_text


def test_with_a_text_of_its_own_a_mail_is_not_read_twice() -> None:
    wrapped = winmail(letter(html=b"<p>Hetzelfde, met opmaak."))
    assert read_mail(mail_with(wrapped, part(b"text/plain", TEXT))).text == TEXT.decode().strip()


def test_what_is_wrapped_beside_the_letter_are_attachments() -> None:
    pdf = b"%PDF-1.4 verslag"
    wrapped = winmail(
        letter(html=b"<p>Zie bijlage."),
        file(pdf, short=b"VERSLA~1.PDF", long="../verslag café.pdf"),
        file(b"\xff\xd8\xff\xe0\x00\x10JFIF", short=b"foto.jpg"),
    )
    mail = read_mail(mail_with(wrapped, part(b"text/plain", TEXT)))
    whole, report, picture = mail.attachments
    assert (whole.name, whole.type) == ("winmail.dat", "application/ms-tnef")
    assert (report.name, report.type, report.size) == (
        "verslag café.pdf",
        "application/pdf",
        len(pdf),
    )
    assert report.sha256 == hashlib.sha256(pdf).hexdigest()
    assert (picture.name, picture.type) == ("foto.jpg", "image/jpeg")
    assert {each.part for each in mail.attachments} == {2}


@pytest.mark.parametrize("length", [7, 20, 60, 100])
def test_of_a_damaged_one_the_whole_part_is_read(length: int) -> None:
    wrapped = winmail(letter(html=b"<p>Mijn kind huilt."), file(b"%PDF", short=b"a.pdf"))
    mail = read_mail(mail_with(wrapped[:length]))
    assert mail.unreadable in {None, ONLY_TNEF}
    assert mail.attachments[0].name == "winmail.dat"
    assert_sound(mail)


def test_what_only_claims_to_be_one_stays_an_attachment() -> None:
    mail = read_mail(mail_with(b"\x89PNG\r\n\x1a\n"))
    assert mail.unreadable == ONLY_TNEF
    assert [each.type for each in mail.attachments] == ["image/png"]


def test_only_a_hundred_files_are_taken_out_of_one() -> None:
    wrapped = winmail(*[file(b"x", short=b"%d.txt" % number) for number in range(300)])
    found = unwrapped(wrapped)
    assert found is not None
    assert len(found.files) == 100


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 300))
def test_any_bytes_in_one_do_no_harm(noise: bytes, at: int) -> None:
    whole = winmail(
        letter(rich=compressed(WRAPPED), html=b"<p>x"),
        file(b"y", long="z"),
        attribute(0x69003, b""),
    )
    damaged = whole[: 6 + at] + noise + whole[6 + at + len(noise) :]
    assert_sound(read_mail(mail_with(damaged)))
    unpacked(noise)
    words_of_rtf(noise)


# Rich text


@pytest.mark.parametrize(
    ("rich", "text"),
    [
        (RICH, "Mijn kind huilt.\nAnn"),
        (rb"{\rtf1{\info{\author Ann}}{\*\generator Riched20;}Hoi\tab daar}", "Hoi\tdaar"),
        (
            rb"{\rtf1\ansicpg1252 caf\'e9 \lquote a\rquote \u8364 ?5\~x}",
            "café \u2018a\u2019€5\xa0x",
        ),
        (rb"{\rtf1{\fonttbl{\f1\fcharset204 A;}}\f1\'c6\'e0\f0 x}", "Жаx"),
        (rb"{\rtf1\uc2\u233 ??e\{\}\\}", "ée{}\\"),
        (rb"{\rtf1{\pict\bin5 }}}}}}Hoi}", "Hoi"),
        (rb'{\rtf1{\field{\*\fldinst HYPERLINK "x"}{\fldrslt hier}}}', "hier"),
        (b"}}}Hoi", "Hoi"),
        (b"", ""),
    ],
)
def test_rich_text_is_read(rich: bytes, text: str) -> None:
    assert words_of_rtf(rich) == (text, False)


def test_html_that_was_wrapped_in_rich_text_comes_out_whole() -> None:
    assert words_of_rtf(WRAPPED) == ("<p>Mijn <b>kind</b>kost €5 &amp; huilt</p>", True)


@pytest.mark.parametrize("rich", [RICH, RICH + b" ", WRAPPED, b"", b"x" * 4_090])
def test_packed_rich_text_is_unpacked(rich: bytes) -> None:
    assert unpacked(compressed(rich)) == rich


def test_references_go_back_in_the_text_and_may_overlap_it() -> None:
    packed = b"\x02H" + struct.pack(">H", 207 << 4 | 4)
    whole = struct.pack("<II4sI", len(packed) + 12, 7, b"LZFu", 0) + packed
    assert unpacked(whole) == b"H" * 7
    assert unpacked(struct.pack("<II4sI", 15, 3, b"MELA", 0) + b"Hoi!") == b"Hoi"


def test_a_text_that_unpacks_without_end_is_cut() -> None:
    packed = b"\x02H" + struct.pack(">H", 207 << 4 | 15) + (b"\xff" + b"\x0c\xff" * 8) * 60_000
    whole = struct.pack("<II4sI", len(packed) + 12, 2**32 - 1, b"LZFu", 0) + packed
    assert len(unpacked(whole)) <= 300_000


@pytest.mark.parametrize(
    "piece",
    [b"{", b"}", b"{}", b"\\", b"\\'", b"\\u8226 ", b"{\\f1 x}", b'{\\fldinst{HYPERLINK "a" '],
)
def test_hostile_rich_text_holds_nobody_up(piece: bytes) -> None:
    words_of_rtf(b"{\\rtf1 " + piece * (1_000_000 // len(piece)))
