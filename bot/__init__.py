"""Gehoor: gives a hearing to every mail in a school's complaints mailbox."""

__version__ = "0.1.0"
