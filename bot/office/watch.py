"""What is due at this moment, the most urgent first; casework does it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

import structlog
from sqlalchemy.exc import OperationalError

from bot.clock import Clock
from bot.core.alarms import alarm_due
from bot.core.calendar import Calendar
from bot.core.digest.timetable import ACK_SOON, FROM, UNTIL, began_on, key_of, overviews_at
from bot.core.happening import (
    AccessAtRisk,
    AlarmDue,
    AttentionDue,
    AttentionItem,
    BreakerTripped,
    CalendarChanged,
    ConfigChecked,
    DraftWaits,
    DutiesDue,
    Failure,
    LetterFailed,
    Overview,
    OverviewDue,
    PauseNews,
    PauseStands,
)
from bot.core.parties import find_person
from bot.core.policy import Policy
from bot.core.telling import LOOKED_BACK, may_tell, told_to
from bot.office.casework import Casework, ids_of
from bot.office.first_day import first_letters_due, untapped
from bot.office.given_orders import LATE_AFTER
from bot.office.morning import Due, desk_of, known_of, matters_today
from bot.store.boxes import Boxes
from bot.store.ledger import About, Ledger, TornPageError
from bot.store.lookup import Lookup
from bot.store.outbox import Outbox

LOG = structlog.get_logger("watch")

OFFICE_HOURS = (time(8), time(18))  # local: reminders and what a parent is told by itself
_MONDAY = 0
_SELDOM = (Overview.WEEKLY, Overview.MONTHLY)  # a missed morning of these is made up for


@dataclass(kw_only=True)
class Watch:
    """Looks what is due, all found by indexed queries, and hands it to casework.

    `check` says what is to be told of the config, `access` which mailboxes the bot may be shut out
    of. Nothing is remembered between two looks but the
    day of the last check: what happened stands in the audit trail, and happens once.
    """

    ledger: Ledger
    boxes: Boxes
    outbox: Outbox
    casework: Casework
    policy: Callable[[], Policy]
    clock: Clock
    check: Callable[[], ConfigChecked] = ConfigChecked
    access: Callable[[], Iterable[AccessAtRisk]] = tuple
    _checked_at: datetime | None = field(default=None, init=False)

    def look(self) -> list[str]:
        """Does all that is due now; returns which parts of it could not be done, and are due again.

        One part that fails never stops the next: after a digest that cannot be written, persons
        are still told what waits for them.
        """
        parts: dict[str, Callable[[], object]] = {
            "mailbox troubles": self._mailbox_troubles,
            "access": self._access,
            "alarms": self._alarms,
            "late acknowledgments": self._late_acknowledgments,
            "breaker": self._breaker,
            "pause": self._pause,
            # Before the duties: which of them are due depends on the days that count.
            "calendar": self._calendar,
            "duties": self._duties,
            "letters to approve": self._drafts,
            "first letters": self._first_letters,
            "overviews": self._overviews,
            "config check": self._config,
            "junk": self._junk,
            "matters to tell": self.tell,
        }
        failed = []
        for name, part in parts.items():
            try:
                if part() is False:
                    failed.append(name)
            except (OperationalError, TornPageError):
                raise  # the database itself: nothing else would go better
            except Exception:
                LOG.exception("watch", part=name)
                failed.append(name)
        return failed

    def tell(self) -> None:
        """Tells persons what waits for them: at once, or gathered when it is much."""
        now, policy = self.clock.now(), self.policy()
        with self.ledger.glance() as look:
            waiting: dict[str, list[AttentionItem]] = {}
            for item in matters_today(look, policy, now):
                waiting.setdefault(told_to(item, policy).email, []).append(item)
            ready = [
                tuple(items)
                for address, items in waiting.items()
                if may_tell(look.attention_letters_since(address, now - LOOKED_BACK), now)
            ]
        for items in ready:
            self.casework.happen(AttentionDue(items), about=About(told=ids_of(items)))

    # --- what cannot wait ---------------------------------------------------------------------

    def _mailbox_troubles(self) -> None:
        for trouble in self.boxes.troubles():
            self.casework.happen(trouble)

    def _access(self) -> None:
        for at_risk in self.access():
            self.casework.happen(at_risk)

    def _alarms(self) -> None:
        now, zone = self.clock.now(), self.policy().zone
        with self.ledger.glance() as look:
            alarmed = look.unseen_alarms()
        for case in alarmed:
            if alarm_due(case, now, now.astimezone(zone)):
                self.casework.happen(AlarmDue(case.alarms + 1), case_number=case.number)

    def _late_acknowledgments(self) -> None:
        for letter in self.outbox.late_acknowledgments(self.clock.now(), LATE_AFTER):
            late = LetterFailed(letter, Failure.LATE, "not accepted for four hours")
            self.casework.happen(late, case_number=letter.case_number)

    def _breaker(self) -> None:
        if self.outbox.tripped(self.clock.now(), self.policy().limits.breaker_per_10min):
            self.casework.happen(BreakerTripped())

    def _pause(self) -> None:
        """A pause is over, lasts on another working day, or keeps acknowledgments for long."""
        now, local = self.clock.now(), self._local_now()
        with self.ledger.glance() as look:
            pause = look.pause()
            kept_back = look.paused_letters(now, LATE_AFTER) if pause else None
        if pause is None or kept_back is None:
            return
        if not pause.lasts(now):
            self.casework.happen(PauseStands(PauseNews.OVER))
            return
        if kept_back.late:
            self.casework.happen(PauseStands(PauseNews.LATE))
        began_on = pause.began_at.astimezone(local.tzinfo).date()
        if self._at_work(local) and began_on < local.date():
            self.casework.happen(PauseStands(PauseNews.LASTS))

    # --- what has its day ---------------------------------------------------------------------

    def _duties(self) -> bool:
        """Each case whose duties came to a rung, however many of its duties did."""
        local = self._local_now()
        if not self._at_work(local):
            return True
        with self.ledger.glance() as look:
            numbers = look.due_cases(local.date())
            if not numbers:
                return True
            known = known_of(look, self.policy(), self.clock.now())
        due = [Due(DutiesDue(), number) for number in numbers]
        return not self.casework.happen_together(due, known)

    def _drafts(self) -> bool:
        """Each letter that was shown on an earlier day and has no yes yet, once a morning."""
        local = self._local_now()
        if not self._at_work(local):
            return True
        midnight = datetime.combine(local.date(), time(), local.tzinfo)
        with self.ledger.glance() as look:
            due = [
                Due(DraftWaits(draft), draft.case_number)
                for draft in look.drafts_asked_before(midnight)
                if not look.has_entry(f"draft:{draft.letter_id}:{local.date().isoformat()}")
            ]
            known = known_of(look, self.policy(), self.clock.now())
        return not self.casework.happen_together(due, known)

    def _first_letters(self) -> bool:
        """Whoever is new in people.toml, or has another address there, is asked for one tap."""
        local = self._local_now()
        if not self._at_work(local):
            return True
        policy = self.policy()
        with self.ledger.glance() as look:
            known = known_of(look, policy, self.clock.now())
            due = first_letters_due(look, policy, known, local.date())
        # Each leaves from the mailbox that the tap goes to: a reply arrives there too.
        failed = sum(
            self.casework.happen_together(some, known, About(mailbox=address))
            for address, some in due.items()
        )
        return not failed

    def _at_work(self, local: datetime) -> bool:
        """Nobody is reminded on a day on which nobody works; what is due then waits."""
        working = self.policy().calendar.is_working_day(local.date())
        return _within(OFFICE_HOURS, local) and working

    def _overviews(self) -> bool:
        """The overviews of this morning that were not made yet: one desk for all of a kind."""
        policy, local = self.policy(), self._local_now()
        if not _within((FROM, UNTIL), local):
            return True
        with self.ledger.glance() as look:
            known = known_of(look, policy, self.clock.now())
            all_due = overviews_at(
                local,
                policy,
                known.absences,
                ack_soon=self._owing_soon(look, local.date()),
                behind=self._behind(look, local.date()),
            )
            kinds = _by_kind(_not_made(look, all_due, local))
            desks = {kind: desk_of(look, kind, policy, self.clock.now()) for kind in kinds}
        failed = 0
        for kind, some in kinds.items():
            failed += self.casework.happen_together(some, known._replace(desk=desks[kind]))
        return not failed

    def _behind(self, look: Lookup, today: date) -> frozenset[Overview]:
        """The kinds that came before, but not yet in this week or month: their morning was missed.

        A bot that is new has missed nothing.
        """
        zone = self.policy().zone
        made = {kind: look.last_entry(f"overview_{kind.value}") for kind in _SELDOM}
        return frozenset(
            kind
            for kind, last in made.items()
            if last is not None and last.at.astimezone(zone).date() < began_on(kind, today)
        )

    def _owing_soon(self, look: Lookup, today: date) -> frozenset[str]:
        """Where an acknowledgment is owed soon: asked only while the schools are closed."""
        if self.policy().calendar.is_school_day(today):
            return frozenset()
        return look.acks_owed_until(today + ACK_SOON)

    def _config(self) -> None:
        """What `gehoor check` finds: at the start, and each Monday morning."""
        local = self._local_now()
        this_morning = datetime.combine(local.date(), FROM, local.tzinfo)
        monday = local.weekday() == _MONDAY and local >= this_morning
        if self._checked_at is not None and not (monday and self._checked_at < this_morning):
            return
        found = self.check()
        gone = self._handlers_gone()
        self.casework.happen(replace(found, warnings=(*gone, *found.warnings)))
        with self.ledger.glance() as look:
            late = untapped(look, self.policy(), self.clock.now())
        # A letter of its own: below all that is still to be agreed nobody would read it.
        self.casework.happen(ConfigChecked(untapped=late))
        self._checked_at = self.clock.now()

    def _handlers_gone(self) -> tuple[str, ...]:
        """Who handles open cases and is no longer in people.toml: the coordinator inherits them."""
        with self.ledger.glance() as look:
            handlers = look.handlers()
        gone = sorted(one for one in handlers if find_person(self.policy(), one) is None)
        return tuple(
            f'people.toml: "{one}" behandelt nog open dossiers maar staat niet meer in de lijst; '
            "de coördinator krijgt ze nu"
            for one in gone
        )

    def _calendar(self) -> bool:
        """Other days count than when the duties were dated: each gets the day of its next rung."""
        policy = self.policy()
        changed = CalendarChanged(fingerprint(policy.calendar))
        with self.ledger.glance() as look:
            last = look.last_entry("calendar_read")
            if last is not None and last[1] == changed.fingerprint:
                return True
            numbers = look.due_cases(date.max)
            known = known_of(look, policy, self.clock.now())
        due = [Due(changed, number) for number in numbers]
        if self.casework.happen_together(due, known):
            return False
        # Last: until it stands there, all of it is done again.
        self.casework.happen(changed)
        return True

    def _junk(self) -> None:
        for seen in self.boxes.junk_to_tell():
            if self.casework.happen(seen):
                self.boxes.junk_told(seen.mailbox)

    def _local_now(self) -> datetime:
        return self.clock.now().astimezone(self.policy().zone)


def fingerprint(calendar: Calendar) -> str:
    """Stands for all days that a school calls off: two calendars with the same agree on each."""
    days = (
        str(calendar.region),
        sorted(calendar.closed_days),
        sorted(calendar.vacations),
        sorted(calendar.extra_holidays),
    )
    return hashlib.sha256(repr(days).encode()).hexdigest()


def _within(hours: tuple[time, time], local: datetime) -> bool:
    return hours[0] <= local.time() < hours[1]


def _not_made(look: Lookup, due: Sequence[OverviewDue], local: datetime) -> list[OverviewDue]:
    """Those that the audit trail does not know: one query for all of them."""
    if not due:
        return []
    made = look.keys_with(f"overview:{local:%Y-%m-%d}:")
    return [one for one in due if key_of(one, local) not in made]


def _by_kind(due: Sequence[OverviewDue]) -> dict[Overview, list[Due]]:
    kinds: dict[Overview, list[Due]] = {}
    for one in due:
        kinds.setdefault(one.overview, []).append(Due(one))
    return kinds
