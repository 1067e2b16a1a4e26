# ruff: noqa: RUF001 - letters of other alphabets are what is tested here
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.post.mime.charsets import text_of
from bot.post.mime.letters import likely_charset
from bot.post.parser import read_mail
from tests.rawmails import HEADER, raw_mail

DUTCH = "Één café, geïrriteerd – “zo’n coördinator” kost € 5"
FRENCH = "Où est l'élève ? Ça me gêne, à bientôt"
GERMAN = "Schöne Grüße, äöüß"
TURKISH = "Çocuğum okulda dövüldü, lütfen yardım edin. Işık"
POLISH = "Moje dziecko zostało pobite w szkole, proszę o pomoc"
ROMANIAN = "Copilul meu a fost bătut la şcoală, vă rog să mă ajutaţi"
RUSSIAN = "Моего ребёнка бьют в школе, помогите"
UKRAINIAN = "Мою дитину б'ють у школі, допоможіть"
ARABIC = "ابني يتعرض للضرب في المدرسة، أرجو المساعدة"


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (DUTCH, "cp1252"),
        (FRENCH, "cp1252"),
        (FRENCH, "iso8859-15"),
        (GERMAN, "cp1252"),
        (TURKISH, "cp1254"),
        (TURKISH, "iso8859-9"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (ROMANIAN, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (UKRAINIAN, "cp1251"),
        (ARABIC, "cp1256"),
    ],
)
@pytest.mark.parametrize("declared", [None, "us-ascii", "x-unknown", "utf-8"])
def test_bytes_without_a_true_label_are_read_by_their_letters(
    text: str, charset: str, declared: str | None
) -> None:
    assert text_of(text.encode(charset), declared) == text


@pytest.mark.parametrize(
    ("label", "charset"),
    [
        ("utf8", "utf-8"),
        ("unicode-1-1-utf-8", "utf-8"),
        ("unicode-1-1-utf-7", "utf-7"),
        ("win-1254", "cp1254"),
        ("windows1254", "cp1254"),
        ("CP_1252", "cp1252"),
        ("iso8859_2", "iso8859-2"),
        ("iso-8859-8-i", "iso8859-8"),
        ("charset=iso-8859-2", "iso8859-2"),
        ("'windows-1251'", "cp1251"),
        ("x-mac-cyrillic", "mac-cyrillic"),
        ("x-gbk", "gb18030"),
        ("gb2312", "gbk"),
        ("x-sjis", "cp932"),
        ("x-x-big5", "big5"),
        ("ks_c_5601-1987", "euc-kr"),
    ],
)
def test_what_programs_call_a_charset_is_understood(label: str, charset: str) -> None:
    for text in ("Жалоба ёж", "Skarga ółś", "מכתב", "學校", "学校", "ツール", "학교", "İğş", "é"):
        try:
            raw = text.encode(charset)
        except UnicodeEncodeError:
            continue
        assert text_of(raw, label) == text


def test_utf_8_that_is_called_something_else_is_utf_8() -> None:
    for declared in ("iso-8859-1", "windows-1251", "iso-8859-2", "koi8-r", "us-ascii", None):
        assert text_of(RUSSIAN.encode(), declared) == RUSSIAN


def test_a_doubly_encoded_text_is_left_as_it_is() -> None:
    twice = "CafÃ© Ã©Ã©n"
    assert text_of(twice.encode(), "utf-8") == twice


def test_japanese_under_the_wrong_japanese_label_is_read() -> None:
    assert text_of("ツール".encode("cp932"), "iso-2022-jp") == "ツール"


def test_bytes_that_are_no_letters_are_not_made_into_words() -> None:
    assert text_of(b"\x81\xaa\xff\x81\xa8", "utf-8") == "\ufffd" * 5


@given(st.binary(max_size=300), st.text(max_size=20))
def test_any_bytes_under_any_label_are_a_text(raw: bytes, label: str) -> None:
    text_of(raw, label, spoken=label).encode()
    charset = likely_charset(raw)
    assert charset is None or raw.decode(charset, "replace") is not None


@pytest.mark.parametrize(
    ("charset", "subject"), [("cp1251", "Жалоба"), ("cp1256", "شكوى"), ("cp932", "ツール")]
)
def test_a_bare_subject_is_read_in_the_charset_of_the_letter(charset: str, subject: str) -> None:
    labels = {"cp1251": b"windows-1251", "cp1256": b"windows-1256", "cp932": b"iso-2022-jp"}
    raw = HEADER.replace(b"Klacht", subject.encode(charset))
    name = subject.encode(charset)
    mail = read_mail(
        raw
        + b"Content-Type: text/plain; charset=%s\r\n" % labels[charset]
        + b'Content-Disposition: inline; filename="%s.txt"\r\n\r\n' % name
    )
    assert mail.subject == subject
    assert [each.name for each in mail.attachments] == [f"{subject}.txt"]


def test_a_page_is_read_in_the_charset_it_names_itself() -> None:
    page = f'<meta http-equiv=x content="text/html; charset=windows-1251"><p>{RUSSIAN}'
    raw = raw_mail(page.encode("cp1251"), b"Content-Type: text/html")
    assert read_mail(raw).text == RUSSIAN


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        (b"=?utf-8?q?gep?= =?utf-8?q?est?=", "gepest"),
        (b"=?utf-8?b?w6k=?=\r\n =?utf-8?b?w6k=?=", "éé"),
        (b"=?utf-8?q?caf=C3?= =?utf-8?q?=A9?=", "café"),
        (b"=?us-ascii?q?caf=E9?=", "café"),
        (b"=?x-unknown?q?=C3=A9?=", "é"),
        (b"=?utf-8*nl?q?=C3=A9?=", "é"),
        (b"=?iso-8859-9?q?=DEikayet?=", "Şikayet"),
        (b"=?utf-8?q?een woord met blanco's?=", "een woord met blanco's"),
        (b"=?utf-8?q?een?=twee", "eentwee"),
        ("Café".encode(), "Café"),
        ("Café".encode("cp1252"), "Café"),
    ],
)
def test_encoded_words_are_read_however_they_are_broken(written: bytes, subject: str) -> None:
    assert read_mail(HEADER.replace(b"Klacht", written) + b"\r\n").subject == subject
