"""A human wrote: a case is opened, its writer answered, a person told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.core import answers, correspondence
from bot.core.case import Ack, Anonymous, Case, Deadline, DeadlineKind, Status, Urgency, Via
from bot.core.decision import (
    Decision,
    Effect,
    Note,
    Owe,
    Save,
    Send,
    Tell,
)
from bot.core.duties.owed import owed_at_intake
from bot.core.duties.presence import all_acting
from bot.core.facts import Facts
from bot.core.filing import file, ring, school_of, tell
from bot.core.first_choices import first_choices
from bot.core.happening import AttentionCode
from bot.core.letter import Hold
from bot.core.likeness import hint_of
from bot.core.mail import IncomingMail
from bot.core.parties import directors, named_in, named_people, next_reader, readers
from bot.core.policy import ForwardAck, Mode, Policy
from bot.core.read_back import read_back
from bot.core.reading import Reading
from bot.core.triage import Finding
from bot.core.verdict import Place, Verdict

_HELD: Mapping[Hold, AttentionCode] = {
    Hold.CRITICAL: AttentionCode.ACK_HELD_CRITICAL,
    Hold.LIMIT: AttentionCode.ACK_HELD_LIMIT,
    Hold.OLD: AttentionCode.ACK_HELD_OLD,
    Hold.CONFIG: AttentionCode.ACK_HELD_CONFIG,
    Hold.FORWARDED: AttentionCode.ACK_HELD_FORWARDED,
}


def open_case(
    finding: Finding,
    mail: IncomingMail,
    facts: Facts,
    policy: Policy,
    *,
    case: Case | None = None,
) -> Decision:
    """A human wrote: the mail gets a number, its writer an acknowledgment, a person the text.

    Where a colleague passed it on, its writer is only proposed: that colleague reads it back.
    `case` is the case as far as a person filled it in already (`fresh_case`).
    """
    reading, outer, mail = finding.reading, mail, finding.meant or mail
    assert reading is not None
    school, sure_school = school_of(mail, facts, policy)
    case = case or fresh_case(mail, reading, facts, policy)
    may_read = readers(policy, school, correspondence.words_of(mail), case.complainant)
    case = replace(case, handler=may_read[0].id if may_read else None)
    hold = _hold(case, reading, facts, policy) if answers.answer_to(case, policy) else None
    case = replace(case, ack=_ack(case, hold, policy))
    case = replace(case, deadlines=tuple(_owed_to_somebody(case)))
    critical = reading.urgency is Urgency.CRITICAL
    effects: list[Effect] = [
        Save(case),
        *(Owe(case.number, duty) for duty in case.deadlines),
        file(finding, Place.CASE, case.number, verdict=_verdict(finding, reading)),
    ]
    if case.ack is not Ack.NONE:
        letter = answers.acknowledgment(
            case, mail, facts, policy, short_appeal=reading.short_appeal, held=hold
        )
        effects.append(Send(letter, "a new case is acknowledged"))
    if hold is not None and not correspondence.leaves_with_the_alert(case, hold):
        code = AttentionCode.ACK_HELD_CRITICAL if critical else _HELD[hold]
        effects.append(tell(code, facts, policy, mail=mail, case=case))
    if critical:
        effects += ring(mail, reading, facts, policy, case=case, school=school, hold=hold)
    if hold is not Hold.OLD or critical:
        # Years of old mail taken in at once are one line for a person, not a letter each.
        urgent = critical or reading.urgency is Urgency.HIGH
        told = may_read if urgent and sure_school else may_read[:1]
        effects += [
            Send(
                correspondence.new_complaint(
                    case,
                    mail,
                    policy,
                    to=person,
                    hold=hold,
                    missing=reading.missing,
                    knows_name=person.id == case.handler,
                    choices=first_choices(case, person, facts, policy, missing=reading.missing),
                    paused=facts.paused,
                ),
                "a person is told of a new case",
            )
            for person in all_acting(
                told,
                facts.absences,
                facts.today,
                policy,
                school=case.school,
                not_for=case.not_for,
            )
        ]
    if not may_read:
        effects.append(tell(AttentionCode.EVERYBODY_NAMED, facts, policy, case=case))
    if hold is not Hold.OLD:
        effects += read_back(case, mail, outer, facts, policy)
    effects += _remarks(case, mail, facts, policy)
    return Decision(
        event="case_opened",
        reason=f"{reading.kind.value} by rule {finding.rule}, language {reading.language}",
        effects=tuple(effects),
        case_number=case.number,
    )


def fresh_case(mail: IncomingMail, reading: Reading, facts: Facts, policy: Policy) -> Case:
    """The case that a mail opens, with what is owed from the day it came; nobody handles it yet."""
    school, _ = school_of(mail, facts, policy)
    assert facts.received_at is not None
    assert facts.received_on is not None
    complainant = mail.sender
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
        via=_via(mail),
        subject=mail.subject[:300],
        complainant=complainant,
        handler=None,
        pupil_writes=reading.pupil_writes,
        signals=reading.codes,
        hints=(*(hint.text for hint in reading.hints), *_likenesses(reading, facts)),
        parties=(complainant.key,) if complainant and complainant.email else (),
        anonymous=reading.anonymous,
        facts_on=reading.facts_on,
        topic=reading.topic,
        alarms=int(critical),
        alarmed_at=facts.now if critical else None,
        not_for=named_people(correspondence.words_of(mail), complainant, policy),
        deadlines=owed_at_intake(
            facts.received_on,
            policy.duties,
            policy.calendar,
            policy.vacation,
            policy.status_updates,
        ),
    )


def _owed_to_somebody(case: Case) -> Iterator[Deadline]:
    """What can be owed: whom no letter reaches, or who is not known, none is owed to."""
    for duty in case.deadlines:
        unanswered = duty.kind is DeadlineKind.ACK and case.ack is Ack.NONE and not case.by_post
        unreached = duty.kind is DeadlineKind.STATUS and (
            case.complainant is None or case.anonymous is Anonymous.FULL
        )
        if not (unanswered or unreached):
            yield duty


def _via(mail: IncomingMail) -> Via:
    if mail.passed_on is None:
        return Via.EMAIL
    if mail.passed_on.how:
        return Via(mail.passed_on.how)
    return Via.WEBFORM if mail.passed_on.form else Via.FORWARDED


def _verdict(finding: Finding, reading: Reading) -> Verdict:
    """What a person's own mail looks like; a forward stays what it is."""
    forwarded = finding.verdict is Verdict.STAFF_FORWARD
    return finding.verdict if forwarded else Verdict(reading.kind.value)


def _likenesses(reading: Reading, facts: Facts) -> list[str]:
    """Earlier cases it looks like; none for who hides, because sender and words would tell who."""
    if reading.anonymous is not Anonymous.NONE:
        return []
    return [hint_of(similar) for similar in facts.similar]


def _hold(case: Case, reading: Reading, facts: Facts, policy: Policy) -> Hold | None:
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
    if case.via is Via.FORWARDED and policy.forward_ack is ForwardAck.CONFIRM:
        return Hold.FORWARDED
    # The second with one subject within three hours, or one too many in a day: a loop, or haste.
    if facts.acks_in_24h >= limits.acks_per_sender_per_day or facts.acks_same_subject_in_3h:
        return Hold.LIMIT
    return Hold.CRITICAL if reading.urgency is Urgency.CRITICAL else None


def _ack(case: Case, hold: Hold | None, policy: Policy) -> Ack:
    if answers.answer_to(case, policy) is None:
        return Ack.NONE
    if hold is not None:
        return Ack.HELD
    return Ack.TRIAL if policy.mode is Mode.TRIAL else Ack.QUEUED


def _remarks(case: Case, mail: IncomingMail, facts: Facts, policy: Policy) -> list[Effect]:
    """What a person or the log must know besides."""
    effects: list[Effect] = []
    handling = next((duty for duty in case.deadlines if duty.kind is DeadlineKind.HANDLING), None)
    if handling and handling.due_on < facts.today:
        past = tell(AttentionCode.HANDLING_PAST, facts, policy, case=case)
        effects.append(Tell(replace(past.item, reader=_director(case, mail, policy))))
    if mail.truncated:
        effects.append(tell(AttentionCode.TOO_LARGE, facts, policy, case=case, detail=facts.folder))
    if facts.same_id_other_body:
        effects.append(tell(AttentionCode.SAME_ID, facts, policy, case=case))
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
