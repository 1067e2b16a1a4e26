"""Reads a human mail: its language, its alarms, its kind, and what staff should know of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.core.case import Anonymous, Kind, Urgency
from bot.core.kinds import cues_in, kind_of
from bot.core.language import language_of
from bot.core.mail import IncomingMail
from bot.core.new_words import holds_forward, is_forward, is_reply, new_words
from bot.core.plain import plain, sentences
from bot.core.policy import Admissibility, Words
from bot.core.reading.account import account_of, conditions_of
from bot.core.reading.anonymity import anonymity_of
from bot.core.reading.clues import Clue, clues_in, coded
from bot.core.reading.days import facts_in, sent_on
from bot.core.reading.hints import (
    HINTS,
    OTHER_PROCEDURE,
    Hint,
    hint,
    hints_of_head,
    hints_of_words,
    hints_of_writer,
    is_new_subject,
)
from bot.core.reading.intents import IN_A_FIRST_MAIL, Intent, intents_in
from bot.core.reading.names import is_signed
from bot.core.reading.topics import topic_in
from bot.core.signals import PUPIL_WRITES, Signal, grave, signals_in, worst

__all__ = [
    "HINTS",
    "OTHER_PROCEDURE",
    "Hint",
    "Intent",
    "Reading",
    "Signal",
    "hint",
    "holds_forward",
    "is_forward",
    "is_new_subject",
    "is_reply",
    "language_of",
    "new_words",
    "plain",
    "read",
    "sentences",
    "signals_in",
]

_READ_CHARACTERS = 100_000  # alarms and cues beyond that are for the person who opens the mail
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a mail was understood.

    `language` is the one to answer in; `heard` the one it is written in ("tr" and others without
    letters too), None when unsure (then `language` is the school's first). `cues` are the words
    that speak for each kind. `urgency` is that of the alarms, raised to critical when a pupil
    writes about any of them. `short_appeal`: another procedure with a short term may apply.
    `anonymous` says whether the writer hides, `facts_on` is the newest day of what happened,
    `missing` what must be asked before a complaint can be treated ("pupil", "date", "facts"),
    `intents` what a mail in a case seems to want, `topic` what it seems to be about. `why` names
    what led here, without a word of the mail.
    """

    language: str
    heard: str | None
    kind: Kind
    cues: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)
    signals: tuple[Signal, ...] = ()
    urgency: Urgency = Urgency.NONE
    pupil_writes: bool = False
    short_appeal: bool = False
    hints: tuple[Hint, ...] = ()
    anonymous: Anonymous = Anonymous.NONE
    facts_on: date | None = None
    missing: tuple[str, ...] = ()
    intents: tuple[Intent, ...] = ()
    topic: str | None = None
    why: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether the language is sure."""
        return self.heard is not None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the alarms, gravest first."""
        return tuple(signal.code for signal in self.signals)


def read(  # noqa: PLR0913 - the mail, the school's lists and agreements, and the day
    mail: IncomingMail,
    words: Words,
    pupil_domains: Collection[str],
    languages: Sequence[str],
    *,
    with_quotes: bool = False,
    in_case: bool = False,
    received_on: date | None = None,
    admissibility: Admissibility = Admissibility(),  # noqa: B008 - frozen
) -> Reading:
    """Reads subject and new text (the whole text of a forwarded mail), at most 100,000 characters.

    `languages` are those the school answers in, its own first. `with_quotes` scans the quoted part
    for alarms too: for a mail that joins no case, whose quotes nobody here has read. Of a mail
    `in_case` nothing is asked again. The days of the facts are seen from `received_on`, a local
    date, or else from when it claims to be sent.
    """
    fresh = _fresh(mail)
    body = sentences(fresh)[:_READ_CHARACTERS]  # plain, one letter may be eighteen
    text = f"{sentences(mail.subject)}. {body}"
    scanned = text
    if (unread := _unread(mail, fresh, with_quotes=with_quotes)) != fresh:
        scanned = f"{sentences(mail.subject)}. {sentences(unread)[:_READ_CHARACTERS]}"
    own = language_of(body, words.stop_words)
    heard = own or language_of(text, words.stop_words)
    # In a language without lists of its own any list may ring: "intihar, suicide, zelfmoord".
    listed = heard if any(each.language == heard for each in words.signals) else None
    found = signals_in(scanned, words, listed)
    alarms = tuple(signal for signal in found if signal.code != PUPIL_WRITES)
    pupil = len(alarms) < len(found) or _is_pupil(mail, pupil_domains)
    cues = cues_in(text, words, listed, subject=sentences(mail.subject))
    alarmed = grave(worst(alarms)) >= grave(Urgency.HIGH)
    kind = kind_of(cues, alarmed=alarmed)
    urgency = _urgency(kind, alarms, pupil_writes=pupil)
    said, clues = coded(words.hints, text, listed), clues_in(text, words, listed)
    vocabulary = [each for tongue, each in words.vocabulary.items() if listed in {tongue, None}]
    anonymous = anonymity_of(
        mail,
        clues,
        calls_itself_nobody=_calls_itself_nobody(mail, words),
        signed=is_signed(mail, fresh, vocabulary),
        throwaway_domains=admissibility.throwaway_domains,
    )
    received_on = received_on or (mail.sent_at.date() if mail.sent_at else None)
    days = facts_in(fresh, words.vocabulary, listed, sent_on(mail, words.vocabulary, received_on))
    account = account_of(mail, fresh, clues, days, vocabulary, alarmed=bool(alarms))
    complains = kind in {Kind.COMPLAINT, Kind.UNCLEAR} and not in_case
    known = anonymous is not Anonymous.FULL
    # An alarm comes before questions, a child in need is asked none, and nobody who hides.
    asks = complains and known and not pupil and urgency is not Urgency.CRITICAL
    missing = account.missing if asks else ()
    has_text = bool(body) and mail.unreadable is None  # else a hint says so, and no more is known
    # In a case the subject is mostly ours: its language tells nothing of a reply of one word.
    intents = intents_in(body, words, listed if own is not None or not in_case else None)
    topic = topic_in(text, words, listed) if complains else None
    hints = (
        *hints_of_head(mail),
        *conditions_of(account, said, admissibility, received_on, asks=asks and has_text),
        *hints_of_writer(anonymous, clues),
        *hints_of_words(said, several=complains and account.several),
        *(hint(intent) for intent in intents if intent in IN_A_FIRST_MAIL and not in_case),
    )
    return Reading(
        language=heard if heard is not None and heard in languages else languages[0],
        heard=heard,
        kind=kind,
        cues=cues.said,
        signals=alarms,
        urgency=urgency,
        pupil_writes=pupil,
        short_appeal=any(hint.code == OTHER_PROCEDURE for hint in hints),
        hints=hints,
        anonymous=anonymous,
        facts_on=days.on,
        missing=missing,
        intents=intents,
        topic=topic,
        why=(
            f"language: {heard or 'unsure'}",
            *(f"signal: {alarm.code} ({alarm.level})" for alarm in alarms),
            *(["a pupil writes"] if pupil else []),
            cues.sentence,
            *([f"facts on {days.on}"] if days.on else []),
            *([f"anonymous: {anonymous}"] if anonymous is not Anonymous.NONE else []),
            *(f"missing: {what}" for what in missing),
            *(f"intent: {intent}" for intent in intents),
            *([f"topic: {topic}"] if topic else []),
        ),
    )


def _fresh(mail: IncomingMail) -> str:
    """What the writer says: the new words, all of a forward, or else what is enclosed."""
    own = mail.text if is_forward(mail.subject) else mail.new_text
    return (own or mail.words_enclosed)[:_READ_CHARACTERS]


def _unread(mail: IncomingMail, fresh: str, *, with_quotes: bool) -> str:
    """What nobody here has read, so danger may hide in it: enclosed mails, others' quotes."""
    said = mail.text if with_quotes else fresh
    if not mail.text:
        return fresh
    return "\n\n".join(filter(None, (said, mail.words_enclosed)))[:_READ_CHARACTERS]


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


def _calls_itself_nobody(mail: IncomingMail, words: Words) -> bool:
    display = sentences(mail.sender.name[:_LONGEST_NAME]) if mail.sender else ""
    return bool(display) and Clue.NOBODY in coded(words.clues, display, None)
