"""The courtesy block: three sentences in the sender's own language, below a letter in Dutch.

We have the message; its number and the promised day; you may ask for an interpreter. It ships for
the home languages that schools hear most, and a school switches on what a native speaker has read.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.writer.days import COURTESY_LANGUAGES, RIGHT_TO_LEFT
from bot.writer.edition import Edition
from bot.writer.library import Library, Source
from bot.writer.markdown import skeleton
from bot.writer.marks import Dress, Passage, fill_html, fill_text, isolated

# Where each of them lies, below the folder of its language.
COURTESY = "parts/courtesy.md"
# What it may print; the day is empty when nobody can promise it any more.
NAMES_OF_COURTESY = frozenset({"case_no", "contact_phone", "handling_due", "mailbox", "school"})


def courtesy_in(library: Library, language: object, *, own: bool) -> Source | None:
    """The block in this language; None where there is none, and then the letter goes without."""
    if language not in COURTESY_LANGUAGES:
        return None
    return library.find(f"{language}/{COURTESY}", own=own)


def courtesy(edition: Edition, values: Mapping[str, object], dress: Dress) -> Passage:
    """The block as a piece of a letter; raises what Jinja raises."""
    said, shown = edition.say({name: values.get(name) for name in NAMES_OF_COURTESY})
    # Only texts are printed here: the names of a block stand for no choices.
    printed = [str(value) for value in shown]
    turned = edition.language in RIGHT_TO_LEFT
    kept = [isolated(value, dress) if turned else value for value in printed]
    body = skeleton(said.strip("\n"))
    return Passage(
        language=edition.language,
        direction="rtl" if turned else "ltr",
        text=fill_text(body.text, kept),
        html=fill_html(dress(body.html), kept, dress),
    )
