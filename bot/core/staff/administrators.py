"""What all orders of administrators share: whose they are, their buttons, what is asked back."""

from __future__ import annotations

from bot.core.acting import Act, Acting, Answer, Asked
from bot.core.choices import Choice
from bot.core.clause import in_language
from bot.core.instructions import Verb
from bot.core.instructions.verbs import word_of
from bot.core.policy import Person, Role
from bot.core.staff.words import why
from bot.core.staff.words_of_admin import ADMINISTRATOR, ASKS, LABELS


def for_administrators(act: Act) -> Act:
    """The act, refused to everybody else as any order that is not theirs."""

    def guarded(acting: Acting) -> Answer:
        if Role.ADMIN not in acting.by.roles:
            who = in_language(ADMINISTRATOR, acting.by)
            return Asked(why("not_yours", acting.by, who=who))
        return act(acting)

    return guarded


def choice(verb: Verb, by: Person) -> Choice:
    """The button of an order; with room to type behind what takes a name."""
    word = word_of(verb, by.language)
    return in_language(LABELS[verb], by), f"{word}: " if verb is Verb.LETTER_SHOWN else word


def asks(key: str, acting: Acting, **values: object) -> str:
    """What is asked back, as a sentence for who wrote."""
    return in_language(ASKS[key], acting.by).format(**values)


def lasts(acting: Acting) -> bool:
    """Whether letters wait because of a pause now."""
    standing = acting.facts.pause
    return standing is not None and standing.lasts(acting.facts.now)
