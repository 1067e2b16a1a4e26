"""The world a bot lives in, looked at in every moment, and photographed as it would be left."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.post.smtp.envelope import Envelope, Outcome, Refused
from bot.settings.load import Settings, load
from bot.store.database import Database
from bot.store.schema import migrate
from bot.wiring import SHIPPED, Bot, build
from bot.writer.letters import Writer
from tests.builders import NOON, SetClock, raw_mail
from tests.collecting import CollectingPostman
from tests.doubles import MailboxInMemory

EXAMPLE = Path(__file__).parent / "data" / "example-config"
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


class Camera:
    """Is told of every moment, just before the thing is done."""

    def __init__(self) -> None:
        self.moments: list[str] = []
        self.look: Callable[[str], None] = lambda _: None

    def moment(self, name: str) -> None:
        self.moments.append(name)
        self.look(name)

    @contextmanager
    def on_every_statement(self) -> Iterator[None]:
        """Each statement and each commit, of whatever database, is a moment."""

        def before_statement(*call: Any) -> None:
            self.moment(call[2])

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
    """Takes letters for good, but for one parent's; each is two moments, before and after."""

    def __init__(self, letters: Iterable[Envelope] = ()) -> None:
        super().__init__()
        self.letters.extend(letters)
        self.moment: Callable[[str], None] = lambda _: None

    async def deliver(self, envelope: Envelope) -> Outcome:
        self.moment("a letter is handed over")
        if envelope.recipient == NOT_TAKEN:
            return Refused(550, "5.1.1 nobody here by that name")
        outcome = await super().deliver(envelope)
        self.moment("a letter was accepted")
        return outcome


@dataclass(frozen=True)
class World:
    """What outlives the bot: the folder of its database, the mailbox, the mail server."""

    folder: Path
    mailbox: MailboxInMemory
    server: MailServer

    def wake(self) -> Bot:
        """The bot, new, with nothing in its memory."""
        settings = replace(example(), database=f"sqlite:///{self.folder}/gehoor.db")
        bot = build(settings, clock=SetClock(NOON))
        rounds = bot.rounds
        rounds.beat = lambda: None
        rounds.watched = [replace(rounds.watched[0], box=self.mailbox)]
        postmen = dict.fromkeys(rounds.dispatch.postmen, self.server)
        rounds.dispatch = replace(rounds.dispatch, postmen=postmen)
        # Printing a letter remembers nothing of it: the templates need no new reading each time.
        rounds.casework = replace(rounds.casework, writer=shared_writer())
        return bot

    def live(self, camera: Camera) -> None:
        """One life of the bot: start, one whole round, end."""
        with self.seen_by(camera):
            bot = self.wake()
            bot.rounds.once()
            bot.database.close()

    @contextmanager
    def seen_by(self, camera: Camera) -> Iterator[None]:
        """What the bot does with its database, mailbox and mail server, the camera is told."""
        self.mailbox.hook = lambda method: camera.moment(f"imap {method}")
        self.server.moment = camera.moment
        with camera.on_every_statement():
            yield
        self.mailbox.hook = self.server.moment = lambda _: None

    def photograph(self, folder: Path) -> World:
        """The world as it is at this moment; the bot in it is dead, its memory gone."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("*-shm"))
        return World(folder, copy_of(self.mailbox), MailServer(self.server.letters))

    def state(self) -> bytes:
        """What of it lasts: two moments with one state are one and the same accident."""
        state = hashlib.blake2b()
        for file in sorted(self.folder.glob("*.db*")):
            if not file.name.endswith("-shm"):
                state.update(file.name.encode() + file.read_bytes())
        filed = {name: sorted(mails) for name, mails in self.mailbox.folders.items()}
        state.update(repr((sorted(self.mailbox.inbox), filed, len(self.server.letters))).encode())
        return state.digest()


@cache
def example() -> Settings:
    return load(EXAMPLE, SECRETS)


@cache
def shared_writer() -> Writer:
    return Writer(SHIPPED, example().templates, zone=example().policy.zone)


def copy_of(mailbox: MailboxInMemory) -> MailboxInMemory:
    """The same mail on the same server, and nobody connected."""
    twin = MailboxInMemory()
    twin.inbox |= mailbox.inbox
    twin.folders |= {name: dict(mails) for name, mails in mailbox.folders.items()}
    twin._next_uid |= mailbox._next_uid
    return twin


def new_world(folder: Path) -> World:
    world = World(folder, MailboxInMemory(), MailServer())
    database = Database(f"sqlite:///{world.folder}/gehoor.db")
    migrate(database, at=NOON)
    database.close()
    for raw in MAILS.values():
        world.mailbox.deliver(raw, NOON)
    return world


def photographs(world: World, folder: Path) -> tuple[list[str], dict[str, World]]:
    """Lives once: all moments of that life, and the world at each that differs from the others."""
    camera = Camera()
    taken: dict[bytes, tuple[str, World]] = {}

    def look(name: str) -> None:
        state = world.state()
        if state not in taken:
            number = len(camera.moments)
            at = f"moment {number}, before: {name[:50]}"
            taken[state] = at, world.photograph(folder / str(number))

    camera.look = look
    world.live(camera)
    return camera.moments, dict(taken.values())
