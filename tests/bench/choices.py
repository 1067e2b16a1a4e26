"""The figures behind some of docs/decisions: `python -m tests.bench.choices` (needs Dovecot).

Each line sets our way beside the next best one. It takes a minute or two.
"""

from __future__ import annotations

import email
import email.policy
import re
import statistics
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage

import re2
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from bot.clock import monotonic
from bot.core.letter import LetterName
from bot.core.mail import Address
from bot.post.parser import read_mail
from bot.wiring import SHIPPED
from bot.writer.envelope import compose
from bot.writer.letters import Writer
from bot.writer.samples import SAMPLES, sample_order
from tests.mailservers import Dovecot

_MESSAGE_ID = "<k-2026-0042.abcdefgh@school.example>"
_ROUNDS = 50
_LINE = b"Mijn zoon moest nablijven en niemand zei ons iets.\r\n"
_USUAL = (
    b"From: Ilse <ilse@postvak.example>\r\nTo: klachten@school.example\r\n"
    b"Subject: =?utf-8?q?Klacht_over_caf=C3=A9?=\r\nMessage-ID: <1@postvak.example>\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + _LINE * 40 + b"--b\r\n"
    b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>" + _LINE * 40 + b"</p>\r\n--b--\r\n"
)


def milliseconds(work: Callable[[], object], times: int = 1) -> str:
    """How long something takes (median of so many times), or what it raised."""
    took = []
    for _ in range(times):
        started = monotonic()
        try:
            work()
        except LookupError as error:
            return type(error).__name__
        took.append((monotonic() - started) * 1000)
    return f"{statistics.median(took):.2f} ms"


def composing() -> None:
    """A whole message from a written letter."""
    name = LetterName.ACKNOWLEDGMENT
    letter = Writer(SHIPPED).write(sample_order(name, next(iter(SAMPLES[name])), "nl", "u"))
    school = Address("klachten@school.example", "Schoolbestuur Demerland")
    now = datetime.now(UTC)  # noqa: TID251  # any instant will do

    def ours() -> bytes:
        return compose(letter, sender=school, message_id=_MESSAGE_ID, date=now)

    def standard() -> bytes:
        message = EmailMessage(policy=email.policy.SMTP)
        message["From"] = f"{school.name} <{school.email}>"
        message["To"] = letter.order.to
        message["Reply-To"] = school.email
        message["Subject"] = letter.subject
        message["Message-ID"] = _MESSAGE_ID
        message["Auto-Submitted"] = "auto-replied"
        message["References"] = "<1@postvak.example>"
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        return message.as_bytes()

    print(f"composing: ours {milliseconds(ours, 200)}, EmailMessage {milliseconds(standard, 200)}")


def parsing() -> None:
    """Usual mail and hostile mail."""
    mails = {
        "usual mail": _USUAL,
        "subject of 1 MB": b"From: a@b.example\r\nSubject: " + b"x y" * 333_333 + b"\r\n\r\nx\r\n",
        "unknown charset": _USUAL.replace(b"charset=utf-8", b"charset=x-nobody-knows"),
    }
    for what, raw in mails.items():

        def standard(raw: bytes = raw) -> None:
            message = email.message_from_bytes(raw, policy=email.policy.default)
            message.items()
            body = message.get_body(("plain", "html"))
            if body is not None:
                body.get_content()

        def ours(raw: bytes = raw) -> None:
            read_mail(raw)

        times = 100 if raw is _USUAL else 1
        took = milliseconds(ours, times), milliseconds(standard, times)
        print(f"parsing, {what}: ours {took[0]}, standard {took[1]}")


def matching() -> None:
    """An expression that a school might write, on a text that it does not fit."""
    expression, text = r"(?:a+)+b", "a" * 26
    usual = milliseconds(lambda: re.search(expression, text))
    ours = milliseconds(lambda: re2.search(expression, text * 4000))
    print(f"matching: re, {len(text)} letters: {usual}; re2, {len(text) * 4000} letters: {ours}")


def moving() -> None:
    """Two clients that move the same mail at the same time."""
    with Dovecot() as server:
        first, second = server.client("somebody"), server.client("somebody")
        first.create_folder("Done")
        for _ in range(_ROUNDS):
            first.append("INBOX", b"Subject: x\r\n\r\nx\r\n")
        for client in (first, second):
            client.select_folder("INBOX")
        for uid in first.search():
            together = threading.Barrier(2)
            both = [
                threading.Thread(target=_move, args=(client, uid, together))
                for client in (first, second)
            ]
            for thread in both:
                thread.start()
            for thread in both:
                thread.join()
        copies = first.folder_status("Done")[b"MESSAGES"]
        print(f"moving: {_ROUNDS} mails, two clients: {copies} copies in the folder")


def _move(client: IMAPClient, uid: int, together: threading.Barrier) -> None:
    together.wait()
    with suppress(IMAPClientError):
        client.move([uid], "Done")


def main() -> None:
    """Measures them all."""
    composing()
    parsing()
    matching()
    moving()


if __name__ == "__main__":
    main()
