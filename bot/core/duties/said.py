"""What a person says of a duty: it is met, moves, stands still, is promised or handed over."""

from __future__ import annotations

from bot.core.decision import Decision
from bot.core.facts import Facts
from bot.core.happening import PersonDecided
from bot.core.policy import Policy


class NotPossible(ValueError):  # noqa: N818  # the word a person reads
    """What was asked cannot be done; the text says why, in Dutch, and what can."""


def on_said(happening: PersonDecided, facts: Facts, policy: Policy) -> Decision:
    """What a person said of a duty or of being away is done and written down under their name.

    Raises:
        NotPossible: it cannot be done now.
    """
    raise NotImplementedError
