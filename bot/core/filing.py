"""What any arriving mail may call for: a place, a word to a person, an alarm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.core import correspondence
from bot.core.alarms import all_alarmed
from bot.core.case import Case, Urgency
from bot.core.decision import Decision, Effect, File, Send, Tell
from bot.core.facts import Facts
from bot.core.happening import AttentionCode, AttentionItem
from bot.core.letter import Hold
from bot.core.mail import IncomingMail
from bot.core.policy import Policy
from bot.core.reading import Reading
from bot.core.triage import Finding
from bot.core.triage.people import staff_member
from bot.core.verdict import Place, Verdict
from bot.core.webform import school_in

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


def file(  # noqa: PLR0913  # the columns of a filed mail
    finding: Finding,
    place: Place,
    number: str | None,
    *,
    verdict: Verdict | None = None,
    owed: bool = False,
    set_aside: str | None = None,
) -> File:
    """Where the mail ends, by the rule that found it."""
    return File(
        verdict=verdict or finding.verdict,
        rule=finding.rule,
        place=place,
        case_number=number,
        owed=owed,
        set_aside=set_aside,
    )


def tell(  # noqa: PLR0913  # the columns of a matter
    code: AttentionCode,
    facts: Facts,
    policy: Policy,
    *,
    mail: IncomingMail | None = None,
    case: Case | None = None,
    detail: str = "",
    remarks: tuple[str, ...] = (),
) -> Tell:
    """A matter for a person: of a case its handler, because it may be about the coordinator."""
    box = next((box for box in policy.mailboxes if box.address == facts.mailbox), None)
    school = box.school if box else ""
    passed_on = mail.passed_on if mail else None
    return Tell(
        AttentionItem(
            code=code,
            case_number=case.number if case else None,
            school=case.school if case else school,
            reader=(case.handler or "") if case else "",
            sender=mail.sender.email if mail and mail.sender else "",
            received_at=facts.received_at,
            detail=detail,
            remarks=remarks,
            phone=passed_on.phone if passed_on else "",
        )
    )


def ring(  # noqa: PLR0913  # everything the alert prints
    mail: IncomingMail,
    reading: Reading,
    facts: Facts,
    policy: Policy,
    *,
    case: Case | None,
    school: str,
    hold: Hold | None = None,
) -> list[Effect]:
    """The alert to every safety contact who is not named in the mail, at once, day and night."""
    circle = all_alarmed(mail, facts, policy, case=case, school=school)
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


def school_of(mail: IncomingMail, facts: Facts, policy: Policy) -> tuple[str, bool]:
    """The school it is about, by form or address, and whether that is sure (not the default)."""
    if mail.passed_on is not None and (named := school_in(mail.passed_on.school, policy.schools)):
        return named, True
    addressed = {address.key for address in (*mail.to, *mail.cc)}
    for school in policy.schools:
        if school.address and school.address.casefold() in addressed:
            return school.id, True
    box = next((box for box in policy.mailboxes if box.address == facts.mailbox), None)
    default = box.school if box else (policy.schools[0].id if policy.schools else "")
    return default, len(policy.schools) == 1


def set_aside(  # noqa: PLR0913  # who is told, and of what
    finding: Finding,
    mail: IncomingMail,
    facts: Facts,
    policy: Policy,
    *,
    remarks: tuple[str, ...] = (),
    told: Iterable[Effect] | None = None,
    because: str = "",
) -> Decision:
    """Nobody is answered; a person is told at once. A child in danger may still hide in it.

    `told` stands for what a person is told otherwise. `because` is why nobody need look at it.
    """
    code = _SET_ASIDE[finding.verdict]
    if finding.rule == "from_ourselves":
        code = AttentionCode.FROM_OURSELVES
    elif finding.rule == "order_with_our_key" and staff_member(mail, policy) is None:
        code = AttentionCode.ORDER_FROM_ELSEWHERE
    case = finding.thread.case if finding.thread else None
    usual = tell(code, facts, policy, mail=mail, case=case, detail=facts.folder, remarks=remarks)
    effects: list[Effect] = [
        file(
            finding,
            Place.SET_ASIDE,
            None,
            owed=not because,
            set_aside=because or code.value,
        ),
        *([usual] if told is None else told),
    ]
    reading = finding.reading
    if reading is not None and reading.urgency is Urgency.CRITICAL:
        meant = finding.meant or mail
        school, _ = school_of(meant, facts, policy)
        effects += ring(meant, reading, facts, policy, case=None, school=school)
    return Decision(
        event="mail_set_aside",
        reason=f"{finding.verdict.value} by rule {finding.rule}",
        effects=tuple(effects),
        case_number=case.number if case else None,
    )
