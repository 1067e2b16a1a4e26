from __future__ import annotations

import re
from pathlib import Path
from typing import get_type_hints

import pytest

import bot
from bot.core.providers import TABLE, WAYS, Provider, Row, Ways

BOT = Path(bot.__file__).parent


def test_each_difference_has_one_row() -> None:
    names = [row.name for row in TABLE]
    assert len(set(names)) == len(names)
    assert set(names) == set(get_type_hints(Ways))


def test_each_row_is_read_by_somebody() -> None:
    code = "".join(
        file.read_text("utf-8") for file in BOT.rglob("*.py") if file.name != "providers.py"
    )
    asked = set(re.findall(r"(?:\bways|WAYS\[[^]]*\])\.(\w+)", code))
    parts = re.findall(r'getattr\(ways, f"\{which\}_(\w+)"', code)
    asked |= {f"{which}_{part}" for which in ("imap", "smtp") for part in parts}
    assert {row.name for row in TABLE} - asked == set()


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_each_row_says_what_it_means_and_who_says_so(row: Row) -> None:
    assert row.means
    assert "https://" in row.source or "RFC " in row.source
    assert len({type(row.of(provider)) for provider in Provider}) == 1


def test_microsoft_is_spared_what_its_mailboxes_cannot_bear() -> None:
    ways = WAYS[Provider.MICROSOFT365]
    assert (ways.per_minute, ways.connections) == (30, 2)
    assert "IMAP4REV2" in ways.never_used
    assert (ways.smtp_host, ways.smtp_port, ways.smtp_security) == (
        "smtp.office365.com",
        587,
        "starttls",
    )


def test_gmail_ends_a_session_with_its_token_and_counts_what_is_fetched() -> None:
    ways = WAYS[Provider.GOOGLE]
    assert 0 < ways.session_minutes < 60
    assert ways.download_mb_a_day == 2500
    assert ways.many_labels


def test_a_server_that_follows_the_standards_needs_nothing_special() -> None:
    ways = WAYS[Provider.IMAP]
    assert not any((ways.tokens, ways.imap_host, ways.smtp_host, ways.trust, ways.never_used))
    assert not any((ways.per_minute, ways.session_minutes, ways.download_mb_a_day))
