"""Listens: one mailbox on an IMAP server."""
