"""A letter as a PDF: A4, an address for a window envelope, real text that can be read aloud.

Typst sets it (https://typst.app, one wheel, no system libraries); it is imported when the first
letter is printed, for most mailboxes never print one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path

from bot.core.house_style import Logo, shades_of
from bot.core.letter import Letter
from bot.press.blocks import blocks_of

_ROOM = Path(__file__).parent
_SHEET = _ROOM / "letter.typ"
# What stands before the number of the case, before the number of a page, and before the last.
_WORDS: Mapping[str, tuple[str, str, str]] = {
    "nl": ("Ons kenmerk:", "blz.", "van"),
    "fr": ("Notre référence :", "page", "sur"),
    "en": ("Our reference:", "page", "of"),
    "de": ("Unser Zeichen:", "Seite", "von"),
}


class Window(StrEnum):
    """On which side an envelope has its window: right in Belgium, left in the Netherlands."""

    LEFT = "left"
    RIGHT = "right"


def print_letter(
    letter: Letter, school: str, *, day: date, dated: str, window: Window = Window.RIGHT
) -> bytes:
    """The letter as a PDF (PDF/A-2a, PDF/UA-1) in its house style; the same letter, the same bytes.

    `school` stands in its head, `dated` is its `day` in the words of its language. The `recipient`
    and `postal_address` in the values of its order stand behind the window; without an address
    there is room to write one. A sign that neither of our fonts has (Libertinus Serif, which Typst
    brings, and DejaVu Sans) is taken from the fonts of the machine. Raises ImportError where Typst
    is not installed.
    """
    import typst  # noqa: PLC0415 -- 80 MB that most days need not be loaded

    sheet = _sheet(letter, school, dated, window)

    def set_letter(*, strict: bool, **otherwise: object) -> bytes:
        return typst.compile(
            _SHEET,
            root=_ROOM,
            font_paths=[_ROOM / "fonts"],
            ignore_system_fonts=strict,
            sys_inputs={"letter": json.dumps(sheet | otherwise)},
            # Kept for long (ISO 19005-2), and read aloud (ISO 14289-1).
            pdf_standards=["a-2a", "ua-1"] if strict else None,
            timestamp=datetime.combine(day, time(12), UTC),
        )

    with suppress(typst.TypstError):
        return set_letter(strict=True)
    # The standards forbid a sign that has no font; a letter with an empty box is better than no
    # letter, and one without a logo that Typst cannot draw too.
    with suppress(typst.TypstError):
        return set_letter(strict=False)
    return set_letter(strict=False, logo=None)


def _sheet(letter: Letter, school: str, dated: str, window: Window) -> dict[str, object]:
    """All that stands on the sheet, as letter.typ names it."""
    reference, page, of = _WORDS.get(letter.language, _WORDS["nl"])
    number = letter.order.case_number or ""
    organisation, mailbox = _value(letter, "organisation"), _value(letter, "mailbox")
    return {
        "title": " ".join(letter.subject.replace(f"[{number}]", "").split()),
        "school": school,
        "organisation": organisation if organisation != school else "",
        "footer": " · ".join(filter(None, (school, mailbox))),
        "address": _address(letter),
        "window": window.value,
        "dated": dated,
        "reference": reference,
        "number": number,
        "page": page,
        "of": of,
        "lang": letter.language,
        "accent": shades_of(letter.style.colour).strong,
        "logo": _logo(letter.style.logo),
        "blocks": blocks_of(letter.html),
    }


def _logo(logo: Logo | None) -> dict[str, object] | None:
    """The picture in bytes, and how wide it is at most: as many points as a screen has pixels."""
    if logo is None:
        return None
    return {"bytes": list(logo.content), "width": logo.width, "height": logo.height}


def _address(letter: Letter) -> list[str]:
    """The lines behind the window; an address on one line is cut at its commas."""
    written, recipient = _value(letter, "postal_address"), _value(letter, "recipient")
    lines = written.splitlines() if "\n" in written.strip() else written.split(",")
    lines = [line.strip() for line in lines if line.strip()]
    named = not recipient or any(recipient.casefold() in line.casefold() for line in lines)
    return lines if named or not lines else [recipient, *lines]


def _value(letter: Letter, name: str) -> str:
    return str(letter.order.values.get(name) or "")
