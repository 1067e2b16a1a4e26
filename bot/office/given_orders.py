"""What a mail of staff orders, and all that its orders may rest on: asked of no other mail."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from bot.core.case import Detail
from bot.core.facts import Beside, Facts, Link, Thread
from bot.core.instructions import Instructions, Order, Verb
from bot.core.instructions.reading import read_instructions
from bot.core.instructions.verbs import VERBS
from bot.core.letter import Hold
from bot.core.mail import IncomingMail
from bot.core.plain import plain
from bot.core.policy import Person, Policy
from bot.core.sight import Seen, may_see
from bot.core.staff.authority import whose_orders
from bot.core.staff.taken_down import as_meant
from bot.core.triage.numbers import COMPLAINTS, OTHERS, case_numbers_in
from bot.core.triage.people import staff_member
from bot.core.wanted import wanted_in
from bot.store.lookup import Lookup, StoredMail

_UNDOABLE = timedelta(minutes=30)
_TWICE = timedelta(minutes=10)
_DAY = timedelta(days=1)
MAIL = "mail "  # before the row of a mail that lies apart
_MAIL = re.compile(rf"{MAIL}(\d{{1,9}})")
_OPENS = frozenset({Verb.NEW, Verb.COMPLAINT})
_YEARS = 10  # a complaint on paper may come to light late
_LOOK_UP = (Verb.LIST, Verb.SEARCH)
_OF_THE_BOT = frozenset({Verb.ADMIN, Verb.ADMIN_STATUS, Verb.ADMIN_PAUSE, Verb.ADMIN_RESUME})
LATE_AFTER = timedelta(hours=4)  # an acknowledgment that waits so long is told of
# What shows or lets go a letter, or shows the case, looks at its papers.
_OPENS_FILE = frozenset({Verb.SHOW, Verb.SHOW_LETTER, Verb.YES, Verb.TEXT})


class Numbers(Protocol):
    """Gives the numbers that come next in a register."""

    def next_numbers(
        self, numbering: str, series: str, year: int, count: int = 1
    ) -> tuple[str, ...]: ...


class Reads(Protocol):
    """Reads a raw mail."""

    def __call__(self, raw: bytes, *, truncated: bool = False) -> IncomingMail: ...


def is_of_staff(mail: IncomingMail, facts: Facts, policy: Policy) -> bool:
    """Whether a mail may order anything: of staff, or with a key of ours."""
    return facts.key is not None or staff_member(mail, policy) is not None


def with_orders(  # noqa: PLR0913  # what is asked, of what, and how it is read
    look: Lookup, mail: IncomingMail, facts: Facts, policy: Policy, read: Reads, *, mail_id: int
) -> Facts:
    """The facts of a mail of staff, with its orders and all they may rest on."""
    given = _in_their_cases(look, read_instructions(mail, policy, facts.today), policy)
    facts = replace(facts, mail_id=mail_id, instructions=given)
    writer = staff_member(mail, policy)
    if writer is not None:  # nobody else reaches a case by naming it
        facts = replace(facts, threads=(*facts.threads, *_named(look, given.orders, facts)))
    numbers = [thread.case.number for thread in facts.threads]
    facts = replace(
        facts,
        drafts=look.drafts(numbers, writer.id if writer else None),
        steps=look.steps(numbers, facts.now - _UNDOABLE) if numbers else (),
        letters_waiting=look.letters_waiting(numbers, facts.now) if numbers else frozenset(),
    )
    if not given.orders and not given.doubts:
        return facts
    whose = whose_orders(mail, facts, policy)
    if whose is not None:
        facts = replace(facts, asked_before=look.asked_whose_since(whose.email, facts.now - _DAY))
    facts = _of_cases(look, given.orders, facts, policy, read)
    if writer is None:
        return facts
    if not _OF_THE_BOT.isdisjoint(order.verb for order in given.orders):
        facts = with_pause(look, facts)
    return replace(
        _looked_up(look, given.orders, writer, facts, policy),
        open_cases=look.cases_of(writer.id, facts.today) if _lacks_a_case(given, facts) else (),
        pupils_elsewhere=_pupils(look.details_elsewhere(numbers)) if numbers else (),
        ordered_before=_ordered_before(look, mail, facts, read),
    )


def with_pause(look: Lookup, facts: Facts) -> Facts:
    """The facts with the pause of automatic letters, and what waits because of it."""
    kept_back = look.paused_letters(facts.now, LATE_AFTER)
    return replace(facts, pause=look.pause(), kept_back=kept_back)


def numbers_for(
    facts: Facts, page: Numbers, policy: Policy
) -> Mapping[tuple[str, int], tuple[str, ...]]:
    """The numbers that the orders of a mail may need, of each register and year."""
    orders = facts.instructions.orders if facts.instructions else ()
    this_year = facts.today.year
    series, years = set[str](), {thread.case.received_on.year for thread in facts.threads}
    if any(order.verb is Verb.NO_COMPLAINT for order in orders):
        series |= set(OTHERS)
    if any(order.verb in _OPENS for order in orders):
        series.add(COMPLAINTS)
        years |= set(range(this_year - _YEARS, this_year + 1))
    return {
        (each, year): page.next_numbers(policy.numbering, each, year, len(orders))
        for each in series
        for year in years
    }


def _in_their_cases(look: Lookup, given: Instructions, policy: Policy) -> Instructions:
    """The orders with the numbers of their cases: one of another register stands for its case."""
    return replace(given, orders=tuple(_in_its_case(look, one, policy) for one in given.orders))


def _in_its_case(look: Lookup, order: Order, policy: Policy) -> Order:
    number = order.number
    ours = not number or number.startswith(MAIL) or case_numbers_in(number, policy.numbering)
    entry = None if ours else look.case(number)
    named = entry.details.get(Detail.OTHER_NUMBER) if entry else None
    return replace(order, number=named) if named else order


def _named(look: Lookup, orders: Iterable[Order], facts: Facts) -> Iterable[Thread]:
    """The cases that only the orders name, beside those that the mail itself does."""
    known = {thread.case.number for thread in facts.threads}
    for number in dict.fromkeys(order.number for order in orders):
        case = look.case(number) if number and number not in known else None
        if case is not None:
            yield Thread(Link.NUMBER, case)


def _of_cases(
    look: Lookup, orders: Iterable[Order], facts: Facts, policy: Policy, read: Reads
) -> Facts:
    """What belongs to each case, or mail that lies apart, of which something is ordered."""
    verbs: dict[str, set[Verb]] = {thread.case.number: set() for thread in facts.threads}
    first = next(iter(verbs), "")
    apart: dict[str, Beside] = {}
    for order in orders:
        number = order.number or first
        if number in verbs:
            verbs[number].add(order.verb)
        elif named := _MAIL.fullmatch(number):
            opening = _read(look.stored_mail(int(named[1])), policy, read)
            apart[number] = Beside(opening=opening)
    beside = apart | {
        number: of_case(look, number, ordered, policy, read) for number, ordered in verbs.items()
    }
    facts = replace(facts, beside=beside)
    return facts.of_case(first or next(iter(beside), ""))


def of_case(
    look: Lookup, number: str, ordered: Collection[Verb], policy: Policy, read: Reads
) -> Beside:
    """What belongs to a case, for orders of these words."""
    held = look.held_acknowledgment(number)
    opens = not _OPENS_FILE.isdisjoint(ordered)
    return Beside(
        held_ack=held[0] if held else None,
        hold=Hold(held[1]) if held else None,
        waiting_acks=look.waiting_acknowledgments(number),
        file=look.file(number, partial(_new_words, policy=policy, read=read)) if opens else None,
        opening=_read(look.opening_mail(number), policy, read),
    )


def _looked_up(
    look: Lookup, orders: Iterable[Order], writer: Person, facts: Facts, policy: Policy
) -> Facts:
    """What the first list or search of the mail finds, as far as its writer may see it."""
    asked = next((order for order in orders if order.verb in _LOOK_UP), None)
    if asked is None:
        return facts
    sees = partial(_sees, writer, facts, policy)
    if asked.verb is Verb.LIST:
        found = look.ordered(wanted_in(asked.text, policy), writer.id, facts.today, sees)
    else:
        found = look.searched(asked.text, facts.today, sees)
    return replace(facts, found=found.lines, found_more=found.more)


def _sees(writer: Person, facts: Facts, policy: Policy, case: Seen) -> bool:
    return may_see(writer, case, facts, policy)


def _lacks_a_case(given: Instructions, facts: Facts) -> bool:
    """Whether an order or a doubt is about a case and the mail does not say which."""
    if facts.threads:
        return False
    orders = (order for order in given.orders if not order.number)
    return bool(given.doubts) or any(VERBS[order.verb].needs_case for order in orders)


def _pupils(details: Iterable[dict[str, str]]) -> tuple[str, ...]:
    """The names of pupils, each once."""
    names = (each.get(Detail.PUPIL.value, "").split(",") for each in details)
    return tuple(dict.fromkeys(name.strip() for some in names for name in some if name.strip()))


def _ordered_before(look: Lookup, mail: IncomingMail, facts: Facts, read: Reads) -> datetime | None:
    """When the same person wrote the same first line in the same case, a little while ago."""
    address, said = mail.sender.email if mail.sender else "", _first_line(mail)
    cases = {thread.case.number for thread in facts.threads}
    earlier = look.written_since(address, facts.now - _TWICE, but=facts.mail_id or 0)
    return next(
        (
            one.received_at
            for one in earlier
            if (one.case_number in cases if cases else one.case_number is None)
            and _first_line(read(one.raw)) == said
        ),
        None,
    )


def _first_line(mail: IncomingMail) -> str:
    """What was ordered first, as it is compared: in the text, else in the subject."""
    lines = (plain(line) for line in mail.new_text.split("\n"))
    return next((line for line in lines if line), plain(mail.subject))


def _new_words(raw: bytes, truncated: bool, *, policy: Policy, read: Reads) -> IncomingMail:  # noqa: FBT001  # a column
    return as_meant(read(raw, truncated=truncated), policy)


def _read(stored: StoredMail | None, policy: Policy, read: Reads) -> IncomingMail | None:
    """A stored mail as its writer meant it."""
    if stored is None:
        return None
    return as_meant(read(stored.raw, truncated=stored.truncated), policy)
