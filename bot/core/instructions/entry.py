"""What the table of orders says of each: its words, what may stand behind them, how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.core.instructions import Field, Verb


class Form(Enum):
    """What may stand behind the words of an order on its own line, without a colon."""

    NOTHING = "nothing"
    SEAL = "seal"  # the seal of a letter that was shown
    PERSON = "person"  # an id, an address, a part of a name, "mij"; a reason behind it
    DAY = "day"  # a day that was, and a reason
    TERM = "term"  # a day to come or a duration, and a reason
    AHEAD = "ahead"  # a day to come
    AWAY = "away"  # the last day, and the deputy
    NUMBER = "number"  # of a measure
    CODES = "codes"  # why a complaint is refused
    KIND = "kind"  # what it is instead of a complaint, and whose
    PROMISE = "promise"  # what, who, when
    ADDRESS = "address"  # of mail
    QUERY = "query"  # what is looked for
    UNTIL = "until"  # a moment to come, or for how long
    WHICH = "which"  # which of the orders that begin with these words
    TEXT = "text"


class Theme(Enum):
    """What orders are told together, in Dutch and in English."""

    START = ("Een klacht opnemen", "Taking a complaint up")
    ADMISSION = ("Is het een klacht die we behandelen?", "Is it a complaint that we treat?")
    ROAD = ("Onderweg", "On the way")
    ANSWER = ("Antwoord geven", "Giving the answer")
    AFTER = ("Na het antwoord", "After the answer")
    PREVIEW = ("Een brief die klaarligt", "A letter that is ready")
    RECORD = ("Het dossier aanvullen", "Filling the file in")
    SAFETY = ("Als iemand in gevaar is", "When somebody is in danger")
    LOOKUP = ("Opzoeken", "Looking up")
    MYSELF = ("Over jezelf", "About yourself")
    ADMIN = ("Voor wie de bot beheert", "For who looks after the bot")
    OTHERWISE = ("Gaat nog op een andere manier", "Done in another way for now")

    def title(self, language: str) -> str:
        """What stands above the orders of this theme; Dutch but for "en"."""
        return self.value[language == "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One order: `nl` and `en` are its words, the usual ones first, with "|" between them.

    `does` and `does_en` tell what it does, in a clause. `fields` are what may be filled in under
    it. `takes_text`: free text below it belongs to it. `is_letter`: that text goes to a
    complainant. `needs_case`: it is about a case. `works`: the bot does it itself. `moves`: it
    changes a case or lets a letter go, so that no guess may stand for it. `repeats`: it may be
    given several times in a mail. `loose` are its words that people also begin a sentence with:
    they act only with a colon, a number, fields or a button.
    """

    verb: Verb
    nl: str
    en: str
    theme: Theme
    does: str
    does_en: str
    example: str
    example_en: str
    form: Form = Form.NOTHING
    fields: tuple[Field, ...] = ()
    takes_text: bool = False
    is_letter: bool = False
    needs_case: bool = True
    works: bool = True
    moves: bool = True
    repeats: bool = False
    loose: str = ""

    @property
    def word(self) -> str:
        """The usual Dutch word."""
        return self.nl.partition("|")[0]

    @property
    def english(self) -> str:
        """The usual English word."""
        return self.en.partition("|")[0]
