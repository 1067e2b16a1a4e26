"""What a mail server's replies mean, and what goes over the wire."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.post.smtp.carrier import _on_the_wire
from bot.post.smtp.envelope import Accepted, Delayed, Refused
from bot.post.smtp.replies import judge, one_line


@pytest.mark.parametrize(
    ("code", "words", "kind"),
    [
        (250, "2.0.0 queued as 4711", Accepted),
        (450, "4.2.1 greylisted", Delayed),
        (452, "4.3.1 no disk space", Delayed),
        (550, "5.1.1 user unknown", Refused),
        (552, "5.2.2 mailbox full", Refused),
        (554, "5.7.1 looks like spam", Refused),
        (550, "5.7.1 recipient does not want mail from strangers", Refused),
        (550, "no enhanced status at all", Refused),
    ],
)
def test_the_first_digit_decides_of_the_letter(code: int, words: str, kind: type) -> None:
    outcome = judge(code, words, server="mail.example:587")
    assert isinstance(outcome, kind)
    assert not isinstance(outcome, Delayed) or outcome.unusable is None


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (530, "5.7.57 Client not authenticated to send mail"),
        (535, "5.7.8 credentials invalid"),
        (554, "5.2.252 SendAsDenied; klachten@school.example not allowed to send as"),
        (554, "5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException"),
        (550, "5.4.5 Daily user sending limit exceeded"),
        (550, "5.7.54 SMTP; Unable to relay recipient in non-accepted domain"),
        (554, "5.7.1 <an@ouder.example>: Relay access denied"),
        (550, "relaying denied"),
        (550, "relay not permitted"),
    ],
)
def test_a_refusal_of_us_is_no_refusal_of_a_parent(code: int, words: str) -> None:
    outcome = judge(code, words, server="mail.example:587")
    assert isinstance(outcome, Delayed)
    assert outcome.unusable is not None
    assert outcome.unusable.startswith("mail.example:587: ")


@given(st.text() | st.binary().map(lambda raw: raw.decode("utf-8", "surrogateescape")))
def test_words_of_a_server_can_always_be_stored_on_one_line(text: str) -> None:
    line = one_line(text)
    assert line.encode("utf-8").decode("utf-8").isprintable()
    assert len(line) <= 300


@given(st.lists(st.sampled_from([b"\r", b"\n", b"\r\n", b".", b"..", b"a", b"QUIT"])).map(b"".join))
def test_no_text_can_end_itself_or_be_changed_on_the_wire(content: bytes) -> None:
    sent = _on_the_wire(content)
    assert sent.endswith(b".\r\n")
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", sent) is None
    lines = sent.split(b"\r\n")[:-2]  # the lone dot, and what follows the last line end: nothing
    assert b"." not in lines
    received = b"\r\n".join(line[1:] if line.startswith(b".") else line for line in lines)
    meant = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    assert received == meant.removesuffix(b"\r\n")
