"""What a person reads of a mail, and the words in which persons may be named."""

from __future__ import annotations

import re

from bot.core.clause import Clause, in_language
from bot.core.mail import IncomingMail
from bot.core.naming import without_own_name
from bot.core.plain import plain
from bot.core.policy import Person

_LONGEST_BODY = 60_000  # characters of a mail that a letter repeats
_FEWEST_LETTERS = 3  # of a part of a name that is left out: "de" and "El" are words too
_LEFT_OUT = Clause("(naam weggelaten)", "(name left out)")
_TOO_LARGE = Clause(
    "Deze mail is te groot om op te halen. De volledige mail staat in de mailbox.",
    "This e-mail is too large to fetch. The whole e-mail is in the mailbox.",
)
_UNREADABLE = Clause("(niet leesbaar: {why})", "(cannot be read: {why})")
_ENCLOSED = Clause("--- Bijgevoegd bericht ---", "--- Attached message ---")
_NO_TEXT = Clause("(geen tekst)", "(no text)")
_CUT = Clause(
    "(ingekort: de volledige tekst staat in de mailbox)",
    "(shortened: the whole text is in the mailbox)",
)
_PASSED_ON = Clause("Wie dit doorstuurde, schreef:", "Whoever forwarded this wrote:")
_ITSELF = Clause("Het bericht zelf:", "The message itself:")
# Whom a mail greets it was written to, which is no reason not to read it.
_GREETING = re.compile(
    r"\s*(?:dag|beste|geachte|goe(?:de|ie)(?:morgen|middag|avond|n?dag)|hallo|hoi|hey|lieve|liefste"
    r"|waarde|bonjour|bonsoir|cher|ch[eè]re|madame|monsieur|dear|hello|hi"
    r"|good (?:morning|afternoon|evening)|guten (?:tag|morgen|abend)|liebe[r]?|sehr geehrte[r]?)\b"
    r"[^\n,!.:;]{0,60}(?:[,!.:;]|\n|$)",
    re.IGNORECASE,
)


def words_of(mail: IncomingMail) -> str:
    """The plain words in which persons may be named.

    Of a mail that a colleague passed on both the inner words and the colleague's count, without
    their greetings and without the colleague's own name.
    """
    passed_on = mail.passed_on
    if passed_on is None or passed_on.form:
        return plain(f"{mail.subject} {mail.new_text} {mail.words_enclosed}")
    note = without_own_name(plain(_ungreeted(passed_on.note)), passed_on.by.name)
    return f"{inner_words_of(mail)} {note}"


def inner_words_of(mail: IncomingMail) -> str:
    """The plain words of the parent alone, without the greeting."""
    return plain(f"{mail.subject} {_ungreeted(mail.new_text)} {mail.words_enclosed}")


def body_of(mail: IncomingMail, reader: Person) -> str:
    """What a person reads of a mail: all its text, or why there is none."""
    if mail.truncated:
        return in_language(_TOO_LARGE, reader)
    if mail.unreadable:
        why = in_language(_UNREADABLE, reader).format(why=mail.unreadable)
        return f"{mail.text}\n\n{why}".strip()
    enclosed = f"{in_language(_ENCLOSED, reader)}\n{mail.words_enclosed}" if mail.enclosed else ""
    text = "\n\n".join(filter(None, (mail.text, enclosed)))
    return _shortened(text, reader) or in_language(_NO_TEXT, reader)


def note_of(mail: IncomingMail, reader: Person) -> str:
    """What the colleague wrote who passed the mail on; "" for other mail."""
    return _shortened(mail.passed_on.note, reader) if mail.passed_on else ""


def whole_of(mail: IncomingMail, reader: Person) -> str:
    """Both together, told apart."""
    note, body = note_of(mail, reader), body_of(mail, reader)
    if not note:
        return body
    heads = in_language(_PASSED_ON, reader), in_language(_ITSELF, reader)
    return f"{heads[0]}\n\n{note}\n\n{heads[1]}\n\n{body}"


def masked(email: str) -> str:
    """An address that only who knows it will know again: "h…s@postvak.example"."""
    local, _, domain = email.rpartition("@")
    last = local[-1] if len(local) > 2 else ""  # noqa: PLR2004 - of two letters one is enough
    return f"{local[:1]}…{last}@{domain}"


def without_name(text: str, name: str, email: str, reader: Person) -> str:
    """The text without a name, in whole or in parts, and without the address that goes with it."""
    parts = [part for part in re.findall(r"[^\W\d_]+", name) if len(part) >= _FEWEST_LETTERS]
    local = email.rpartition("@")[0]
    hidden = [re.escape(email), *(rf"\b{re.escape(part)}\b" for part in parts)]
    if local:
        hidden.append(rf"\b{re.escape(local)}\b")
    left_out = in_language(_LEFT_OUT, reader)
    return re.sub("|".join(hidden), left_out, text, flags=re.IGNORECASE)


def _ungreeted(text: str) -> str:
    return _GREETING.sub("", text, count=1) if _GREETING.match(text) else text


def _shortened(text: str, reader: Person) -> str:
    text = text.strip()
    if len(text) <= _LONGEST_BODY:
        return text
    return f"{text[:_LONGEST_BODY]}\n\n{in_language(_CUT, reader)}"
