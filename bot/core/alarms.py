"""The alarm of a case that nobody has seen yet: when it rings again, and for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.core import correspondence
from bot.core.case import Ack, Case, Status
from bot.core.decision import Decision, Effect, Save, Send, Tell
from bot.core.facts import Facts
from bot.core.happening import AlarmDue, AttentionCode, AttentionItem
from bot.core.parties import alarm_circle
from bot.core.policy import Policy

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


def on_alarm(happening: AlarmDue, facts: Facts, policy: Policy) -> Decision:
    """Nobody has said that they saw it: it rings again, wider from the third time."""
    case, mail = facts.case, facts.mail
    assert case is not None
    assert case.alarmed_at is not None
    assert mail is not None
    words = correspondence.words_of(mail)
    circle = alarm_circle(policy, case.school, words, mail.sender, happening.attempt)
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
