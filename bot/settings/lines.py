"""On which line of a TOML file a key stands; tomllib does not say."""

from __future__ import annotations

import re
from collections import Counter

_HEADER = re.compile(r"\s*(?P<open>\[\[?)\s*(?P<name>[A-Za-z0-9_.\s-]+?)\s*\]\]?\s*(#.*)?")
_KEY = re.compile(r"\s*(?P<name>[A-Za-z0-9_-]+(\s*\.\s*[A-Za-z0-9_-]+)*)\s*=(?P<rest>.*)")
_FENCES = ('"""', "'''")


class Lines:
    """The lines of one file, asked by key path ("mailbox[0].imap.host")."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._of_path: dict[str, int] = {}
        self._read()

    def of(self, path: str) -> int | None:
        """The line of a key, or of the table it is missing from; None when that is not sure.

        A key inside an inline table or a list is found by its word, when that occurs in one line.
        """
        path = path.rstrip("0123456789[]") if path not in self._of_path else path
        if path in self._of_path:
            return self._of_path[path]
        word = path.rpartition(".")[2].partition("[")[0]
        shape = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
        found = [
            number
            for number, line in enumerate(self._lines, start=1)
            if shape.search(_without_comment(line))
        ]
        if len(found) == 1:
            return found[0]
        return None

    def of_table(self, path: str) -> int | None:
        """The line of a table header, when the file has it."""
        return self._of_path.get(path)

    def _read(self) -> None:
        counts: Counter[str] = Counter()
        table, fence = "", ""
        for number, line in enumerate(self._lines, start=1):
            if fence:  # inside a text of several lines
                fence = "" if fence in line else fence
            elif header := _HEADER.fullmatch(line):
                table = _spelled(header["name"], counts)
                if header["open"] == "[[":
                    counts[table] += 1
                    table = f"{table}[{counts[table] - 1}]"
                self._of_path.setdefault(table, number)
            elif key := _KEY.match(line):
                name = re.sub(r"\s", "", key["name"])
                self._of_path.setdefault(f"{table}.{name}" if table else name, number)
                fence = next((f for f in _FENCES if key["rest"].count(f) == 1), "")


def _spelled(name: str, counts: Counter[str]) -> str:
    """A header's name as a path: "mailbox.imap" under the second [[mailbox]] is mailbox[1].imap."""
    path = ""
    parts = [part.strip() for part in name.split(".")]
    for part in parts[:-1]:
        path = f"{path}.{part}" if path else part
        if counts[path]:
            path = f"{path}[{counts[path] - 1}]"
    return f"{path}.{parts[-1]}" if path else parts[-1]


def _without_comment(line: str) -> str:
    # A "#" inside quotes is rare in a config; losing what follows it only makes us less sure.
    return line.partition("#")[0]
