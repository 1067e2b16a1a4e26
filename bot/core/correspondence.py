"""Which letter goes to which colleague, with which words to fill in; the writer writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.case import Ack, Anonymous, Case, DeadlineKind
from bot.core.clause import in_language
from bot.core.happening import AttentionItem
from bot.core.letter import Hold, LetterName, LetterOrder, Origin, Value
from bot.core.likeness import hint_told
from bot.core.mail import Address, IncomingMail
from bot.core.parties import coordinator, gets_text, safety_contacts, school_name
from bot.core.policy import Person, Policy
from bot.core.readable import body_of, masked, note_of, whole_of, without_name, words_of
from bot.core.words_of_notices import (
    LANGUAGES,
    MISSING,
    NO_ACK,
    SIGNALS,
    VIA,
    ack_status,
    named,
)

__all__ = [
    "attention",
    "forward_received",
    "leaves_with_the_alert",
    "new_complaint",
    "safety_alert",
    "to_staff",
    "words_of",
]

NO_CHOICES: Mapping[str, Value] = {}
# Dangers that may come from whoever reads the complainant's mailbox.
UNSAFE_AT_HOME = frozenset({"child_abuse"})


def new_complaint(  # noqa: PLR0913  # everything the notice prints
    case: Case,
    mail: IncomingMail,
    policy: Policy,
    *,
    to: Person,
    hold: Hold | None = None,
    missing: Sequence[str] = (),
    knows_name: bool = True,
    choices: Mapping[str, Value] = NO_CHOICES,
    paused: bool = False,
) -> LetterOrder:
    """The notice of a new case, with its text, to a person who may read it.

    `missing` is what must be asked (`Reading.missing`). Who asked that others do not learn the name
    is unnamed for all but the handler (`knows_name`). `choices` are the buttons and questions of
    this reader (`first_choices`). `paused`: automatic letters to outsiders wait now.
    """
    target = next(
        (duty.target_on for duty in case.deadlines if duty.kind is DeadlineKind.CLASSIFY), None
    )
    handling = next(
        (duty.due_on for duty in case.deadlines if duty.kind is DeadlineKind.HANDLING), None
    )
    sender = case.complainant
    by = mail.passed_on
    values: dict[str, Value] = {
        "case_no": case.number,
        "school": school_name(case.school, policy),
        "classify_target": target,
        "handling_due": handling,
        "name": sender.name if sender else "",
        "address": sender.email if sender else "",
        "lang": named(case.language, LANGUAGES, to),
        "received_local": case.received_at.astimezone(policy.zone),
        "via": in_language(VIA[case.via], to),
        "ack_status": ack_status(case, hold, to, paused=paused),
        "kind": case.kind.value,
        "urgency": case.urgency.value,
        "hints": tuple(hint_told(hint, to.language) for hint in case.hints),
        "missing": tuple(named(code, MISSING, to) for code in missing),
        "forwarded_by": (by.by.name or by.by.email) if by and not (by.form or by.how) else "",
        "taken_down_by": (by.by.name or by.by.email) if by and by.how else "",
        "note": note_of(mail, to),
        "name_withheld": case.anonymous is Anonymous.NAME_WITHHELD,
        "phone": by.phone if by else "",
        "subject": mail.subject,
        "body_clean": body_of(mail, to),
        "attachments": tuple(part.name for part in mail.attachments),
        "organisation": policy.organisation,
    }
    if case.anonymous is Anonymous.NAME_WITHHELD and sender is not None and not knows_name:
        values = {name: _unnamed(value, sender, to) for name, value in values.items()}
        values |= {"name": "", "address": "", "phone": ""}
    values |= choices
    return to_staff(LetterName.NEW_COMPLAINT, to, values, policy, case_number=case.number)


def forward_received(  # noqa: PLR0913  # everything the letter prints
    case: Case, mail: IncomingMail, policy: Policy, *, to: Person, answers: str | None, bare: bool
) -> LetterOrder:
    """To the colleague who passed a mail on: is this really who wrote it?

    Its text is not repeated. `bare` leaves all but the number out: the colleague is named in it.
    """
    writer, by = case.complainant, mail.passed_on
    values: dict[str, Value] = {
        "case_no": case.number,
        "school": school_name(case.school, policy),
        "bare": bare,
        "ack_waits": case.ack is Ack.HELD,
        "organisation": policy.organisation,
    }
    if not bare and writer is not None and by is not None:
        values |= {
            "name": writer.name,
            "address_masked": masked(writer.email),
            "sent": by.sent,
            "subject": mail.subject,
        }
    order = to_staff(LetterName.FORWARD_RECEIVED, to, values, policy, case_number=case.number)
    return replace(order, origin=Origin.REPLIED, answers=answers)


def safety_alert(  # noqa: PLR0913  # everything the alert prints
    mail: IncomingMail,
    policy: Policy,
    *,
    to: Person,
    case: Case | None,
    school: str,
    signals: Sequence[str],
    pupil_writes: bool,
    attempt: int,
    hold: Hold | None = None,
) -> LetterOrder:
    """The alert to one safety contact; without the text when the contact is an outsider."""
    contacts = safety_contacts(policy, school)
    number = case.number if case else None
    values: dict[str, Value] = {
        "case_no": number,
        "signal_labels": tuple(named(code, SIGNALS, to) for code in signals),
        "pupil_writes": pupil_writes,
        "contacts": tuple({"name": each.name, "phone": each.phone} for each in contacts),
        "call_phone": coordinator(policy, school).phone,
        "call_name": coordinator(policy, school).name,
        "plan_ref": policy.plan_ref,
        "attempt": attempt,
        "ack_status": ack_status(case, hold, to) if case else in_language(NO_ACK, to),
        "show_body": gets_text(policy, to),
        "body": whole_of(mail, to),
        "subject": mail.subject,
        "school": school_name(school, policy),
        "organisation": policy.organisation,
    }
    return to_staff(LetterName.SAFETY_ALERT, to, values, policy, case_number=number)


def attention(
    items: Sequence[AttentionItem], policy: Policy, *, to: Person, rest: int = 0
) -> LetterOrder:
    """One letter about every matter that waits for a person; `rest` are too many to be listed."""
    numbers = {item.case_number for item in items}
    only = numbers.pop() if len(numbers) == 1 else None
    values: dict[str, Value] = {
        "case_no": only,
        "n": len(items) + rest + sum(item.more for item in items),
        "rest": rest,
        "items": tuple(
            {
                "code": item.code.value,
                "case_no": item.case_number,
                "sender": item.sender,
                "received": item.received_at.astimezone(policy.zone) if item.received_at else None,
                "detail": item.detail,
                "remarks": item.remarks,
                "phone": item.phone,
                "more": item.more,
            }
            for item in items
        ),
        "organisation": policy.organisation,
    }
    return to_staff(LetterName.ATTENTION, to, values, policy, case_number=only)


def leaves_with_the_alert(case: Case, hold: Hold | None) -> bool:
    """Whether a held acknowledgment goes by itself once a safety contact has the alert.

    Not to a pupil, and not where the reader of the mailbox is unknown or may be the danger.
    """
    return (
        hold is Hold.CRITICAL
        and not case.pupil_writes
        and case.complainant is not None
        and bool(case.complainant.name.strip())
        and case.anonymous is not Anonymous.FULL
        and not UNSAFE_AT_HOME.intersection(case.signals)
    )


def to_staff(
    name: LetterName,
    to: Person,
    values: Mapping[str, Value],
    policy: Policy,
    *,
    case_number: str | None,
) -> LetterOrder:
    """The order of a letter to somebody of people.toml, in that person's language."""
    return LetterOrder(
        name=name,
        to=to.email,
        language=to.language,
        form=policy.form,
        values=values,
        origin=Origin.GENERATED,
        case_number=case_number,
        to_staff=True,
    )


def _unnamed(value: Value, who: Address, reader: Person) -> Value:
    """A value of a letter without the name of who wrote the mail."""
    match value:
        case str():
            return without_name(value, who.name, who.email, reader)
        case tuple():
            return tuple(_unnamed(each, who, reader) for each in value)
        case _:
            return value
