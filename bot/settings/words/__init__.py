"""The word lists: read, tried, and compiled to run in linear time."""
