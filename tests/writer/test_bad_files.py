"""Whatever lies where a letter should: refused with file, line and word."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.letter import Broken, LetterName
from bot.writer.letters import Writer
from bot.writer.samples import sample_order

if TYPE_CHECKING:
    from tests.writer.conftest import Order, Wrote

SHIPPED = Path(__file__).parents[2] / "templates"
OWN = "Subject: [{{ case_no }}] eigen\n\nEigen tekst.\n"
PATH = "nl/parent/acknowledgment.md"


@pytest.fixture
def place(overrides: Path) -> Path:
    """Where the administrator's acknowledgment should lie."""
    file = overrides / PATH
    file.parent.mkdir(parents=True)
    return file


def refused(overrides: Path, order: Order) -> Broken:
    """What is said of the file, while the shipped words go out."""
    letter = Writer(SHIPPED, overrides).write(order())
    assert letter.text == Writer(SHIPPED).write(order()).text
    assert letter.broken is not None
    return letter.broken


@pytest.mark.parametrize(
    ("raw", "line", "word", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", 1, "‰PNG", "is niet in UTF-8 geschreven"),
        (b"Subject: x\n\n\xff\xfe", 3, "\u00ff\u00fe", 'UTF-8 geschreven (bij "\u00ff\u00fe")'),
        ("Subject: x\n\nTot ziens, André\n".encode("latin-1"), 3, "André", '(bij "André")'),
        ("Subject: x\n\n10 € per dag\n".encode("cp1252"), 3, "€", '(bij "€")'),
        (OWN.encode("utf-16"), 1, "", "is niet in UTF-8 geschreven"),
        (b"Subject: x\n\na\x00b\n", 3, "U+0000", '"U+0000" is geen teken'),
        (b"Subject: x\n\n\x1b[31mrood\n", 3, "U+001B", '"U+001B" is geen teken'),
        (b"\x7fELF\x02\x01", 1, "U+007F", '"U+007F" is geen teken'),
        (b"Subject: x\n\n" + b"a" * 150_000, 1, "", "is langer dan 100000 tekens"),
        (b"a" * 700_000, 1, "acknowledgment.md", "is groter dan 500 kB"),
    ],
    ids=range(10),
)
def test_a_file_that_is_no_text_is_refused(  # noqa: PLR0913, PLR0917
    raw: bytes, line: int, word: str, said: str, place: Path, overrides: Path, order: Order
) -> None:
    place.write_bytes(raw)
    broken = refused(overrides, order)
    assert (broken.file, broken.line, broken.word) == (str(place), line, word)
    assert said in broken.error


@pytest.mark.parametrize(
    "raw",
    [
        b"\xef\xbb\xbf" + OWN.encode(),
        OWN.replace("\n", "\r\n").encode(),
        OWN.replace("\n", "\r").encode(),
        OWN.rstrip().encode(),
    ],
    ids=["BOM", "CRLF", "CR", "no end"],
)
def test_a_text_is_a_text_whatever_wrote_it(raw: bytes, wrote: Wrote) -> None:
    letter = wrote(raw)
    assert (letter.broken, letter.subject) == (None, "[K-2026-0042] eigen")
    assert letter.text == "Eigen tekst.\n"


def test_a_folder_is_no_letter(place: Path, overrides: Path, order: Order) -> None:
    place.mkdir()
    assert refused(overrides, order).error == "is niet te lezen: het is een map, geen bestand"


def test_a_pipe_keeps_nobody_waiting(place: Path, overrides: Path, order: Order) -> None:
    os.mkfifo(place)
    assert "geen gewoon bestand" in refused(overrides, order).error


@pytest.mark.parametrize("whole", [False, True], ids=["a file", "a folder"])
def test_a_link_out_of_the_folder_is_refused(
    *, whole: bool, place: Path, overrides: Path, order: Order, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere" / "acknowledgment.md"
    elsewhere.parent.mkdir()
    elsewhere.write_text(OWN)
    if whole:
        place.parent.rmdir()
        place.parent.symlink_to(elsewhere.parent)
    else:
        place.symlink_to(elsewhere)
    broken = refused(overrides, order)
    assert broken.word == "acknowledgment.md"
    assert "buiten de map met brieven" in broken.error


def test_a_part_that_is_a_link_out_of_the_folder_is_refused(
    overrides: Path, order: Order, tmp_path: Path
) -> None:
    part = overrides / "nl/parts/signature_auto.md"
    part.parent.mkdir(parents=True)
    (tmp_path / "secret").write_text("geheim")
    part.symlink_to(tmp_path / "secret")
    assert refused(overrides, order).file == str(part)


def test_a_link_to_nothing_or_to_itself_is_refused(
    place: Path, overrides: Path, order: Order
) -> None:
    place.symlink_to("nowhere.md")
    assert "verwijst naar iets wat er niet is" in refused(overrides, order).error
    place.unlink()
    place.symlink_to(place)
    assert "verwijzing naar zichzelf" in refused(overrides, order).error


def test_links_inside_the_folder_and_to_the_folder_are_followed(
    place: Path, overrides: Path, order: Order, tmp_path: Path
) -> None:
    (overrides / "..data").mkdir()
    (overrides / "..data" / "ack.md").write_text(OWN)
    place.symlink_to(overrides / "..data" / "ack.md")
    (tmp_path / "linked").symlink_to(overrides)
    for folder in (overrides, tmp_path / "linked"):
        letter = Writer(SHIPPED, folder).write(order())
        assert (letter.broken, letter.text) == (None, "Eigen tekst.\n")


@pytest.mark.parametrize(
    ("template", "line", "word", "said"),
    [
        ("{% if school %}\n\nx\n\n", 3, "if", '"endif" ontbreekt'),
        ("{% if school %}{% if school %}x{% endif %}\n\nx", 3, "if", '"endif" ontbreekt'),
        ("{% for x in y %}x{% endif %}", 3, "for", 'eerst moet een "for" gesloten worden'),
        ("x{% endif %}", 3, "endif", "nooit geopend"),
        ("{{ school", 3, "}}", "hier hoort }} te staan"),
        ("{{ school naam }}", 3, "naam", 'er staat "naam"'),
        ("{{ }}", 3, "}}", "ontbreekt een naam"),
        ("{# x", 3, "{#", "een opmerking is niet gesloten"),
        ("{% fi school %}x{% endif %}", 3, "fi", '"fi" hoort niet in een brief'),
        ("{% fro x in y %}", 3, "fro", 'bedoelde je "for"'),
        ("{{ 'school }}", 3, "'", "aanhalingsteken is niet gesloten"),
        ("{{ school & school }}", 3, "&", 'het teken "&"'),
        ("{{ school. }}", 3, "", "na een punt hoort een naam"),
        ("{% %}", 3, "", 'na "{%" hoort een woord'),
        ("<https://weg.example/{{ school }}>", 3, "{{", "het adres van een link"),
    ],
)
def test_what_cannot_be_read_is_said_in_dutch_with_its_line(
    template: str, line: int, word: str, said: str, wrote: Wrote
) -> None:
    broken = wrote(f"Subject: x\n\n{template}").broken
    assert broken is not None
    assert (broken.line, broken.word) == (line, word)
    assert said in broken.error


def test_a_letter_without_a_subject_is_blamed_below_its_comment(wrote: Wrote) -> None:
    broken = wrote("{#\n  Een opmerking.\n#}\n\nBeste ouder\n").broken
    assert broken is not None
    assert (broken.line, broken.word) == (5, "Subject")


PIECES = [
    "{{ ", " }}", "{% ", " %}", "{# ", " #}", "if ", "for ", "in ", "else", "endif", "endfor",
    "include ", "'parts/signature_auto.md'", "school", "case_no", "received_date", "unclear",
    "|date", "|join", "|buttons", "|length", "== ", "1", "'x'", "(", ")", "[", "]", ".", "~",
    "Subject: x\n\n", "\n", "[u|je]", "**", "](", "<", "\x00", "\ue000", "é", "loop", "set x = ",
]  # fmt: skip


@settings(max_examples=300)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=25))
def test_no_text_of_an_administrator_ever_stops_a_letter(
    pieces: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp() / "whatever"
    file = folder / PATH
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("Subject: x\n\n" + "".join(pieces), "utf-8")
    order = sample_order(LetterName.ACKNOWLEDGMENT, "usual", "nl", "u")
    letter = Writer(SHIPPED, folder).write(order)
    assert letter.text
    if letter.broken:
        assert letter.broken.line >= 1
        assert letter.broken.error
        assert "object" not in letter.broken.error
