"""The names that each letter may use, and what they stand for.

The core fills them, templates print them, `check` and the administrator's guide list them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.letter import LetterName
from bot.writer.names_of_parents import NAMES_OF_PARENTS
from bot.writer.names_of_staff import NAMES_OF_STAFF

# Known to every letter.
_EVERYWHERE = {
    "by_post": "yes when the letter is printed and posted, for there is no e-mail address",
    "case_no": "number of the case, such as K-2026-0042",
    "form": "how the reader is addressed: u or je",
    "organisation": "name of the school board",
    "school": "name of the school",
    "mailbox": "address of the complaints mailbox",
    "salutation": "greeting; without a sure name the plain one of the language",
}

_BUTTONS = "the choices of this reader (a list, for the filter buttons)"
_DUTIES = (
    "what is owed, the most urgent first (a list): what, target, due, n_days, late, since and "
    "promise_broken of each"
)
_OF_THE_FIRST = {
    "due": "last day of the term of the first (a date)",
    "late": "yes when target has passed",
    "n_days": "working days from today to target, or since then",
    "promise_broken": "yes when due has passed",
    "since": "last day on which it was in time (a date)",
    "target": "last working day to do it (a date)",
    "what": "what is owed first",
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
            "courtesy": "the same in the sender's own language, where the school switched it on",
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
            "buttons": "further choices on top (a list, for the filter buttons)",
            "classify_target": "last working day to choose the way of working (a date)",
            "complex": "the choice that it takes research or talks (a button)",
            "empty_details": "which details are still empty (a list)",
            "fill_in": "the choice to fill them in (a button)",
            "forwarded_by": "the colleague who passed the mail on",
            "handling_due": "day of the answer, as promised to the parent (a date)",
            "hints": "what deserves a second look (a list)",
            "involved": "the choice of a reader who is involved (a button)",
            "kind": "complaint, question, suggestion, praise or unclear",
            "lang": "language of the mail",
            "missing": "what must still be asked (a list)",
            "more_buttons": "further choices (a list, for the filter links)",
            "name": "name of the sender",
            "name_withheld": "yes when others must not learn the name",
            "note": "what the colleague wrote who passed the mail on",
            "phone": "telephone number that a form asked for",
            "proposed_questions": "questions that could go to the complainant (a list)",
            "received_local": "when the mail came (a day with its hour)",
            "relation": "parent, pupil, neighbour, …",
            "send_questions": "the choice to send those questions (a button)",
            "simple": "the choice that it can be put right soon (a button)",
            "subject": "subject of the mail",
            "taken_down_by": "the colleague who wrote down a complaint that was no mail",
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
            "buttons": _BUTTONS,
            "call_name": "whom a reader without the text can call",
            "call_phone": "telephone number of that person",
            "more_buttons": "further choices (a list, for the filter links)",
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
    LetterName.STATUS_UPDATE: _names(
        {
            "case_no": _EVERYWHERE["case_no"],
            "school": _EVERYWHERE["school"],
            "state": "where the case stands: intake, clarifying, informal, handling, "
            "investigating, remedying, dissatisfied, mediation or external",
        },
        {
            "contact_phone": "telephone number of the person who reads the mail",
            "handling_due": "promised day of the answer (a date; empty when past or answered)",
            "next_step": "what happens next, in the words of a person",
            "privacy_line": "what the school says about personal data",
            "text": "what a person adds",
        },
    ),
    LetterName.PARENT_REPLIED: _names(
        {
            "case_no": _EVERYWHERE["case_no"],
            "new_text": "what the complainant writes, without what is quoted",
        },
        {
            "address": "address of the sender",
            "attachments": "names of the attachments (a list)",
            "buttons": _BUTTONS,
            "guess": "what it looks like, in words",
            "handling_due": "promised day of the answer (a date)",
            "more_buttons": "further choices (a list, for the filter links)",
            "name": "name of the sender",
            "received_local": "when the mail came (a day with its hour)",
            "remarks": "what deserves a second look (a list of codes, as in attention)",
            "stand_in_for": "who is away, when the reader stands in",
        },
    ),
    LetterName.REMINDER: _names(
        {
            "case_no": _EVERYWHERE["case_no"],
            "duties": _DUTIES,
        },
        {
            **_OF_THE_FIRST,
            "buttons": _BUTTONS,
            "extend_to": "last day of the term after more time (a date; empty when there is none)",
            "handler": "name of who handles the case",
            "stand_in_for": "who is away, when the reader stands in",
            "status_text": "proposed words for the complainant on how it stands",
        },
    ),
    LetterName.OVERDUE: _names(
        {
            "case_no": _EVERYWHERE["case_no"],
            "duties": _DUTIES,
        },
        {
            **_OF_THE_FIRST,
            "buttons": _BUTTONS,
            "handler": "name of who handles the case",
            "last_on": "day of the last step (a date)",
            "last_step": "what was last done",
            "parent_told": "yes when the complainant knows of a later day",
            "stand_in_for": "who is away, when the reader stands in",
        },
    ),
    LetterName.DAILY_DIGEST: _names(
        {
            "groups": "the parts (a list): title, urgent (yes or no) and lines (a list) of each; "
            "of each line about, school, when, what, whose and buttons",
            "n_further": "how many duties lie further ahead",
            "n_late": "how many duties are late",
            "n_more": "how many lines are left out",
            "n_open": "how many cases are open",
            "n_open_late": "how many of them are late",
            "n_today": "how many duties end today",
            "n_untold": "how many complainants know of nothing yet",
            "n_week": "how many duties end this week",
            "today": "the day itself (a date)",
        },
        {
            "accounting": "the sum of all mail since the last overview",
            "apart": "mails that lie apart (a list): about, when, what and buttons of each",
            "away": "the choice to say that one is away (a list, for the filter buttons)",
            "by_mail": "yes when letters carry buttons",
            "calendar": "what there is to know of vacations (a list)",
            "first_name": "first name of the reader",
            "n_apart_before": "how many mails lie apart that an overview listed before",
            "n_apart_more": "how many mails that lie apart are not listed",
            "rising": "topics that rise (a list)",
            "stood_still": "on which days the bot was down",
        },
    ),
    LetterName.WEEKLY_DIRECTOR: _names(
        {
            "schools": "the schools (a list): name, new, closed, open, old, acks, answers of each",
            "week": "number of the week",
        },
        {
            "all_schools": "yes when rising is about more schools than these",
            "late": "what is late (a list): about, school, what, n_days and whose of each",
            "n_late_more": "how many of them are not listed",
            "n_promised_more": "how many promises are not listed",
            "promised": "open promises (a list): about, school, what, when and whose of each",
            "rising": "topics that rise (a list)",
            "since": "day from which is counted (a date)",
        },
    ),
    LetterName.BOARD_MONTHLY: _names(
        {
            "month": "the month that is told of",
            "n_alarms": "how many alarms there were",
            "schools": "the schools (a list): name, new, open and late of each",
        },
        {
            "late": "what is late (a list): about, school, what, n_days and whose (a role) of each",
            "n_directors": "how many open cases speak of a director",
            "n_late_more": "how many of them are not listed",
            "n_outside_more": "how many cases outside the school are not listed",
            "n_promised_more": "how many promises are not listed",
            "n_seen": "how many alarms somebody took up",
            "outside": "cases that run outside the school (a list): about, school, body of each",
            "promised": "open promises (a list): about, school, what, when, whose (a role) of each",
            "seen_after": "after how long alarms were taken up (the median, in words)",
        },
    ),
    LetterName.MAILBOX_UNREACHABLE: _names(
        {
            "mailbox": _EVERYWHERE["mailbox"],
            "since": "since when it cannot be reached (a day with its hour)",
            "whom": "who reads this: admin, coordinator or safety",
        },
        {
            "error_short": "what the server said; with shut_out what is wrong and what helps",
            "first_ack_due": "day on which the first acknowledgment would be late (a date)",
            "missed": "how many mails came in the meantime",
            "recovered": "yes when it works again",
            "restored": "since when it works again (a day with its hour)",
            "shut_out": "yes when the bot is not let in any more (no token is to be had)",
        },
    ),
    LetterName.CONFIG_CHECK: _names(
        {
            "n": "how many errors and warnings there are",
        },
        {
            "errors": "what keeps letters back (a list)",
            "for_coordinator": "yes when the reader cannot change the files",
            "infos": "what is good to know (a list)",
            "warnings": "what still must be agreed (a list)",
        },
    ),
    LetterName.DELIVERY_FAILED: _names(
        {
            "letter_name": "which letter it was",
            "masked": "a part of the address it went to",
            "permanent": "yes when it is not tried again",
        },
        {
            "buttons": _BUTTONS,
            "code": "the code of the mail server (RFC 3463)",
            "meaning": "what that code means",
            "owed": "yes when it was the acknowledgment, which is owed still",
            "phone_known": "yes when the complainant can be called",
            "sent_on": "day on which the letter left (a date)",
        },
    ),
    **{
        name: _names(each.needed, each.optional)
        for name, each in {**NAMES_OF_PARENTS, **NAMES_OF_STAFF}.items()
    },
}
