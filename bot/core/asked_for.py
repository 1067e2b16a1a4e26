"""What an administrator asks of the bot itself by mail, as the office found it. Data alone.

Texts about config and letters are Dutch, as `gehoor check` has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.core.case import DeadlineKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An agreement to be made: where it belongs, what it is, a sentence for the regulations."""

    where: str
    what: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the check of the config as it lies there now found, each a line for people."""

    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    agreements: tuple[Agreement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One letter: in which languages it is, in which its words or a part of them are the school's.

    `faulty` are the languages in which the shipped words go out because of a mistake.
    """

    name: str
    audience: str
    languages: tuple[str, ...]
    own: tuple[str, ...] = ()
    own_parts: tuple[str, ...] = ()
    faulty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterShown:
    """One letter as it would leave for an invented reader, its source, and the names it may use.

    `names` are pairs of a name and what it stands for. `whose` is "own", "part" or "shipped".
    `fault` says why the words of the school do not go out. `cut`: the source is longer than this.
    """

    name: str
    language: str
    form: str
    file: str
    subject: str
    text: str
    source: str
    names: tuple[tuple[str, str], ...]
    whose: str = "shipped"
    fault: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersTested:
    """What trying the school's own letters out found; `files` counts them."""

    files: int
    errors: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDay:
    """A duty that would have another day with the agreements and the calendar of today.

    `was` and `now` are the promised days, or with `aim` the working days at which staff aim.
    `rule` and `new_rule` are the terms ("45cd"); the same: only the days that count differ.
    """

    case_number: str
    kind: DeadlineKind
    was: date
    now: date
    rule: str
    new_rule: str
    aim: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalculated:
    """The duties that would have another day, of how many open ones."""

    open_duties: int
    others: tuple[OtherDay, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxState:
    """A watched mailbox: when it was looked at last, and why it cannot be used ("" when it can)."""

    address: str
    looked_at: datetime | None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenState:
    """How the bot gets into a mailbox with a token: till when it is good, when its secret ends.

    `trouble` says in each language why no token can be had, and what to click.
    """

    address: str
    expires_at: datetime | None = None
    secret_ends_on: date | None = None
    trouble: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BotState:
    """What `gehoor health` knows. Instants are aware UTC."""

    version: str
    heartbeat_at: datetime | None
    boxes: tuple[BoxState, ...] = ()
    tokens: tuple[TokenState, ...] = ()
    mail_servers: tuple[str, ...] = ()
    queued: int = 0
    uncertain: int = 0
    refused: int = 0
    nobody_reached: bool = False
    oldest_owed_ack: datetime | None = None
    calendar_until: date | None = None
    open_cases: int = 0
    trial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFor:
    """What was asked for; the rest is None. `trouble` says in Dutch why it could not be had."""

    checked: Checked | None = None
    letters: tuple[LetterLine, ...] | None = None
    letter: LetterShown | None = None
    tested: LettersTested | None = None
    recalculated: Recalculated | None = None
    state: BotState | None = None
    trouble: tuple[str, ...] = ()
