"""What was ordered is taken back: the last order of a person, or a letter that has not left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.core.acting import Act, Acting, Answer, Asked, Done
from bot.core.case import Case, Detail
from bot.core.decision import Cancel, Effect, Note, Restore
from bot.core.draft import StepTaken, seal_of_step
from bot.core.instructions import Verb
from bot.core.instructions.verbs import word_of
from bot.core.other_registers import entry_ends
from bot.core.parties import find_person
from bot.core.staff.answers import UNDO_MINUTES
from bot.core.staff.rights import is_handler
from bot.core.staff.words import said, why

_WITHIN = timedelta(minutes=UNDO_MINUTES)


def undo(acting: Acting) -> Answer:
    """The case is again as it was before the writer's last order, while nobody did more since."""
    case, by, facts = _case(acting), acting.by, acting.facts
    step, last = _meant(case, acting), _last(case, acting)
    if step is None or last is None or step.undone or facts.now - step.at > _WITHIN:
        return Asked(why("nothing_to_undo", by))
    if step != last:
        return _after(last, acting)
    if step.by != by.id:
        person = find_person(acting.policy, step.by)
        name = person.name if person else step.by
        if by.id in case.not_for:
            return Asked(why("nothing_to_undo", by))
        return Asked(why("not_your_order", by, number=case.number, name=name))
    if any(letter not in facts.letters_waiting for letter in step.letters):
        return Asked(why("letter_left", by))
    return _restored(step, acting)


def stop(acting: Acting) -> Answer:
    """An approved letter that has not left does not leave; its step is taken back with it."""
    case, by, facts = _case(acting), acting.by, acting.facts
    newest = _last(case, acting)
    waits = [
        step
        for step in facts.steps
        if step.case_number == case.number
        and not step.undone
        and any(letter in facts.letters_waiting for letter in step.letters)
    ]
    if not waits or by.id in case.not_for:
        return Asked(why("nothing_waits", by))
    step = waits[0]
    if step.by != by.id and not is_handler(by, case, facts, acting.policy):
        person = find_person(acting.policy, step.by)
        who = person.name if person else step.by
        return Asked(why("not_yours", by, who=who))
    left = [letter for letter in step.letters if letter not in facts.letters_waiting]
    if step is newest and not left:
        return _restored(step, acting)
    # Others went on from there: the letter is kept back all the same, and a person looks.
    waiting = [letter for letter in step.letters if letter in facts.letters_waiting]
    effects: tuple[Effect, ...] = (
        *(Cancel(letter) for letter in waiting),
        Note("letter_stopped", f"by {by.id}", case.number),
    )
    return Done(effects=effects, case=case, said=(said("only_letter_stopped", by),), undoable=False)


def _restored(step: StepTaken, acting: Acting) -> Done:
    """All that the step changed is as before, and what it let go stays."""
    by, zone = acting.by, acting.policy.zone
    effects: tuple[Effect, ...] = (
        *(Cancel(letter) for letter in step.letters),
        Restore(step.before, step.id),
        *_entry_ends(step.before, acting),
    )
    told = [said("letter_stopped", by)] if step.letters else []
    told.append(said("undone", by, time=f"{step.at.astimezone(zone):%H:%M}"))
    return Done(effects=effects, case=step.before, said=tuple(told), undoable=False)


def _entry_ends(before: Case, acting: Acting) -> list[Effect]:
    """What came into another register by the step goes out of it again, but for its number."""
    number = Detail.OTHER_NUMBER
    case = _case(acting)
    return entry_ends(case) if case.details.get(number) != before.details.get(number) else []


def _meant(case: Case, acting: Acting) -> StepTaken | None:
    """What the seal of a button stands for; without one what was ordered last."""
    seal = acting.order.seal
    if not seal:
        return _last(case, acting)
    steps = (step for step in acting.facts.steps if step.case_number == case.number)
    return next((step for step in steps if seal_of_step(step) == seal), None)


def _after(last: StepTaken, acting: Acting) -> Asked:
    """Something was ordered since: to take back what lies below it would leave the case half."""
    by, at = acting.by, last.at.astimezone(acting.policy.zone)
    word = word_of(last.verb, by.language).capitalize()
    mine = last.by == by.id
    again = f"{word_of(Verb.UNDO, by.language)} {seal_of_step(last)}"
    return Asked(
        why("ordered_since", by, order=word, time=f"{at:%H:%M}"),
        choices=((f"{word} {at:%H:%M}", again),) if mine else (),
    )


def _last(case: Case, acting: Acting) -> StepTaken | None:
    """What was ordered last in this case, by anybody, and still stands."""
    steps = (
        step for step in acting.facts.steps if step.case_number == case.number and not step.undone
    )
    return next(steps, None)


def _case(acting: Acting) -> Case:
    assert acting.case is not None
    return acting.case


ACTS: Mapping[Verb, Act] = {Verb.UNDO: undo, Verb.STOP: stop}
