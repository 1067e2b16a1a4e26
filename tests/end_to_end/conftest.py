from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.mailservers import Dovecot
from tests.schoolhouse import School, open_school
from tests.smtpservers import SmtpSink


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
