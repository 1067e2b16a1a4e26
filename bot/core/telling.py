"""Matters for a person: whom they are told, when, and in which letter."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.core import correspondence
from bot.core.absence import Absence
from bot.core.decision import Decision, Send
from bot.core.duties.presence import acting
from bot.core.happening import AttentionCode, AttentionDue, AttentionItem
from bot.core.parties import coordinator, find_person
from bot.core.policy import Person, Policy

# So many letters an hour are told one by one; then they are gathered, one an hour.
AT_ONCE = 5
_HOUR = timedelta(hours=1)
_OF_ONE_SENDER = 5  # matters of one kind and one sender that are listed
_LISTED = 100  # matters in one letter: who has more looks in `gehoor mails`
LOOKED_BACK = 2 * _HOUR  # so long a crowd is remembered
# These answer what somebody ordered, or ask whether they did: nobody else can tell.
_ANSWERS_THEM = frozenset({AttentionCode.ORDER_NOTED, AttentionCode.ORDER_FROM_ELSEWHERE})


def told_to(item: AttentionItem, policy: Policy) -> Person:
    """Whose this matter is."""
    return find_person(policy, item.reader) or coordinator(policy, item.school)


def told_today(
    item: AttentionItem,
    absences: Sequence[Absence],
    today: date,
    policy: Policy,
    *,
    not_for: Collection[str] = (),
) -> Person:
    """Who is told of it today: whose it is or who stands in, and nobody of `not_for` (ids).

    Where its case speaks of everybody it stays with whose it is: the letter has no word of a mail,
    and a matter that nobody is told of is lost.
    """
    usual = told_to(item, policy)
    if item.code in _ANSWERS_THEM:
        return usual
    return acting(usual, absences, today, policy, school=item.school, not_for=not_for) or usual


def may_tell(letters: Sequence[datetime], now: datetime) -> bool:
    """Whether a person who had `letters` at these instants (oldest first) may have one more now.

    After five within an hour the next comes an hour after the last, until it has been quiet.
    """
    crowded = any(
        last - first < _HOUR for first, last in zip(letters, letters[AT_ONCE - 1 :], strict=False)
    )
    return not crowded or now - letters[-1] >= _HOUR


def on_attention(happening: AttentionDue, policy: Policy) -> Decision:
    """One letter about all that waits for one person, however much it is."""
    items = _alike_together(_old_together(happening.items))
    to = told_to(happening.items[0], policy)
    letter = correspondence.attention(items[:_LISTED], policy, to=to, rest=len(items[_LISTED:]))
    return Decision(
        event="attention",
        reason=f"{len(happening.items)} for a person",
        effects=(Send(letter, "a person must look"),),
        case_number=items[0].case_number if len(items) == 1 else None,
    )


def _old_together(items: tuple[AttentionItem, ...]) -> tuple[AttentionItem, ...]:
    """Many acknowledgments held because of their age are one line with their number."""
    old = [item for item in items if item.code is AttentionCode.ACK_HELD_OLD]
    rest = tuple(item for item in items if item.code is not AttentionCode.ACK_HELD_OLD)
    if not old:
        return rest
    together = replace(old[0], detail=str(len(old)), case_number=None, sender="", received_at=None)
    return (together if len(old) > 1 else old[0], *rest)


def _alike_together(items: tuple[AttentionItem, ...]) -> tuple[AttentionItem, ...]:
    """Of a flood of one sender a few are listed, and the last of them tells how many there were."""
    floods: dict[tuple[AttentionCode, str], list[AttentionItem]] = {}
    for item in items:
        floods.setdefault((item.code, item.sender), []).append(item)
    listed: list[AttentionItem] = []
    for (_, sender), alike in floods.items():
        more = len(alike) - _OF_ONE_SENDER
        if sender and more > 0:
            listed += alike[: _OF_ONE_SENDER - 1]
            listed.append(replace(alike[_OF_ONE_SENDER - 1], more=more))
        else:
            listed += alike
    return tuple(listed)
