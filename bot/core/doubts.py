"""Why a mail cannot prove who wrote it, whatever its provider found out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from bot.core.mail import IncomingMail

# Fields that stand once at most: a second one is not what was signed (RFC 5322 §3.6, 6376 §8.15).
_ONCE = (
    "sender",
    "reply-to",
    "to",
    "cc",
    "message-id",
    "in-reply-to",
    "references",
    "subject",
    "date",
    "content-type",
    "content-transfer-encoding",
)
_OF_LISTS = ("list-id", "list-post", "mailing-list", "x-original-authentication-results")
_OF_RESENT = ("resent-from", "resent-sender", "resent-to", "resent-message-id")
_BULK = frozenset({"bulk", "list", "junk", "auto_reply"})
_ADDRESS = re.compile(r"[^\s<>\"(),:;@]+@[^\s<>\"(),:;@]+")
_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,252}[a-z0-9])?")
# What an envelope sender never holds, but to write results of its own into what repeats it.
_WRITES_RESULTS = re.compile(r"[\s();\"\\]")


def doubt_of(mail: IncomingMail) -> str:
    """The first reason not to believe any proof of this mail's From; "" for none."""
    return next((why for why, doubts in _DOUBTS if doubts(mail)), "")


def from_domain(mail: IncomingMail) -> str:
    """The domain of the one address in From, in lower case."""
    return mail.from_addresses[0].email.rpartition("@")[2].lower().rstrip(".")


def _not_one_sender(mail: IncomingMail) -> bool:
    return len(mail.headers.get("from", ())) != 1 or len(mail.from_addresses) != 1


def _odd_address(mail: IncomingMail) -> bool:
    """Letters beyond ASCII fold into others: a sharp s is read as ss, in a domain too."""
    known = mail.from_addresses[0].email.isascii()
    return not known or _DOMAIN.fullmatch(from_domain(mail)) is None


def _another_sent_it(mail: IncomingMail) -> bool:
    """RFC 5322 §3.6.2: Sender is there when somebody else sent it, as an assistant does."""
    address = mail.from_addresses[0].key
    written = " ".join(mail.headers.get("sender", ()))
    return any(each.casefold() != address for each in _ADDRESS.findall(written))


def _something_twice(mail: IncomingMail) -> bool:
    return any(len(mail.headers.get(name, ())) > 1 for name in _ONCE)


def _machine_sent_it(mail: IncomingMail) -> bool:
    """RFC 3834 §5; and Exchange's rules, which pass the words of others on under our From."""
    automatic = mail.header("auto-submitted") or "no"
    by_itself = automatic.partition(";")[0].strip().lower() != "no"
    return by_itself or "x-ms-exchange-generated-message-source" in mail.headers


def _list_passed_it_on(mail: IncomingMail) -> bool:
    """RFC 2919; a group of the school's own signs what it passes on with the school's own key.

    Google then puts aside what it had found before, under a name of its own (X-Original-…).
    """
    return any(name in mail.headers for name in _OF_LISTS)


def _resent(mail: IncomingMail) -> bool:
    """RFC 5322 §3.6.6: somebody else brought it here, whole and well signed as it may be."""
    return any(name in mail.headers for name in _OF_RESENT)


def _in_bulk(mail: IncomingMail) -> bool:
    """Not standard but common (RFC 3834 §3.1.8): a program wrote it, or a list sent it."""
    said = mail.headers.get("precedence", ())
    return any(each.strip().lower() in _BULK for each in said)


def _writes_results(mail: IncomingMail) -> bool:
    return any(
        _WRITES_RESULTS.search(path.strip().removeprefix("<").removesuffix(">"))
        for path in mail.headers.get("return-path", ())
    )


def _signed_in_part(mail: IncomingMail) -> bool:
    """RFC 6376 §8.2: with l= anybody may write on below what was signed."""
    return any(
        tag.partition("=")[0].strip() == "l"
        for signature in mail.headers.get("dkim-signature", ())
        for tag in signature.split(";")
    )


# From first: the others ask for its one address.
_DOUBTS: Final[tuple[tuple[str, Callable[[IncomingMail], bool]], ...]] = (
    ("From does not name one sender", _not_one_sender),
    ("the address in From has letters that may be read as others", _odd_address),
    ("Sender says that somebody else sent it", _another_sent_it),
    ("the header is too large to be read whole", lambda mail: mail.header_cut),
    ("a field stands twice of which only one can be signed", _something_twice),
    ("a machine sent it by itself", _machine_sent_it),
    ("a mailing list or group passed it on", _list_passed_it_on),
    ("somebody else resent it", _resent),
    ("it says that it is mail in bulk", _in_bulk),
    ("the envelope sender is written as results are", _writes_results),
    ("a signature leaves the end of the text open (l=)", _signed_in_part),
)
