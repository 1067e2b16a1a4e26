"""What triage hands back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.core.facts import Thread
from bot.core.mail import IncomingMail
from bot.core.reading import Reading
from bot.core.verdict import Sender, Verdict

Outcome = Literal["hit", "miss"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What kind of mail this is, and the rule that said so.

    `thread` is the case the mail belongs to or pretends to belong to. `why` holds every rule that
    was asked, in order, the last one with "hit". `reading` is there for all mail in which a person
    may have written: also set aside, a cry for help must be heard. `meant` is the mail as its
    writer meant it: of a form the parent's, of a forward the inner one, else the mail itself.
    """

    verdict: Verdict
    rule: str
    sender: Sender
    why: tuple[tuple[str, Outcome], ...]
    thread: Thread | None = None
    reading: Reading | None = None
    meant: IncomingMail | None = None
