"""What the school agreed, as the core decides with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.core.calendar import Calendar, Roll, Term, Vacation
from bot.core.case import DeadlineKind, Kind, Urgency
from bot.core.trust import Trust
from bot.core.vocabulary import Vocabulary

# What may keep a complaint from being treated; procedure.toml says which of them the school sets.
CONDITIONS = frozenset(
    {
        "too_old",
        "already_treated",
        "in_court",
        "no_concrete_pupil",
        "no_interest",
        "policy",
        "other_procedure",
        "no_facts",
    }
)


class Mode(StrEnum):
    """Live, or on trial: then letters to outsiders go to the coordinator."""

    LIVE = "live"
    TRIAL = "trial"


class ForwardAck(StrEnum):
    """When the parent is acknowledged whose mail a colleague passed on."""

    CONFIRM = "confirm"  # after a person confirmed whose it is
    AT_ONCE = "at_once"
    NEVER = "never"


class AnonymousPolicy(StrEnum):
    """What is done with complaints without a name."""

    REGISTER_ONLY = "register_only"
    HANDLE_AS_SIGNAL = "handle_as_signal"
    REFUSE = "refuse"
    REFUSE_SILENT = "refuse_silent"


class Role(StrEnum):
    """What a person does in the complaints procedure."""

    COORDINATOR = "coordinator"
    HANDLER = "handler"
    DIRECTOR = "director"
    BOARD = "board"
    SAFETY = "safety"
    STAFF = "staff"
    ADMIN = "admin"
    CLB = "clb"
    DPO = "dpo"
    MEDIATOR = "mediator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of people.toml. `schools` empty means: all. `body`: may get the text of an alert."""

    id: str
    name: str
    email: str
    phone: str = ""
    title: str = ""
    roles: frozenset[Role] = frozenset()
    schools: tuple[str, ...] = ()
    deputy: str | None = None
    body: bool | None = None
    language: str = "nl"


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school under the board."""

    id: str
    name: str
    level: str = ""
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A watched mailbox: its own address, the aliases that reach it, the school it stands for.

    `archive` is the folder whose subfolder of the year takes what was stored. `proves_staff` says
    that its provider proves who wrote a mail: only then does a letter to staff carry buttons.
    `trust` is how it proves it; None: it proves nothing. `changes_mail`: it may hand a stored mail
    over otherwise when it is fetched again.
    """

    address: str
    aliases: tuple[str, ...] = ()
    school: str = ""
    start_from: date | None = None
    archive: str = "Gehoor"
    proves_staff: bool = False
    trust: Trust | None = None
    changes_mail: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One agreed term: how long, how it rolls, and where the figure comes from."""

    kind: DeadlineKind
    term: Term
    roll: Roll
    source: str


class StatusUpdates(StrEnum):
    """Who tells a complainant every so often how it stands."""

    PROPOSE = "propose"  # the handler is reminded, with the text
    AUTO = "auto"  # the bot writes by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Agreed lengths that are no duty by themselves; each with its source in words.

    `handling_simple` is the day staff answer a simple complaint by. None: nothing was agreed.
    `clarify_reminder` and `survey_reminder` are how long after a question a complainant who has not
    answered is asked once more; of nothing: never.
    """

    handling_simple: Term | None = None
    extension: Term | None = None
    extensions: int = 1  # how often a day may be extended
    max_pause: Term | None = None
    clarify_reminder: Term | None = None
    survey_reminder: Term | None = None
    clarify_pauses_clock: bool = True
    sources: Mapping[str, str] = field(default_factory=dict)

    def again(self, kind: DeadlineKind) -> Term | None:
        """How long after a question of this kind the bot asks once more; None: it does not."""
        asked = {
            DeadlineKind.CLARIFY_REPLY: self.clarify_reminder,
            DeadlineKind.SURVEY_REPLY: self.survey_reminder,
        }
        term = asked.get(kind)
        return term if term is not None and term.n else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much automatic mail is enough."""

    acks_per_sender_per_day: int = 5
    ack_max_age_days: int = 30
    breaker_per_10min: int = 60
    max_message_bytes: int = 35_000_000


class Matcher(Protocol):
    """Finds listed expressions in text as `plain.sentences` gives it, in time linear to it."""

    def find(self, text: str) -> tuple[str, ...]:
        """The words that were hit, in order of appearance; empty when none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalList:
    """Expressions of one alarm in one language. `level` None marks a flag (`pupil_writes`)."""

    code: str
    language: str
    level: Urgency | None
    matcher: Matcher
    only: bool = False  # applied only when the language is sure


@dataclass(frozen=True, slots=True, kw_only=True)
class CueList:
    """Expressions that speak for one kind of mail in one language."""

    kind: Kind
    language: str
    matcher: Matcher
    weak: bool = False  # at home in other kinds too: speaks only where nothing speaks louder


@dataclass(frozen=True, slots=True, kw_only=True)
class HintList:
    """Expressions in one language that speak for a hint, a clue or an intent, under its code."""

    code: str
    language: str
    matcher: Matcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All word lists the bot reads with.

    `clues` are what hints are concluded from, `intents` what a mail in a case seems to want,
    `topics` what a complaint is about.
    `disclaimers` (per language) take a cue back: "geen klacht, gewoon een vraag". `idioms` are
    figures of speech that would ring an alarm: "we lachten ons dood".
    `promises` are what a school does not write to a complainant: promises that nobody can keep,
    and judgments. `automatic_subjects` are the openings machines give to a subject,
    `automatic_texts` their sentences by what these tell (absence, instead, written, received,
    confirm); `sales` is what sellers say.
    """

    signals: tuple[SignalList, ...] = ()
    cues: tuple[CueList, ...] = ()
    hints: tuple[HintList, ...] = ()
    clues: tuple[HintList, ...] = ()
    intents: tuple[HintList, ...] = ()
    topics: tuple[HintList, ...] = ()
    vocabulary: Mapping[str, Vocabulary] = field(default_factory=dict)
    disclaimers: Mapping[str, Matcher] = field(default_factory=dict)
    idioms: Mapping[str, Matcher] = field(default_factory=dict)
    stop_words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    leadership: Matcher | None = None
    promises: Matcher | None = None
    automatic_subjects: Matcher | None = None
    automatic_texts: Mapping[str, Matcher] = field(default_factory=dict)
    sales: Matcher | None = None
    school: Matcher | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Admissibility:
    """What a complaint must be to be treated. It is only hinted at; a person decides.

    `conditions` are the codes of those the school sets, `facts_age` how old facts may be.
    `throwaway_domains` are where people write from who do not want to be known.
    """

    conditions: frozenset[str] = CONDITIONS
    facts_age: Term | None = None
    throwaway_domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Approvals:
    """Who must say yes to what leaves the school.

    `answer` is the role or id of who approves an answer ("" for nobody but its author), `refusal`
    whether a second person must approve that a complaint is refused, `extension` the role or id of
    who may give more time. `unpreviewed` are the letters that the school lets go without a preview.
    """

    answer: str = "director"
    refusal: bool = True
    extension: str = "handler"
    unpreviewed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideBody:
    """A body outside the school, as letters name it: texts per language, its term in words too."""

    id: str
    name: str
    what: Mapping[str, str]
    contact: Mapping[str, str]
    term: Mapping[str, str] = field(default_factory=dict)
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WebForm:
    """A form on the school's site: who sends it, and our field name → its label."""

    sender: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """All that was agreed. Frozen: a change of config makes a new one."""

    organisation: str
    zone: ZoneInfo
    mode: Mode
    preset: str
    mailboxes: tuple[Mailbox, ...]
    schools: tuple[School, ...]
    people: tuple[Person, ...]
    route_about: Mapping[str, str]
    duties: Mapping[DeadlineKind, Duty]
    vacation: Vacation
    calendar: Calendar
    numbering: str
    form: str
    languages: tuple[str, ...]
    limits: Limits
    words: Words
    privacy_line: Mapping[str, str]
    support_line: Mapping[str, str] = field(default_factory=dict)
    pupil_domains: tuple[str, ...] = ()
    staff_domains: tuple[str, ...] = ()
    forward_ack: ForwardAck = ForwardAck.CONFIRM
    anonymous: AnonymousPolicy = AnonymousPolicy.HANDLE_AS_SIGNAL
    admissibility: Admissibility = field(default_factory=Admissibility)
    webforms: tuple[WebForm, ...] = ()
    terms: Terms = field(default_factory=Terms)
    status_updates: StatusUpdates = StatusUpdates.PROPOSE
    approvals: Approvals = field(default_factory=Approvals)
    surveys: bool = True  # complainants are asked how it went
    outside: tuple[OutsideBody, ...] = ()
    helplines: tuple[OutsideBody, ...] = ()
    questions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # code, language
    plan_ref: str = ""
    courtesy_languages: tuple[str, ...] = ()  # in which a native speaker has read the block
    missing: tuple[str, ...] = ()  # agreements without which no letter goes to a parent

    @property
    def has_buttons(self) -> bool:
        """Whether any letter to staff may carry buttons."""
        return any(box.proves_staff for box in self.mailboxes)

    @property
    def own_addresses(self) -> frozenset[str]:
        """Every address that is the bot's own, case folded."""
        return frozenset(
            address.casefold() for box in self.mailboxes for address in (box.address, *box.aliases)
        )
