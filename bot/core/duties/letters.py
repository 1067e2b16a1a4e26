"""What a reminder says: what is owed by when, what was done last, and what the reader can do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.core.calendar import local_date
from bot.core.case import Case, Deadline, DeadlineKind, Moving, Status, Urgency
from bot.core.choices import MOST_BUTTONS, Choice, buttons
from bot.core.duties.ladder import working_days_between
from bot.core.duties.moving import extended
from bot.core.duties.pausing import NO_ANSWER
from bot.core.facts import Facts
from bot.core.letter import LetterName, LetterOrder, Origin, Value
from bot.core.parties import handler_of, school_name
from bot.core.policy import Person, Policy

# What is owed, as a subject line says it: without a name, because a locked phone shows it.
WHAT: Mapping[DeadlineKind, str] = {
    DeadlineKind.ACK: "ontvangstmelding aan de melder",
    DeadlineKind.CLASSIFY: "kies eenvoudig of complex",
    DeadlineKind.ADMISSIBILITY: "beslis of de klacht ontvankelijk is",
    DeadlineKind.HANDLING: "antwoord aan de melder",
    DeadlineKind.STATUS: "laat de melder weten hoe het staat",
    DeadlineKind.CLARIFY_REPLY: "geen uitleg gekregen, beslis hoe het verdergaat",
    DeadlineKind.INFORMAL: "het informele gesprek loopt af, beslis hoe het verdergaat",
    DeadlineKind.TALK_REPLY: "nog geen moment voor het gesprek",
    DeadlineKind.TALK_MINUTES: "verslag van het gesprek",
    DeadlineKind.MEASURE: "beloofde maatregel",
    DeadlineKind.REVIEW: "einde van de tijd om te reageren",
    DeadlineKind.DISSATISFIED_REPLY: "reactie aan wie niet tevreden is",
    DeadlineKind.MEDIATION_REPLY: "antwoord op het voorstel tot bemiddeling",
    DeadlineKind.MEDIATION_STATUS: "vraag na hoe de bemiddeling loopt",
    DeadlineKind.EXTERNAL_CHECK: "vraag na hoe het staat bij de instantie buiten de school",
    DeadlineKind.BOARD_REACTION: "reactie van het bestuur op het oordeel van de commissie",
    DeadlineKind.SATISFACTION: "tevredenheidsvraag",
    DeadlineKind.SURVEY_REPLY: "antwoord op de tevredenheidsvraag",
    DeadlineKind.DOSSIER_REQUEST: "het dossier voor wie erom vroeg",
    DeadlineKind.CLOSED_REPLY: "antwoord op een bericht in een afgesloten dossier",
    DeadlineKind.REPLY_OTHER: "antwoord op een vraag of opmerking",
    DeadlineKind.RETENTION: "einde van de bewaartijd",
}

# The same, once it is done.
_DONE: Mapping[DeadlineKind, str] = {
    DeadlineKind.ACK: "ontvangstmelding gegeven",
    DeadlineKind.CLASSIFY: "eenvoudig of complex gekozen",
    DeadlineKind.ADMISSIBILITY: "over de ontvankelijkheid beslist",
    DeadlineKind.HANDLING: "antwoord gegeven",
    DeadlineKind.STATUS: "stand van zaken verteld",
    DeadlineKind.CLARIFY_REPLY: "uitleg gekregen",
    DeadlineKind.TALK_REPLY: "moment voor het gesprek gekozen",
    DeadlineKind.TALK_MINUTES: "verslag van het gesprek gestuurd",
    DeadlineKind.MEASURE: "maatregel uitgevoerd",
}
_GIVEN_UP = "geen uitleg gekregen"

_SHOW: Choice = ("Toon", "TOON")
_ASK_TIME: Choice = ("Meer tijd", "VERLENG")  # only while it may be had
_HANDOVER: tuple[Choice, ...] = (
    ("Ik neem over", "NEEM"),
    ("Geef aan iemand anders", "GEEF AAN"),
    ("Vraag het aan de behandelaar", "HERINNER"),
)
# What can be done about each: the label and the words of the command, likeliest first.
_CHOICES: Mapping[DeadlineKind, tuple[Choice, ...]] = {
    DeadlineKind.ACK: (("Gebeld", "NOTITIE gebeld"), ("Nieuw adres", "ADRES"), _SHOW),
    DeadlineKind.CLASSIFY: (("Eenvoudig", "EENVOUDIG"), ("Complex", "COMPLEX"), _SHOW),
    DeadlineKind.ADMISSIBILITY: (("Ontvankelijk", "ONTVANKELIJK"), _SHOW),
    DeadlineKind.HANDLING: (
        ("Schrijf antwoord", "ANTWOORDBRIEF"),
        _ASK_TIME,
        _SHOW,
    ),
    DeadlineKind.STATUS: (("Stuur stand van zaken", "STATUS"), _SHOW),
    DeadlineKind.CLARIFY_REPLY: (
        ("Vraag het nog eens", "VRAAG UITLEG"),
        ("Schrijf antwoord", "ANTWOORDBRIEF"),
        _SHOW,
    ),
    DeadlineKind.INFORMAL: (("Opgelost", "OPGELOST"), ("Formeel verder", "FORMEEL"), _SHOW),
    DeadlineKind.TALK_REPLY: (("Stel momenten voor", "GESPREK"), _SHOW),
    DeadlineKind.TALK_MINUTES: (("Schrijf verslag", "VERSLAG"), _SHOW),
    DeadlineKind.DISSATISFIED_REPLY: (("Herbekijk", "HERBEKIJK"), _SHOW),
    DeadlineKind.CLOSED_REPLY: (("Antwoord", "ANTWOORD"), ("Heropen", "HEROPEN"), _SHOW),
    DeadlineKind.REPLY_OTHER: (("Antwoord", "ANTWOORD"), _SHOW),
    DeadlineKind.DOSSIER_REQUEST: (("Maak dossier", "DOSSIER"), _SHOW),
    DeadlineKind.MEDIATION_STATUS: (("Resultaat", "BEMIDDELING"), _SHOW),
    DeadlineKind.EXTERNAL_CHECK: (("Resultaat", "EXTERN"), _SHOW),
}

# How a case stands, as the handler may tell it; the complainant's own letter has it in four
# languages. "u" and "je" as the school addresses people.
_STATES: Mapping[Status, Mapping[str, str]] = {
    Status.INTAKE: {
        "u": "We bekijken hoe we uw klacht het best aanpakken.",
        "je": "We bekijken hoe we je klacht het best aanpakken.",
    },
    Status.INFORMAL: {
        "u": "We zoeken samen met u een oplossing, in gesprek.",
        "je": "We zoeken samen met jou een oplossing, in gesprek.",
    },
    Status.HANDLING: {
        "u": "We zijn bezig met uw klacht.",
        "je": "We zijn bezig met je klacht.",
    },
    Status.INVESTIGATING: dict.fromkeys(("u", "je"), "We onderzoeken wat er gebeurd is."),
    Status.REMEDYING: {
        "u": "We voeren uit wat we u beloofd hebben.",
        "je": "We voeren uit wat we je beloofd hebben.",
    },
    Status.DISSATISFIED: {
        "u": "We bekijken uw reactie op ons antwoord.",
        "je": "We bekijken je reactie op ons antwoord.",
    },
    Status.MEDIATION: dict.fromkeys(("u", "je"), "De bemiddeling loopt."),
}
# In these the complainant is told every so often how it stands.
TOLD_HOW_IT_STANDS = frozenset(_STATES)


def what_is_owed(deadline: Deadline) -> str:
    """What is owed, in a few Dutch words without a name."""
    number = f" {deadline.n}" if deadline.n else ""
    return f"{WHAT[deadline.kind]}{number}"


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
    choices = _choices(case, first, facts, policy, overdue=overdue)
    if extend_to and not overdue and _ASK_TIME not in choices:
        # Also where something else comes first: once the day has passed it can no longer be had.
        choices = [*choices[: MOST_BUTTONS - 1], _ASK_TIME]
    values: dict[str, Value] = {
        "case_no": case.number,
        "school": school_name(case.school, policy),
        "organisation": policy.organisation,
        "mailbox": _mailbox(facts, policy),
        **_about(first, facts, policy),
        "duties": tuple(_about(duty, facts, policy) for duty in duties),
        "stand_in_for": stand_in_for,
        "extend_to": extend_to,
        "status_text": status_text(case) if first.kind is DeadlineKind.STATUS else "",
        "buttons": buttons(choices, case.number, to, facts, policy, school=case.school),
    }
    if overdue:
        values |= {
            "handler": handler_of(policy, case).name,
            "last_step": last_step,
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
    """The words with which the handler may tell how it stands."""
    words = _STATES.get(case.status, _STATES[Status.HANDLING])
    return words.get(case.form, words["u"])


def _about(duty: Deadline, facts: Facts, policy: Policy) -> dict[str, Value]:
    """One duty: `n_days` are the working days till its target day, or since then when `late`.

    `since` is the last day on which it was in time: the promised one, where that has passed.
    """
    today = facts.today
    return {
        "what": what_is_owed(duty),
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


def _last_step(case: Case, policy: Policy) -> tuple[str, date]:
    """What was done last in a case, and on which local date."""

    def all_steps() -> Iterator[tuple[date, str]]:
        yield case.received_on, "bericht ontvangen"
        for duty in case.deadlines:
            if duty.met_at is not None and duty.kind in _DONE:
                done = _GIVEN_UP if duty.proof == NO_ANSWER else _DONE[duty.kind]
                yield local_date(duty.met_at, policy.zone), done
            for moved in duty.moved:
                if moved.why is Moving.EXTENSION:
                    yield moved.on, "meer tijd genomen"
        if case.stopped_on is not None:
            yield case.stopped_on, "uitleg gevraagd"

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


def _choices(
    case: Case, duty: Deadline, facts: Facts, policy: Policy, *, overdue: bool
) -> list[Choice]:
    if duty.kind is DeadlineKind.MEASURE:
        ask = [("Herinner", "HERINNER")] if overdue else []
        return [("Klaar", f"KLAAR {duty.n}"), *ask, _SHOW]
    if overdue and duty.kind is not DeadlineKind.ACK:
        # First whoever waits for it; who is to do it comes after.
        tell = [("Bericht aan de melder", "STATUS")] if facts.today > duty.due_on else []
        return [*tell, *_HANDOVER]
    impossible = set()
    if _more_time((duty,), facts, policy) is None:
        impossible.add(_ASK_TIME[1])
    if case.urgency in (Urgency.HIGH, Urgency.CRITICAL):
        # What may be serious is never simple.
        impossible.add("EENVOUDIG")
    return [each for each in _CHOICES.get(duty.kind, (_SHOW,)) if each[1] not in impossible]


def _mailbox(facts: Facts, policy: Policy) -> str:
    return facts.mailbox or policy.mailboxes[0].address
