"""What the postman is given, and the four things that can become of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One letter to one recipient, as it goes over the wire (RFC 5321 §2.3.1).

    `sender` is the address bounces come back to. `content` is the whole message, header and body.
    """

    sender: str
    recipient: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Accepted:
    """The mail server took the letter on its account. `words` is its reply, code and text."""

    words: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The mail server will never take this letter to this recipient (5yz): final.

    `words` is the text of its reply, without the code.
    """

    code: int
    words: str


@dataclass(frozen=True, slots=True)
class Delayed:
    """The letter did not go and may be tried again without any risk of a second copy.

    `unusable` is set when the reason concerns every letter (no connection, no login, the sender is
    refused): one line for the administrator that names host and port, and the remedy.
    """

    words: str
    unusable: str | None = None


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The text was handed over, no reply came: nobody can know whether the letter went."""

    words: str


Outcome: TypeAlias = Accepted | Refused | Delayed | Uncertain
