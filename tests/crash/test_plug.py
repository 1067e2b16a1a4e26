from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.core.letter import LetterName
from bot.post.envelope import Envelope, Outcome, Refused
from bot.settings.load import Settings, load
from bot.store.accounts import Accounts
from bot.store.database import Database
from bot.store.schema import migrate
from bot.store.tables import ATTENTION, LETTERS
from bot.wiring import Bot, build
from tests.builders import NOON, SetClock, raw_mail
from tests.collecting import CollectingPostman
from tests.doubles import MailboxInMemory

EXAMPLE = Path(__file__).parents[1] / "data" / "example-config"
SECRETS = {"GEHOOR_SIGNING_KEY": "s" * 40, "GEHOOR_IMAP_PASSWORD": "mosterd"}
ARCHIVE = "Gehoor/2026"
MACHINE = "afwezig@bedrijf.example"
NOT_TAKEN = "noor@postvak.example"
FIRST = raw_mail()
MAILS = {
    "complaint": FIRST,
    "copy by another way": b"Received: from mx2.example by mx1.example\r\n" + FIRST,
    "reply": raw_mail(
        "Ik wil hier graag nog iets aan toevoegen.",
        subject="Re: Klacht over de manier van straffen",
        message_id="<twee@postvak.example>",
        headers=("In-Reply-To: <een@postvak.example>",),
    ),
    "away": raw_mail(
        "Ik ben afwezig.",
        sender=MACHINE,
        subject="Automatisch antwoord: uw bericht",
        message_id="<weg@bedrijf.example>",
        headers=("Auto-Submitted: auto-replied",),
    ),
    "doubtful": raw_mail(
        sender="Mia <mia@postvak.example>",
        subject="Over de bus",
        message_id="<bus@postvak.example>",
        headers=("Precedence: bulk",),
    ),
    "critical": raw_mail(
        "Mijn dochter heeft gisteren gezegd dat ze er niet meer wil zijn.",
        sender="Jos <jos@postvak.example>",
        subject="Dringend",
        message_id="<nood@postvak.example>",
    ),
    "same id, other words": raw_mail(
        "Een heel ander verhaal onder een Message-ID dat al bestond.",
        sender="Piet <piet@postvak.example>",
        subject="Klacht over het eten",
    ),
    "no id": raw_mail(sender=f"Noor <{NOT_TAKEN}>", subject="De opvang", message_id=None),
}
PARENTS = ("ilse.vdb@postvak.example", "jos@postvak.example", "piet@postvak.example", NOT_TAKEN)


class PlugPulled(BaseException):  # noqa: N818  # not an error of the program: its end
    """The light went out."""


@dataclass
class Mains:
    """Counts the moments of a life; at the moment `last` it goes dark, and stays so."""

    last: int | None = None
    moments: list[str] = field(default_factory=list)
    dark: bool = False

    def moment(self, name: str) -> None:
        if self.dark:
            raise PlugPulled(name)
        self.moments.append(name)
        if len(self.moments) == self.last:
            self.dark = True
            raise PlugPulled(name)

    @contextmanager
    def feeding_every_statement(self) -> Iterator[None]:
        """Each statement and each commit of any database is a moment, just before it is done."""

        def before_statement(*call: Any) -> None:
            self.moment(call[2].split("\n")[0][:60])

        def before_commit(_connection: sa.Connection) -> None:
            self.moment("COMMIT")

        sa.event.listen(sa.Engine, "before_cursor_execute", before_statement)
        sa.event.listen(sa.Engine, "commit", before_commit)
        try:
            yield
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", before_statement)
            sa.event.remove(sa.Engine, "commit", before_commit)


class MailServer(CollectingPostman):
    """Takes letters for good; the light may go out just before and just after it took one."""

    def __init__(self) -> None:
        super().__init__()
        self.mains = Mains()

    async def deliver(self, envelope: Envelope) -> Outcome:
        self.mains.moment("letter handed over")
        if envelope.recipient == NOT_TAKEN:
            return Refused(550, "5.1.1 nobody here by that name")
        outcome = await super().deliver(envelope)
        self.mains.moment("letter accepted")
        return outcome


@dataclass
class World:
    """What outlives the bot: its database file, the mailbox, the mail server."""

    file: Path
    mailbox: MailboxInMemory = field(default_factory=MailboxInMemory)
    server: MailServer = field(default_factory=MailServer)

    def live(self, mains: Mains) -> None:
        """One life of the bot: start, one whole round, end; a dark one ends where it stands."""
        self.mailbox.hook = lambda method: mains.moment(f"imap {method}")
        self.server.mains = mains
        bots: list[Bot] = []
        with mains.feeding_every_statement():
            try:
                bots.append(self._wake())
                trouble = bots[0].rounds.once()
            finally:
                self.mailbox.hook = lambda _: None
                self.mailbox.close()
                for bot in bots:
                    bot.database.close()
        assert set(trouble) <= {"a letter that was to go now did not leave; see `gehoor outbox`"}

    def _wake(self) -> Bot:
        settings = replace(example(), database=f"sqlite:///{self.file}")
        bot = build(settings, clock=SetClock(NOON))
        rounds = bot.rounds
        rounds.watched = [replace(rounds.watched[0], box=self.mailbox)]
        rounds.beat = lambda: None
        postmen = dict.fromkeys(rounds.dispatch.postmen, self.server)
        rounds.dispatch = replace(rounds.dispatch, postmen=postmen)
        return bot


@cache
def example() -> Settings:
    return load(EXAMPLE, SECRETS)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of this release, to be copied."""
    file = tmp_path_factory.mktemp("template") / "empty.db"
    database = Database(f"sqlite:///{file}")
    migrate(database, at=NOON)
    database.close()
    return file


@pytest.fixture
def new_world(template: Path, tmp_path: Path) -> Iterator[Any]:
    """Makes worlds with the mails waiting in the mailbox."""
    count = 0

    def make() -> World:
        nonlocal count
        count += 1
        world = World(tmp_path / f"{count}.db")
        shutil.copy(template, world.file)
        for raw in MAILS.values():
            world.mailbox.deliver(raw, NOON)
        return world

    return make


def test_time(new_world):
    import time
    for i in range(4):
        w=new_world(); m=Mains()
        t=time.perf_counter(); w.live(m); print("life", time.perf_counter()-t, len(m.moments))
    print(Counter(m.moments))
    a=Accounts(Database(f"sqlite:///{w.file}"))
    for x in a.mails()["mails"]: print(x)
    for x in a.letters(): print(x["letter"],x["to"],x["case"],x["status"],x["error"])
    for x in a.register(): print(x["number"], x["ack"], x["urgency"])
