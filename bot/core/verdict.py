"""What kind of mail is this, and where does it end?"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Sender(StrEnum):
    """Who, or what, wrote a mail."""

    HUMAN = "human"
    MACHINE = "machine"
    OWN = "own"
    DOUBTFUL = "doubtful"


class Verdict(StrEnum):
    """What kind of mail this is. Each verdict has its places, and no mail is without one."""

    COMPLAINT = "complaint"
    QUESTION = "question"
    SUGGESTION = "suggestion"
    PRAISE = "praise"
    UNCLEAR = "unclear"
    CASE_REPLY = "case_reply"
    STAFF_COMMAND = "staff_command"
    STAFF_FORWARD = "staff_forward"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    LIST = "list"
    SPAM = "spam"
    DOUBTFUL = "doubtful"
    OWN = "own"
    DUPLICATE = "duplicate"
    BEFORE_START = "before_start"
    UNREADABLE = "unreadable"


class Place(StrEnum):
    """Where a mail ends: exactly one place each."""

    CASE = "case"
    OTHER = "other"  # another register: question, suggestion, praise
    LOG = "log"
    SET_ASIDE = "set_aside"
    WAITING = "waiting"  # stored, not yet decided
    ERASED = "erased"


# The promise "every mail ends in exactly one place", as a table.
PLACES: Mapping[Verdict, frozenset[Place]] = {
    Verdict.COMPLAINT: frozenset({Place.CASE}),
    Verdict.QUESTION: frozenset({Place.CASE, Place.OTHER}),
    Verdict.SUGGESTION: frozenset({Place.CASE, Place.OTHER}),
    Verdict.PRAISE: frozenset({Place.CASE, Place.OTHER}),
    Verdict.UNCLEAR: frozenset({Place.CASE}),
    Verdict.CASE_REPLY: frozenset({Place.CASE, Place.SET_ASIDE}),
    Verdict.STAFF_COMMAND: frozenset({Place.CASE, Place.SET_ASIDE}),
    Verdict.STAFF_FORWARD: frozenset({Place.CASE, Place.SET_ASIDE}),
    Verdict.OWN: frozenset({Place.LOG}),
    Verdict.BOUNCE: frozenset({Place.LOG}),
    Verdict.AUTO_REPLY: frozenset({Place.LOG}),
    Verdict.DUPLICATE: frozenset({Place.LOG}),
    Verdict.BEFORE_START: frozenset({Place.LOG}),
    Verdict.LIST: frozenset({Place.SET_ASIDE}),
    Verdict.SPAM: frozenset({Place.SET_ASIDE}),
    Verdict.DOUBTFUL: frozenset({Place.SET_ASIDE}),
    Verdict.UNREADABLE: frozenset({Place.SET_ASIDE}),
}

# Mail that opens a case: written by a human who is owed an answer.
OPENS_A_CASE = frozenset(
    {
        Verdict.COMPLAINT,
        Verdict.QUESTION,
        Verdict.SUGGESTION,
        Verdict.PRAISE,
        Verdict.UNCLEAR,
    }
)
