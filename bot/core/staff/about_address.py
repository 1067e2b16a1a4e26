"""The address of a complainant: which one is known, and another one that somebody said yes to."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core import offers
from bot.core.acting import Acting, Answer, Asked, Done
from bot.core.answers import acknowledgment, answer_to
from bot.core.case import Ack, Anonymous, Case, DeadlineKind, Detail, Urgency
from bot.core.clause import Clause, in_language
from bot.core.decision import Cancel, Send
from bot.core.instructions import Verb
from bot.core.instructions.verbs import word_of
from bot.core.letter import Hold
from bot.core.mail import Address, IncomingMail
from bot.core.parties import staff_by_address
from bot.core.policy import Mode, Policy, Role
from bot.core.readable import masked
from bot.core.reading import HINTS, OTHER_PROCEDURE
from bot.core.staff.asking import typed
from bot.core.staff.filled import Filled, case_of
from bot.core.staff.rights import is_handler
from bot.core.staff.words import said, why

_OTHER = offers.NEW_ADDRESS.labelled("Ander adres", "Another address")
_YES = Clause("Ja, dit adres", "Yes, this address")
_ADDRESS = re.compile(r"[^\s@<>(),;:\"]+@[^\s@<>(),;:\"]+\.[^\s@<>(),;:\".]{2,}")


def new_address(value: str, filled: Filled, acting: Acting) -> Asked | None:
    """Another address of the complainant, once somebody said yes to exactly this one."""
    by, policy, case = acting.by, acting.policy, filled.case
    if not _ADDRESS.fullmatch(value):
        return Asked(why("bad_address", by, value=value), prefilled=offers.to_fill_in(_OTHER, by))
    if value.casefold() in policy.own_addresses or staff_by_address(policy, value):
        return Asked(why("staff_address", by, value=value))
    old = case.complainant
    if old is not None and old.key == value.casefold():
        return Asked(why("done_already", by, what=value))
    if not acting.confirmed:
        shown = masked(old.email) if old is not None and old.email else "-"
        yes = (
            in_language(_YES, by),
            f"{typed(acting.order)}\n{word_of(Verb.YES, by.language)}",
        )
        return Asked(why("confirm_address", by, value=value, old=shown), choices=(yes,))
    fresh = Address(value, old.name if old else "")
    # The old one may be somebody else's: whoever writes from it is no party any more.
    parties = [one for one in case.parties if old is None or one.casefold() != old.key]
    filled.case = replace(case, complainant=fresh, parties=(fresh.key, *parties))
    filled.said.append(said("address", by, address=value))
    _acknowledge_again(filled, acting)
    return None


def _acknowledge_again(filled: Filled, acting: Acting) -> None:
    """An acknowledgment that is still owed goes to the new address; what was held stays held."""
    case, facts, policy = filled.case, acting.facts, acting.policy
    owed = any(d.kind is DeadlineKind.ACK and d.met_at is None for d in case.deadlines)
    if not owed or case.ack is Ack.WAIVED or answer_to(case, policy) is None:
        return
    hold = _hold(case, policy)
    mail = facts.opening or IncomingMail(subject=case.subject)
    short = HINTS[OTHER_PROCEDURE].nl in case.hints
    letter = acknowledgment(case, mail, facts, policy, short_appeal=short, held=hold)
    ack = Ack.TRIAL if policy.mode is Mode.TRIAL else Ack.QUEUED
    filled.case = replace(case, ack=Ack.HELD if hold else ack)
    filled.effects += [Cancel(waiting.id) for waiting in facts.waiting_acks]
    filled.effects.append(Send(letter, "the complainant has another address"))
    if hold is None:
        filled.said.append(said("ack_again", acting.by))


def _hold(case: Case, policy: Policy) -> Hold | None:
    if policy.missing:
        return Hold.CONFIG
    danger = case.urgency is Urgency.CRITICAL or case.pupil_writes
    return Hold.CRITICAL if danger else None


def known_address(acting: Acting) -> Answer:
    """How the complainant can be reached, to who may know."""
    case, by = case_of(acting), acting.by
    withheld = case.anonymous is Anonymous.NAME_WITHHELD and case.handler != by.id
    if withheld or not _is_reader(acting):
        return Asked(why("not_yours", by, who="de behandelaar"))
    known = case.complainant
    lines = [
        known.name if known else "",
        known.email if known else "",
        case.details.get(Detail.PHONE, "") or _phone(acting.facts.opening),
        case.details.get(Detail.POSTAL_ADDRESS, ""),
    ]
    notes = tuple(line for line in lines if line) or ("-",)
    return Done(case=case, said=(said("address_is", by),), notes=notes, undoable=False)


def _is_reader(acting: Acting) -> bool:
    """Whether the writer handles the case or heads its school."""
    case, by = case_of(acting), acting.by
    heads = Role.DIRECTOR in by.roles and (not by.schools or case.school in by.schools)
    return heads or is_handler(by, case, acting.facts, acting.policy)


def _phone(opening: IncomingMail | None) -> str:
    return opening.passed_on.phone if opening and opening.passed_on else ""
