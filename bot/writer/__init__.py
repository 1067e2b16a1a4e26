"""Writes: templates become final words, text and HTML."""
