"""`run` and `adopt`: the bot at work."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.opening import complain, log_to_stderr, or_say_why, settings_of

if TYPE_CHECKING:
    from types import FrameType

    from bot.settings.load import Settings

_PATIENCE = 10.0  # seconds that `run --once` waits for another worker to end
_STOPPED_SHORT = 1


def run(config: Path, *, once: bool) -> int:
    """The daemon (0 at a clean end), or one whole round (1 when something could not be used)."""
    log_to_stderr()
    return _once(config) if once else _daemon(config)


@or_say_why
def _once(config: Path) -> int:
    from bot.store.lock import AlreadyAtWorkError, only_worker
    from bot.wiring import build

    settings = settings_of(config, needs_secrets=True)
    try:
        with only_worker(_file_of(settings), patience=_PATIENCE):
            bot = build(settings)
            trouble = bot.rounds.once()
            bot.database.close()
    except AlreadyAtWorkError as error:
        complain(str(error))
        return _STOPPED_SHORT
    for line in dict.fromkeys(trouble):
        complain(line)
    return _STOPPED_SHORT if trouble else 0


@or_say_why
def _daemon(config: Path) -> int:
    from bot.store.lock import only_worker
    from bot.wiring import build

    settings = settings_of(config, needs_secrets=True)
    with only_worker(_file_of(settings)):
        bot = build(settings)

        def end(_number: int, _frame: FrameType | None) -> None:
            _tell_systemd("STOPPING=1")
            bot.rounds.stop.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        bot.rounds.run(ready=lambda: _tell_systemd("READY=1"))
        bot.database.close()
    return 0


@or_say_why
def adopt(config: Path, uids: Sequence[int], *, since: str, acknowledge: bool) -> int:
    """Takes listed mail from before the start in, from every mailbox that has these UIDs."""
    from bot.post.imap.server import MailboxUnusable
    from bot.store.lock import only_worker
    from bot.wiring import build

    log_to_stderr()
    if bool(uids) == bool(since):
        complain("adopt: give UIDs (see `gehoor mails`) or --since, one of the two")
        return 2
    try:
        first = date.fromisoformat(since) if since else None
    except ValueError:
        complain(f"adopt: --since {since} is no day like 2026-11-22")
        return 2
    settings = settings_of(config, needs_secrets=True)
    taken, left = 0, []
    try:
        with only_worker(_file_of(settings), patience=_PATIENCE):
            bot = build(settings)
            for watched in bot.rounds.watched:
                address = watched.intake.mailbox.address
                wanted = list(uids) if first is None else bot.inbox.before_start(address, first)
                watched.box.connect()
                taken += watched.intake.adopt(watched.box, wanted, acknowledge=acknowledge)
                left += [watched.intake.postponed] if watched.intake.postponed else []
                watched.box.close()
            bot.database.close()
    except MailboxUnusable as error:
        complain(f"bot.toml: mailbox: {error}")
        return 2
    if not taken and not left:
        complain("adopt: no mail from before the start fits; `gehoor mails --json` lists them")
        return 2
    if taken:
        print(f"{taken} taken in; the next round works on them")
    for why in left:
        complain(f"adopt: {why}; give the same command again then")
    return 1 if left else 0


def _file_of(settings: Settings) -> Path | None:
    from bot.store.database import Database

    return Database(settings.database).path


def _tell_systemd(state: str) -> None:
    """The notify protocol of systemd (sd_notify(3)): a datagram to the socket it names."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to_systemd:
        to_systemd.sendto(state.encode(), address.replace("@", "\0", 1))
