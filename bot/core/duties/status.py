"""Every so often a complainant is told how it stands: by the handler, or by the bot itself."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from bot.core.answers import status_update
from bot.core.case import Ack, Anonymous, Case, Deadline, DeadlineKind, Status, Urgency
from bot.core.decision import Effect, Owe, Reach, Send, Settle
from bot.core.duties.ladder import Rung
from bot.core.duties.letters import TOLD_HOW_IT_STANDS
from bot.core.duties.owed import owed_from
from bot.core.facts import Facts
from bot.core.letter import Origin
from bot.core.policy import Policy, StatusUpdates

_ON_ITS_DAY = "T"
# So begins the proof of what the bot sent by itself.
BY_LETTER = "letter "
# The complainant knows that the complaint is here.
_KNOWN = frozenset({Ack.SENT, Ack.WAIVED})


class _Way(StrEnum):
    """How a complainant is told."""

    NONE = "none"
    HANDLER = "handler"
    BOT = "bot"


def is_told(case: Case, duty: Deadline, facts: Facts, policy: Policy) -> bool:
    """Whether staff are told that this duty came to its day."""
    return duty.kind is not DeadlineKind.STATUS or _way(case, duty, facts, policy) is _Way.HANDLER


def at_its_day(case: Case, duty: Deadline, facts: Facts, policy: Policy) -> list[Effect]:
    """The day has come to tell how it stands; the next one starts, whether it is told or not."""
    effects: list[Effect] = []
    if _way(case, duty, facts, policy) is _Way.BOT:
        assert facts.mail is not None
        letter = status_update(case, facts.mail, facts, policy)
        effects.append(Send(letter, "the complainant is told how it stands"))
    return [*effects, *followed(case, duty, facts, policy)]


def comes_to_its_day(
    case: Case, duty: Deadline, _rung: Rung, facts: Facts, policy: Policy
) -> list[Effect]:
    """As `at_its_day`, for who acts on every duty that comes to a rung."""
    return at_its_day(case, duty, facts, policy)


def followed(case: Case, duty: Deadline, facts: Facts, policy: Policy) -> list[Effect]:
    """The next one, counted from the promised day of this one, as long as the case runs.

    Days that nobody was at work on are left out: they can no longer be kept.
    """
    term = policy.duties.get(DeadlineKind.STATUS)
    has_next = any(
        each.kind is DeadlineKind.STATUS and each.start_on >= duty.due_on and each != duty
        for each in case.deadlines
    )
    if term is None or not term.term.n or has_next or not _runs(case):
        return []
    fresh = duty
    while fresh.target_on <= facts.today or fresh is duty:
        fresh = owed_from(
            fresh.due_on, term, policy.calendar, policy.vacation, policy.status_updates
        )
    return [Owe(case.number, fresh)]


def asked(case: Case, facts: Facts, policy: Policy) -> list[Effect]:
    """The complainant asks how it stands (in `facts.mail`): told at once where the bot tells it.

    Only when it is due: its day has come, and nobody told it yet.
    """
    due = [
        duty
        for duty in case.deadlines
        if duty.kind is DeadlineKind.STATUS
        and duty.met_at is None
        and duty.target_on <= facts.today
        and _way(case, duty, facts, policy) is _Way.BOT
    ]
    if not due:
        return []
    duty = due[-1]
    if duty.stage is None:  # as if its hour had come already
        reached = Reach(case_number=case.number, deadline=duty, stage=_ON_ITS_DAY, next_on=None)
        return [reached, *at_its_day(case, duty, facts, policy)]
    assert facts.mail is not None
    letter = replace(status_update(case, facts.mail, facts, policy), origin=Origin.REPLIED)
    return [Send(letter, "the complainant asked how it stands")]


def told_by_letter(case: Case, letter_id: int, facts: Facts) -> list[Effect]:
    """The letter was accepted: those that came to their day are met by it."""
    return [
        Settle(
            case_number=case.number,
            kind=duty.kind,
            at=facts.now,
            proof=f"{BY_LETTER}{letter_id} accepted by the mail server",
            start_on=duty.start_on,
            n=duty.n,
        )
        for duty in case.deadlines
        if duty.kind is DeadlineKind.STATUS and duty.met_at is None and duty.stage is not None
    ]


def _way(case: Case, duty: Deadline, facts: Facts, policy: Policy) -> _Way:
    if not _runs(case) or case.stopped_on is not None:
        return _Way.NONE
    if case.complainant is None or case.anonymous is Anonymous.FULL:
        return _Way.NONE
    by_itself = (
        policy.status_updates is StatusUpdates.AUTO
        and not case.by_post
        and policy.calendar.is_school_day(facts.today)
        and not policy.missing
        and case.ack in _KNOWN
        and case.urgency is not Urgency.CRITICAL
        and facts.mail is not None
        # Twice in a row without a word of a person hurts more than silence.
        and not _was_by_letter(case, duty)
    )
    return _Way.BOT if by_itself else _Way.HANDLER


def _runs(case: Case) -> bool:
    """Whether somebody is at work on it, or waits for an answer to go on."""
    return case.status in TOLD_HOW_IT_STANDS or case.status is Status.CLARIFYING


def _was_by_letter(case: Case, duty: Deadline) -> bool:
    """Whether the one before this was told by the bot."""
    before = [
        each
        for each in case.deadlines
        if each.kind is DeadlineKind.STATUS and each.start_on < duty.start_on
    ]
    last = max(before, key=lambda each: each.start_on, default=None)
    return last is not None and (last.proof or "").startswith(BY_LETTER)
