"""Proofs: every letter is written with invented values before it is written to anybody."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from bot.core.letter import AUDIENCE, Audience, Letter, LetterName, LetterOrder
from bot.writer.courtesy import COURTESY
from bot.writer.days import COURTESY_LANGUAGES
from bot.writer.sample_school import CASE, PUPIL
from bot.writer.samples import SAMPLES, sample_order
from bot.writer.unreadable import nearest
from bot.writer.wording import Wording, long_sentences
from bot.writer.words import FORMS, LANGUAGES

_LONGEST_SUBJECT = 100  # characters; a list of mails shows half of it

# What the school itself says of itself and of its people; anything else in a text was typed.
_KNOWN_WORDS = frozenset(
    {"case_no", "contact_name", "contact_phone", "contact_role", "mailbox", "organisation"}
    | {"salutation", "school"}
)
_TYPED = 12  # characters: a shorter text may stand in a subject by itself


class Finding(NamedTuple):
    """What a check found, in plain Dutch: `level` is "ok" for a hint, "warning" or "error".

    `key` is the line, `word` what it stumbled on, "" when it is no single word.
    """

    level: str
    file: str
    key: str
    text: str
    word: str = ""


def proof_orders() -> Iterable[LetterOrder]:
    """An order for every letter, sample, language and form."""
    for name, samples in SAMPLES.items():
        for sample in samples:
            for language in LANGUAGES:
                for form in FORMS:
                    yield sample_order(name, sample, language, form)


def proof_all(
    write: Callable[[LetterOrder], Letter],
    orders: Iterable[LetterOrder],
    wording: Wording | None = None,
) -> list[Finding]:
    """Write these proofs; each template that does not work is found once.

    With `wording` the words of letters to parents are looked at too.
    """
    found: dict[Finding, None] = {}
    for order in orders:
        letter = write(order)
        if letter.broken is not None:
            broken = letter.broken
            line = f"regel {broken.line}"
            found[Finding("error", broken.file, line, broken.error, broken.word)] = None
        else:
            found |= dict.fromkeys(_of_subject(letter))
            if wording is not None and AUDIENCE[letter.order.name] is Audience.PARENT:
                found |= dict.fromkeys(_of_words(letter, wording))
    return list(found)


def _of_subject(letter: Letter) -> Iterator[Finding]:
    """What is wrong with a subject: whoever passes the screen of a phone can read it."""
    name, subject = letter.order.name, letter.subject
    file = f"{letter.language}/{AUDIENCE[name]}/{name}.md"
    if not subject.replace(f"[{CASE}]", "").strip():
        yield Finding("error", file, "Subject", "het onderwerp zegt niets")
    if len(subject) > _LONGEST_SUBJECT:
        text = f"het onderwerp is langer dan {_LONGEST_SUBJECT} tekens"
        yield Finding("warning", file, "Subject", text)
    if AUDIENCE[name] is Audience.PARENT and (PUPIL in subject or _has_typed_words(letter)):
        text = "in het onderwerp kan de naam van een leerling staan, of wat iemand typte"
        yield Finding("error", file, "Subject", text)


def _has_typed_words(letter: Letter) -> bool:
    """Whether a subject prints what a person typed: nobody knows what names that will hold."""
    printed = (
        " ".join(value.split())
        for name, value in letter.order.values.items()
        if isinstance(value, str) and name not in _KNOWN_WORDS
    )
    return any(len(words) >= _TYPED and words in letter.subject for words in printed)


def _of_words(letter: Letter, wording: Wording) -> Iterator[Finding]:
    """Where a letter to parents could be plainer, or says what nobody can keep."""
    file = f"{letter.language}/{AUDIENCE[letter.order.name]}/{letter.order.name}.md"
    for words in wording.promised(letter):
        text = f'"{words}" belooft of oordeelt: schrijf wat jullie doen, niet wat ervan komt'
        yield Finding("warning", file, "", text, words)
    for first_words, n in long_sentences(letter):
        text = f'een zin van {n} woorden ("{first_words} …"): maak er twee van'
        yield Finding("ok", file, "", text)
    for word, plain in wording.hard_words(letter):
        text = f'"{word}" is een moeilijk woord; misschien: "{plain}"'
        yield Finding("ok", file, "", text, word)


def misplaced(overrides: Path, parts: Mapping[str, Collection[str]]) -> list[Finding]:
    """Files of the administrator that no letter will ever use, because of where they lie.

    `parts` are the paths of the shared parts that letters print, by language.
    """
    letters = {f"{AUDIENCE[name]}/{name}.md" for name in LetterName}
    alone = {f"{name}.md" for name in LetterName}
    found = []
    for file in sorted(overrides.rglob("*.md")):
        language, _, rest = file.relative_to(overrides).as_posix().partition("/")
        if not rest:
            # A note for the colleagues may lie here, a letter may not.
            text = "ligt naast de mappen van de talen, niet erin" if language in alone else ""
        elif language in COURTESY_LANGUAGES:
            text = "" if rest == COURTESY else f'in deze taal is er alleen "{COURTESY}"'
        elif language not in LANGUAGES:
            text = f'"{language}" is geen taal van de brieven{nearest(language, LANGUAGES)}'
        elif rest in letters or rest in parts.get(language, ()):
            text = ""
        elif rest.startswith("parts/"):
            text = f'geen brief drukt "{rest}" af{nearest(rest, parts.get(language, ()))}'
        else:
            text = f'geen brief heet "{rest}"{nearest(rest, letters)}'
        if text:
            found.append(Finding("warning", str(file), "", text))
    return found
