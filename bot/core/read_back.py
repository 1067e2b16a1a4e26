"""The colleague who passed a mail on is asked whether the writer was read right."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core import correspondence
from bot.core.case import Case
from bot.core.decision import Effect, Send
from bot.core.facts import Facts
from bot.core.heard import MOST_LETTERS_A_DAY
from bot.core.mail import Address, IncomingMail
from bot.core.parties import named_in, staff_by_address
from bot.core.policy import Person, Policy, Role
from bot.core.readable import inner_words_of


def read_back(
    case: Case, mail: IncomingMail, outer: IncomingMail, facts: Facts, policy: Policy
) -> list[Effect]:
    """The letter to the forwarder, who gets the bare number when the mail speaks of the forwarder.

    Whom people.toml does not know is a colleague by domain only: such letters have a limit.
    """
    passed_on = mail.passed_on
    if passed_on is None or passed_on.form or passed_on.how:
        return []
    known = staff_by_address(policy, passed_on.by.email)
    if known is None and facts.letters_in_24h >= MOST_LETTERS_A_DAY:
        return []
    forwarder = known or _colleague(passed_on.by)
    bare = named_in(inner_words_of(mail), forwarder, policy)
    order = correspondence.forward_received(
        case, mail, policy, to=forwarder, answers=outer.message_id, bare=bare
    )
    order = replace(order, to_staff=known is not None)
    return [Send(order, "who passed a mail on checks who wrote it")]


def _colleague(address: Address) -> Person:
    """Somebody of the school whom people.toml does not know; named as the address is at worst."""
    local = address.email.partition("@")[0]
    name = address.name.partition("(")[0].strip() or re.sub(r"[._\-+\d]+", " ", local).strip()
    return Person(id="", name=name, email=address.email, roles=frozenset({Role.STAFF}))
