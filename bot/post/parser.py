"""Reads the raw bytes of a mail; whatever they are, the answer is a mail and never an error."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from email.feedparser import BytesFeedParser
from email.message import Message
from typing import ParamSpec, TypeVar

import mailparser

from bot.core.mail import Address, IncomingMail
from bot.core.reading import new_words
from bot.core.trust import BY_SERVERS
from bot.post.body import CUT_SHORT, MOST_BYTES, ONLY_MAIL, read_text, sorted_out, why_unreadable
from bot.post.bounces import read_bounce
from bot.post.mime.addresses import read_addresses
from bot.post.mime.attachments import MAIL_TYPES, describe, is_mail, may_be_mail, unopened
from bot.post.mime.headers import (
    as_written,
    header_text,
    instant,
    message_ids,
    server_text,
    spoken_in,
)
from bot.post.mime.leaves import Leaf, Tree, leaves_of
from bot.post.mime.opening import opened
from bot.post.mime.parameters import media_type, mime_value
from bot.post.mime.taming import has_large_header, tamed

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")

_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:(.*(?:\n[ \t].*)*)", re.MULTILINE)
_PATH = re.compile(r"<([^<>]*)>")
_HEADER_BYTES = 65_536
_PIECE = 65_536  # bytes
_MOST_ENCLOSED = 3_000_000  # bytes of enclosed mails that are read
_LEAST_ENCLOSED = 20_000  # bytes of each of them: header and first words
_MOST_ENCLOSED_TEXT = 400_000  # bytes of a text of the first of them, half as many of the next
_MOST_MAILS = 10
_DAMAGED = "beschadigd of te diep genest"
_NO_TREE = Tree(leaves=(), containers=(), cut=False)


class _Part(Message):
    """A part that the parser can always go through: some boundaries make the library fail.

    One in a charset that cannot be (RFC 2231 §4) counts as none; `leaves_of` finds it by its lines.
    """

    def get_boundary(self, failobj: object = None) -> object:  # type: ignore[override]
        """The boundary of a multipart, `failobj` when it has none that can be read."""
        try:
            return super().get_boundary(failobj)
        except ValueError:
            return failobj


class _OpenedMail(mailparser.MailParser):  # type: ignore[misc]
    """mail-parser that opens a mail and leaves its parts alone.

    Its own reading of them drops some, mixes others, and would decode everything a second time.
    """

    @classmethod
    def from_bytes(cls, bt: bytes) -> _OpenedMail:
        """Fed in pieces: taken at once, a mail of 36 MB would need 280 MB of memory."""
        feed = BytesFeedParser(_Part)
        for start in range(0, len(bt), _PIECE):
            feed.feed(bt[start : start + _PIECE])
        return cls(feed.close())

    def parse(self) -> _OpenedMail:
        """Reads nothing: our own walk does."""
        return self


def read_mail(raw: bytes, *, truncated: bool = False) -> IncomingMail:
    """What a mail says, from its raw bytes (RFC 5322). Never fails: what cannot be read is empty.

    `truncated` says that only the header of a too large mail is at hand: no body is looked for.
    """
    mail, others = _read(raw, truncated=truncated)
    if mail.bounce is not None or not others:
        return mail  # what a delivery report encloses is our own letter
    enclosed = _or((), _enclosed, others)
    readable = mail.unreadable != ONLY_MAIL or not any(each.text for each in enclosed)
    return replace(mail, enclosed=enclosed, unreadable=mail.unreadable if readable else None)


def _read(
    raw: bytes, *, truncated: bool = False, most: int = MOST_BYTES
) -> tuple[IncomingMail, list[Leaf]]:
    """A mail without those that it encloses, and the leaves that are its attachments.

    Of each text at most the first `most` bytes are read.
    """
    large = has_large_header(raw)
    raw, cut = _or((raw, False), tamed, raw)
    message, parsed = _opened(raw)
    spoken = _or(None, spoken_in, raw)
    values = _or({}, _values, message, spoken)
    headers = {name: _texts(name, values[name]) for name in values}
    mail = _or(IncomingMail(headers=headers), _with_header, values, headers)
    mail = replace(mail, header_cut=large)
    if truncated:
        bounce = _or(None, read_bounce, _NO_TREE, headers, "")
        return replace(mail, bounce=bounce, truncated=True), []
    tree = _or(None, leaves_of, message, spoken) if parsed else None
    whole = tree or _NO_TREE
    ranks, others = sorted_out(_or(whole, opened, whole))
    text = _or(None, read_text, ranks, most)
    unreadable = why_unreadable(whole, text or "")
    if tree is None or text is None:
        unreadable = _DAMAGED
    elif cut:
        unreadable = unreadable or CUT_SHORT
    bounce = _or(None, read_bounce, whole, headers, text or "")
    read = replace(
        mail,
        text=text or "",
        new_text=_or(text or "", new_words, text or "", mail.subject),
        attachments=tuple(_or(unopened(leaf), describe, leaf) for leaf in others),
        bounce=bounce,
        unreadable=None if bounce is not None and tree is not None else unreadable,
    )
    return read, others


def _enclosed(leaves: Iterable[Leaf]) -> tuple[IncomingMail, ...]:
    """The first ten mails among the attachments, and of these together so much as is soon read.

    Of one that is cut the attachments are not named: their bytes are not all at hand.
    """
    found: list[IncomingMail] = []
    room, most = _MOST_ENCLOSED, _MOST_ENCLOSED_TEXT
    for leaf in filter(may_be_mail, leaves):
        content = leaf.content()
        if leaf.type in MAIL_TYPES or is_mail(content):
            mail, _ = _read(content[:room], most=most)
            found.append(mail if len(content) <= room else replace(mail, attachments=()))
            room, most = max(_LEAST_ENCLOSED, room - len(content)), most // 2
        if len(found) == _MOST_MAILS:
            break
    return tuple(found)


def _or(
    otherwise: _Result,
    read: Callable[_Given, _Result],
    *given: _Given.args,
    **named: _Given.kwargs,
) -> _Result:
    """What reading gives, or something else where the mail is stranger than anybody foresaw."""
    try:
        return read(*given, **named)
    except Exception:  # noqa: BLE001 - no mail may stop the line, and no field another field
        return otherwise


def _opened(raw: bytes) -> tuple[Message, bool]:
    """The mail as a tree, and whether it could be opened; else its header, read by hand."""
    try:
        return _OpenedMail.from_bytes(raw).message, True
    except RecursionError:
        message = None  # the standard library alone gives up at the same depth
    except Exception:  # noqa: BLE001 - as in _or
        message = _or(None, email.message_from_bytes, raw)
    if message is not None:
        return message, True
    return _or(Message(), _header_by_hand, raw), False


def _header_by_hand(raw: bytes) -> Message:
    message = Message(policy=email.policy.compat32)
    header = re.split(rb"\r?\n\r?\n", raw[:_HEADER_BYTES], maxsplit=1)[0]
    for name, value in _FIELD.findall(header):
        message.set_raw(name.decode("ascii"), value.decode("ascii", "surrogateescape").strip())
    return message


def _values(message: Message, spoken: str | None) -> dict[str, list[str]]:
    """Every raw header value, by names in lower case, in order of appearance.

    Letters that declare no charset are read in the one that is `spoken` in the rest of the mail.
    """
    values: dict[str, list[str]] = {}
    for name, raw in message.raw_items():
        value = str(raw)
        plain = value.isascii() or name.lower() in BY_SERVERS
        known = value if plain else as_written(value, spoken)
        values.setdefault(name.lower(), []).append(known)
    return values


def _texts(name: str, values: Iterable[str]) -> tuple[str, ...]:
    read = server_text if name in BY_SERVERS else header_text
    return tuple(_or("", read, each) for each in values)


def _with_header(
    values: Mapping[str, list[str]], headers: Mapping[str, tuple[str, ...]]
) -> IncomingMail:
    from_addresses = _addresses(values, "from")
    declared, parameters = mime_value(next(iter(values.get("content-type", ())), ""))
    return IncomingMail(
        message_id=next(iter(_ids(values, "message-id")), None),
        in_reply_to=_ids(values, "in-reply-to"),
        references=_ids(values, "references"),
        sender=_only(from_addresses) or _only(_addresses(values, "sender")),
        from_addresses=from_addresses,
        reply_to=_addresses(values, "reply-to"),
        to=_addresses(values, "to"),
        cc=_addresses(values, "cc"),
        return_path=_return_path(headers),
        subject=next(iter(headers.get("subject", ())), ""),
        sent_at=_or(None, instant, next(iter(headers.get("date", ())), None)),
        headers=headers,
        content_type=media_type(declared),
        report_type=parameters.get("report-type", "").lower() or None,
    )


def _addresses(values: Mapping[str, list[str]], name: str) -> tuple[Address, ...]:
    return _or((), read_addresses, values.get(name, ()))


def _ids(values: Mapping[str, list[str]], name: str) -> tuple[str, ...]:
    return _or((), message_ids, tuple(map(as_written, values.get(name, ()))))


def _only(addresses: tuple[Address, ...]) -> Address | None:
    return addresses[0] if len(addresses) == 1 else None


def _return_path(headers: Mapping[str, tuple[str, ...]]) -> str | None:
    """The envelope sender: "" for the null path, which says "never answer" (RFC 5321 §4.5.5)."""
    for value in headers.get("return-path", ()):
        path = _PATH.search(value)
        return (path[1] if path else value).strip()
    return None
