"""Reads the raw bytes of a mail; whatever they are, the answer is a mail and never an error."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from email.feedparser import BytesFeedParser
from email.message import Message
from typing import ParamSpec, TypeVar

import mailparser

from bot.core.mail import Address, IncomingMail
from bot.core.reading import new_words
from bot.post.body import CUT_SHORT, read_text, sorted_out, why_unreadable
from bot.post.bounces import read_bounce
from bot.post.mime.addresses import read_addresses
from bot.post.mime.attachments import describe, unopened
from bot.post.mime.headers import as_written, header_text, instant, message_ids
from bot.post.mime.leaves import Tree, leaves_of, media_type, mime_value
from bot.post.mime.taming import tamed

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")

_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:(.*(?:\n[ \t].*)*)", re.MULTILINE)
_PATH = re.compile(r"<([^<>]*)>")
_HEADER_BYTES = 65_536
_PIECE = 65_536  # bytes
_DAMAGED = "beschadigd of te diep genest"
_NO_TREE = Tree(leaves=(), containers=(), cut=False)


class _OpenedMail(mailparser.MailParser):  # type: ignore[misc]
    """mail-parser that opens a mail and leaves its parts alone.

    Its own reading of them drops some, mixes others, and would decode everything a second time.
    """

    @classmethod
    def from_bytes(cls, bt: bytes) -> _OpenedMail:
        """Fed in pieces: taken at once, a mail of 36 MB would need 280 MB of memory."""
        feed = BytesFeedParser()
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
    raw, cut = _or((raw, False), tamed, raw)
    message, opened = _opened(raw)
    values = _or({}, _values, message)
    headers = {name: tuple(_or("", header_text, each) for each in values[name]) for name in values}
    mail = _or(IncomingMail(headers=headers), _with_header, values, headers)
    if truncated:
        bounce = _or(None, read_bounce, _NO_TREE, headers, "")
        return replace(mail, bounce=bounce, truncated=True)
    tree = _or(None, leaves_of, message) if opened else None
    texts, others = sorted_out(tree or _NO_TREE)
    text = _or(None, read_text, texts)
    unreadable = why_unreadable(tree or _NO_TREE, text or "")
    if tree is None or text is None:
        unreadable = _DAMAGED
    elif cut:
        unreadable = unreadable or CUT_SHORT
    bounce = _or(None, read_bounce, tree or _NO_TREE, headers, text or "")
    return replace(
        mail,
        text=text or "",
        new_text=_or(text or "", new_words, text or "", mail.subject),
        attachments=tuple(_or(unopened(leaf), describe, leaf) for leaf in others),
        bounce=bounce,
        unreadable=None if bounce is not None and tree is not None else unreadable,
    )


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


def _values(message: Message) -> dict[str, list[str]]:
    """Every raw header value, by names in lower case, in order of appearance."""
    values: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        values.setdefault(name.lower(), []).append(str(value))
    return values


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
