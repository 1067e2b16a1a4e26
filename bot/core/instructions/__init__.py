"""Reads what staff order in a mail; `read_instructions` in `reading.py` is the way in.

What is read stands in `bot.core.order`, which knows nothing of mail.
"""

from __future__ import annotations

from bot.core.order import Doubt, Field, Instructions, Order, Unclear, Verb

__all__ = ["Doubt", "Field", "Instructions", "Order", "Unclear", "Verb"]
