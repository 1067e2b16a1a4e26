"""One clause in the languages of staff, by its old name."""

from __future__ import annotations

from bot.core.clause import Clause, in_language

__all__ = ["Clause", "in_language"]
