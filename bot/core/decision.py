"""What the core hands back: a reason, and effects that are data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from bot.core.absence import Absence
from bot.core.case import Case, Deadline, DeadlineKind
from bot.core.draft import Draft, DraftStatus, StepTaken
from bot.core.happening import AttentionItem
from bot.core.letter import LetterOrder, ReadyLetter
from bot.core.pause import Pause
from bot.core.verdict import Place, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """The mail ends here. `owed`: an answer is owed to it and a person must see to that.

    `mail_id` is the row of another mail than the one that arrived: it lay apart till now.
    """

    verdict: Verdict
    rule: str
    place: Place
    case_number: str | None = None
    owed: bool = False
    set_aside: str | None = None
    mail_id: int | None = None


@dataclass(frozen=True, slots=True)
class Save:
    """The case is now so."""

    case: Case


@dataclass(frozen=True, slots=True)
class Owe:
    """The case owes this from now on."""

    case_number: str
    deadline: Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle:
    """A duty is met, with its proof; `at` None means: owed again, and reminding from `next_on`.

    Without `start_on` every duty of this kind is meant, else only the one of that start and `n`.
    """

    case_number: str
    kind: DeadlineKind
    at: datetime | None
    proof: str
    start_on: date | None = None
    n: int = 0
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class Postpone:
    """A promised day moved; `deadline` is as it is now, its last `moved` says why."""

    case_number: str
    deadline: Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """A duty came to a rung of the ladder, once for each of its days; `next_on` is the next.

    Without `stage` nobody is told: only the day of the next rung is another (the calendar changed).
    """

    case_number: str
    deadline: Deadline
    stage: str | None
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is away from now on, or till another day."""

    absence: Absence


@dataclass(frozen=True, slots=True)
class Back:
    """Somebody who was away is here again."""

    person: str


@dataclass(frozen=True, slots=True)
class BeginPause:
    """Automatic letters to outsiders wait from now on; a pause that lasted is replaced."""

    pause: Pause


@dataclass(frozen=True, slots=True)
class EndPause:
    """No letter waits for the end of a pause any more; `why` names no person but by id."""

    why: str


@dataclass(frozen=True, slots=True)
class Send:
    """A letter is to be written and posted, because of `reason`.

    With a `draft` it is held, and waits for the yes of the draft's approver. `not_before` (UTC)
    keeps it till then. `let_go`: a person said that it may leave, and a pause does not keep it.
    """

    order: LetterOrder
    reason: str
    draft: Draft | None = None
    not_before: datetime | None = None
    let_go: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """The held letter with this outbox id may leave, at once or not before an instant (UTC).

    `by_person`: a person said so, and a pause does not keep it back.
    """

    letter_id: int
    not_before: datetime | None = None
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class SettleDraft:
    """What became of the letter with this outbox id that waited for a yes."""

    letter_id: int
    status: DraftStatus


@dataclass(frozen=True, slots=True)
class Remember:
    """A person changed a case: how it was before is kept, so that it can be taken back."""

    step: StepTaken


@dataclass(frozen=True, slots=True)
class Restore:
    """The case and all its duties are again as they were before the step with this id."""

    before: Case
    step_id: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """The letter with this outbox id must not leave any more."""

    letter_id: int


@dataclass(frozen=True, slots=True)
class Returned:
    """The letter with this outbox id was accepted, but came back; `why` names no person."""

    letter_id: int
    why: str


@dataclass(frozen=True, slots=True)
class Note:
    """A line in the audit trail that no other effect writes."""

    event: str
    reason: str
    case_number: str | None = None


@dataclass(frozen=True, slots=True)
class Tell:
    """A person must look at this; it is told at once, or gathered when there is much."""

    item: AttentionItem


Effect: TypeAlias = (
    File
    | Save
    | Owe
    | Settle
    | Postpone
    | Reach
    | Away
    | Back
    | BeginPause
    | EndPause
    | Send
    | Release
    | Cancel
    | SettleDraft
    | Remember
    | Restore
    | Returned
    | Note
    | Tell
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer to one happening: what is done (`effects`) and why (`reason`, naming no person).

    `event` names the audit entry. `key`, when given, makes the entry unique: the same key a second
    time is refused by the database, whatever restarts. `trail` names the rules that were asked
    about a mail, in order (the last one answered), and what its provider proves. `lists` are the
    ids of the mails lying apart that its first letter tells of: what nobody was told of is never
    erased.
    """

    event: str
    reason: str
    effects: tuple[Effect, ...] = ()
    case_number: str | None = None
    key: str | None = None
    trail: tuple[str, ...] = ()
    lists: tuple[int, ...] = ()

    def orders(self) -> tuple[Send, ...]:
        """The letters this decision promises."""
        return tuple(effect for effect in self.effects if isinstance(effect, Send))

    def __str__(self) -> str:
        """The decision as a sentence, for logs and tests."""
        parts = ", ".join(type(effect).__name__.lower() for effect in self.effects) or "nothing"
        return f"{self.event} {self.case_number or '-'}: {self.reason} ({parts})"


@dataclass(frozen=True, slots=True)
class Paperwork:
    """A decision with every letter it promises already written: only this can be recorded."""

    decision: Decision
    letters: tuple[ReadyLetter, ...]

    def __post_init__(self) -> None:
        promised = tuple(send.order for send in self.decision.orders())
        if promised != tuple(letter.order for letter in self.letters):
            raise ValueError("paperwork without all the letters that its decision promises")
