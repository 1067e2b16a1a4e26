"""What may move a promised day: a clock that stood still, one extension, a simple complaint."""

from __future__ import annotations

from datetime import date

from bot.core.case import Deadline
from bot.core.policy import Policy


def resumed(deadline: Deadline, stopped_on: date, on: date, policy: Policy) -> Deadline:
    """The duty after its clock stood still from `stopped_on` till `on`."""
    raise NotImplementedError


def extended(deadline: Deadline, on: date, reason: str, policy: Policy) -> Deadline:
    """The duty with more time.

    Raises:
        ValueError: it may not be extended (any more); the text says why, in Dutch.
    """
    raise NotImplementedError


def classified_simple(deadline: Deadline, on: date, policy: Policy) -> Deadline:
    """The answer to a simple complaint: staff aim at an earlier day, the promise stands."""
    raise NotImplementedError
