"""The alarm of a case that nobody has seen yet: when it rings again, and for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.core import correspondence
from bot.core.case import Ack, Case, Status
from bot.core.decision import Decision, Effect, Save, Send, Tell
from bot.core.duties.presence import all_acting, is_away
from bot.core.facts import Facts
from bot.core.happening import AlarmDue, AttentionCode, AttentionItem
from bot.core.mail import IncomingMail
from bot.core.parties import alarm_circle, named_people
from bot.core.policy import Person, Policy

# The alarm rings again every half hour, six times; then every morning until it is seen.
_EVERY = timedelta(minutes=30)
_REPEATS = 6
_MORNING = time(7, 30)
_CLOSED = frozenset({Status.CLOSED, Status.MERGED, Status.REROUTED, Status.ANONYMISED})


def alarm_due(case: Case, now: datetime, zone_now: datetime) -> bool:
    """Whether the alarm of a critical case must ring again: every half hour, then each morning.

    `zone_now` is the same instant in local time. After a time out of service it rings once.
    """
    if case.alarm_seen_at or case.alarmed_at is None or case.status in _CLOSED:
        return False
    if case.alarms <= _REPEATS:
        return now - case.alarmed_at >= _EVERY
    this_morning = datetime.combine(zone_now.date(), _MORNING, zone_now.tzinfo)
    return zone_now >= this_morning > case.alarmed_at


def all_alarmed(  # noqa: PLR0913  # who is told depends on each of them
    mail: IncomingMail,
    facts: Facts,
    policy: Policy,
    *,
    case: Case | None,
    school: str,
    attempt: int = 1,
) -> tuple[Person, ...]:
    """Who is told of a danger: whoever is away may still look, so the stand-in is told besides."""
    words = correspondence.words_of(mail)
    circle = alarm_circle(policy, school, words, mail.sender, attempt)
    stand_ins = all_acting(
        (one for one in circle if is_away(one.id, facts.absences, facts.today)),
        facts.absences,
        facts.today,
        policy,
        school=school,
        not_for={*named_people(words, mail.sender, policy), *(case.not_for if case else ())},
    )
    told = {one.id for one in circle}
    return (*circle, *(one for one in stand_ins if one.id not in told))


def on_alarm(happening: AlarmDue, facts: Facts, policy: Policy) -> Decision:
    """Nobody has said that they saw it: it rings again, wider from the third time."""
    case, mail = facts.case, facts.mail
    assert case is not None
    assert case.alarmed_at is not None
    assert mail is not None
    circle = all_alarmed(
        mail, facts, policy, case=case, school=case.school, attempt=happening.attempt
    )
    effects: list[Effect] = [
        Save(replace(case, alarms=happening.attempt, alarmed_at=facts.now)),
        *(
            Send(
                correspondence.safety_alert(
                    mail,
                    policy,
                    to=person,
                    case=case,
                    school=case.school,
                    signals=case.signals,
                    pupil_writes=case.pupil_writes,
                    attempt=happening.attempt,
                    hold=facts.hold,
                ),
                "nobody has seen the alarm yet",
            )
            for person in circle
        ),
    ]
    if case.ack is Ack.HELD:
        effects.append(
            Tell(
                AttentionItem(
                    code=AttentionCode.ACK_HELD_CRITICAL,
                    case_number=case.number,
                    school=case.school,
                    reader=case.handler or "",
                )
            )
        )
    return Decision(
        event="alarm_repeated",
        reason=f"alarm {happening.attempt}",
        effects=tuple(effects),
        case_number=case.number,
        # With the ring before it: a second cry in the same case counts from one again.
        key=f"alarm:{case.number}:{happening.attempt}:{case.alarmed_at.isoformat()}",
    )
