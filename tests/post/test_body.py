from __future__ import annotations

import base64

import pytest

from bot.post.body import CUT_SHORT, ENCRYPTED, ONLY_MAIL, ONLY_TNEF, SEALED
from bot.post.parser import read_mail
from tests.rawmails import container, in_parts, nested, part, raw_mail

PLAIN = part(b"text/plain; charset=utf-8", b"Mijn kind wordt gepest.\r\n")
HTML = part(b"text/html; charset=utf-8", b"<p>Mijn kind wordt <b>gepest</b>.</p>")


def text_of(raw: bytes) -> str:
    return read_mail(raw).text


# Which part is the letter


def test_of_two_alternatives_the_plain_one_is_read() -> None:
    assert text_of(in_parts(PLAIN, HTML, kind=b"alternative")) == "Mijn kind wordt gepest."
    assert text_of(in_parts(HTML, PLAIN, kind=b"alternative")) == "Mijn kind wordt gepest."


@pytest.mark.parametrize(
    "stub",
    [
        b"",
        b" \r\n\r\n",
        b"This message needs an HTML viewer.",
        b"Your e-mail program does not support HTML.",
        b"Dit bericht is in HTML: uw programma kan het niet weergeven.",
        b"Ce message est au format HTML, votre logiciel ne peut pas l'afficher.",
    ],
)
def test_a_plain_text_that_only_points_to_the_html_gives_way_to_it(stub: bytes) -> None:
    raw = in_parts(part(b"text/plain", stub), HTML, kind=b"alternative")
    assert text_of(raw) == "Mijn kind wordt gepest."


def test_a_letter_about_html_is_no_stub() -> None:
    letter = b"Uw HTML-mails zijn niet te lezen. " * 20
    raw = in_parts(part(b"text/plain", letter), HTML, kind=b"alternative")
    assert text_of(raw).startswith("Uw HTML-mails")


def test_a_short_note_gives_way_to_a_page_that_says_far_more() -> None:
    page = b"<p>" + b"Mijn kind wordt elke dag gepest. " * 20
    html = part(b"text/html", page)
    note = part(b"text/plain", b"Klik hier om dit bericht te lezen: https://post.example/1")
    assert text_of(in_parts(note, html, kind=b"alternative")).count("gepest") == 20
    own = part(b"text/plain", b"Mijn kind wordt elke dag gepest. " * 15)
    assert text_of(in_parts(own, html, kind=b"alternative")).count("gepest") == 15


def test_a_note_beside_an_empty_page_is_kept() -> None:
    note = part(b"text/plain", b"This text is for those who cannot view HTML.")
    raw = in_parts(note, part(b"text/html", b"<html><body></body></html>"), kind=b"alternative")
    assert text_of(raw) == "This text is for those who cannot view HTML."


def test_html_alone_is_read() -> None:
    html = b"<html><body><p>Mijn kind wordt gepest.</p></body></html>"
    raw = raw_mail(html, b"Content-Type: text/html; charset=utf-8")
    assert text_of(raw) == "Mijn kind wordt gepest."


def test_texts_around_an_attachment_are_joined_in_order() -> None:
    raw = in_parts(
        part(b"text/plain", b"Eerst."),
        part(b"image/jpeg", b"\xff\xd8\xff"),
        part(b"text/html", b"<p>Daarna."),
        part(b"text/plain", b"Ten slotte."),
    )
    assert text_of(raw) == "Eerst.\n\nDaarna.\n\nTen slotte."


def test_what_is_said_twice_is_read_once() -> None:
    assert text_of(in_parts(PLAIN, HTML)) == "Mijn kind wordt gepest."


def test_what_is_written_twice_in_the_same_form_is_read_twice() -> None:
    assert text_of(in_parts(PLAIN, PLAIN)).count("gepest") == 2


def test_words_outside_all_parts_are_read_where_there_are_no_others() -> None:
    stray = b"Mijn kind wordt gepest.\r\n--grens\r\nContent-Type: image/png\r\n\r\nx\r\n--grens--"
    field = b"Content-Type: multipart/mixed; boundary=grens"
    assert text_of(raw_mail(stray, field)) == "Mijn kind wordt gepest."
    for_old = stray.replace(b"Mijn kind wordt gepest.", b"This is a multi-part message.")
    assert text_of(raw_mail(for_old, field)) == ""
    assert text_of(
        raw_mail(stray.replace(b"image/png\r\n\r\nx", b"text/plain\r\n\r\nHoi"), field)
    ) == ("Hoi")


def test_a_first_part_whose_blank_line_was_forgotten_is_read() -> None:
    head = b"Content-Type: multipart/alternative; boundary=a\r\n"
    page = part(b"text/html", b"<p>Mijn kind.")
    inner = head + PLAIN + b"--a\r\n" + page + b"\r\n--a--"
    assert text_of(in_parts(inner, kind=b"related")) == "Mijn kind wordt gepest."


def test_the_alternatives_of_a_mail_with_pictures_and_a_footer_are_found() -> None:
    related = nested(b"related", HTML, part(b"image/png", b"\x89PNG\r\n\x1a\n"), boundary=b"r")
    letter = nested(b"alternative", PLAIN, related, boundary=b"a")
    raw = in_parts(letter, part(b"text/plain", b"Gescand op virussen."))
    assert text_of(raw) == "Mijn kind wordt gepest.\n\nGescand op virussen."


@pytest.mark.parametrize(
    "field", [b"Content-Disposition: attachment", b'Content-Disposition: inline; filename="a.txt"']
)
def test_an_attached_text_is_no_letter(field: bytes) -> None:
    mail = read_mail(in_parts(PLAIN, part(b"text/plain", b"Ander verhaal.", field)))
    assert mail.text == "Mijn kind wordt gepest."
    assert len(mail.attachments) == 1


def test_a_letter_with_a_file_name_is_letter_and_attachment() -> None:
    named = b'text/plain; name="bericht.txt"'
    mail = read_mail(raw_mail(b"Mijn kind wordt gepest.", b"Content-Type: " + named))
    assert mail.text == "Mijn kind wordt gepest."
    assert [each.name for each in mail.attachments] == ["bericht.txt"]


def test_a_mail_without_text_is_empty_and_readable() -> None:
    mail = read_mail(raw_mail(b""))
    assert (mail.text, mail.new_text, mail.unreadable) == ("", "", None)


@pytest.mark.parametrize(
    "declared",
    [
        b'multipart/mixed; boundary="andere"',
        b"multipart/mixed",
        b'multipart/mixed; boundary="gre\r\n ns"',
        b'multipart/mixed\r\n\tboundary="grens"',
    ],
)
def test_parts_whose_boundary_was_garbled_are_found(declared: bytes) -> None:
    body = container(PLAIN, part(b"application/pdf", b"%PDF-1.4"), boundary=b"grens")
    mail = read_mail(raw_mail(body, b"Content-Type: " + declared))
    assert mail.text == "Mijn kind wordt gepest."
    assert [each.name for each in mail.attachments] == ["part-2.pdf"]


def test_a_multipart_without_parts_is_read_as_it_stands() -> None:
    raw = raw_mail(b"Mijn kind wordt gepest.", b'Content-Type: multipart/mixed; boundary="x"')
    assert text_of(raw) == "Mijn kind wordt gepest."


# How it is written


@pytest.mark.parametrize(
    ("charset", "written"),
    [
        ("utf-8", "Café, € 5".encode()),
        ("windows-1252", "Café, € 5".encode("cp1252")),
        ("iso-8859-1", "Café, € 5".encode("cp1252")),
        ("us-ascii", "Café, € 5".encode()),
        ("utf-8", "Café, € 5".encode("cp1252")),
        ("x-no-such-charset", "Café, € 5".encode()),
        ("x-no-such-charset", "Café, € 5".encode("cp1252")),
        ("utf-16", "Café, € 5".encode("utf-16")),
        ("utf-7", b"Caf+AOk-, +IKw- 5"),
        ("base64", "Café, € 5".encode()),
        ("unicode_escape", "Café, € 5".encode()),
        ("", "Café, € 5".encode("cp1252")),
    ],
)
def test_whatever_the_charset_is_called_the_text_is_read(charset: str, written: bytes) -> None:
    field = f'Content-Type: text/plain; charset="{charset}"'.encode()
    assert text_of(raw_mail(written, field)) == "Café, € 5"


def test_utf_8_with_a_damaged_letter_stays_utf_8() -> None:
    written = "Één café, één gârçon, voilà".encode() + b"\xc3"
    assert text_of(raw_mail(written, b"Content-Type: text/plain; charset=utf-8")) == (
        "Één café, één gârçon, voilà\ufffd"
    )


def test_quoted_printable_and_base64_are_undone() -> None:
    printable = b"Content-Transfer-Encoding: Quoted-Printable"
    assert text_of(raw_mail(b"caf=C3=A9 =\r\nen th=C3=A9", printable)) == "café en thé"
    encoded = base64.encodebytes("café en thé".encode())
    assert text_of(raw_mail(encoded, b"Content-Transfer-Encoding: base64")) == "café en thé"


def test_flowed_lines_are_joined_and_quotes_stay_quotes() -> None:
    written = (
        b"Mijn kind \r\nwordt gepest.\r\n\r\n> Uw \r\n> brief\r\n>> ouder\r\n -- \r\n-- \r\nAnn\r\n"
    )
    flowed = b"Content-Type: text/plain; format=flowed"
    expected = "Mijn kind wordt gepest.\n\n> Uw brief\n>> ouder\n-- \n-- \nAnn"
    assert text_of(raw_mail(written, flowed)) == expected
    assert text_of(raw_mail(b"koei \r\nen", flowed + b"; delsp=yes")) == "koeien"


def test_odd_blanks_and_control_characters_fall_away() -> None:
    written = "Mijn\u00a0kind\u200b\x07 \x1b[1mhuilt\ufeff\r\nElke\rdag".encode()
    raw = raw_mail(written, b"Content-Type: text/plain; charset=utf-8")
    assert text_of(raw) == "Mijn kind [1mhuilt\nElke\ndag"


def test_a_text_is_cut_at_a_million_characters() -> None:
    assert len(text_of(raw_mail(b"Gepest. " * 300_000))) == pytest.approx(1_000_000, abs=1)


# What cannot be read


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (
            in_parts(
                part(b"application/pgp-encrypted", b"Version: 1"),
                part(b"application/octet-stream", b"-----BEGIN PGP MESSAGE-----"),
                kind=b"encrypted",
            ),
            ENCRYPTED,
        ),
        (raw_mail(b"-----BEGIN PGP MESSAGE-----\r\n\r\nabc"), ENCRYPTED),
        (
            raw_mail(
                b"\x30\x80", b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data"
            ),
            ENCRYPTED,
        ),
        (
            raw_mail(
                b"\x30\x80", b"Content-Type: application/x-pkcs7-mime; smime-type=signed-data"
            ),
            SEALED,
        ),
        (raw_mail(b"x\x9f>\x22", b"Content-Type: application/ms-tnef"), ONLY_TNEF),
        (
            in_parts(part(b"text/plain", b""), part(b'application/x; name="WINMAIL.DAT"', b"\1")),
            ONLY_TNEF,
        ),
        (in_parts(part(b"message/rfc822", b"Subject: a\r\n\r\n")), ONLY_MAIL),
        (in_parts(*[part(b"image/png", b"\x89PNG")] * 1_001), CUT_SHORT),
    ],
)
def test_why_a_body_cannot_be_read_is_said(raw: bytes, reason: str) -> None:
    assert read_mail(raw).unreadable == reason


@pytest.mark.parametrize(
    "beside",
    [
        part(b"application/ms-tnef", b"x\x9f>\x22"),
        part(b"message/rfc822", b"Subject: a\r\n\r\nb"),
        part(b"application/pkcs7-signature", b"\x30\x80"),
    ],
)
def test_with_a_text_beside_it_nothing_is_unreadable(beside: bytes) -> None:
    mail = read_mail(in_parts(PLAIN, beside))
    assert (mail.text, mail.unreadable) == ("Mijn kind wordt gepest.", None)


def test_a_signed_mail_is_read() -> None:
    signed = in_parts(
        nested(b"alternative", PLAIN, HTML, boundary=b"a"),
        part(b'application/pkcs7-signature; name="smime.p7s"', b"\x30\x80"),
        kind=b"signed",
    )
    mail = read_mail(signed)
    assert (mail.text, mail.unreadable) == ("Mijn kind wordt gepest.", None)
    assert [each.name for each in mail.attachments] == ["smime.p7s"]


def test_the_new_words_leave_out_what_is_quoted_in_html() -> None:
    attribution = "Op ma 23 nov. 2026 schreef Bo &lt;bo@school.example&gt;:"
    html = f"<p>Nee.</p><div>{attribution}</div><blockquote>Kom je?</blockquote>"
    mail = read_mail(raw_mail(html.encode(), b"Content-Type: text/html; charset=utf-8"))
    assert "Kom je?" in mail.text
    assert mail.new_text == "Nee."
