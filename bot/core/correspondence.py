"""Which letter goes to whom, with which words to fill in. Orders only; the writer writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.case import Ack, Case, DeadlineKind, Kind, Via
from bot.core.facts import Facts
from bot.core.happening import AttentionItem
from bot.core.letter import Broken, Hold, LetterName, LetterOrder, Origin, Value
from bot.core.mail import IncomingMail
from bot.core.parties import coordinator, gets_text, safety_contacts
from bot.core.plain import plain
from bot.core.policy import Person, Policy

# What a staff letter says of the acknowledgment; what happens later is told by other letters.
ACK_STATUS: Mapping[Ack, str] = {
    Ack.QUEUED: "wordt nu verstuurd",
    Ack.TRIAL: "wordt niet verstuurd: de bot is op proef",
    Ack.HELD: "wordt niet automatisch verstuurd",
    Ack.NONE: "wordt niet automatisch verstuurd: er is geen adres",
    Ack.SENT: "is verstuurd",
    Ack.FAILED: "is niet aangekomen",
    Ack.WAIVED: "is door een medewerker op een andere manier gegeven",
}
_WHY_HELD: Mapping[Hold, str] = {
    Hold.CRITICAL: "eerst moet iemand de dringende melding zien",
    Hold.LIMIT: "dit adres kreeg er kort geleden al een of meer",
    Hold.OLD: "het bericht is al lang geleden binnengekomen",
    Hold.CONFIG: "de school moet eerst nog iets afspreken (zie gehoor check)",
}
# Dangers that may come from whoever reads the complainant's mailbox.
_LONGEST_BODY = 60_000  # characters of a mail that a letter repeats
UNSAFE_AT_HOME = frozenset({"child_abuse"})
VIA: Mapping[Via, str] = {
    Via.EMAIL: "e-mail",
    Via.FORWARDED: "een doorgestuurde mail",
    Via.WEBFORM: "het webformulier",
    Via.LETTER: "brief",
    Via.ORAL: "een gesprek",
    Via.PHONE: "telefoon",
}
SIGNALS: Mapping[str, str] = {
    "self_harm": "zelfdoding of zichzelf pijn doen",
    "sexual_abuse": "seksueel misbruik",
    "child_abuse": "kindermishandeling",
    "violence": "geweld of bedreiging",
    "missing": "een kind dat vermist is",
    "danger_now": "gevaar op dit moment",
    "bullying_serious": "ernstig pesten",
    "staff_conduct": "gedrag van personeel",
    "discrimination": "discriminatie",
    "legal_press": "advocaat, rechtbank of pers",
}
LANGUAGES: Mapping[str, str] = {
    "nl": "Nederlands",
    "fr": "Frans",
    "en": "Engels",
    "de": "Duits",
}


def _school_name(school_id: str, policy: Policy) -> str:
    """The name of a school; that of the organisation when it is not known."""
    names = (school.name for school in policy.schools if school.id == school_id)
    return next(names, policy.organisation)


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

    A date before today is left out, because nobody can keep it. No name is printed when the
    contact person is named in the mail: then somebody else reads it.
    """
    assert case.complainant is not None
    usual = coordinator(policy, case.school)
    named = case.handler != usual.id
    reader = next((each for each in policy.people if each.id == case.handler), usual)
    due = {
        duty.kind: duty.due_on if duty.due_on >= facts.today else None for duty in case.deadlines
    }
    known = case.language in policy.languages
    values: dict[str, Value] = {
        "salutation": "",
        "case_no": case.number,
        "received_date": case.received_on,
        "school": _school_name(case.school, policy),
        "contact_name": "" if named else reader.name,
        "contact_phone": reader.phone,
        "reader_named": not named,
        "classify_due": due.get(DeadlineKind.CLASSIFY),
        "handling_due": due.get(DeadlineKind.HANDLING),
        "closed_until": policy.calendar.closed_until(facts.today),
        "unclear": case.kind is not Kind.COMPLAINT,
        "seen_by_person": False,
        "short_appeal_hint": short_appeal,
        "foreign": not known,
        "mailbox": facts.mailbox,
        "privacy_line": privacy_line(policy, case.language),
        "support_line": policy.support_line.get(case.language, ""),
        "organisation": policy.organisation,
    }
    return LetterOrder(
        name=LetterName.ACKNOWLEDGMENT,
        to=case.complainant.email,
        language=case.language if known else policy.languages[0],
        form=case.form,
        values=values,
        origin=Origin.REPLIED,
        case_number=case.number,
        answers=mail.message_id,
        references=mail.references,
        held=held,
    )


def new_complaint(
    case: Case, mail: IncomingMail, policy: Policy, *, to: Person, hold: Hold | None = None
) -> LetterOrder:
    """The notice of a new case, with its text, to a person who may read it."""
    target = next(
        (duty.target_on for duty in case.deadlines if duty.kind is DeadlineKind.CLASSIFY), None
    )
    handling = next(
        (duty.due_on for duty in case.deadlines if duty.kind is DeadlineKind.HANDLING), None
    )
    sender = case.complainant
    values: dict[str, Value] = {
        "case_no": case.number,
        "school": _school_name(case.school, policy),
        "classify_target": target,
        "handling_due": handling,
        "name": sender.name if sender else "",
        "address": sender.email if sender else "",
        "lang": LANGUAGES.get(case.language, case.language),
        "received_local": case.received_at.astimezone(policy.zone),
        "via": VIA[case.via],
        "ack_status": ack_status(case, hold),
        "kind": case.kind.value,
        "urgency": case.urgency.value,
        "hints": case.hints,
        "subject": mail.subject,
        "body_clean": body_of(mail),
        "attachments": tuple(part.name for part in mail.attachments),
        "organisation": policy.organisation,
    }
    return _to_staff(LetterName.NEW_COMPLAINT, to, values, policy, case_number=case.number)


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
        "signal_labels": tuple(SIGNALS.get(code, code) for code in signals),
        "pupil_writes": pupil_writes,
        "contacts": tuple({"name": each.name, "phone": each.phone} for each in contacts),
        "call_phone": coordinator(policy, school).phone,
        "call_name": coordinator(policy, school).name,
        "plan_ref": policy.plan_ref,
        "attempt": attempt,
        "ack_status": ack_status(case, hold) if case else "geen ontvangstmelding",
        "show_body": gets_text(policy, to),
        "body": body_of(mail),
        "subject": mail.subject,
        "school": _school_name(school, policy),
        "organisation": policy.organisation,
    }
    return _to_staff(LetterName.SAFETY_ALERT, to, values, policy, case_number=number)


def attention(items: Sequence[AttentionItem], policy: Policy, *, to: Person) -> LetterOrder:
    """One letter about every matter that waits for a person."""
    numbers = {item.case_number for item in items}
    only = numbers.pop() if len(numbers) == 1 else None
    values: dict[str, Value] = {
        "case_no": only,
        "n": len(items),
        "items": tuple(
            {
                "code": item.code.value,
                "case_no": item.case_number,
                "sender": item.sender,
                "received": item.received_at.astimezone(policy.zone) if item.received_at else None,
                "detail": item.detail,
            }
            for item in items
        ),
        "organisation": policy.organisation,
    }
    return _to_staff(LetterName.ATTENTION, to, values, policy, case_number=only)


def template_broken(broken: Broken, policy: Policy, *, to: Person) -> LetterOrder:
    """To an administrator: which file, which line, which word."""
    values: dict[str, Value] = {
        "file": broken.file,
        "line": broken.line,
        "error": broken.error,
        "organisation": policy.organisation,
    }
    return _to_staff(LetterName.TEMPLATE_BROKEN, to, values, policy, case_number=None)


def leaves_with_the_alert(case: Case, hold: Hold | None) -> bool:
    """Whether a held acknowledgment goes by itself once a safety contact has the alert.

    Not to a pupil, and not where the reader of the mailbox is unknown or may be the danger.
    """
    return (
        hold is Hold.CRITICAL
        and not case.pupil_writes
        and case.complainant is not None
        and bool(case.complainant.name.strip())
        and not UNSAFE_AT_HOME.intersection(case.signals)
    )


def ack_status(case: Case, hold: Hold | None) -> str:
    """What a staff letter says of the acknowledgment when it is written, with the reason."""
    if case.ack is Ack.HELD and hold is not None:
        return f"{ACK_STATUS[Ack.HELD]}: {_WHY_HELD[hold]}"
    return ACK_STATUS[case.ack]


def words_of(mail: IncomingMail) -> str:
    """The plain words in which persons may be named."""
    return plain(f"{mail.subject} {mail.new_text}")


def privacy_line(policy: Policy, language: str) -> str:
    """The school's privacy line in this language, else in its first language."""
    return policy.privacy_line.get(language) or next(iter(policy.privacy_line.values()), "")


def body_of(mail: IncomingMail) -> str:
    """What a person reads of a mail: all its text, or why there is none."""
    if mail.truncated:
        return "Deze mail is te groot om op te halen. De volledige mail staat in de mailbox."
    if mail.unreadable:
        return f"{mail.text}\n\n(niet leesbaar: {mail.unreadable})".strip()
    text = mail.text.strip()
    if len(text) > _LONGEST_BODY:
        return f"{text[:_LONGEST_BODY]}\n\n(ingekort: de volledige tekst staat in de mailbox)"
    return text or "(geen tekst)"


def _to_staff(
    name: LetterName,
    to: Person,
    values: Mapping[str, Value],
    policy: Policy,
    *,
    case_number: str | None,
) -> LetterOrder:
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
