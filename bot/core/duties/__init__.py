"""Follows what is owed: who is reminded when, what moves a day, and who stands in for whom."""
