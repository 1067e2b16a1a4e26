"""A school that runs the real program: `python -m bot` in processes of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from bot.clock import monotonic, pause
from bot.post.imap.server import ImapServer
from bot.store.accounts import Accounts
from bot.store.database import Database
from tests.faketime import clock_at
from tests.mailservers import PASSWORD
from tests.offices import ROUTINE
from tests.smtpservers import Kept, SmtpSink

if TYPE_CHECKING:
    from typer.testing import Result

EXAMPLE = Path(__file__).parent / "data" / "example-config"
BOX = "klachten@schoolbestuur-demerland.example"
COORDINATOR = "ann.peeters@schoolbestuur-demerland.example"
GONE = "weg@elders.example"  # a parent whose address no longer works
PUPIL = "lotte@leerling-demerland.example"
_PATIENCE = 60.0
_LOG_LINE = re.compile(r"timestamp=\S+Z level=info event=\w+( |$)")

T = TypeVar("T")
Ask: TypeAlias = "Callable[..., Result]"  # a command, asked in this process


@dataclass(kw_only=True)
class School:
    """The example school on the servers of a test.

    Everything lies in `folder`, where its commands are run: config/, var/.
    """

    folder: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def config(self) -> Path:
        """Its config folder."""
        return self.folder / "config"

    @property
    def database(self) -> Path:
        """Its SQLite file."""
        return self.folder / "var" / "gehoor.db"

    def change(self, file: str, old: str, new: str) -> None:
        """Puts `new` where `old` stands in a config file."""
        path = self.config / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def gehoor(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """What a command answers: `returncode`, `stdout`, `stderr`."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env=self.env,
            input=given,
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE,
        )

    def at(self, instant: datetime) -> School:
        """The same school at another time: the clock of its program goes on from this instant."""
        return replace(self, env=self.env | clock_at(instant))

    def once(self) -> subprocess.CompletedProcess[str]:
        """One whole round that goes well."""
        done = self.gehoor("run", "--once")
        assert done.returncode == 0, done.stderr
        return done

    def ask(self, *words: str, code: int = 0) -> Any:
        """The answer of a command in JSON; `code` is the exit code it must have."""
        done = self.gehoor(*words, "--json")
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout)

    def cases(self) -> list[dict[str, Any]]:
        """The register, as `register --json` tells it."""
        return self._look(Accounts.register)

    def account(self) -> dict[str, Any]:
        """What `mails --json` tells."""
        return self._look(Accounts.mails)

    def letters(self) -> list[dict[str, Any]]:
        """What `outbox --json` tells."""
        return self._look(Accounts.letters)

    def text_of_letter(self, number: int) -> str:
        """The words of one letter of the outbox, as `show --letter` prints it."""
        letters = self._look(lambda books: books.letters(with_text=True))
        return next(str(one["text"]) for one in letters if one["id"] == number)

    def called_for(self, sink: SmtpSink) -> list[Kept]:
        """The letters at the mail server that something called for, in the order they came.

        Routine is left out: how much of it leaves depends on the hour and the day.
        """
        # These first: a letter that is here stands in the outbox already.
        kept = list(sink.letters)
        outbox = self.letters() if kept else []
        routine = {one["message_id"] for one in outbox if one["letter"] in ROUTINE}
        return [letter for letter in kept if str(parsed(letter)["Message-ID"]) not in routine]

    def wait_for_letters(self, sink: SmtpSink, count: int) -> None:
        """Waits until so many letters are there that something called for."""
        wait_until(lambda: len(self.called_for(sink)) >= count)

    def log(self) -> list[dict[str, Any]]:
        """What `log --json` tells."""
        return self._look(Accounts.log)

    def _look(self, question: Callable[[Accounts], T]) -> T:
        database = Database(f"sqlite:///{self.database}")
        try:
            return question(Accounts(database))
        finally:
            database.close()

    @contextmanager
    def at_work(self) -> Iterator[subprocess.Popen[bytes]]:
        """The daemon, from its first look at the mailbox until SIGTERM, after which it must end."""
        heartbeat = self.folder / "var" / "heartbeat"
        heartbeat.unlink(missing_ok=True)
        with (self.folder / "daemon.err").open("ab") as log:
            daemon = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"], cwd=self.folder, env=self.env, stderr=log
            )
        try:
            wait_until(heartbeat.exists, lambda: f"no heartbeat: {self.daemon_log()}")
            yield daemon
            daemon.send_signal(signal.SIGTERM)
            assert daemon.wait(_PATIENCE) == 0, self.daemon_log()
        finally:
            if daemon.poll() is None:
                daemon.kill()
                daemon.wait()

    def daemon_log(self) -> str:
        """What the daemon wrote on stderr."""
        return (self.folder / "daemon.err").read_text(encoding="utf-8")


def open_school(
    folder: Path, imap: ImapServer | None = None, sink: SmtpSink | None = None
) -> School:
    """The example school, its mailbox and mail server those of the test."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(EXAMPLE, folder / "config")
    env = {name: value for name, value in os.environ.items() if not name.startswith("GEHOOR_")}
    env |= {"GEHOOR_SIGNING_KEY": "s" * 40, "GEHOOR_IMAP_PASSWORD": PASSWORD}
    school = School(folder=folder, env=env)
    if imap is not None:
        school.change("bot.toml", "port     = 14143", f"port     = {imap.port}")
        school.change("bot.toml", 'user     = "klachten"', f'user     = "{imap.user}"')
    if sink is not None:
        school.change("bot.toml", "port     = 14025", f"port     = {sink.port}")
    return school


def complaints(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What a command told its operator on stderr: all lines but those of the log, and the last."""
    lines = done.stderr.splitlines()
    told = [line for line in lines if not _LOG_LINE.match(line)]
    assert lines[len(lines) - len(told) :] == told, "the log hides what the operator must read"
    return told


def wait_until(
    is_so: Callable[[], object], otherwise: Callable[[], str] = lambda: "not in time"
) -> None:
    """Waits for a condition; AssertionError when it does not come."""
    deadline = monotonic() + _PATIENCE
    while not is_so():
        assert monotonic() < deadline, otherwise()
        pause(0.02)


def parsed(letter: Kept) -> EmailMessage:
    """A letter as a strict reader of mail sees it."""
    message = message_from_bytes(letter.content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def letters_to(sink: SmtpSink, address: str) -> list[EmailMessage]:
    """The letters that went to this address, oldest first."""
    return [parsed(letter) for letter in list(sink.letters) if letter.recipients == (address,)]


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    """The words of a letter: its `plain` or its `html` part."""
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())
