"""Whatever is done with a case, in whatever order: what the procedure promises holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.core.applied import applied
from bot.core.case import Anonymous, Case, DeadlineKind, Status, Urgency
from bot.core.decision import Owe
from bot.core.duties.moving import stands_still
from bot.core.duties.owed import owed_at_intake, owed_from
from bot.core.facts import Facts
from bot.core.procedure import (
    FINAL,
    KEPT,
    MOVES,
    OPEN,
    UNANSWERED,
    Goal,
    Step,
    move_for,
    possible,
)
from bot.core.step import take
from tests.builders import NOON, TODAY, a_case, a_policy

POLICY = a_policy()
ENDS = frozenset({Step.MERGE, Step.ANONYMISE})


def opened(**changes: Any) -> Case:
    duties = owed_at_intake(TODAY, POLICY.duties, POLICY.calendar, POLICY.vacation)
    return a_case(deadlines=duties, **changes)


def facts_at(now: datetime) -> Facts:
    return Facts(now=now, today=now.astimezone(POLICY.zone).date())


def with_a_measure(case: Case, facts: Facts) -> Case:
    measures = [duty.n for duty in case.deadlines if duty.kind is DeadlineKind.MEASURE]
    agreed = POLICY.duties[DeadlineKind.MEASURE]
    fresh = owed_from(facts.today, agreed, POLICY.calendar, POLICY.vacation)
    return applied(case, [Owe(case.number, replace(fresh, n=max(measures, default=0) + 1))])


def open_measures(case: Case) -> int:
    return sum(duty.kind is DeadlineKind.MEASURE and duty.met_at is None for duty in case.deadlines)


def may_be_taken(step: Step, case: Case) -> bool:
    """What the table leaves to who takes the step: how many measures are open, who complained."""
    if step is Step.CARRY_OUT_LAST:
        return open_measures(case) == 1
    if step is Step.CLOSE:
        nameless = case.anonymous is Anonymous.FULL or case.status not in UNANSWERED
        return not open_measures(case) and nameless
    return step not in {Step.CARRY_OUT} | ENDS


class OneCase(RuleBasedStateMachine):
    """A case that takes whichever step the table allows, while days pass."""

    @initialize(
        anonymous=st.sampled_from(Anonymous),
        urgency=st.sampled_from(Urgency),
        nobody=st.booleans(),
    )
    def a_complaint_comes(self, anonymous: Anonymous, urgency: Urgency, *, nobody: bool) -> None:
        changes: dict[str, Any] = {"complainant": None, "parties": ()} if nobody else {}
        self.case = opened(anonymous=anonymous, urgency=urgency, **changes)
        self.now = NOON
        self.owed = len(self.case.deadlines)

    @rule(days=st.integers(1, 40))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)

    @precondition(lambda self: self.case.status not in FINAL)
    @rule(data=st.data())
    def a_step_is_taken(self, data: st.DataObject) -> None:
        steps = [step for step in possible(self.case.status) if may_be_taken(step, self.case)]
        self._take(data.draw(st.sampled_from(steps)))

    def _take(self, step: Step) -> None:
        move = move_for(step, self.case.status)
        assert move is not None
        facts = facts_at(self.now)
        if step is Step.PROMISE:
            self.case = with_a_measure(self.case, facts)
        before = self.case
        self.case, effects = take(move, before, facts, POLICY, by="ann", proof="by ann")
        assert applied(before, effects) == self.case
        if move.goal not in set(Goal):
            assert self.case.status is move.goal

    @invariant()
    def what_is_not_over_waits_for_a_day_or_for_its_complainant(self) -> None:
        waits = {duty.kind for duty in self.case.deadlines if duty.met_at is None}
        if self.case.status in KEPT:
            assert waits - {DeadlineKind.ACK} or self.case.stopped_on is not None

    @invariant()
    def what_is_open_is_owed_by_staff_or_stands_still(self) -> None:
        kinds = {duty.kind for duty in self.case.deadlines if duty.met_at is None}
        idle = {DeadlineKind.ACK, DeadlineKind.RETENTION, DeadlineKind.SATISFACTION}
        idle |= {DeadlineKind.SURVEY_REPLY}
        if self.case.status in OPEN:
            assert kinds - idle

    @invariant()
    def what_is_closed_has_an_outcome_and_a_day(self) -> None:
        if self.case.status is Status.CLOSED:
            assert self.case.outcome is not None
            assert self.case.closed_on is not None
        else:
            assert self.case.closed_on is None

    @invariant()
    def what_is_treated_has_no_outcome(self) -> None:
        if self.case.status in UNANSWERED:
            assert self.case.outcome is None

    @invariant()
    def its_clock_stands_still_only_while_its_complainant_is_asked(self) -> None:
        if self.case.stopped_on is not None:
            assert self.case.status is Status.CLARIFYING

    @invariant()
    def no_duty_is_owed_twice_at_once(self) -> None:
        keys = [(duty.kind, duty.start_on, duty.n) for duty in self.case.deadlines]
        assert len(keys) == len(set(keys))
        once = [
            duty.kind
            for duty in self.case.deadlines
            if duty.met_at is None and duty.kind is not DeadlineKind.MEASURE
        ]
        assert len(once) == len(set(once))

    @invariant()
    def what_runs_reminds_or_has_passed_its_last_rung(self) -> None:
        for duty in self.case.deadlines:
            if stands_still(duty, self.case):
                assert duty.next_on is None


TestOneCase = OneCase.TestCase
TestOneCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)


@pytest.mark.parametrize("status", sorted(KEPT))
def test_every_case_can_be_closed_from_where_it_stands(status: Status) -> None:
    """Without becoming anonymous, and whatever its complainant is: by steps of the table."""
    reached, seen = {status}, set[Status]()
    while reached - seen:
        here = (reached - seen).pop()
        seen.add(here)
        for move in MOVES:
            anonymous_only = move.step is Step.CLOSE and here in UNANSWERED
            if here in move.start and isinstance(move.goal, Status) and not anonymous_only:
                reached.add(move.goal)
            elif here in move.start and move.goal is Goal.ANSWERED:
                reached.add(Status.ANSWERED)
            elif here in move.start and move.goal is Goal.BACK:
                reached |= {Status.INTAKE, Status.HANDLING}
    assert Status.CLOSED in reached


def test_every_status_is_reached_by_some_step() -> None:
    goals = {move.goal for move in MOVES}
    assert goals >= {Status.INTAKE} | (set(Status) - {Status.ANSWERED, Status.REMEDYING})
    assert Goal.ANSWERED in goals


def test_one_step_leads_from_one_status_to_one_place_only() -> None:
    for step in Step:
        starts = [status for move in MOVES if move.step is step for status in move.start]
        assert len(starts) == len(set(starts)), step


def test_every_step_of_the_procedure_is_in_the_table() -> None:
    assert {move.step for move in MOVES} == set(Step)
