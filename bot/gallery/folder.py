"""The folder: the same pages as files, to send to a colleague or to put on a stick."""

from __future__ import annotations

from pathlib import Path

from bot.gallery.pages import SCRIPT, START, STYLE, Pages, asset


def write(pages: Pages, folder: Path) -> int:
    """Write every page below a folder; returns how many letters hang there. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ((STYLE, asset(STYLE)), (SCRIPT, asset(SCRIPT)), (START, pages.start())):
        (folder / name).write_text(text, encoding="utf-8")
    written = 0
    for place in pages.places():
        page = pages.letter(place)
        if page is not None:
            file = folder / str(place)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page, encoding="utf-8")
            written += 1
    return written
