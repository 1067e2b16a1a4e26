"""May this mail order anything: is it proven who wrote it, and does it answer a letter of ours?

Both are asked for: a proven address alone may be a program that forwards, a key alone may be in the
hands of whoever was shown a letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.facts import Facts
from bot.core.instructions import Order, Verb
from bot.core.mail import IncomingMail
from bot.core.parties import find_person
from bot.core.policy import Mailbox, Person, Policy
from bot.core.tokens import StaffKey, staff_key_lives
from bot.core.triage import Finding
from bot.core.triage.people import staff_member

__all__ = [
    "READS",
    "Authority",
    "Standing",
    "authority_of",
    "case_of",
    "orders_are_possible",
    "whose_orders",
]

# These change nothing: who is proven to ask may be answered, at the address that is registered.
READS = frozenset({
    Verb.SHOW, Verb.LIST, Verb.SEARCH, Verb.HELP, Verb.MORE, Verb.ADMIN, Verb.ADMIN_STATUS,
    Verb.ADMIN_CHECK, Verb.LETTER_LIST, Verb.LETTER_SHOWN, Verb.LETTER_TEST, Verb.LETTER_CHANGE,
    Verb.RECALCULATE, Verb.HERE,
})  # fmt: skip


class Standing(StrEnum):
    """What a mail with orders may do."""

    ALLOWED = "allowed"
    UNPROVEN = "unproven"  # From is staff, but the provider does not prove it
    NO_KEY = "no_key"  # proven, but neither a button nor a reply
    EXPIRED = "expired"  # proven, with a key that acts no more
    ELSEWHERE = "elsewhere"  # a key of ours, from another address
    NOT_STAFF = "not_staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """The standing of a mail, whose orders they would be, and why, in words without a name."""

    standing: Standing
    person: Person | None
    why: str


def orders_are_possible(facts: Facts, policy: Policy) -> bool:
    """Whether the provider of the mailbox proves who writes: without that nobody orders by mail."""
    return _mailbox(facts, policy).proves_staff


def case_of(order: Order, finding: Finding) -> str:
    """The number of the case that an order is about, its own before that of the thread; "": none.

    A number of something else ("mail 411") is none of a case.
    """
    if order.number:
        return order.number
    return finding.thread.case.number if finding.thread else ""


def authority_of(finding: Finding, mail: IncomingMail, facts: Facts, policy: Policy) -> Authority:
    """What the orders of this mail may do. It is one answer for all of them."""
    writer, owner = staff_member(mail, policy), whose_orders(mail, facts, policy)
    if owner != writer:
        return Authority(standing=Standing.ELSEWHERE, person=owner, why="a key of somebody else")
    if writer is None:
        return Authority(standing=Standing.NOT_STAFF, person=None, why="nobody of the procedure")
    if facts.proof is None or not facts.proof.ok:
        return Authority(standing=Standing.UNPROVEN, person=writer, why="the sender is not proven")
    standing, reason = _of_proven(writer, finding, facts)
    return Authority(standing=standing, person=writer, why=reason)


def whose_orders(mail: IncomingMail, facts: Facts, policy: Policy) -> Person | None:
    """Whose the orders of a mail would be: of whose key it carries, else of who wrote it."""
    return find_person(policy, facts.key.person) if facts.key else staff_member(mail, policy)


def _of_proven(writer: Person, finding: Finding, facts: Facts) -> tuple[Standing, str]:
    """What a mail may do of which it is proven who wrote it."""
    orders = facts.instructions.orders if facts.instructions else ()
    named = {case_of(order, finding) for order in orders if order.verb not in READS}
    abouts = {about for about in named if not _is_nowhere(about, facts)}
    if all(_answers_us(writer, about, facts) for about in abouts):
        return Standing.ALLOWED, "it answers a letter of ours"
    key = facts.key
    if key is None or not (key.about == "" or abouts <= {key.about, ""}):
        return Standing.NO_KEY, "no key and no letter of ours"
    if not _lives(key, facts):
        return Standing.EXPIRED, "its key acts no more"
    return Standing.ALLOWED, "it carries a live key"


def _is_nowhere(about: str, facts: Facts) -> bool:
    """Whether there is no such case: then nothing can be done there, and that is told."""
    known = {thread.case.number for thread in facts.threads}
    return bool(about) and not about.startswith("mail ") and about not in known


def _answers_us(writer: Person, about: str, facts: Facts) -> bool:
    """Whether it is a reply to a letter that this person got, about this case or about no case."""
    letter = facts.answered
    if letter is None or letter.to.casefold() != writer.email.casefold():
        return False
    return about in ("", letter.case_number) or letter.case_number is None


def _lives(key: StaffKey, facts: Facts) -> bool:
    closed = (thread.case.closed_on for thread in facts.threads if thread.case.number == key.about)
    return staff_key_lives(key.made_on, facts.today, about=key.about, closed_on=next(closed, None))


def _mailbox(facts: Facts, policy: Policy) -> Mailbox:
    own = (box for box in policy.mailboxes if box.address == facts.mailbox)
    return next(own, policy.mailboxes[0])
