"""What tests of more than one room share: real servers, and when a test may be skipped."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import structlog
from hypothesis import settings

from tests import faketime
from tests.chromium import CHROMIUM, Chromium
from tests.mailservers import DOVECOT, Dovecot
from tests.postgresservers import POSTGRES, PostgreSQL

if TYPE_CHECKING:
    from collections.abc import Iterator


SHARED = Path(__file__).parents[1].parent / "shared"


# What goes wrong in a test is told plainly: drawing the values of every frame takes minutes.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)
# The same examples on every run there; on a laptop new ones are tried each time. Never by time:
# a machine may be busy.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("laptop", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "laptop")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """What is not here skips its tests; with GEHOOR_NO_SKIPS=1 they fail instead."""
    reason = ""
    if item.get_closest_marker("needs_dovecot") and not DOVECOT.exists():
        reason = f"no {DOVECOT}: apt install dovecot-imapd dovecot-lmtpd"
    elif item.get_closest_marker("needs_browser") and CHROMIUM is None:
        reason = "no chromium: apt install chromium"
    elif item.get_closest_marker("needs_faketime") and faketime.LIBRARY is None:
        reason = "no libfaketime.so.1 in /usr/lib/*/faketime: apt install libfaketime"
    elif item.get_closest_marker("needs_postgres") and POSTGRES is None:
        reason = "no PostgreSQL in /usr/lib/postgresql: apt install postgresql"
    elif item.get_closest_marker("needs_shared") and not (SHARED / "corpora").exists():
        reason = f"no collection of real mails at {SHARED}/corpora"
    if reason and os.environ.get("GEHOOR_NO_SKIPS") == "1":
        pytest.fail(reason, pytrace=False)
    if reason:
        pytest.skip(reason)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """One Dovecot for the whole run; each test takes a user (mailbox) of its own."""
    with Dovecot(junk=True) as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """One browser for the whole run; each test opens a page of its own."""
    with Chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgreSQL]:
    """One PostgreSQL for the whole run; each test takes a database of its own."""
    with PostgreSQL() as server:
        yield server


@pytest.fixture
def somebody(request: pytest.FixtureRequest) -> str:
    """The name of a user that no other test has: that of the test, cut to what Dovecot takes."""
    return f"u{abs(hash(request.node.nodeid)):x}"
