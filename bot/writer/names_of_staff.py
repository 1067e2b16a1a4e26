"""The names that the letters of the work by e-mail may use: what is needed, what may be empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bot.core.letter import LetterName

_BUTTONS = "the choices of this reader, at most three (a list, for the filter buttons)"
_MORE = "further choices (a list, for the filter links)"
_CASE = "number of the case, such as K-2026-0042"


class Meaning(NamedTuple):
    """What the names of one letter stand for: those it cannot do without, and the others."""

    needed: Mapping[str, str]
    optional: Mapping[str, str]


# What a letter knows of the letter that it shows; the writer fills it in from the order.
SHOWN: Mapping[str, str] = {
    "shown_subject": "subject of the letter that this one shows",
    "shown_text": "text of the letter that this one shows",
}

NAMES_OF_STAFF: Mapping[LetterName, Meaning] = {
    LetterName.PREVIEW: Meaning(
        {
            "case_no": _CASE,
            "letter_name": "which letter it is, such as: antwoord op de klacht",
            **SHOWN,
        },
        {
            "approved_by_other": "name of who wrote it, when the reader is who must approve it",
            "asks_again": "yes when this is the reminder of the next morning",
            "buttons": _BUTTONS,
            "by_post": "yes when it will be printed and posted",
            "goes_after_minutes": "how long it still waits after the yes (0: it goes at once)",
            "more_buttons": _MORE,
            "to_masked": "a part of the address it goes to",
            "waits_for": "name of who approves it next, when the reader's yes is not the last",
            "warnings": "what to look at first (a list)",
        },
    ),
    LetterName.COMMAND_RESULT: Meaning(
        {"effects": "what was done, each a sentence without its full stop (a list)"},
        {
            "buttons": _BUTTONS,
            "more_buttons": _MORE,
            "next_target": "last day to take the next step (a date)",
            "next_what": "what comes next",
            "notes": "what is good to know (a list)",
            "undo_button": "the choice to undo it (a button)",
            "undo_minutes": "for how long it can be undone",
        },
    ),
    LetterName.COMMAND_ERROR: Meaning(
        {},
        {
            "buttons": _BUTTONS,
            "effects": "what of the same mail was done all the same (a list)",
            "more_buttons": _MORE,
            "prefilled": "a choice whose mail holds the fields already (a button)",
            "reason": "why nothing was done, and what is asked",
            "said": "the words in question, as they came",
            "was_text": "yes when the mail was kept as an internal note",
        },
    ),
    LetterName.WAS_IT_YOU: Meaning(
        {"orders": "the orders that came, in words (a list)"},
        {
            "buttons": _BUTTONS,
            "from_masked": "a part of the address they came from, when it is not the reader's",
            "more_buttons": _MORE,
            "received_local": "when they came (a day with its hour)",
            "why": "why it is asked: unproven, other_address or old_key",
        },
    ),
    LetterName.CASE_SHOWN: Meaning(
        {
            "case_no": _CASE,
            "state": "where the case stands, in words",
        },
        {
            "about_text": "what the complainant wrote first",
            "buttons": _BUTTONS,
            "details": "the details (a list): label and value (empty when unknown) of each",
            "fill_in": "the choice to fill in what is empty (a button)",
            "handler": "name of who handles it",
            "log": "the last steps (a list): day (a date) and what of each",
            "mails": "the last mails and letters (a list): day (a date), what and text of each",
            "more_buttons": _MORE,
            "n_more_log": "how many steps are not listed",
            "n_more_mails": "how many mails and letters are not listed",
            "name": "name of the complainant",
            "owed": "what is owed (a list): what, due (a date), late (yes or no) and whose of each",
            "received_date": "day on which the complaint came (a date)",
            "to_masked": "a part of the address of the complainant",
            "waiting": "what waits for a yes (a list): what and buttons of each",
            **SHOWN,
        },
    ),
    LetterName.CASES_SHOWN: Meaning(
        {
            "lines": "the cases (a list): number, school, state, next (what), day (a date), late "
            "(yes or no), piece (where the words were found) and buttons of each"
        },
        {
            "asked": "what was asked, as it was understood",
            "buttons": _BUTTONS,
            "more_buttons": _MORE,
            "n_more": "how many cases are not listed",
        },
    ),
    LetterName.HELP_SHOWN: Meaning(
        {
            "groups": "the themes (a list): title and words (a list) of each; of each word the "
            "word, english, example and what"
        },
        {"buttons": _BUTTONS, "more_buttons": _MORE},
    ),
    LetterName.FIRST_TAP: Meaning(
        {"buttons": "the one choice: tap here (a list, for the filter buttons)"},
        {"first_name": "first name of the reader"},
    ),
    LetterName.LETTER_TO_POST: Meaning(
        {
            "case_no": _CASE,
            "letter_name": "which letter it is",
        },
        {
            "buttons": _BUTTONS,
            "more_buttons": _MORE,
            "n_letters": "how many letters are enclosed",
            "post_by": "last day to post it (a date)",
            "postal_address": "name and address it goes to, line by line",
            "recipient": "name of whom it is for",
        },
    ),
    LetterName.RESPONDENT_NOTICE: Meaning(
        {
            "case_no": _CASE,
            "summary": "what it is about, in the words of who handles it",
        },
        {
            "awb_copy": "yes when the complaint itself is enclosed",
            "first_name": "first name of the reader",
            "handler": "name of who handles it",
            "handler_phone": "telephone number of that person",
            "reply_by": "last day for an answer (a date)",
            "talk_options": "moments for a talk (a list)",
        },
    ),
}
