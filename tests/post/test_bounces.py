from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.core.mail import BounceReport
from bot.post.parser import read_mail
from tests.rawmails import container, part, raw_mail

DATA = Path(__file__).parents[1] / "data" / "mails.jsonl"
DAEMON = b"From: Mail Delivery System <MAILER-DAEMON@mx.school.example>\r\n"
HEAD = DAEMON + b"To: klachten@school.example\r\nSubject: Undelivered Mail Returned to Sender\r\n"
NOTE = part(b"text/plain", b"I'm sorry to have to inform you.\r\n")
RETURNED = part(
    b"message/rfc822",
    b"From: klachten@school.example\r\nMessage-ID: <k-1.abc@school.example>\r\n\r\nBeste\r\n",
)
FAILED = b"Final-Recipient: rfc822; ann@ouders.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"


def status(*recipients: bytes) -> bytes:
    return part(
        b"message/delivery-status",
        b"\r\n".join((b"Reporting-MTA: dns; mx.school.example\r\n", *recipients)),
    )


def report(*parts: bytes, head: bytes = HEAD, kind: bytes = b"delivery-status") -> bytes:
    declared = b'Content-Type: multipart/report; report-type=%s; boundary="b"\r\n\r\n' % kind
    return head + declared + container(*parts, boundary=b"b")


def bounce_of(raw: bytes) -> BounceReport | None:
    return read_mail(raw).bounce


def of_server(text: str, *fields: bytes, head: bytes = HEAD) -> BounceReport | None:
    return bounce_of(head + b"".join(f + b"\r\n" for f in fields) + b"\r\n" + text.encode())


def test_a_delivery_report_names_who_was_not_reached_and_which_letter() -> None:
    mail = read_mail(report(NOTE, status(FAILED), RETURNED))
    assert mail.bounce == BounceReport(
        recipients=("ann@ouders.example",),
        permanent=True,
        original_message_id="<k-1.abc@school.example>",
    )
    assert mail.report_type == "delivery-status"
    assert mail.content_type == "multipart/report"


def test_the_header_of_the_letter_is_enough_to_know_it() -> None:
    header = part(b"text/rfc822-headers", b"Subject: x\r\nMessage-Id: <k-2.abc@school.example>\r\n")
    bounce = bounce_of(report(NOTE, status(FAILED), header))
    assert bounce is not None
    assert bounce.original_message_id == "<k-2.abc@school.example>"


def test_without_the_letter_the_thread_tells_which_it_was() -> None:
    head = HEAD + b"References: <a@x.example> <k-3.abc@school.example>\r\n"
    bounce = bounce_of(report(NOTE, status(FAILED), head=head))
    assert bounce is not None
    assert bounce.original_message_id == "<k-3.abc@school.example>"


@pytest.mark.parametrize(
    ("fields", "permanent"),
    [
        (b"Action: failed\r\nStatus: 5.1.1", True),
        (b"Action: failed\r\nStatus: 4.4.7", True),
        (b"Action: Failed (unknown user)\r\nStatus: 5.1.1", True),
        (b"Action: expired\r\nStatus:", True),
        (b"Status: 5.2.2", True),
        (b"Action: delayed\r\nStatus: 4.4.1", False),
        (b"Action: delayed\r\nStatus: 5.0.0", False),
        (b"Status: 4.4.1", False),
    ],
)
def test_the_action_decides_whether_it_is_for_good(fields: bytes, permanent: bool) -> None:  # noqa: FBT001
    recipient = b"Final-Recipient: rfc822;ann@ouders.example\r\n" + fields + b"\r\n"
    bounce = bounce_of(report(NOTE, status(recipient)))
    assert bounce is not None
    assert (bounce.recipients, bounce.permanent) == (("ann@ouders.example",), permanent)


def test_of_several_recipients_those_who_failed_count() -> None:
    bo = b"Final-Recipient: rfc822; bo@ouders.example\r\nAction: delayed\r\nStatus: 4.4.1\r\n"
    cas = b"Original-Recipient: rfc822; cas@ouders.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    dirk = b"Final-Recipient: rfc822; dirk@ouders.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n"
    bounce = bounce_of(report(NOTE, status(FAILED, bo, cas, dirk)))
    assert bounce is not None
    assert (bounce.recipients, bounce.permanent) == (
        ("ann@ouders.example", "cas@ouders.example"),
        True,
    )


@pytest.mark.parametrize("action", [b"delivered", b"relayed", b"expanded"])
def test_a_report_of_success_is_no_bounce(action: bytes) -> None:
    recipient = b"Final-Recipient: rfc822; ann@ouders.example\r\nAction: " + action + b"\r\n"
    assert bounce_of(report(NOTE, status(recipient))) is None


@pytest.mark.parametrize("kind", [b"disposition-notification", b"feedback-report"])
def test_a_read_receipt_or_an_abuse_report_is_no_bounce(kind: bytes) -> None:
    assert bounce_of(report(NOTE, status(FAILED), RETURNED, kind=kind)) is None


def test_a_person_who_sends_a_report_on_has_not_become_a_server() -> None:
    declared = b'Content-Type: multipart/mixed; boundary="b"'
    body = container(part(b"text/plain", b"Dit kreeg ik terug."), status(FAILED), boundary=b"b")
    assert bounce_of(raw_mail(body, declared)) is None
    assert bounce_of(raw_mail(b"Undeliverable: 550 5.1.1 <bo@x.example> unknown user")) is None
    assert bounce_of(raw_mail(FAILED)) is None


def test_the_fields_of_a_report_are_found_in_a_plain_body() -> None:
    (line,) = (line for line in DATA.read_text(encoding="utf-8").splitlines() if '"D09"' in line)
    told = json.loads(line)
    head = f"From: {told['from']}\r\nTo: {told['to']}\r\nSubject: {told['subject']}\r\n"
    raw = f"{head}\r\n{told['body']}"
    assert bounce_of(raw.encode()) == BounceReport(
        recipients=("kenny.dw@postvak.example",), permanent=True
    )


@pytest.mark.parametrize(
    "text",
    [
        "Hi. This is the qmail-send program.\n\n<ann@ouders.example>:\nSorry, no mailbox here.\n",
        "Your message could not be delivered.\n\n  ann@ouders.example\n    unknown user\n",
        "<ann@ouders.example>: host mx.ouders.example said: 550 5.1.1 User unknown\n",
        "   ----- The following addresses had permanent fatal errors -----\n<ann@ouders.example>\n",
        ">>> RCPT To:<ann@ouders.example>\n<<< 550 No such user\n",
        "ann@ouders.example on Thu, 11 Jul 2026 16:54\n    The recipient name is not recognized\n",
        "De levering aan ann@ouders.example is mislukt.\n",
    ],
)
def test_reports_from_before_the_standard_are_read(text: str) -> None:
    bounce = of_server(
        f"{text}\nFrom: klachten@school.example\nMessage-ID: <k-4.a@school.example>\n"
    )
    assert bounce == BounceReport(
        recipients=("ann@ouders.example",),
        permanent=True,
        original_message_id="<k-4.a@school.example>",
    )


def test_the_addresses_in_the_returned_letter_are_not_those_that_failed() -> None:
    text = (
        "Your message could not be delivered to ann@ouders.example.\n\n"
        "From: klachten@school.example\nTo: bo@ouders.example\nSubject: x\n\nbo@ouders.example\n"
    )
    bounce = of_server(text)
    assert bounce is not None
    assert bounce.recipients == ("ann@ouders.example",)


def test_failed_recipients_named_in_the_header_count() -> None:
    bounce = of_server("See below.", b"X-Failed-Recipients: ann@ouders.example, bo@ouders.example")
    assert bounce is not None
    assert bounce.recipients == ("ann@ouders.example", "bo@ouders.example")


def test_a_report_inside_a_report_that_came_back_is_found() -> None:
    inner = b"From: MAILER-DAEMON@x.example\r\n\r\nReporting-MTA: dns; x.example\r\n\r\n" + FAILED
    declared = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    body = container(NOTE, part(b"message/rfc822", inner), boundary=b"b")
    bounce = bounce_of(HEAD + declared + body)
    assert bounce is not None
    assert bounce.recipients == ("ann@ouders.example",)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Warning: message delayed 24 hours", "<ann@ouders.example>: no answer yet"),
        (
            "Undelivered mail",
            (
                "It has not yet been delivered to\n  ann@ouders.example\nNo action is required.\n"
                "After five days the message will be returned to you."
            ),
        ),
        (
            "Aflevering vertraagd",
            "De aflevering aan <ann@ouders.example> is vertraagd; unknown host",
        ),
    ],
)
def test_what_is_only_delayed_is_not_for_good(subject: str, text: str) -> None:
    bounce = of_server(text, head=DAEMON + f"Subject: {subject}\r\n".encode())
    assert bounce is not None
    assert not bounce.permanent


@pytest.mark.parametrize(
    "subject",
    [
        "Onbestelbaar: Ontvangstmelding",
        "Non remis : accusé de réception",
        "Unzustellbar: Brief",
        "Undeliverable: Receipt",
        "failure notice",
        "Bericht kon niet worden bezorgd",
    ],
)
@pytest.mark.parametrize("sender", [b"postmaster@x.example", b"<>", b"Ann <ann@x.example>"])
def test_from_a_server_or_from_nobody_the_subject_tells(subject: str, sender: bytes) -> None:
    head = b"Return-Path: <>\r\nFrom: " + sender + f"\r\nSubject: {subject}\r\n".encode()
    assert bounce_of(head + b"\r\nann@ouders.example") is not None


@pytest.mark.parametrize(
    "text",
    [
        "Ik ben afwezig tot 5.12.26.",
        "Het pakket is niet afgeleverd (punt 5.1.2 van het reglement); user unknown.",
        "I am out of office and cannot be delivered from meetings.",
    ],
)
def test_words_in_a_mail_without_return_path_are_no_proof(text: str) -> None:
    head = b"Return-Path: <>\r\nFrom: Formulier <web@school.example>\r\nSubject: Nieuw bericht\r\n"
    assert bounce_of(head + b"\r\n" + text.encode()) is None


def test_a_server_that_tells_of_no_failure_has_sent_no_bounce() -> None:
    head = b"From: postmaster@school.example\r\nSubject: Onderhoud zaterdag\r\n\r\n"
    assert bounce_of(head + b"Zaterdag is de mailserver een uur in onderhoud.") is None


@pytest.mark.parametrize(
    "hostile",
    [
        "to " * 30000 + "a@" * 9000,
        "from: a\n " * 20000,
        "500 " * 30000,
        "delivery to " * 9000,
        " \n" * 50000,
        "a.a." * 30000,
        "<" * 90000,
        "final-recipient:\n" * 9000,
    ],
)
def test_a_hostile_report_holds_nobody_up(hostile: str) -> None:
    read_mail(HEAD + b"\r\n" + hostile.encode())


def test_a_bounce_without_words_is_not_called_unreadable() -> None:
    mail = read_mail(report(status(FAILED), RETURNED))
    assert mail.bounce is not None
    assert mail.unreadable is None
