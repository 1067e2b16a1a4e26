"""Tables for people: whole lines in a pipe, what fits on a terminal, colour only there."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

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
# What may be cut short where a terminal is narrow; a number or a date never is.
_CUT = frozenset({"from", "to", "subject", "rule"})
# What goes over to a next line instead.
_FOLDED = frozenset({"reason", "why"})
_LEAST = {"cut": 12, "folded": 24}  # characters that are left of either
# What is left out where even that is too wide, in this order.
_SPARE = ("rule", "uid", "by", "letter", "mail", "subject", "kind", "sent", "at", "received")
_GAP = 2
# Years of old mail would hide today's: beyond so many they are one line.
_LISTED_EARLY = 20


def clean(words: object) -> str:
    """Words from outside on one line; whatever would steer a terminal becomes a space."""
    return "".join(letter if letter.isprintable() else " " for letter in str(words))


def print_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    nothing: str = "none",
    without: str = "",
) -> None:
    """A table on stdout, or `nothing` when it has no rows; the column `without` is left out."""
    kept = [n for n, name in enumerate(columns) if name != without]
    columns = [columns[n] for n in kept]
    lines = [[clean(row[n]) for n in kept] for row in rows]
    if not lines:
        print(nothing)
    elif sys.stdout.isatty():
        _print_on_terminal(columns, lines)
    else:
        widths = [max(map(len, column)) for column in zip(columns, *lines, strict=True)]
        for line in (columns, *lines):
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            print("  ".join(cells).rstrip())


def mails_table(found: Sequence[dict[str, Any]], zone: ZoneInfo, *, without: str = "") -> None:
    """Mails, each with what became of it."""
    early = [mail for mail in found if mail["verdict"] == "before_start"]
    many = len(early) > _LISTED_EARLY
    print_table(
        ("mail", "uid", "received", "from", "subject", "verdict", "rule", "place", "case"),
        [
            (
                mail["id"],
                mail["uid"],
                local(mail["received_at"], zone),
                mail["sender"] or "",
                short(mail["subject"]),
                mail["verdict"] or "waiting",
                mail["rule"] or "",
                mail["place"] + (" (owed)" if mail["owed"] else ""),
                mail["case"] or "",
            )
            for mail in found
            if not (many and mail["verdict"] == "before_start")
        ],
        without=without,
    )
    if many:
        days = sorted(local(mail["received_at"], zone)[:10] for mail in early)
        print(
            f"and {len(early)} mails from before the start ({days[0]} to {days[-1]}), listed and"
            " never answered; `gehoor adopt` takes some in"
        )


def letters_table(found: Sequence[dict[str, Any]], zone: ZoneInfo, *, without: str = "") -> None:
    """Letters, each with how it stands."""
    print_table(
        ("letter", "name", "to", "case", "status", "sent", "why"),
        [
            (
                letter["id"],
                letter["letter"],
                letter["to"],
                letter["case"] or "",
                letter["status"],
                local(letter["sent_at"], zone),
                letter["error"] or "",
            )
            for letter in found
        ],
        nothing="no letters",
        without=without,
    )


def log_table(found: Sequence[dict[str, Any]], zone: ZoneInfo, *, without: str = "") -> None:
    """Entries of the audit trail."""
    print_table(
        ("n", "at", "event", "case", "mail", "letter", "by", "reason"),
        [
            (
                entry["n"],
                local(entry["at"], zone),
                entry["event"],
                entry["case"] or "",
                entry["mail"] or "",
                entry["letter"] or "",
                entry["actor"],
                entry["reason"],
            )
            for entry in found
        ],
        nothing="no entries",
        without=without,
    )


def local(at: str | None, zone: ZoneInfo) -> str:
    """An instant of the books on the clock of the school; "" for none."""
    if at is None:
        return ""
    return datetime.fromisoformat(at).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def short(subject: str | None) -> str:
    """As much of a subject as a table has room for."""
    words = subject or ""
    return words if len(words) <= 40 else f"{words[:39]}…"  # noqa: PLR2004  # columns of a table


def _print_on_terminal(columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    wide = {
        name: max(map(cell_len, column))
        for name, column in zip(columns, zip(columns, *lines, strict=True), strict=True)
    }
    widths = fitting(wide, console.width)
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for name, width in widths.items():
        folds = name in _FOLDED
        table.add_column(
            name, width=width, no_wrap=not folds, overflow="fold" if folds else "ellipsis"
        )
    for line in lines:
        cells = dict(zip(columns, line, strict=True))
        table.add_row(*(Text(cells[name], style=_style(cells[name])) for name in widths))
    console.print(table)


def fitting(wide: Mapping[str, int], room: int) -> dict[str, int]:
    """How wide each column of a table may be on a terminal with room for so many characters.

    `wide` is how wide each is by itself; a column for which there is no room is left out.
    """
    least = dict(wide)
    least |= {name: min(wide[name], _LEAST["cut"]) for name in _CUT & wide.keys()}
    least |= {name: min(wide[name], _LEAST["folded"]) for name in _FOLDED & wide.keys()}
    for name in _SPARE:
        if sum(least.values()) + _GAP * len(least) > room:
            least.pop(name, None)
    left = room - sum(least.values()) - _GAP * len(least)
    # The narrowest first, so that what they do not need goes to the others.
    for n, name in enumerate(wanting := sorted(least, key=lambda name: wide[name] - least[name])):
        more = max(min(wide[name] - least[name], left // (len(wanting) - n)), 0)
        least[name] += more
        left -= more
    return least


def _style(cell: str) -> str:
    return _STYLES.get(cell.removesuffix(" (owed)"), "")
