"""Whether the bot may write to a complainant by itself, when no mail of theirs asks for it."""

from __future__ import annotations

from bot.core.case import Ack, Anonymous, Case
from bot.core.facts import Facts
from bot.core.policy import Policy

# In these the complainant's address failed, or nobody has shown that it is theirs.
_UNKNOWN = frozenset({Ack.FAILED, Ack.HELD})


def may_write(case: Case, facts: Facts, policy: Policy) -> bool:
    """Whether letters reach somebody there who knows of the case, and say what the school agreed.

    Who wrote without a name, and whose address failed or waits for a person's yes, is left to
    persons.
    """
    if case.complainant is None or case.by_post:
        return False
    if case.anonymous is Anonymous.FULL or policy.missing:
        return False
    return not (facts.unreachable or case.ack in _UNKNOWN)
