"""What a person asked cannot be done."""

from __future__ import annotations


class NotPossible(ValueError):  # noqa: N818  # the word a person reads
    """What was asked cannot be done; the text says why, in Dutch, and what can."""


def unknown(person: str) -> NotPossible:
    """Nobody has this id."""
    return NotPossible(f"niemand in people.toml heeft de id '{person}'")
