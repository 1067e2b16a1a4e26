"""A case goes to somebody else: who that is, and what this person gets to read."""

from __future__ import annotations

from dataclasses import replace

from bot.core.acting import Acting
from bot.core.case import Case
from bot.core.correspondence import new_complaint
from bot.core.decision import Effect, Save, Send, Tell
from bot.core.duties.presence import acting as stands_in
from bot.core.first_choices import first_choices
from bot.core.happening import AttentionCode, AttentionItem
from bot.core.letter import LetterOrder
from bot.core.parties import admins, find_person, next_in_line, next_reader
from bot.core.policy import Person
from bot.core.readable import words_of
from bot.core.staff import answers
from bot.core.staff.words import said


def without(case: Case, people: tuple[str, ...], acting: Acting) -> tuple[Case, list[Effect]]:
    """The case without these persons (ids) in it: who handled it hands it to the next in line."""
    policy = acting.policy
    after = replace(case, not_for=tuple(dict.fromkeys((*case.not_for, *people))))
    if case.handler not in after.not_for:
        return after, [Save(after)]
    handler = find_person(policy, case.handler or "") or acting.by
    following = _next(after, handler, acting)
    if following is None:
        after = replace(after, handler=None)
        unnamed = (one.id for one in admins(policy) if one.id not in after.not_for)
        item = AttentionItem(
            code=AttentionCode.EVERYBODY_NAMED,
            case_number=case.number,
            school=case.school,
            reader=next(unnamed, ""),
        )
        return after, [Save(after), Tell(item)]
    after = replace(after, handler=following.id)
    letters, _ = handed_over(after, following, acting)
    return after, [Save(after), *letters]


def handed_over(case: Case, handler: Person, acting: Acting) -> tuple[list[Effect], Person]:
    """The case to read for who handles it from now on, or stands in today; and who that is."""
    facts, policy = acting.facts, acting.policy
    reader = (
        stands_in(
            handler,
            facts.absences,
            facts.today,
            policy,
            school=case.school,
            not_for=case.not_for,
        )
        or handler
    )
    return [Send(given_to(case, reader, acting), "somebody else handles the case")], reader


def given_to(case: Case, reader: Person, acting: Acting) -> LetterOrder:
    """The notice of a complaint to who must read it; without the mail only that it is there."""
    facts, policy = acting.facts, acting.policy
    if facts.opening is not None:
        return new_complaint(
            case,
            facts.opening,
            policy,
            to=reader,
            knows_name=reader.id == case.handler,
            choices=first_choices(case, reader, facts, policy),
        )
    told = [said("given_to_reader", reader, name=reader.name)]
    return answers.notice(told, to=reader, case=case, facts=facts, policy=policy)


def _next(case: Case, person: Person, acting: Acting) -> Person | None:
    """Who comes after this person, and is not named in the complaint."""
    policy, opening = acting.policy, acting.facts.opening
    barred = [one for one in policy.people if one.id in case.not_for]
    if opening is None:
        return next_in_line(policy, person, barred, school=case.school)
    return next_reader(
        policy, case.school, person, words_of(opening), case.complainant, not_among=barred
    )
