"""What staff should know of a mail: a code, a sentence, and the words that led to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.case import Anonymous
from bot.core.clause import Clause
from bot.core.mail import IncomingMail
from bot.core.new_words import is_reply
from bot.core.plain import plain
from bot.core.policy import CONDITIONS
from bot.core.reading.clues import Clue

OTHER_PROCEDURE = "other_procedure"
SEVERAL = "multiple"
# A hint never judges: what may be is a "misschien", and a person decides.
HINTS: Mapping[str, Clause] = {
    "reply_to_differs": Clause(
        "Het antwoordadres (Reply-To) is een ander dan dat van de afzender.",
        "The reply address (Reply-To) is another one than the sender's.",
    ),
    "cc_others": Clause(
        "Er staan anderen in kopie: antwoord alleen aan de afzender.",
        "Others stand in copy: answer the sender alone.",
    ),
    "unreadable": Clause(
        "De tekst kon niet gelezen worden: open het bericht zelf.",
        "The text could not be read: open the message itself.",
    ),
    "encrypted": Clause(
        "Het bericht is versleuteld of verzegeld: de tekst zit in de bijlage.",
        "The message is encrypted or sealed: its text is in the attachment.",
    ),
    "too_large": Clause(
        "Het bericht is te groot: alleen de kop is bewaard, de tekst staat op de server.",
        "The message is too large: only its head was kept, the text is on the server.",
    ),
    "no_text": Clause(
        "Het bericht heeft geen tekst.",
        "The message has no text.",
    ),
    "several_from": Clause(
        "Het bericht noemt geen of verschillende afzenders.",
        "The message names no sender, or several.",
    ),
    "too_old": Clause(
        "Mogelijk zijn de feiten ouder dan jullie afspraken voor klachten toelaten.",
        "The facts may be older than your agreements allow for complaints.",
    ),
    "already_treated": Clause(
        "Misschien is deze klacht al eens behandeld.",
        "Perhaps this complaint was treated before.",
    ),
    "in_court": Clause(
        "Misschien loopt er al een rechtszaak of een gerechtelijk onderzoek.",
        "Perhaps it is before a court already, or under criminal inquiry.",
    ),
    "no_concrete_pupil": Clause(
        "Mogelijk noemt het bericht geen leerling of klas: vraag het na.",
        "The message may name no pupil or class: ask.",
    ),
    "no_interest": Clause(
        "Mogelijk is niet duidelijk wat de band met de leerling is: vraag het na.",
        "It may not be clear how the writer is related to the pupil: ask.",
    ),
    "policy": Clause(
        "Misschien gaat dit over algemeen beleid of regels en eerder een suggestie.",
        "Perhaps this is about general policy or rules, and a suggestion rather.",
    ),
    OTHER_PROCEDURE: Clause(
        "Misschien bestaat hiervoor een eigen beroep met een korte termijn.",
        "Perhaps there is an appeal of its own for this, with a short term.",
    ),
    "no_facts": Clause(
        "Mogelijk staat er te weinig over wat er gebeurd is: vraag het na.",
        "It may tell too little of what happened: ask.",
    ),
    "anonymous": Clause(
        "Misschien wil de melder niet gekend zijn: vraag niet wie het is.",
        "Perhaps the writer does not want to be known: do not ask who it is.",
    ),
    "name_withheld": Clause(
        "Misschien wil de melder niet dat anderen de naam kennen.",
        "Perhaps the writer does not want others to know the name.",
    ),
    SEVERAL: Clause(
        "Misschien staan er meerdere klachten in, of gaat het over meerdere leerlingen.",
        "Perhaps it holds several complaints, or is about several pupils.",
    ),
    "new_subject": Clause(
        "Misschien gaat dit over iets anders dan het dossier: een nieuwe klacht?",
        "Perhaps this is about something else than the case: a new complaint?",
    ),
    "supporter": Clause(
        "Misschien schrijft iemand namens de melder: vraag of die akkoord gaat.",
        "Perhaps somebody writes for the complainant: ask whether that person agrees.",
    ),
    "interpreter": Clause(
        "Misschien is een tolk gewenst of is de taal moeilijk voor de melder.",
        "Perhaps an interpreter is needed, or the language is hard for the writer.",
    ),
    "withdrawal": Clause(
        "Misschien wil de melder een eerdere klacht intrekken.",
        "Perhaps the writer wants to withdraw an earlier complaint.",
    ),
    "dossier_request": Clause(
        "Misschien vraagt de melder inzage in of een kopie van een dossier.",
        "Perhaps the writer asks to see a file, or for a copy of it.",
    ),
}
_KEPT: Mapping[str, Clause] = {each.nl: each for each in HINTS.values()}
_FEW_COPIES = 1  # one in Cc is most often the other parent
_SEALED = re.compile(r"versleuteld|verzegeld|encrypted", re.IGNORECASE)
_LONGEST_SUBJECT = 500
_NUMBERED = re.compile(r"\[[^\]\s]{0,30}\d\]")
_PREFIX = re.compile(r"(?:\s*(?:re|aw|antw|antwoord|rep|sv|fwd?|tr|wg|doorst)\s*(?:\[\d+\])?\s*:)+")
_MEANING = re.compile(r"[^\W\d_]{4,}")
_STEM = 5  # letters by which "straf" and "straffen" are one word


@dataclass(frozen=True, slots=True)
class Hint:
    """Something staff should know: a code, one Dutch sentence, and the words that led to it."""

    code: str
    text: str
    words: tuple[str, ...] = ()


def hint(code: str, words: tuple[str, ...] = ()) -> Hint:
    """The hint under a code; a code of the school's own lists is its own sentence."""
    known = HINTS.get(code)
    return Hint(code, known.nl if known else code, words)


def told(text: str, language: str) -> str:
    """A hint as a case keeps it, in the language of its reader; own words of a school as they are.

    Dutch is what is kept: a hint may come from a list that is gone when it is read.
    """
    return _KEPT.get(text, Clause(text, text)).told(language)


def hints_of_head(mail: IncomingMail) -> Iterator[Hint]:
    """What sender, copies and form of a mail show, before a word of it is read."""
    sender = mail.sender.key if mail.sender else ""
    elsewhere = tuple(address.email for address in mail.reply_to if address.key != sender)
    if elsewhere:
        yield hint("reply_to_differs", elsewhere)
    if len(mail.cc) > _FEW_COPIES:
        yield hint("cc_others")
    if mail.unreadable is not None:
        yield hint("unreadable")
        if _SEALED.search(mail.unreadable):
            yield hint("encrypted")
    if mail.truncated:
        yield hint("too_large")
    if not (mail.new_text.strip() or mail.truncated or mail.unreadable):
        yield hint("no_text")
    if len(mail.from_addresses) != 1:
        yield hint("several_from")


def hints_of_writer(anonymous: Anonymous, clues: Mapping[str, tuple[str, ...]]) -> Iterator[Hint]:
    """Whether the writer wants to be known, with the words that say so."""
    words = (*clues.get(Clue.NAMELESS, ()), *clues.get(Clue.WITHHELD, ()))
    if anonymous is Anonymous.FULL:
        yield hint("anonymous", words)
    if anonymous is Anonymous.NAME_WITHHELD:
        yield hint("name_withheld", words)


def hints_of_words(said: Mapping[str, tuple[str, ...]], *, several: bool) -> Iterator[Hint]:
    """What the hint lists found, but for the conditions of a school, which have their own rules."""
    for code, words in said.items():
        if code not in CONDITIONS and code != SEVERAL:
            yield hint(code, words)
    if several or SEVERAL in said:
        yield hint(SEVERAL, said.get(SEVERAL, ()))


def is_new_subject(subject: str, *known: str) -> bool:
    """Whether a mail in a case has quite another subject than the case and its letters (`known`).

    A reply below a number in brackets keeps the subject of a letter of ours, and is none. "Re:"
    counts for nothing, nor does a subject without a word of meaning.
    """
    if is_reply(subject) and _NUMBERED.search(subject[:_LONGEST_SUBJECT]):
        return False
    said = _stems(subject)
    return bool(said) and bool(known) and not any(said & _stems(one) for one in known)


def _stems(subject: str) -> set[str]:
    bare = _PREFIX.sub(" ", plain(_NUMBERED.sub(" ", subject[:_LONGEST_SUBJECT])))
    return {word[:_STEM] for word in _MEANING.findall(bare)}
