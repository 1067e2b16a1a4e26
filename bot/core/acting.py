"""One order of one person in one mail, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import TypeAlias

from bot.core.case import Case
from bot.core.choices import Choice
from bot.core.decision import Effect
from bot.core.facts import Facts
from bot.core.instructions import Order
from bot.core.mail import IncomingMail
from bot.core.policy import Person, Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """What was ordered, by whom, of which case, and all that it may rest on.

    `case` is as the orders before it in the same mail left it; None for an order of no case.
    `so_far` is what those orders did.
    `confirmed`: the same mail says yes to it, right behind it.
    """

    order: Order
    by: Person
    case: Case | None
    mail: IncomingMail
    facts: Facts
    policy: Policy
    confirmed: bool = False
    so_far: tuple[Effect, ...] = ()

    @property
    def proof(self) -> str:
        """What meets a duty, as the log tells it; it names nobody but the person by id."""
        return f"{self.order.verb.value} by {self.by.id} in mail {self.facts.mail_id or '-'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done. `case` is as it is now; `said` tells each effect in a Dutch clause.

    `notes` are good to know besides. `shown` says that another letter shows it, so that no result
    need be told. `next_choices` are the buttons of the next step, where this order has better ones
    than its status. `files`: the mail itself belongs to `case` from now on.
    """

    effects: tuple[Effect, ...] = ()
    case: Case | None = None
    said: tuple[str, ...] = ()
    shown: bool = False
    notes: tuple[str, ...] = ()
    undoable: bool = True
    next_choices: tuple[Choice, ...] = ()
    files: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Nothing was done: why, in a Dutch sentence, and what may have been meant.

    `prefilled` is a choice whose mail holds the fields that were missing.
    """

    why: str
    _: KW_ONLY
    choices: tuple[Choice, ...] = ()
    prefilled: Choice | None = None


Answer: TypeAlias = Done | Asked
Act: TypeAlias = Callable[[Acting], Answer]
