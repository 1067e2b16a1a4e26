"""All letters of a played year, a line each: when, to whom, which, about what, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import sqlalchemy as sa

from bot.core.letter import LetterName
from bot.store.tables import ATTENTION, AUDIT, LETTERS
from tests.offices import Office
from tests.year.complaints import ZONE

OVERVIEWS = frozenset(
    {LetterName.DAILY_DIGEST, LetterName.WEEKLY_DIRECTOR, LetterName.BOARD_MONTHLY}
)
REMINDERS = frozenset({LetterName.REMINDER, LetterName.OVERDUE})
_LETTERS = (
    sa.select(LETTERS, AUDIT.c.reason.label("why"))
    .join(AUDIT, AUDIT.c.n == LETTERS.c.audit_n)
    .order_by(LETTERS.c.id)
)

_MATTERS = sa.select(ATTENTION.c.letter_id, ATTENTION.c.code).order_by(ATTENTION.c.id)
_COUNTS = (r"\d+ klachten? open[^.]*", r"Sinds [^:]*\d[.:]\d\d uur: [^.]*")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A letter as the outbox remembers it; `at` is local: when it was accepted, else written."""

    id: int
    at: datetime
    to: str  # a person's id, or "parent"
    name: LetterName
    case: str
    reason: str
    status: str
    language: str
    subject: str
    content: bytes

    @property
    def text(self) -> str:
        """The plain part, as it was sent."""
        mail = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        body = mail.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    def __str__(self) -> str:
        why = self._counts() if self.name in OVERVIEWS else self.reason
        status = "" if self.status == "sent" else f"  [{self.status}]"
        return (
            f"{self.at:%Y-%m-%d %a %H:%M}  {self.to:<16} {self.name:<18} {self.case or '-':<12} "
            f"{why}{status}"
        )

    def _counts(self) -> str:
        """What an overview counts: its subject behind the day, what is open, and its sum."""
        text = " ".join(self.text.split())
        found = (re.search(counts, text) for counts in _COUNTS)
        return " | ".join((_subject(self.subject), *(each[0] for each in found if each)))


def lines(office: Office, people: dict[str, str]) -> Iterator[Line]:
    """The letters of this office, oldest first; `people` is address → id, of all who ever were."""
    with office.bot.database.reading() as connection:
        matters: dict[int | None, list[str]] = {}
        for matter in connection.execute(_MATTERS):
            matters.setdefault(matter.letter_id, []).append(matter.code)
        for row in connection.execute(_LETTERS):
            codes = ", ".join(matters.get(row.id, ()))
            at = row.sent_at or row.queued_at
            yield Line(
                id=row.id,
                at=at.astimezone(ZONE),
                to=people.get(row.to_address, "parent"),
                name=LetterName(row.letter),
                case=row.case_number or "",
                reason=codes or row.why.removeprefix(f"{row.letter}: "),
                status=row.status,
                language=row.language,
                subject=row.subject,
                content=row.content,
            )


def written_out(letters: list[Line]) -> str:
    """The whole list as a text, sorted by its moments, so that a change reads as a difference."""
    ordered = sorted(letters, key=lambda each: (each.at, str(each)))
    return "".join(f"{each}\n" for each in ordered)


def _subject(subject: str) -> str:
    """What a subject says behind its day."""
    return " ".join(subject.partition(":")[2].split()) or subject
