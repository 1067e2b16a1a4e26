"""The conversation with the mail server broke off."""

from __future__ import annotations

from bot.post.smtp.envelope import Delayed, Uncertain


class Trouble(Exception):  # noqa: N818 - it is no error of ours, and the postman counts on it
    """The conversation ended before the mail server gave its verdict on the letter.

    `outcome` is what that means for the letter. `for_all`: the next letter would meet the same, so
    trying it would only hammer the server. `no_connection`: there was none to be had.
    """

    def __init__(
        self, outcome: Delayed | Uncertain, *, for_all: bool = False, no_connection: bool = False
    ) -> None:
        super().__init__(outcome.words)
        self.outcome = outcome
        self.for_all = for_all
        self.no_connection = no_connection


def unreachable(words: str) -> Trouble:
    """No connection or no login; `words` name host, port and remedy."""
    return Trouble(Delayed(words, unusable=words), for_all=True, no_connection=True)


def unwelcome(words: str) -> Trouble:
    """The server takes no mail from this sender; `words` name host, port and remedy."""
    return Trouble(Delayed(words, unusable=words), for_all=True)
