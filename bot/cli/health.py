"""`gehoor health`: reads the heartbeat and judges it, with the standard library alone."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.clock import SystemClock

_STALE = timedelta(minutes=5)
_SOON = timedelta(days=14)  # before a secret ends
_FOR_JUDGING = frozenset({"mail_servers", "nobody_reached"})
_DEFAULT = "var/heartbeat"
_TOLD = {"heartbeat_at", "mailboxes", "outbox", "oldest_owed_ack", "calendar_until"}


def main(arguments: list[str]) -> int:
    """0 when healthy, 1 when not; prints JSON with --json, else a few lines."""
    parser = argparse.ArgumentParser(
        prog="gehoor health", description="Is the bot alive and can it do its work?"
    )
    parser.add_argument("--json", action="store_true", help="exact output for scripts")
    parser.add_argument("--config", default=os.environ.get("GEHOOR_CONFIG", "config"))
    chosen = parser.parse_args(arguments)
    try:
        state, silence = _heartbeat(Path(chosen.config)), ""
    except (OSError, ValueError) as error:
        state, silence = None, str(error)
    report = judge(state, SystemClock().now(), silence=silence)
    if chosen.json:
        sys.stdout.write(json.dumps(report) + "\n")
    else:
        sys.stdout.write(_in_words(report))
    return 0 if report["healthy"] else 1


def judge(state: dict[str, Any] | None, now: datetime, *, silence: str = "") -> dict[str, Any]:
    """The report on a heartbeat at this instant; None when there is none, `silence` says why."""
    if state is None:
        return {
            "healthy": False,
            "heartbeat_at": None,
            "mailboxes": [],
            "outbox": {"queued": 0, "uncertain": 0, "refused": 0},
            "oldest_owed_ack": None,
            "calendar_until": None,
            "paused_until": None,
            "access": [],
            "warnings": [],
            "problems": [silence or "there is no heartbeat: is the bot running?"],
        }
    problems = []
    if now - _instant(state["heartbeat_at"]) > _STALE:
        problems.append(f"the last heartbeat was at {state['heartbeat_at']}")
    problems += [
        f"{box['address']}: {box['error'] or 'not looked at yet'}"
        for box in state["mailboxes"]
        if not box["ok"]
    ]
    problems += state.get("mail_servers", ())
    access = state.get("access", ())
    # The mailbox and its mail server tell the remedy already, in English.
    told = "\n".join(problems)
    problems += [_trouble_of(one, told) for one in access if not one["ok"]]
    warnings = [_trouble_of(one) for one in access if one["ok"] and one["remedy"]]
    warnings += [line for one in access if (line := _ending(one, now.date()))]
    if state.get("nobody_reached"):
        problems.append("a letter to staff was refused by every reader in line")
    return {
        "healthy": not problems,
        "access": [],
        "paused_until": None,
        **{key: value for key, value in state.items() if key not in _FOR_JUDGING},
        "warnings": warnings,
        "problems": problems,
    }


def _trouble_of(access: dict[str, Any], told: str = "") -> str:
    """Why tokens do not come, and what to click, in Dutch and English but for what was told."""
    remedies = dict.fromkeys((access["remedy"] or {}).values())
    words = " / ".join(each for each in remedies if each not in told) or "no token can be had"
    return f"{access['address']}: {words}"


def _ending(access: dict[str, Any], today: date) -> str:
    """That its secret ends soon; empty while it does not."""
    if access["secret_ends_on"] is None:
        return ""
    ends_on = date.fromisoformat(access["secret_ends_on"])
    if ends_on - today > _SOON:
        return ""
    verb = "ended" if ends_on < today else "ends"
    return (
        f"{access['address']}: its secret or certificate {verb} on {ends_on}; put a new one where "
        "bot.toml looks for it, correct secret_expires_on, restart the bot"
    )


def _heartbeat(config: Path) -> dict[str, Any] | None:
    """The last heartbeat; None when there is none.

    Raises:
        OSError: the config cannot be read.
        ValueError: the config is no TOML.
    """
    try:
        bot = tomllib.loads((config / "bot.toml").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise OSError(f"there is no {config / 'bot.toml'}; make one with: gehoor init") from error
    except ValueError as error:
        raise ValueError(f"{config / 'bot.toml'}: {error}") from error
    alerts = bot.get("alerts")
    path = alerts.get("heartbeat_file", _DEFAULT) if isinstance(alerts, dict) else _DEFAULT
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.keys() >= _TOLD else None


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _in_words(report: dict[str, Any]) -> str:
    lines = ["healthy" if report["healthy"] else "NOT healthy", *report["problems"]]
    lines += [f"soon: {warning}" for warning in report["warnings"]]
    if report["heartbeat_at"]:
        outbox = report["outbox"]
        lines += [
            f"heartbeat {report['heartbeat_at']}",
            *(
                f"mailbox {box['address']} looked at {box['last_seen_at']}"
                for box in report["mailboxes"]
            ),
            "letters: "
            + ", ".join(f"{outbox[each]} {each}" for each in ("queued", "uncertain", "refused")),
            *(
                f"gepauzeerd tot {until}: automatic letters to parents wait"
                for until in filter(None, (report["paused_until"],))
            ),
            f"oldest owed acknowledgment: {report['oldest_owed_ack'] or 'none'}",
            f"calendar known until {report['calendar_until']}",
            *(
                f"token of {one['address']} good until {one['expires_at'] or 'it is asked for'}"
                for one in report["access"]
            ),
        ]
    return "\n".join(lines) + "\n"
