"""What lies on everybody's desk this morning: one gathering serves all overviews of a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from bot.core.case import Ack, DeadlineKind, Status, Urgency
from bot.core.letter import Hold


class Owed(NamedTuple):
    """An open duty with what must be known of its case; twenty thousand of them stay small.

    Dates are local. `since` is the local date of receipt. `why` says of an acknowledgment what
    keeps it: the reason of the hold, or what the mail server said.
    """

    number: str
    school: str
    handler: str | None
    status: Status
    urgency: Urgency
    kind: DeadlineKind
    start_on: date
    due_on: date
    target_on: date
    stage: str | None
    since: date
    opened_at: datetime
    ack: Ack
    phone: str = ""
    why: str = ""
    hold: Hold | None = None
    owner: str | None = None
    what: str = ""
    n: int = 0
    simple: bool | None = None
    stopped: bool = False
    not_for: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


class Aside(NamedTuple):
    """A mail that lies apart and waits for a person. `code` is why (see the letter `attention`)."""

    mail_id: int
    received_at: datetime
    code: str
    school: str
    listed: bool = False  # in an overview before


class Tally(NamedTuple):
    """The cases of one school and handler: how many are open, late, old; came and were closed.

    `old` are open for more than 30 days. `came` and `closed` count since `Desk.since`, as do
    `acks_in_time` of `acks` and `answers_in_time` of `answers` (those whose day has come).
    """

    school: str
    handler: str | None
    not_for: tuple[str, ...]
    open: int = 0
    late: int = 0
    old: int = 0
    came: int = 0
    closed: int = 0
    acks: int = 0
    acks_in_time: int = 0
    answers: int = 0
    answers_in_time: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All that overviews of one morning may tell, for all readers together.

    `owed` are the open duties whose target day lies not beyond `horizon_on`, those that are late
    first; cases at rest are not among them. `since` is when the last overview of this kind was
    made. `received` counts the mails since then by verdict, `places` by where they ended; both add
    up to the same. `alarms` counts the safety alerts since then, `seen_minutes` in how many minutes
    each was taken up. `topics` gives for each topic how many cases came in the last 28 days and in
    the 28 before. `missed` are the mornings since then on which nobody rang (the bot was down).
    `external` are cases that run outside the school: number, school, status, not_for.
    """

    since: datetime | None
    horizon_on: date
    owed: tuple[Owed, ...] = ()
    aside: tuple[Aside, ...] = ()
    tallies: tuple[Tally, ...] = ()
    received: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    topics: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    missed: tuple[date, ...] = ()
    alarms: int = 0
    seen_minutes: tuple[int, ...] = ()
    external: tuple[tuple[str, str, Status, tuple[str, ...]], ...] = ()
