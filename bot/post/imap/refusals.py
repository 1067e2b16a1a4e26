"""What a server's no means beyond this one command: its words in a table, each with its source."""

from __future__ import annotations

import re

# The session is over although the connection still stands: nothing but a new login helps.
# RFC 5530 §3 names the codes; Exchange says the others:
# https://github.com/iroco-co/aioimaplib/issues/83, https://github.com/getmail6/getmail6/issues/214
_SESSION_OVER = re.compile(
    r"\[(?:AUTHENTICATIONFAILED|AUTHORIZATIONFAILED|EXPIRED)\]"
    r"|AccessTokenExpired|session (?:has )?(?:expired|invalidated)"
    r"|authenticated but not connected|received in invalid state",
    re.IGNORECASE,
)
# We asked too much: https://github.com/ikvk/imap_tools/issues/135 (Exchange, which says for how
# long), https://support.google.com/a/answer/1071518 (Gmail: fetched more than it allows in a day).
_TOO_MUCH = re.compile(
    r"request is throttled|bandwidth limits|too many simultaneous connections", re.IGNORECASE
)
_BACK_OFF = re.compile(r"Suggested Backoff Time: (\d{1,9}) milliseconds", re.IGNORECASE)
_LONGEST_PAUSE = 15 * 60.0  # seconds; a school waits no longer because of words
_USUAL_PAUSE = 5 * 60.0  # what Exchange says nearly always


def session_is_over(words: str) -> bool:
    """Whether a refusal says that the server does not know us any more."""
    return _SESSION_OVER.search(words) is not None


def pause_after(words: str) -> float:
    """For how many seconds a refusal asks us to stay away; 0 when it does not."""
    if _TOO_MUCH.search(words) is None:
        return 0.0
    said = _BACK_OFF.search(words)
    return min(int(said[1]) / 1000, _LONGEST_PAUSE) if said else _USUAL_PAUSE
