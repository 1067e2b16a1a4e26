"""The days that letters to a complainant promise: by when one answers, or may ask again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.core.calendar import Term, Unit, Vacation
from bot.core.case import Case, Deadline, DeadlineKind
from bot.core.clause import Clause
from bot.core.duties.moving import ANSWERED, extended, resumed
from bot.core.duties.owed import owed_from
from bot.core.duties.refusal import NotPossible
from bot.core.facts import Facts
from bot.core.instructions import Field, Order
from bot.core.instructions.dates import Meant
from bot.core.parents.addressed import promised
from bot.core.policy import Policy

_DAY = timedelta(days=1)
_WHICH_DAY = Clause("welke dag is '{said}': {either}", "which day is '{said}': {either}")
_NOT_SO_FAR = Clause(
    "dat kan tot uiterlijk {longest}, en later dan de dag die de ouder nu kent ({known})",
    "that can be until {longest} at the latest, and later than the day the parent knows ({known})",
)


def which_day(said: str, meant: Meant) -> NotPossible:
    """What was typed may be more than one day."""
    days = [f"{day:%d-%m-%Y}" for day in meant.dates]
    return NotPossible(_WHICH_DAY, said=said, either=Clause(" of ".join(days), " or ".join(days)))


def day_of(kind: DeadlineKind, facts: Facts, policy: Policy) -> date | None:
    """The promised day of a duty that starts today; None where nothing was agreed."""
    duty = policy.duties.get(kind)
    if duty is None or not duty.term.n:
        return None
    return owed_from(facts.today, duty, policy.calendar, policy.vacation).due_on


def latest_due(case: Case, facts: Facts, policy: Policy) -> date | None:
    """The day of the answer at the very latest when the clock stops today; None: it runs on."""
    answer = promised(case, facts)
    if answer is None or not policy.terms.clarify_pauses_clock:
        return None
    return resumed(answer, facts.today, _runs_again_on(facts, policy), policy).due_on


def more_time(case: Case, order: Order, facts: Facts, policy: Policy) -> tuple[Deadline, Deadline]:
    """The answer as it is promised now, and with the time that is asked, at most what was agreed.

    Raises:
        NotPossible: it may not be extended (any more), or not so far.
    """
    answer = next(
        (duty for duty in case.deadlines if duty.kind is DeadlineKind.HANDLING and not duty.met_at),
        None,
    )
    if answer is None:
        raise NotPossible(ANSWERED)
    longest = extended(answer, facts.today, reason_of(order), policy)
    term = _asked(order, answer)
    if term is None:
        return answer, longest
    shorter = replace(policy, terms=replace(policy.terms, extension=term))
    moved = extended(answer, facts.today, reason_of(order), shorter)
    if not answer.due_on < moved.due_on <= longest.due_on:
        raise NotPossible(
            _NOT_SO_FAR,
            longest=f"{longest.due_on:%d-%m-%Y}",
            known=f"{answer.due_on:%d-%m-%Y}",
        )
    return answer, moved


def _asked(order: Order, answer: Deadline) -> Term | None:
    """How much more time the order asks for; None: as much as was agreed."""
    if order.on is None:
        return order.term
    days = (order.on - (answer.rolled_from or answer.due_on)).days
    return Term(max(days, 0), Unit.CALENDAR_DAYS)


def reason_of(order: Order) -> str:
    """Why something is ordered, in the words of who orders it."""
    return order.one(Field.REASON) or order.text.strip()


def _runs_again_on(facts: Facts, policy: Policy) -> date:
    """When nobody answers: the first working day after the last one for an answer."""
    if policy.terms.max_pause is not None:
        longest = policy.calendar.due(facts.today, policy.terms.max_pause, vacation=Vacation.RUN)
        return longest.due_on
    day = (day_of(DeadlineKind.CLARIFY_REPLY, facts, policy) or facts.today) + _DAY
    while not policy.calendar.is_working_day(day):
        day += _DAY
    return day
