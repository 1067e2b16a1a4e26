"""What the bot does when something other than a mail happens: a letter left or failed, a bell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.core import correspondence
from bot.core.case import Ack, Case, DeadlineKind, Status
from bot.core.decision import Decision, Effect, Note, Release, Save, Send, Settle, Tell
from bot.core.facts import Facts
from bot.core.happening import (
    AlarmDue,
    AttentionCode,
    AttentionDue,
    AttentionItem,
    Failure,
    JunkSeen,
    LetterAccepted,
    LetterFailed,
    PersonDecided,
    PersonsWord,
    TemplateBroke,
)
from bot.core.letter import LetterName
from bot.core.parties import (
    admins,
    alarm_circle,
    coordinator,
    next_in_line,
    next_reader,
    staff_by_address,
)
from bot.core.policy import Mode, Policy

# The alarm rings again every half hour, six times in all; then every morning until it is seen.
ALARM_EVERY = timedelta(minutes=30)
ALARMS_IN_A_ROW = 6
MORNING = time(7, 30)

# What a server says of a letter may name its reader; the audit trail never does.
_ADDRESS = re.compile(r"\S+@\S+")
_ACK_FAILED: Mapping[Failure, AttentionCode] = {
    Failure.REFUSED: AttentionCode.ACK_REFUSED,
    Failure.UNCERTAIN: AttentionCode.ACK_UNCERTAIN,
    Failure.LATE: AttentionCode.ACK_LATE,
}
_CLOSED = frozenset({Status.CLOSED, Status.MERGED, Status.REROUTED, Status.ANONYMISED})


def on_accepted(happening: LetterAccepted, facts: Facts, policy: Policy) -> Decision:
    """The server took a letter: an acknowledgment is met, an alert lets one go."""
    letter, case = happening.letter, facts.case
    effects: tuple[Effect, ...] = ()
    if case is not None and letter.name is LetterName.ACKNOWLEDGMENT:
        effects = _acknowledged(case, letter.id, letter.sent_at, policy)
    elif (
        case is not None
        and letter.name is LetterName.SAFETY_ALERT
        and facts.held_ack is not None
        and correspondence.leaves_with_the_alert(case, facts.hold)
    ):
        effects = _released(case, facts.held_ack.id, policy)
    return Decision(
        event="letter_sent",
        reason=f"{letter.name.value} accepted by the mail server",
        effects=effects,
        case_number=letter.case_number,
    )


def on_failed(happening: LetterFailed, facts: Facts, policy: Policy) -> Decision:
    """A letter did not get out: what it owed stays owed, and the next person is told."""
    letter, case = happening.letter, facts.case
    effects: list[Effect] = []
    if letter.name is LetterName.ACKNOWLEDGMENT and case is not None:
        if happening.failure is not Failure.LATE:
            effects.append(Save(replace(case, ack=_ack_after(happening.failure, case.ack))))
        effects.append(
            Tell(
                AttentionItem(
                    code=_ACK_FAILED[happening.failure],
                    case_number=case.number,
                    school=case.school,
                    sender=letter.to,
                    detail=happening.error,
                )
            )
        )
    else:
        effects += _another_reader(happening, facts, policy)
    key = f"late:{letter.id}" if happening.failure is Failure.LATE else None
    return Decision(
        event=f"letter_{happening.failure.value}",
        reason=f"{letter.name.value}: {_ADDRESS.sub('…', happening.error)}",
        effects=tuple(effects),
        case_number=letter.case_number,
        key=key,
    )


def alarm_due(case: Case, now: datetime, zone_now: datetime) -> bool:
    """Whether the alarm of a critical case must ring again: every half hour, then each morning.

    `zone_now` is the same instant in local time. After a time out of service it rings once.
    """
    if case.alarm_seen_at or case.alarmed_at is None or case.status in _CLOSED:
        return False
    if case.alarms < ALARMS_IN_A_ROW:
        return now - case.alarmed_at >= ALARM_EVERY
    this_morning = datetime.combine(zone_now.date(), MORNING, zone_now.tzinfo)
    return zone_now >= this_morning > case.alarmed_at


def on_alarm(happening: AlarmDue, facts: Facts, policy: Policy) -> Decision:
    """Nobody has said that they saw it: it rings again, wider from the third time."""
    case, mail = facts.case, facts.mail
    assert case is not None
    assert mail is not None
    words = correspondence.words_of(mail)
    circle = alarm_circle(policy, case.school, words, case.complainant, happening.attempt)
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
                )
            )
        )
    return Decision(
        event="alarm_repeated",
        reason=f"alarm {happening.attempt}",
        effects=tuple(effects),
        case_number=case.number,
        key=f"alarm:{case.number}:{happening.attempt}",
    )


def on_attention(happening: AttentionDue, policy: Policy) -> Decision:
    """One letter to the coordinator about all that waits."""
    items = _old_together(happening.items)
    to = coordinator(policy, happening.items[0].school)
    return Decision(
        event="attention",
        reason=f"{len(happening.items)} for a person",
        effects=(Send(correspondence.attention(items, policy, to=to), "a person must look"),),
        case_number=items[0].case_number if len(items) == 1 else None,
    )


def on_junk(happening: JunkSeen, facts: Facts, policy: Policy) -> Decision:
    """Mail in the junk folder is listed once a day; nothing in it is answered or moved."""
    item = AttentionItem(
        code=AttentionCode.JUNK,
        sender=", ".join(happening.senders[:10]),
        detail=str(happening.count),
        school=policy.mailboxes[0].school,
    )
    return Decision(
        event="junk_seen",
        reason=f"{happening.count} in the junk folder",
        effects=(Tell(item),),
        key=f"junk:{happening.mailbox}:{facts.today.isoformat()}",
    )


def on_breaker(facts: Facts, policy: Policy) -> Decision:
    """The loop breaker tripped: a person must see what answers us so often."""
    item = AttentionItem(
        code=AttentionCode.BREAKER,
        school=policy.mailboxes[0].school,
        detail=str(policy.limits.breaker_per_10min),
    )
    return Decision(
        event="breaker_tripped",
        reason="too many automatic letters to addresses that had one within the hour",
        effects=(Tell(item),),
        key=f"breaker:{facts.now:%Y-%m-%dT%H}",
    )


def on_broken_template(happening: TemplateBroke, policy: Policy) -> Decision:
    """An administrator's template is broken: each administrator is told once per text of it."""
    broken = happening.broken
    return Decision(
        event="template_broken",
        reason=f"{broken.file} line {broken.line}: {broken.error}"[:300],
        effects=tuple(
            Send(correspondence.template_broken(broken, policy, to=person), "a template is broken")
            for person in admins(policy)
        ),
        key=f"template:{broken.file}:{broken.source_hash}",
    )


def on_person(happening: PersonDecided, facts: Facts, policy: Policy) -> Decision:
    """What a person said at the terminal is done, and written down under their name."""
    case = facts.case
    assert case is not None
    effects: tuple[Effect, ...]
    match happening.what:
        case PersonsWord.ALARM_SEEN:
            effects = (Save(replace(case, alarm_seen_at=facts.now)),)
        case PersonsWord.ACK_RELEASED:
            assert facts.held_ack is not None
            effects = _released(case, facts.held_ack.id, policy)
        case PersonsWord.ACK_WAIVED:
            effects = (
                Save(replace(case, ack=Ack.WAIVED)),
                Settle(
                    case_number=case.number,
                    kind=DeadlineKind.ACK,
                    at=facts.now,
                    proof=happening.how,
                ),
            )
    return Decision(
        event=happening.what.value,
        reason=happening.how or "said at the terminal",
        effects=effects,
        case_number=case.number,
    )


def _acknowledged(
    case: Case, letter_id: int, at: datetime | None, policy: Policy
) -> tuple[Effect, ...]:
    if policy.mode is Mode.TRIAL or case.ack in {Ack.WAIVED, Ack.TRIAL}:
        return ()
    return (
        Save(replace(case, ack=Ack.SENT, acknowledged_at=at)),
        Settle(
            case_number=case.number,
            kind=DeadlineKind.ACK,
            at=at,
            proof=f"letter {letter_id} accepted by the mail server",
        ),
    )


def _released(case: Case, letter_id: int, policy: Policy) -> tuple[Effect, ...]:
    ack = Ack.TRIAL if policy.mode is Mode.TRIAL else Ack.QUEUED
    return (Save(replace(case, ack=ack)), Release(letter_id))


def _ack_after(failure: Failure, before: Ack) -> Ack:
    # Twice cut off may well have arrived: it stays queued until a person decides.
    return Ack.FAILED if failure is Failure.REFUSED else before


def _another_reader(happening: LetterFailed, facts: Facts, policy: Policy) -> list[Effect]:
    """A staff letter goes to the next in line; when the line ends, health says so."""
    letter, case = happening.letter, facts.case
    lost = staff_by_address(policy, letter.to)
    tried = [person for address in facts.tried if (person := staff_by_address(policy, address))]
    item = AttentionItem(
        code=AttentionCode.LETTER_FAILED,
        case_number=letter.case_number,
        school=case.school if case else "",
        sender=letter.to,
        detail=happening.error,
    )
    if lost is None or happening.failure is not Failure.REFUSED:
        return [Tell(item)]
    because = "the reader before refused it"
    if letter.name is LetterName.NEW_COMPLAINT and case is not None and facts.mail is not None:
        words = correspondence.words_of(facts.mail)
        # Its text must not reach, on this way round, somebody it speaks of.
        reader = next_reader(policy, case.school, lost, words, case.complainant, not_among=tried)
        if reader is not None:
            order = correspondence.new_complaint(
                case, facts.mail, policy, to=reader, hold=facts.hold
            )
            return [Send(order, because)]
    elif letter.name is LetterName.ATTENTION:
        successor = next_in_line(policy, lost, tried)
        if successor is not None:
            return [Send(correspondence.attention(facts.items, policy, to=successor), because)]
    else:
        return [Tell(item)]
    return [Note("nobody_reached", f"{letter.name.value}: every reader refused it")]


def _old_together(items: tuple[AttentionItem, ...]) -> tuple[AttentionItem, ...]:
    """Many acknowledgments held because of their age are one line with their number."""
    old = [item for item in items if item.code is AttentionCode.ACK_HELD_OLD]
    rest = tuple(item for item in items if item.code is not AttentionCode.ACK_HELD_OLD)
    if not old:
        return rest
    together = replace(old[0], detail=str(len(old)), case_number=None, sender="", received_at=None)
    return (together if len(old) > 1 else old[0], *rest)
