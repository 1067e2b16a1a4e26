"""What an administrator asks of the bot itself by mail: looked up before any page is opened.

Reading the config anew and writing letters takes its time, so none of it happens while the ledger
is written. Only who is proven to be an administrator makes the bot do it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

import structlog

from bot import __version__
from bot.core.asked_for import (
    Agreement,
    AskedFor,
    BotState,
    BoxState,
    Checked,
    LetterLine,
    LetterShown,
    LettersTested,
    Recalculated,
    TokenState,
)
from bot.core.calendar import local_date
from bot.core.duties.recalculated import other_days
from bot.core.instructions import Order, Verb
from bot.core.instructions.reading import read_instructions
from bot.core.mail import IncomingMail
from bot.core.policy import Mode, Policy, Role
from bot.core.staff.letter_meant import letter_meant
from bot.core.triage.people import staff_member, staff_proof
from bot.office.examining import in_letters
from bot.settings.check.agreements import ToAgree, to_agree
from bot.settings.check.findings import findings, findings_of
from bot.settings.finding import Finding, Level
from bot.settings.load import Settings
from bot.settings.problem import ConfigError
from bot.store.ledger import Ledger
from bot.writer.collection import USUAL, Collection, Exhibit
from bot.writer.names import NAMES
from bot.writer.words import LANGUAGES

LOG = structlog.get_logger("administration")

_LONGEST_SOURCE = 30_000  # characters of a template that a letter repeats
_MOST_LINES = 100  # of findings that a letter lists


class Rereads(Protocol):
    """Loads the config anew; raises ConfigError."""

    def __call__(self, *, needs_secrets: bool = True) -> Settings: ...


@dataclass(frozen=True, kw_only=True)
class Administration:
    """Asks config, letters, cases and heartbeat; every answer becomes a fact.

    `running` is the config that the bot runs with, `reread` loads it as it lies on the disk now
    (raises ConfigError), `shipped` is the folder of the shipped letters, `state` what the heartbeat
    tells.
    """

    ledger: Ledger
    running: Settings
    reread: Rereads
    shipped: Path
    state: Callable[[], Mapping[str, Any]]
    collection: Collection

    def __call__(
        self, mail: IncomingMail, mailbox: str, policy: Policy, now: datetime
    ) -> AskedFor | None:
        """What this mail asks of the bot itself; None where nobody may ask, or asks nothing."""
        writer = staff_member(mail, policy)
        proof = staff_proof(mail, mailbox, policy)
        if writer is None or Role.ADMIN not in writer.roles or proof is None or not proof.ok:
            return None
        asked = AskedFor()
        for order in read_instructions(mail, policy, local_date(now, policy.zone)).orders:
            try:
                asked = self._with(asked, order, policy, now)
            except ConfigError as error:
                asked = replace(asked, trouble=_lines(findings_of(error), Level.ERROR))
            except Exception:
                # What is not found is told to the administrator in the answer, not thrown.
                LOG.exception("asked_for", order=order.verb.value)
        return asked if asked != AskedFor() else None

    def _with(self, asked: AskedFor, order: Order, policy: Policy, now: datetime) -> AskedFor:
        """What was found so far, with what this order asks for."""
        match order.verb:
            case Verb.ADMIN_STATUS:
                asked = replace(asked, state=self._state(policy))
            case Verb.ADMIN_CHECK:
                asked = replace(asked, checked=self._checked(now))
            case Verb.LETTER_LIST:
                asked = replace(asked, letters=tuple(self._listed()))
            case Verb.LETTER_SHOWN if asked.letter is None:
                asked = replace(asked, letter=self._shown(order, policy))
            case Verb.LETTER_TEST:
                asked = replace(asked, tested=self._tested())
            case Verb.RECALCULATE:
                asked = replace(asked, recalculated=self._recalculated())
        return asked

    # --- the config ---------------------------------------------------------------------------

    def _checked(self, now: datetime) -> Checked:
        missing: list[Finding] = []
        try:
            settings = self.reread()
        except ConfigError as error:
            missing = findings_of(error)
            try:  # a password that is not set yet hides nothing else
                settings = self.reread(needs_secrets=False)
            except ConfigError:
                return Checked(errors=_lines(missing, Level.ERROR))
        agreements = list(to_agree(settings))
        today = local_date(now, settings.policy.zone)
        of_letters = in_letters(settings, self.shipped, whole=False)
        found = [*missing, *findings(settings, today), *of_letters]
        # What is only to be talked over stands in a list of its own, with the words to agree on.
        talked_over = {one.finding for one in agreements if one.finding.level is not Level.ERROR}
        found = [one for one in dict.fromkeys(found) if one not in talked_over]
        return Checked(
            errors=_lines(found, Level.ERROR),
            warnings=_lines(found, Level.WARNING),
            hints=_lines(found, Level.OK),
            agreements=tuple(_agreement(one) for one in agreements),
        )

    # --- the letters --------------------------------------------------------------------------

    def _listed(self) -> Iterable[LetterLine]:
        by_name: dict[str, list[Exhibit]] = {}
        for exhibit in self.collection.exhibits():
            by_name.setdefault(exhibit.name.value, []).append(exhibit)
        for name, some in by_name.items():
            yield LetterLine(
                name=name,
                audience=some[0].audience.value,
                languages=tuple(one.language for one in some),
                own=tuple(one.language for one in some if one.own),
                own_parts=tuple(one.language for one in some if one.own_parts and not one.own),
                faulty=tuple(one.language for one in some if one.fault),
            )

    def _shown(self, order: Order, policy: Policy) -> LetterShown | None:
        """The letter that is meant; in another language where it is not in that one."""
        meant = letter_meant(order.text, form=policy.form)
        if meant.name is None:
            return None
        found = (
            self.collection.exhibit(meant.name, language)
            for language in dict.fromkeys((meant.language, *LANGUAGES))
        )
        exhibit = next(one for one in found if one is not None)
        letter = self.collection.letter(exhibit, USUAL, meant.form)
        own = exhibit.own and self.collection.own_text(exhibit.path)
        source = own or self.collection.shipped_text(exhibit.path)
        fault = exhibit.fault
        return LetterShown(
            name=exhibit.name.value,
            language=exhibit.language,
            form=meant.form,
            file=exhibit.path,
            subject=letter.subject,
            text=letter.text.strip("\n"),
            source=source[:_LONGEST_SOURCE],
            cut=len(source) > _LONGEST_SOURCE,
            names=tuple(sorted(NAMES[exhibit.name].meaning.items())),
            whose="own" if exhibit.own else "part" if exhibit.own_parts else "shipped",
            fault=f"{self.collection.below(fault.file)}, regel {fault.line}: {fault.error}"
            if fault
            else "",
        )

    def _tested(self) -> LettersTested:
        folder = self.collection.overrides
        files = list(folder.glob("*/*/*.md")) if folder is not None and folder.is_dir() else []
        found = [
            replace(one, file=self.collection.below(one.file))
            for one in in_letters(self.running, self.shipped, whole=False)
        ]
        return LettersTested(
            files=len(files),
            errors=_lines(found, Level.ERROR),
            remarks=(*_lines(found, Level.WARNING), *_lines(found, Level.OK)),
        )

    # --- the days -----------------------------------------------------------------------------

    def _recalculated(self) -> Recalculated:
        policy = self.reread(needs_secrets=False).policy
        with self.ledger.glance() as look:
            cases = look.open_cases()
        duties = sum(duty.met_at is None for case in cases for duty in case.deadlines)
        others = tuple(other for case in cases for other in other_days(case, policy))
        return Recalculated(open_duties=duties, others=others)

    # --- how it is doing ----------------------------------------------------------------------

    def _state(self, policy: Policy) -> BotState:
        state = self.state()
        with self.ledger.glance() as look:
            n_open = look.count_open_cases()
        outbox = state["outbox"]
        calendar_until = policy.calendar.calendar_until
        return BotState(
            version=__version__,
            heartbeat_at=_instant(state["heartbeat_at"]),
            boxes=tuple(
                BoxState(
                    address=box["address"],
                    looked_at=_instant(box["last_seen_at"]),
                    error=box["error"] or "",
                )
                for box in state["mailboxes"]
            ),
            tokens=tuple(_token(one) for one in state.get("access", ())),
            mail_servers=tuple(state.get("mail_servers", ())),
            queued=outbox["queued"],
            uncertain=outbox["uncertain"],
            refused=outbox["refused"],
            nobody_reached=bool(state["nobody_reached"]),
            oldest_owed_ack=_instant(state["oldest_owed_ack"]),
            calendar_until=calendar_until,
            open_cases=n_open,
            trial=policy.mode is Mode.TRIAL,
        )


def _lines(found: Iterable[Finding], level: Level) -> tuple[str, ...]:
    """The findings of one level, each a line: file, place, text."""
    lines = [
        ": ".join(filter(None, (one.file, one.key, one.text)))
        for one in found
        if one.level is level
    ]
    more = len(lines) - _MOST_LINES
    return (*lines[:_MOST_LINES], *((f"… (+{more})",) if more > 0 else ()))


def _agreement(one: ToAgree) -> Agreement:
    finding = one.finding
    where = f"{finding.file}: {finding.key}" if finding.key else finding.file
    return Agreement(where=where, what=finding.text, sentence=one.sentence)


def _token(told: Mapping[str, Any]) -> TokenState:
    ends_on = told["secret_ends_on"]
    return TokenState(
        address=told["address"],
        expires_at=_instant(told["expires_at"]),
        secret_ends_on=date.fromisoformat(ends_on) if ends_on else None,
        trouble=tuple((told["remedy"] or {}).items()),
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
