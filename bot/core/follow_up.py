"""A mail joins its case: what it changes, who is told, and the answer that a closed case gives."""

from __future__ import annotations

from dataclasses import replace

from bot.core import answers
from bot.core.case import Case, DeadlineKind, Urgency
from bot.core.decision import Decision, Effect, Owe, Save, Send
from bot.core.duties.owed import owed_from
from bot.core.facts import Facts
from bot.core.filing import file, ring, tell
from bot.core.happening import AttentionCode, Remark
from bot.core.heard import Heard, Hearing
from bot.core.letter import LetterName
from bot.core.mail import IncomingMail
from bot.core.parents_words import hear
from bot.core.parties import named_people
from bot.core.policy import Policy
from bot.core.procedure import RESTING
from bot.core.readable import words_of
from bot.core.reading import Intent, is_new_subject
from bot.core.replied import tell_of_reply
from bot.core.triage import Finding
from bot.core.triage.people import staff_member
from bot.core.verdict import Place, Verdict

# Weighed only where they bring something about.
_NOT_TOLD = frozenset({Intent.COMPLAINT_AFTER_ALL, Intent.STOP})


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
    """What the words bring about at once is done, and the handler is told it with all they wish.

    A request for the file must be met within a month of its receipt (GDPR art. 12(3)).
    """
    reading = finding.reading
    aware = _aware(case, mail, policy)
    effects: list[Effect] = [Save(aware)] if aware != case else []
    hearing = Hearing(case=aware, mail=mail, reading=reading, facts=facts, policy=policy)
    heard = hear(hearing)
    effects += heard.effects
    case, answer = heard.case, heard.letter
    wishes = tuple(each for each in hearing.intents if each not in heard.settled)
    if Intent.DOSSIER_REQUEST in wishes:
        case, dossier = _owing(case, DeadlineKind.DOSSIER_REQUEST, facts, policy)
        effects += dossier
    if case.status in RESTING and not heard.unowed:
        case, closed = _owing(case, DeadlineKind.CLOSED_REPLY, facts, policy)
        effects += closed
        if Remark.STOPPED not in heard.remarks:
            answer = answer or _answer_of_closed(replace(hearing, case=case))
    effects += [answer] if answer else []
    if heard.untold:
        return effects
    remarks = _remarks(wishes, heard, answer, case, mail)
    low = Remark.SURVEY_LOW in heard.remarks
    return [
        *effects,
        *tell_of_reply(case, mail, wishes, remarks, facts, policy, director_too=low),
    ]


def _remarks(
    wishes: tuple[Intent, ...], heard: Heard, answer: Send | None, case: Case, mail: IncomingMail
) -> tuple[str, ...]:
    """What the handler should see at once: what happened, what is wished, what was answered."""
    seems = [each for each in wishes if each not in _NOT_TOLD]
    is_new = is_new_subject(mail.subject, case.subject)
    rests = case.status in RESTING and not heard.unowed
    found = {
        Remark.NEW_SUBJECT: is_new,
        Remark.CASE_CLOSED: rests,
        Remark.REPLY_HELD: answer is not None and answer.order.held is not None,
        Remark.REPLY_SENT: answer is not None
        and answer.order.held is None
        and answer.order.name is LetterName.CLOSED_CASE_REPLY,
        Remark.ANSWER_SENT: answer is not None
        and answer.order.held is None
        and answer.order.name is not LetterName.CLOSED_CASE_REPLY,
    }
    happened = (*heard.remarks, *(remark for remark, holds in found.items() if holds))
    return (*(each.value for each in seems), *(each.value for each in happened))


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


def _answer_of_closed(hearing: Hearing) -> Send | None:
    """The complainant, and nobody else, learns once a day who reads what comes after the end."""
    if not hearing.may_be_answered or hearing.facts.closed_replies_in_24h:
        return None
    order = answers.closed_case_reply(
        hearing.case, hearing.mail, hearing.facts, hearing.policy, held=hearing.hold
    )
    return Send(order, "a mail in a closed case is answered")


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
