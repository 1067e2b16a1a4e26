"""Plays the script of a school year through the real office, moment by moment, with a set clock."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.core.calendar import Calendar
from bot.core.case import DeadlineKind, Outcome, Status
from bot.core.duties.said import NotPossible
from bot.core.happening import PersonDecided, PersonsWord
from bot.core.letter import ACKNOWLEDGES
from bot.post.smtp.envelope import Delayed, Refused, Uncertain
from bot.store.outbox import NEVER
from bot.store.tables import CASES, DEADLINES, LETTERS, MAILS
from tests.builders import MAILBOX, raw_mail
from tests.offices import Office
from tests.year import script
from tests.year.complaints import ZONE, Written
from tests.year.courses import Step, steps
from tests.year.script import Trouble

_DAY = timedelta(days=1)
_HALF_HOUR = timedelta(minutes=30)
_SPOKEN_AT = time(10, 15)  # when staff do what they do, local; between two rounds
_BOUNCES_AFTER = timedelta(hours=15)  # the longest time between two rounds, and some

# Somebody is at work on a case in these, or waits for its complainant.
RUNNING = (
    Status.INTAKE, Status.CLARIFYING, Status.INFORMAL, Status.HANDLING, Status.INVESTIGATING,
    Status.REMEDYING, Status.DISSATISFIED, Status.MEDIATION,
)  # fmt: skip
_FORGOTTEN = sa.select(CASES.c.number).where(
    CASES.c.status.in_([status.value for status in RUNNING]),
    CASES.c.stopped_on.is_(None),
    ~sa.exists().where(DEADLINES.c.case_number == CASES.c.number, DEADLINES.c.met_at.is_(None)),
)
_RINGS = sa.select(sa.func.count()).where(
    CASES.c.alarmed_at.is_not(None), CASES.c.alarm_seen_at.is_(None), CASES.c.alarms <= 6
)
_WAITS = sa.select(sa.func.count()).where(
    LETTERS.c.status.in_(["queued", "uncertain"]), LETTERS.c.not_before < NEVER
)
# What a word of `courses.py` says to the bot; the rest depends on the day and the case.
_SAID: dict[str, tuple[PersonsWord, dict[str, Any]]] = {
    "take": (PersonsWord.CASE_TAKEN, {}),
    "hand_over": (PersonsWord.CASE_TAKEN, {}),
    "simple": (PersonsWord.SIMPLE, {}),
    "complex": (PersonsWord.COMPLEX, {}),
    "update": (PersonsWord.DUTY_MET, {"duty": DeadlineKind.STATUS, "how": "mail aan de ouder"}),
    "extend": (PersonsWord.TERM_EXTENDED, {"how": "we wachten op een verslag"}),
    "stop": (PersonsWord.CLOCK_STOPPED, {"how": "uitleg gevraagd"}),
    "run": (PersonsWord.CLOCK_RUNS, {"how": "de ouder belde"}),
    "promise": (PersonsWord.MEASURE_PROMISED, {"whom": "carla", "how": "extra toezicht"}),
    "keep": (PersonsWord.DUTY_MET, {"duty": DeadlineKind.MEASURE, "how": "gedaan"}),
    "reply_back": (PersonsWord.DUTY_MET, {"duty": DeadlineKind.CLOSED_REPLY, "how": "gebeld"}),
    "answer": (PersonsWord.DUTY_MET, {"duty": DeadlineKind.HANDLING, "how": "brief verstuurd"}),
}


@dataclass
class Played:
    """A year that was played: the office as it stands then, and what was seen on the way.

    `people` is address → id of all who ever stood in people.toml, `number_of` the case of each
    complaint by its key. `forgotten` are the cases (and days) that nobody owed anything,
    `impossible` what staff wanted to do and could not.
    """

    office: Office
    people: dict[str, str] = field(default_factory=dict)
    number_of: dict[str, str] = field(default_factory=dict)
    forgotten: list[tuple[date, str]] = field(default_factory=list)
    impossible: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    rounds: int = 0


def play(folder: Path) -> Played:
    """The whole year from its first round to its last."""
    return Player(folder).play()


class Player:
    """Takes what happens in the order of its moments; what is done may call for more later."""

    def __init__(self, folder: Path) -> None:
        self.office = Office(folder, at=datetime.combine(script.FIRST, time(), ZONE))
        self.played = Played(self.office)
        self._moments: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()
        self._stirred = True
        self._hurry()
        self._know_everybody()

    def play(self) -> Played:
        self._write_down_the_script()
        while self._moments:
            at, _, happens = heapq.heappop(self._moments)
            self.office.clock.at = at
            happens()
        self._number_all()
        return self.played

    # --- the script -----------------------------------------------------------------------------

    def _write_down_the_script(self) -> None:
        for written in script.complaints():
            self._at(written.seen_at or written.at, partial(self._comes_in, written))
        for at in script.AT_ONCE:
            self._at(at, self._round)
        for other in script.OTHERS:
            self._at(other.at, partial(self._other_mail, other))
        for away in script.AWAY:
            self._leaves(away)
        for at in script.RESTARTS:
            self._at(at, self._restart)
        self._at(script.BERT_LEAVES, partial(self._restart, *script.WITHOUT_BERT))
        self._at(script.OUTAGE[1], self._restart)
        for at, down in zip(script.UNREACHABLE, ("no route to host", None), strict=True):
            self._at(at, partial(self._mailbox_is, down))
        for key, who, at in script.SEEN:
            self._at(at, partial(self._says, key, PersonsWord.ALARM_SEEN, by=who))
        for key, who, at in script.RELEASED:
            self._at(at, partial(self._says, key, PersonsWord.ACK_RELEASED, by=who))
        self._write_down_the_rounds()

    def _write_down_the_rounds(self) -> None:
        for day in days():
            for hour in script.ROUNDS:
                at = datetime.combine(day, time.fromisoformat(hour), ZONE)
                if not script.OUTAGE[0] <= at < script.OUTAGE[1]:
                    self._at(at, partial(self._round, only_if_stirred=hour in script.ROUNDS[2:]))
            self._at(datetime.combine(day, time(23, 50), ZONE), self._look_for_forgotten)

    def _at(self, at: datetime, happens: Callable[[], None]) -> None:
        """In the order of moments, those of one moment in the order of the script."""
        if at.astimezone(ZONE).date() <= script.LAST:
            heapq.heappush(self._moments, (at.astimezone(UTC), next(self._order), happens))

    # --- rounds ---------------------------------------------------------------------------------

    def _round(self, *, only_if_stirred: bool = False) -> None:
        """A round, unless nothing can be due; while an alarm rings one more in half an hour."""
        if only_if_stirred and not (self._stirred or self._asked(_WAITS)):
            return
        self._stirred = False
        self.played.rounds += 1
        self.played.troubles += self.office.round()
        if self._asked(_RINGS):
            self._at(self.office.clock.at + _HALF_HOUR, self._ring_again)

    def _ring_again(self) -> None:
        if self._asked(_RINGS):
            self._round()

    def _restart(self, *edits: tuple[str, str, str]) -> None:
        self.office.restart(*edits)
        self._hurry()
        self._know_everybody()
        self._stirred = True

    def _mailbox_is(self, down: str | None) -> None:
        self.office.box.down = down
        self._stirred = True

    def _hurry(self) -> None:
        """Nobody pulls a plug in this play, nor asks whether the bot is well."""
        self.office.rounds.beat = lambda: None
        engine = self.office.bot.database.engine
        engine.dispose()
        sa.event.listen(
            engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF")
        )

    def _look_for_forgotten(self) -> None:
        today = self.office.clock.at.astimezone(ZONE).date()
        with self.office.bot.database.reading() as connection:
            for number in connection.scalars(_FORGOTTEN):
                self.played.forgotten.append((today, number))

    # --- mails ----------------------------------------------------------------------------------

    def _comes_in(self, written: Written) -> None:
        """A complaint; with it everything that will be done with it, and what goes wrong."""
        raw = raw_mail(
            written.text,
            sender=written.sender,
            subject=written.subject,
            message_id=written.message_id,
        )
        self._deliver(raw, at=written.at)
        if called := script.TROUBLES.get(written.key):
            self._acknowledgment_fails(written, called)
        self._course(written, self.office.clock.at, steps(written.course))
        for key, later, text in script.REPLIES:
            if key == written.key:
                at = self.office.clock.at + later * _DAY
                self._at(at, partial(self._parent_writes, written, text))

    def _deliver(self, raw: bytes, at: datetime | None = None) -> None:
        self.office.deliver(raw, at=at)
        self._stirred = True

    def _other_mail(self, other: script.Other) -> None:
        at, sender, subject, text, headers = other
        message_id = f"<other.{at:%Y%m%d%H}@elders.example>"
        self._deliver(
            raw_mail(text, sender=sender, subject=subject, message_id=message_id, headers=headers)
        )

    def _parent_writes(self, written: Written, text: str) -> None:
        """In the case, from the address that was answered; `text` alone tells what for."""
        number, address = self._number(written.key), self._complainant(written)
        at = self.office.clock.at
        raw = raw_mail(
            text,
            sender=address,
            subject=f"Re: [{number}] {written.subject}",
            message_id=f"<{at:%Y%m%d%H%M%S}.{written.message_id[1:]}",
        )
        self._deliver(raw)

    # --- acknowledgments that fail --------------------------------------------------------------

    def _acknowledgment_fails(self, written: Written, called: script.Called) -> None:
        address = _address_in(written)
        plan = partial(self.office.postman.plan, address)
        match called.trouble:
            case Trouble.REFUSED:
                plan(Refused(550, "5.1.1 no such mailbox"))
            case Trouble.UNCERTAIN:
                plan(Uncertain("connection lost"), Uncertain("connection lost"))
            case Trouble.SLOW:
                plan(*[Delayed("451 try again later")] * 3)
            case Trouble.BOUNCED:
                self._at(self.office.clock.at + _BOUNCES_AFTER, partial(self._bounces, written))
        if called.after is not None:
            on = self._school_days_after(self.office.clock.at, called.after)
            word = partial(self._says, written.key, PersonsWord.ACK_WAIVED, by="ann", how="gebeld")
            self._at(on, word)

    def _bounces(self, written: Written) -> None:
        query = sa.select(LETTERS.c.message_id, LETTERS.c.to_address).where(
            LETTERS.c.case_number == self._number(written.key),
            LETTERS.c.letter.in_([name.value for name in ACKNOWLEDGES]),
        )
        with self.office.bot.database.reading() as connection:
            row = connection.execute(query).one()
        self._deliver(delivery_report(row.message_id, row.to_address))

    # --- staff ----------------------------------------------------------------------------------

    def _course(self, written: Written, start: datetime, ahead: tuple[Step, ...]) -> None:
        """Puts the next step on its day; those in calendar days follow the step before them."""
        if not ahead:
            return
        now, step = self.office.clock.at, ahead[0]
        on = now + step.days * _DAY if step.calendar else self._school_days_after(start, step.days)
        self._at(max(on, now), partial(self._step, written, start, ahead))

    def _school_days_after(self, at: datetime, days_later: int) -> datetime:
        """So many school days later, at the hour at which staff do things."""
        day, calendar = at.astimezone(ZONE).date(), self._calendar
        for _ in range(days_later):
            day = calendar.next_school_day(day)
        return datetime.combine(day, _SPOKEN_AT, ZONE)

    @property
    def _calendar(self) -> Calendar:
        return self.office.policy.calendar

    def _step(self, written: Written, start: datetime, ahead: tuple[Step, ...]) -> None:
        """What is done with a case, by its handler; who is away does it after. Then the next."""
        word = ahead[0].word
        if word == "reply":
            self._parent_writes(written, "Hier is nog wat uitleg, met dank.")
        elif self._can_act("") and self._can_act(self._handler(written.key)):
            self._act(written, word)
        else:
            self._at(
                self._school_days_after(self.office.clock.at, 1),
                partial(self._step, written, start, ahead),
            )
            return
        self._course(written, start, ahead[1:])

    def _act(self, written: Written, word: str) -> None:
        key, handler = written.key, self._handler(written.key)
        today = self.office.clock.at.astimezone(ZONE).date()
        if word == "close":
            self.office.change(self._number(key), status=Status.CLOSED, closed_on=today)
            return
        if word == "update" and not self._owes(key, DeadlineKind.STATUS):
            return  # told once already in these two weeks: there is nothing to tell
        what, more = _SAID[word]
        match word:
            case "take":
                more = {"whom": handler}
            case "hand_over":
                more = {"whom": "dirk" if handler == "ann" else "ann"}
            case "promise":
                more = {"on": today + 20 * _DAY} | more
            case "keep":
                more = {"n": self._owes(key, DeadlineKind.MEASURE)[0]} | more
        self._says(key, what, by=handler, **more)
        if word == "answer":
            answered = {"status": Status.ANSWERED, "outcome": Outcome.PARTLY_UPHELD}
            self.office.change(self._number(key), **answered)

    def _can_act(self, person: str) -> bool:
        """Whether this is a school day on which the person is here and the bot alive."""
        day = self.office.clock.at.astimezone(ZONE).date()
        dead = script.OUTAGE[0] <= self.office.clock.at < script.OUTAGE[1]
        away = any(one.person == person and one.covers(day) for one in script.AWAY)
        return self._calendar.is_school_day(day) and not (dead or away)

    def _says(self, key: str, what: PersonsWord, **more: Any) -> None:
        word = PersonDecided(what=what, **more)
        try:
            self.office.bot.casework.person(word, self._number(key))
        except NotPossible as why:
            at = self.office.clock.at.astimezone(ZONE)
            self.played.impossible.append(f"{at:%Y-%m-%d} {key} {what.value}: {why}")
        self._stirred = True

    # --- away -----------------------------------------------------------------------------------

    def _leaves(self, away: script.Away) -> None:
        first = datetime.combine(date.fromisoformat(away.first), time(7, 15), ZONE)
        if away.declared:
            self._at(first, partial(self._declares, away))
        else:
            self._at(first + timedelta(hours=1), partial(self._answers_automatically, away))
        if away.back_on:
            back = datetime.combine(date.fromisoformat(away.back_on), time(7, 15), ZONE)
            self._at(back, partial(self._of_persons, PersonsWord.BACK, by=away.person))

    def _declares(self, away: script.Away) -> None:
        last = date.fromisoformat(away.last)
        self._of_persons(PersonsWord.AWAY, by=away.person, on=last, whom=away.deputy)

    def _of_persons(self, what: PersonsWord, **more: Any) -> None:
        self.office.bot.casework.person(PersonDecided(what=what, **more), None)
        self._stirred = True

    def _answers_automatically(self, away: script.Away) -> None:
        """To the last letter the person had from us."""
        person = next(one for one in self.office.policy.people if one.id == away.person)
        query = (
            sa.select(LETTERS.c.message_id, LETTERS.c.subject)
            .where(LETTERS.c.to_address == person.email, LETTERS.c.status == "sent")
            .order_by(LETTERS.c.id.desc())
            .limit(1)
        )
        with self.office.bot.database.reading() as connection:
            had = connection.execute(query).one()
        last = date.fromisoformat(away.last)
        raw = raw_mail(
            f"Ik ben afwezig tot en met {last.day}/{last.month}/{last.year}.",
            sender=f"{person.name} <{person.email}>",
            subject=f"Automatisch antwoord: {had.subject}",
            message_id=f"<oof.{away.person}.{away.first}@schoolbestuur-demerland.example>",
            headers=(f"In-Reply-To: {had.message_id}", "Auto-Submitted: auto-replied"),
        )
        self._deliver(raw)

    # --- the books ------------------------------------------------------------------------------

    def _know_everybody(self) -> None:
        self.played.people |= {one.email: one.id for one in self.office.policy.people}

    def _asked(self, query: sa.Select[Any]) -> bool:
        with self.office.bot.database.reading() as connection:
            return bool(connection.scalar(query))

    def _number(self, key: str) -> str:
        """The case that a complaint opened."""
        if key not in self.played.number_of:
            self._number_all()
        return self.played.number_of[key]

    def _number_all(self) -> None:
        query = sa.select(MAILS.c.message_id, MAILS.c.case_number).order_by(MAILS.c.id)
        with self.office.bot.database.reading() as connection:
            opened = {row.message_id: row.case_number for row in connection.execute(query)}
        for written in script.complaints():
            if number := opened.get(written.message_id):
                self.played.number_of[written.key] = number

    def _handler(self, key: str) -> str:
        """Who handles a case; its coordinator when that person left."""
        query = sa.select(CASES.c.handler).where(CASES.c.number == self._number(key))
        with self.office.bot.database.reading() as connection:
            handler = connection.scalar(query)
        known = {one.id for one in self.office.policy.people}
        return handler if handler in known else "ann"

    def _complainant(self, written: Written) -> str:
        query = sa.select(CASES.c.complainant_email).where(
            CASES.c.number == self._number(written.key)
        )
        with self.office.bot.database.reading() as connection:
            return str(connection.scalar(query))

    def _owes(self, key: str, kind: DeadlineKind) -> list[int]:
        """Which duties of this kind are open, by their numbers."""
        query = sa.select(DEADLINES.c.n).where(
            DEADLINES.c.case_number == self._number(key),
            DEADLINES.c.kind == kind.value,
            DEADLINES.c.met_at.is_(None),
        )
        with self.office.bot.database.reading() as connection:
            return sorted(connection.scalars(query))


def days() -> Iterator[date]:
    """Each day of the year that is played."""
    day = script.FIRST
    while day <= script.LAST:
        yield day
        day += _DAY


def delivery_report(message_id: str, recipient: str) -> bytes:
    """What a mail server says of a letter that did not arrive (RFC 3464)."""
    lines = (
        "Return-Path: <>",
        "From: Mail Delivery System <MAILER-DAEMON@mx.postvak.example>",
        f"To: {MAILBOX}",
        "Subject: Undelivered Mail Returned to Sender",
        f"Message-ID: <bounce.{recipient}>",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        "It did not arrive.",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.postvak.example",
        "",
        f"Final-Recipient: rfc822; {recipient}",
        "Action: failed",
        "Status: 5.1.1",
        "",
        "--b",
        "Content-Type: text/rfc822-headers",
        "",
        f"Message-ID: {message_id}",
        f"To: {recipient}",
        "",
        "--b--",
        "",
    )
    return "\r\n".join(lines).encode()


def _address_in(written: Written) -> str:
    """Where a complaint will be answered: its sender, or what stands in the form."""
    for line in written.text.splitlines():
        if line.startswith("E-mail: "):
            return line.removeprefix("E-mail: ")
    return written.address
