"""All rules, in order: the first that answers decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from bot.core.facts import Facts
from bot.core.mail import IncomingMail
from bot.core.policy import Policy
from bot.core.triage import machines, ours, people
from bot.core.verdict import Verdict

Rule: TypeAlias = Callable[[IncomingMail, Facts, Policy], Verdict | None]

RULES: tuple[Rule, ...] = (
    # What is ours or was here before needs no reading; the signature first, it cannot be forged.
    ours.our_own_letter,
    ours.here_before,
    # Reports before our own address: a mail server bounces in the name of the mailbox itself.
    machines.bounce,
    ours.from_ourselves,
    # A form speaks for a parent, though it looks like the machine it is: before the machine rules.
    people.web_form,
    # Proven machines before people, so that no later rule can answer one.
    machines.machine_with_a_persons_words,
    machines.machine_says_so,
    machines.machine_by_several_marks,
    machines.mailing_list,
    # In a case nothing is answered by itself, so a colleague or a party needs no further proof of
    # being human; the filters below would only keep their words from the handler.
    people.unreadable,
    people.staff_in_case,
    people.party_in_case,
    # Suspicions: set aside, and a person looks.
    machines.spam_by_its_header,
    machines.sales_mail,
    machines.perhaps_a_machine,
    # Colleagues before strangers: whom we know is not taken for a complainant.
    people.staff_forward,
    people.staff_without_case,
    people.stranger_in_case,
    people.anybody,
)
