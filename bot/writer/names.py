"""The names that each letter may use, and what they stand for.

The core fills them, templates print them, `check` and the administrator's guide list them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.letter import LetterName

# Known to every letter.
_EVERYWHERE = {
    "case_no": "number of the case, such as K-2026-0042",
    "form": "how the reader is addressed: u or je",
    "organisation": "name of the school board",
    "school": "name of the school",
    "mailbox": "address of the complaints mailbox",
    "salutation": "greeting; without a sure name the plain one of the language",
}


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one letter. Those in `needed` always have a value; others may be empty."""

    meaning: Mapping[str, str]
    needed: frozenset[str]


def _names(needed: Mapping[str, str], optional: Mapping[str, str]) -> Names:
    return Names({**_EVERYWHERE, **needed, **optional}, frozenset(needed))


NAMES: Mapping[LetterName, Names] = {
    LetterName.ACKNOWLEDGMENT: _names(
        {
            "case_no": _EVERYWHERE["case_no"],
            "school": _EVERYWHERE["school"],
            "received_date": "day on which the mail came (a date)",
        },
        {
            "classify_due": "last day to choose the way of working (a date; empty when past)",
            "closed_until": "last day on which the school is closed (a date; empty when open)",
            "contact_name": "the person who reads the mail",
            "contact_phone": "telephone number of that person",
            "foreign": "yes when the sender writes a language in which there are no letters",
            "handling_due": "promised day of the answer (a date; empty when past)",
            "passed_on": "yes when a colleague passed the mail on",
            "privacy_line": "what the school says about personal data",
            "reader_named": "yes when contact_name may be printed",
            "seen_by_person": "yes when a person has read the mail already",
            "short_appeal_hint": "yes when another procedure with a short term may apply",
            "support_line": "who helps parents and pupils outside the school",
            "unclear": "yes when it is not sure that the mail is a complaint",
        },
    ),
    LetterName.ANONYMOUS_REPLY: _names(
        {
            "case_no": _EVERYWHERE["case_no"],
            "school": _EVERYWHERE["school"],
        },
        {
            "privacy_line": "what the school says about personal data",
            "withheld_reader": "the one person who would know the name",
        },
    ),
    LetterName.CLOSED_CASE_REPLY: _names(
        {
            "case_no": _EVERYWHERE["case_no"],
            "school": _EVERYWHERE["school"],
        },
        {
            "closed_on": "day on which the case was closed (a date)",
            "contact_name": "the person who reads the mail",
            "privacy_line": "what the school says about personal data",
            "reader_named": "yes when contact_name may be printed",
            "reply_due": "last day for an answer by a person (a date; empty when past)",
        },
    ),
    LetterName.FORWARD_RECEIVED: _names(
        {
            "case_no": _EVERYWHERE["case_no"],
        },
        {
            "ack_waits": "yes when the acknowledgment waits for a person",
            "address_masked": "a part of the address of who wrote the mail",
            "bare": "yes when this reader gets the number only",
            "name": "name of who wrote the mail",
            "sent": "when it was written, as its own head says",
            "subject": "subject of the mail",
        },
    ),
    LetterName.NEW_COMPLAINT: _names(
        {
            "case_no": _EVERYWHERE["case_no"],
            "body_clean": "the text of the mail",
        },
        {
            "ack_status": "what happens to the acknowledgment",
            "address": "address of the sender",
            "attachments": "names of the attachments (a list)",
            "classify_target": "last working day to choose the way of working (a date)",
            "forwarded_by": "the colleague who passed the mail on",
            "handling_due": "day of the answer, as promised to the parent (a date)",
            "hints": "what deserves a second look (a list)",
            "kind": "complaint, question, suggestion, praise or unclear",
            "lang": "language of the mail",
            "missing": "what must still be asked (a list)",
            "name": "name of the sender",
            "name_withheld": "yes when others must not learn the name",
            "note": "what the colleague wrote who passed the mail on",
            "phone": "telephone number that a form asked for",
            "received_local": "when the mail came (a day with its hour)",
            "relation": "parent, pupil, neighbour, …",
            "subject": "subject of the mail",
            "urgency": "none, normal, high or critical",
            "via": "how the mail came",
        },
    ),
    LetterName.ATTENTION: _names(
        {
            "items": "the matters (a list): code, case_no, sender, received, detail, remarks (a "
            "list), phone and more (how many others of this sender) of each",
            "n": "how many matters there are",
            "rest": "how many of them are not listed",
        },
        {},
    ),
    LetterName.SAFETY_ALERT: _names(
        {
            "attempt": "how many times the alert went out, this one included",
            "contacts": "the safety contacts (a list): name, phone of each",
            "show_body": "yes when this reader may get the text",
            "signal_labels": "what the words seem to be about (a list)",
        },
        {
            "ack_status": "what happens to the acknowledgment",
            "body": "the text of the mail",
            "call_name": "whom a reader without the text can call",
            "call_phone": "telephone number of that person",
            "plan_ref": "where the school's safety plan lies",
            "pupil_writes": "yes when a pupil seems to write",
            "subject": "subject of the mail",
        },
    ),
    LetterName.TEMPLATE_BROKEN: _names(
        {
            "file": "the file with the fault",
            "line": "its line",
            "error": "what is wrong with it",
        },
        {},
    ),
}
