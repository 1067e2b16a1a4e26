"""What an administrator puts in config/templates while the bot is at work, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.wiring import SHIPPED
from tests.english import dutch_in
from tests.offices import GUST, Office

LETTER, PART = "nl/parent/acknowledgment.md", "nl/parts/signature_auto.md"
OWN = "Subject: [{{ case_no }}] eigen\n\nEigen tekst.\n"


def holds(raw: bytes) -> Callable[[Path], object]:
    """A file with these bytes."""
    return lambda file: file.write_bytes(raw)


def links_out(file: Path) -> None:
    """A link to a file elsewhere on the machine."""
    elsewhere = file.parents[5] / "elsewhere.md"
    elsewhere.write_text(OWN)
    file.symlink_to(elsewhere)


# Where it is put → what is put there → line, word and words of what is told.
BROKEN: dict[str, tuple[str, Callable[[Path], object], int, str, str]] = {
    "a misspelt name": (
        LETTER, holds(b"Subject: x\n\nBel {{ contactphone }}.\n"),
        3, "contactphone", 'bedoelde je "contact_phone"?',
    ),
    "a misspelt name in a part": (
        PART, holds(b"Groeten\n\n{{ scool }}\n"), 3, "scool", 'bedoelde je "school"?',
    ),
    "a block left open": (
        LETTER, holds(b"Subject: x\n\n{% if school %}\n"), 3, "if", '"endif" ontbreekt',
    ),
    "no subject": (LETTER, holds(b"Beste ouder\n"), 1, "Subject", "de eerste regel"),
    "nothing at all": (LETTER, holds(b""), 1, "Subject", "de eerste regel"),
    "Latin-1": (
        LETTER, holds("Subject: x\n\nTot ziens, André\n".encode("latin-1")),
        3, "André", "bewaar het opnieuw als UTF-8",
    ),
    "Latin-1 in a part": (
        PART, holds("Groeten\n\nAndré\n".encode("latin-1")),
        3, "André", "bewaar het opnieuw als UTF-8",
    ),
    "a picture": (LETTER, holds(b"\x89PNG\r\n\x1a\n\x00"), 1, "‰PNG", "niet in UTF-8"),
    "a program": (LETTER, holds(b"Subject: x\n\n\x7fELF\x02"), 3, "U+007F", "geen teken"),
    "a folder": (LETTER, Path.mkdir, 1, "acknowledgment.md", "het is een map"),
    "a folder for a part": (PART, Path.mkdir, 1, "signature_auto.md", "het is een map"),
    "a link out of the folder": (
        LETTER, links_out, 1, "acknowledgment.md", "buiten de map met brieven",
    ),
    "a link to nothing": (
        LETTER, lambda file: file.symlink_to("weg.md"), 1, "acknowledgment.md", "er niet is",
    ),
    "another file as a part": (
        LETTER, holds(b"Subject: x\n\n{% include '../../people.toml' %}\n"),
        3, "../../people.toml", 'een bestand uit de map "parts"',
    ),
    "a sum": (
        LETTER, holds(b"Subject: x\n\n{{ 'a' * 1000000000 }}\n"), 3, "*", '"*" hoort niet',
    ),
}  # fmt: skip


def place(office: Office, path: str, put: Callable[[Path], object]) -> Path:
    file = office.config / "templates" / path
    file.parent.mkdir(parents=True)
    put(file)
    return file


def write(office: Office, n: int) -> str:
    """Another parent writes; the text of the acknowledgment that comes of it."""
    office.write(sender=f"Jan Maes <ouder{n}@postvak.example>")
    office.round()
    return office.letter("acknowledgment", to=f"ouder{n}@postvak.example").text


@pytest.mark.parametrize("what", BROKEN)
def test_the_shipped_words_leave_and_the_administrator_learns_where_to_look(
    what: str, office: Office
) -> None:
    path, put, line, word, said = BROKEN[what]
    file = place(office, path, put)
    shipped = (SHIPPED / path).read_text("utf-8")
    assert "Bedankt voor" in write(office, 1)
    assert "Bedankt voor" in write(office, 2)
    (told,) = office.letters("template_broken")
    text = " ".join(told.text.split())
    assert told.to == GUST
    assert f"In de brief {file}, regel {line}, staat iets wat ik niet kan lezen: {word}." in text
    assert said in text
    assert "gehoor template test" in text
    assert "gehoor template preview" in text
    assert "Traceback" not in told.everything
    assert (SHIPPED / path).read_text("utf-8") == shipped


@pytest.mark.parametrize(
    "raw",
    [b"\xef\xbb\xbf" + OWN.encode(), OWN.replace("\n", "\r\n").encode()],
    ids=["a BOM", "CRLF"],
)
def test_a_text_of_another_editor_is_a_text(raw: bytes, office: Office) -> None:
    place(office, LETTER, holds(raw))
    assert write(office, 1).split() == ["Eigen", "tekst."]
    assert office.letters("template_broken") == []


def test_an_administrator_who_reads_english_is_told_in_english(tmp_path: Path) -> None:
    english = ("people.toml", 'id      = "gust"', 'language = "en"\nid      = "gust"')
    office = Office(tmp_path / "office", english)
    place(office, LETTER, holds(b"Subject: x\n\nBel {{ contactphone }}.\n"))
    assert "Bedankt voor" in write(office, 1)
    (told,) = office.letters("template_broken")
    office.close()
    finding = 'onbekende naam "contactphone" (bedoelde je "contact_phone"?)'
    assert finding in told.text
    assert dutch_in(told.text, but_for=[finding, "Gust Hermans", "Schoolbestuur Demerland"]) == []
