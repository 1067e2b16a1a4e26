"""A mail of staff: who may order, what is ordered, what is done, and the one letter about it.

All orders of a mail are carried out, or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.applied import applied
from bot.core.decision import Decision, Effect, Release, Remember, Send
from bot.core.draft import StepTaken
from bot.core.facts import Facts
from bot.core.filing import file, set_aside
from bot.core.follow_up import join_case
from bot.core.instructions import Instructions, Order
from bot.core.letter import LetterName
from bot.core.mail import IncomingMail
from bot.core.policy import Policy
from bot.core.staff import answers
from bot.core.staff.asking import of_doubt
from bot.core.staff.authority import Standing, authority_of, case_of, orders_are_possible
from bot.core.staff.one_by_one import Desk, Progress, Refused, carry_out, is_of_a_case
from bot.core.staff.shown import STOPPABLE
from bot.core.staff.terminal import tell_of_order
from bot.core.staff.whose_is_it import whose_is_it
from bot.core.triage import Finding
from bot.core.triage.people import staff_member
from bot.core.verdict import Place

# A reply to these may have been meant for the complainant.
_SHOWS_THEIR_WORDS = frozenset({LetterName.NEW_COMPLAINT, LetterName.PARENT_REPLIED})


def on_order(finding: Finding, mail: IncomingMail, facts: Facts, policy: Policy) -> Decision:
    """What staff ordered is done, or asked back; words that order nothing stay a note."""
    given = facts.instructions or Instructions()
    if not orders_are_possible(facts, policy) or not (given.orders or given.doubts):
        return _of_words(given, finding, mail, facts, policy)
    authority = authority_of(finding, mail, facts, policy)
    if authority.person is None:
        return _noted(finding, mail, facts, policy)
    desk = Desk(finding=finding, writer=authority.person, mail=mail, facts=facts, policy=policy)
    if authority.standing is not Standing.ALLOWED:
        return whose_is_it(authority, given, desk)
    filed = _filed(desk)
    # What the mail itself changed in its case, such as a danger it tells of, comes before orders.
    cases = {each.case.number: applied(each.case, filed.effects) for each in facts.threads}
    if given.doubts:
        doubt, case = given.doubts[0], cases.get(_thread(finding))
        asked = of_doubt(doubt, desk.writer, facts.today, policy)
        return _asked_back(Refused(asked, case, doubt.line), filed, desk)
    progress = Progress(cases)
    refused = carry_out(progress, given.orders, desk)
    if refused is not None:
        return _asked_back(refused, filed, desk)
    return _told(progress, given.orders, filed, desk)


def _told(progress: Progress, orders: Sequence[Order], filed: Decision, desk: Desk) -> Decision:
    """The orders are carried out: what they changed is remembered, and their writer told once."""
    effects = [each for each in progress.effects if not isinstance(each, Remember)]
    steps = [each.step for each in progress.effects if isinstance(each, Remember)]
    remembered = [
        Remember(
            StepTaken(
                case_number=number,
                by=desk.writer.id,
                verb=verb,
                at=desk.facts.now,
                before=before,
                letters=tuple(
                    letter
                    for step in steps
                    if step.case_number == number
                    for letter in step.letters
                ),
            )
        )
        for number, (before, verb) in progress.before.items()
        if progress.cases[number] != before or any(step.case_number == number for step in steps)
    ]
    said = [clause for done in progress.done if not done.shown for clause in done.said]
    letters: list[Effect] = []
    if said:
        touched = [
            case for number, case in progress.cases.items() if _ordered(number, orders, desk)
        ]
        case = next(iter((*progress.opened, *touched)), None)
        letter = answers.result(
            said,
            to=desk.writer,
            case=case,
            mail=desk.mail,
            facts=desk.facts,
            policy=desk.policy,
            notes=[note for done in progress.done for note in done.notes],
            choices=[choice for done in progress.done for choice in done.next_choices],
            undo=[each.step for each in remembered],
            undo_minutes=_minutes_to_undo(effects),
        )
        letters.append(Send(letter, "an order was carried out"))
    return replace(
        filed,
        event="orders_carried_out",
        reason=", ".join(order.verb.value for order in orders),
        effects=(*_where(progress, filed, desk), *effects, *remembered, *letters),
    )


def _minutes_to_undo(effects: Sequence[Effect]) -> int:
    """What was approved can be taken back until it leaves; all else a little longer."""
    waits = any(isinstance(each, Release) and each.not_before for each in effects)
    return int(STOPPABLE.total_seconds() // 60) if waits else answers.UNDO_MINUTES


def _where(progress: Progress, filed: Decision, desk: Desk) -> tuple[Effect, ...]:
    """Where the mail ends: in the case that it opened, whose alarms rang with that."""
    own = [done.case for done in progress.done if done.files and done.case is not None]
    return (file(desk.finding, Place.CASE, own[0].number),) if own else filed.effects


def _asked_back(refused: Refused, filed: Decision, desk: Desk) -> Decision:
    """Nothing is done; whoever wrote reads why, and what may have been meant."""
    letter = answers.error(
        refused.asked,
        to=desk.writer,
        case=refused.case,
        mail=desk.mail,
        facts=desk.facts,
        policy=desk.policy,
        said=refused.line,
    )
    return replace(
        filed,
        event="order_asked_back",
        effects=(*filed.effects, Send(letter, "an order was asked back")),
    )


def _of_words(
    given: Instructions, finding: Finding, mail: IncomingMail, facts: Facts, policy: Policy
) -> Decision:
    """Words without an order: thanks are silent, and what may be a letter is told to be none."""
    writer, thread = staff_member(mail, policy), finding.thread
    proven = facts.proof is not None and facts.proof.ok
    if not orders_are_possible(facts, policy) or writer is None or not proven:
        return _noted(finding, mail, facts, policy)
    if given.thanks:
        if thread is not None:
            return join_case(finding, mail, facts, policy)
        return set_aside(finding, mail, facts, policy, told=(), because="thanks")
    answered = facts.answered.name if facts.answered else None
    if thread is None or (answered not in _SHOWS_THEIR_WORDS and facts.key is None):
        return _noted(finding, mail, facts, policy)
    filed = join_case(finding, mail, facts, policy)
    case = applied(thread.case, filed.effects)
    if writer.id in case.not_for or (finding.meant or mail).passed_on is not None:
        return filed
    note = given.note or mail.new_text
    letter = answers.not_sent(note, to=writer, case=case, mail=mail, facts=facts, policy=policy)
    return replace(filed, effects=(*filed.effects, Send(letter, "a note is no letter")))


def _noted(finding: Finding, mail: IncomingMail, facts: Facts, policy: Policy) -> Decision:
    """A note in its case; without one, or from who knows where, it lies apart, and is told of."""
    told = tuple(tell_of_order(finding, mail, facts, policy))
    if staff_member(mail, policy) is None or finding.thread is None:
        return set_aside(finding, mail, facts, policy, told=told)
    decision = join_case(finding, mail, facts, policy)
    return replace(decision, effects=(*decision.effects, *told))


def _filed(desk: Desk) -> Decision:
    """The mail in its case; one about no case lies apart, and nobody need look at it."""
    if desk.finding.thread is not None:
        return join_case(desk.finding, desk.mail, desk.facts, desk.policy)
    return set_aside(
        desk.finding, desk.mail, desk.facts, desk.policy, told=(), because="order carried out"
    )


def _ordered(number: str, orders: Sequence[Order], desk: Desk) -> bool:
    return any(case_of(order, desk.finding) == number for order in orders if is_of_a_case(order))


def _thread(finding: Finding) -> str:
    return finding.thread.case.number if finding.thread else ""
