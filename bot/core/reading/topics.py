"""What a complaint seems to be about. Proposed to a person, and counted so that a rise is seen."""

from __future__ import annotations

from bot.core.policy import Words
from bot.core.reading.clues import coded


def topic_in(text: str, words: Words, language: str | None) -> str | None:
    """The topic of which `text` (from `plain.sentences`) says most; of two the one told first."""
    found = coded(words.topics, text, language)
    weighed = ((-len(said), min(map(text.find, said)), topic) for topic, said in found.items())
    return min(weighed)[-1] if found else None
