"""Mails of staff for tests of the core: proven, with a live key, and read already."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot.core.case import Case
from bot.core.decision import Decision, Remember, Save
from bot.core.facts import Beside, Facts, Link, Thread
from bot.core.instructions import Field, Instructions, Order, Verb
from bot.core.letter import LetterName, LetterOrder
from bot.core.mail import Address, IncomingMail
from bot.core.parties import find_person
from bot.core.policy import Person, Policy
from bot.core.reading import Reading, read
from bot.core.staff.carry_out import on_order
from bot.core.tokens import StaffKey
from bot.core.triage import Finding
from bot.core.trust import Proof
from bot.core.verdict import Sender, Verdict
from tests.builders import MAILBOX, NOON, TODAY, a_case, a_mail, a_policy

PROVEN = Proof(ok=True, how="dmarc", why="DMARC passes")
OPENING = a_mail()
_OF_A_CASE = ("held_ack", "hold", "waiting_acks", "file", "opening")


def an_order(verb: Verb, text: str = "", **said: Any) -> Order:
    """An order as it is read."""
    fields = {Field(name): (value,) for name, value in said.pop("fields", {}).items()}
    return Order(verb=verb, text=text, line=verb.value.upper(), fields=fields, **said)


def person(person_id: str, policy: Policy | None = None) -> Person:
    """Somebody of the example school."""
    found = find_person(policy or a_policy(), person_id)
    assert found is not None
    return found


def facts_of(*cases: Case, by: str = "ann", **known: Any) -> Facts:
    """What is known of a proven mail with a live key about the first case."""
    number = cases[0].number if cases else ""
    values: dict[str, Any] = {
        "now": NOON,
        "today": TODAY,
        "mailbox": MAILBOX,
        "received_at": NOON,
        "received_on": TODAY,
        "threads": tuple(Thread(Link.KEY, case) for case in cases),
        "key": StaffKey(by, number if len(cases) < 2 else "", TODAY),
        "proof": PROVEN,
        "mail_id": 7,
    }
    own = {"opening": OPENING} | {name: known.pop(name) for name in _OF_A_CASE if name in known}
    beside = {case.number: Beside(**own) for case in cases} | known.pop("beside", {})
    return Facts(**(values | known), beside=beside).of_case(number)


def staff_mail(by: str = "ann", text: str = "", **changes: Any) -> IncomingMail:
    """A mail of somebody of the example school."""
    writer = person(by)
    sender = Address(writer.email, writer.name)
    return a_mail(text, sender=sender, from_addresses=(sender,), **changes)


def decided(
    *orders: Order,
    case: Case | None = None,
    by: str = "ann",
    policy: Policy | None = None,
    instructions: Instructions | None = None,
    mail: IncomingMail | None = None,
    **known: Any,
) -> Decision:
    """What becomes of a mail with these orders about a case; `case=None` makes one."""
    the_case = case or a_case()
    cases = known.pop("cases", (the_case,))
    given = instructions or Instructions(orders=orders)
    facts = facts_of(*cases, by=by, **({"instructions": given} | known))
    thread = facts.threads[0] if facts.threads else None
    reading = known_reading(mail) if mail else None
    finding = Finding(
        verdict=Verdict.STAFF_COMMAND,
        rule="order_with_our_key",
        sender=Sender.HUMAN,
        why=(),
        thread=thread,
        reading=reading,
        meant=mail,
    )
    return on_order(finding, mail or staff_mail(by), facts, policy or a_policy())


def known_reading(mail: IncomingMail) -> Reading:
    """How a mail is understood."""
    policy = a_policy()
    return read(mail, policy.words, policy.pupil_domains, policy.languages, in_case=True)


def sent(decision: Decision, name: LetterName | None = None, to: str = "") -> list[LetterOrder]:
    """The letters that a decision promises: of this name, to this person."""
    address = person(to).email if to else ""
    return [
        send.order
        for send in decision.orders()
        if name in {None, send.order.name} and address in {"", send.order.to}
    ]


def case_after(decision: Decision) -> Case:
    """The case as it was saved last."""
    return [effect.case for effect in decision.effects if isinstance(effect, Save)][-1]


def changes(decision: Decision) -> bool:
    """Whether any case is another than before."""
    return any(isinstance(effect, Save | Remember) for effect in decision.effects)


def said_by(order: LetterOrder) -> str:
    """All that a letter about an order tells, in one text."""
    values = order.values
    told = (*values.get("effects", ()), *values.get("notes", ()))  # type: ignore[misc]
    return "\n".join((str(values.get("reason", "")), *map(str, told)))


def commands(order: LetterOrder) -> list[str]:
    """What the buttons of a letter order, all of them."""
    rows = (*order.values.get("buttons", ()), *order.values.get("more_buttons", ()))  # type: ignore[misc]
    single = (order.values.get(name) for name in ("prefilled", "undo_button"))
    return [button.command for button in (*rows, *single) if button is not None]


def on(year: int, month: int, day: int) -> date:
    """A local date."""
    return date(year, month, day)


def with_case(case: Case, **changed: Any) -> Case:
    """The same case, otherwise."""
    return replace(case, **changed)


def result_of(decision: Decision) -> str:
    """What the only S10 of a decision tells."""
    (letter,) = sent(decision, LetterName.COMMAND_RESULT)
    return said_by(letter)


def reason_of(decision: Decision) -> str:
    """What the only S11 of a decision asks; nothing is changed then."""
    (letter,) = sent(decision, LetterName.COMMAND_ERROR)
    assert not changes(decision)
    return said_by(letter)
