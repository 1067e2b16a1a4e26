"""How the story is told in a terminal: days as headings, who writes to whom, letters indented."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from bot.writer.words import write_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from typing import TextIO

    from bot.rehearsal.received import Tap

_WIDTH = 88  # columns
_PAPER = "    │ "  # before each line of a letter
_MARKER = re.compile(r"\s*(?:- |\d+[.] )?")  # a list item's further lines hang below its words
_BUTTON = r"\[[^\[\]]+\]"


class Telling:
    """Tells on `out`, in colour only where that is a terminal; nothing before it is `told`."""

    def __init__(self, out: TextIO) -> None:
        # Its own ideas of width and markup stay out: the same story everywhere.
        self._console = Console(file=out, highlight=False, markup=False, soft_wrap=True)
        self._scene: list[Text] = []

    def told(self) -> None:
        """The scene happened as it is told: now it is read."""
        for line in self._scene:
            self._console.print(line)
        self._scene.clear()

    def opening(self, title: str, text: str) -> None:
        """What this is."""
        self._print(title, "bold")
        self._print()
        for line in _wrapped(text):
            self._print(line)

    def moment(self, at: datetime) -> None:
        """A scene begins: a heading with its day and hour. `at` is local."""
        self._print()
        heading = f"── {write_moment(at, 'nl')} "
        self._print(heading.ljust(_WIDTH, "─"), "bold cyan")

    def says(self, text: str) -> None:
        """What happens, in a sentence or two."""
        self._print()
        for line in _wrapped(text):
            self._print(line)

    def mail(self, sender: str, reader: str, subject: str, lines: Iterable[str]) -> None:
        """A mail that went from one to the other."""
        self._print()
        for line in _wrapped(f"  {sender} → {reader}: {subject}", hang="    "):
            self._print(line, "bold")
        for line in lines:
            marker = _MARKER.match(line)
            hang = " " * len(marker[0] if marker else "")
            for part in _wrapped(line, hang=hang, room=_WIDTH - len(_PAPER)) or [""]:
                self._print(f"{_PAPER}{part}".rstrip())

    def buttons(self, taps: Iterable[Tap], *, most: int) -> None:
        """The first buttons of the letter above."""
        labels = [f"[{one.label}]" for one in taps]
        more = [f"… en nog {len(labels) - most}"] if len(labels) > most else []
        line = Text(_PAPER + "  ".join([*labels[:most], *more]))
        line.highlight_regex(_BUTTON, "bold white on blue")
        self._scene.append(line)

    def rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """What stands to the left, and what it says."""
        self._print()
        width = max(len(left) for left, _ in rows) + 3
        for left, right in rows:
            self._print(f"    {left:<{width}}{right}")

    def _print(self, line: str = "", style: str = "") -> None:
        self._scene.append(Text(line, style=style))


def _wrapped(text: str, *, hang: str = "", room: int = _WIDTH) -> list[str]:
    """In lines; a case number stays whole."""
    return textwrap.wrap(text, room, subsequent_indent=hang, break_on_hyphens=False)
