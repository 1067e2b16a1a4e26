"""A letter that waits for a yes: it is written and held, and shown to who must read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.core import offers
from bot.core.acting import Acting
from bot.core.case import Detail
from bot.core.choices import Choice, buttons
from bot.core.correspondence import to_staff
from bot.core.decision import Cancel, Effect, Send, SettleDraft
from bot.core.draft import Draft, DraftStatus, seal_of
from bot.core.facts import Facts
from bot.core.instructions import Verb
from bot.core.letter import Hold, LetterName, LetterOrder, Value
from bot.core.parents.addressed import signer_of
from bot.core.parents.telling import case_of
from bot.core.parties import school_name
from bot.core.policy import Person
from bot.core.readable import masked
from bot.core.staff.names_of_letters import letter_name
from bot.core.staff.to_fill_in import filled_in
from bot.core.staff.warnings import warnings_of
from bot.core.staff.written import WRITTEN

STOPPABLE = timedelta(minutes=10)  # after the yes
# Somebody in danger is not kept waiting.
_AT_ONCE = frozenset({LetterName.CRISIS_CONTACT})
_READ_FIRST = "a person reads it first"


def still_waits(letter: LetterName) -> timedelta:
    """How long a letter can still be stopped after the yes."""
    return timedelta() if letter in _AT_ONCE else STOPPABLE


def held(
    acting: Acting,
    letter: LetterName,
    order: LetterOrder,
    *,
    approver: Person,
    made_on: date | None = None,
) -> Send:
    """The letter, written and kept until `approver` says yes. `made_on` is a local date."""
    draft = Draft(
        case_number=case_of(acting).number,
        letter=letter,
        order=acting.order,
        seal=seal_of(order),
        by=acting.by.id,
        approver=approver.id,
        made_on=made_on or acting.facts.today,
        asked_at=acting.facts.now,
    )
    kept = replace(leaving(order, letter, acting), held=Hold.PREVIEW)
    return Send(kept, _READ_FIRST, draft=draft)


def leaving(order: LetterOrder, letter: LetterName, acting: Acting) -> LetterOrder:
    """What leaves the outbox: the letter, or without an address a PDF of it to be posted."""
    if order.to:
        return order
    case, policy = case_of(acting), acting.policy
    reader = signer_of(case, policy)
    posted = (offers.choice(offers.POSTED, reader),)
    values: dict[str, Value] = {
        "case_no": case.number,
        "letter_name": letter_name(letter, reader),
        "recipient": case.complainant.name if case.complainant else "",
        "postal_address": case.details.get(Detail.POSTAL_ADDRESS, ""),
        "n_letters": 1,
        "school": school_name(case.school, policy),
        "buttons": buttons(posted, case.number, reader, acting.facts, policy, school=case.school),
    }
    paper = to_staff(LetterName.LETTER_TO_POST, reader, values, policy, case_number=case.number)
    return replace(paper, encloses=(order,))


def preview(  # noqa: PLR0913  # everything the preview prints
    acting: Acting,
    letter: LetterName,
    order: LetterOrder,
    *,
    to: Person,
    then: Person | None = None,
    remarks: Sequence[str] = (),
    asks_again: bool = False,
    since: Draft | None = None,
) -> Send:
    """The letter as it would leave, to who must read it, with what to look at first.

    `then` is who approves it after this reader. `remarks` stand above the warnings, `since` is the
    letter as it was shown before.
    """
    case, policy, facts = case_of(acting), acting.policy, acting.facts
    choices = choices_of(seal_of(order), acting, to)
    values: dict[str, Value] = {
        "case_no": case.number,
        "letter_name": letter_name(letter, to),
        "to_masked": masked(order.to) if order.to else "",
        "by_post": not order.to,
        "warnings": (*remarks, *warnings_of(order, acting, to, since=since)),
        "approved_by_other": "" if to.id == acting.by.id else acting.by.name,
        "waits_for": then.name if then else "",
        "asks_again": asks_again,
        "goes_after_minutes": None if then else still_waits(letter).seconds // 60,
        "school": school_name(case.school, policy),
        "mailbox": facts.mailbox or policy.mailboxes[0].address,
        "buttons": buttons(choices, case.number, to, facts, policy, school=case.school),
    }
    shown = to_staff(LetterName.PREVIEW, to, values, policy, case_number=case.number)
    return Send(replace(shown, shows=order), _READ_FIRST)


def choices_of(seal: str, acting: Acting, reader: Person) -> list[Choice]:
    """What can be done with a letter that waits: it leaves, another text in it, or not at all."""
    fields = WRITTEN[acting.order.verb].fields
    empty = replace(acting.order, fields={}, text="")
    words = (
        ("Send", "Change", "Do not send")
        if reader.language == "en"
        else ("Verstuur", "Pas aan", "Niet versturen")
    )
    text = filled_in(Verb.TEXT, fields, empty, reader, seal=seal)
    return list(zip(words, (f"JA {seal}", text, f"NEE {seal}"), strict=True))


def copied(
    acting: Acting, order: LetterOrder, *, to: Person, state: str, choices: Sequence[Choice] = ()
) -> Send:
    """A letter to a colleague who wrote it, as it waits or leaves now; `state` says which."""
    case, policy, facts = case_of(acting), acting.policy, acting.facts
    values: dict[str, Value] = {
        "case_no": case.number,
        "state": state,
        "school": school_name(case.school, policy),
        "mailbox": facts.mailbox or policy.mailboxes[0].address,
        "buttons": buttons(choices, case.number, to, facts, policy, school=case.school),
    }
    shown = to_staff(LetterName.CASE_SHOWN, to, values, policy, case_number=case.number)
    return Send(replace(shown, shows=order), "its author learns what becomes of it")


def told(acting: Acting, said: str, *, to: Person) -> Send:
    """To the author of a letter: what became of it."""
    case, policy = case_of(acting), acting.policy
    values: dict[str, Value] = {
        "case_no": case.number,
        "effects": (said,),
        "school": school_name(case.school, policy),
    }
    result = to_staff(LetterName.COMMAND_RESULT, to, values, policy, case_number=case.number)
    return Send(result, "its author learns what becomes of it")


def dropped(draft: Draft) -> list[Effect]:
    """A letter that waited must not leave any more."""
    return [Cancel(draft.letter_id), SettleDraft(draft.letter_id, DraftStatus.DROPPED)]


def waiting_in(case_number: str, facts: Facts) -> tuple[Draft, ...]:
    """The letters of a case that wait for a yes."""
    return tuple(
        draft
        for draft in facts.drafts
        if draft.case_number == case_number and draft.status is DraftStatus.WAITING
    )
