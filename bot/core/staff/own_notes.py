"""What a person wrote in a case without ordering anything: a note, that may become a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.core.acting import Acting
from bot.core.clause import Clause, in_language
from bot.core.facts import Paper
from bot.core.instructions.reading import read_instructions
from bot.core.mail import Address, IncomingMail
from bot.core.plain import plain
from bot.core.policy import Person
from bot.core.verdict import Verdict

_NOTE = Clause("notitie {mail_id}", "note {mail_id}")
_NAMED = re.compile(r"(?:notitie|note) (\d{1,9})")


class OwnNote(NamedTuple):
    """The words of a note as a letter would hold them, and the mail in which they came."""

    paper: Paper
    text: str


def note_of(mail_id: int | None, by: Person) -> str:
    """How a button names the note that came in a mail."""
    return in_language(_NOTE, by).format(mail_id=mail_id)


def named_in(text: str) -> int | None:
    """The mail of the note that the words of an order name; None: they name none."""
    found = _NAMED.fullmatch(plain(text))
    return int(found[1]) if found else None


def own_notes(acting: Acting) -> Iterator[OwnNote]:
    """What whoever orders wrote in the case without an order in it, the newest first."""
    by, file = acting.by, acting.facts.file
    for paper in file.papers if file else ():
        own = paper.who.casefold() in {by.email.casefold(), by.name.casefold(), by.id}
        if paper.outgoing or paper.name != Verdict.STAFF_COMMAND.value or not own:
            continue
        mail = IncomingMail(sender=Address(by.email, by.name), new_text=paper.text)
        given = read_instructions(mail, acting.policy, acting.facts.today)
        if given.note and not (given.orders or given.doubts):
            yield OwnNote(paper, given.note)
