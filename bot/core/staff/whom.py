"""Whom an order means; it stands a floor below."""

from __future__ import annotations

from bot.core.whom import people_meant

__all__ = ["people_meant"]
