"""What mail servers of the world send back, each in its own shape; all persons are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.mail import BounceReport
from bot.post.mime import oldreports
from bot.post.mime.leaves import Tree
from bot.post.parser import read_mail
from tests.rawmails import container, part

ANN = ("ann@ouders.example",)
LETTER_ID = "<k-1.abc@school.example>"
LETTER = (
    "Received: from mx.school.example by mx.ouders.example; Mon, 23 Nov 2026 09:00:00 +0100\n"
    "From: klachten@school.example\nTo: ann@ouders.example\n"
    f"Subject: [K-2026-0001] Ontvangstmelding\nMessage-ID: {LETTER_ID}\n\nBeste Ann\n"
)


def fields(action: str, status: str, recipient: str = "ann@ouders.example") -> bytes:
    return (
        "Reporting-MTA: dns; mx.ouders.example\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
    ).encode()


def in_report(sender: str, subject: str, note: str, status: bytes | None) -> bytes:
    parts = [part(b"text/plain; charset=utf-8", note.encode())]
    parts += [part(b"message/delivery-status", status)] if status else []
    parts.append(part(b"message/rfc822", LETTER.replace("\n", "\r\n").encode()))
    head = (
        f"From: {sender}\r\nTo: klachten@school.example\r\nSubject: {subject}\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
    )
    return head.encode() + container(*parts, boundary=b"b")


def in_plain(sender: str, subject: str, note: str, *more: str) -> bytes:
    head = "".join(f"{line}\r\n" for line in (f"From: {sender}", f"Subject: {subject}", *more))
    kind = "Content-Type: text/plain; charset=utf-8\r\n"
    return f"{head}{kind}\r\n{note}\n{LETTER}".replace("\r\n", "\n").encode()


EXCHANGE = "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@school.example>"
REPORTS = {
    "exchange nl": in_report(
        EXCHANGE,
        "Onbestelbaar: [K-2026-0001] Ontvangstmelding",
        "Uw bericht aan ann@ouders.example kan niet worden bezorgd.",
        fields("failed", "5.1.10"),
    ),
    "exchange fr": in_report(
        EXCHANGE,
        "Non remis : [K-2026-0001] Accusé de réception",
        "Votre message à ann@ouders.example n'a pas pu être remis.",
        fields("failed", "5.1.10"),
    ),
    "exchange de": in_report(
        EXCHANGE,
        "Unzustellbar: [K-2026-0001] Eingang",
        "Ihre Nachricht an ann@ouders.example konnte nicht zugestellt werden.",
        fields("failed", "5.4.1"),
    ),
    "exchange without its fields": in_report(
        EXCHANGE,
        "Undeliverable: [K-2026-0001] Receipt",
        "Your message couldn't be delivered to ann@ouders.example.",
        None,
    ),
    "gmail": in_report(
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Failure)",
        "Adres niet gevonden. Uw bericht is niet bezorgd aan ann@ouders.example",
        fields("failed", "5.1.1"),
    ),
    "postfix": in_report(
        "MAILER-DAEMON@mx.school.example (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        "<ann@ouders.example>: host mx.ouders.example said: 550 5.1.1 unknown user",
        fields("failed", "5.1.1"),
    ),
    "courier": in_report(
        '"Courier mail server at mx.school.example" <@>',
        "NOTICE: mail delivery status.",
        "<ann@ouders.example>:\n     mx.ouders.example [192.0.2.1]:\n <<< 550 User unknown.",
        fields("failed", "5.0.0"),
    ),
    "domino": in_report(
        "Postmaster@school.example",
        "DELIVERY FAILURE: User ann (ann@ouders.example) not listed in Domino Directory",
        "Your message\n\n  Subject: Ontvangstmelding\n\nwas not delivered to:\n\n"
        "  ann@ouders.example\n\nbecause:\n\n  User ann not listed in Domino Directory",
        fields("failed", "5.1.1"),
    ),
    "sendmail": in_report(
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.school.example>",
        "Returned mail: see transcript for details",
        "   ----- The following addresses had permanent fatal errors -----\n<ann@ouders.example>",
        fields("failed", "5.1.1"),
    ),
    "exim": in_plain(
        "Mail Delivery System <Mailer-Daemon@mx.school.example>",
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n"
        "  ann@ouders.example\n    Unrouteable address\n",
        "X-Failed-Recipients: ann@ouders.example",
    ),
    "qmail": in_plain(
        "MAILER-DAEMON@mx.school.example",
        "failure notice",
        "Hi. This is the qmail-send program at mx.school.example.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n\n"
        "<ann@ouders.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
        "--- Below this line is a copy of the message.\n",
    ),
    "a filter of the recipient": in_plain(
        "Postmaster <postmaster@ouders.example>",
        "Bericht geweigerd",
        "Uw bericht aan <ann@ouders.example> kon niet worden afgeleverd: 552 5.2.2 mailbox vol\n",
    ),
    "a phone company, from nobody, with the letter": (
        b"Return-Path: <>\r\nFrom: no-reply@mail.telefoon.example\r\nSubject: Mail\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        + container(
            part(b"text/plain", b"Could not be delivered to: <ann@ouders.example>\r\n"),
            part(b"message/rfc822", LETTER.replace("\n", "\r\n").encode()),
            boundary=b"b",
        )
    ),
}


@pytest.mark.parametrize("raw", REPORTS.values(), ids=REPORTS)
def test_every_server_tells_who_was_not_reached_and_by_which_letter(raw: bytes) -> None:
    assert read_mail(raw).bounce == BounceReport(
        recipients=ANN, permanent=True, original_message_id=LETTER_ID
    )


OWN_CHANNEL = part(
    b"message/delivery-status",
    b"Reporting-MTA: dns; mx.ouders.example\r\n\r\n"
    b"Original-Recipient: rfc822; ann@ouders.example\r\nAction: failed\r\nStatus: 5.0.0\r\n"
    b"Final-Recipient: rfc822; ann@local-daemon\r\n",
)


def test_a_servers_own_channel_is_no_address_of_anybody() -> None:
    head = b'From: postmaster@x.example\r\nContent-Type: multipart/report; boundary="b"\r\n\r\n'
    bounce = read_mail(head + container(OWN_CHANNEL, boundary=b"b")).bounce
    assert bounce is not None
    assert bounce.recipients == ANN


WAITING = {
    "exchange nl": in_report(
        EXCHANGE,
        "Vertraagd: [K-2026-0001] Ontvangstmelding",
        "Het bericht is nog niet bezorgd. Er wordt nogmaals geprobeerd het te bezorgen.",
        fields("delayed", "4.4.7"),
    ),
    "postfix": in_report(
        "MAILER-DAEMON@mx.school.example (Mail Delivery System)",
        "Delayed Mail (still being retried)",
        "YOU DO NOT NEED TO RESEND YOUR MESSAGE.",
        fields("delayed", "4.4.1"),
    ),
    "exim": in_plain(
        "Mail Delivery System <Mailer-Daemon@mx.school.example>",
        "Warning: message 1abc delayed 24 hours",
        "This message was created automatically by mail delivery software.\n"
        "The address to which the message has not yet been delivered is:\n\n"
        "  ann@ouders.example\n\nNo action is required on your part.\n",
    ),
    "sendmail": in_plain(
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.school.example>",
        "Warning: could not send message for past 4 hours",
        "   ** THIS IS A WARNING MESSAGE ONLY **\n   ** YOU DO NOT NEED TO RESEND **\n\n"
        "   ----- The following addresses had transient non-fatal errors -----\n"
        "<ann@ouders.example>\n\n   ----- Transcript of session follows -----\n"
        "Message could not be delivered for 4 hours\nMessage will be deleted from queue\n",
    ),
}


@pytest.mark.parametrize("raw", WAITING.values(), ids=WAITING)
def test_a_letter_that_waits_is_not_lost(raw: bytes) -> None:
    bounce = read_mail(raw).bounce
    assert bounce is not None
    assert (bounce.recipients, bounce.permanent) == (ANN, False)


def test_a_mailbox_that_is_full_refuses_by_a_read_receipt() -> None:
    head = (
        b"From: Mail Delivery Subsystem <postmaster@ouders.example>\r\n"
        b"Subject: Automatically rejected mail\r\nAuto-Submitted: auto-replied (rejected)\r\n"
        b"Content-Type: multipart/report; report-type=disposition-notification;\r\n"
        b' boundary="b"\r\n\r\n'
    )
    said = b"Your message to <ann@ouders.example> was automatically rejected:\r\nQuota exceeded\r\n"
    receipt = b"Final-Recipient: rfc822; ann@ouders.example\r\nDisposition: "
    deleted = receipt + b"automatic-action/MDN-sent-automatically; deleted\r\n"
    raw = head + container(
        part(b"text/plain", said), part(b"message/disposition-notification", deleted), boundary=b"b"
    )
    bounce = read_mail(raw).bounce
    assert bounce is not None
    assert (bounce.recipients, bounce.permanent) == (ANN, True)


def test_a_receipt_of_a_mail_that_a_person_deleted_is_no_bounce() -> None:
    head = (
        b"From: Ann <ann@ouders.example>\r\nSubject: Niet gelezen: Ontvangstmelding\r\n"
        b"Content-Type: multipart/report; report-type=disposition-notification;\r\n"
        b' boundary="b"\r\n\r\n'
    )
    said = b"Uw bericht is verwijderd zonder te zijn gelezen.\r\n"
    receipt = b"Final-Recipient: rfc822; ann@ouders.example\r\nDisposition: manual-action; deleted"
    raw = head + container(
        part(b"text/plain", said), part(b"message/disposition-notification", receipt), boundary=b"b"
    )
    assert read_mail(raw).bounce is None


HUMANS = {
    "his own mail came back": (
        "Ann Peeters <ann@ouders.example>",
        "Undeliverable: mijn klacht",
        "Mijn mail aan u kwam terug: 550 5.1.1 <klachten@school.example> user unknown.",
    ),
    "tells of it": (
        "Ann Peeters <ann@ouders.example>",
        "Mijn mail is niet bezorgd",
        "Ik kreeg 'Undelivered Mail Returned to Sender' van MAILER-DAEMON. Hoe kan dat?",
    ),
    "copies the whole report": (
        "Ann Peeters <ann@ouders.example>",
        "Fwd: Mail delivery failed",
        "Zie hieronder.\n\nFinal-Recipient: rfc822; klachten@school.example\nAction: failed\n",
    ),
}


@pytest.mark.parametrize(("sender", "subject", "text"), HUMANS.values(), ids=HUMANS)
def test_a_person_whose_own_mail_bounced_is_no_server(sender: str, subject: str, text: str) -> None:
    assert read_mail(in_plain(sender, subject, text)).bounce is None


def test_a_person_whose_server_hides_the_return_path_is_no_server_either() -> None:
    sender, subject, text = HUMANS["tells of it"]
    for opening in (subject, "Onbestelbaar: uw brief kwam terug"):
        raw = f"Return-Path: <>\nFrom: {sender}\nSubject: {opening}\n\n{text}\n"
        assert read_mail(raw.encode()).bounce is None


@given(text=st.text(max_size=2_000), subject=st.text(max_size=80))
def test_no_text_makes_the_reader_of_old_reports_fail(text: str, subject: str) -> None:
    told = oldreports.recipients_of(
        Tree(leaves=(), containers=(), cut=False), {"subject": (subject,)}, text
    )
    assert told is None or told[0]


@pytest.mark.parametrize("opening", ["failed addresses follow:", "The following addresses had"])
@pytest.mark.parametrize("piece", ["a", "<a", "a@", "rcpt to:", "\n<"])
def test_a_line_of_a_megabyte_is_read_at_once(opening: str, piece: str) -> None:
    text = f"{opening}\n{piece * (1_000_000 // len(piece))}"
    oldreports.recipients_of(Tree(leaves=(), containers=(), cut=False), {}, text)
