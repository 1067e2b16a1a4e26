"""`gehoor demo`: one complaint, played on an embedded mail server by invented people."""

from __future__ import annotations

import re
import secrets
import sys
import tempfile
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from importlib.resources import files
from pathlib import Path
from typing import TextIO

from bot.clock import Clock, SystemClock, monotonic, pause
from bot.rehearsal.mailserver import EmbeddedMailServer
from bot.settings.load import load
from bot.store.accounts import Accounts
from bot.wiring import Bot, build

SCHOOL = "klachten@demerland.example"
COORDINATOR = "ann.peeters@demerland.example"
PARENT = "ilse.vdb@postvak.example"

_WIDTH = 82  # columns of a paper
_PATIENCE = 20.0  # seconds for anything to happen
_SUBJECT = "Klacht over de manier van straffen in 2B"
_TEXT = """\
Geachte directie

Onze zoon Wout (klas 2B) moest vorige donderdag na de les wiskunde twee uur
nablijven omdat "de klas te luid was". De straf stond niet in de agenda en wij
wisten van niets. Hij miste zijn bus en stond tot 18.45 u aan de halte.

Ik vind een collectieve straf niet eerlijk. Ik verwacht dat dit wordt
uitgeklaard en dat wij voortaan op tijd verwittigd worden.

Met vriendelijke groeten
Ilse Vandenbroucke
"""
_AWAY = "Ik ben afwezig tot maandag en lees mijn mail niet.\n"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Where the play is played."""

    server: EmbeddedMailServer
    bot: Bot
    clock: Clock
    out: TextIO

    def says(self, line: str = "") -> None:
        """One line of the story."""
        self.out.write(line + "\n")
        self.out.flush()

    def scene(self, title: str) -> None:
        """The next scene."""
        at = self.clock.now().astimezone(self.bot.policy.zone)
        self.says(f"\n{at:%H:%M:%S}  {title}\n")

    def shows(self, text: str) -> None:
        """A paper that somebody holds in their hands."""
        for line in text.rstrip("\n").split("\n"):
            for part in textwrap.wrap(line, _WIDTH, subsequent_indent=_hang(line)) or [""]:
                self.says(f"          | {part}".rstrip())


def play(out: TextIO = sys.stdout) -> int:
    """Plays the complaint from mail to log; 0 when everything happened as it should."""
    with _stage(out) as stage, _at_work(stage.bot):
        stage.says("Gehoor: one complaint, from the parent's mail to the log.")
        stage.says("Everything happens inside this process; every person is invented.")
        acknowledged = _the_complaint(stage)
        _nobody_answers_a_machine(stage, acknowledged)
        _the_books(stage)
    return 0


def _the_complaint(stage: Stage) -> EmailMessage:
    stage.scene(f"Ilse, Wout's mother, writes to {SCHOOL}.")
    stage.shows(f"Subject: {_SUBJECT}\n\n{_TEXT}")
    started = monotonic()
    _post(stage, _SUBJECT, _TEXT)
    letter = _letter_to(stage, PARENT)
    seconds = monotonic() - started
    stage.scene(f"{seconds:.1f} seconds later Ilse holds this acknowledgment:")
    stage.shows(_as_read(letter))
    notice = _letter_to(stage, COORDINATOR)
    stage.scene("Ann, the complaints coordinator, holds this notice:")
    stage.shows(_as_read(notice))
    return letter


def _nobody_answers_a_machine(stage: Stage, acknowledged: EmailMessage) -> None:
    stage.scene("Ilse's mailbox answers by itself: she is away. Nobody answers a machine.")
    _post(
        stage,
        f"Automatisch antwoord: {acknowledged['Subject']}",
        _AWAY,
        {"Auto-Submitted": "auto-replied", "In-Reply-To": str(acknowledged["Message-ID"])},
    )
    _until(lambda: len(_decided(stage)) == 2)  # noqa: PLR2004  # her mail and its echo
    stage.shows(f"filed under: {_decided(stage)[-1]['place']}; no letter left")


def _the_books(stage: Stage) -> None:
    accounts = Accounts(stage.bot.database)
    _until(lambda: accounts.register()[0]["ack"] == "sent")
    case = accounts.register()[0]
    stage.scene("In the register:")
    stage.shows(f"{case['number']}  {case['kind']}, {case['status']}, acknowledgment {case['ack']}")
    for duty in sorted(case["deadlines"], key=lambda duty: str(duty["due_on"])):
        met = "  met" if duty["met_at"] else ""
        stage.shows(f"  {duty['kind']:<14} uiterlijk {duty['due_on']}{met}")
    stage.scene("In the log, each line chained to the one before:")
    for entry in accounts.log():
        stage.shows(f"{entry['n']:>2}  {entry['event']:<14} {entry['reason']}")
    account = accounts.mails()
    stage.says()
    stage.says(
        f"{account['received']} mails received, each in exactly one place"
        f" ({', '.join(mail['place'] for mail in account['mails'])});"
        f" the log is {'whole' if accounts.verify() is None else 'BROKEN'}."
    )
    stage.says("That is all. Set up your own: gehoor init DIR")


@contextmanager
def _stage(out: TextIO) -> Iterator[Stage]:
    clock = SystemClock()
    with (
        tempfile.TemporaryDirectory(prefix="gehoor-demo-") as folder,
        EmbeddedMailServer(addresses=[SCHOOL], clock=clock) as server,
    ):
        config = Path(folder) / "config"
        config.mkdir()
        for part in files("bot.config").joinpath("demo").iterdir():
            if part.name.endswith(".toml"):
                text = part.read_text(encoding="utf-8").replace("FOLDER", folder)
                text = text.replace("14143", str(server.imap_port))
                text = text.replace("14025", str(server.smtp_port))
                (config / part.name).write_text(text, encoding="utf-8")
        env = {
            "GEHOOR_DEMO_KEY": secrets.token_hex(32),
            "GEHOOR_DEMO_PASSWORD": server.password,
        }
        bot = build(load(config, env), clock=clock)
        yield Stage(server=server, bot=bot, clock=clock, out=out)
        bot.database.close()


@contextmanager
def _at_work(bot: Bot) -> Iterator[None]:
    """The real office, in the background as `gehoor run` has it in front."""
    ready = threading.Event()
    office = threading.Thread(target=bot.rounds.run, kwargs={"ready": ready.set})
    office.start()
    try:
        ready.wait(_PATIENCE)
        yield
    finally:
        bot.rounds.stop.set()
        office.join(_PATIENCE)


def _hang(line: str) -> str:
    """The indent of a list item's further lines."""
    marker = re.match(r"\s*(?:- |\d+[.] )?", line)
    return " " * len(marker[0]) if marker else ""


def _post(stage: Stage, subject: str, text: str, headers: dict[str, str] | None = None) -> None:
    mail = EmailMessage()
    mail["From"] = f"Ilse Vandenbroucke <{PARENT}>"
    mail["To"] = SCHOOL
    mail["Subject"] = subject
    mail["Date"] = format_datetime(stage.clock.now())
    mail["Message-ID"] = make_msgid(domain="postvak.example")
    for name, value in (headers or {}).items():
        mail[name] = value
    mail.set_content(text)
    stage.server.post(sender=PARENT, recipient=SCHOOL, content=mail.as_bytes(policy=policy.SMTP))


def _letter_to(stage: Stage, address: str) -> EmailMessage:
    letter = stage.server.wait_for_letter(address, timeout=_PATIENCE)
    message = message_from_bytes(letter.content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _as_read(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return f"To: {letter['To']}\nSubject: {letter['Subject']}\n\n{text}"


def _decided(stage: Stage) -> list[dict[str, object]]:
    mails: list[dict[str, object]] = Accounts(stage.bot.database).mails()["mails"]
    return [mail for mail in mails if mail["verdict"]]


def _until(happened: Callable[[], bool]) -> None:
    end = monotonic() + _PATIENCE
    while not happened():
        if monotonic() > end:
            raise TimeoutError("the play came to a halt")
        pause(0.02)
