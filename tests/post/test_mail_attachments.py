from __future__ import annotations

import base64
import hashlib

import pytest

from bot.post.parser import read_mail
from tests.rawmails import TEXT, assert_sound, in_parts, part, raw_mail


def test_every_leaf_that_is_no_text_is_an_attachment() -> None:
    pdf = b"%PDF-1.4 " + bytes(range(256))
    mail = read_mail(
        in_parts(
            part(b"text/plain", TEXT),
            part(
                b"application/octet-stream",
                base64.encodebytes(pdf),
                b"Content-Transfer-Encoding: base64",
            ),
            part(b'image/png; name="foto\'s.png"', b"\x89PNG\r\n\x1a\n"),
        )
    )
    unnamed, named = mail.attachments
    assert (unnamed.name, unnamed.type, unnamed.size) == ("part-2.pdf", "application/pdf", len(pdf))
    assert unnamed.sha256 == hashlib.sha256(pdf).hexdigest()
    assert (unnamed.part, named.part) == (2, 3)
    assert (named.name, named.type) == ("foto's.png", "image/png")
    assert mail.text == "Mijn kind wordt gepest."


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (b'filename="../../etc/passwd"', "passwd"),
        (b'filename="C:\\\\temp\\\\a.txt"', "a.txt"),
        (b'filename="=?utf-8?q?verslag_caf=C3=A9.pdf?="', "verslag café.pdf"),
        (b"filename*=utf-8'nl'verslag%20caf%C3%A9.pdf", "verslag café.pdf"),
        (b"filename*0*=utf-8''caf%C3; filename*1*=%A9.pdf", "café.pdf"),
        (b'filename*0="lang "; filename*1="verslag.pdf"', "lang verslag.pdf"),
        ('filename="café.pdf"'.encode(), "café.pdf"),
        (b'filename="a\xe2\x80\xaefdp.exe"', "afdp.exe"),
        (b'filename="con.txt"', "_con.txt"),
        (b'filename=".."', "part-1.bin"),
        (b'filename=""', "part-1.bin"),
        (b'filename="' + b"a" * 400 + b'.pdf"', "a" * 116 + ".pdf"),
        (b'filename="=?utf-8?q?a=0D=0Ab.pdf?="', "a b.pdf"),
        (b'filename="a\xff\0b.pdf"', "aÿb.pdf"),
    ],
)
def test_a_file_name_is_made_safe(written: bytes, name: str) -> None:
    disposition = b"Content-Disposition: attachment; " + written
    mail = read_mail(raw_mail(b"\0\1\2", b"Content-Type: application/x-unknown", disposition))
    assert [each.name for each in mail.attachments] == [name]
    assert_sound(mail)


OFFICE = "application/vnd.openxmlformats-officedocument."


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (
            b"PK\x03\x04....[Content_Types].xml....word/document.xml",
            f"{OFFICE}wordprocessingml.document",
        ),
        (b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet"),
        (
            b"PK\x03\x04" + b"." * 26 + b"mimetypeapplication/vnd.oasis.opendocument.textPK",
            "application/vnd.oasis.opendocument.text",
        ),
        (b"PK\x03\x04....klas.jpg", "application/zip"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "image/jpeg"),
        (b"GIF89a....", "image/gif"),
        (b"BM is geen plaatje maar een zin.", "text/plain"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        (b"\0\1\2\3", "application/octet-stream"),
        (b"", "text/plain"),
    ],
)
def test_a_type_follows_the_bytes_and_not_what_the_mail_says(content: bytes, kind: str) -> None:
    encoded = base64.encodebytes(content)
    fields = (b"Content-Type: application/pdf", b"Content-Transfer-Encoding: base64")
    (attachment,) = read_mail(raw_mail(encoded, *fields)).attachments
    assert attachment.type == kind


def test_a_mail_in_a_mail_is_an_attachment_whose_words_are_not_ours() -> None:
    inner = b"From: evil@x.example\r\nSubject: Oud\r\n\r\nIk wil geld."
    mail = read_mail(in_parts(part(b"text/plain", TEXT), part(b"message/rfc822", inner)))
    assert mail.text == "Mijn kind wordt gepest."
    (attachment,) = mail.attachments
    assert (attachment.name, attachment.type) == ("part-2.eml", "message/rfc822")
    assert attachment.size == pytest.approx(len(inner), abs=10)


@pytest.mark.parametrize("encoding", [b"base64", b" BASE64 ", b"base64; x"])
def test_damaged_base64_gives_what_can_be_read(encoding: bytes) -> None:
    body = b"!" + base64.encodebytes(b"Mijn kind wordt gepest.")[:-3] + b"\r\n"
    mail = read_mail(raw_mail(body, b"Content-Transfer-Encoding: " + encoding))
    assert mail.text.startswith("Mijn kind wordt gepe")
