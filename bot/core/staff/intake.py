"""A complaint that did not come by mail: a colleague writes it down, and it is opened like any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.core import answers as letters
from bot.core.acting import Act, Acting, Answer, Asked, Done
from bot.core.case import Ack, Anonymous, Case, DeadlineKind, Kind, Urgency
from bot.core.clause import in_language
from bot.core.decision import Effect, File, Note, Save, Send
from bot.core.facts import Facts
from bot.core.instructions import Field, Order, Verb
from bot.core.instructions.arguments import address_meant
from bot.core.instructions.dates import Days, day_meant
from bot.core.instructions.verbs import word_of
from bot.core.letter import LetterName
from bot.core.mail import IncomingMail
from bot.core.new_case import fresh_case, open_case
from bot.core.parties import find_person, staff_by_address
from bot.core.plain import plain
from bot.core.readable import masked
from bot.core.reading import Reading
from bot.core.staff.about_details import details
from bot.core.staff.numbers import next_number
from bot.core.staff.rights import may_see
from bot.core.staff.shown import leaving
from bot.core.staff.taken_down import address_in, taken_down, via_in, words_in
from bot.core.staff.to_fill_in import to_fill_in
from bot.core.staff.words import why
from bot.core.staff.words_of_intake import Ask, Took, tell
from bot.core.triage import Finding, reading_of
from bot.core.triage.numbers import COMPLAINTS
from bot.core.verdict import Place, Sender, Verdict
from bot.core.wanted import wanted_in
from bot.core.whom import people_meant
from bot.core.words_of_notices import VIA

# What the order itself takes; the rest is filled in as in any case.
_OWN = frozenset({Field.NAME, Field.MAIL, Field.SCHOOL, Field.VIA, Field.RECEIVED, Field.TEXT})
_ASKED_FIRST = (
    Field.VIA, Field.RECEIVED, Field.NAME, Field.MAIL, Field.PHONE, Field.POSTAL_ADDRESS,
    Field.SCHOOL, Field.PUPIL, Field.CLASS, Field.TEXT,
)  # fmt: skip
_NOON = time(12)


def new(acting: Acting) -> Answer:
    """The complaint is registered as of the day it came, acknowledged, and told to who handles it.

    Without a mail address the acknowledgment is made to be printed, and a person owes it.
    """
    written = _as_written(acting)
    if isinstance(written, Asked):
        return written
    order, mail, acting = _with_names(written.order, written), written.mail, written
    if asked := _lacking(replace(acting, order=order)):
        return asked
    on = _received_on(order, acting)
    if on is None:
        value = order.one(Field.RECEIVED)
        return Asked(why("bad_day", acting.by, value=value), prefilled=_again(order, acting))
    facts = _as_of(on, acting)
    meant = taken_down(_at_its_school(order, acting), mail)
    reading = _read(meant, facts, acting)
    opened = replace(acting, case=fresh_case(meant, reading, facts, acting.policy), facts=facts)
    filled = _filled_in(order, opened)
    if isinstance(filled, Asked):
        return replace(filled, prefilled=_again(order, acting))
    return _opened(meant, reading, filled, replace(opened, mail=mail))


def _as_written(acting: Acting) -> Acting | Asked:
    """The order as it came; "mail 411 NIEUW" says yes to one that nobody had proven."""
    number = acting.order.number
    if not number.startswith("mail "):
        return acting
    n = number.removeprefix("mail ")
    apart = acting.facts.beside[number].apart if number in acting.facts.beside else None
    if apart is None:
        return Asked(tell(Ask.NO_SUCH_MAIL, acting.by, n=n))
    given = apart.facts.instructions
    orders = given.orders if given else ()
    found = next((one for one in orders if one.verb is Verb.NEW), None)
    writer = staff_by_address(acting.policy, apart.mail.sender.email) if apart.mail.sender else None
    if found is None or writer != acting.by:
        return Asked(tell(Ask.NOTHING_IN_IT, acting.by, n=n))
    received = replace(
        acting.facts,
        received_at=apart.facts.received_at,
        received_on=apart.facts.received_on,
        mailbox=apart.facts.mailbox,
    )
    return replace(acting, order=replace(found, number=number), mail=apart.mail, facts=received)


def _with_names(order: Order, acting: Acting) -> Order:
    """The order with the whole names of whom it is about, so that none of them gets it to read."""
    said = order.one(Field.ABOUT)
    meant = [
        one.name
        for part in said.replace(" en ", ",").replace(";", ",").split(",")
        for one in people_meant(part, acting.by, acting.policy)
    ]
    unsaid = [name for name in dict.fromkeys(meant) if plain(name) not in plain(said)]
    if not unsaid:
        return order
    return replace(order, fields={**order.fields, Field.ABOUT: (", ".join((said, *unsaid)),)})


def _lacking(acting: Acting) -> Asked | None:
    """What must be asked before anything is opened, with a mail that holds what was typed."""
    order, by, policy = acting.order, acting.by, acting.policy
    ready, address, via = _again(order, acting), address_in(order), order.one(Field.VIA)
    if not words_in(order):
        return Asked(tell(Ask.TEXT, by), prefilled=ready)
    if address and address_meant(address) != address:
        return Asked(why("bad_address", by, value=address), prefilled=ready)
    if address.casefold() in policy.own_addresses or staff_by_address(policy, address):
        return Asked(why("staff_address", by, value=address), prefilled=ready)
    if via and via_in(order) is None:
        return Asked(tell(Ask.VIA, by, value=via), prefilled=ready)
    school = order.one(Field.SCHOOL)
    if school and not wanted_in(school, policy).school:
        known = ", ".join(one.name for one in policy.schools)
        return Asked(tell(Ask.SCHOOL, by, value=school, known=known), prefilled=ready)
    return None


def _received_on(order: Order, acting: Acting) -> date | None:
    """The day it came: as typed, else that of the mail; None for one that is none or lies ahead."""
    said = order.one(Field.RECEIVED)
    if not said:
        return acting.facts.received_on or acting.facts.today
    days = Days(acting.facts.today, acting.policy.words.vocabulary, ahead=False)
    meant = day_meant(said, days)
    if meant is None or meant.why is not None or meant.day > acting.facts.today:
        return None
    # So long ago that no register of that year is kept open.
    known = (COMPLAINTS, meant.day.year) in acting.facts.next_numbers
    return meant.day if known else None


def _as_of(on: date, acting: Acting) -> Facts:
    """The facts as if the complaint itself had come that day; a person ordered that it counts."""
    facts, zone = acting.facts, acting.policy.zone
    at = facts.received_at
    if at is None or on != facts.received_on:
        at = datetime.combine(on, _NOON, zone).astimezone(UTC)
    return replace(
        facts,
        received_on=on,
        received_at=at,
        next_number=next_number(acting, COMPLAINTS, on.year),
        acknowledge=True,
        acks_in_24h=0,
        acks_same_subject_in_3h=0,
        threads=(),
    )


def _at_its_school(order: Order, acting: Acting) -> Order:
    """The order with the name of its school; without one, the only school of who wrote it down."""
    said, own = order.one(Field.SCHOOL), acting.by.schools
    meant = wanted_in(said, acting.policy).school if said else own[0] if len(own) == 1 else ""
    names = [one.name for one in acting.policy.schools if one.id == meant]
    return replace(order, fields={**order.fields, Field.SCHOOL: (names[0],)}) if names else order


def _read(meant: IncomingMail, facts: Facts, acting: Acting) -> Reading:
    """The words are read as those of any mail; that it is a complaint a person has said."""
    reading = reading_of(meant, facts, acting.policy)
    urgency = Urgency.NORMAL if reading.urgency is Urgency.NONE else reading.urgency
    hidden = Anonymous.FULL if meant.sender is None else reading.anonymous
    return replace(reading, kind=Kind.COMPLAINT, urgency=urgency, anonymous=hidden)


def _filled_in(order: Order, acting: Acting) -> Case | Asked:
    """The case with all other fields of the order, each checked as in any case."""
    fields = {name: values for name, values in order.fields.items() if name not in _OWN}
    assert acting.case is not None
    if not fields:
        return acting.case
    answer = details(replace(acting, order=Order(verb=Verb.DETAILS, fields=fields)))
    if isinstance(answer, Asked):
        return answer
    assert answer.case is not None
    return answer.case


def _opened(meant: IncomingMail, reading: Reading, case: Case, acting: Acting) -> Answer:
    """The case with all its letters, and what whoever wrote it down reads."""
    facts, policy, by = acting.facts, acting.policy, acting.by
    finding = Finding(
        verdict=Verdict.STAFF_COMMAND,
        rule="order_with_our_key",
        sender=Sender.HUMAN,
        why=(),
        reading=reading,
        meant=meant,
    )
    decision = open_case(finding, meant, facts, policy, case=case)
    effects: list[Effect] = [each for each in decision.effects if not isinstance(each, File)]
    case = next(effect.case for effect in effects if isinstance(effect, Save))
    # It follows its case, and so stands behind it.
    effects.append(Note("case_opened", f"{case.via.value}, written down by {by.id}", case.number))
    paper = _on_paper(meant, reading, replace(acting, case=case))
    effects += paper
    number = acting.order.number
    if number:
        effects.append(
            File(
                verdict=Verdict.STAFF_COMMAND,
                rule="",
                place=Place.CASE,
                case_number=case.number,
                mail_id=int(number.removeprefix("mail ")),
            )
        )
    show = (word_of(Verb.SHOW, by.language).capitalize(), word_of(Verb.SHOW, by.language))
    return Done(
        effects=tuple(effects),
        case=case,
        said=tuple(_said(case, acting, on_paper=bool(paper))),
        next_choices=(show,) if may_see(by, case, facts, policy) else (),
        undoable=False,
        files=not number,
    )


def _on_paper(meant: IncomingMail, reading: Reading, acting: Acting) -> list[Effect]:
    """The acknowledgment to be printed and posted, to who handles the case."""
    case, facts, policy = acting.case, acting.facts, acting.policy
    assert case is not None
    duty = next((each for each in case.deadlines if each.kind is DeadlineKind.ACK), None)
    if case.ack is not Ack.NONE or duty is None or case.handler is None or policy.missing:
        return []
    letter = letters.acknowledgment(
        case, meant, facts, policy, short_appeal=reading.short_appeal, held=None
    )
    paper = leaving(letter, LetterName.ACKNOWLEDGMENT, acting)
    dated = replace(paper, values={**paper.values, "post_by": duty.target_on})
    return [Send(dated, "an acknowledgment is to be posted")]


def _said(case: Case, acting: Acting, *, on_paper: bool) -> list[str]:
    by, policy = acting.by, acting.policy
    handler = find_person(policy, case.handler) if case.handler else None
    said = [
        tell(
            Took.OPENED if handler else Took.OPENED_UNHANDLED,
            by,
            number=case.number,
            via=in_language(VIA[case.via], by),
            day=f"{case.received_on:%d/%m/%Y}",
            handler=handler.name if handler else "",
        )
    ]
    if case.ack in {Ack.QUEUED, Ack.TRIAL} and case.complainant is not None:
        said.append(tell(Took.ACK_GOES, by, address=masked(case.complainant.email)))
    elif case.ack is Ack.HELD:
        said.append(tell(Took.ACK_WAITS, by))
    elif on_paper and handler is not None:
        said.append(tell(Took.ACK_ON_PAPER, by, handler=handler.name))
    return said


def _again(order: Order, acting: Acting) -> tuple[str, str]:
    """A mail that holds all that was typed, and the fields that help most."""
    typed = [name for name in order.fields if name not in _ASKED_FIRST]
    words = words_in(order)
    fields = {**order.fields, Field.TEXT: (words,)} if words else order.fields
    known = replace(order, fields=fields, text="")
    return to_fill_in(Verb.NEW, (*typed, *_ASKED_FIRST), known, acting.by)


ACTS: Mapping[Verb, Act] = {Verb.NEW: new}
