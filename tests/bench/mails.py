"""A backlog of invented mails: 80 % complaints (one in eight with a picture), 15 % replies, 5 %
automatic in five shapes. The same seed gives the same mails."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from dataclasses import dataclass

TO = "klachten@schoolbestuur-demerland.example"
_NAMES = ("Ilse", "Bram", "Chloé", "Daan", "Fatima", "Hüseyin", "Noor", "Zoë")
_SURNAMES = ("De Vries", "El Amrani", "Öztürk", "Peeters-Maes", "Van den Berg", "Claes")
_SUBJECTS = (
    "Klacht over de opvang",
    "Klacht: onveilige speelplaats",
    "Ontevreden over het schooladvies",
    "Factuur van het middageten",
    "Bus komt alweer te laat",
)
_SENTENCES = (
    "Mijn kind zit in de derde klas en komt al weken verdrietig thuis.",
    "Wij hebben dit op 3 november besproken, maar er is niets veranderd.",
    "Ik vind dit onaanvaardbaar en vraag u om een antwoord.",
    "Tijdens de pauze is er te weinig toezicht: één begeleider voor negentig kinderen.",
    "Het advies werd zonder overleg met ons naar beneden bijgesteld.",
    "Wij willen graag een gesprek. Ik ben overdag bereikbaar op 0470 00 00 00.",
    "Ook andere ouders hebben hierover geklaagd en kregen nooit antwoord.",
)
_AWAY = "Ik ben afwezig tot en met maandag en heb geen toegang tot mijn mail."


@dataclass(frozen=True, kw_only=True)
class Made:
    """A mail of the backlog: what it is, who sent it, and its raw bytes."""

    kind: str
    sender: str
    raw: bytes


def backlog(count: int, seed: int = 20261122) -> Iterator[Made]:
    """So many mails, in the order they came."""
    dice = random.Random(seed)
    opened: list[tuple[str, str, str]] = []
    for index in range(count):
        chance = dice.random()
        if chance < 0.05:
            yield _automatic(dice, index)
        elif chance < 0.20 and opened:
            message_id, sender, subject = dice.choice(opened)
            thread = f"In-Reply-To: {message_id}\r\nReferences: {message_id}\r\n"
            raw = _mail(dice, index, sender, f"Re: {subject}", thread, quote=True)
            yield Made(kind="reply", sender=sender, raw=raw)
        else:
            sender = f"ouder{index}@prov{index % 7}.example"
            subject = dice.choice(_SUBJECTS)
            opened.append((f"<m{index}@prov.example>", sender, subject))
            picture = dice.randbytes(200_000) if chance > 0.90 else None
            raw = _mail(dice, index, sender, subject, "", picture=picture)
            yield Made(kind="complaint", sender=sender, raw=raw)


def _mail(  # noqa: PLR0913  # what differs from mail to mail
    dice: random.Random,
    index: int,
    sender: str,
    subject: str,
    extra: str,
    *,
    quote: bool = False,
    picture: bytes | None = None,
) -> bytes:
    name = f"{dice.choice(_NAMES)} {dice.choice(_SURNAMES)}"
    said = "\r\n\r\n".join(
        " ".join(dice.sample(_SENTENCES, dice.randint(2, 4))) for _ in range(dice.randint(2, 5))
    )
    text = f"Beste\r\n\r\n{said}\r\n\r\nMet vriendelijke groet\r\n{name}\r\n"
    if quote:
        text += "\r\nOp 3 november schreef ik:\r\n> " + said.replace("\r\n", "\r\n> ") + "\r\n"
    html = "".join(f"<p>{part}</p>" for part in text.split("\r\n\r\n"))
    encoded = base64.b64encode(name.encode()).decode()
    received = "".join(
        f"Received: from mx{hop}.prov.example by mx{hop + 1}.prov.example\r\n" for hop in range(3)
    )
    head = (
        f"{received}From: =?utf-8?b?{encoded}?= <{sender}>\r\nTo: {TO}\r\nSubject: {subject}\r\n"
        f"Date: Sun, 22 Nov 2026 10:00:00 +0100\r\nMessage-ID: <m{index}@prov.example>\r\n"
        f"{extra}MIME-Version: 1.0\r\n"
    )
    body = (
        '--a\r\nContent-Type: text/plain; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
        '--a\r\nContent-Type: text/html; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: 8bit\r\n\r\n<html><body>{html}</body></html>\r\n--a--\r\n"
    )
    alternative = 'Content-Type: multipart/alternative; boundary="a"\r\n\r\n'
    if picture is None:
        return f"{head}{alternative}{body}".encode()
    packed = base64.encodebytes(picture).decode().replace("\n", "\r\n")
    return (
        f'{head}Content-Type: multipart/mixed; boundary="m"\r\n\r\n--m\r\n{alternative}{body}'
        f'--m\r\nContent-Type: image/jpeg; name="foto{index}.jpg"\r\n'
        "Content-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment; filename="foto{index}.jpg"\r\n\r\n{packed}--m--\r\n'
    ).encode()


def _automatic(dice: random.Random, index: int) -> Made:
    sender = f"afwezig{index}@bedrijf.example"
    shapes = {
        "rfc3834": "Auto-Submitted: auto-replied\r\n",
        "exchange": "X-Auto-Response-Suppress: DR, OOF, AutoReply\r\n"
        f"X-MS-Exchange-Inbox-Rules-Loop: {sender}\r\n",
        "vacation": "Precedence: bulk\r\nX-Autoreply: yes\r\n",
    }
    shape = dice.choice([*shapes, "report", "bare report"])
    subject = "Automatisch antwoord: Uw bericht is goed aangekomen"
    if shape in shapes:
        head = (
            f"From: {sender}\r\nTo: {TO}\r\nSubject: {subject}\r\nMessage-ID: <a{index}@b.example>"
            f"\r\n{shapes[shape]}Content-Type: text/plain; charset=utf-8\r\n\r\n{_AWAY}\r\n"
        )
        return Made(kind="automatic", sender=sender, raw=head.encode())
    marked = "Auto-Submitted: auto-replied\r\n" if shape == "report" else ""
    sender = f"MAILER-DAEMON@mx{index}.example"
    raw = (
        f"Return-Path: <>\r\nFrom: Mail Delivery System <{sender}>\r\nTo: {TO}\r\n"
        f"Subject: Undelivered Mail Returned to Sender\r\n{marked}"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="d"\r\n\r\n'
        "--d\r\nContent-Type: text/plain\r\n\r\nYour message could not be delivered.\r\n"
        "--d\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; weg{index}@elders.example\r\nAction: failed\r\n"
        "Status: 5.1.1\r\n\r\n--d--\r\n"
    )
    return Made(kind="automatic", sender=sender, raw=raw.encode())
