"""The stage: the real office on an embedded mail server, with a clock that is set by hand."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from aiosmtplib import SMTPException

from bot.rehearsal.mailserver import EmbeddedMailServer
from bot.rehearsal.proof import Proofs
from bot.settings.load import load
from bot.store.accounts import Accounts
from bot.wiring import Bot, build

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.rehearsal.received import ReceivedLetter, Tap

SCHOOL = "klachten@demerland.example"

# Signs what is thrown away at the end; always the same, so that the story is.
_KEY = "een sleutel die alleen in het spel iets opent"
_AUTHSERV = "mx.demerland.example"
# Local: between scenes the office looks once a day, when reminders and letters may leave.
_LOOKS_AT = time(8, 30)
_DAY = timedelta(days=1)


class NotAsToldError(Exception):
    """Something did not happen as the story tells it; says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """Somebody with a mail program. Who has an account at the school (`password`) logs in."""

    name: str
    email: str
    password: str = field(default="", repr=False)

    @property
    def first_name(self) -> str:
        """How the story calls them."""
        return self.name.split(" ")[0]


class SetClock:
    """A clock that stands where it was set, until it is set to a later time."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """This instant of the play, aware, UTC."""
        return self._at

    def set_to(self, at: datetime) -> None:
        """It is this time now. Raises NotAsToldError where that would be earlier."""
        if at < self._at:
            raise NotAsToldError(f"de klok kan niet terug van {self._at} naar {at}")
        self._at = at.astimezone(UTC)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Where the play is played: people write, time passes, letters come."""

    server: EmbeddedMailServer
    bot: Bot
    clock: SetClock
    accounts: Accounts
    _numbers: Iterator[int] = field(default_factory=partial(count, 1))
    _names: dict[str, str] = field(default_factory=dict)  # of letters, by Message-ID

    @property
    def now(self) -> datetime:
        """The time of the play, as a clock in the school shows it."""
        return self.clock.now().astimezone(self.bot.policy.zone)

    # --- people -------------------------------------------------------------------------------

    def write(
        self, who: Player, text: str, *, subject: str = "", to: ReceivedLetter | None = None
    ) -> str:
        """Somebody writes to the school: a mail of their own, or a reply. Returns the subject."""
        mail = EmailMessage()
        mail["From"] = f"{who.name} <{who.email}>"
        mail["To"] = SCHOOL
        mail["Subject"] = subject = subject or (f"Re: {to.subject}" if to else "")
        mail["Date"] = format_datetime(self.now)
        mail["Message-ID"] = f"<brief.{next(self._numbers)}@{who.email.rpartition('@')[2]}>"
        if to is not None:
            mail["In-Reply-To"] = mail["References"] = to.message_id
            old = "".join(f"> {line}\n" for line in to.text.splitlines())
            text = f"{text}\n\nOp {to.arrived_at:%d-%m-%Y} schreef {SCHOOL}:\n{old}"
        mail.set_content(text)
        content = mail.as_bytes(policy=policy.SMTP)
        try:
            self.server.post(
                sender=who.email, recipient=SCHOOL, content=content, password=who.password
            )
        except (OSError, SMTPException) as error:
            raise NotAsToldError(f"de mail van {who.name} ging niet weg: {error}") from error
        return subject

    def tap(self, who: Player, label: str, letter: ReceivedLetter, *, typed: str = "") -> Tap:
        """Somebody taps a button of a letter, and sends the mail that opens, filled in."""
        tap = next((one for one in letter.buttons if one.label == label), None)
        if tap is None:
            raise NotAsToldError(f"op “{letter.subject}” staat geen knop [{label}]")
        if tap.to != SCHOOL:
            raise NotAsToldError(f"de knop [{label}] schrijft naar {tap.to}")
        tap = tap.filled_in(typed) if typed else tap
        self.write(who, tap.body, subject=tap.subject)
        return tap

    # --- time ---------------------------------------------------------------------------------

    def at(self, local: str) -> None:
        """It becomes this time at the school ("2026-09-14 19:42"), and the office looks."""
        until = datetime.fromisoformat(local).replace(tzinfo=self.bot.policy.zone)
        while (moment := self._next_round()) < until:
            self.clock.set_to(moment)
            self.round()
        self.clock.set_to(until)
        self.round()

    def minutes_pass(self, minutes: int) -> None:
        """Some minutes later the office looks what is due."""
        self.clock.set_to(self.clock.now() + timedelta(minutes=minutes))
        self.round()

    def days_pass_until(self, who: Player, name: str, *, days: int) -> None:
        """Days pass, a round at a time, until a letter of this name comes to somebody."""
        last = self.clock.now() + days * _DAY
        while (moment := self._next_round()) <= last:
            self.clock.set_to(moment)
            self.round()
            if self._came(who, name):
                return
        raise NotAsToldError(f"{who.name} kreeg in {days} dagen geen brief {name}")

    def round(self) -> None:
        """What the office does at this moment, as `run --once`: take in, decide, write, send."""
        trouble = self.bot.rounds.once()
        if trouble or self.server.errors:
            raise NotAsToldError("; ".join([*trouble, *map(str, self.server.errors)]))

    def _next_round(self) -> datetime:
        """On the next day that people work: in a weekend nothing comes due."""
        working = self.bot.policy.calendar.is_working_day
        days = (self.now.date() + n * _DAY for n in count())
        moments = (
            datetime.combine(day, _LOOKS_AT, self.now.tzinfo) for day in days if working(day)
        )
        return next(moment for moment in moments if moment > self.now)

    # --- letters ------------------------------------------------------------------------------

    def letter(self, who: Player, name: str) -> ReceivedLetter:
        """The letter of this name that came to somebody just now."""
        if came := self._came(who, name):
            return came[-1]
        raise NotAsToldError(f"{who.name} kreeg op {self.now:%d/%m %H.%M} uur geen brief {name}")

    def held(self, who: Player, name: str) -> ReceivedLetter:
        """The newest letter of this name that somebody has, whenever it came."""
        if held := self._of_name(name, self.server.letters_to(who.email)):
            return held[-1]
        raise NotAsToldError(f"{who.name} heeft geen brief {name}")

    def no_letter(self, who: Player) -> None:
        """Nothing came to somebody just now."""
        if came := self._just_now(who):
            raise NotAsToldError(f"{who.name} kreeg toch een brief: “{came[0].subject}”")

    def _came(self, who: Player, name: str) -> Sequence[ReceivedLetter]:
        return self._of_name(name, self._just_now(who))

    def _just_now(self, who: Player) -> Sequence[ReceivedLetter]:
        now = self.clock.now()
        return [one for one in self.server.letters_to(who.email) if one.arrived_at == now]

    def _of_name(self, name: str, letters: Sequence[ReceivedLetter]) -> Sequence[ReceivedLetter]:
        if any(one.message_id not in self._names for one in letters):
            self._names.update(
                (one["message_id"], one["letter"]) for one in self.accounts.letters()
            )
        return [one for one in letters if self._names.get(one.message_id) == name]


@contextmanager
def stage_for(players: Sequence[Player], *, opens_at: datetime) -> Iterator[Stage]:
    """The stage, set up in a folder that is thrown away afterwards."""
    clock = SetClock(opens_at)
    logins = {one.email: one.password for one in players if one.password}
    proofs = Proofs(authserv_id=_AUTHSERV, logins=logins)
    with (
        tempfile.TemporaryDirectory(prefix="gehoor-demo-") as folder,
        EmbeddedMailServer(addresses=[SCHOOL], clock=clock, proofs=proofs) as server,
    ):
        config = _config_in(Path(folder), server)
        env = {"GEHOOR_DEMO_KEY": _KEY, "GEHOOR_DEMO_PASSWORD": server.password}
        bot = build(load(config, env), clock=clock)
        try:
            yield Stage(server=server, bot=bot, clock=clock, accounts=Accounts(bot.database))
        finally:
            bot.database.close()


def _config_in(folder: Path, server: EmbeddedMailServer) -> Path:
    """The config of the demo's school, with the ports of this server."""
    config = folder / "config"
    config.mkdir()
    for part in files("bot.config").joinpath("demo").iterdir():
        if part.name.endswith(".toml"):
            text = part.read_text(encoding="utf-8").replace("FOLDER", str(folder))
            text = text.replace("14143", str(server.imap_port))
            text = text.replace("14025", str(server.smtp_port))
            (config / part.name).write_text(text, encoding="utf-8")
    return config
