"""Whatever stands where a letter should, in any letter: refused with line and word, never sent."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.core.letter import AUDIENCE, LetterName
from bot.writer.edition import parts_of
from bot.writer.grammar import TemplateRefused
from bot.writer.letters import Writer
from bot.writer.library import Source
from bot.writer.samples import sample_order
from tests.writer.test_grammar import ATTACKS

SHIPPED = Path(__file__).parents[2] / "templates"
WRITER = Writer(SHIPPED)
OWN = "Subject: eigen\n\nEigen tekst.\n"


@pytest.mark.parametrize("name", LetterName)
def test_no_letter_may_hold_more_than_letters_need(name: LetterName) -> None:
    for attack, word in ATTACKS:
        # Every letter knows the school; not every letter knows a contact.
        template = f"Subject: x\n\n{attack.replace('contact_name', 'school')}\n"
        with pytest.raises(TemplateRefused) as refused:
            parts_of(name, Source(f"{name}.md", template.encode()))
        assert (refused.value.file, refused.value.word) == (f"{name}.md", word), attack
        assert refused.value.line in {3, 4}


def holds(raw: bytes) -> Callable[[Path], object]:
    """A file with these bytes."""
    return lambda file: file.write_bytes(raw)


def links_out(file: Path) -> None:
    elsewhere = file.parents[3] / "elsewhere.md"
    elsewhere.write_text(OWN)
    file.symlink_to(elsewhere)


# What is put there → the line and the word that are told; None: it is a letter after all.
FILES: dict[str, tuple[Callable[[Path], object], tuple[int, str | None] | None]] = {
    "binary": (holds(b"\x89PNG\r\n\x1a\n\x00\x00"), (1, "‰PNG")),
    "zeros": (holds(b"Subject: x\n\na\x00b\n"), (3, "U+0000")),
    "Latin-1": (holds("Subject: x\n\ncafé\n".encode("latin-1")), (3, "café")),
    "UTF-16": (holds(OWN.encode("utf-16")), (1, "")),
    "too large": (holds(b"a" * 700_000), (1, None)),
    "a folder": (Path.mkdir, (1, None)),
    "a pipe": (os.mkfifo, (1, None)),
    "a link out": (links_out, (1, None)),
    "a link to nothing": (lambda file: file.symlink_to("weg.md"), (1, None)),
    "a link to itself": (lambda file: file.symlink_to(file), (1, None)),
    "a file outside": (holds(b"Subject: x\n\n{% include '/etc/passwd' %}\n"), (3, "/etc/passwd")),
    "empty": (holds(b""), (1, "Subject")),
    "a BOM": (holds(b"\xef\xbb\xbf" + OWN.encode()), None),
    "CRLF": (holds(OWN.replace("\n", "\r\n").encode()), None),
}


@pytest.mark.parametrize("name", LetterName)
def test_no_file_stops_a_letter(name: LetterName, tmp_path: Path) -> None:
    order = sample_order(name, "usual", "nl", "u")
    shipped = WRITER.write(order)
    writer = Writer(SHIPPED, tmp_path / "overrides")
    folder = tmp_path / "overrides" / "nl" / AUDIENCE[name]
    for what, (put, told) in FILES.items():
        folder.mkdir(parents=True)
        file = folder / f"{name}.md"
        put(file)
        letter = writer.write(order)
        if told is None:
            assert (letter.broken, letter.text) == (None, "Eigen tekst.\n"), what
        else:
            line, word = told
            assert letter.broken, what
            assert (letter.subject, letter.text) == (shipped.subject, shipped.text)
            assert (letter.broken.file, letter.broken.line) == (str(file), line)
            # Where no single word is at fault, the file itself is.
            assert letter.broken.word == (file.name if word is None else word)
        shutil.rmtree(folder)
