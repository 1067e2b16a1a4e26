"""Speaks: letters to the mail server, over a few kept connections."""
