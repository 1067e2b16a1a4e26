"""Mail addresses in header values, as their writers meant them and not as they were disguised."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.core.mail import Address
from bot.post.headers import as_written, header_text

_LONGEST_VALUE = 65_536
_MOST = 1_000
_LONGEST = 254  # RFC 5321 §4.5.3.1.3, without the angle brackets
_LONGEST_NAME = 200
_NAME_PARTS = 6
_USUAL = re.compile(r'\s*"?([^"<>@,;:()\\]{0,200}?)"?\s*<([^<>@,;:()"\\\s]+@[^<>@,;:()"\\\s]+)>\s*')
_SPECIAL = re.compile(r'["(<>,;:]|=\?[^?\s]{1,60}\?[bBqQ]\?')
_LOCAL = re.compile(r'[^\x00-\x20\x7f-\xa0"(),:;<>@\[\\\]\s]+|"[^\x00-\x20\x7f-\xa0"<>\\\s]+"')
_DOMAIN = re.compile(r"\w(?:[\w.-]*\w)?|\[[0-9A-Fa-f:.]{3,}\]|\[IPv6:[0-9A-Fa-f:.]+\]")


def read_addresses(values: Iterable[str]) -> tuple[Address, ...]:
    """The addresses in raw header values, in order, each once; what cannot be one is left out.

    The address in angle brackets counts, whatever the name before it looks like. Groups give their
    members; comments, missing brackets, encoded words and text in UTF-8 are understood.
    """
    found: dict[str, Address] = {}
    for value in values:
        text = as_written(value[:_LONGEST_VALUE])
        usual = _USUAL.fullmatch(text)
        mailboxes = [(usual[1], usual[2])] if usual else list(_mailboxes(text))
        read = [address for address in map(_address, mailboxes) if address is not None]
        if not read and "=?" in text:  # some mailers encode the address along with the name
            decoded = header_text(text)
            read = [a for a in map(_address, _mailboxes(decoded)) if a is not None]
        for address in read:
            found.setdefault(address.key, address)
        if len(found) > _MOST:
            break
    return tuple(found.values())[:_MOST]


def _mailboxes(text: str) -> Iterable[tuple[str, str]]:
    """Names and what stands for their addresses, taken apart from left to right (RFC 5322 §3.4)."""
    name: list[str] = []
    comments: list[str] = []
    address = ""
    at = 0
    hopeless: set[str] = set()  # closing marks that do not come any more
    while at < len(text):
        special = _SPECIAL.search(text, at)
        start = special.start() if special else len(text)
        name.append(text[at:start])
        mark = special[0] if special else ""
        at = start + max(len(mark), 1)
        if mark == "," and not address and _is_half_a_name(name):
            name.append(mark)  # "Peeters, Ann <…>" without its quotes
        elif mark in {",", ";"}:
            yield from _ended(name, comments, address)
            name, comments, address = [], [], ""
        elif mark == ":":  # the name of a group, or "mailto:"
            if "@" not in "".join(name[-2:]):
                name = []
        elif mark == "<":
            if address:
                yield from _ended(name[:-1], comments, address)
                name, comments, address = name[-1:], [], ""
            address, at = _angle(text, at)
        elif mark.startswith("="):
            end = text.find("?=", at)
            at = end + 2 if end >= 0 else at
            name.append(_Quoted(text[start:at]))  # an encoded word may hold any letter
        elif mark in {'"', "("} and mark not in hopeless:
            end = _quote_end(text, at) if mark == '"' else text.find(")", at)
            if end < 0:
                hopeless.add(mark)
            elif mark == "(":
                comments.append(text[at:end])
                at = end + 1
            elif text[end + 1 : end + 2] == "@":  # a quoted local part
                name.append(text[start : end + 1])
                at = end + 1
            else:
                name.append(_Quoted(re.sub(r"\\(.)", r"\1", text[at:end])))
                at = end + 1
    yield from _ended(name, comments, address)


def _is_half_a_name(parts: list[str]) -> bool:
    whole = "".join(parts[:_NAME_PARTS])
    return len(parts) < _NAME_PARTS and "@" not in whole and bool(whole.strip())


class _Quoted(str):
    """Words that stood in quotes: a name, never an address."""

    __slots__ = ()


def _quote_end(text: str, at: int) -> int:
    end = text.find('"', at)
    while end > at and text[end - 1] == "\\":
        end = text.find('"', end + 1)
    return end


def _angle(text: str, at: int) -> tuple[str, int]:
    """What stands in angle brackets from here, and where it ends; a missing bracket is forgiven."""
    while text[at : at + 1] in {"<", " "}:
        at += 1
    end = text.find(">", at)
    opens = text.find("<", at)
    if end < 0 or 0 <= opens < end:
        ends = [found for found in (text.find(mark, at) for mark in ",; <") if found >= 0]
        end = min(ends, default=len(text))
        return text[at:end], end
    route = text[at:end]
    return (route.rpartition(":")[2] if route.startswith("@") else route), end + 1


def _ended(name: list[str], comments: list[str], address: str) -> Iterable[tuple[str, str]]:
    """The mailbox that ends here; without angle brackets every word with an @ is an address."""
    if address:
        yield "".join(name).strip() or " ".join(comments).strip(), address
        return
    words = "".join(" " if isinstance(part, _Quoted) else part for part in name).split()
    addresses = [word.strip("<>") for word in words if "@" in word]
    rest = " ".join(word for part in name for word in part.split() if "@" not in word)
    shown = (rest or " ".join(comments).strip())[:_LONGEST_VALUE]
    for each in addresses[:_MOST]:
        yield shown, each


def _address(mailbox: tuple[str, str]) -> Address | None:
    name, written = mailbox
    written = written.strip().removeprefix("mailto:")
    local, at, domain = written.rpartition("@")
    domain = domain.strip().rstrip(".").lower()
    known = f"{local}@{domain}"
    if not at or len(known) > _LONGEST:
        return None
    if _LOCAL.fullmatch(local) is None or _DOMAIN.fullmatch(domain) is None:
        return None
    shown = name if name.isascii() and name.isprintable() and "=?" not in name else None
    shown = header_text(name) if shown is None else shown
    shown = shown.strip().strip("\"'").strip()
    return Address(known, "" if shown == known else " ".join(shown.split())[:_LONGEST_NAME])
