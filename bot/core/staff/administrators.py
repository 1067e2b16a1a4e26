"""What all orders of administrators share: whose they are, and what is asked back."""

from __future__ import annotations

from bot.core.acting import Act, Acting, Answer, Asked
from bot.core.clause import in_language
from bot.core.policy import Role
from bot.core.staff.words import why
from bot.core.staff.words_of_admin import ADMINISTRATOR, ASKS


def for_administrators(act: Act) -> Act:
    """The act, refused to everybody else as any order that is not theirs."""

    def guarded(acting: Acting) -> Answer:
        if Role.ADMIN not in acting.by.roles:
            who = in_language(ADMINISTRATOR, acting.by)
            return Asked(why("not_yours", acting.by, who=who))
        return act(acting)

    return guarded


def asks(key: str, acting: Acting, **values: object) -> str:
    """What is asked back, as a sentence for who wrote."""
    return in_language(ASKS[key], acting.by).format(**values)
