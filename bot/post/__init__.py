"""Listens and speaks: IMAP in, SMTP out; knows nothing of complaints."""
