"""The procedure as one table: where a case stands, which steps lead on, and what each brings about.

What is not in the table cannot happen. docs/procedure.md is drawn from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.case import DeadlineKind as Duty
from bot.core.case import Outcome, Status
from bot.core.letter import LetterName


class Step(StrEnum):
    """What happens to a case: a person orders it, the complainant asks it, or its day has come."""

    OPEN = "open"
    TAKE = "take"
    ASSIGN = "assign"
    STEP_ASIDE = "step_aside"  # the handler is involved: somebody else treats it
    SIMPLE = "simple"
    COMPLEX = "complex"
    ADMIT = "admit"
    REFUSE = "refuse"
    REROUTE = "reroute"  # no complaint after all
    ACCEPT = "accept"  # a complaint after all
    TALK_FIRST = "talk_first"
    GO_FORMAL = "go_formal"
    ASK = "ask"
    GET_ANSWER = "get_answer"
    GO_ON = "go_on"  # without the answer
    INVITE = "invite"
    CONFIRM_TALK = "confirm_talk"
    HOLD_TALK = "hold_talk"
    INVESTIGATE = "investigate"
    TELL_STATUS = "tell_status"
    EXTEND = "extend"
    SOLVE = "solve"
    UPHOLD = "uphold"
    UPHOLD_PARTLY = "uphold_partly"
    NOT_UPHOLD = "not_uphold"
    LEAVE_OPEN = "leave_open"  # nobody can say what happened
    PROMISE = "promise"  # a measure
    CARRY_OUT = "carry_out"  # a measure, not the last
    CARRY_OUT_LAST = "carry_out_last"
    CANNOT_SOLVE = "cannot_solve"
    DISSATISFY = "dissatisfy"
    LOOK_AGAIN = "look_again"
    MEDIATE = "mediate"
    AGREE = "agree"  # the mediation ended in an agreement
    PART = "part"  # it ended without one
    GO_OUTSIDE = "go_outside"
    COME_BACK = "come_back"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    REOPEN = "reopen"
    MERGE = "merge"
    WRITE = "write"  # to the complainant, freely
    CONTACT = "contact"  # somebody in danger
    SURVEY = "survey"
    SCORE = "score"
    ASK_FILE = "ask_file"
    ANONYMISE = "anonymise"


class Who(StrEnum):
    """Who takes a step."""

    HANDLER = "handler"  # or the coordinator
    DIRECTOR = "director"
    BOARD = "board"
    SAFETY = "safety"
    ADMIN = "admin"
    COMPLAINANT = "complainant"
    BOT = "bot"


class Goal(StrEnum):
    """Where a step leads that has no place of its own."""

    SAME = "same"  # stays where it is
    BACK = "back"  # where it stood before its complainant was asked
    ANSWERED = "answered"  # answered, or remedying while promised measures are open


class Approval(StrEnum):
    """Who must read the letter of a step before it leaves."""

    NONE = "none"  # no words of a person are in it
    PREVIEW = "preview"  # whoever ordered it
    SECOND = "second"  # a second person, where the school agreed so


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One row: this step, from these statuses, leads there.

    `starts` are owed from then on, `meets` are met by it. `letter` goes to the complainant.
    """

    step: Step
    start: frozenset[Status]
    goal: Status | Goal
    who: frozenset[Who]
    letter: LetterName | None = None
    approval: Approval = Approval.NONE
    starts: tuple[Duty, ...] = ()
    meets: frozenset[Duty] = frozenset()
    outcome: Outcome | None = None


_S = Status
FINAL = frozenset({_S.MERGED, _S.ANONYMISED})
# Nobody is at work on it: it closes, or is taken up again.
RESTING = frozenset({_S.NOT_ADMISSIBLE, _S.CANNOT_SOLVE, _S.WITHDRAWN, _S.CLOSED})
KEPT = frozenset(_S) - FINAL
OPEN = KEPT - RESTING - {_S.REROUTED}
UNANSWERED = frozenset({_S.INTAKE, _S.CLARIFYING, _S.INFORMAL, _S.HANDLING, _S.INVESTIGATING})
AT_WORK = frozenset({_S.INTAKE, _S.HANDLING, _S.INVESTIGATING})

_STAFF = frozenset({Who.HANDLER, Who.DIRECTOR})
_ABOVE = _STAFF | {Who.BOARD}
_HANDLER = frozenset({Who.HANDLER})
_BOT = frozenset({Who.BOT})
_COMPLAINANT = frozenset({Who.COMPLAINANT})

# The answer, or its end, meets all that leads to it.
ANSWER = frozenset(
    {
        Duty.CLASSIFY,
        Duty.ADMISSIBILITY,
        Duty.HANDLING,
        Duty.STATUS,
        Duty.CLARIFY_REPLY,
        Duty.INFORMAL,
        Duty.TALK_REPLY,
        Duty.TALK_MINUTES,
        Duty.DISSATISFIED_REPLY,
        Duty.MEDIATION_REPLY,
        Duty.MEDIATION_STATUS,
        Duty.EXTERNAL_CHECK,
    }
)
_AFTER = frozenset({Duty.REVIEW, Duty.SATISFACTION, Duty.SURVEY_REPLY, Duty.RETENTION})
_DECIDED = frozenset({Duty.CLASSIFY, Duty.ADMISSIBILITY})
_TOLD = (Duty.REVIEW, Duty.SATISFACTION)


def _answer(step: Step, letter: LetterName, outcome: Outcome) -> Move:
    return Move(
        step=step,
        start=frozenset({_S.HANDLING, _S.INVESTIGATING}),
        goal=Goal.ANSWERED,
        who=_STAFF,
        letter=letter,
        approval=Approval.SECOND,
        starts=_TOLD,
        meets=ANSWER,
        outcome=outcome,
    )


MOVES: tuple[Move, ...] = (
    # --- who treats it, and how
    Move(
        step=Step.OPEN, start=frozenset(), goal=_S.INTAKE, who=_BOT,
        letter=LetterName.ACKNOWLEDGMENT,
        starts=(Duty.ACK, Duty.CLASSIFY, Duty.ADMISSIBILITY, Duty.HANDLING, Duty.STATUS),
    ),
    Move(step=Step.TAKE, start=KEPT, goal=Goal.SAME, who=_STAFF),
    Move(step=Step.ASSIGN, start=KEPT, goal=Goal.SAME, who=_ABOVE),
    Move(step=Step.STEP_ASIDE, start=KEPT, goal=Goal.SAME, who=_ABOVE),
    Move(
        step=Step.SIMPLE, start=frozenset({_S.INTAKE, _S.HANDLING}), goal=_S.HANDLING,
        who=_STAFF, meets=_DECIDED,
    ),
    Move(
        step=Step.SIMPLE, start=frozenset({_S.INVESTIGATING}), goal=Goal.SAME,
        who=_STAFF, meets=_DECIDED,
    ),
    Move(
        step=Step.COMPLEX, start=frozenset({_S.INTAKE, _S.HANDLING}), goal=_S.HANDLING,
        who=_STAFF, meets=_DECIDED,
    ),
    Move(
        step=Step.COMPLEX, start=frozenset({_S.INVESTIGATING}), goal=Goal.SAME,
        who=_STAFF, meets=_DECIDED,
    ),
    Move(
        step=Step.ADMIT, start=frozenset({_S.INTAKE}), goal=_S.HANDLING,
        who=_STAFF, meets=frozenset({Duty.ADMISSIBILITY}),
    ),
    Move(
        step=Step.REFUSE, start=frozenset({_S.INTAKE, _S.INFORMAL, _S.HANDLING}),
        goal=_S.NOT_ADMISSIBLE, who=_STAFF, letter=LetterName.NOT_ADMISSIBLE,
        approval=Approval.SECOND, starts=(Duty.REVIEW,), meets=ANSWER,
        outcome=Outcome.INADMISSIBLE,
    ),
    # --- is it a complaint at all
    Move(
        step=Step.REROUTE, start=frozenset({_S.INTAKE}), goal=_S.REROUTED,
        who=_STAFF, letter=LetterName.OTHER_RECEIPT, approval=Approval.PREVIEW,
        starts=(Duty.REPLY_OTHER, Duty.RETENTION), meets=ANSWER,
    ),
    Move(
        step=Step.ACCEPT, start=frozenset({_S.REROUTED}), goal=_S.INTAKE,
        who=_STAFF | _COMPLAINANT,
        starts=(Duty.CLASSIFY, Duty.ADMISSIBILITY, Duty.HANDLING, Duty.STATUS),
        meets=frozenset({Duty.REPLY_OTHER, Duty.RETENTION}),
    ),
    # --- a talk first, and the complainant's part
    Move(
        step=Step.TALK_FIRST, start=frozenset({_S.INTAKE, _S.HANDLING, _S.NOT_ADMISSIBLE}),
        goal=_S.INFORMAL, who=_STAFF, letter=LetterName.INFORMAL_OFFER,
        approval=Approval.PREVIEW, starts=(Duty.INFORMAL,), meets=_DECIDED | {Duty.REVIEW},
    ),
    Move(
        step=Step.GO_FORMAL, start=frozenset({_S.INFORMAL}), goal=_S.INTAKE,
        who=_STAFF | _COMPLAINANT, letter=LetterName.FORMAL_NEXT_STEPS,
        starts=(Duty.CLASSIFY, Duty.HANDLING, Duty.STATUS), meets=frozenset({Duty.INFORMAL}),
    ),
    Move(
        step=Step.ASK, start=AT_WORK, goal=_S.CLARIFYING, who=_STAFF,
        letter=LetterName.CLARIFICATION_REQUEST, approval=Approval.PREVIEW,
        starts=(Duty.CLARIFY_REPLY,),
    ),
    Move(
        step=Step.GET_ANSWER, start=frozenset({_S.CLARIFYING}), goal=Goal.BACK,
        who=_COMPLAINANT, meets=frozenset({Duty.CLARIFY_REPLY}),
    ),
    Move(
        step=Step.GO_ON, start=frozenset({_S.CLARIFYING}), goal=Goal.BACK,
        who=_STAFF | _BOT, meets=frozenset({Duty.CLARIFY_REPLY}),
    ),
    Move(
        step=Step.INVITE, start=frozenset({_S.HANDLING, _S.INFORMAL, _S.INVESTIGATING}),
        goal=Goal.SAME, who=_STAFF, letter=LetterName.TALK_INVITATION,
        approval=Approval.PREVIEW, starts=(Duty.TALK_REPLY,),
    ),
    Move(
        step=Step.CONFIRM_TALK, start=frozenset({_S.HANDLING, _S.INFORMAL, _S.INVESTIGATING}),
        goal=Goal.SAME, who=_STAFF, letter=LetterName.TALK_CONFIRMED,
        starts=(Duty.TALK_MINUTES,), meets=frozenset({Duty.TALK_REPLY}),
    ),
    Move(
        step=Step.HOLD_TALK, start=frozenset({_S.HANDLING, _S.INFORMAL, _S.INVESTIGATING}),
        goal=Goal.SAME, who=_STAFF, letter=LetterName.AFTER_TALK,
        approval=Approval.PREVIEW, meets=frozenset({Duty.TALK_REPLY, Duty.TALK_MINUTES}),
    ),
    # --- on the way to the answer
    Move(
        step=Step.INVESTIGATE, start=frozenset({_S.HANDLING}), goal=_S.INVESTIGATING, who=_STAFF,
    ),
    Move(
        step=Step.TELL_STATUS, start=UNANSWERED | {_S.REMEDYING, _S.MEDIATION}, goal=Goal.SAME,
        who=_STAFF | _BOT, letter=LetterName.STATUS_UPDATE, approval=Approval.PREVIEW,
        starts=(Duty.STATUS,), meets=frozenset({Duty.STATUS}),
    ),
    Move(
        step=Step.EXTEND, start=UNANSWERED - {_S.CLARIFYING}, goal=Goal.SAME, who=_STAFF,
        letter=LetterName.EXTENSION, approval=Approval.PREVIEW,
    ),
    # --- the answer
    Move(
        step=Step.SOLVE, start=frozenset({_S.INFORMAL, _S.INTAKE, _S.HANDLING}),
        goal=Goal.ANSWERED, who=_STAFF, letter=LetterName.SOLVED_WITHOUT_TALK,
        approval=Approval.PREVIEW, starts=_TOLD, meets=ANSWER, outcome=Outcome.SOLVED_INFORMALLY,
    ),
    _answer(Step.UPHOLD, LetterName.OUTCOME_UPHELD, Outcome.UPHELD),
    _answer(Step.UPHOLD_PARTLY, LetterName.OUTCOME_UPHELD, Outcome.PARTLY_UPHELD),
    _answer(Step.NOT_UPHOLD, LetterName.OUTCOME_NOT_UPHELD, Outcome.NOT_UPHELD),
    _answer(Step.LEAVE_OPEN, LetterName.OUTCOME_UNDETERMINED, Outcome.UNDETERMINED),
    Move(
        step=Step.CANNOT_SOLVE,
        start=frozenset({_S.HANDLING, _S.INVESTIGATING, _S.ANSWERED, _S.DISSATISFIED}),
        goal=_S.CANNOT_SOLVE, who=_STAFF, letter=LetterName.CANNOT_SOLVE,
        approval=Approval.SECOND, starts=_TOLD, meets=ANSWER, outcome=Outcome.CANNOT_SOLVE,
    ),
    # --- what was promised
    Move(
        step=Step.PROMISE, start=frozenset({_S.ANSWERED, _S.REMEDYING}), goal=_S.REMEDYING,
        who=_ABOVE, starts=(Duty.MEASURE,),
    ),
    Move(
        step=Step.PROMISE, start=OPEN - {_S.ANSWERED, _S.REMEDYING}, goal=Goal.SAME,
        who=_ABOVE, starts=(Duty.MEASURE,),
    ),
    Move(
        step=Step.CARRY_OUT, start=KEPT, goal=Goal.SAME, who=_ABOVE,
        meets=frozenset({Duty.MEASURE}),
    ),
    Move(
        step=Step.CARRY_OUT_LAST, start=frozenset({_S.REMEDYING}), goal=_S.ANSWERED, who=_ABOVE,
        letter=LetterName.MEASURES_DONE, approval=Approval.PREVIEW,
        meets=frozenset({Duty.MEASURE}),
    ),
    # --- when the answer does not suffice
    Move(
        step=Step.DISSATISFY,
        start=frozenset(
            {_S.ANSWERED, _S.REMEDYING, _S.CANNOT_SOLVE, _S.NOT_ADMISSIBLE, _S.CLOSED}
        ),
        goal=_S.DISSATISFIED, who=_ABOVE, starts=(Duty.DISSATISFIED_REPLY,), meets=_AFTER,
    ),
    Move(
        step=Step.LOOK_AGAIN, start=frozenset({_S.DISSATISFIED}), goal=_S.HANDLING,
        who=_ABOVE, letter=LetterName.REOPENED, approval=Approval.PREVIEW,
        starts=(Duty.HANDLING, Duty.STATUS), meets=ANSWER,
    ),
    Move(
        step=Step.MEDIATE, start=frozenset({_S.DISSATISFIED, _S.HANDLING}), goal=_S.MEDIATION,
        who=_ABOVE, letter=LetterName.MEDIATION_PROPOSAL, approval=Approval.PREVIEW,
        starts=(Duty.MEDIATION_REPLY, Duty.MEDIATION_STATUS),
        meets=frozenset({Duty.DISSATISFIED_REPLY}),
    ),
    Move(
        step=Step.AGREE, start=frozenset({_S.MEDIATION}), goal=Goal.ANSWERED, who=_ABOVE,
        starts=_TOLD, meets=ANSWER, outcome=Outcome.SOLVED_INFORMALLY,
    ),
    Move(
        step=Step.PART, start=frozenset({_S.MEDIATION}), goal=_S.EXTERNAL, who=_ABOVE,
        starts=(Duty.EXTERNAL_CHECK,), meets=ANSWER, outcome=Outcome.REFERRED,
    ),
    Move(
        step=Step.GO_OUTSIDE, start=OPEN - {_S.EXTERNAL}, goal=_S.EXTERNAL, who=_ABOVE,
        starts=(Duty.EXTERNAL_CHECK,), meets=ANSWER, outcome=Outcome.REFERRED,
    ),
    Move(
        step=Step.COME_BACK, start=frozenset({_S.EXTERNAL}), goal=Goal.ANSWERED, who=_ABOVE,
        starts=(Duty.REVIEW,), meets=ANSWER,
    ),
    # --- the end, and after it
    Move(
        step=Step.WITHDRAW, start=OPEN, goal=_S.WITHDRAWN, who=_STAFF,
        letter=LetterName.WITHDRAWAL_CONFIRMED, approval=Approval.PREVIEW,
        starts=(Duty.REVIEW,), meets=ANSWER | _AFTER, outcome=Outcome.WITHDRAWN,
    ),
    Move(
        step=Step.CLOSE,
        start=frozenset(
            {
                _S.ANSWERED, _S.REMEDYING, _S.DISSATISFIED, _S.WITHDRAWN, _S.NOT_ADMISSIBLE,
                _S.CANNOT_SOLVE, _S.MEDIATION, _S.EXTERNAL,
            }
        ),
        goal=_S.CLOSED, who=_ABOVE | _BOT, starts=(Duty.RETENTION,),
        meets=ANSWER | {Duty.REVIEW},
    ),
    # Of a complaint without a name nobody can be answered: what was done with it is written down.
    Move(
        step=Step.CLOSE, start=frozenset({_S.HANDLING, _S.INVESTIGATING}), goal=_S.CLOSED,
        who=_STAFF, starts=(Duty.RETENTION,), meets=ANSWER | {Duty.REVIEW},
        outcome=Outcome.SIGNAL_HANDLED,
    ),
    Move(
        step=Step.REOPEN,
        start=frozenset({_S.CLOSED, _S.WITHDRAWN, _S.NOT_ADMISSIBLE, _S.CANNOT_SOLVE}),
        goal=_S.HANDLING, who=_ABOVE, letter=LetterName.REOPENED, approval=Approval.PREVIEW,
        starts=(Duty.HANDLING, Duty.STATUS), meets=_AFTER | {Duty.CLOSED_REPLY},
    ),
    Move(step=Step.MERGE, start=OPEN, goal=_S.MERGED, who=_STAFF, meets=ANSWER | _AFTER),
    Move(
        step=Step.ANONYMISE, start=frozenset({_S.CLOSED, _S.REROUTED}), goal=_S.ANONYMISED,
        who=frozenset({Who.ADMIN}), meets=frozenset(Duty),
    ),
    # --- words to the complainant that move nothing
    Move(
        step=Step.WRITE, start=KEPT - {_S.DISSATISFIED}, goal=Goal.SAME, who=_ABOVE,
        letter=LetterName.REPLY, approval=Approval.PREVIEW,
        # A reaction that is owed before anybody confirmed that the complainant is not satisfied.
        meets=frozenset({Duty.CLOSED_REPLY, Duty.REPLY_OTHER, Duty.DISSATISFIED_REPLY}),
    ),
    Move(
        step=Step.WRITE, start=frozenset({_S.DISSATISFIED}), goal=Goal.SAME, who=_ABOVE,
        letter=LetterName.REPLY, approval=Approval.PREVIEW,
        meets=frozenset({Duty.CLOSED_REPLY, Duty.REPLY_OTHER}),
    ),
    Move(
        step=Step.CONTACT, start=KEPT, goal=Goal.SAME, who=_STAFF | {Who.SAFETY},
        letter=LetterName.CRISIS_CONTACT, approval=Approval.PREVIEW,
    ),
    Move(
        step=Step.SURVEY, start=KEPT - UNANSWERED, goal=Goal.SAME, who=_BOT,
        letter=LetterName.SURVEY, starts=(Duty.SURVEY_REPLY,),
        meets=frozenset({Duty.SATISFACTION}),
    ),
    Move(
        step=Step.SCORE, start=KEPT, goal=Goal.SAME, who=_COMPLAINANT,
        letter=LetterName.SURVEY_THANKS, meets=frozenset({Duty.SURVEY_REPLY}),
    ),
    Move(
        step=Step.ASK_FILE, start=KEPT, goal=Goal.SAME, who=_COMPLAINANT,
        letter=LetterName.DOSSIER_RECEIPT, starts=(Duty.DOSSIER_REQUEST,),
    ),
)  # fmt: skip


def move_for(step: Step, status: Status) -> Move | None:
    """The row of this step for a case that stands there; None: it cannot be taken now."""
    return next((move for move in MOVES if move.step is step and status in move.start), None)


def possible(status: Status) -> tuple[Step, ...]:
    """Every step that a case which stands there can take, in the order of the table."""
    return tuple(dict.fromkeys(move.step for move in MOVES if status in move.start))
