"""One order of one person in one mail, and what it comes to; it stands a floor below."""

from __future__ import annotations

from bot.core.acting import Act, Acting, Answer, Asked, Done

__all__ = ["Act", "Acting", "Answer", "Asked", "Done"]
