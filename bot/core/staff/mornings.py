"""Some working mornings later: who has not said yes to a letter is shown it again, as it is then.

The first morning, and then every fifth: who reads the same letter each day reads none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.core.acting import Acting
from bot.core.calendar import local_date
from bot.core.case import Case
from bot.core.clause import in_language
from bot.core.decision import Decision, Effect, Tell
from bot.core.draft import Draft, seal_of
from bot.core.duties.ladder import working_days_between
from bot.core.duties.presence import acting as stands_in
from bot.core.duties.refusal import NotPossible
from bot.core.facts import Facts
from bot.core.filing import tell as matter
from bot.core.happening import AttentionCode, DraftWaits
from bot.core.letter import LetterOrder
from bot.core.mail import IncomingMail
from bot.core.parents.orders import order_of
from bot.core.parties import find_person, handler_of
from bot.core.policy import Person, Policy
from bot.core.procedure import move_for
from bot.core.staff.changes import changes_since
from bot.core.staff.names_of_letters import letter_name
from bot.core.staff.shown import dropped, told
from bot.core.staff.waiting import ONLY_THE_LETTER, shown_again
from bot.core.staff.words_of_letters import Told, tell
from bot.core.staff.written import WRITTEN
from bot.core.states import STATES

# After so many mornings, and each time so many more, the letter is shown again, and somebody else
# must know that it lies there.
MORNINGS = 5


def on_draft_waits(happening: DraftWaits, facts: Facts, policy: Policy) -> Decision:
    """The letter with the days of today takes the place of the one that waits, and is shown.

    What can no longer be sent is dropped, and its author told. Every five mornings the coordinator
    learns of it too. The key keeps a morning from asking twice.
    """
    draft, case = happening.draft, facts.case
    assert case is not None
    author = find_person(policy, draft.by) or handler_of(policy, case)
    drawn = Acting(
        order=draft.order,
        by=author,
        case=case,
        mail=facts.mail or IncomingMail(),
        facts=facts,
        policy=policy,
    )
    effects: Sequence[Effect]
    try:
        no_more = _no_more(draft, drawn)
        effects = no_more or _asked_again(draft, drawn, order_of(draft.letter, drawn))
    except NotPossible as no:
        effects = _dropped(draft, drawn, no.told(drawn.by))
    return Decision(
        event="draft_waits",
        reason=f"{draft.letter.value} waits for a yes",
        effects=(*effects, *_coordinator_told(draft, case, facts, policy)),
        case_number=case.number,
        key=f"draft:{draft.letter_id}:{facts.today.isoformat()}",
    )


def _asked_again(draft: Draft, drawn: Acting, order: LetterOrder) -> Sequence[Effect]:
    reader = _asked(draft, drawn)
    asked_on = local_date(draft.asked_at, drawn.policy.zone)
    if reader.id == draft.approver and not _comes_to_a_stage(draft, asked_on, drawn):
        return ()
    changed = seal_of(order) != draft.seal
    remarks = changes_since(drawn, draft, order, reader) if changed else ()
    again = shown_again(drawn, draft, order, to=reader, remarks=remarks, asks_again=True)
    return again.effects


def _comes_to_a_stage(draft: Draft, since: date, drawn: Acting) -> bool:
    """Whether the first morning, or one more row of five, came after a day; a missed one counts."""
    calendar = drawn.policy.calendar
    before = working_days_between(draft.made_on, since, calendar)
    now = working_days_between(draft.made_on, drawn.facts.today, calendar)
    return (before == 0 < now) or before // MORNINGS < now // MORNINGS


def _asked(draft: Draft, drawn: Acting) -> Person:
    """Who is asked today: who was, or whoever stands in; never the author for a second person."""
    case, facts, policy = drawn.case, drawn.facts, drawn.policy
    assert case is not None
    approver = find_person(policy, draft.approver) or handler_of(policy, case)
    barred = case.not_for if draft.approver == draft.by else (*case.not_for, draft.by)
    return (
        stands_in(approver, facts.absences, facts.today, policy, school=case.school, not_for=barred)
        or approver
    )


def _no_more(draft: Draft, drawn: Acting) -> Sequence[Effect]:
    """The case went on without the letter: it is dropped."""
    case, verb = drawn.case, draft.order.verb
    assert case is not None
    if verb in ONLY_THE_LETTER or move_for(WRITTEN[verb].step, case.status) is not None:
        return ()
    state = in_language(STATES[case.status], drawn.by)
    return _dropped(draft, drawn, f"{case.number} {state}")


def _dropped(draft: Draft, drawn: Acting, because: str) -> Sequence[Effect]:
    said = tell(
        Told.NO_LONGER_POSSIBLE,
        drawn.by,
        letter=letter_name(draft.letter, drawn.by),
        why=because.rstrip("."),
    )
    return [*dropped(draft), told(drawn, said, to=drawn.by)]


def _coordinator_told(draft: Draft, case: Case, facts: Facts, policy: Policy) -> list[Effect]:
    waited = working_days_between(draft.made_on, facts.today, policy.calendar)
    if waited == 0 or waited % MORNINGS:
        return []
    item = matter(AttentionCode.DRAFT_WAITS, facts, policy, case=case)
    return [Tell(replace(item.item, reader=""))]
