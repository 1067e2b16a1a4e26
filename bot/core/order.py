"""What staff order in a mail, in words of our own: read, not yet judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.core.calendar import Term


class Verb(StrEnum):
    """What may be ordered. The words for each, in Dutch and English, stand in `verbs.py`."""

    TAKE = "take"
    ASSIGN = "assign"
    INVOLVED = "involved"
    SIMPLE = "simple"
    COMPLEX = "complex"
    ADMISSIBLE = "admissible"
    NOT_ADMISSIBLE = "not_admissible"
    NO_COMPLAINT = "no_complaint"
    COMPLAINT = "complaint"
    INFORMAL = "informal"
    FORMAL = "formal"
    CLARIFY = "clarify"
    NOTE = "note"
    SOLVED = "solved"
    STATUS = "status"
    EXTEND = "extend"
    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"
    UNDETERMINED = "undetermined"
    CANNOT_SOLVE = "cannot_solve"
    MEASURE = "measure"
    DONE = "done"
    DISSATISFIED = "dissatisfied"
    LOOK_AGAIN = "look_again"
    WITHDRAWN = "withdrawn"
    CLOSE = "close"
    REOPEN = "reopen"
    REPLY = "reply"  # with its text
    REPLY_LETTER = "reply_letter"  # a mail that is ready to be filled in
    SHOW_LETTER = "show_letter"  # the letter that waits, or would go next
    REMIND = "remind"
    ADDRESS = "address"
    DETAILS = "details"
    ABOUT = "about"
    STOP_CLOCK = "stop_clock"
    START_CLOCK = "start_clock"
    SEEN = "seen"
    FALSE_ALARM = "false_alarm"
    CONTACT = "contact"
    YES = "yes"
    NO = "no"
    TEXT = "text"
    STOP = "stop"  # a letter that was approved and has not left
    UNDO = "undo"
    NEW = "new"
    SHOW = "show"
    LIST = "list"
    SEARCH = "search"
    HELP = "help"
    MORE = "more"  # the other choices of a letter
    AWAY = "away"
    BACK = "back"
    HERE = "here"  # the tap that proves a phone's account
    # About the bot itself: for administrators.
    ADMIN = "admin"
    ADMIN_STATUS = "admin_status"
    ADMIN_CHECK = "admin_check"
    ADMIN_PAUSE = "admin_pause"
    ADMIN_RESUME = "admin_resume"
    LETTER_LIST = "letter_list"
    LETTER_SHOWN = "letter_shown"
    LETTER_TEST = "letter_test"
    LETTER_CHANGE = "letter_change"
    RECALCULATE = "recalculate"
    # Known, but done in another way for now: they are answered with that way.
    TALK = "talk"
    TALK_OK = "talk_ok"
    TALK_HELD = "talk_held"
    INVESTIGATE = "investigate"
    HEARING = "hearing"
    MEDIATION = "mediation"
    EXTERNAL = "external"
    LINK = "link"
    MERGE = "merge"
    SPLIT = "split"
    FORWARD = "forward"
    CONFIDENTIAL = "confidential"
    KEEP = "keep"
    RELEASE = "release"
    DOSSIER = "dossier"
    REPORT = "report"
    DIGEST_WEEKLY = "digest_weekly"


class Field(StrEnum):
    """What may be filled in under an order, each on lines of its own ("UITLEG: …")."""

    NAME = "name"
    MAIL = "mail"
    PHONE = "phone"
    POSTAL_ADDRESS = "postal_address"
    PUPIL = "pupil"
    CLASS = "class"
    SCHOOL = "school"
    RELATION = "relation"
    TOPIC = "topic"
    ABOUT = "about"
    FACTS_ON = "facts_on"
    PLACE = "place"
    WISH = "wish"
    CORE = "core"
    LANGUAGE = "language"
    FORM = "form"
    VIA = "via"
    RECEIVED = "received"
    TEXT = "text"
    EXPLANATION = "explanation"
    FACTS = "facts"
    APOLOGY = "apology"
    MEASURE = "measure"  # may be repeated
    STRUCTURAL = "structural"  # may be repeated
    LESSONS = "lessons"
    OFFER = "offer"
    POINTS = "points"  # of a partly upheld complaint: upheld
    OTHER_POINTS = "other_points"  # and not upheld
    REASON = "reason"
    SUMMARY = "summary"
    TALK_ON = "talk_on"  # the day of the talk after which it is solved
    NEXT = "next"
    ALTERNATIVE = "alternative"  # what can be done instead; may be repeated
    CAN = "can"
    CANNOT = "cannot"
    TO = "to"  # ids of bodies outside the school
    QUESTION = "question"  # may be repeated


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order, as it was read.

    `number` is the case (or "mail 411") that was written with it, else "". `text` is all free text
    of it. `fields` may hold a field several times. `on` is the date in it, `term` a duration, `n` a
    number, `whom` the person as typed, `code` what it chooses from (a refusal, a kind of mail),
    `seal` the seal of a letter that was shown. `line` is its first line as typed.
    """

    verb: Verb
    number: str = ""
    text: str = ""
    fields: Mapping[Field, tuple[str, ...]] = field(default_factory=dict)
    on: date | None = None
    term: Term | None = None
    n: int | None = None
    whom: str = ""
    code: str = ""
    seal: str = ""
    line: str = ""

    def one(self, name: Field) -> str:
        """All that was written in this field, as one text; "" when nothing was."""
        return "\n\n".join(self.fields.get(name, ())).strip()


class Unclear(StrEnum):
    """Why a line is asked back."""

    UNKNOWN_WORD = "unknown_word"  # near a verb, but none
    DENIED = "denied"  # "niet eenvoudig"
    TYPING_ERROR = "typing_error"  # surely meant, but it moves something
    AMBIGUOUS_DATE = "ambiguous_date"  # 8/12 or 12/8
    PAST_DATE = "past_date"
    CONTRADICTION = "contradiction"  # two orders that cannot both be meant
    SEVERAL_CASES = "several_cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A line that was perhaps an order. `near` are the likeliest verbs, `dates` what it may say."""

    why: Unclear
    line: str
    near: tuple[Verb, ...] = ()
    dates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instructions:
    """What a mail of staff orders. `note` is what is left of its words, `thanks` a mere "ok"."""

    orders: tuple[Order, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    note: str = ""
    thanks: bool = False
