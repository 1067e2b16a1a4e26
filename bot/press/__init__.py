"""Prints: a letter becomes a PDF, to be posted to who has no e-mail."""
