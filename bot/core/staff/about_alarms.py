"""Orders about somebody who may be in danger: who takes it on, and that it was a false alarm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.core import offers
from bot.core.acting import Act, Acting, Answer, Asked, Done
from bot.core.alarms import all_alarmed
from bot.core.case import Ack, Case, Detail, Urgency
from bot.core.choices import buttons
from bot.core.clause import Clause, in_language
from bot.core.decision import Effect, Release, Save, Send
from bot.core.instructions import Field, Verb
from bot.core.letter import Hold, LetterOrder
from bot.core.mail import IncomingMail
from bot.core.parties import directors, find_person, handler_of
from bot.core.policy import Mode, Person, Policy
from bot.core.staff import answers
from bot.core.staff.about_reminders import morning_of, reminder_on
from bot.core.staff.words import said, why

_ALSO = offers.FALSE_ALARM.labelled("Ook vals alarm", "Also false alarm")
_HOW_IT_STANDS = Clause(
    "hoe het staat met de dringende melding", "how it stands with the urgent message"
)
_ASKED_AFTER = timedelta(hours=2)
_DAY = timedelta(days=1)
_FURTHEST = 100  # days: no vacation is longer


def seen(acting: Acting) -> Answer:
    """The writer takes it on: the alarm is silent, the others know, and it is asked after."""
    case, by, facts = _case(acting), acting.by, acting.facts
    if not case.alarms:
        return Asked(why("no_alarm", by, number=case.number))
    if case.alarm_seen_at is not None:
        when = f"{case.alarm_seen_at.astimezone(acting.policy.zone):%d/%m %H:%M}"
        return Asked(why("done_already", by, what=f"GEZIEN, {when}"))
    after = replace(case, alarm_seen_at=facts.now)
    now = f"{facts.now.astimezone(acting.policy.zone):%H:%M}"
    effects: list[Effect] = [Save(after)]
    for one in _others(case, acting):
        told = said("taken_on", one, name=by.name, number=case.number, time=now)
        letter = answers.notice([told], to=one, case=after, facts=facts, policy=acting.policy)
        effects.append(Send(letter, "somebody took the alarm on"))
    effects += _asked_after(after, acting)
    told = said("seen", by, name=by.name)
    return Done(effects=tuple(effects), case=after, said=(told,), undoable=False)


def false_alarm(acting: Acting) -> Answer:
    """Nobody was in danger: one person says why, a second one confirms it."""
    case, by = _case(acting), acting.by
    reason = acting.order.one(Field.REASON) or acting.order.text.strip()
    if not case.alarms or case.urgency is not Urgency.CRITICAL:
        return Asked(why("no_alarm", by, number=case.number))
    if not reason:
        return Asked(why("why_false", by), prefilled=offers.to_fill_in(offers.FALSE_ALARM, by))
    first_id, _, first_reason = case.details.get(Detail.FALSE_ALARM, "").partition(": ")
    first = find_person(acting.policy, first_id)
    if first is None:
        return _asked_to_confirm(case, reason, acting)
    if first.id == by.id:
        return Asked(why("second_person", by, name=first.name))
    return _confirmed(case, first, f"{first_reason} / {reason}", acting)


def _asked_to_confirm(case: Case, reason: str, acting: Acting) -> Answer:
    """The first who says so: everybody else who was alarmed is asked."""
    by, facts, policy = acting.by, acting.facts, acting.policy
    others = _others(case, acting) or _besides(case, acting)
    kept = {**case.details, Detail.FALSE_ALARM: f"{by.id}: {reason}"}
    after = replace(case, details=kept)
    effects: list[Effect] = [Save(after)]
    for one in others:
        told = said("false_alarm_said", one, name=by.name, number=case.number)
        letter = answers.notice([told], to=one, case=after, facts=facts, policy=policy)
        effects.append(Send(_to_confirm(letter, one, after, acting), "a second person confirms"))
    names = ", ".join(one.name for one in others)
    told = said("false_alarm_asked", by, names=names)
    return Done(effects=tuple(effects), case=after, said=(told,), undoable=False)


def _to_confirm(letter: LetterOrder, to: Person, case: Case, acting: Acting) -> LetterOrder:
    """The notice with the one choice that it is about."""
    row = buttons(
        [offers.to_fill_in(_ALSO, to)],
        case.number,
        to,
        acting.facts,
        acting.policy,
        school=case.school,
    )
    return replace(letter, values={**letter.values, "buttons": row})


def _confirmed(case: Case, first: Person, reason: str, acting: Acting) -> Answer:
    """The second: it is no longer urgent, and what waited because of it may leave."""
    by, facts, policy = acting.by, acting.facts, acting.policy
    # What else the words meant may still be serious.
    urgency = Urgency.HIGH if len(case.signals) > 1 else Urgency.NORMAL
    after = replace(
        case,
        urgency=urgency,
        alarm_seen_at=case.alarm_seen_at or facts.now,
        details={**case.details, Detail.FALSE_ALARM: f"{first.id}: {reason}, {by.id}"},
    )
    effects: list[Effect] = []
    if facts.held_ack is not None and facts.hold is Hold.CRITICAL and not case.pupil_writes:
        after = replace(after, ack=Ack.TRIAL if policy.mode is Mode.TRIAL else Ack.QUEUED)
        effects.append(Release(facts.held_ack.id))
    effects.insert(0, Save(after))
    for one in _others(case, acting):
        told = said("false_alarm", one, first=first.name, name=by.name)
        letter = answers.notice([told], to=one, case=after, facts=facts, policy=policy)
        effects.append(Send(letter, "it was a false alarm"))
    told = said("false_alarm", by, first=first.name, name=by.name)
    return Done(effects=tuple(effects), case=after, said=(told,), undoable=False)


def _others(case: Case, acting: Acting) -> list[Person]:
    """Everybody else who was alarmed and may know of the case."""
    mail = acting.facts.opening or IncomingMail()
    circle = all_alarmed(
        mail, acting.facts, acting.policy, case=case, school=case.school, attempt=case.alarms or 1
    )
    return [one for one in circle if one.id not in {acting.by.id, *case.not_for}]


def _besides(case: Case, acting: Acting) -> list[Person]:
    """Who may confirm where nobody else was alarmed."""
    around = (handler_of(acting.policy, case), *directors(acting.policy, case.school))
    return [one for one in around if one.id not in {acting.by.id, *case.not_for}]


def _asked_after(case: Case, acting: Acting) -> list[Effect]:
    """Who took it on is asked how it stands: in two hours, and on the next school day."""
    by, facts, policy = acting.by, acting.facts, acting.policy
    what = in_language(_HOW_IT_STANDS, by)
    soon = facts.now + _ASKED_AFTER
    later = _next_school_day(facts.today, policy)
    moments = (
        (soon.astimezone(policy.zone).date(), soon),
        (later, morning_of(later, policy)),
    )
    return [
        Send(
            reminder_on(day, what, case=case, to=by, acting=acting),
            "somebody took the alarm on",
            not_before=at,
        )
        for day, at in moments
    ]


def _next_school_day(today: date, policy: Policy) -> date:
    """The next day on which school is open; tomorrow where the calendar knows none."""
    days = (today + n * _DAY for n in range(1, _FURTHEST))
    return next((day for day in days if policy.calendar.is_school_day(day)), today + _DAY)


def _case(acting: Acting) -> Case:
    assert acting.case is not None
    return acting.case


ACTS: Mapping[Verb, Act] = {Verb.SEEN: seen, Verb.FALSE_ALARM: false_alarm}
