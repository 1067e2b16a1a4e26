from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from tests.docs.letters_pictures import PICTURES, TO, photograph

LARGEST = 120_000  # bytes; a page with a few of them opens at once on a phone
NAMED = re.compile(r'(?:\]\(|src=")([\w-]+\.png)')


def size_of(picture: Path) -> tuple[int, int]:
    head = picture.read_bytes()[:24]
    assert head.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def test_every_picture_is_made_by_the_script_and_stands_in_a_page() -> None:
    named = {name for page in TO.glob("*.md") for name in NAMED.findall(page.read_text("utf-8"))}
    assert {file.name for file in TO.glob("*.png")} == PICTURES.keys() == named


def test_no_picture_keeps_a_reader_waiting() -> None:
    assert [file.name for file in TO.glob("*.png") if file.stat().st_size > LARGEST] == []


@pytest.mark.needs_browser
def test_the_script_still_photographs_all_of_them(tmp_path: Path) -> None:
    made = list(photograph(tmp_path))
    assert [file.name for file in made] == list(PICTURES)
    for file in made:
        assert file.stat().st_size <= LARGEST
        # One colour all over is a page that was not there.
        assert file.stat().st_size > LARGEST // 20
        # The part that shows a change is as high as the letter around it makes it.
        assert size_of(file)[0] == size_of(TO / file.name)[0]
