"""Remembers: the register, the letters, the log; rows never leave this folder."""
