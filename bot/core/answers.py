"""The letters to a complainant that leave by themselves: we have the mail, and what follows."""

from __future__ import annotations

from dataclasses import replace

from bot.core.case import Anonymous, Case, DeadlineKind, Kind, Via
from bot.core.facts import Facts
from bot.core.letter import Hold, LetterName, LetterOrder, Origin, Value
from bot.core.mail import IncomingMail
from bot.core.parties import coordinator, school_name
from bot.core.policy import AnonymousPolicy, ForwardAck, Person, Policy


def answer_to(case: Case, policy: Policy) -> LetterName | None:
    """Which letter acknowledges a case by mail; None when there is no address, or by agreement."""
    if case.complainant is None or not case.complainant.email:
        return None
    if case.via is Via.FORWARDED and policy.forward_ack is ForwardAck.NEVER:
        return None
    if case.anonymous is not Anonymous.FULL:
        return LetterName.ACKNOWLEDGMENT
    silent = policy.anonymous is AnonymousPolicy.REFUSE_SILENT
    return None if silent else LetterName.ANONYMOUS_REPLY


def acknowledgment(  # noqa: PLR0913  # everything the letter prints
    case: Case,
    mail: IncomingMail,
    facts: Facts,
    policy: Policy,
    *,
    short_appeal: bool,
    held: Hold | None,
) -> LetterOrder:
    """The acknowledgment to the complainant: the number, the promised dates, whom to call.

    Who wrote without a name gets a letter of its own, that promises nothing. A date before today
    is left out, because nobody can keep it. No name is printed when the contact person is named in
    the mail: then somebody else reads it.
    """
    if answer_to(case, policy) is LetterName.ANONYMOUS_REPLY:
        return _anonymous_reply(case, mail, facts, policy, held=held)
    reader, named = _contact(case, policy)
    foreign = case.language not in policy.languages
    due = {
        duty.kind: duty.due_on if duty.due_on >= facts.today else None for duty in case.deadlines
    }
    values = _everywhere(case, facts, policy) | {
        "received_date": case.received_on,
        "contact_name": reader.name if named else "",
        "contact_phone": reader.phone,
        "reader_named": named,
        "classify_due": due.get(DeadlineKind.CLASSIFY),
        "handling_due": due.get(DeadlineKind.HANDLING),
        "closed_until": policy.calendar.closed_until(facts.today),
        "unclear": case.kind is not Kind.COMPLAINT,
        "seen_by_person": False,
        "short_appeal_hint": short_appeal,
        "foreign": foreign,
        "courtesy": case.language if foreign and case.language in policy.courtesy_languages else "",
        "passed_on": case.via is Via.FORWARDED,
        "support_line": policy.support_line.get(case.language, ""),
    }
    return _order(LetterName.ACKNOWLEDGMENT, case, mail, policy, values, held=held)


def closed_case_reply(
    case: Case, mail: IncomingMail, facts: Facts, policy: Policy, *, held: Hold | None
) -> LetterOrder:
    """To the complainant who writes in a case that is closed: who reads it, answered by when."""
    reader, named = _contact(case, policy)
    due = (
        duty.due_on
        for duty in case.deadlines
        if duty.kind is DeadlineKind.CLOSED_REPLY and not duty.met_at
    )
    reply_due = next(due, None)
    values = _everywhere(case, facts, policy) | {
        "closed_on": case.closed_on,
        "reply_due": reply_due if reply_due and reply_due >= facts.today else None,
        "contact_name": reader.name if named else "",
        "reader_named": named,
    }
    return _order(LetterName.CLOSED_CASE_REPLY, case, mail, policy, values, held=held)


def status_update(case: Case, mail: IncomingMail, facts: Facts, policy: Policy) -> LetterOrder:
    """To the complainant, every so often: how it stands, in the thread of the complaint."""
    reader, _ = _contact(case, policy)
    answer = (
        duty.due_on
        for duty in case.deadlines
        if duty.kind is DeadlineKind.HANDLING and duty.met_at is None and duty.due_on >= facts.today
    )
    values = _everywhere(case, facts, policy) | {
        "state": case.status.value,
        "text": "",
        "next_step": "",
        "handling_due": next(answer, None),
        "contact_phone": reader.phone,
    }
    order = _order(LetterName.STATUS_UPDATE, case, mail, policy, values, held=None)
    # It answers no mail: the calendar sends it.
    return replace(order, origin=Origin.GENERATED)


def privacy_line(policy: Policy, language: str) -> str:
    """The school's privacy line in this language, else in its first language."""
    return policy.privacy_line.get(language) or next(iter(policy.privacy_line.values()), "")


def _anonymous_reply(
    case: Case, mail: IncomingMail, facts: Facts, policy: Policy, *, held: Hold | None
) -> LetterOrder:
    reader, named = _contact(case, policy)
    values = _everywhere(case, facts, policy) | {"withheld_reader": reader.name if named else ""}
    return _order(LetterName.ANONYMOUS_REPLY, case, mail, policy, values, held=held)


def _contact(case: Case, policy: Policy) -> tuple[Person, bool]:
    """Who reads the mail, and whether the letter may name this person."""
    usual = coordinator(policy, case.school)
    reader = next((each for each in policy.people if each.id == case.handler), usual)
    return reader, case.handler == usual.id


def _everywhere(case: Case, facts: Facts, policy: Policy) -> dict[str, Value]:
    return {
        "salutation": "",
        "case_no": case.number,
        "school": school_name(case.school, policy),
        "mailbox": facts.mailbox,
        "privacy_line": privacy_line(policy, case.language),
        "organisation": policy.organisation,
    }


def _order(  # noqa: PLR0913  # the parts of an order
    name: LetterName,
    case: Case,
    mail: IncomingMail,
    policy: Policy,
    values: dict[str, Value],
    *,
    held: Hold | None,
) -> LetterOrder:
    assert case.complainant is not None
    # RFC 3834 §5: only what answers a mail to its own sender replies; a colleague sent this one.
    passed_on = mail.passed_on is not None and not mail.passed_on.form
    return LetterOrder(
        name=name,
        to=case.complainant.email,
        language=case.language if case.language in policy.languages else policy.languages[0],
        form=case.form,
        values=values,
        origin=Origin.GENERATED if passed_on else Origin.REPLIED,
        case_number=case.number,
        answers=mail.message_id,
        references=mail.references,
        held=held,
    )
