"""Speaks with people at a terminal."""
