"""A mail joins its case: what it changes, who is told, and the answer that a closed case gives."""

from __future__ import annotations

from dataclasses import replace

from bot.core import answers
from bot.core.case import Case, DeadlineKind, Status, Urgency
from bot.core.decision import Decision, Effect, Owe, Save, Send
from bot.core.duties.owed import owed_from
from bot.core.duties.pausing import answered
from bot.core.facts import Facts
from bot.core.filing import file, ring, tell
from bot.core.happening import AttentionCode, Remark
from bot.core.letter import Hold, LetterName
from bot.core.mail import IncomingMail
from bot.core.parties import named_people
from bot.core.policy import Policy
from bot.core.readable import words_of
from bot.core.reading import Intent, Reading, is_new_subject
from bot.core.replied import tell_of_reply
from bot.core.triage import Finding
from bot.core.triage.machines import (
    perhaps_a_machine,
    sales_mail,
    spam_by_its_header,
    speaks_like_a_machine,
)
from bot.core.triage.people import staff_member
from bot.core.verdict import Place, Verdict

# In these a case rests: nobody is at work on it, so nobody would see what comes in.
RESTS = frozenset({Status.CLOSED, Status.NOT_ADMISSIBLE, Status.CANNOT_SOLVE, Status.WITHDRAWN})
MOST_LETTERS_A_DAY = 10  # automatic ones to one address, besides acknowledgments
# A party's mail is filed by its thread, whatever marks it bears; it is answered only without any.
_SUSPICIONS = (spam_by_its_header, sales_mail, perhaps_a_machine, speaks_like_a_machine)


def join_case(finding: Finding, mail: IncomingMail, facts: Facts, policy: Policy) -> Decision:
    """A mail of a party or of staff joins its case, and is not acknowledged again."""
    assert finding.thread is not None
    case = finding.thread.case
    by_party = finding.verdict is Verdict.CASE_REPLY
    effects: list[Effect] = [file(finding, Place.CASE, case.number)]
    case, alarms = _alarms(finding, case, mail, facts, policy, by_party=by_party)
    effects += alarms
    if by_party:
        effects += _of_party(finding, case, mail, facts, policy)
    elif code := _news_of_staff(finding, case, mail, facts, policy):
        effects.append(tell(code, facts, policy, mail=mail, case=case, detail=facts.folder))
    return Decision(
        event="mail_joined_case",
        reason=f"{finding.verdict.value} by {finding.thread.link.value}",
        effects=tuple(effects),
        case_number=case.number,
    )


def _alarms(  # noqa: PLR0913  # everything an alarm depends on
    finding: Finding,
    case: Case,
    mail: IncomingMail,
    facts: Facts,
    policy: Policy,
    *,
    by_party: bool,
) -> tuple[Case, list[Effect]]:
    """Colleagues who write of a danger that is known already are at work on it."""
    reading = finding.reading
    if reading is None or reading.urgency is not Urgency.CRITICAL:
        return case, []
    if not by_party and case.urgency is Urgency.CRITICAL:
        return case, []
    risen = replace(
        case,
        urgency=Urgency.CRITICAL,
        signals=tuple(dict.fromkeys((*case.signals, *reading.codes))),
        pupil_writes=case.pupil_writes or (by_party and reading.pupil_writes),
        alarms=1,
        alarmed_at=facts.now,
        alarm_seen_at=None,
    )
    meant = finding.meant or mail
    alarms = ring(meant, reading, facts, policy, case=risen, school=case.school)
    return risen, [Save(risen), *alarms]


def _of_party(
    finding: Finding, case: Case, mail: IncomingMail, facts: Facts, policy: Policy
) -> list[Effect]:
    """The handler is told what the mail seems to want; a person confirms all that changes a case.

    Only a right of the parent takes effect at once: a request for the file must be met within a
    month of its receipt (GDPR art. 12(3)), and an answer to our questions lets the clock run again.
    """
    reading = finding.reading
    intents = reading.intents if reading else ()
    remarks = [intent.value for intent in intents]
    if is_new_subject(mail.subject, case.subject):
        remarks.append(Remark.NEW_SUBJECT.value)
    before, came_on = case, facts.received_on or facts.today
    case, owed = answered(_aware(case, mail, policy), came_on, facts.now, policy)
    if case != before:
        owed.insert(0, Save(case))
    if Intent.DOSSIER_REQUEST in intents:
        case, dossier = _owing(case, DeadlineKind.DOSSIER_REQUEST, facts, policy)
        owed += dossier
    if case.status in RESTS:
        case, closed = _owing(case, DeadlineKind.CLOSED_REPLY, facts, policy)
        answer = _answer_of_closed(case, mail, reading, facts, policy)
        owed += [*closed, *answer]
        held = any(effect.order.held for effect in answer)
        sent = Remark.REPLY_HELD if held else Remark.REPLY_SENT
        remarks += [Remark.CASE_CLOSED.value, *([sent.value] if answer else [])]
    return [*owed, *tell_of_reply(case, mail, intents, tuple(remarks), facts, policy)]


def _aware(case: Case, mail: IncomingMail, policy: Policy) -> Case:
    """The case with everybody of whom the new words speak among those who get nothing of it."""
    named = named_people(words_of(mail), mail.sender, policy)
    return replace(case, not_for=tuple(dict.fromkeys((*case.not_for, *named))))


def _owing(
    case: Case, kind: DeadlineKind, facts: Facts, policy: Policy
) -> tuple[Case, list[Effect]]:
    """The case with this duty, which it has only once until it is met."""
    duty = policy.duties.get(kind)
    had = any(
        each.kind is kind and (each.met_at is None or each.start_on == facts.received_on)
        for each in case.deadlines
    )
    if duty is None or had or facts.received_on is None:
        return case, []
    fresh = owed_from(facts.received_on, duty, policy.calendar, policy.vacation)
    return replace(case, deadlines=(*case.deadlines, fresh)), [Owe(case.number, fresh)]


def _answer_of_closed(
    case: Case, mail: IncomingMail, reading: Reading | None, facts: Facts, policy: Policy
) -> list[Send]:
    """The complainant, and nobody else, learns once a day who reads what comes after the end."""
    critical = reading is not None and reading.urgency is Urgency.CRITICAL
    complainant = case.complainant.key if case.complainant else None
    if (
        critical
        or case.urgency is Urgency.CRITICAL
        or mail.sender is None
        or mail.sender.key != complainant
        or facts.closed_replies_in_24h
        or any(suspects(mail, facts, policy) for suspects in _SUSPICIONS)
    ):
        return []
    held = _hold(facts, policy)
    order = answers.closed_case_reply(case, mail, facts, policy, held=held)
    return [Send(order, "a mail in a closed case is answered")]


def _hold(facts: Facts, policy: Policy) -> Hold | None:
    if policy.missing:
        return Hold.CONFIG
    age = facts.now - facts.received_at if facts.received_at else None
    if facts.acknowledge is False or (age and age.days >= policy.limits.ack_max_age_days):
        return Hold.OLD
    return Hold.LIMIT if facts.letters_in_24h >= MOST_LETTERS_A_DAY else None


def _news_of_staff(
    finding: Finding, case: Case, mail: IncomingMail, facts: Facts, policy: Policy
) -> AttentionCode | None:
    """What a colleague's note tells the handler that the handler did not write: most tell nothing.

    A parent's mail that a colleague passed on in its case, or word of who wrote such a mail.
    """
    writer = staff_member(mail, policy)
    if writer is not None and writer.id == case.handler:
        return None
    if finding.meant is not None and finding.meant.passed_on is not None:
        return AttentionCode.PARENT_REPLIED
    answered = facts.answered.name if facts.answered else None
    return AttentionCode.FORWARDER_ANSWERED if answered is LetterName.FORWARD_RECEIVED else None
