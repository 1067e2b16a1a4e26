"""Carries out what staff order by mail."""
