"""An administrator asks and pauses by mail, over a real mailbox and a real mail server."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.builders import PARENT, raw_mail
from tests.office.test_taps import PROVEN
from tests.offices import GUST
from tests.schoolhouse import School, letters_to, text_of
from tests.smtpservers import SmtpSink

pytestmark = pytest.mark.needs_dovecot

Deliver = Callable[[bytes], None]


def ordered(deliver: Deliver, n: int, text: str, subject: str = "") -> None:
    deliver(
        raw_mail(
            text,
            sender=GUST,
            subject=subject,
            message_id=f"<{n}@school.example>",
            headers=(PROVEN,),
        )
    )


def told(sink: SmtpSink, subject: str) -> EmailMessage:
    """The one letter to the administrator with such a subject."""
    (found,) = [one for one in letters_to(sink, GUST) if str(one["Subject"]).startswith(subject)]
    return found


def tapped(letter: EmailMessage, order: str) -> dict[str, str]:
    """The mail that a button of a letter makes."""
    page = letter.get_body(("html",))
    assert page is not None
    links = re.findall(r'href="(mailto:[^"]+)"', page.get_content())
    fields = [parse_qs(urlsplit(html.unescape(link)).query) for link in links]
    (found,) = [each for each in fields if each["body"][0].startswith(order)]
    return {"text": found["body"][0], "subject": found["subject"][0]}


def test_a_pause_is_ordered_by_a_tap_and_outlives_the_process(
    school: School, sink: SmtpSink, deliver: Deliver
) -> None:
    ordered(deliver, 1, "ADMIN STATUS")
    school.once()
    state = told(sink, "Gehoor: hoe het gaat")
    assert "Mailboxen" in text_of(state)
    ordered(deliver, 2, **tapped(state, "ADMIN PAUZE"))
    school.once()
    paused = told(sink, "Automatische brieven wachten tot ")
    deliver(raw_mail())
    school.once()
    school.once()
    assert letters_to(sink, PARENT.email) == []
    assert [case["ack"] for case in school.cases()] == ["queued"]
    assert school.ask("health")["paused_until"] is not None
    ordered(deliver, 3, **tapped(paused, "ADMIN HERVAT"))
    school.once()
    assert len(letters_to(sink, PARENT.email)) == 1
    assert [case["ack"] for case in school.cases()] == ["sent"]
