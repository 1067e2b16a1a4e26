from __future__ import annotations

import base64
import binascii
import hashlib
import io
import tracemalloc
import zipfile

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


# Names that deceive


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("factuur\u202efdp.exe", "factuurfdp.exe"),
        ("factuur.pdf" + " " * 60 + ".exe", "factuur.pdf .exe"),
        ("factuur.pdf" + "\u3164\u2800" * 30 + ".exe", "factuur.pdf.exe"),
        ("factuur.pdf" + "\u00a0" * 30 + ".exe", "factuur.pdf .exe"),
        ("\u2066verslag\u2069.pdf\u200b", "verslag.pdf"),
        ("verslag.pdf::$DATA", "verslag.pdf$DATA"),
    ],
)
def test_a_name_shows_what_it_really_ends_in(written: str, name: str) -> None:
    field = f'Content-Disposition: attachment; filename="{written}"'.encode()
    program = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0"
    mail = read_mail(raw_mail(program, b"Content-Type: application/pdf", field))
    assert [each.name for each in mail.attachments] == [name]
    assert mail.attachments[0].type != "application/pdf"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('filename="Şikayet.pdf"'.encode("cp1254"), "Şikayet.pdf"),
        (b"filename*=windows-1254''%DEikayet.pdf", "Şikayet.pdf"),
        ('filename="Жалоба.pdf"'.encode("koi8-r"), "Жалоба.pdf"),
        ('filename="skarga złość.pdf"'.encode("cp1250"), "skarga złość.pdf"),
        (b"filename==?windows-1251?B?xuDr7uHgLnBkZg==?=", "Жалоба.pdf"),
        (b"filename*1*=%A9.pdf; filename*0*=utf-8''caf%C3", "café.pdf"),
        (b"filename*=utf-8''caf%C3%A9.pdf; filename=cafe.pdf", "café.pdf"),
        (b"filename*=caf%C3%A9.pdf", "café.pdf"),
    ],
)
def test_a_name_is_read_in_whatever_charset_it_is_written(written: bytes, name: str) -> None:
    disposition = b"Content-Disposition: attachment; " + written
    mail = read_mail(raw_mail(b"%PDF-1.4", b"Content-Type: application/pdf", disposition))
    assert [each.name for each in mail.attachments] == [name]


# Archives stay closed


def zip_bomb(levels: int = 4) -> bytes:
    """Ten times ten times ten … a hundred megabytes of nothing, in a few hundred kilobytes."""
    content = bytes(100_000_000)
    for _ in range(levels):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for number in range(10 if content[:2] == b"PK" else 1):
                archive.writestr(f"{number}.zip", content)
        content = packed.getvalue()
    return content


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = zip_bomb()
    named = b'Content-Disposition: attachment; filename="foto.zip"'
    field = b"Content-Transfer-Encoding: base64"
    attached = part(b"application/zip", base64.encodebytes(bomb), named, field)
    raw = in_parts(part(b"text/plain", TEXT), attached)
    read_mail(raw_mail())
    tracemalloc.start()
    try:
        mail = read_mail(raw)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [(each.type, each.size) for each in mail.attachments] == [("application/zip", len(bomb))]
    assert mail.attachments[0].sha256 == hashlib.sha256(bomb).hexdigest()
    assert peak < 12 * len(raw)


# Files between the lines of a text

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2


def uuencoded(content: bytes, name: str = "foto.png") -> bytes:
    lines = [binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45)]
    return b"begin 644 %s\n%s`\nend\n" % (name.encode(), b"".join(lines))


def yencoded(content: bytes, name: str = "foto.png") -> bytes:
    shifted = bytes((byte + 42) % 256 for byte in content)
    for critical in (b"=", b"\0", b"\n", b"\r"):
        shifted = shifted.replace(critical, b"=" + bytes(((critical[0] + 64) % 256,)))
    head = b"=ybegin line=1024 size=%d name=%s\r\n" % (len(content), name.encode())
    return head + shifted + b"\r\n=yend size=%d\r\n" % len(content)


@pytest.mark.parametrize("written", [uuencoded(PICTURE), yencoded(PICTURE)])
def test_a_file_between_the_lines_is_an_attachment(written: bytes) -> None:
    raw = raw_mail(b"Zie de foto.\n\n" + written + b"\nGroet, Ann\n" + written)
    mail = read_mail(raw)
    assert mail.text.split() == ["Zie", "de", "foto.", "Groet,", "Ann"]
    assert [each.name for each in mail.attachments] == ["foto.png", "foto.png"]
    assert {(each.type, each.sha256, each.part) for each in mail.attachments} == {
        ("image/png", hashlib.sha256(PICTURE).hexdigest(), 1)
    }


@pytest.mark.parametrize(
    "text",
    [
        "We begin 644 dagen geleden.\nend",
        "begin 644 dagen geleden\nmet klagen\nen er kwam geen\nend\n",
        "begin 644 foto.png\nM1234",
        "=ybegin line=128 size=3 name=a\nabc",
    ],
)
def test_words_that_only_look_like_a_file_stay_words(text: str) -> None:
    mail = read_mail(raw_mail(text.encode()))
    assert mail.text == text.strip()
    assert mail.attachments == ()
