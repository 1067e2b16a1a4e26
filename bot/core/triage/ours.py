"""Rules for mail that is our own, or was here before."""

from __future__ import annotations

from bot.core.facts import Facts
from bot.core.mail import IncomingMail
from bot.core.policy import Policy
from bot.core.verdict import Verdict


def our_own_letter(_mail: IncomingMail, facts: Facts, _policy: Policy) -> Verdict | None:
    """Its Message-ID carries our valid signature: a letter of ours that came back or was copied."""
    return Verdict.OWN if facts.own else None


def here_before(_mail: IncomingMail, facts: Facts, _policy: Policy) -> Verdict | None:
    """The same mail a second time (mailbox and alias in one To, or delivered twice)."""
    return Verdict.DUPLICATE if facts.duplicate else None


def from_ourselves(mail: IncomingMail, _facts: Facts, policy: Policy) -> Verdict | None:
    """From our own address without our signature: forged, or a colleague in the shared mailbox.

    An answer would come back to us, and so would the answer to that.
    """
    own = policy.own_addresses
    ours = mail.sender is not None and mail.sender.key in own
    several = any(address.key in own for address in mail.from_addresses)
    return Verdict.DOUBTFUL if ours or several else None
