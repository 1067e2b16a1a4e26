from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.jwtservers import KEY, JwtServer
from tests.mailservers import Dovecot
from tests.schoolhouse import School, open_school
from tests.smtpservers import SmtpSink
from tests.tokenlines import BY_SECRET, Line, a_line


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as server:
        yield server


@pytest.fixture
def school(tmp_path: Path, dovecot: Dovecot, sink: SmtpSink, somebody: str) -> School:
    """The example school, its mailbox on Dovecot that of the user `somebody`."""
    return open_school(tmp_path, dovecot.mailbox(somebody), sink)


@pytest.fixture
def deliver(dovecot: Dovecot, somebody: str) -> Callable[[bytes], None]:
    """Brings a mail to the school, now."""
    return lambda raw: dovecot.deliver(raw, somebody)


@pytest.fixture(scope="session")
def dovecot_by_token() -> Iterator[Dovecot]:
    """One that takes tokens, and judges them by itself."""
    with Dovecot(token_key=KEY) as server:
        yield server


@pytest.fixture
def tokens(somebody: str) -> Iterator[JwtServer]:
    server = JwtServer(somebody)
    server.start()
    yield server
    server.gate.set()
    server.stop()


@pytest.fixture
def line(
    dovecot_by_token: Dovecot, somebody: str, tokens: JwtServer, tmp_path: Path
) -> Iterator[Line]:
    with SmtpSink(user=somebody, token=tokens.judge) as sink:
        line = a_line(tmp_path, dovecot_by_token, somebody, sink, tokens)
        line.oauth(BY_SECRET)
        yield line
