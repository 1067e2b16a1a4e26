"""Delivery reports in the shapes of old mail servers, as flufl.bounce (of Mailman) knows them."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from email.message import Message

from bot.post.mime.addresses import read_addresses
from bot.post.mime.contents import payload_of
from bot.post.mime.leaves import Leaf, Tree

_FIELDS = ("From", "Subject", "X-Mailer", "Content-Type", "X-Failed-Recipients")
_MOST_PARTS = 10
_LONGEST_PART = 200_000  # bytes; what is longer is the letter, not what is said of it
_MOST_CHARACTERS = 10_000
_LONGEST_LINE = 300  # characters: some of its expressions are quadratic in the line


def recipients_of(
    tree: Tree, headers: Mapping[str, Sequence[str]], text: str
) -> tuple[list[str], bool] | None:
    """Who was not reached, and whether for good; None when the shape is known to nobody.

    It sees a likeness of the mail: few headers, the beginning of each text, nothing of the letter
    that came back, so that nothing in a mail can make it slow.
    """
    # It tells of every step through the root logger, and costs 30 ms that few mails need.
    logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)
    from flufl.bounce import all_failures  # noqa: PLC0415

    try:
        waiting, failed = all_failures(_likeness(tree, headers, text))
    except Exception:  # noqa: BLE001 - its expressions meet mails that nobody foresaw
        return None
    told = (address.decode("utf-8", "replace") for address in sorted(failed or waiting))
    recipients = [address.email for address in read_addresses(told)]
    return (recipients, bool(failed)) if recipients else None


def _likeness(tree: Tree, headers: Mapping[str, Sequence[str]], text: str) -> Message:
    mail = Message()
    for name in _FIELDS:
        for value in headers.get(name.lower(), ())[:1]:
            mail[name] = value
    if not tree.containers:
        mail.set_payload(_shortened(text))
        return mail
    for part in _parts(tree.leaves[:_MOST_PARTS]):
        mail.attach(part)
    return mail


def _parts(leaves: Sequence[Leaf]) -> Iterator[Message]:
    for leaf in leaves:
        part = Message()
        part["Content-Description"] = str(leaf.part.get("Content-Description", ""))
        if leaf.type == "text/plain" and len(payload_of(leaf.part)) <= _LONGEST_PART:
            part.set_payload(_shortened(leaf.content().decode("utf-8", "replace")))
        else:
            part["Content-Type"] = leaf.type
        yield part


def _shortened(text: str) -> str:
    """In ASCII: the expressions look at lines as they would stand on the wire, unencoded."""
    lines = text[:_MOST_CHARACTERS].encode("ascii", "replace").decode("ascii").splitlines()
    return "\n".join(line[:_LONGEST_LINE] for line in lines)
