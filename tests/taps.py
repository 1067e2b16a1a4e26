"""The buttons of a letter as a thumb finds them, and the mail that a tap opens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from bot.core.letter import Button, Letter, LetterName, Value
from bot.core.tokens import Signer
from bot.writer.letters import Writer
from bot.writer.marks import clean
from bot.writer.samples import sample_order

SHIPPED = Path(__file__).parents[1] / "templates"
MAILBOX = "klachten@schoolbestuur-demerland.example"
TODAY = date(2026, 12, 8)
LOOKS = {"button", "more"}  # the first class of each choice
SIGNER = Signer((b"n" * 32,))
KEY = SIGNER.staff_key("ann", "K-2026-0042", TODAY)
WRITER = Writer(SHIPPED, sign=lambda one: SIGNER.staff_key(one.person, one.about, one.made_on))


class Links(HTMLParser):
    """The links of a page: their attributes, and the words on them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[dict[str, str]] = []
        self._inside = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append({name: value or "" for name, value in attrs} | {"words": ""})
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "a"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1]["words"] += data


def a_letter(*some: Button, writer: Writer = WRITER, **values: Value) -> Letter:
    order = sample_order(LetterName.REMINDER, "usual", "nl", "je")
    return writer.write(replace(order, values={**order.values, "buttons": some, **values}))


def links_of(letter: Letter) -> list[dict[str, str]]:
    return taps(letter.html)


def taps(page: str) -> list[dict[str, str]]:
    """The links that are choices, whatever they look like."""
    return [link for link in Links(page).found if link.get("class", "").split(" ")[0] in LOOKS]


def opened(address: str) -> tuple[str, str, str]:
    """The mail that a tap opens: to, subject, text (RFC 6068)."""
    parts = urlsplit(address)
    fields = parse_qs(parts.query, keep_blank_values=True, strict_parsing=True)
    assert parts.scheme == "mailto"
    assert set(fields) == {"subject", "body"}
    return unquote(parts.path), fields["subject"][0], fields["body"][0]


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def lines_of(command: str) -> list[str]:
    """The lines of a command as a mail holds them: room to type behind a colon."""
    lines = [one_line(line) for line in clean(command).split("\n")]
    return [f"{line} " if line.endswith(":") else line for line in lines if line] or [""]


def own(tmp_path: Path, body: str) -> Writer:
    """A writer whose reminder is this body."""
    file = tmp_path / "nl" / "staff" / "reminder.md"
    file.parent.mkdir(parents=True)
    file.write_text(f"Subject: x\n\n{body}\n", "utf-8")
    return Writer(SHIPPED, tmp_path)
