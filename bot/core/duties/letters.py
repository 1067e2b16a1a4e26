"""What a reminder says: what is owed by when, what was done last, and what the reader can do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bot.core import offers
from bot.core.calendar import local_date
from bot.core.case import Case, Deadline, DeadlineKind, Moving, Status, Urgency
from bot.core.choices import MOST_BUTTONS, buttons
from bot.core.clause import Clause, in_language
from bot.core.duties.ladder import working_days_between
from bot.core.duties.moving import extended
from bot.core.duties.offered import Standing, offered
from bot.core.duties.pausing import NO_ANSWER
from bot.core.duties.words import WORDS, what_is_owed
from bot.core.facts import Facts
from bot.core.instructions import Verb
from bot.core.letter import LetterName, LetterOrder, Origin, Value
from bot.core.offers import Offer
from bot.core.parties import handler_of, school_name
from bot.core.policy import Person, Policy
from bot.core.reading.hints import HINTS, SEVERAL

# The last step of a case, where it is not a duty that was met.
_RECEIVED = Clause("bericht ontvangen", "message received")
_MORE_TIME = Clause("meer tijd genomen", "more time taken")
_ASKED = Clause("uitleg gevraagd", "explanation asked")
_GIVEN_UP = Clause("geen uitleg gekregen", "no explanation received")

_TELL = Offer(Verb.STATUS, Clause("Bericht aan de melder", "Write to the complainant"))
_ASK_HANDLER = Offer(Verb.REMIND, Clause("Vraag het aan de behandelaar", "Ask the handler"))
_HANDOVER = (offers.TAKE_OVER, offers.GIVE, _ASK_HANDLER)


class _State(NamedTuple):
    """How a case stands, in words for its complainant: to "u", to "je", and in English."""

    u: str
    je: str
    en: str


# As the handler may tell it; the complainant's own letter has it in four languages.
_STATES: Mapping[Status, _State] = {
    Status.INTAKE: _State(
        "We bekijken hoe we uw klacht het best aanpakken.",
        "We bekijken hoe we je klacht het best aanpakken.",
        "We are looking at how best to deal with your complaint.",
    ),
    Status.INFORMAL: _State(
        "We zoeken samen met u een oplossing, in gesprek.",
        "We zoeken samen met jou een oplossing, in gesprek.",
        "We are looking for a solution together with you, by talking.",
    ),
    Status.HANDLING: _State(
        "We zijn bezig met uw klacht.",
        "We zijn bezig met je klacht.",
        "We are working on your complaint.",
    ),
    Status.INVESTIGATING: _State(
        "We onderzoeken wat er gebeurd is.",
        "We onderzoeken wat er gebeurd is.",
        "We are finding out what happened.",
    ),
    Status.REMEDYING: _State(
        "We voeren uit wat we u beloofd hebben.",
        "We voeren uit wat we je beloofd hebben.",
        "We are carrying out what we promised you.",
    ),
    Status.DISSATISFIED: _State(
        "We bekijken uw reactie op ons antwoord.",
        "We bekijken je reactie op ons antwoord.",
        "We are looking at your reaction to our answer.",
    ),
    Status.MEDIATION: _State(
        "De bemiddeling loopt.", "De bemiddeling loopt.", "The mediation is going on."
    ),
}
# In these the complainant is told every so often how it stands.
TOLD_HOW_IT_STANDS = frozenset(_STATES)


def reminder(  # noqa: PLR0913  # everything the letter prints
    case: Case,
    duties: Sequence[Deadline],
    facts: Facts,
    policy: Policy,
    *,
    to: Person,
    overdue: bool,
    stand_in_for: str = "",
) -> LetterOrder:
    """One letter to one person about these duties of a case, the most urgent first.

    `overdue` makes it the letter to whoever stands above the handler. `stand_in_for` is the name of
    who is away. A case is named by its number alone: no word of the complaint stands in it.
    """
    first = duties[0]
    extend_to = _more_time(duties, facts, policy)
    last_step, last_on = _last_step(case, policy)
    some = _offers(case, first, facts, policy, overdue=overdue)
    if extend_to and not overdue and offers.MORE_TIME not in some:
        # Also where something else comes first: once the day has passed it can no longer be had.
        some = (*some[: MOST_BUTTONS - 1], offers.MORE_TIME)
    choices = offers.choices(some, to)
    values: dict[str, Value] = {
        "case_no": case.number,
        "school": school_name(case.school, policy),
        "organisation": policy.organisation,
        "mailbox": _mailbox(facts, policy),
        **_about(first, to, facts, policy),
        "duties": tuple(_about(duty, to, facts, policy) for duty in duties),
        "stand_in_for": stand_in_for,
        "extend_to": extend_to,
        "status_text": status_text(case) if first.kind is DeadlineKind.STATUS else "",
        "buttons": buttons(choices, case.number, to, facts, policy, school=case.school),
    }
    if overdue:
        values |= {
            "handler": handler_of(policy, case).name,
            "last_step": in_language(last_step, to),
            "last_on": last_on,
            "parent_told": _knows(case, first, policy),
        }
    return LetterOrder(
        name=LetterName.OVERDUE if overdue else LetterName.REMINDER,
        to=to.email,
        language=to.language,
        form=policy.form,
        values=values,
        origin=Origin.GENERATED,
        case_number=case.number,
        to_staff=True,
    )


def status_text(case: Case) -> str:
    """The words with which the handler may tell the complainant how it stands."""
    words = _STATES.get(case.status, _STATES[Status.HANDLING])
    if case.language == "en":
        return words.en
    return words.je if case.form == "je" else words.u


def _about(duty: Deadline, to: Person, facts: Facts, policy: Policy) -> dict[str, Value]:
    """One duty: `n_days` are the working days till its target day, or since then when `late`.

    `since` is the last day on which it was in time: the promised one, where that has passed.
    """
    today = facts.today
    return {
        "what": what_is_owed(duty, to, passed=today >= duty.target_on),
        "target": duty.target_on,
        "due": duty.due_on,
        "n_days": working_days_between(today, duty.target_on, policy.calendar),
        "late": today > duty.target_on,
        "promise_broken": today > duty.due_on,
        "since": duty.due_on if today > duty.due_on else duty.target_on,
    }


def _more_time(duties: Sequence[Deadline], facts: Facts, policy: Policy) -> date | None:
    """The promised day of the answer after an extension; None where none can be had."""
    answer = next((duty for duty in duties if duty.kind is DeadlineKind.HANDLING), None)
    if answer is None:
        return None
    try:
        return extended(answer, facts.today, "?", policy).due_on
    except ValueError:
        return None


def _last_step(case: Case, policy: Policy) -> tuple[Clause, date]:
    """What was done last in a case, and on which local date."""

    def all_steps() -> Iterator[tuple[date, Clause]]:
        yield case.received_on, _RECEIVED
        for duty in case.deadlines:
            done = _GIVEN_UP if duty.proof == NO_ANSWER else WORDS[duty.kind].done
            if duty.met_at is not None and done is not None:
                yield local_date(duty.met_at, policy.zone), done
            for moved in duty.moved:
                if moved.why is Moving.EXTENSION:
                    yield moved.on, _MORE_TIME
        if case.stopped_on is not None:
            yield case.stopped_on, _ASKED

    # Of several on one day the last in the order in which they are owed.
    *_, (on, step) = sorted(all_steps(), key=lambda each: each[0])
    return step, on


def _knows(case: Case, duty: Deadline, policy: Policy) -> bool:
    """Whether the complainant was told how it stands after the promised day had passed."""
    return any(
        each.kind is DeadlineKind.STATUS
        and each.met_at is not None
        and local_date(each.met_at, policy.zone) > duty.due_on
        for each in case.deadlines
    )


def _offers(
    case: Case, duty: Deadline, facts: Facts, policy: Policy, *, overdue: bool
) -> tuple[Offer, ...]:
    """What the reader can order: who stands above the handler first sees to the complainant."""
    if overdue and duty.kind not in {DeadlineKind.ACK, DeadlineKind.MEASURE}:
        tell = (_TELL,) if facts.today > duty.due_on else ()
        return (*tell, *_HANDOVER)
    standing = Standing(
        kind=duty.kind,
        ack=case.ack,
        n=duty.n,
        serious=case.urgency in {Urgency.HIGH, Urgency.CRITICAL},
        several=HINTS[SEVERAL].nl in case.hints,
        more_time=_more_time((duty,), facts, policy) is not None,
        others=overdue,
    )
    return offered(standing)


def _mailbox(facts: Facts, policy: Policy) -> str:
    return facts.mailbox or policy.mailboxes[0].address
