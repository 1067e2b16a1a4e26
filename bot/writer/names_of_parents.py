"""The names that the letters to complainants may use: what is needed, what may be empty.

Every text among them is in the language of the letter, every word of a person as it was typed.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.letter import LetterName
from bot.writer.names_of_staff import Meaning

_ALWAYS = {
    "case_no": "number of the case, such as K-2026-0042",
    "school": "name of the school",
}
_PRIVACY = {"privacy_line": "what the school says about personal data"}
_SIGNED = {
    "contact_name": "the person who signs (empty: the complaints desk signs)",
    "contact_phone": "telephone number of that person",
    "contact_role": "what that person is, such as: zorgcoördinator",
    "text": "what a person adds, in a paragraph of its own",
    **_PRIVACY,
}
_PHONE = {"contact_phone": "telephone number of the person who reads the mail"}
_RECEIVED = {"received_date": "day on which the complaint came (a date)"}
_DUE = {"handling_due": "promised day of the answer (a date; empty when past or answered)"}
_REPLY_BY = {"reply_by": "last day for an answer (a date)"}
_REVIEW = {"review_until": "last day to ask for a second look (a date; empty when past)"}
_CHILD = {"has_child": "yes when the reader is a parent, or as one, of the pupil"}
_SUPPORT = {"support_line": "who helps parents and pupils outside the school"}
_OUTSIDE = {
    "external_bodies": "bodies outside the school (a list): name, what, contact and term of each; "
    "the term is in words, or empty"
}
_MEASURES = {
    "measures": "what the school will do (a list): text and due (a date, or empty) of each"
}
_LESSONS = {"lessons": "what the school learns of it, in the words of a person"}
_FACTS = {
    "facts_basis": "what was looked at and what kinds of persons were heard, in the words of a "
    "person",
    "findings": "what was found, in the words of a person",
}
_TAPS = {
    "taps": "the figures 1 to 5 to tap on (a list of buttons that are nobody's, for the filter "
    "scale)"
}
_SURVEY_READER = {"survey_reader": "who reads the answers to the question for satisfaction"}


def _signed(needed: Mapping[str, str], optional: Mapping[str, str]) -> Meaning:
    """A letter that a person approved, with a name below it."""
    may_be_empty = {name: said for name, said in _SIGNED.items() if name not in needed}
    return Meaning({**_ALWAYS, **needed}, {**may_be_empty, **optional})


def _automatic(needed: Mapping[str, str], optional: Mapping[str, str]) -> Meaning:
    """A letter that no person read before it left; the complaints desk signs."""
    return Meaning({**_ALWAYS, **needed}, {**_PRIVACY, **optional})


NAMES_OF_PARENTS: Mapping[LetterName, Meaning] = {
    LetterName.INFORMAL_OFFER: _signed(
        {"informal_person": "with whom to talk"},
        {
            **_RECEIVED,
            **_DUE,
            **_SUPPORT,
            "informal_phone": "telephone number of that person",
        },
    ),
    LetterName.FORMAL_NEXT_STEPS: _signed({}, _DUE),
    LetterName.CLARIFICATION_REQUEST: _signed(
        {"questions": "what is asked (a list)"},
        {
            **_REPLY_BY,
            **_DUE,
            "latest_due": "day of the answer at the very latest, when the clock stands still while "
            "the reader owes an answer (a date; empty when it runs)",
        },
    ),
    LetterName.CLARIFICATION_REMINDER: _automatic(
        {},
        {**_PHONE, **_REPLY_BY, "asked_date": "day on which was asked (a date)"},
    ),
    LetterName.NOT_ADMISSIBLE: _signed(
        _RECEIVED,
        {
            **_OUTSIDE,
            **_REVIEW,
            "alternatives": "what is possible (a list)",
            "facts_months": "how many months old facts may be",
            "old_no": "number of the case in which it was treated already",
            "other_procedure": "the other procedure, in words",
            "reasons": "why (a list): the codes too_old, already_treated, in_court, "
            "no_concrete_pupil, no_interest, policy, other_procedure, anonymous and no_facts, or "
            "sentences",
            "second_person": "who looks at it again",
            "text": "why, in the words of a person",
        },
    ),
    LetterName.TALK_INVITATION: _signed(
        {},
        {
            **_REPLY_BY,
            **_SUPPORT,
            "director_present": "yes when the head of the school joins",
            "duration": "how long it takes, such as: een half uur",
            "interpreter": "yes when the school arranges an interpreter, free of charge",
            "options": "moments to choose from (a list; days with their hour, or texts)",
            "place": "where",
            "remote_possible": "yes when it can be by telephone or online",
            "who": "who will be there (a list)",
        },
    ),
    LetterName.TALK_CONFIRMED: _signed(
        {"talk_at": "when (a day with its hour)"},
        {
            "place": "where",
            "talk_kind": "room, phone or online",
            "who": "who will be there (a list)",
        },
    ),
    LetterName.AFTER_TALK: _signed(
        {
            "summary": "what was said, in the words of a person",
            "talk_date": "day of the talk (a date)",
        },
        {
            **_DUE,
            "agreements": "what was agreed (a list): text, owner (or empty) and due (a date, or "
            "empty) of each",
            "close_on": "day on which the case closes when no answer comes (a date)",
            "next_step": "what happens next, in the words of a person",
            "solved": "yes when the school thinks it is solved",
        },
    ),
    LetterName.SOLVED_WITHOUT_TALK: _signed(
        {"summary": "what was put right, in the words of a person"},
        {"close_on": "day on which the case closes when no answer comes (a date)"},
    ),
    LetterName.EXTENSION: _signed(
        {
            "new_due": "day of the answer from now on (a date)",
            "old_due": "day of the answer until now (a date)",
            "reason": "why, in the words of a person",
        },
        {"already_late": "yes when old_due has passed"},
    ),
    LetterName.OUTCOME_UPHELD: _signed(
        {"findings": _FACTS["findings"]},
        {
            **_CHILD,
            **_LESSONS,
            **_MEASURES,
            **_OUTSIDE,
            **_REVIEW,
            "apologises": "yes when the school apologises in the words of this letter",
            "apology": "the apology in the words of a person, instead of those of this letter",
            "other_points": "on what the reader is not right, when partly",
            "partly": "yes when the reader is right in part",
            "points": "on what the reader is right, when partly",
            "structural": "what changes so that it does not happen again (a list)",
        },
    ),
    LetterName.OUTCOME_NOT_UPHELD: _signed(
        _FACTS,
        {
            **_LESSONS,
            **_OUTSIDE,
            **_REVIEW,
            "offer": "what the school can do, in the words of a person",
        },
    ),
    LetterName.OUTCOME_UNDETERMINED: _signed(
        _FACTS, {**_LESSONS, **_MEASURES, **_OUTSIDE, **_REVIEW}
    ),
    LetterName.CANNOT_SOLVE: _signed(
        {
            "what_not": "what the school cannot do, in the words of a person",
            "why": "why not, in the words of a person",
        },
        {
            **_CHILD,
            **_OUTSIDE,
            **_REVIEW,
            "what_possible": "what it can do, in the words of a person",
        },
    ),
    LetterName.MEDIATION_PROPOSAL: _signed(
        {},
        {
            **_REPLY_BY,
            **_SUPPORT,
            "cost_free": "yes when it costs the reader nothing",
            "cost_line": "what it costs, in the words of a person",
            "mediator": "who could mediate",
        },
    ),
    LetterName.WITHDRAWAL_CONFIRMED: _signed(
        {},
        {
            **_CHILD,
            **_REVIEW,
            "solved": "yes when it is solved",
            "stays_open": "yes when the school may look further, for the safety of pupils",
            "withdrawn_on": "day on which the reader asked it (a date)",
        },
    ),
    LetterName.MEASURES_DONE: _signed(
        {"done": "what was done (a list): text and done_on (a date, or empty) of each"}, {}
    ),
    LetterName.SURVEY: _automatic(
        {}, {**_CHILD, **_SURVEY_READER, **_TAPS, "answered_on": "day of the answer (a date)"}
    ),
    LetterName.SURVEY_REMINDER: _automatic(
        {}, {**_TAPS, "sent_on": "day on which was asked first (a date)"}
    ),
    LetterName.SURVEY_THANKS: _automatic(
        {},
        {
            **_SURVEY_READER,
            "follow_up_by": "last day on which that person calls or writes (a date)",
            "low": "yes when the reader was not content",
        },
    ),
    LetterName.OTHER_RECEIPT: _signed(
        {"kind": "question, suggestion, praise or other"},
        {"owner": "who treats it", "reply_due": "last day for an answer (a date)"},
    ),
    LetterName.DOSSIER_RECEIPT: _automatic(
        {},
        {
            "dossier_due": "last day to hear of it (a date)",
            "identity_check": "yes when the reader must first say who it is",
            "wants_copy": "yes when a copy was asked, not just to look at it",
        },
    ),
    LetterName.REOPENED: _signed(
        {"reason": "why, in the words of a person"},
        {
            **_DUE,
            "handler": "name of who treats it from now on",
            "new_reader": "yes when that person did not treat it before",
        },
    ),
    LetterName.CRISIS_CONTACT: Meaning(
        {
            "contact_name": "the person who writes, and listens",
            "contact_phone": "telephone number of that person",
        },
        {
            "contact_role": _SIGNED["contact_role"],
            "first_name": "first name of the reader, when it is sure",
            "helplines": "where to talk without a name (a list): name and contact of each",
            "reachable_text": "when that person can be reached, in a sentence",
            "text": "what that person adds",
        },
    ),
    LetterName.WRONG_ADDRESS: _signed(
        {"other_body": "who can help"},
        {**_RECEIVED, "other_contact": "how to reach them"},
    ),
    LetterName.ADDITION_RECEIVED: _automatic(
        {"received_date": "day on which this mail came (a date)"},
        {**_DUE, "due_moved": "yes when that day is another than was promised before"},
    ),
    LetterName.REPLY: _signed({"text": "the answer, in the words of a person"}, {}),
}
