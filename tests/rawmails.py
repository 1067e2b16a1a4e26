"""Raw mails for tests: a header, a body, parts."""

from __future__ import annotations

HEADER = (
    b"From: Ann Peeters <ann@ouders.example>\r\n"
    b"To: klachten@school.example\r\n"
    b"Subject: Klacht\r\n"
    b"Date: Mon, 23 Nov 2026 20:14:00 +0100\r\n"
    b"Message-ID: <m1@ouders.example>\r\n"
    b"MIME-Version: 1.0\r\n"
)


def raw_mail(body: bytes = b"Mijn kind wordt gepest.\r\n", *fields: bytes) -> bytes:
    """A mail of Ann with these further header fields."""
    return HEADER + b"".join(field + b"\r\n" for field in fields) + b"\r\n" + body


def in_parts(*parts: bytes, kind: bytes = b"mixed", boundary: bytes = b"grens") -> bytes:
    """A mail of Ann in parts; each part is its header, a blank line and its body."""
    return raw_mail(
        container(*parts, boundary=boundary),
        b'Content-Type: multipart/%s; boundary="%s"' % (kind, boundary),
    )


def container(*parts: bytes, boundary: bytes) -> bytes:
    """The body of a multipart."""
    opened = b"".join(b"--%s\r\n%s\r\n" % (boundary, part) for part in parts)
    return opened + b"--%s--\r\n" % boundary


def nested(kind: bytes, *parts: bytes, boundary: bytes) -> bytes:
    """A part that is a multipart itself."""
    head = b'Content-Type: multipart/%s; boundary="%s"\r\n\r\n' % (kind, boundary)
    return head + container(*parts, boundary=boundary)


def part(kind: bytes, body: bytes, *fields: bytes) -> bytes:
    """A part of this type."""
    return b"\r\n".join((b"Content-Type: " + kind, *fields, b"", body))
