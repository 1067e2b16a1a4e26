"""Orders in somebody's name that nobody proves: that person is asked, and never flooded.

Whoever forges a hundred orders would else make us send a hundred letters. After a few the person
is asked no more for a while: the administrator hears of it, and every mail is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.decision import Decision, Effect, Send, Tell
from bot.core.filing import set_aside, tell
from bot.core.follow_up import join_case
from bot.core.happening import AttentionCode
from bot.core.instructions import Instructions, Order, Verb
from bot.core.instructions.verbs import word_of
from bot.core.parties import admins
from bot.core.staff import answers
from bot.core.staff.asking import typed
from bot.core.staff.authority import Authority, Standing
from bot.core.staff.one_by_one import Desk
from bot.core.triage.people import staff_member

ASKED_AN_HOUR = 3
ASKED_A_DAY = 10
_LIMITS = ((timedelta(hours=1), ASKED_AN_HOUR), (timedelta(days=1), ASKED_A_DAY))
_WHY: Mapping[Standing, str] = {
    Standing.ELSEWHERE: "other_address",
    Standing.EXPIRED: "old_key",
    Standing.UNPROVEN: "unproven",
    Standing.NO_KEY: "unproven",
}
# What anybody in the world can send as often as they like.
_FORGEABLE = frozenset({Standing.ELSEWHERE, Standing.UNPROVEN})


def whose_is_it(authority: Authority, given: Instructions, desk: Desk) -> Decision:
    """Nothing is done: whose order it would be is asked at the address that is registered."""
    mail, thread = desk.mail, desk.finding.thread
    left = letters_left(desk.facts.asked_before, desk.facts.now)
    told = _asked(authority, given, desk, last=left == 1)
    because = "asked whose order it is"
    if authority.standing in _FORGEABLE and left < 1:
        told, because = _told_in_bulk(desk), "one of many orders in one name"
    from_staff = staff_member(mail, desk.policy) is not None
    if from_staff and thread is not None:
        filed = join_case(desk.finding, mail, desk.facts, desk.policy)
    else:
        because = because if from_staff else ""
        filed = set_aside(desk.finding, mail, desk.facts, desk.policy, told=(), because=because)
    return replace(filed, event="order_not_proven", effects=(*filed.effects, told))


def letters_left(asked: Sequence[datetime], now: datetime) -> int:
    """How many more times a person who was asked at these instants may be asked now."""
    return min(most - sum(now - at < within for at in asked) for within, most in _LIMITS)


def _asked(authority: Authority, given: Instructions, desk: Desk, *, last: bool) -> Effect:
    lines = [order.line or order.verb.value for order in given.orders]
    lines += [doubt.line for doubt in given.doubts]
    letter = answers.was_it_you(
        lines,
        to=desk.writer,
        why_asked=_WHY[authority.standing],
        command="\n".join(_once_more(order, desk) for order in given.orders),
        case=desk.finding.thread.case if desk.finding.thread else None,
        mail=desk.mail,
        facts=desk.facts,
        policy=desk.policy,
        last=last and authority.standing in _FORGEABLE,
        first_tap=not given.doubts and {order.verb for order in given.orders} == {Verb.HERE},
    )
    return Send(letter, authority.why)


def _told_in_bulk(desk: Desk) -> Effect:
    """To whoever looks after the bot: a person who forges, or a telephone that is set up wrong."""
    code, facts = AttentionCode.ORDERS_IN_BULK, desk.facts
    told = tell(code, facts, desk.policy, mail=desk.mail, detail=facts.folder)
    reader = next((person.id for person in admins(desk.policy)), "")
    return Tell(replace(told.item, reader=reader))


def _once_more(order: Order, desk: Desk) -> str:
    """An order as a button gives it again, with the number that it had.

    A complaint that was written down is too long for a button: it lies in its mail.
    """
    thread, mail_id = desk.finding.thread, desk.facts.mail_id
    own_mail = thread is None and staff_member(desk.mail, desk.policy) == desk.writer
    if order.verb is Verb.NEW and mail_id is not None and own_mail:
        return f"mail {mail_id} {word_of(Verb.NEW, desk.writer.language)}"
    said = typed(order)
    in_thread = thread is not None and order.number == thread.case.number
    return f"{order.number} {said}" if order.number and not in_thread else said
