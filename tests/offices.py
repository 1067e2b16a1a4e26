"""The whole office in a test: real rooms, a set clock, a mailbox in memory, no mail server."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, ClassVar, TypeAlias

from bot.core.decision import Save
from bot.core.happening import ConfigChecked, PersonDecided, PersonsWord
from bot.core.policy import Policy
from bot.office.dispatch import Dispatch
from bot.office.rounds import Rounds, Watched
from bot.settings.load import load
from bot.store.accounts import Accounts
from bot.store.condition import condition
from bot.store.ledger import About
from bot.wiring import Bot, build
from tests.builders import NOON, SetClock, paperwork, raw_mail
from tests.collecting import CollectingPostman
from tests.doubles import MailboxInMemory

EXAMPLE = Path(__file__).parent / "data" / "example-config"
SECRETS = {"GEHOOR_SIGNING_KEY": "k" * 40, "GEHOOR_IMAP_PASSWORD": "geheim"}

COMPLAINT = "Mijn zoon moest nablijven. Dat is onaanvaardbaar."
PARENT = "ilse.vdb@postvak.example"
OTHER = "stranger@elders.example"
ANN = "ann.peeters@schoolbestuur-demerland.example"  # coordinator
BERT = "bert.claes@schoolbestuur-demerland.example"  # handler, deputy of Ann
CARLA = "carla.maes@schoolbestuur-demerland.example"  # director of Demerland, safety contact
DIRK = "dirk.jansen@schoolbestuur-demerland.example"  # director of Kapelhof
ELS = "els.wouters@schoolbestuur-demerland.example"  # board, safety contact
FEMKE = "femke.baert@clb-demerland.example"  # safety contact outside the school
GUST = "gust.hermans@schoolbestuur-demerland.example"  # administrator
INGRID = "ingrid.baeten@schoolbestuur-demerland.example"  # board
KATRIEN = "katrien.desmet@schoolbestuur-demerland.example"  # teacher
SAFETY = {CARLA, ELS, FEMKE}
STAFF = {ANN, BERT, CARLA, DIRK, ELS, FEMKE, GUST, INGRID, KATRIEN}


# What leaves because a morning came, and not because of anything that a test does.
ROUTINE = {
    "daily_digest",
    "weekly_director",
    "board_monthly",
    "config_check",
    "reminder",
    "overdue",
    "first_tap",
}

# What the attention letter says of each matter, at its beginning.
SAYS = {
    "doubtful": "Misschien schreef een mens deze mail, misschien een programma.",
    "list": "Deze mail lijkt een nieuwsbrief of groepsmail.",
    "spam": "Deze mail lijkt reclame of bedrog.",
    "unreadable": "Deze mail kan de bot niet lezen.",
    "from_ourselves": "Deze mail draagt het adres van het meldpunt als afzender",
    "possible_follow_up": "Deze mail noemt een dossier, maar komt van een adres",
    "staff_without_case": "Een collega schreef naar het meldpunt zonder nummer",
    "staff_forward": "Een collega stuurde een mail door.",
    "ack_held_critical": "De ontvangstmelding wacht: er is misschien iemand in gevaar.",
    "ack_held_limit": "De ontvangstmelding wacht: dit adres kreeg er vandaag al genoeg.",
    "ack_held_config": "De ontvangstmelding wacht: er ontbreekt een afspraak.",
    "ack_held_forwarded": "De ontvangstmelding wacht: een collega stuurde deze mail door.",
    "forwarder_answered": "De collega die deze mail doorstuurde, heeft geantwoord.",
    "draft_waits": "Een brief aan de melder wacht al vijf werkdagen of langer op een ja.",
    "order_noted": "maar is nog niet uitgevoerd.",
    "order_from_elsewhere": "Er kwam een opdracht met",
    "orders_in_bulk": "Er komen veel opdrachten op naam van een collega",
    "access_ends": "Het geheim waarmee de bot in deze mailbox komt, verloopt",
    "access_not_kept": "De bot kan de vernieuwde toegang tot deze mailbox niet bewaren.",
    "ack_held_old": "De ontvangstmelding wacht: deze mail is meer dan een maand oud.",
    "acks_held_old": "ontvangstmeldingen wachten: die mails zijn meer dan een maand oud.",
    "ack_refused": "De ontvangstmelding is niet vertrokken: de mailserver weigerde ze.",
    "ack_bounced": "De ontvangstmelding kwam terug: het adres werkt niet.",
    "ack_uncertain": "Het is niet zeker dat de ontvangstmelding vertrok.",
    "acks_paused": "al langer dan vier uur, door de pauze.",
    "ack_late": "De ontvangstmelding wacht al vier uur op de mailserver.",
    "letter_failed": "Een brief is niet aangekomen.",
    "everybody_named": "Wie dit bericht zou lezen, wordt er zelf in genoemd.",
    "handling_past": "De dag waarop ons antwoord klaar moest zijn, is al voorbij.",
    "parent_replied": "Er is een nieuw bericht in dit dossier.",
    "breaker": "De bot stuurt even geen automatische brieven meer",
    "junk": "in de map met ongewenste mail.",
    "too_large": "Deze mail is te groot om binnen te halen.",
    "same_id": "Twee verschillende mails dragen hetzelfde kenmerk.",
}


@dataclass(frozen=True)
class Posted:
    """A letter that the mail server accepted, opened."""

    to: str
    name: str
    case: str | None
    mail: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    @property
    def message_id(self) -> str:
        return str(self.mail["Message-ID"])

    @property
    def on(self) -> str:
        """The day it was written, "2026-11-24"."""
        return str(parsedate_to_datetime(str(self.mail["Date"])).date())

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    @property
    def everything(self) -> str:
        """Whatever a reader can see of it."""
        return f"{self.subject}\n{self.text}\n{self.html}"

    def _part(self, kind: str) -> str:
        part = self.mail.get_body((kind,))
        assert part is not None
        return str(part.get_content())


class Office:
    """The real house, with a set clock, a mailbox in memory and a postman who only collects.

    `edit` changes the example config before it is loaded: file, old text, new text. `at` is where
    its clock stands at first.
    """

    secrets: ClassVar = SECRETS

    def __init__(self, folder: Path, *edits: tuple[str, str, str], at: datetime = NOON) -> None:
        self.folder = folder
        self.config = folder / "config"
        self.clock = SetClock(at)
        self.box = MailboxInMemory()
        self.postman = CollectingPostman()
        self._written = 0
        shutil.copytree(EXAMPLE, self.config)
        self._edit("bot.toml", "sqlite:///var/gehoor.db", f"sqlite:///{folder}/gehoor.db")
        self._edit("bot.toml", "var/heartbeat", f"{folder}/heartbeat")
        self.bot: Bot
        self.rounds: Rounds
        self.start(*edits)

    # The house

    def start(self, *edits: tuple[str, str, str]) -> Office:
        """Starts the bot with the config as edited."""
        for edit in edits:
            self._edit(*edit)
        self.bot = build(load(self.config, self.secrets), clock=self.clock)
        (watched,) = self.bot.rounds.watched
        dispatch = replace(
            self.bot.rounds.dispatch,
            postmen=dict.fromkeys(self.bot.rounds.dispatch.postmen, self.postman),
        )
        assert isinstance(dispatch, Dispatch)
        self.check = self.bot.rounds.watch.check
        self.bot.rounds.watch.check = ConfigChecked
        self.rounds = replace(
            self.bot.rounds,
            watched=[Watched(intake=watched.intake, box=self.box, poll=watched.poll)],
            dispatch=dispatch,
        )
        return self

    def restart(self, *edits: tuple[str, str, str]) -> Office:
        """Ends the process and starts another on the same database and mailbox."""
        self.close()
        return self.start(*edits)

    def close(self) -> None:
        self.bot.database.close()

    def round(self, **later: float) -> list[str]:
        """What `run --once` does, `later` (hours=…) than the last; what could not be used."""
        self.clock.forward(**later)
        return self.rounds.once()

    def rounds_every(self, minutes: float, *, hours: float) -> None:
        """Rounds at this distance for so long."""
        for _ in range(round(hours * 60 / minutes)):
            self.round(minutes=minutes)

    def morning(self, day: date, *hours: time) -> None:
        """Rounds at these local hours of a day: before office hours, and as they begin."""
        for hour in hours or (time(7, 45), time(8, 15)):
            self.clock.at = datetime.combine(day, hour, self.policy.zone).astimezone(UTC)
            self.rounds.once()

    def mornings(self, first: date, last: date) -> None:
        """Every morning from one day up to and including another."""
        for n in range((last - first).days + 1):
            self.morning(first + timedelta(days=n))

    # The world outside

    def deliver(self, raw: bytes | None = None, at: datetime | None = None, **mail: Any) -> int:
        """A mail comes in, now or `at` another time; `mail` as raw_mail takes it."""
        return self.box.deliver(raw if raw is not None else raw_mail(**mail), at or self.clock.at)

    def write(
        self, text: str = "Mijn zoon moest nablijven. Dat is onaanvaardbaar.", **mail: Any
    ) -> int:
        """A parent writes a mail with a Message-ID of its own."""
        self._written = getattr(self, "_written", 0) + 1
        mail = {"message_id": f"<{self._written}@postvak.example>"} | mail
        mail.setdefault("subject", f"Klacht over de bus, deel {self._written}")
        return self.deliver(text=text, **mail)

    def adopt(self, *uids: int, acknowledge: bool) -> int:
        """What `gehoor adopt` does."""
        (watched,) = self.rounds.watched
        watched.box.connect()
        taken = watched.intake.adopt(watched.box, uids, acknowledge=acknowledge)
        watched.box.close()
        return taken

    def says(
        self, what: PersonsWord, number: str | None, *, by: str = "ann", how: str = "", **said: Any
    ) -> None:
        """What `gehoor release`, `waive`, `seen` and so on do; `said` as PersonDecided has it."""
        self.bot.casework.person(PersonDecided(what=what, by=by, how=how, **said), number)

    def change(self, number: str = "K-2026-0001", **changes: Any) -> None:
        """A case becomes so, as a person would make it with words that the bot cannot hear yet."""
        with self.bot.ledger.open_page() as page:
            case = page.look.case(number)
            assert case is not None
            told = paperwork(Save(replace(case, **changes)), event="case_changed")
            page.record(told, at=self.clock.at, about=About())

    # The books

    @property
    def policy(self) -> Policy:
        return self.bot.policy

    @property
    def books(self) -> Accounts:
        return Accounts(self.bot.database)

    def register(self) -> list[dict[str, Any]]:
        return self.books.register()

    def case(self, number: str = "K-2026-0001") -> dict[str, Any]:
        found = self.books.show(number)
        assert found is not None
        return found

    def mails(self) -> list[dict[str, Any]]:
        account = self.books.mails()
        assert account["closes"]
        found: list[dict[str, Any]] = account["mails"]
        return found

    def mail(self) -> dict[str, Any]:
        """What became of the mail that came last."""
        return self.mails()[-1]

    def outbox(self, name: str | None = None) -> list[dict[str, Any]]:
        return [
            letter
            for letter in self.books.letters(with_text=True)
            if name == letter["letter"] or (name is None and letter["letter"] not in ROUTINE)
        ]

    def log(self, event: str | None = None) -> list[dict[str, Any]]:
        assert self.books.verify() is None
        return [entry for entry in self.books.log() if event in {None, entry["event"]}]

    def health(self) -> dict[str, Any]:
        addresses = [box.address for box in self.policy.mailboxes]
        return condition(
            self.bot.database, now=self.clock.at, calendar_until=None, addresses=addresses
        )

    def letters(self, name: str | None = None, *, to: str | None = None) -> list[Posted]:
        """The letters that the mail server accepted, in the order they left; routine by name."""
        return [
            letter
            for letter in self.everything(to=to)
            if name == letter.name or (name is None and letter.name not in ROUTINE)
        ]

    def everything(self, *, to: str | None = None) -> list[Posted]:
        """All letters that the mail server accepted, in the order they left."""
        known = {letter["message_id"]: letter for letter in self.books.letters()}
        posted = []
        for envelope in self.postman.letters:
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            row = known[str(mail["Message-ID"])]
            assert row["to"] == envelope.recipient
            posted.append(Posted(envelope.recipient, row["letter"], row["case"], mail))
        return [letter for letter in posted if to in {None, letter.to}]

    def letter(self, name: str | None = None, *, to: str | None = None) -> Posted:
        """The only such letter."""
        (found,) = self.letters(name, to=to)
        return found

    def told(self, code: str, *, to: str | None = ANN) -> int:
        """How many such matters attention letters told a person of, one by one or as a count."""
        texts = (" ".join(letter.text.split()) for letter in self.letters("attention", to=to))
        matters = (
            matter
            for text in texts
            for matter in re.split(r" (?=\d+\. (?:K-|Mailbox|\S+@))", text)
            if SAYS[code] in matter
        )
        more = (re.search(r"waren er zo nog (\d+)", matter) for matter in matters)
        return sum(1 + (int(found[1]) if found else 0) for found in more)

    def posted_to_outsiders(self) -> list[Posted]:
        return [letter for letter in self.letters() if letter.to not in STAFF]

    def forget_letters(self) -> None:
        """Looks only at what leaves from here on."""
        self.postman.letters.clear()
        self.postman.tried.clear()

    def _edit(self, file: str, old: str, new: str) -> None:
        path = self.config / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


NewOffice: TypeAlias = "Callable[..., Office]"  # makes an office on an edited example config
