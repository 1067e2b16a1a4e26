"""What a subject says of a mail: that it answers another, or passes one on."""

from __future__ import annotations

import re

from bot.core.new_words.mailers import FORWARD_PREFIXES, REPLY_PREFIXES

_FORWARD = re.compile(rf"\s*\[?(?:{'|'.join(FORWARD_PREFIXES)})\s*:", re.IGNORECASE)
_REPLY = re.compile(rf"\s*(?:{'|'.join(REPLY_PREFIXES)})\s*(?:\[\d+\])?\s*:", re.IGNORECASE)


def is_forward(subject: str) -> bool:
    """Whether the subject says that somebody passes a mail on (FW, TR, WG, Doorgestuurd)."""
    return _FORWARD.match(subject) is not None


def is_reply(subject: str) -> bool:
    """Whether the subject says that it answers a mail (Re, Antw, AW, RÉP)."""
    return _REPLY.match(subject) is not None
