"""The envelope: a letter becomes the bytes that travel (RFC 5322, MIME).

Written by hand rather than with the standard library's EmailMessage, which takes many times as
long for the same dozen headers and two parts; the tests read every message back with it.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from itertools import count

from bot.core.house_style import Logo
from bot.core.letter import Letter, LetterOrder, Origin
from bot.core.mail import Address

# One address, as the mail server is told it: a dot-atom or quoted name, a domain or an IP literal.
_ADDRESS = re.compile(
    r'(?:[^\s"(),:;<>@\[\\\]\x00-\x20\x7f-\x9f]+|"(?:[^"\\\x00-\x1f\x7f-\x9f]|\\[ -~])+")'
    r'@(?:[^\s"(),:;<>@\[\\\]\x00-\x20\x7f-\x9f]+|\[[0-9A-Fa-f:.]+\])'
)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")  # printable ASCII; longer ones break RFC 5322 lines
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,60}")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_LINE = 76
_MOST_REFERENCES = 20
_ASCII = bytes(range(128))

# RFC 2047 §4.2: what may stand for itself in an encoded word anywhere, also in a display name.
_PLAIN_IN_WORD = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_Q = tuple(chr(n) if n in _PLAIN_IN_WORD else "_" if n == 32 else f"={n:02X}" for n in range(256))  # noqa: PLR2004 -- 256 byte values, 32 is the space


class UnusableAddress(ValueError):  # noqa: N818 -- it is what it says
    """A letter cannot be sent to this: it is not one plain mail address."""


def compose(
    letter: Letter,
    *,
    sender: Address,
    message_id: str,
    date: datetime,
    prints: Sequence[bytes] = (),
) -> bytes:
    """The whole message: `sender` is the mailbox with the school's name, `date` an aware instant.

    `prints` are the letters that come with it, as PDF: the names of these files hold the number of
    the case and nothing else. The headers that keep machines from answering follow RFC 3834 §5 and
    MS-OXCMAIL; a letter whose words a person approved carries none of them. Raises UnusableAddress,
    or ValueError for a message_id that is none.
    """
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError(f"{message_id!r} is no Message-ID")
    # A "=" followed by "_" occurs in neither quoted-printable nor base64.
    boundary = f"=_{hashlib.sha256(message_id.encode()).hexdigest()[:24]}"
    head = [
        ("From", _mailbox(sender)),
        ("To", address(letter.order.to)),
        ("Reply-To", address(sender.email)),
        ("Subject", _unstructured(letter.subject, len("Subject: "))),
        ("Date", format_datetime(date)),
        ("Message-ID", message_id),
        *_thread(letter.order),
        *_origin(letter.order),
        ("Content-Language", letter.language),
        ("MIME-Version", "1.0"),
    ]
    lines = [f"{name}: {value}\r\n" for name, value in head]
    said = [_part("plain", letter.text), _page(letter, f"=-{boundary[2:]}")]
    body = _multipart("alternative", boundary, said)
    if prints:
        files = [_pdf(content, name) for content, name in zip(prints, _names(letter), strict=False)]
        body = _multipart("mixed", f"=.{boundary[2:]}", [body, *files])
    return "".join((*lines, body)).encode()


def _page(letter: Letter, boundary: str) -> str:
    """The HTML part; with a logo it comes with its picture (RFC 2387), and nothing is fetched."""
    page, logo = _part("html", letter.html), letter.style.logo
    if logo is None:
        return page
    return _multipart("related", boundary, [page, _picture(logo)], ' type="text/html";')


@lru_cache(maxsize=64)
def _picture(logo: Logo) -> str:
    name = f"logo.{logo.kind}"
    return (
        f'Content-Type: image/{logo.kind}; name="{name}"\r\n'
        f"Content-ID: <{logo.content_id}>\r\n"
        f'Content-Disposition: inline; filename="{name}"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{_base64(logo.content)}"
    )


def _names(letter: Letter) -> Iterator[str]:
    number = letter.order.case_number or ""
    known = number if _NUMBER.fullmatch(number) and "/" not in number else ""
    name = "-".join(filter(None, ("brief", known)))
    yield f"{name}.pdf"
    yield from (f"{name}-{n}.pdf" for n in count(2))


def _multipart(kind: str, boundary: str, parts: Sequence[str], more: str = "") -> str:
    """A part of parts (RFC 2046 §5.1), its own header first."""
    head = f'Content-Type: multipart/{kind};{more} boundary="{boundary}"\r\n'
    inside = "".join(f"\r\n--{boundary}\r\n{part}" for part in parts)
    return f"{head}{inside}\r\n--{boundary}--\r\n"


def _pdf(content: bytes, name: str) -> str:
    return (
        f'Content-Type: application/pdf; name="{name}"\r\n'
        f'Content-Disposition: attachment; filename="{name}"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{_base64(content)}"
    )


def _base64(raw: bytes) -> str:
    return "\r\n".join(
        binascii.b2a_base64(raw[start : start + 57], newline=False).decode("ascii")
        for start in range(0, len(raw), 57)
    )


def address(written: str) -> str:
    """One address as it stands in a header; raises UnusableAddress."""
    if not _ADDRESS.fullmatch(written):
        raise UnusableAddress(f"{written!r} is not one mail address")
    local, _, domain = written.rpartition("@")
    if domain.isascii():
        return written
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError as error:
        raise UnusableAddress(f"{written!r} has no usable domain") from error


def _mailbox(sender: Address) -> str:
    name = " ".join(_printable(sender.name).split())
    if not name:
        return address(sender.email)
    if _ATOMS.fullmatch(name) and "=?" not in name:
        phrase = name
    elif name.isascii() and "=?" not in name:
        phrase = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    else:
        phrase = _encoded(name, len("From: "))
    return f"{phrase}\r\n <{address(sender.email)}>"


def _thread(order: LetterOrder) -> Iterator[tuple[str, str]]:
    """In-Reply-To and References (RFC 5322 §3.6.4): the first of a long thread, and the latest."""
    answers = order.answers if order.answers and _MESSAGE_ID.fullmatch(order.answers) else None
    if answers:
        yield "In-Reply-To", answers
    thread = [known for known in order.references if _MESSAGE_ID.fullmatch(known)]
    if answers and answers not in thread:
        thread.append(answers)
    if len(thread) > _MOST_REFERENCES:
        thread = [thread[0], *thread[1 - _MOST_REFERENCES :]]
    if thread:
        yield "References", "\r\n ".join(thread)


def _origin(order: LetterOrder) -> Iterator[tuple[str, str]]:
    if order.origin is not Origin.PERSON:
        yield "Auto-Submitted", order.origin.value
        # Whoever writes to staff wants to know that they are away.
        quiet = "DR, RN, AutoReply" if order.to_staff else "DR, RN, OOF, AutoReply"
        yield "X-Auto-Response-Suppress", quiet
    if order.case_number and _NUMBER.fullmatch(order.case_number):
        yield "X-Gehoor-Case", order.case_number


def _unstructured(text: str, used: int) -> str:
    """Folded at spaces; encoded from the first word on that is not ASCII, so the number stays."""
    lines: list[str] = []
    line = ""
    words = _printable(text).split()
    for at, word in enumerate(words):
        if not word.isascii() or "=?" in word:
            return "\r\n ".join(
                (*lines, *filter(None, [line]), _encoded(" ".join(words[at:]), 1 if at else used))
            )
        if line and used + len(line) + 1 + len(word) > _LINE:
            lines.append(line)
            line, used = word, 1
        else:
            line = f"{line} {word}" if line else word
    return "\r\n ".join((*lines, line))


def _encoded(text: str, used: int) -> str:
    """RFC 2047 words, each whole characters and at most 75 long."""
    words, word = [], ""
    for letter in text:
        coded = "".join(_Q[byte] for byte in letter.encode("utf-8", "replace"))
        if used + len("=?utf-8?q?") + len(word) + len(coded) + len("?=") > _LINE - 1:
            words.append(word)
            word, used = "", 1
        word += coded
    return "\r\n ".join(f"=?utf-8?q?{word}?=" for word in (*words, word))


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _part(kind: str, content: str) -> str:
    # Lines of a text travel with CRLF, encoded or not (RFC 2046 §4.1.1).
    raw = content.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8", "replace")
    if len(raw.translate(None, _ASCII)) * 3 > len(raw):
        # Three times its length in quoted-printable, a third more in base64.
        coding = "base64"
        coded = _base64(raw)
    else:
        coding = "quoted-printable"
        # Where a text has no line break of its own, b2a_qp breaks with a bare line feed.
        soft = binascii.b2a_qp(raw).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        coded = soft.decode("ascii")
    return (
        f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: {coding}\r\n"
        f"\r\n{coded}"
    )
