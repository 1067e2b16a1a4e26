"""What a mailbox is to the rest of the house: where it is, what a glance shows, how it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from bot.core.providers import WAYS, Provider, Ways

Security: TypeAlias = Literal["tls", "starttls", "none"]


class MailboxUnusable(Exception):  # noqa: N818 - read as a sentence: `except MailboxUnusable`
    """The mailbox cannot be used now. The text is one line for the operator, with the remedy.

    `pause` is how long the server asks us to stay away, in seconds.
    """

    def __init__(self, words: str, *, pause: float = 0.0) -> None:
        super().__init__(words)
        self.pause = pause


class SessionEnded(MailboxUnusable):
    """A session by token that was good is over, as providers end it with its token.

    It says nothing of the mailbox: `connect` at once, which asks for a fresh token.
    """


class CommandRefused(MailboxUnusable):
    """The server said no to this one command; the connection itself is still good."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What is known of a mail before it is fetched.

    `size` is RFC822.SIZE in bytes, `received_at` INTERNALDATE as an aware UTC instant. `one_id` is
    the name of the mail that stays the same in every folder, where the provider tells it, else "".
    """

    size: int
    received_at: datetime
    one_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapServer:
    """Where a mailbox is and how to get in: by `password`, or by a `token` asked for each login.

    `token_refused` is called when the server did not take the token.
    `timeout` is in seconds, for each answer. `ca_file` names the only certificates to be believed;
    without it those of this machine are. `ways` are those of the provider.
    """

    host: str
    port: int
    security: Security
    user: str
    password: str | None = field(default=None, repr=False)
    token: Callable[[], str] | None = field(default=None, repr=False)
    token_refused: Callable[[], None] | None = field(default=None, repr=False)
    ca_file: str | None = None
    timeout: float = 30
    ways: Ways = WAYS[Provider.IMAP]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"
