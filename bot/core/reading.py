"""Reads a human mail: its language, its alarms, its kind, and what staff should know of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core.case import Anonymous, Kind, Urgency
from bot.core.kinds import cues_in, kind_of
from bot.core.language import language_of, language_of_plain
from bot.core.mail import IncomingMail
from bot.core.new_words import holds_forward, is_forward, is_reply, new_words
from bot.core.plain import plain, sentences
from bot.core.policy import Words
from bot.core.signals import PUPIL_WRITES, Signal, grave, signals_in, worst

__all__ = [
    "Hint",
    "Intent",
    "Reading",
    "Signal",
    "holds_forward",
    "is_forward",
    "is_reply",
    "language_of",
    "new_words",
    "plain",
    "read",
    "sentences",
    "signals_in",
]

_READ_CHARACTERS = 100_000  # alarms and cues beyond that are for the person who opens the mail
_FEW_COPIES = 1  # one in Cc is most often the other parent

OTHER_PROCEDURE = "other_procedure"
HINTS = {
    "reply_to_differs": "Het antwoordadres (Reply-To) is een ander dan dat van de afzender.",
    "cc_others": "Er staan anderen in kopie: antwoord alleen aan de afzender.",
    "unreadable": "De tekst kon niet gelezen worden: open het bericht zelf.",
    "too_large": "Het bericht is te groot: alleen de kop is bewaard, de tekst staat op de server.",
    "no_text": "Het bericht heeft geen tekst.",
    "several_from": "Het bericht noemt geen of verschillende afzenders.",
    OTHER_PROCEDURE: "Misschien bestaat hiervoor een eigen beroep met een korte termijn.",
    "name_withheld": "De melder wil niet dat anderen de naam kennen.",
    "in_court": "Misschien loopt er al een rechtszaak of een gerechtelijk onderzoek.",
    "interpreter": "De melder vraagt een tolk of schrijft dat de taal moeilijk is.",
}


class Intent(StrEnum):
    """What a mail in a case seems to want. A person confirms all but the rights of a parent."""

    WITHDRAWAL = "withdrawal"
    DISSATISFIED = "dissatisfied"
    DOSSIER_REQUEST = "dossier_request"
    FORMAL = "formal"  # "maak er een formele klacht van"
    TALK_DECLINE = "talk_decline"
    YES = "yes"
    NO = "no"
    NEW_COMPLAINT = "new_complaint"  # speaks of a new fact, another pupil, other staff
    ADDITION = "addition"


@dataclass(frozen=True, slots=True)
class Hint:
    """Something staff should know: a code, one Dutch sentence, and the words that led to it."""

    code: str
    text: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a mail was understood.

    `language` is the one to answer in; `heard` the one it is written in, None when unsure (then
    `language` is the school's first). `urgency` is that of the alarms, raised to critical when a
    pupil writes about any of them. `short_appeal`: another procedure with a short term may apply.
    `anonymous` says whether the writer hides, `facts_on` is the newest day of what happened,
    `missing` what must be asked before a complaint can be treated ("pupil", "date", "facts"),
    `intents` what a mail in a case seems to want. `why` names what led here, without a word of
    the mail.
    """

    language: str
    heard: str | None
    kind: Kind
    signals: tuple[Signal, ...] = ()
    urgency: Urgency = Urgency.NONE
    pupil_writes: bool = False
    short_appeal: bool = False
    hints: tuple[Hint, ...] = ()
    anonymous: Anonymous = Anonymous.NONE
    facts_on: date | None = None
    missing: tuple[str, ...] = ()
    intents: tuple[Intent, ...] = ()
    why: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether the language is sure."""
        return self.heard is not None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the alarms, gravest first."""
        return tuple(signal.code for signal in self.signals)


def read(
    mail: IncomingMail,
    words: Words,
    pupil_domains: Collection[str],
    languages: Sequence[str],
    *,
    with_quotes: bool = False,
) -> Reading:
    """Reads subject and new text (the whole text of a forwarded mail), at most 100,000 characters.

    `languages` are those the school answers in, its own first. `with_quotes` scans the quoted part
    for alarms too: for a mail that joins no case, whose quotes nobody here has read.
    """
    fresh = mail.text if is_forward(mail.subject) else mail.new_text
    body = sentences(fresh[:_READ_CHARACTERS])
    text = f"{sentences(mail.subject)}. {body}"
    scanned = text
    if with_quotes and fresh != mail.text:
        scanned = f"{sentences(mail.subject)}. {sentences(mail.text[:_READ_CHARACTERS])}"
    heard = language_of_plain(body, words.stop_words) or language_of_plain(text, words.stop_words)
    found = signals_in(scanned, words, heard)
    alarms = tuple(signal for signal in found if signal.code != PUPIL_WRITES)
    pupil = len(alarms) < len(found) or _is_pupil(mail, pupil_domains)
    cues = cues_in(text, words, heard)
    alarmed = grave(worst(alarms)) >= grave(Urgency.HIGH)
    kind = kind_of(cues, alarmed=alarmed, asks="?" in text)
    hints = _hints(mail, text, words, heard)
    return Reading(
        language=heard if heard is not None and heard in languages else languages[0],
        heard=heard,
        kind=kind,
        signals=alarms,
        urgency=_urgency(kind, alarms, pupil_writes=pupil),
        pupil_writes=pupil,
        short_appeal=any(hint.code == OTHER_PROCEDURE for hint in hints),
        hints=hints,
        why=(
            f"language: {heard or 'unsure'}",
            *(f"signal: {alarm.code} ({alarm.level})" for alarm in alarms),
            *(["a pupil writes"] if pupil else []),
            cues.sentence,
        ),
    )


def _urgency(kind: Kind, alarms: tuple[Signal, ...], *, pupil_writes: bool) -> Urgency:
    highest = worst(alarms)
    if pupil_writes and grave(highest) >= grave(Urgency.HIGH):
        return Urgency.CRITICAL  # a child that tells of violence has nobody else to ask today
    if highest is Urgency.NONE and kind in {Kind.COMPLAINT, Kind.UNCLEAR}:
        return Urgency.NORMAL
    return highest


def _is_pupil(mail: IncomingMail, pupil_domains: Collection[str]) -> bool:
    if mail.sender is None:
        return False
    domain = mail.sender.key.rpartition("@")[2]
    return any(domain == known or domain.endswith(f".{known}") for known in pupil_domains)


def _hints(mail: IncomingMail, text: str, words: Words, heard: str | None) -> tuple[Hint, ...]:
    sender = mail.sender.key if mail.sender else ""
    seen = {
        "reply_to_differs": any(address.key != sender for address in mail.reply_to),
        "cc_others": len(mail.cc) > _FEW_COPIES,
        "unreadable": mail.unreadable is not None,
        "too_large": mail.truncated,
        "no_text": not (mail.text.strip() or mail.truncated or mail.unreadable),
        "several_from": len(mail.from_addresses) != 1,
    }
    codes = [code for code, is_so in seen.items() if is_so]
    codes += [
        listed.code
        for listed in words.hints
        if heard in {listed.language, None} and listed.matcher.find(text)
    ]
    return tuple(Hint(code, HINTS.get(code, code)) for code in dict.fromkeys(codes))
