"""The mailboxes that keep one contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.exchangelike import ExchangeLike
from tests.gmaillike import GmailLike
from tests.mailservers import Dovecot, Pymap
from tests.mailsites import InMemory, OnDovecot, OnLittleImap, OnPymap, Site

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(
    params=[
        "memory",
        "pymap",
        pytest.param("dovecot", marks=pytest.mark.needs_dovecot),
        "exchange",
        "gmail",
    ]
)
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    """A mailbox that is connected and empty."""
    if request.param == "memory":
        yield from _connected(InMemory())
    elif request.param == "pymap":
        with Pymap() as pymap:
            yield from _connected(OnPymap(pymap))
    elif request.param in {"exchange", "gmail"}:
        with ExchangeLike() if request.param == "exchange" else GmailLike() as like:
            yield from _connected(OnLittleImap(like))
    else:
        server: Dovecot = request.getfixturevalue("dovecot")
        yield from _connected(OnDovecot(server, request.getfixturevalue("somebody")))


def _connected(site: Site) -> Iterator[Site]:
    site.mailbox.connect()
    try:
        yield site
    finally:
        site.mailbox.close()
