"""Letters: their names, and the order to write one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from bot.core.house_style import PLAIN_STYLE, HouseStyle


class LetterName(StrEnum):
    """Each letter is named as its template file."""

    ACKNOWLEDGMENT = "acknowledgment"
    ANONYMOUS_REPLY = "anonymous_reply"
    CLOSED_CASE_REPLY = "closed_case_reply"
    NEW_COMPLAINT = "new_complaint"
    ATTENTION = "attention"
    SAFETY_ALERT = "safety_alert"
    FORWARD_RECEIVED = "forward_received"
    TEMPLATE_BROKEN = "template_broken"
    STATUS_UPDATE = "status_update"
    PARENT_REPLIED = "parent_replied"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    DAILY_DIGEST = "daily_digest"
    WEEKLY_DIRECTOR = "weekly_director"
    BOARD_MONTHLY = "board_monthly"
    MAILBOX_UNREACHABLE = "mailbox_unreachable"
    CONFIG_CHECK = "config_check"
    DELIVERY_FAILED = "delivery_failed"
    INFORMAL_OFFER = "informal_offer"
    FORMAL_NEXT_STEPS = "formal_next_steps"
    CLARIFICATION_REQUEST = "clarification_request"
    CLARIFICATION_REMINDER = "clarification_reminder"
    NOT_ADMISSIBLE = "not_admissible"
    TALK_INVITATION = "talk_invitation"
    TALK_CONFIRMED = "talk_confirmed"
    AFTER_TALK = "after_talk"
    SOLVED_WITHOUT_TALK = "solved_without_talk"
    EXTENSION = "extension"
    OUTCOME_UPHELD = "outcome_upheld"
    OUTCOME_NOT_UPHELD = "outcome_not_upheld"
    OUTCOME_UNDETERMINED = "outcome_undetermined"
    CANNOT_SOLVE = "cannot_solve"
    MEDIATION_PROPOSAL = "mediation_proposal"
    WITHDRAWAL_CONFIRMED = "withdrawal_confirmed"
    MEASURES_DONE = "measures_done"
    SURVEY = "survey"
    SURVEY_REMINDER = "survey_reminder"
    SURVEY_THANKS = "survey_thanks"
    OTHER_RECEIPT = "other_receipt"
    DOSSIER_RECEIPT = "dossier_receipt"
    REOPENED = "reopened"
    CRISIS_CONTACT = "crisis_contact"
    WRONG_ADDRESS = "wrong_address"
    ADDITION_RECEIVED = "addition_received"
    REPLY = "reply"
    PREVIEW = "preview"
    COMMAND_RESULT = "command_result"
    COMMAND_ERROR = "command_error"
    WAS_IT_YOU = "was_it_you"
    CASE_SHOWN = "case_shown"
    CASES_SHOWN = "cases_shown"
    HELP_SHOWN = "help_shown"
    FIRST_TAP = "first_tap"
    LETTER_TO_POST = "letter_to_post"
    RESPONDENT_NOTICE = "respondent_notice"
    PAUSE = "pause"
    STATE_SHOWN = "state_shown"
    CONFIG_SHOWN = "config_shown"
    LETTERS_SHOWN = "letters_shown"
    LETTER_SHOWN = "letter_shown"
    LETTERS_TESTED = "letters_tested"
    DATES_SHOWN = "dates_shown"
    DOSSIER_DRAFT = "dossier_draft"
    RETENTION_LIST = "retention_list"


class Audience(StrEnum):
    """Whom a letter is for: the folder its template lies in."""

    PARENT = "parent"
    STAFF = "staff"
    ADMIN = "admin"


AUDIENCE: Mapping[LetterName, Audience] = {
    LetterName.ACKNOWLEDGMENT: Audience.PARENT,
    LetterName.ANONYMOUS_REPLY: Audience.PARENT,
    LetterName.CLOSED_CASE_REPLY: Audience.PARENT,
    LetterName.NEW_COMPLAINT: Audience.STAFF,
    LetterName.ATTENTION: Audience.STAFF,
    LetterName.SAFETY_ALERT: Audience.STAFF,
    LetterName.FORWARD_RECEIVED: Audience.STAFF,
    LetterName.TEMPLATE_BROKEN: Audience.ADMIN,
    LetterName.STATUS_UPDATE: Audience.PARENT,
    LetterName.PARENT_REPLIED: Audience.STAFF,
    LetterName.REMINDER: Audience.STAFF,
    LetterName.OVERDUE: Audience.STAFF,
    LetterName.DAILY_DIGEST: Audience.STAFF,
    LetterName.WEEKLY_DIRECTOR: Audience.STAFF,
    LetterName.BOARD_MONTHLY: Audience.STAFF,
    LetterName.MAILBOX_UNREACHABLE: Audience.ADMIN,
    LetterName.CONFIG_CHECK: Audience.ADMIN,
    LetterName.DELIVERY_FAILED: Audience.ADMIN,
    LetterName.INFORMAL_OFFER: Audience.PARENT,
    LetterName.FORMAL_NEXT_STEPS: Audience.PARENT,
    LetterName.CLARIFICATION_REQUEST: Audience.PARENT,
    LetterName.CLARIFICATION_REMINDER: Audience.PARENT,
    LetterName.NOT_ADMISSIBLE: Audience.PARENT,
    LetterName.TALK_INVITATION: Audience.PARENT,
    LetterName.TALK_CONFIRMED: Audience.PARENT,
    LetterName.AFTER_TALK: Audience.PARENT,
    LetterName.SOLVED_WITHOUT_TALK: Audience.PARENT,
    LetterName.EXTENSION: Audience.PARENT,
    LetterName.OUTCOME_UPHELD: Audience.PARENT,
    LetterName.OUTCOME_NOT_UPHELD: Audience.PARENT,
    LetterName.OUTCOME_UNDETERMINED: Audience.PARENT,
    LetterName.CANNOT_SOLVE: Audience.PARENT,
    LetterName.MEDIATION_PROPOSAL: Audience.PARENT,
    LetterName.WITHDRAWAL_CONFIRMED: Audience.PARENT,
    LetterName.MEASURES_DONE: Audience.PARENT,
    LetterName.SURVEY: Audience.PARENT,
    LetterName.SURVEY_REMINDER: Audience.PARENT,
    LetterName.SURVEY_THANKS: Audience.PARENT,
    LetterName.OTHER_RECEIPT: Audience.PARENT,
    LetterName.DOSSIER_RECEIPT: Audience.PARENT,
    LetterName.REOPENED: Audience.PARENT,
    LetterName.CRISIS_CONTACT: Audience.PARENT,
    LetterName.WRONG_ADDRESS: Audience.PARENT,
    LetterName.ADDITION_RECEIVED: Audience.PARENT,
    LetterName.REPLY: Audience.PARENT,
    LetterName.PREVIEW: Audience.STAFF,
    LetterName.COMMAND_RESULT: Audience.STAFF,
    LetterName.COMMAND_ERROR: Audience.STAFF,
    LetterName.WAS_IT_YOU: Audience.STAFF,
    LetterName.CASE_SHOWN: Audience.STAFF,
    LetterName.CASES_SHOWN: Audience.STAFF,
    LetterName.HELP_SHOWN: Audience.STAFF,
    LetterName.FIRST_TAP: Audience.STAFF,
    LetterName.LETTER_TO_POST: Audience.STAFF,
    LetterName.RESPONDENT_NOTICE: Audience.STAFF,
    LetterName.PAUSE: Audience.ADMIN,
    LetterName.STATE_SHOWN: Audience.ADMIN,
    LetterName.CONFIG_SHOWN: Audience.ADMIN,
    LetterName.LETTERS_SHOWN: Audience.ADMIN,
    LetterName.LETTER_SHOWN: Audience.ADMIN,
    LetterName.LETTERS_TESTED: Audience.ADMIN,
    LetterName.DATES_SHOWN: Audience.ADMIN,
    LetterName.DOSSIER_DRAFT: Audience.STAFF,
    LetterName.RETENTION_LIST: Audience.ADMIN,
}

# The letters that cannot wait: where the mail server fails them they take the second way out.
ALARMS = frozenset({LetterName.SAFETY_ALERT, LetterName.MAILBOX_UNREACHABLE})
# The letters that tell a complainant that the mail is registered.
ACKNOWLEDGES = frozenset({LetterName.ACKNOWLEDGMENT, LetterName.ANONYMOUS_REPLY})
# The letters that show no number: whoever looks over the reader's shoulder learns of no case.
UNNUMBERED = frozenset({LetterName.CRISIS_CONTACT})


class Origin(StrEnum):
    """Who is behind a letter; becomes the Auto-Submitted header (RFC 3834 §5)."""

    REPLIED = "auto-replied"  # an automatic answer to a mail, to its sender
    GENERATED = "auto-generated"  # any other automatic letter
    PERSON = "person"  # a person approved the words: no header


class Hold(StrEnum):
    """Why an acknowledgment is written but waits for a person."""

    CRITICAL = "critical"  # somebody may be in danger: an alert comes first
    LIMIT = "limit"  # this address had enough of them
    OLD = "old"  # first seen long after its receipt
    CONFIG = "config error"  # the school has not agreed what a letter must say
    FORWARDED = "forwarded"  # a colleague passed the mail on: is this really the complainant?
    PREVIEW = "preview"  # a person must read it and say yes first


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A choice that a reader of staff makes with two taps: a mail that already holds the command.

    `label` is what stands on it, `command` the words of the mail ("EENVOUDIG"), `about` the number
    of the case or "mail 411" ("" for what concerns the reader alone). `person` is the id of the
    reader, `mailbox` the address it goes to, `made_on` the local date of the letter: the writer
    puts a key in it that only this person's mail may carry. A button without a `person` is nobody's
    and carries no key: a figure that a complainant may tap as well as type.
    """

    label: str
    command: str
    about: str
    person: str
    mailbox: str
    made_on: date

    @property
    def spoken(self) -> str:
        """The same choice in words, for who answers by hand."""
        return f"{self.about} {self.command}".strip()


# What a template may print: plain data only, so that nothing in it can act.
Plain = str | bool | int | date | datetime | Button | None
Value: TypeAlias = "Plain | tuple[Value, ...] | Mapping[str, Value]"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterOrder:
    """The core's order to write one letter to one recipient.

    `language` is the recipient's ("nl"), `form` "u" or "je". `values` are the names the template
    may use. `answers` is the Message-ID this letter replies to, `references` the thread above it.
    `held` says why the letter waits for a person. `trial_for` is the
    outsider for whom the letter was meant, when the bot is on trial. `shows` is another letter
    whose words this one prints (`shown_subject`, `shown_text`); `encloses` are letters that come
    with it as one-page PDF files, to be printed and posted.
    """

    name: LetterName
    to: str
    language: str
    form: str
    values: Mapping[str, Value]
    origin: Origin
    case_number: str | None = None
    answers: str | None = None
    references: tuple[str, ...] = ()
    held: Hold | None = None
    trial_for: str | None = None
    to_staff: bool = False
    shows: LetterOrder | None = None
    encloses: tuple[LetterOrder, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A written letter: final words, ready to be put in an envelope.

    `enclosed` are the letters that come with it, written likewise.
    `subject` is one line. `text` and `html` say the same, in `language`, which is the order's
    unless nobody wrote this letter in it. `template_hash` is the SHA-256 (hex) of the template
    source that was used. `style` is how the page looks: with a `logo` it shows that picture by its
    Content-ID.
    """

    order: LetterOrder
    subject: str
    text: str
    html: str
    template_hash: str
    language: str = "nl"
    style: HouseStyle = PLAIN_STYLE
    broken: Broken | None = None
    enclosed: tuple[Letter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """An administrator's template that could not be used, so the shipped text went out instead.

    `word` is what the text stumbled on, "" when it is no single word. `source_hash` is the SHA-256
    (hex) of the broken text: each broken text is told of once.
    """

    file: str
    line: int
    error: str
    word: str = ""
    source_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyLetter:
    """A letter in its envelope: `content` is the whole message as it will leave (RFC 5322)."""

    order: LetterOrder
    reason: str
    mailbox: str
    language: str
    message_id: str
    subject: str
    content: bytes
    template_hash: str
