"""The collection of letters, by its old name: it lives in bot/writer/collection.py now."""

from __future__ import annotations

from bot.writer.collection import USUAL, Collection, Exhibit, courtesies_of, path_of

__all__ = ["USUAL", "Collection", "Exhibit", "courtesies_of", "path_of"]
