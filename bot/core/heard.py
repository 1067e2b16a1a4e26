"""A mail of a party in its case: whose words they are, and what they bring about at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.core.case import Case, DeadlineKind, Urgency
from bot.core.decision import Effect, Send
from bot.core.facts import Facts
from bot.core.happening import Remark
from bot.core.letter import Hold, LetterName, LetterOrder, Origin, Value
from bot.core.mail import IncomingMail
from bot.core.parents.addressed import to_complainant
from bot.core.policy import Policy
from bot.core.reading import Intent, Reading
from bot.core.triage.machines import (
    perhaps_a_machine,
    sales_mail,
    spam_by_its_header,
    speaks_like_a_machine,
)

MOST_LETTERS_A_DAY = 10  # automatic ones to one address, besides acknowledgments
# A party's mail is filed by its thread, whatever marks it bears; it counts only without any.
_SUSPICIONS = (spam_by_its_header, sales_mail, perhaps_a_machine, speaks_like_a_machine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """A mail of a party in this case, as it stands by now, and all that it may bring about.

    `answered`: a letter answers it already.
    """

    case: Case
    mail: IncomingMail
    reading: Reading | None
    facts: Facts
    policy: Policy
    answered: bool = False

    @property
    def intents(self) -> tuple[Intent, ...]:
        """What it seems to want, the weightiest first."""
        return self.reading.intents if self.reading else ()

    @property
    def came_on(self) -> date:
        """The local date of its receipt, from which every term counts."""
        return self.facts.received_on or self.facts.today

    @property
    def by_a_person(self) -> bool:
        """Whether nothing about it looks like a machine: what a machine says never counts."""
        return not any(suspects(self.mail, self.facts, self.policy) for suspects in _SUSPICIONS)

    @property
    def by_complainant(self) -> bool:
        """Whether the complainant wrote it, from the address that we know."""
        complainant, sender = self.case.complainant, self.mail.sender
        if complainant is None or sender is None or sender.key != complainant.key:
            return False
        return self.by_a_person

    @property
    def may_be_answered(self) -> bool:
        """Whether a letter may answer it by itself: one, to its writer, and never in danger."""
        critical = self.reading is not None and self.reading.urgency is Urgency.CRITICAL
        danger = critical or self.case.urgency is Urgency.CRITICAL
        return self.by_complainant and not danger and not self.answered

    @property
    def hold(self) -> Hold | None:
        """Why an answer to it waits for a person."""
        facts, policy = self.facts, self.policy
        if policy.missing:
            return Hold.CONFIG
        age = facts.now - facts.received_at if facts.received_at else None
        if facts.acknowledge is False or (age and age.days >= policy.limits.ack_max_age_days):
            return Hold.OLD
        return Hold.LIMIT if facts.letters_in_24h >= MOST_LETTERS_A_DAY else None

    def letter(self, name: LetterName, **values: Value) -> LetterOrder:
        """A letter to the complainant that answers this mail by itself."""
        thread = replace(self.facts, opening=self.mail)
        order = to_complainant(name, self.case, values, thread, self.policy, origin=Origin.REPLIED)
        return replace(order, held=self.hold)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the words of a party brought about.

    `case` is as it is now. `remarks` tell the handler what happened, `settled` are the wishes that
    need nobody's yes any more. `letter` is the one answer that leaves by itself. `untold`: nobody
    need read it. `unowed`: nobody need answer it.
    """

    case: Case
    effects: tuple[Effect, ...] = ()
    remarks: tuple[Remark, ...] = ()
    settled: frozenset[Intent] = frozenset()
    letter: Send | None = None
    untold: bool = False
    unowed: bool = False

    def then(self, rules: Iterable[Rule], hearing: Hearing) -> Heard:
        """After each of these rules, which act on the case as the one before left it."""
        heard = self
        for rule in rules:
            answered = heard.letter is not None
            more = rule(replace(hearing, case=heard.case, answered=answered))
            if more is None:
                continue
            heard = Heard(
                case=more.case,
                effects=(*heard.effects, *more.effects),
                remarks=(*heard.remarks, *more.remarks),
                settled=heard.settled | more.settled,
                # No reply of a parent gets two answers: the first says what matters most.
                letter=heard.letter or more.letter,
                untold=heard.untold or more.untold,
                unowed=heard.unowed or more.unowed,
            )
        return heard


Rule = Callable[[Hearing], Heard | None]


def unmet(case: Case, *kinds: DeadlineKind) -> bool:
    """Whether the case owes anything of these kinds."""
    return any(duty.kind in kinds and duty.met_at is None for duty in case.deadlines)
