"""Raw mails for tests: a header, a body, parts; and what holds of every mail that was read."""

from __future__ import annotations

from bot.core.mail import IncomingMail

HEADER = (
    b"From: Ann Peeters <ann@ouders.example>\r\n"
    b"To: klachten@school.example\r\n"
    b"Subject: Klacht\r\n"
    b"Date: Mon, 23 Nov 2026 20:14:00 +0100\r\n"
    b"Message-ID: <m1@ouders.example>\r\n"
    b"MIME-Version: 1.0\r\n"
)
TEXT = b"Mijn kind wordt gepest.\r\n"


def raw_mail(body: bytes = TEXT, *fields: bytes) -> bytes:
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


def assert_sound(mail: IncomingMail) -> None:
    """Nothing in it can break a header line, a file name or an encoding."""
    for name, values in mail.headers.items():
        assert name == name.lower()
        for value in values:
            assert "\r" not in value
            assert "\n" not in value
    words = (mail.subject, mail.text, mail.new_text, *mail.headers, *sum(mail.headers.values(), ()))
    addresses = (*mail.from_addresses, *mail.to, *mail.cc, *mail.reply_to)
    written = (*(a.email for a in addresses), *(a.name for a in addresses))
    ids = (*mail.in_reply_to, *mail.references, *([mail.message_id] if mail.message_id else []))
    names = (*(a.name for a in mail.attachments), *(a.type for a in mail.attachments))
    for word in (*words, *written, *ids, *names):
        word.encode()  # raises where half a character is left
    for name in (*written, *ids, *names):
        assert name.isprintable()
    assert all("/" not in each.name and "\\" not in each.name for each in mail.attachments)
    assert all(each.startswith("<") and each.endswith(">") for each in ids)
    assert all("@" in each.email and " " not in each.email for each in addresses)
