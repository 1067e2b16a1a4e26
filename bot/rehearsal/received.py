"""A letter as its recipient holds it: its words, and the buttons that a thumb finds in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_CUT = "…"
_BETWEEN = re.compile(r"(?<=\w\w[.?!]) (?=[A-Z])")  # two sentences; no number of a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """The mail that opens when a button is tapped (RFC 6068); `label` is what stands on it."""

    label: str
    to: str
    subject: str
    body: str

    def filled_in(self, typed: str) -> Tap:
        """With what somebody types at the first field that stands open ("UITLEG: ")."""
        lines = self.body.split("\n")
        open_at = next((n for n, line in enumerate(lines) if line.rstrip().endswith(":")), None)
        if open_at is None:
            return replace(self, body=f"{typed}\n{self.body}")
        lines[open_at] = f"{lines[open_at].rstrip()} {typed}"
        return replace(self, body="\n".join(lines))


@dataclass(frozen=True, kw_only=True)
class ReceivedLetter:
    """A letter as its recipient has it. `arrived_at` is aware, by the clock of the server."""

    sender: str
    recipient: str
    content: bytes
    arrived_at: datetime

    @cached_property
    def message(self) -> EmailMessage:
        """The letter, opened."""
        message = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message

    @property
    def subject(self) -> str:
        """What stands above it."""
        return str(self.message["Subject"])

    @property
    def message_id(self) -> str:
        """How an answer names it (RFC 5322 §3.6.4)."""
        return str(self.message["Message-ID"])

    @property
    def text(self) -> str:
        """Its words, for who reads without HTML."""
        return self._part("plain")

    def essence(self, *words: str) -> tuple[str, ...]:
        """The sentences that hold one of these words, by line; "…" where something is left out.

        Raises:
            LookupError: a word stands nowhere in the letter.
        """
        for word in words:
            if word not in self.text:
                raise LookupError(word)
        shown: list[list[str]] = [[]]
        last = -1
        for line, sentence in _sentences(self.text):
            if not any(word in sentence for word in words):
                shown[-1] += [] if shown[-1][-1:] == [_CUT] else [_CUT]
            elif line == last:
                shown[-1].append(sentence)
            else:
                shown.append([sentence])
                last = line
        return tuple(" ".join(line) for line in shown if line)

    @cached_property
    def buttons(self) -> tuple[Tap, ...]:
        """Its buttons in the order of the page."""
        page = _Page()
        page.feed(self._part("html"))
        page.close()
        return tuple(_opened(label.strip(), link) for label, link in page.links)

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return "" if part is None else str(part.get_content()).replace("\r\n", "\n")


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence, and the number of its line; a list item's mark belongs to its first."""
    for n, line in enumerate(text.split("\n")):
        if line.strip(" -="):
            yield from ((n, sentence) for sentence in _BETWEEN.split(line.strip()))


class _Page(HTMLParser):
    """The links of a page that open a mail, each with the words before its line of explanation."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, str]] = []
        self._reads = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        link = (dict(attrs).get("href") or "") if tag == "a" else ""
        if link.startswith("mailto:") and "?" in link:
            self.links.append(("", link))
            self._reads = True
        elif tag == "br":
            self._reads = False

    def handle_endtag(self, tag: str) -> None:
        self._reads = self._reads and tag != "a"

    def handle_data(self, data: str) -> None:
        if self._reads:
            label, link = self.links[-1]
            self.links[-1] = (label + data, link)


def _opened(label: str, link: str) -> Tap:
    address = urlsplit(link)
    fields = parse_qs(address.query, keep_blank_values=True)
    body = fields.get("body", [""])[0].replace("\r\n", "\n")
    subject = fields.get("subject", [""])[0]
    return Tap(label=label, to=unquote(address.path), subject=subject, body=body)
