"""A mail arrived: where does it end, who is answered, who is told?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core import correspondence
from bot.core.case import Ack, Case, DeadlineKind, Status, Urgency, Via
from bot.core.deadlines import owed_at_intake
from bot.core.decision import (
    Decision,
    Effect,
    File,
    Note,
    Owe,
    Returned,
    Save,
    Send,
    Settle,
    Tell,
)
from bot.core.facts import Facts
from bot.core.happening import AttentionCode, AttentionItem
from bot.core.letter import Hold, LetterName
from bot.core.mail import IncomingMail
from bot.core.parties import alarm_circle, directors, named_in, next_reader, readers
from bot.core.policy import Mode, Policy
from bot.core.reading import Reading
from bot.core.succession import another_reader
from bot.core.triage import Finding, triage
from bot.core.triage.people import form_of
from bot.core.verdict import OPENS_A_CASE, Place, Sender, Verdict
from bot.core.webform import school_in, writer_of

# Why a mail lies apart, per verdict; the words for people stand in the letter `attention`.
_SET_ASIDE: Mapping[Verdict, AttentionCode] = {
    Verdict.LIST: AttentionCode.LIST,
    Verdict.SPAM: AttentionCode.SPAM,
    Verdict.DOUBTFUL: AttentionCode.DOUBTFUL,
    Verdict.UNREADABLE: AttentionCode.UNREADABLE,
    Verdict.STAFF_FORWARD: AttentionCode.STAFF_FORWARD,
    Verdict.STAFF_COMMAND: AttentionCode.STAFF_WITHOUT_CASE,
    Verdict.CASE_REPLY: AttentionCode.POSSIBLE_FOLLOW_UP,
}
# Only these can come back: what a person gave in another way stays given.
_ACK_ON_ITS_WAY = frozenset({Ack.SENT, Ack.QUEUED})
# The rules under which a mail joins the case it names; named by a stranger it lies apart.
_JOINS = frozenset({"party_in_case", "staff_in_case"})
_HELD: Mapping[Hold, AttentionCode] = {
    Hold.CRITICAL: AttentionCode.ACK_HELD_CRITICAL,
    Hold.LIMIT: AttentionCode.ACK_HELD_LIMIT,
    Hold.OLD: AttentionCode.ACK_HELD_OLD,
    Hold.CONFIG: AttentionCode.ACK_HELD_CONFIG,
}


def on_mail(mail: IncomingMail, facts: Facts, policy: Policy) -> Decision:
    """Files the mail in exactly one place, and answers it only when a human is surely owed that."""
    finding = triage(mail, facts, policy)
    trail = tuple(rule for rule, _ in finding.why)
    return replace(_on_finding(finding, mail, facts, policy), trail=trail)


def _on_finding(finding: Finding, mail: IncomingMail, facts: Facts, policy: Policy) -> Decision:
    match finding.verdict:
        case Verdict.OWN | Verdict.AUTO_REPLY | Verdict.DUPLICATE:
            return _log(finding, facts)
        case Verdict.BOUNCE:
            return _bounce(finding, mail, facts, policy)
        case _ if finding.rule in _JOINS:
            return _follow_up(finding, mail, facts, policy)
        case verdict if verdict in OPENS_A_CASE:
            return _open_case(finding, mail, facts, policy)
        case _:
            return _set_aside(finding, mail, facts, policy)


def on_defiant_mail(error: str, facts: Facts, policy: Policy) -> Decision:
    """A mail that three times could not be worked on is set aside for a person, with its reason."""
    finding = Finding(
        verdict=Verdict.UNREADABLE, rule="three_tries", sender=Sender.DOUBTFUL, why=()
    )
    return Decision(
        event="mail_set_aside",
        reason=f"three tries: {error}",
        effects=(
            _file(finding, Place.SET_ASIDE, None, owed=True, set_aside=f"three tries: {error}"),
            _tell(AttentionCode.UNREADABLE, facts, policy, detail=facts.folder),
        ),
    )


def _log(finding: Finding, facts: Facts) -> Decision:
    """Machines, copies and our own letters: kept, never answered."""
    number = finding.thread.case.number if finding.thread else None
    if finding.verdict is Verdict.DUPLICATE and facts.duplicate:
        number = facts.duplicate.case_number
    return Decision(
        event="mail_logged",
        reason=f"{finding.verdict.value} by rule {finding.rule}",
        effects=(_file(finding, Place.LOG, number),),
        case_number=number,
    )


def _bounce(finding: Finding, mail: IncomingMail, facts: Facts, policy: Policy) -> Decision:
    """A letter of ours came back: an acknowledgment is owed again, another gets a staff letter."""
    letter, case = facts.bounced, facts.case
    number = letter.case_number if letter else None
    effects: list[Effect] = [_file(finding, Place.LOG, number)]
    permanent = mail.bounce is not None and mail.bounce.permanent
    if letter is not None and permanent:
        effects.append(Returned(letter.id, "bounced"))
        if letter.name is not LetterName.ACKNOWLEDGMENT or case is None:
            effects += another_reader(letter, "bounced", facts, policy)
        elif case.ack in _ACK_ON_ITS_WAY:
            effects += [
                Save(replace(case, ack=Ack.FAILED, acknowledged_at=None)),
                Settle(
                    case_number=case.number,
                    kind=DeadlineKind.ACK,
                    at=None,
                    proof=f"letter {letter.id} bounced",
                ),
                _tell(AttentionCode.ACK_BOUNCED, facts, policy, case=case),
            ]
    return Decision(
        event="mail_logged",
        reason=f"bounce by rule {finding.rule}, {'permanent' if permanent else 'not permanent'}",
        effects=tuple(effects),
        case_number=number,
    )


def _set_aside(finding: Finding, mail: IncomingMail, facts: Facts, policy: Policy) -> Decision:
    """Nobody is answered; a person is told at once. A child in danger may still hide in it."""
    code = _SET_ASIDE[finding.verdict]
    if finding.rule == "from_ourselves":
        code = AttentionCode.FROM_OURSELVES
    case = finding.thread.case if finding.thread else None
    effects: list[Effect] = [
        _file(finding, Place.SET_ASIDE, None, owed=True, set_aside=code.value),
        _tell(code, facts, policy, mail=mail, case=case, detail=facts.folder),
    ]
    reading = finding.reading
    if reading is not None and reading.urgency is Urgency.CRITICAL:
        school, _ = _school_of(mail, facts, policy)
        effects += _alarm(mail, reading, policy, case=None, school=school)
    return Decision(
        event="mail_set_aside",
        reason=f"{finding.verdict.value} by rule {finding.rule}",
        effects=tuple(effects),
        case_number=case.number if case else None,
    )


def _follow_up(finding: Finding, mail: IncomingMail, facts: Facts, policy: Policy) -> Decision:
    """A mail of a party or of staff joins its case, and is not acknowledged again."""
    assert finding.thread is not None
    case = finding.thread.case
    effects: list[Effect] = [_file(finding, Place.CASE, case.number)]
    reading, by_party = finding.reading, finding.verdict is Verdict.CASE_REPLY
    critical = reading is not None and reading.urgency is Urgency.CRITICAL
    # Colleagues who write of a danger that is known already are at work on it.
    if reading is not None and critical and (by_party or case.urgency is not Urgency.CRITICAL):
        risen = replace(
            case,
            urgency=Urgency.CRITICAL,
            signals=tuple(dict.fromkeys((*case.signals, *reading.codes))),
            pupil_writes=case.pupil_writes or (by_party and reading.pupil_writes),
            alarms=1,
            alarmed_at=facts.now,
            alarm_seen_at=None,
        )
        alarm = _alarm(mail, reading, policy, case=risen, school=case.school)
        effects += [Save(risen), *alarm]
    if by_party:
        code = AttentionCode.PARENT_REPLIED
        effects.append(_tell(code, facts, policy, mail=mail, case=case, detail=facts.folder))
    return Decision(
        event="mail_joined_case",
        reason=f"{finding.verdict.value} by {finding.thread.link.value}",
        effects=tuple(effects),
        case_number=case.number,
    )


def _open_case(finding: Finding, mail: IncomingMail, facts: Facts, policy: Policy) -> Decision:
    """A human wrote: the mail gets a number, its writer an acknowledgment, a person the text."""
    reading = finding.reading
    assert reading is not None
    school, sure_school = _school_of(mail, facts, policy)
    case = _new_case(mail, reading, facts, policy, school=school)
    may_read = readers(policy, school, correspondence.words_of(mail), case.complainant)
    case = replace(case, handler=may_read[0].id if may_read else None)
    hold = _hold(reading, facts, policy) if case.complainant else None
    case = replace(case, ack=_ack(case, hold, policy))
    critical = reading.urgency is Urgency.CRITICAL
    effects: list[Effect] = [
        Save(case),
        *(Owe(case.number, duty) for duty in case.deadlines),
        _file(finding, Place.CASE, case.number, verdict=Verdict(reading.kind.value)),
    ]
    if case.complainant is not None:
        letter = correspondence.acknowledgment(
            case, mail, facts, policy, short_appeal=reading.short_appeal, held=hold
        )
        effects.append(Send(letter, "a new case is acknowledged"))
    if hold is not None and not correspondence.leaves_with_the_alert(case, hold):
        code = AttentionCode.ACK_HELD_CRITICAL if critical else _HELD[hold]
        effects.append(_tell(code, facts, policy, mail=mail, case=case))
    if critical:
        effects += _alarm(mail, reading, policy, case=case, school=school, hold=hold)
    if hold is not Hold.OLD or critical:
        # Years of old mail taken in at once are one line for a person, not a letter each.
        urgent = critical or reading.urgency is Urgency.HIGH
        told = may_read if urgent and sure_school else may_read[:1]
        effects += [
            Send(
                correspondence.new_complaint(case, mail, policy, to=person, hold=hold),
                "a person is told of a new case",
            )
            for person in told
        ]
    if not may_read:
        effects.append(_tell(AttentionCode.EVERYBODY_NAMED, facts, policy, case=case))
    effects += _remarks(case, mail, facts, policy)
    return Decision(
        event="case_opened",
        reason=f"{reading.kind.value} by rule {finding.rule}, language {reading.language}",
        effects=tuple(effects),
        case_number=case.number,
    )


def _new_case(
    mail: IncomingMail, reading: Reading, facts: Facts, policy: Policy, *, school: str
) -> Case:
    assert facts.received_at is not None
    assert facts.received_on is not None
    complainant = writer_of(mail, policy.webforms)
    if complainant is not None and complainant.key in policy.own_addresses:
        complainant = None  # a form may hold anything; nothing of ours writes to us
    critical = reading.urgency is Urgency.CRITICAL
    return Case(
        number=facts.next_number,
        status=Status.INTAKE,
        kind=reading.kind,
        urgency=reading.urgency,
        # A language we have no letters in is kept: staff must know that a translator is needed.
        language=reading.heard or reading.language,
        form=policy.form,
        school=school,
        received_at=facts.received_at,
        received_on=facts.received_on,
        via=Via.WEBFORM if form_of(mail, policy) else Via.EMAIL,
        subject=mail.subject[:300],
        complainant=complainant,
        handler=None,
        pupil_writes=reading.pupil_writes,
        signals=reading.codes,
        hints=tuple(hint.text for hint in reading.hints),
        parties=(complainant.key,) if complainant else (),
        alarms=int(critical),
        alarmed_at=facts.now if critical else None,
        deadlines=owed_at_intake(
            facts.received_on, policy.duties, policy.calendar, policy.vacation
        ),
    )


def _hold(reading: Reading, facts: Facts, policy: Policy) -> Hold | None:
    """Why the acknowledgment must wait; last the reason that ends by itself, with the alarm."""
    assert facts.received_at is not None
    age = facts.now - facts.received_at
    limits = policy.limits
    if policy.missing:
        return Hold.CONFIG
    if facts.acknowledge is False:
        return Hold.OLD
    if facts.acknowledge is None and age.days >= limits.ack_max_age_days:
        return Hold.OLD
    # The second with one subject within three hours, or one too many in a day: a loop, or haste.
    if facts.acks_in_24h >= limits.acks_per_sender_per_day or facts.acks_same_subject_in_3h:
        return Hold.LIMIT
    return Hold.CRITICAL if reading.urgency is Urgency.CRITICAL else None


def _ack(case: Case, hold: Hold | None, policy: Policy) -> Ack:
    if case.complainant is None:
        return Ack.NONE
    if hold is not None:
        return Ack.HELD
    return Ack.TRIAL if policy.mode is Mode.TRIAL else Ack.QUEUED


def _school_of(mail: IncomingMail, facts: Facts, policy: Policy) -> tuple[str, bool]:
    """The school it is about, by form or address, and whether that is sure (not the default)."""
    form = form_of(mail, policy)
    if form is not None and (named := school_in(mail, form, policy.schools)):
        return named, True
    addressed = {address.key for address in (*mail.to, *mail.cc)}
    for school in policy.schools:
        if school.address and school.address.casefold() in addressed:
            return school.id, True
    box = next((box for box in policy.mailboxes if box.address == facts.mailbox), None)
    default = box.school if box else (policy.schools[0].id if policy.schools else "")
    return default, len(policy.schools) == 1


def _alarm(  # noqa: PLR0913  # everything the alert prints
    mail: IncomingMail,
    reading: Reading,
    policy: Policy,
    *,
    case: Case | None,
    school: str,
    hold: Hold | None = None,
) -> list[Effect]:
    """The alert to every safety contact who is not named in the mail, at once, day and night."""
    writer = writer_of(mail, policy.webforms)
    circle = alarm_circle(policy, school, correspondence.words_of(mail), writer)
    return [
        Send(
            correspondence.safety_alert(
                mail,
                policy,
                to=person,
                case=case,
                school=school,
                signals=reading.codes,
                pupil_writes=reading.pupil_writes,
                attempt=1,
                hold=hold,
            ),
            "words that may mean danger",
        )
        for person in circle
    ]


def _remarks(case: Case, mail: IncomingMail, facts: Facts, policy: Policy) -> list[Effect]:
    """What a person or the log must know besides."""
    effects: list[Effect] = []
    handling = next((duty for duty in case.deadlines if duty.kind is DeadlineKind.HANDLING), None)
    if handling and handling.due_on < facts.today:
        past = _tell(AttentionCode.HANDLING_PAST, facts, policy, case=case)
        effects.append(Tell(replace(past.item, reader=_director(case, mail, policy))))
    if mail.truncated:
        effects.append(
            _tell(AttentionCode.TOO_LARGE, facts, policy, case=case, detail=facts.folder)
        )
    if facts.same_id_other_body:
        effects.append(_tell(AttentionCode.SAME_ID, facts, policy, case=case))
    if case.received_at > facts.now:
        ahead = "INTERNALDATE lies ahead of our clock"
        effects.append(Note("received_in_future", ahead, case.number))
    return effects


def _director(case: Case, mail: IncomingMail, policy: Policy) -> str:
    """The id of the director who is told of a broken promise; the next in line when named."""
    words = correspondence.words_of(mail)
    heads = directors(policy, case.school)
    unnamed = (head for head in heads if not named_in(words, head, policy))
    told = next(unnamed, None)
    if told is None and heads:
        told = next_reader(policy, case.school, heads[0], words, case.complainant)
    return told.id if told else case.handler or ""


def _file(  # noqa: PLR0913  # the columns of a filed mail
    finding: Finding,
    place: Place,
    number: str | None,
    *,
    verdict: Verdict | None = None,
    owed: bool = False,
    set_aside: str | None = None,
) -> File:
    return File(
        verdict=verdict or finding.verdict,
        rule=finding.rule,
        place=place,
        case_number=number,
        owed=owed,
        set_aside=set_aside,
    )


def _tell(  # noqa: PLR0913  # the columns of a matter
    code: AttentionCode,
    facts: Facts,
    policy: Policy,
    *,
    mail: IncomingMail | None = None,
    case: Case | None = None,
    detail: str = "",
) -> Tell:
    """Of a case its handler is told, because the coordinator may be whom it is about."""
    box = next((box for box in policy.mailboxes if box.address == facts.mailbox), None)
    school = box.school if box else ""
    return Tell(
        AttentionItem(
            code=code,
            case_number=case.number if case else None,
            school=case.school if case else school,
            reader=(case.handler or "") if case else "",
            sender=mail.sender.email if mail and mail.sender else "",
            received_at=facts.received_at,
            detail=detail,
        )
    )
