from __future__ import annotations

from typing import Any

from bot.cli.health import judge
from tests.builders import NOON


def a_state(**changes: Any) -> dict[str, Any]:
    state: dict[str, Any] = {
        "heartbeat_at": NOON.isoformat(),
        "mailboxes": [],
        "outbox": {"queued": 0, "uncertain": 0, "refused": 0},
        "oldest_owed_ack": None,
        "calendar_until": "2100-12-31",
        "nobody_reached": 0,
        "mail_servers": [],
    }
    return state | changes


def test_a_bot_whose_mail_server_cannot_be_used_is_not_healthy() -> None:
    assert judge(a_state(), NOON)["healthy"]
    trouble = "bot.toml: mailbox[0].smtp: 127.0.0.1:25 refuses the connection"
    report = judge(a_state(mail_servers=[trouble]), NOON)
    assert not report["healthy"]
    assert report["problems"] == [trouble]
