"""Automatic letters to outsiders stand still for a while: who is told, and when it is over.

An administrator pauses them when a letter says something wrong. Nothing is lost: what is written
waits in the outbox. What a person approved or let go leaves all the same, and so does every letter
to staff.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from bot.core import offers
from bot.core.calendar import Term, Unit
from bot.core.choices import buttons
from bot.core.clause import Clause
from bot.core.correspondence import to_staff
from bot.core.decision import BeginPause, Decision, Effect, EndPause, Send, Tell
from bot.core.duties.refusal import NotPossible
from bot.core.facts import Facts
from bot.core.happening import (
    AttentionCode,
    AttentionItem,
    LettersPaused,
    LettersResumed,
    PauseNews,
    PauseStands,
)
from bot.core.letter import LetterName, LetterOrder, Value
from bot.core.parties import admins, coordinator
from bot.core.pause import KeptBack, Pause
from bot.core.policy import Person, Policy, Role

END_OF_DAY = time(18)  # local: a pause until a day lasts as long as people are at work on it
LONGEST = Term(5, Unit.WORKING_DAYS)
_USUAL = Term(1, Unit.WORKING_DAYS)

_TOO_LONG = Clause(
    "een pauze eindigt na nu, en ten laatste op {latest}",
    "a pause ends after now, and on {latest} at the latest",
)
_NO_PAUSE = Clause("er is geen pauze", "there is no pause")
_NO_ADMIN = Clause("dat kan alleen een beheerder", "only an administrator can do that")


def usual_end(facts: Facts, policy: Policy) -> datetime:
    """How long a pause lasts of which nobody said: the end of the next working day."""
    return _end_after(_USUAL, facts, policy)


def latest_end(facts: Facts, policy: Policy) -> datetime:
    """When the longest pause that can begin now is over."""
    return _end_after(LONGEST, facts, policy)


def begun(by: Person, until: datetime, facts: Facts, policy: Policy) -> list[Effect]:
    """The pause begins, and everybody hears so who answers for what is not sent."""
    pause = Pause(by=by.id, began_at=facts.now, until=until)
    told = _told(pause, "began", facts, policy, "automatic letters to outsiders wait")
    return [BeginPause(pause), *told]


def ended(pause: Pause, by: Person, facts: Facts, policy: Policy) -> list[Effect]:
    """A person ends it before its time."""
    told = _told(pause, "ended", facts, policy, "automatic letters leave again")
    return [EndPause(f"by {by.id}"), *told]


def on_paused(happening: LettersPaused, facts: Facts, policy: Policy) -> Decision:
    """An administrator pauses the letters at the terminal.

    Raises:
        NotPossible: not by this person, or not till then.
    """
    by = _administrator(happening.by, policy)
    until = happening.until or usual_end(facts, policy)
    if not facts.now < until <= latest_end(facts, policy):
        latest = f"{latest_end(facts, policy).astimezone(policy.zone):%d/%m/%Y %H:%M}"
        raise NotPossible(_TOO_LONG, latest=latest)
    effects = tuple(begun(by, until, facts, policy))
    return Decision(event="letters_paused", reason=f"by {by.id}", effects=effects)


def on_resumed(happening: LettersResumed, facts: Facts, policy: Policy) -> Decision:
    """An administrator ends the pause at the terminal.

    Raises:
        NotPossible: not by this person, or there is none.
    """
    by = _administrator(happening.by, policy)
    if facts.pause is None or not facts.paused:
        raise NotPossible(_NO_PAUSE)
    effects = tuple(ended(facts.pause, by, facts, policy))
    return Decision(event="letters_resumed", reason=f"by {by.id}", effects=effects)


def on_pause_stands(happening: PauseStands, facts: Facts, policy: Policy) -> Decision:
    """A pause lasts on a new working day, keeps acknowledgments back for long, or is over."""
    pause = facts.pause
    if pause is None:
        return Decision(event="pause_stands", reason="there is none")
    key = f"pause:{pause.id}:{happening.news.value}"
    if happening.news is PauseNews.OVER:
        told = _told(pause, "ended", facts, policy, "automatic letters leave again")
        effects: tuple[Effect, ...] = (EndPause("its time was over"), *told)
        return Decision(event="letters_resumed", reason="in time", effects=effects, key=key)
    key = f"{key}:{facts.today.isoformat()}"
    kept = facts.kept_back
    if happening.news is PauseNews.LATE:
        matter = Tell(
            AttentionItem(
                code=AttentionCode.ACKS_PAUSED,
                school=policy.mailboxes[0].school,
                detail=str(kept.late),
            )
        )
        reason = f"{kept.late} acknowledgments wait for the end of the pause"
        return Decision(event="acks_paused", reason=reason, effects=(matter,), key=key)
    told = _told(pause, "lasts", facts, policy, "automatic letters to outsiders still wait")
    return Decision(event="pause_lasts", reason=f"{kept.letters} wait", effects=told, key=key)


def _end_after(term: Term, facts: Facts, policy: Policy) -> datetime:
    day = policy.calendar.due(facts.today, term).due_on
    return datetime.combine(day, END_OF_DAY, policy.zone)


def _administrator(person_id: str, policy: Policy) -> Person:
    found = next((one for one in admins(policy) if one.id == person_id), None)
    if found is None:
        raise NotPossible(_NO_ADMIN)
    return found


def _told(pause: Pause, state: str, facts: Facts, policy: Policy, reason: str) -> tuple[Send, ...]:
    return tuple(
        Send(paused(pause, state, facts, policy, to=person), reason) for person in _readers(policy)
    )


def _readers(policy: Policy) -> Iterator[Person]:
    """All administrators, and who coordinates a school with a mailbox; each once."""
    every = (*admins(policy), *(coordinator(policy, box.school) for box in policy.mailboxes))
    yield from {person.id: person for person in every}.values()


def paused(pause: Pause, state: str, facts: Facts, policy: Policy, *, to: Person) -> LetterOrder:
    """That letters wait, still do, or leave again (`state`); an administrator may end it."""
    kept: KeptBack = facts.kept_back
    may_end = state != "ended" and Role.ADMIN in to.roles
    ready = [offers.choice(offers.RESUME, to)]
    values: dict[str, Value] = {
        "organisation": policy.organisation,
        "mailbox": facts.mailbox or policy.mailboxes[0].address,
        "state": state,
        "by": next((one.name for one in policy.people if one.id == pause.by), pause.by),
        "began": pause.began_at.astimezone(policy.zone),
        "until": pause.until.astimezone(policy.zone),
        "n_letters": kept.letters,
        "n_acks": kept.acks,
        "is_admin": Role.ADMIN in to.roles,
        "buttons": buttons(ready, "", to, facts, policy) if may_end else (),
    }
    return to_staff(LetterName.PAUSE, to, values, policy, case_number=None)
