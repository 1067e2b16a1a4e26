"""What administrators are told: a mailbox that cannot be used, a config that needs them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from bot.core import correspondence
from bot.core.calendar import local_date
from bot.core.case import Case, Deadline, DeadlineKind
from bot.core.decision import Decision, Reach, Send
from bot.core.duties import ladder
from bot.core.duties.moving import stands_still
from bot.core.facts import Facts
from bot.core.happening import CalendarChanged, ConfigChecked, MailboxTrouble
from bot.core.letter import LetterName, LetterOrder, Value
from bot.core.parties import admins, coordinator
from bot.core.policy import Person, Policy, Role

_EVERYBODY = (Role.SAFETY, Role.COORDINATOR, Role.ADMIN)
# How long a trouble lasts when it is told, and to whom; from the second day on it is told daily.
# An hour without eyes on the mailbox is long for somebody in danger: then persons look in it.
_BELLS: Mapping[str, tuple[timedelta, tuple[Role, ...]]] = {
    "quarter": (timedelta(minutes=15), (Role.ADMIN,)),
    "hour": (timedelta(hours=1), _EVERYBODY),
    "four hours": (timedelta(hours=4), _EVERYBODY),
}
# The words for whom; who is more than one of these reads the first.
_WHOM = {Role.SAFETY: "safety", Role.COORDINATOR: "coordinator", Role.ADMIN: "admin"}

_TERM_OF_MONTH = {1: 2, 2: 2, 3: 2, 4: 3, 5: 3, 6: 3, 9: 1, 10: 1, 11: 1, 12: 1}  # none in summer
_CHECKS = "config:"


def keys_begin(happening: MailboxTrouble | ConfigChecked) -> str:
    """How the keys of all entries about one trouble, or about the config, begin."""
    if isinstance(happening, ConfigChecked):
        return _CHECKS
    return f"mailbox:{happening.mailbox}:{_instant(happening.since)}:"


# --- the mailbox ----------------------------------------------------------------------------------


def on_mailbox_trouble(happening: MailboxTrouble, facts: Facts, policy: Policy) -> Decision:
    """A mailbox cannot be used for a while, or can be again.

    It is asked at each look while the trouble lasts: the highest bell that it has come to rings,
    once by its key. That it is over hears whoever heard one of the bells (`facts.noted`).
    """
    if happening.restored_at is None:
        bell = _bell_after(facts.now - happening.since)
        return _on_trouble(happening, bell, _roles(bell), facts, policy)
    rung = (key.removeprefix(keys_begin(happening)) for key in facts.noted)
    heard = {role for bell in rung for role in _roles(bell)}
    return _on_trouble(happening, "restored", heard, facts, policy)


def _bell_after(lasts: timedelta) -> str:
    if lasts.days > 0:
        return f"day {lasts.days}"
    come_to = (bell for bell, (after, _) in _BELLS.items() if after <= lasts)
    return max(come_to, key=lambda bell: _BELLS[bell][0], default="noticed")


def _roles(bell: str) -> Collection[Role]:
    """Who hears a bell; nobody hears that a trouble was noticed."""
    if bell.startswith("day "):
        return _EVERYBODY
    return _BELLS[bell][1] if bell in _BELLS else ()


def _on_trouble(
    happening: MailboxTrouble, name: str, roles: Collection[Role], facts: Facts, policy: Policy
) -> Decision:
    restored = happening.restored_at is not None
    return Decision(
        event="mailbox_restored" if restored else "mailbox_unreachable",
        reason=f"{name}: since {_instant(happening.since)}",
        effects=tuple(
            Send(
                mailbox_unreachable(happening, facts, policy, to=person, whom=_WHOM[role]),
                "a mailbox works again" if restored else "a mailbox cannot be used",
            )
            for person, role in _readers(happening.mailbox, roles, policy)
        ),
        key=f"{keys_begin(happening)}{name}",
    )


def _readers(
    mailbox: str, roles: Collection[Role], policy: Policy
) -> Iterator[tuple[Person, Role]]:
    """Whoever has one of these roles for what comes in a mailbox, each once."""
    # The only mailbox is that of every school, whichever of them it stands for.
    boxes = policy.mailboxes if len(policy.mailboxes) > 1 else ()
    school = next((box.school for box in boxes if box.address == mailbox), "")
    met: set[str] = set()
    for role in _EVERYBODY:
        everyone = [person for person in policy.people if role in person.roles]
        serving = [each for each in everyone if _serves(each, role, school)]
        for person in (serving or everyone) if role in roles else ():
            if person.id not in met:
                met.add(person.id)
                yield person, role


def _serves(person: Person, role: Role, school: str) -> bool:
    return role is Role.ADMIN or not school or not person.schools or school in person.schools


def mailbox_unreachable(  # noqa: PLR0913  # everything the letter prints
    happening: MailboxTrouble,
    facts: Facts,
    policy: Policy,
    *,
    to: Person,
    whom: str,
    shut_out: bool = False,
) -> LetterOrder:
    """Since when a mailbox cannot be used and what to do; or that it works again.

    `shut_out`: no token is to be had, and the error of the trouble says what helps.
    """
    restored = happening.restored_at
    values: dict[str, Value] = {
        "mailbox": happening.mailbox,
        "organisation": policy.organisation,
        "whom": whom,
        "since": happening.since.astimezone(policy.zone),
        "error_short": happening.error,
        "shut_out": shut_out,
        "first_ack_due": _first_ack_due(happening, facts, policy),
        "recovered": restored is not None,
        "restored": restored.astimezone(policy.zone) if restored else None,
        "missed": happening.taken_in,
    }
    return correspondence.to_staff(
        LetterName.MAILBOX_UNREACHABLE, to, values, policy, case_number=None
    )


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _first_ack_due(happening: MailboxTrouble, facts: Facts, policy: Policy) -> date | None:
    """By when a mail that came as the trouble began must be acknowledged; None when past."""
    duty = policy.duties.get(DeadlineKind.ACK)
    if duty is None:
        return None
    began_on = local_date(happening.since, policy.zone)
    due = policy.calendar.due(began_on, duty.term, roll=duty.roll, vacation=policy.vacation)
    return due.due_on if due.due_on >= facts.today else None


# --- the config -----------------------------------------------------------------------------------


def on_config_checked(happening: ConfigChecked, facts: Facts, policy: Policy) -> Decision:
    """What the check found, told when it is new, and weekly while an error remains.

    The coordinator hears once a school term what still must be agreed. `facts.noted` are the keys
    of the checks before.
    """
    to_do = (*happening.errors, *happening.warnings, *happening.untapped)
    state = _state(to_do, facts.today if happening.errors else None)
    term = _school_term(facts.today) if happening.warnings else ""
    told = any(key.startswith(state) for key in facts.noted)
    heard = not term or any(key.endswith(f":{term}") for key in facts.noted)
    readers = [(person, False) for person in admins(policy) if to_do and not told]
    if not heard:
        agrees = coordinator(policy, policy.mailboxes[0].school)
        readers += [(agrees, True)] if agrees not in [person for person, _ in readers] else []
    return Decision(
        event="config_checked",
        reason=f"{len(happening.errors)} errors, {len(happening.warnings)} warnings",
        effects=tuple(
            Send(
                config_check(happening, policy, to=person, for_coordinator=for_coordinator),
                "the config needs a person",
            )
            for person, for_coordinator in readers
        ),
        key=f"{state}{'' if heard else term}" if readers else None,
    )


def config_check(
    happening: ConfigChecked, policy: Policy, *, to: Person, for_coordinator: bool
) -> LetterOrder:
    """What the check found. The coordinator reads what must be agreed, not what is broken."""
    errors = () if for_coordinator else happening.errors
    values: dict[str, Value] = {
        "organisation": policy.organisation,
        "n": len(errors) + len(happening.warnings),
        "errors": errors,
        "warnings": happening.warnings,
        "infos": happening.infos,
        "untapped": () if for_coordinator else happening.untapped,
        "for_coordinator": for_coordinator,
    }
    return correspondence.to_staff(LetterName.CONFIG_CHECK, to, values, policy, case_number=None)


def _state(to_do: Iterable[str], today: date | None) -> str:
    """How a key begins that stands for what is to be done, in this week while there are errors."""
    fingerprint = hashlib.sha256("\n".join(to_do).encode()).hexdigest()[:16]
    return f"{_CHECKS}{fingerprint}:{f'{today:%G-W%V}' if today else ''}:"


def _school_term(today: date) -> str:
    term = _TERM_OF_MONTH.get(today.month)
    return f"{today.year}-{term}" if term else ""


# --- the calendar ---------------------------------------------------------------------------------


def on_calendar_changed(happening: CalendarChanged, facts: Facts, policy: Policy) -> Decision:
    """Other days count now: the days of coming reminders are found anew; no promise moves.

    Asked for each case, and last without one: then all of it is done, and written down.
    """
    if facts.case is None:
        return Decision(
            event="calendar_read",
            reason=happening.fingerprint,
            key=f"calendar:{facts.now.astimezone(UTC).isoformat()}",
        )
    number = facts.case.number
    return Decision(
        event="reminders_dated",
        reason="other days count now",
        effects=tuple(
            Reach(case_number=number, deadline=duty, stage=None, next_on=next_on)
            for duty, next_on in _dated_anew(facts.case, policy)
        ),
        case_number=number,
    )


def _dated_anew(case: Case, policy: Policy) -> Iterator[tuple[Deadline, date | None]]:
    for duty in case.deadlines:
        next_on = ladder.next_on(duty, policy.calendar)
        # What waits for the complainant reminds nobody, whatever the calendar.
        if duty.met_at is None and next_on != duty.next_on and not stands_still(duty, case):
            yield duty, next_on
