"""Asks for keys: access tokens for mailboxes at Microsoft and Google."""
