"""The first letter and its tap, over a real mailbox and a real mail server."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.mailservers import Dovecot
from tests.schoolhouse import BOX, School, open_school, parsed, text_of
from tests.smtpservers import SmtpSink
from tests.storybook import BRUSSELS, PROVEN, STAFF
from tests.taps import opened, taps

pytestmark = [pytest.mark.needs_dovecot, pytest.mark.needs_faketime]

NAME, BERT = STAFF["bert"]
DOMAIN = BERT.partition("@")[2]
EIGHT = datetime(2026, 9, 29, 8, 5, tzinfo=BRUSSELS)


@pytest.fixture
def school(tmp_path: Path, dovecot: Dovecot, sink: SmtpSink, somebody: str) -> School:
    return open_school(tmp_path, dovecot.mailbox(somebody), sink).at(EIGHT)


def letters_of_bert(sink: SmtpSink) -> list[EmailMessage]:
    return [parsed(kept) for kept in sink.letters if kept.recipients == (BERT,)]


def tapped(letter: EmailMessage, sender: str, *above: str) -> bytes:
    """The mail that the one button opens, as a phone sends it from an account."""
    (link,) = taps(text_of(letter, "html"))
    _, subject, body = opened(link["href"])
    lines = [
        *above,
        f"From: {NAME} <{sender}>",
        f"To: {BOX}",
        f"Subject: {subject}",
        f"Message-ID: <tap@{sender}>",
        "Content-Type: text/plain; charset=utf-8",
        "",
        *body.splitlines(),
        "",
    ]
    return "\r\n".join(lines).encode()


def test_a_tap_from_the_wrong_account_is_explained_and_the_right_one_answered(
    school: School, sink: SmtpSink, dovecot: Dovecot, somebody: str
) -> None:
    school.once()
    (first,) = letters_of_bert(sink)
    dovecot.append(tapped(first, "bert.thuis@elders.example"), somebody, when=EIGHT)
    school.once()
    _, explained = letters_of_bert(sink)
    assert f"Daar moet {BERT} staan" in " ".join(text_of(explained).split())
    proof = PROVEN.format(domain=DOMAIN)
    dovecot.append(tapped(explained, BERT, proof), somebody, when=EIGHT)
    school.once()
    *_, answered = letters_of_bert(sink)
    assert "alles werkt" in text_of(answered)
    assert [entry["reason"] for entry in school.log() if entry["event"] == "first_tap"] == [
        "by bert"
    ]
    school.once()
    assert len(letters_of_bert(sink)) == len([first, explained, answered])
    assert not any("elders.example" in str(kept.recipients) for kept in sink.letters)
