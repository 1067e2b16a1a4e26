"""Whom the embedded mail server proves: who logged in, and nobody else, whatever a mail claims."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import aiosmtplib
import pytest
from imapclient import IMAPClient

from bot.core.trust import Trust, proof_of
from bot.post.parser import read_mail
from bot.rehearsal.mailserver import EmbeddedMailServer
from bot.rehearsal.proof import Proofs

if TYPE_CHECKING:
    from collections.abc import Iterator

BOX = "klachten@school.example"
ANN = "ann@school.example"
PARENT = "ilse@ouder.example"
MX = "mx.school.example"
TRUST = Trust(kind="authserv", authserv_id=MX, domains=("school.example",))


@pytest.fixture
def server() -> Iterator[EmbeddedMailServer]:
    proofs = Proofs(authserv_id=MX, logins={ANN: "geheim"})
    with EmbeddedMailServer(addresses=[BOX], proofs=proofs) as running:
        yield running
    assert running.errors == []


def a_mail(sender: str, *more: str) -> bytes:
    lines = (*more, f"From: Iemand <{sender}>", f"To: {BOX}", "Subject: Dag", "", "JA", "")
    return "\r\n".join(lines).encode()


def arrived(server: EmbeddedMailServer) -> bytes:
    with IMAPClient(server.host, server.imap_port, ssl=False, timeout=10) as client:
        client.login(server.user, server.password)
        client.select_folder("INBOX")
        (uid,) = client.search()
        return bytes(client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"])


def results(raw: bytes) -> list[str]:
    return message_from_bytes(raw, policy=policy.default).get_all("Authentication-Results", [])


def test_who_logged_in_is_proven_to_the_bot(server: EmbeddedMailServer) -> None:
    server.post(sender=ANN, recipient=BOX, content=a_mail(ANN), password="geheim")
    raw = arrived(server)
    assert results(raw) == [f"{MX}; dmarc=pass header.from=school.example"]
    assert proof_of(read_mail(raw), TRUST).ok


def test_who_did_not_log_in_is_no_colleague(server: EmbeddedMailServer) -> None:
    server.post(sender=ANN, recipient=BOX, content=a_mail(ANN))
    raw = arrived(server)
    assert results(raw) == [f"{MX}; dmarc=fail header.from=school.example"]
    assert not proof_of(read_mail(raw), TRUST).ok


def test_a_login_proves_no_other_writer(server: EmbeddedMailServer) -> None:
    bert = "bert@school.example"
    server.post(sender=ANN, recipient=BOX, content=a_mail(bert), password="geheim")
    assert not proof_of(read_mail(arrived(server)), TRUST).ok


def test_of_a_parent_nothing_is_known(server: EmbeddedMailServer) -> None:
    server.post(sender=PARENT, recipient=BOX, content=a_mail(PARENT))
    assert results(arrived(server)) == [f"{MX}; dmarc=none header.from=ouder.example"]


def test_a_proof_that_came_along_is_taken_out(server: EmbeddedMailServer) -> None:
    forged = (
        f"authentication-results: {MX};",
        "\tdmarc=pass header.from=school.example",
        f"Authentication-Results: {MX}; dmarc=pass header.from=school.example",
    )
    server.post(sender=ANN, recipient=BOX, content=a_mail(ANN, *forged))
    raw = arrived(server)
    assert results(raw) == [f"{MX}; dmarc=fail header.from=school.example"]
    assert raw.endswith(a_mail(ANN))
    assert not proof_of(read_mail(raw), TRUST).ok


def test_a_wrong_password_is_refused(server: EmbeddedMailServer) -> None:
    with pytest.raises(aiosmtplib.SMTPAuthenticationError):
        server.post(sender=ANN, recipient=BOX, content=a_mail(ANN), password="geraden")
    with pytest.raises(aiosmtplib.SMTPAuthenticationError):
        server.post(sender=PARENT, recipient=BOX, content=a_mail(PARENT), password="x")


def test_a_server_without_a_name_writes_nothing_down() -> None:
    assert Proofs().above(a_mail(ANN), login=ANN) == a_mail(ANN)
