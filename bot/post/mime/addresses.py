"""Mail addresses in header values, as their writers meant them and not as they were disguised."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.core.mail import Address
from bot.post.mime.headers import as_written, header_text

_LONGEST_VALUE = 65_536
_MOST = 1_000
_LONGEST = 254  # RFC 5321 §4.5.3.1.3, without the angle brackets
_LONGEST_NAME = 200
_NAME_PARTS = 6  # more pieces between two commas are no "Peeters, Ann"

_USUAL = re.compile(r'\s*"?([^"<>@,;:()\\]{0,200}?)"?\s*<([^<>@,;:()"\\\s]+@[^<>@,;:()"\\\s]+)>\s*')
_MARK = re.compile(r'["(<>,;:]|=\?[^?\s]{1,60}\?[bBqQ]\?')
_LOCAL = re.compile(r'[^\x00-\x20\x7f-\xa0"(),:;<>@\[\\\]\s]+|"[^\x00-\x20\x7f-\xa0"<>\\\s]+"')
_DOMAIN = re.compile(r"\w(?:[\w.-]*\w)?|\[(?:IPv6:)?[0-9A-Fa-f:.]{3,}\]", re.IGNORECASE)


def read_addresses(values: Iterable[str]) -> tuple[Address, ...]:
    """The addresses in raw header values, in order, each once; what cannot be one is left out.

    The address in angle brackets counts, whatever the name before it looks like. Groups give their
    members; comments, missing brackets, encoded words and text in UTF-8 are understood.
    """
    found: dict[str, Address] = {}
    for value in values:
        text = as_written(value[:_LONGEST_VALUE])
        usual = _USUAL.fullmatch(text)
        read = _addresses([(usual[1], usual[2])] if usual else _Value(text).mailboxes())
        if not read and "=?" in text:  # some mailers encode the address along with the name
            read = _addresses(_Value(header_text(text)).mailboxes())
        for address in read:
            found.setdefault(address.key, address)
        if len(found) > _MOST:
            break
    return tuple(found.values())[:_MOST]


class _Quoted(str):
    """Words that stood in quotes, or encoded: a name, never an address."""

    __slots__ = ()


@dataclass(slots=True)
class _Value:
    """A header value, taken apart from left to right into names and addresses (RFC 5322 §3.4)."""

    text: str
    at: int = 0
    start: int = 0  # of the mark that was read last
    name: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    address: str = ""
    found: list[tuple[str, str]] = field(default_factory=list)
    hopeless: set[str] = field(default_factory=set)  # closing marks that do not come any more

    def mailboxes(self) -> list[tuple[str, str]]:
        """Each mailbox as its name and what stands for its address."""
        marks = {
            ",": self._comma,
            ";": self._end,
            ":": self._colon,
            "<": self._angle,
            '"': self._quote,
            "(": self._comment,
        }
        while self.at < len(self.text):
            mark = _MARK.search(self.text, self.at)
            self.start = mark.start() if mark else len(self.text)
            self.name.append(self.text[self.at : self.start])
            self.at = mark.end() if mark else self.start
            if mark is None or mark[0] == ">":
                continue
            marks.get(mark[0], self._encoded_word)()
        self._end()
        return self.found

    def _comma(self) -> None:
        whole = "".join(self.name[:_NAME_PARTS])
        short = len(self.name) < _NAME_PARTS and not self.address and "@" not in whole
        if short and whole.strip():
            self.name.append(",")  # "Peeters, Ann <…>" without its quotes
        else:
            self._end()

    def _colon(self) -> None:
        if "@" not in "".join(self.name[-2:]):  # the name of a group, or "mailto:"
            self.name = []

    def _angle(self) -> None:
        if self.address:  # two addresses without a comma
            kept = self.name.pop()
            self._end()
            self.name = [kept]
        text = self.text
        while text[self.at : self.at + 1] in {"<", " "}:
            self.at += 1
        end, opens = text.find(">", self.at), text.find("<", self.at)
        if end < 0 or 0 <= opens < end:  # the closing bracket was forgotten
            ends = [found for found in (text.find(mark, self.at) for mark in ",; <") if found >= 0]
            end = min(ends, default=len(text))
            self.address, self.at = text[self.at : end], end
            return
        route = text[self.at : end]
        self.address = route.rpartition(":")[2] if route.startswith("@") else route
        self.at = end + 1

    def _quote(self) -> None:
        start = self.at
        end = self._find('"', start)
        while end > start and self.text[end - 1] == "\\":
            end = self._find('"', end + 1)
        if end < 0:
            return
        self.at = end + 1
        if self.text[self.at : self.at + 1] == "@":  # a quoted local part
            self.name.append(self.text[start - 1 : self.at])
        else:
            self.name.append(_Quoted(re.sub(r"\\(.)", r"\1", self.text[start:end])))

    def _comment(self) -> None:
        end = self._find(")", self.at)
        if end >= 0:
            self.comments.append(self.text[self.at : end])
            self.at = end + 1

    def _encoded_word(self) -> None:
        end = self._find("?=", self.at)
        self.at = end + 2 if end >= 0 else self.at
        self.name.append(_Quoted(self.text[self.start : self.at]))  # it may hold any letter

    def _find(self, mark: str, at: int) -> int:
        """Where a mark comes next; one that was missed once is not looked for again."""
        found = -1 if mark in self.hopeless else self.text.find(mark, at)
        if found < 0:
            self.hopeless.add(mark)
        return found

    def _end(self) -> None:
        """Ends a mailbox; without angle brackets every word with an @ is an address."""
        name, comment = self.name, " ".join(self.comments).strip()
        if self.address:
            self.found.append(("".join(name).strip() or comment, self.address))
        else:
            bare = "".join(" " if isinstance(part, _Quoted) else part for part in name)
            addresses = [word.strip("<>") for word in bare.split() if "@" in word]
            rest = " ".join(word for part in name for word in part.split() if "@" not in word)
            self.found += [(rest or comment, each) for each in addresses[:_MOST]]
        self.name, self.comments, self.address = [], [], ""


def _addresses(mailboxes: Iterable[tuple[str, str]]) -> list[Address]:
    return [found for found in (_address(*mailbox) for mailbox in mailboxes) if found is not None]


def _address(name: str, written: str) -> Address | None:
    local, at, domain = written.strip().removeprefix("mailto:").rpartition("@")
    domain = domain.strip().rstrip(".").lower()
    known = f"{local}@{domain}"
    if not at or len(known) > _LONGEST or not known.isprintable():
        return None
    if _LOCAL.fullmatch(local) is None or _DOMAIN.fullmatch(domain) is None:
        return None
    if not domain.isascii() and not _is_a_name(domain):
        return None
    shown = " ".join(header_text(name).strip("\"' ").split())[:_LONGEST_NAME]
    if not shown.isprintable():  # marks that turn or hide letters
        shown = "".join(letter for letter in shown if letter.isprintable())
    return Address(known, "" if shown == known else shown)


def _is_a_name(domain: str) -> bool:
    """Whether a domain beyond ASCII can be asked for at all (IDNA, RFC 3490 §4.1)."""
    try:
        domain.encode("idna")
    except UnicodeError:
        return False
    return True
