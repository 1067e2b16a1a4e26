"""Rehearses: the real office on an embedded mail server, with invented people."""
