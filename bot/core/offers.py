"""What staff can order with two taps: the label of each choice and the order behind it.

Every letter to staff takes its choices from here, so that one order has one label everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from bot.core.choices import Choice
from bot.core.clause import Clause, in_language
from bot.core.instructions import Verb
from bot.core.instructions.verbs import word_of
from bot.core.policy import Person

_NOTHING = Clause("", "")


class Offer(NamedTuple):
    """A choice: its order, what stands on its button, and what stands behind the order's word."""

    verb: Verb
    label: Clause
    ending: Clause = _NOTHING

    def on(self, n: int) -> Offer:
        """The same for the thing of this number: "KLAAR 2"."""
        return self._replace(ending=Clause(f" {n}", f" {n}"))

    def with_words(self, nl: str = ": ", en: str = "") -> Offer:
        """The same with words behind its own; without any, whoever taps still writes them."""
        return self._replace(ending=Clause(nl, en or nl))

    def labelled(self, nl: str, en: str) -> Offer:
        """The same with another label, where a letter asks for it in other words."""
        return self._replace(label=Clause(nl, en))


# --- looking at it, and whose it is
SHOW = Offer(Verb.SHOW, Clause("Toon", "Show"))
MORE_CHOICES = Offer(Verb.MORE, Clause("Meer keuzes", "More choices"))
TAKE = Offer(Verb.TAKE, Clause("Ik neem dit", "I take this"))
TAKE_OVER = Offer(Verb.TAKE, Clause("Ik neem over", "I take over"))
GIVE = Offer(Verb.ASSIGN, Clause("Geef aan iemand anders", "Give to somebody else"))
INVOLVED = Offer(Verb.INVOLVED, Clause("Ik ben betrokken", "I am involved"))
REMIND = Offer(Verb.REMIND, Clause("Herinner", "Remind"))
DETAILS = Offer(Verb.DETAILS, Clause("Vul gegevens aan", "Fill in details"))
ABOUT = Offer(Verb.ABOUT, Clause("Over wie", "About whom"))
NOTE = Offer(Verb.NOTE, Clause("Notitie", "Note"))
AWAY = Offer(Verb.AWAY, Clause("Meld je afwezigheid", "Say that you are away"))
TAP_HERE = Offer(Verb.HERE, Clause("Tik hier", "Tap here"))

# --- is it a complaint, and which
SIMPLE = Offer(Verb.SIMPLE, Clause("Eenvoudig", "Simple"))
COMPLEX = Offer(Verb.COMPLEX, Clause("Complex", "Complex"))
ADMISSIBLE = Offer(Verb.ADMISSIBLE, Clause("Ontvankelijk", "Admissible"))
NOT_ADMISSIBLE = Offer(Verb.NOT_ADMISSIBLE, Clause("Niet ontvankelijk", "Not admissible"))
QUESTION = Offer(
    Verb.NO_COMPLAINT, Clause("Geen klacht", "No complaint"), Clause(" vraag", " question")
)
COMPLAINT = Offer(Verb.COMPLAINT, Clause("Was een klacht", "Was a complaint"))
SPLIT = Offer(Verb.SPLIT, Clause("Splits", "Split"))

# --- on the way to the answer
TALK_FIRST = Offer(Verb.INFORMAL, Clause("Eerst een gesprek", "Talk first"))
GO_FORMAL = Offer(Verb.FORMAL, Clause("Formeel verder", "Go formal"))
ASK = Offer(Verb.CLARIFY, Clause("Vraag uitleg", "Ask"))
ASK_AGAIN = Offer(Verb.CLARIFY, Clause("Vraag het nog eens", "Ask again"))
GO_ON = Offer(Verb.START_CLOCK, Clause("Ga verder", "Go on"))
HOW_IT_STANDS = Offer(Verb.STATUS, Clause("Stand van zaken", "How it stands"))
MORE_TIME = Offer(Verb.EXTEND, Clause("Meer tijd", "More time"))
PROPOSE_TALK = Offer(Verb.TALK, Clause("Stel momenten voor", "Propose a talk"))
MINUTES = Offer(Verb.TALK_HELD, Clause("Schrijf verslag", "Write minutes"))
MEDIATED = Offer(Verb.MEDIATION, Clause("Resultaat", "Result"))
OUTSIDE = Offer(Verb.EXTERNAL, Clause("Resultaat", "Result"))
WITHDRAWN = Offer(Verb.WITHDRAWN, Clause("Ingetrokken", "Withdrawn"))

# --- the answer, and what follows it
WRITE_ANSWER = Offer(Verb.REPLY_LETTER, Clause("Schrijf antwoord", "Write reply"))
SOLVED = Offer(Verb.SOLVED, Clause("Opgelost", "Solved"))
MEASURE = Offer(Verb.MEASURE, Clause("Maatregel", "Measure"))
DONE = Offer(Verb.DONE, Clause("Klaar", "Done"))
DISSATISFIED = Offer(Verb.DISSATISFIED, Clause("Melder ontevreden", "Not satisfied"))
LOOK_AGAIN = Offer(Verb.LOOK_AGAIN, Clause("Herbekijk", "Look again"))
CLOSE = Offer(Verb.CLOSE, Clause("Sluit af", "Close"))
REOPEN = Offer(Verb.REOPEN, Clause("Heropen", "Reopen"))
MAKE_FILE = Offer(Verb.DOSSIER, Clause("Maak dossier", "Make the file"))

# --- halting
STOP = Offer(Verb.STOP, Clause("Stop", "Stop"))
STOP_CLOCK = Offer(Verb.STOP_CLOCK, Clause("Klok stop", "Stop the clock"))
FALSE_ALARM = Offer(Verb.FALSE_ALARM, Clause("Vals alarm", "False alarm"))

# --- reaching the complainant
NEW_ADDRESS = Offer(Verb.ADDRESS, Clause("Nieuw adres", "New address"))
CALLED = Offer(Verb.NOTE, Clause("Gebeld", "Called"), Clause(" gebeld", " called"))
POSTED = Offer(Verb.NOTE, Clause("Gepost", "Posted"), Clause(" met de post", " by post"))

# --- the bot itself
HOW_IT_IS = Offer(Verb.ADMIN_STATUS, Clause("Hoe gaat het", "How it is doing"))
CHECK = Offer(Verb.ADMIN_CHECK, Clause("Kijk na", "Check"))
ALL_LETTERS = Offer(Verb.LETTER_LIST, Clause("Alle brieven", "All letters"))
TEST_LETTERS = Offer(Verb.LETTER_TEST, Clause("Test onze brieven", "Test our letters"))
SEE_LETTER = Offer(Verb.LETTER_SHOWN, Clause("Toon een brief", "Show a letter")).with_words()
CHANGE_LETTER = Offer(Verb.LETTER_CHANGE, Clause("Een brief wijzigen", "Change a letter"))
RECALCULATE = Offer(Verb.RECALCULATE, Clause("Herbereken de dagen", "Recalculate the days"))
PAUSE = Offer(Verb.ADMIN_PAUSE, Clause("Pauzeer de brieven", "Pause the letters"))
RESUME = Offer(Verb.ADMIN_RESUME, Clause("Beëindig de pauze", "End the pause"))
WHAT_ELSE = Offer(Verb.ADMIN, Clause("Wat kan er nog", "What else can be asked"))


def choice(offer: Offer, reader: Person) -> Choice:
    """The choice in the language of its reader."""
    word = word_of(offer.verb, reader.language)
    return in_language(offer.label, reader), f"{word}{in_language(offer.ending, reader)}"


def to_fill_in(offer: Offer, reader: Person) -> Choice:
    """The choice whose mail holds the order's word, with room for what is still to be written."""
    return choice(offer.with_words(), reader)


def choices(offers: Iterable[Offer], reader: Person) -> tuple[Choice, ...]:
    """These choices, in this order, in the language of their reader."""
    return tuple(choice(offer, reader) for offer in offers)
