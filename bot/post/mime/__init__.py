"""Reads the parts of a raw mail: headers, addresses, leaves, attachments."""
