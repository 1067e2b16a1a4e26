"""What tests of more than one room share: real servers, and when a test may be skipped."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.mailservers import DOVECOT, Dovecot

if TYPE_CHECKING:
    from collections.abc import Iterator


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without Dovecot its tests are skipped; with GEHOOR_NO_SKIPS=1 they fail instead."""
    if item.get_closest_marker("needs_dovecot") is None or DOVECOT.exists():
        return
    reason = f"no {DOVECOT}: apt install dovecot-imapd dovecot-lmtpd"
    if os.environ.get("GEHOOR_NO_SKIPS") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """One Dovecot for the whole run; each test takes a user (mailbox) of its own."""
    with Dovecot(junk=True) as server:
        yield server


@pytest.fixture
def somebody(request: pytest.FixtureRequest) -> str:
    """The name of a user that no other test has: that of the test, cut to what Dovecot takes."""
    return f"u{abs(hash(request.node.nodeid)):x}"
