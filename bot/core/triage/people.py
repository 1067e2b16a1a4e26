"""Rules for mail that a person wrote."""

from __future__ import annotations

import re

from bot.core.facts import Facts, Thread
from bot.core.mail import IncomingMail
from bot.core.policy import Person, Policy
from bot.core.triage.passed_on import is_passed_on_by_staff
from bot.core.trust import Proof, proof_of
from bot.core.verdict import Verdict
from bot.core.webform import form_of

_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")


def unreadable(mail: IncomingMail, _facts: Facts, _policy: Policy) -> Verdict | None:
    """No sender that can be answered: none, several without Sender (RFC 5322 §3.6.2), garbage."""
    usable = mail.sender is not None and _ADDRESS.fullmatch(mail.sender.email)
    return None if usable else Verdict.UNREADABLE


def web_form(mail: IncomingMail, _facts: Facts, policy: Policy) -> Verdict | None:
    """The form on the school's site: a machine sends it, but a parent wrote it."""
    return Verdict.UNCLEAR if form_of(mail, policy.webforms) else None


def order_with_our_key(mail: IncomingMail, facts: Facts, policy: Policy) -> Verdict | None:
    """A button of ours was tapped: staff wrote it, from whatever address, and no parent did.

    A parent's mail that a colleague passes on stays one, whatever stands above it.
    """
    passed_on = staff_member(mail, policy) is not None and is_passed_on_by_staff(mail, policy)
    return None if facts.key is None or passed_on else Verdict.STAFF_COMMAND


def staff_in_case(mail: IncomingMail, facts: Facts, policy: Policy) -> Verdict | None:
    """Somebody of the school writes in a case: an internal matter, never sent to the parent."""
    return Verdict.STAFF_COMMAND if facts.threads and staff_member(mail, policy) else None


def staff_forward(mail: IncomingMail, _facts: Facts, policy: Policy) -> Verdict | None:
    """A colleague passes a parent's mail on: the complainant is in the text, not in From."""
    return Verdict.STAFF_FORWARD if is_passed_on_by_staff(mail, policy) else None


def staff_without_case(mail: IncomingMail, _facts: Facts, policy: Policy) -> Verdict | None:
    """Somebody of the procedure writes and names no case: a person sees what was meant."""
    return Verdict.STAFF_COMMAND if staff_member(mail, policy) else None


def party_in_case(mail: IncomingMail, facts: Facts, _policy: Policy) -> Verdict | None:
    """One of the parties writes in their case: no second acknowledgment."""
    return Verdict.CASE_REPLY if thread_of_party(mail, facts) else None


def stranger_in_case(_mail: IncomingMail, facts: Facts, _policy: Policy) -> Verdict | None:
    """Names a case but is no party to it: set aside as a possible follow-up, nothing disclosed."""
    return Verdict.CASE_REPLY if facts.threads else None


def anybody(_mail: IncomingMail, _facts: Facts, _policy: Policy) -> Verdict | None:
    """All other mail was written by a person, who is owed an answer; the reading says what kind."""
    return Verdict.UNCLEAR


def thread_of_party(mail: IncomingMail, facts: Facts) -> Thread | None:
    """The strongest link to a case in which the sender is a party."""
    sender = mail.sender.key if mail.sender else ""
    return next(
        (
            thread
            for thread in facts.threads
            if sender in {party.casefold() for party in thread.case.parties}
        ),
        None,
    )


def staff_member(mail: IncomingMail, policy: Policy) -> Person | None:
    """The person of the procedure whose address is in From."""
    sender = mail.sender.key if mail.sender else ""
    return next((person for person in policy.people if person.email.casefold() == sender), None)


def staff_proof(mail: IncomingMail, mailbox: str, policy: Policy) -> Proof | None:
    """Whether a mail in the name of somebody of the procedure is proven to be theirs.

    `mailbox` is the address it came to. None: nobody of them wrote it, or that mailbox was not
    agreed to prove anything.
    """
    box = next((box for box in policy.mailboxes if box.address == mailbox), None)
    if box is None or box.trust is None or staff_member(mail, policy) is None:
        return None
    return proof_of(mail, box.trust)
