"""The rows that one decision becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.core.decision import File, Reach, Send, Settle
from bot.core.draft import StepTaken
from bot.core.happening import AttentionItem
from bot.core.letter import ACKNOWLEDGES, Hold, ReadyLetter
from bot.core.verdict import Place
from bot.store import drafts, papers
from bot.store.audit import hash_of
from bot.store.duties import rung_key
from bot.store.tables import ATTENTION, AUDIT, DEADLINES, DRAFTS, LETTERS, LISTED, MAILS


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a decision is about, besides its case: the mail as it was read, or a letter of ours.

    `words` are those by which the case of a mail is found again when another is about the same.
    `heard` is the outbox row whose outcome was decided upon; `told` are the attention rows that
    the first letter of the decision tells a person of, `listed` the mails it lists. `text` is what
    the mail newly says: by these words it is found in its case. `apart` are the mails lying apart
    that it orders something of, each by its row.
    """

    mail_id: int | None = None
    mailbox: str = ""
    message_id: str | None = None
    content_key: str | None = None
    sender: str | None = None
    subject: str = ""
    thread_subject: str = ""
    trail: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    heard: int | None = None
    told: tuple[int, ...] = ()
    listed: tuple[int, ...] = ()
    actor: str = "bot"
    text: str = ""
    apart: Mapping[int, About] = field(default_factory=dict)


class Rows:
    """The rows of one decision, gathered so that each table is written once.

    `take` gives the next number of a counter, `prev` is the hash of the last audit entry.
    """

    def __init__(self, take: Callable[[str], int], at: datetime, about: About, prev: str) -> None:
        self._take, self._at, self._about, self.prev = take, at, about, prev
        self._audit: list[dict[str, Any]] = []
        self._letters: list[dict[str, Any]] = []
        self._matters: list[dict[str, Any]] = []
        self._drafts: list[dict[str, Any]] = []
        self._steps: list[dict[str, Any]] = []
        self._delayed: list[tuple[str | None, int]] = []
        self._deadlines: list[dict[str, Any]] = []
        self._papers: list[tuple[str, str, int]] = []
        self.filed: File | None = None
        self.refiled: list[File] = []

    def log(  # the columns of an entry
        self,
        event: str,
        case_number: str | None,
        reason: str = "",
        letter_id: int | None = None,
        key: str | None = None,
    ) -> int:
        """An entry of the audit trail, chained to the one before; its number."""
        entry: dict[str, Any] = {
            "n": self._take("audit"),
            "at": self._at,
            "event": event,
            "case_number": case_number,
            "mail_id": self._about.mail_id,
            "letter_id": letter_id,
            "actor": self._about.actor,
            "reason": reason,
            "key": key,
        }
        digest = hash_of(entry, self.prev)
        self._audit.append(entry | {"prev": self.prev, "hash": digest})
        self.prev = digest
        return int(entry["n"])

    def settled(self, effect: Settle) -> None:
        """A duty that is met, or owed again."""
        event = f"{effect.kind.value}_met" if effect.at else f"{effect.kind.value}_owed_again"
        self.log(event, effect.case_number, effect.proof, self._about.heard)

    def reached(self, effect: Reach) -> None:
        """A rung of which somebody is told: the key of its entry lets nobody be told twice."""
        if effect.stage is not None:
            duty = effect.deadline
            reason = f"{duty.kind.value} due {duty.due_on}: {effect.stage}"
            self.log("reminded", effect.case_number, reason, key=rung_key(effect))

    def owe(self, values: dict[str, Any]) -> None:
        """A duty that is owed from now on; it is written with the others, or before it is met."""
        self._deadlines.append(values)

    def written_duties(self, connection: sa.Connection, case_number: str) -> None:
        """Writes what is owed so far, if this case owes any of it: something is about to find it.

        Its case is there: what is owed follows the case that owes it.
        """
        if any(duty["case_number"] == case_number for duty in self._deadlines):
            connection.execute(_INSERT_DEADLINE, self._deadlines)
            self._deadlines = []

    def remember(self, step: StepTaken) -> None:
        """A step that can be taken back, and with it the letters that it lets go a little later."""
        number = step.case_number
        letters = [letter_id for case, letter_id in self._delayed if case == number]
        self._delayed = [each for each in self._delayed if each[0] != number]
        self._steps.append(drafts.step_values(step, letters))
        self.log("step_taken", number, f"{step.verb.value} by {step.by}")

    def post(self, letter: ReadyLetter, send: Send) -> None:
        """A letter with the audit entry it cannot exist without."""
        order, letter_id = letter.order, self._take("letter")
        held = order.held or (Hold.PREVIEW if send.draft else None)
        why = f"held, {held.value}" if held else send.reason
        event = "letter_held" if held else "letter_queued"
        audit_n = self.log(event, order.case_number, f"{order.name.value}: {why}", letter_id)
        if send.draft is not None:
            self._drafts.append(drafts.draft_values(send.draft, letter_id))
        elif held is None and send.not_before is not None:
            self._delayed.append((order.case_number, letter_id))
        to_staff = order.to_staff and order.trial_for is None
        # An acknowledgment says the same in every case: who searches finds nothing by its words.
        if order.case_number and not to_staff and order.name not in ACKNOWLEDGES:
            words = f"{letter.subject}\n{papers.text_of(letter.content)}"
            self._papers.append((order.case_number, words, letter_id))
        self._letters.append(
            {
                "id": letter_id,
                "audit_n": audit_n,
                "message_id": letter.message_id,
                "letter": order.name.value,
                "language": letter.language,
                "to_address": order.to,
                "to_staff": order.to_staff or order.trial_for is not None,
                "origin": order.origin.value,
                "case_number": order.case_number,
                "mailbox": letter.mailbox,
                "subject": letter.subject,
                "thread_subject": self._about.thread_subject,
                "content": letter.content,
                "template_hash": letter.template_hash,
                "meant_for": order.trial_for,
                "status": "held" if held else "queued",
                "queued_at": self._at,
                "not_before": send.not_before or self._at,
                "error": held.value if held else None,
                "attempts": 0,
                "news": False,
                "archived": False,
                "let_go": send.let_go,
            }
        )

    def tell(self, item: AttentionItem) -> None:
        """A matter for a person, under the decision's own entry."""
        self._matters.append(
            {
                "audit_n": self._audit[0]["n"],
                "at": self._at,
                "code": item.code.value,
                "case_number": item.case_number,
                "school": item.school,
                "reader": item.reader,
                "mail_id": self._about.mail_id,
                "sender": item.sender,
                "received_at": item.received_at,
                "detail": item.detail,
                "remarks": list(item.remarks),
                "phone": item.phone,
            }
        )

    def write(self, connection: sa.Connection) -> None:
        """Each table once; the audit entries first, because letters and matters point at them."""
        about = self._about
        for insert, rows in (
            (_INSERT_AUDIT, self._audit),
            (_INSERT_DEADLINE, self._deadlines),
            (_INSERT_LETTER, self._letters),
            (_INSERT_DRAFT, self._drafts),
            (_INSERT_ATTENTION, self._matters),
        ):
            if rows:
                connection.execute(insert, rows)
        if self._steps:
            drafts.remember(connection, self._steps)
        if self.filed is not None:
            connection.execute(_FILE_MAIL, _filed(self.filed, about))
        for each in self.refiled:
            connection.execute(_REFILE_MAIL, _refiled(each))
        self._keep_words(connection)
        if not self._letters:
            return
        first = self._letters[0]["id"]
        if about.told:
            update = sa.update(ATTENTION).where(ATTENTION.c.id.in_(about.told))
            connection.execute(update.values(letter_id=first))
        if about.listed:
            pairs = [{"mail_id": mail, "letter_id": first} for mail in about.listed]
            connection.execute(_INSERT_LISTED, pairs)

    def _keep_words(self, connection: sa.Connection) -> None:
        """By the words of its mails and letters a case is searched."""
        about, filed = self._about, self.filed
        if about.text and filed is not None and filed.place is Place.CASE and filed.case_number:
            papers.keep(connection, filed.case_number, about.text, mail_id=about.mail_id)
        for each in self.refiled:
            was = about.apart.get(each.mail_id or 0)
            if was is not None and was.text and each.case_number:
                papers.keep(connection, each.case_number, was.text, mail_id=each.mail_id)
        for number, words, letter_id in self._papers:
            papers.keep(connection, number, words, letter_id=letter_id)


def _filed(filed: File, about: About) -> dict[str, Any]:
    """Where a mail ended, as the columns of its row."""
    return {
        "which": about.mail_id,
        "verdict": filed.verdict.value,
        "rule": filed.rule,
        "place": filed.place.value,
        "owed": filed.owed,
        "set_aside": filed.set_aside,
        "case_number": filed.case_number,
        "message_id": about.message_id,
        "content_key": about.content_key,
        "sender": about.sender,
        "subject": about.subject,
        "trail": list(about.trail),
    }


def _refiled(filed: File) -> dict[str, Any]:
    """Where a mail ended that lay apart; what was known of it stays as it is."""
    return {
        "which": filed.mail_id,
        "verdict": filed.verdict.value,
        "place": filed.place.value,
        "owed": filed.owed,
        "set_aside": filed.set_aside,
        "case_number": filed.case_number,
    }


# Built once: under a backlog, building a statement costs more than running it.
_INSERT_AUDIT = sa.insert(AUDIT)
_INSERT_DEADLINE = sa.insert(DEADLINES)
_INSERT_LETTER = sa.insert(LETTERS)
_INSERT_DRAFT = sa.insert(DRAFTS)
_INSERT_ATTENTION = sa.insert(ATTENTION)
_INSERT_LISTED = sa.insert(LISTED)
_REFILE_MAIL = sa.update(MAILS).where(MAILS.c.id == sa.bindparam("which"))
_FILE_MAIL = sa.update(MAILS).where(MAILS.c.id == sa.bindparam("which"))
