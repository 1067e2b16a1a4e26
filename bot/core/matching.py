"""What lists find in a text can be taken out of it again."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.policy import Matcher


def without(text: str, matchers: Iterable[Matcher]) -> str:
    """The text without the words these matchers find."""
    for matcher in matchers:
        for said in matcher.find(text):
            text = text.replace(said, " ")
    return text
