"""Decides: pure rules, no I/O, no clock."""
