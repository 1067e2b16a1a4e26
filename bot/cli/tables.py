"""Tables for people: whole lines in a pipe, what fits on a terminal, colour only there."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence

# Words that ask for an eye, wherever they stand in a table.
_STYLES: Mapping[str, str] = {
    "critical": "bold red",
    "failed": "bold red",
    "refused": "bold red",
    "uncertain": "yellow",
    "high": "yellow",
    "held": "yellow",
    "set_aside": "yellow",
    "waiting": "yellow",
    "queued": "cyan",
    "sent": "green",
}
# What may be folded when a terminal is narrow; a number or a date never is.
_FOLDS = frozenset({"from", "to", "subject", "reason", "why", "rule"})


def clean(words: object) -> str:
    """Words from outside on one line; whatever would steer a terminal becomes a space."""
    return "".join(letter if letter.isprintable() else " " for letter in str(words))


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, nothing: str = "none"
) -> None:
    """A table on stdout, or `nothing` when it has no rows."""
    lines = [[clean(cell) for cell in row] for row in rows]
    if not lines:
        print(nothing)
    elif sys.stdout.isatty():
        _print_on_terminal(columns, lines)
    else:
        widths = [max(map(len, column)) for column in zip(columns, *lines, strict=True)]
        for line in (columns, *lines):
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            print("  ".join(cells).rstrip())


def _print_on_terminal(columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in columns:
        table.add_column(name, no_wrap=name not in _FOLDS, overflow="fold")
    for line in lines:
        table.add_row(*(Text(cell, style=_STYLES.get(cell, "")) for cell in line))
    Console(highlight=False).print(table)
