"""Reads the replies of a mail server: what they mean for the letter, and for us."""

from __future__ import annotations

import re

from bot.post.smtp.envelope import Accepted, Delayed, Outcome, Refused

LONGEST = 300

# Replies that refuse the sender and not the recipient, whatever letter they come upon: wrong or
# missing login (RFC 4954 §6), no leave to send as this address or to relay, quota used up.
CODES_ABOUT_US = frozenset({530, 534, 535, 538})
STATUS_ABOUT_US = frozenset(
    {
        "5.1.7",  # RFC 3463: bad sender address syntax
        "5.1.8",  # RFC 3463: bad sender system address; Exchange: "bad outbound sender"
        "5.1.90",  # Exchange: daily limit of recipients reached
        "5.2.252",  # Exchange: SendAsDenied
        "5.4.5",  # Google: daily sending limit exceeded
        "5.7.8",  # RFC 4954: authentication credentials invalid
        "5.7.9",  # RFC 4954: authentication mechanism too weak
        "5.7.54",  # Exchange: unable to relay for an unknown client
        "5.7.57",  # Exchange: client was not authenticated
        "5.7.60",  # Exchange: no permission to send as this sender
        "5.7.139",  # Exchange: basic authentication is switched off
        "5.7.708",  # Exchange: traffic from this address not accepted
    }
)
WORDS_ABOUT_US = re.compile(
    r"relay(ing)? (access )?(denied|not permitted)|unable to relay|sendasdenied", re.IGNORECASE
)
ENHANCED_STATUS = re.compile(r"\s*(\d\.\d{1,3}\.\d{1,3})\b")


def one_line(text: str) -> str:
    """A server's words as one printable line of at most 300 characters.

    Servers send several lines, control characters and bytes that are no UTF-8; none of these may
    reach a log or a database.
    """
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else " " for c in " ".join(clean.split()))[:LONGEST]


def concerns_us(code: int, message: str) -> bool:
    """Whether a permanent refusal is of us, so that the next letter would meet it as well."""
    status = ENHANCED_STATUS.match(message)
    return (
        code in CODES_ABOUT_US
        or (status is not None and status[1] in STATUS_ABOUT_US)
        or WORDS_ABOUT_US.search(message) is not None
    )


def judge(code: int, message: str, *, server: str) -> Outcome:
    """What a reply to RCPT, DATA or the text means for the letter (RFC 5321 §4.2.1)."""
    words = one_line(message)
    whole = f"{code} {words}".rstrip()
    match code // 100:
        case 2:
            return Accepted(whole)
        case 5 if concerns_us(code, message):
            remedy = f"{server}: refuses to send for us ({whole}); check user and rights of smtp"
            return Delayed(whole, unusable=remedy)
        case 5:
            return Refused(code, words)
        case _:
            return Delayed(whole)
