"""Asks how it went, and hears the answer."""
