from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from bot.cli.app import app
from bot.clock import SystemClock
from tests.builders import PARENT, raw_mail
from tests.mailservers import Pymap
from tests.schoolhouse import COORDINATOR, GONE, PUPIL, Ask, School, letters_to, open_school
from tests.smtpservers import At, SmtpSink


def _answer(school: School, *words: str) -> Result:
    with chdir(school.folder):
        done = CliRunner(env=_environment(school)).invoke(app, words)
    # What the command set up for its own process is not for this one.
    structlog.reset_defaults()
    assert isinstance(done.exception, SystemExit | None), done.exception
    return done


def _environment(school: School) -> dict[str, str | None]:
    unset = dict.fromkeys(name for name in os.environ if name.startswith("GEHOOR_"))
    return unset | dict(school.env)


@pytest.fixture(scope="session")
def answer() -> Ask:
    """What a command answers that only looks, asked in this process: quicker than its own."""
    return _answer


@pytest.fixture
def empty_school(tmp_path: Path) -> School:
    """A school that never ran."""
    return open_school(tmp_path)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """A school with a bit of everything in its books; only for looking."""
    now = SystemClock().now()
    with Pymap() as imap, SmtpSink() as sink:
        school = open_school(tmp_path_factory.mktemp("filled"), imap.mailbox(), sink)
        sink.answer(At.RCPT, "550 5.1.1 no such person", to=GONE)
        imap.deliver(raw_mail(message_id="<vroeg@v.example>"), datetime(2025, 6, 1, tzinfo=UTC))
        imap.deliver(raw_mail(), now - timedelta(minutes=5))
        imap.deliver(b"Received: from mx2.example by mx1.example; today\r\n" + raw_mail(), now)
        for name, sender, words, headers in (
            ("weg", GONE, "De bus was weer te laat. Dat is al de derde keer deze week.", ()),
            ("auto", "a@bedrijf.example", "Ik ben afwezig.", ("Auto-Submitted: auto-replied",)),
            ("staf", "katrien.desmet@schoolbestuur-demerland.example", "Wie volgt dit op?", ()),
            ("nood", PUPIL, "Ik wil niet meer leven.", ()),
        ):
            raw = raw_mail(
                words,
                sender=sender,
                message_id=f"<{name}@v.example>",
                headers=headers,
                subject=name,
            )
            imap.deliver(raw, now)
        imap.deliver(
            raw_mail(sender="oud@ouders.example", message_id="<oud@v.example>", subject="oud"),
            now - timedelta(days=40),
        )
        school.gehoor("run", "--once")  # which is not well: one letter is refused for good
        (acknowledgment,) = letters_to(sink, PARENT.email)
        imap.deliver(
            raw_mail(
                "En nog iets.",
                message_id="<twee@postvak.example>",
                headers=(f"In-Reply-To: {acknowledgment['Message-ID']}",),
            ),
            now,
        )
        school.once()
        assert any(kept.recipients == (COORDINATOR,) for kept in school.called_for(sink))
        yield school


@pytest.fixture
def copied(filled: School, tmp_path: Path) -> School:
    """The same school with books of its own, to tamper with."""
    folder = tmp_path / "copy"
    shutil.copytree(filled.folder, folder)
    return replace(filled, folder=folder, env=dict(filled.env))


@pytest.fixture
def imap() -> Iterator[Pymap]:
    """A mailbox of one's own."""
    with Pymap() as server:
        yield server


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    """A mail server of one's own."""
    with SmtpSink() as server:
        yield server
