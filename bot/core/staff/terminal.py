"""Orders where nobody proves who wrote: what may be typed at the terminal instead is told at once.

A mail of staff then changes nothing. Whoever ordered something in it learns so, and what to ask an
administrator for; an order from an address that nobody knows is told to whose key it carries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.core.decision import Tell
from bot.core.facts import Facts
from bot.core.filing import tell
from bot.core.happening import AttentionCode
from bot.core.mail import IncomingMail
from bot.core.out_of_office import last_day
from bot.core.parties import find_person
from bot.core.plain import plain
from bot.core.policy import Person, Policy
from bot.core.telling import told_to
from bot.core.triage import Finding
from bot.core.triage.numbers import case_numbers_in
from bot.core.triage.people import staff_member

# What is ordered → the same at the terminal; what is not here, a person does in another way.
_AT_TERMINAL: Mapping[str, str] = {
    r"EENVOUDIG": "gehoor say {number} simple --by {by}",
    r"COMPLEX": "gehoor say {number} complex --by {by}",
    r"NEEM": "gehoor say {number} take --by {by}",
    r"GEEF AAN.{0,60}": "gehoor say {number} take --by {by} --whom WIE",
    r"VERLENG": 'gehoor say {number} extend --by {by} --how "de reden"',
    r"ONTVANKELIJK": "gehoor say {number} met --by {by} --duty admissibility --how ontvankelijk",
    r"KLAAR (?P<n>\d{1,3})": (
        'gehoor say {number} met --by {by} --duty measure --n {n} --how "wat er gebeurde"'
    ),
    r"NOTITIE (?P<how>gebeld|met de post)": 'gehoor waive {number} --by {by} --how "{how}"',
    r"AFWEZIG TOT .{1,80}": "gehoor away {by} --until {until}",
}
_SPOKEN = [(re.compile(words, re.IGNORECASE), said) for words, said in _AT_TERMINAL.items()]
_LONGEST_ORDER = 120  # characters of a line


def tell_of_order(
    finding: Finding, mail: IncomingMail, facts: Facts, policy: Policy
) -> Iterator[Tell]:
    """Who gave an order learns what becomes of it; whose key it is, when another address wrote.

    An order may be typed too, as letters say it: then it carries no key, and is known by its words.
    A note that names no case is also for the coordinator.
    """
    writer, key = staff_member(mail, policy), facts.key
    case = finding.thread.case if finding.thread else None
    if writer is not None:
        command = at_terminal(mail, writer, case.number if case else "", facts, policy)
        is_order = key is not None or command != ""
        if is_order:
            noted = tell(AttentionCode.ORDER_NOTED, facts, policy, case=case, detail=command)
            yield _to(writer, noted)
        code = AttentionCode.STAFF_WITHOUT_CASE
        loose = tell(code, facts, policy, mail=mail, detail=facts.folder)
        if case is None and not (is_order and told_to(loose.item, policy) == writer):
            yield loose
    owner = find_person(policy, key.person) if key else None
    if key is not None and owner is not None and owner != writer:
        case = case if case is not None and case.number == key.about else None
        code = AttentionCode.ORDER_FROM_ELSEWHERE
        yield _to(owner, tell(code, facts, policy, mail=mail, case=case, detail=facts.folder))


def at_terminal(
    mail: IncomingMail, writer: Person, number: str, facts: Facts, policy: Policy
) -> str:
    """What an administrator types to do what the mail orders; "" when there is no such command.

    Only a line that is an order and nothing else is one: "niet eenvoudig" orders nothing.
    """
    first = next((line for line in mail.new_text.split("\n") if line.strip()), "")
    for line in (first, mail.subject):
        words = line[:_LONGEST_ORDER].split()
        named = case_numbers_in(words[0], policy.numbering) if words else []
        order = " ".join(words[1:] if named else words)
        about = (named or [number])[0]
        for spoken, said in _SPOKEN:
            if (found := spoken.fullmatch(order)) and (about or "{number}" not in said):
                until = last_day(plain(order), policy.words.vocabulary, facts.today)
                day = until.isoformat() if until else "JJJJ-MM-DD"
                return said.format(number=about, by=writer.id, until=day, **found.groupdict())
    return ""


def _to(person: Person, told: Tell) -> Tell:
    return Tell(replace(told.item, reader=person.id))
