"""A mail that lay apart: a person makes it a case, or lays it in the case that it names."""

from __future__ import annotations

from dataclasses import replace

from bot.core.acting import Acting, Answer, Asked, Done
from bot.core.case import Case, Kind, Urgency
from bot.core.clause import Clause, in_language
from bot.core.decision import Effect, File, Note, Save
from bot.core.facts import Apart, Thread
from bot.core.follow_up import join_case
from bot.core.instructions import Verb
from bot.core.instructions.verbs import word_of
from bot.core.mail import IncomingMail
from bot.core.new_case import open_case
from bot.core.parties import find_person, named_people, staff_by_address
from bot.core.policy import Policy, Role
from bot.core.readable import words_of
from bot.core.reading import Reading
from bot.core.staff.numbers import next_number
from bot.core.staff.rights import may_see
from bot.core.staff.words_of_intake import Ask, Took, tell
from bot.core.triage import Finding, reading_of
from bot.core.triage.numbers import COMPLAINTS, case_numbers_in
from bot.core.triage.passed_on import parents_mail
from bot.core.verdict import Place, Sender, Verdict
from bot.core.words_of_notices import VIA

_MAY = frozenset({Role.COORDINATOR, Role.HANDLER, Role.DIRECTOR, Role.BOARD})
_NEW = Clause("nieuw", "new")
_TO = Clause("bij", "to")
_LABELS = {
    "join": Clause("Bij {number}", "To {number}"),
    "open": Clause("Nieuwe klacht", "New complaint"),
}


def taken_in(acting: Acting) -> Answer:
    """The mail becomes a case as of the day it came, or joins the case it names."""
    number, by, policy = acting.order.number, acting.by, acting.policy
    n = number.removeprefix("mail ")
    beside = acting.facts.beside.get(number)
    apart = beside.apart if beside else None
    if apart is None:
        return Asked(tell(Ask.NO_SUCH_MAIL, by, n=n))
    if not by.roles & _MAY:
        return Asked(tell(Ask.NOT_YOURS, by))
    meant = _meant(apart, policy)
    if by.id in named_people(words_of(meant), meant.sender, policy):
        return Asked(tell(Ask.ABOUT_YOU, by, n=n))
    threads = {thread.case.number: thread for thread in apart.facts.threads}
    wanted = case_numbers_in(acting.order.text, policy.numbering)
    named = next((threads[each] for each in wanted if each in threads), None)
    if named is not None:
        return _joined(apart, meant, named, acting)
    if threads and not acting.order.text.strip():
        return _which(next(iter(threads)), acting)
    return _opened(apart, meant, acting)


def _which(number: str, acting: Acting) -> Asked:
    """It names a case of which its writer is no party: does it belong there?"""
    by, about = acting.by, acting.order.number
    word = word_of(Verb.COMPLAINT, by.language)
    join = in_language(_LABELS["join"], by).format(number=number)
    return Asked(
        tell(Ask.WHICH_CASE, by, n=about.removeprefix("mail "), number=number),
        choices=(
            (join, f"{about} {word}: {in_language(_TO, by)} {number}"),
            (in_language(_LABELS["open"], by), f"{about} {word}: {in_language(_NEW, by)}"),
        ),
    )


def _meant(apart: Apart, policy: Policy) -> IncomingMail:
    """The mail as its writer meant it; a colleague who passed words on does not complain."""
    meant = parents_mail(apart.mail, policy)
    if meant.sender is None or staff_by_address(policy, meant.sender.email) is None:
        return meant
    return replace(meant, sender=None, from_addresses=())


def _opened(apart: Apart, meant: IncomingMail, acting: Acting) -> Answer:
    """The case as it would have been opened when the mail came."""
    policy, by, on = acting.policy, acting.by, apart.facts.received_on
    assert on is not None
    number = next_number(acting, COMPLAINTS, on.year)
    # A person ordered that it counts, however long it lay there.
    facts = replace(apart.facts, next_number=number, acknowledge=True, threads=())
    reading = reading_of(meant, facts, policy)
    urgency = Urgency.NORMAL if reading.urgency is Urgency.NONE else reading.urgency
    finding = _finding(meant, replace(reading, kind=Kind.COMPLAINT, urgency=urgency))
    decision = open_case(finding, meant, facts, policy)
    effects: list[Effect] = [each for each in decision.effects if not isinstance(each, File)]
    case = next(effect.case for effect in effects if isinstance(effect, Save))
    effects.append(Note("case_opened", f"mail {apart.mail_id} lay apart, by {by.id}", case.number))
    effects.append(_filed(apart, case, Verdict.COMPLAINT))
    handler = find_person(policy, case.handler) if case.handler else None
    said = tell(
        Took.OPENED if handler else Took.OPENED_UNHANDLED,
        by,
        number=case.number,
        via=in_language(VIA[case.via], by),
        day=f"{case.received_on:%d/%m/%Y}",
        handler=handler.name if handler else "",
    )
    return Done(effects=tuple(effects), case=case, said=(said,), undoable=False)


def _joined(apart: Apart, meant: IncomingMail, thread: Thread, acting: Acting) -> Answer:
    """The mail lies in its case from now on, and whoever handles that is told what it says."""
    by, policy = acting.by, acting.policy
    if not may_see(by, thread.case, acting.facts, policy):
        return Asked(tell(Ask.NOT_YOURS, by))
    reading = reading_of(meant, apart.facts, policy)
    finding = replace(_finding(meant, reading), verdict=Verdict.CASE_REPLY, thread=thread)
    decision = join_case(finding, meant, apart.facts, policy)
    effects: list[Effect] = [each for each in decision.effects if not isinstance(each, File)]
    effects.append(_filed(apart, thread.case, Verdict.CASE_REPLY))
    effects.append(
        Note("mail_joined_case", f"mail {apart.mail_id} lay apart, by {by.id}", thread.case.number)
    )
    said = tell(Took.JOINED, by, n=apart.mail_id, number=thread.case.number)
    return Done(effects=tuple(effects), case=thread.case, said=(said,), undoable=False)


def _finding(meant: IncomingMail, reading: Reading) -> Finding:
    return Finding(
        verdict=Verdict.COMPLAINT,
        rule="",
        sender=Sender.HUMAN,
        why=(),
        reading=reading,
        meant=meant,
    )


def _filed(apart: Apart, case: Case, verdict: Verdict) -> File:
    """Where the mail that lay apart ends at last; the rule that set it apart stays known."""
    return File(
        verdict=verdict,
        rule="",
        place=Place.CASE,
        case_number=case.number,
        mail_id=apart.mail_id,
    )
