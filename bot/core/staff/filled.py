"""A case while it is filled in: what stands in it by now, and what is said of that."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.core.acting import Acting, Done
from bot.core.case import Case
from bot.core.decision import Effect, Save


@dataclass(slots=True)
class Filled:
    """The case as far as it is filled in, what follows from that, and what was said of it."""

    case: Case
    effects: list[Effect] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def done(self) -> Done:
        """All of it, as what an order came to."""
        return Done(effects=(Save(self.case), *self.effects), case=self.case, said=tuple(self.said))


def case_of(acting: Acting) -> Case:
    """The case of an order that has one."""
    assert acting.case is not None
    return acting.case
