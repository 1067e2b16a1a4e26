"""Builds the bot from its parts; the only file that knows them all."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import structlog

from bot.clock import Clock, SystemClock, monotonic
from bot.core.calendar import local_date
from bot.core.happening import ConfigChecked
from bot.core.letter import Button, Letter
from bot.core.policy import Policy
from bot.core.providers import WAYS, Provider
from bot.core.tokens import Signer
from bot.office.access import ProvenPolicy, at_risk, told
from bot.office.administration import Administration
from bot.office.casework import Casework
from bot.office.dispatch import Dispatch
from bot.office.gathering import Gathering
from bot.office.heartbeat import beat
from bot.office.intake import Intake
from bot.office.rounds import Rounds, Watched
from bot.office.watch import Watch
from bot.post.imap.mailbox import ImapMailbox
from bot.post.imap.server import ImapServer
from bot.post.oauth.grant import Grant
from bot.post.oauth.keeping import TokenStore
from bot.post.oauth.source import TokenSource, source_of
from bot.post.parser import read_mail
from bot.post.smtp.postman import Postman, SmtpServer
from bot.press.letter import Window, print_letter
from bot.settings.check.findings import findings
from bot.settings.finding import Level
from bot.settings.load import Settings, load
from bot.settings.schema.bot import MailboxConfig
from bot.store.boxes import Boxes
from bot.store.condition import condition
from bot.store.database import Database
from bot.store.inbox import Inbox
from bot.store.ledger import Ledger
from bot.store.outbox import Outbox
from bot.store.schema import migrate
from bot.writer.collection import Collection
from bot.writer.envelope import compose
from bot.writer.letters import Writer
from bot.writer.words import write_date

LOG = structlog.get_logger("wiring")

SHIPPED = Path(str(files("bot.templates")))

_PROVIDER_OF: Mapping[str, Literal["microsoft365", "google"]] = {
    "microsoft": "microsoft365",
    "google": "google",
}


@dataclass(frozen=True, kw_only=True)
class Bot:
    """Everything built and connected to nothing yet."""

    settings: Settings
    policy: Policy
    database: Database
    inbox: Inbox
    outbox: Outbox
    ledger: Ledger
    casework: Casework
    rounds: Rounds
    writer: Writer


def build(settings: Settings, *, clock: Clock | None = None) -> Bot:
    """The bot as config says, on a database of this release's schema."""
    clock = clock or SystemClock()
    policy = replace(settings.policy, missing=agreements_missing(settings, clock))
    database = open_database(settings, clock)
    boxes, inbox = Boxes(database), Inbox(database)
    outbox, ledger = Outbox(database), Ledger(database)
    signer = Signer(settings.signing_keys)
    writer = Writer(
        SHIPPED,
        settings.templates,
        zone=policy.zone,
        sign=partial(_sign, signer),
        styles=settings.house_styles,
    )
    current = ProvenPolicy(agreed=policy, ledger=ledger)
    wake = threading.Event()
    access = access_to_all(settings, clock)
    dispatch = Dispatch(
        outbox=outbox,
        postmen={
            box.address: postman_of(settings, box, access.get(box.address))
            for box in settings.bot.mailbox
        },
        second=_second_way(settings),
        policy=current,
        clock=clock,
        on_news=wake.set,
    )
    standing = partial(_standing, dispatch, access, current)
    casework = Casework(
        ledger=ledger,
        inbox=inbox,
        outbox=outbox,
        gathering=Gathering(signer=signer, read_mail=read_mail),
        writer=writer,
        compose=compose,
        prints=partial(_printed, policy),
        read_mail=read_mail,
        signer=signer,
        policy=current,
        clock=clock,
        ring=partial(_ring, settings.bot.alerts.command),
        look_up=Administration(
            ledger=ledger,
            running=settings,
            reread=partial(load, settings.folder, os.environ),
            shipped=SHIPPED,
            collection=Collection(SHIPPED, settings.templates, zone=policy.zone),
            state=partial(_state, settings, database, standing, clock),
        ),
    )
    watch = Watch(
        ledger=ledger,
        boxes=boxes,
        outbox=outbox,
        casework=casework,
        policy=current,
        clock=clock,
        check=partial(_checked, settings, clock),
        access=partial(at_risk, access, dispatch.postmen, clock, policy),
    )
    rounds = Rounds(
        watched=[
            Watched(
                intake=Intake(
                    mailbox=mailbox,
                    boxes=boxes,
                    inbox=inbox,
                    outbox=outbox,
                    policy=current,
                    clock=clock,
                    keeps_sent_copy=box.smtp.keeps_sent_copy,
                    download_mb_a_day=WAYS[Provider(box.provider)].download_mb_a_day,
                ),
                box=imap_of(settings, box, clock, access.get(box.address)),
                poll=box.imap.poll.total_seconds(),
            )
            for box, mailbox in zip(settings.bot.mailbox, policy.mailboxes, strict=True)
        ],
        casework=casework,
        watch=watch,
        dispatch=dispatch,
        outbox=outbox,
        clock=clock,
        wake=wake,
        beat=partial(_beat, settings, database, standing, clock),
    )
    return Bot(
        settings=settings,
        policy=policy,
        database=database,
        inbox=inbox,
        outbox=outbox,
        ledger=ledger,
        casework=casework,
        rounds=rounds,
        writer=writer,
    )


def agreements_missing(settings: Settings, clock: Clock) -> tuple[str, ...]:
    """The agreements without which no letter goes to a parent: the errors that `check` finds."""
    today = local_date(clock.now(), settings.policy.zone)
    return tuple(
        one.key for one in findings(settings, today, examples=False) if one.level is Level.ERROR
    )


def _checked(settings: Settings, clock: Clock) -> ConfigChecked:
    """What `gehoor check` says of the config today, for the administrators."""
    today = local_date(clock.now(), settings.policy.zone)
    lines: dict[Level, list[str]] = {level: [] for level in Level}
    for one in findings(settings, today, examples=False):
        lines[one.level].append(": ".join(filter(None, (one.file, one.key, one.text))))
    return ConfigChecked(
        errors=tuple(lines[Level.ERROR]),
        warnings=tuple(lines[Level.WARNING]),
        infos=tuple(lines[Level.OK]),
    )


def _sign(signer: Signer, button: Button) -> str:
    """The key that makes a button act for its reader alone."""
    return signer.staff_key(button.person, button.about, button.made_on)


def _printed(policy: Policy, letter: Letter, at: datetime) -> bytes:
    """A letter on paper, from the school of its case, dated on the local day."""
    day = local_date(at, policy.zone)
    school = letter.order.values.get("school")
    in_netherlands = policy.calendar.region.country == "NL"
    return print_letter(
        letter,
        school if isinstance(school, str) and school else policy.organisation,
        day=day,
        dated=write_date(day, letter.language),
        window=Window.LEFT if in_netherlands else Window.RIGHT,
    )


def open_database(settings: Settings, clock: Clock) -> Database:
    """The database at this release's schema."""
    database = Database(settings.database)
    migrate(database, at=clock.now())
    return database


def access_to_all(settings: Settings, clock: Clock) -> dict[str, TokenSource]:
    """Who has tokens ready, by mailbox address; where a password lets the bot in there is none."""
    return {
        box.address: source_of(
            grant_of(settings, box),
            TokenStore(Path(box.oauth.token_file), settings.signing_keys),
            clock,
        )
        for box in settings.bot.mailbox
        if box.oauth is not None and box.tokens
    }


def grant_of(settings: Settings, box: MailboxConfig) -> Grant:
    """With what the bot asks for the tokens of a mailbox."""
    oauth = box.oauth
    assert oauth is not None
    return Grant(
        provider=_PROVIDER_OF[box.tokens],
        mailbox=box.imap.user,
        tenant=oauth.tenant,
        client_id=oauth.client_id,
        client_secret=settings.secret(oauth.client_secret),
        certificate=settings.secret(oauth.certificate),
        service_account=settings.secret(oauth.service_account),
        secret_expires_on=oauth.secret_expires_on,
        authority=oauth.authority,
        token_uri=oauth.token_uri,
        ca_file=oauth.ca_file,
    )


def imap_of(
    settings: Settings, box: MailboxConfig, clock: Clock, access: TokenSource | None
) -> ImapMailbox:
    """The mailbox on its server, not yet connected."""
    server = imap_server(settings, box, access)
    return ImapMailbox(server, inbox=box.imap.inbox, archive=box.imap.archive, clock=clock)


def imap_server(settings: Settings, box: MailboxConfig, access: TokenSource | None) -> ImapServer:
    """Where the mailbox is, and how the bot gets in."""
    access = access if box.imap.oauth in _PROVIDER_OF else None
    return ImapServer(
        host=box.imap.host,
        port=box.imap.port,
        security=box.imap.security,
        user=box.imap.user,
        password=settings.secret(box.imap.password),
        token=access.token if access else None,
        token_refused=access.refused if access else None,
        ca_file=box.imap.ca_file,
        ways=WAYS[Provider(box.provider)],
    )


def postman_of(settings: Settings, box: MailboxConfig, access: TokenSource | None) -> Postman:
    """The postman of a mailbox, not yet connected."""
    return Postman(smtp_server(settings, box, access), monotonic=monotonic)


def smtp_server(settings: Settings, box: MailboxConfig, access: TokenSource | None) -> SmtpServer:
    """Where letters are handed in, and how the bot gets in."""
    access = access if box.smtp.oauth in _PROVIDER_OF else None
    return SmtpServer(
        host=box.smtp.host,
        port=box.smtp.port,
        security=box.smtp.security,
        user=box.smtp.user,
        password=settings.secret(box.smtp.password),
        token=access.token if access else None,
        token_refused=access.refused if access else None,
        ca_file=box.smtp.ca_file,
        per_minute=box.smtp.per_minute,
        connections=box.smtp.connections,
    )


def _second_way(settings: Settings) -> Postman | None:
    """The other way out for alarms, where one was agreed."""
    smtp = settings.bot.alerts.smtp
    if smtp is None:
        return None
    server = SmtpServer(
        host=smtp.host,
        port=smtp.port,
        security=smtp.security,
        user=smtp.user,
        password=settings.secret(smtp.password),
        ca_file=smtp.ca_file,
        connections=1,
    )
    return Postman(server, monotonic=monotonic)


def _standing(
    dispatch: Dispatch, access: Mapping[str, TokenSource], policy: ProvenPolicy
) -> dict[str, object]:
    """What is known of the servers beside what the database tells."""
    policy.look()
    return {
        "mail_servers": dispatch.troubles(),
        "access": [told(mailbox, source.state()) for mailbox, source in access.items()],
    }


def _state(
    settings: Settings,
    database: Database,
    standing: Callable[[], Mapping[str, object]],
    clock: Clock,
) -> dict[str, Any]:
    """How the office stands now, as the heartbeat tells it."""
    until = settings.policy.calendar.calendar_until
    return {
        **condition(
            database,
            now=clock.now(),
            calendar_until=until.isoformat(),
            addresses=[mailbox.address for mailbox in settings.policy.mailboxes],
        ),
        **standing(),
    }


def _beat(
    settings: Settings,
    database: Database,
    standing: Callable[[], Mapping[str, object]],
    clock: Clock,
) -> None:
    state = _state(settings, database, standing, clock)
    try:
        beat(Path(settings.bot.alerts.heartbeat_file), state)
    except OSError as error:
        # Without it `gehoor health` says that the bot is dead; the letters go on.
        LOG.warning("heartbeat", why=f"bot.toml: alerts.heartbeat_file: {error}")


def _ring(command: tuple[str, ...], case_number: str) -> None:
    """Runs the school's own bell with the case number and the level, and nothing else."""
    if not command:
        return
    try:
        subprocess.Popen(  # noqa: S603  # the school's own command, no shell
            [*command, case_number, "critical"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        LOG.warning("bell_failed", why=error.strerror)
