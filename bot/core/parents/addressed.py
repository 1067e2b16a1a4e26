"""A letter to the complainant: to whom, in which language and form, in which thread, who signs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.core.answers import privacy_line
from bot.core.case import Case, Deadline, DeadlineKind, Detail
from bot.core.facts import Facts
from bot.core.letter import LetterName, LetterOrder, Origin, Value
from bot.core.parties import coordinator, handler_of, school_name
from bot.core.plain import plain
from bot.core.policy import Person, Policy, Role

# What a person is, below a letter; the first role that a person has counts.
_ROLES: Mapping[Role, Mapping[str, str]] = {
    Role.DIRECTOR: {
        "nl": "directie",
        "fr": "direction de l'école",
        "en": "head of the school",
        "de": "Schulleitung",
    },
    Role.COORDINATOR: {
        "nl": "coördinatie klachten",
        "fr": "coordination des plaintes",
        "en": "complaints coordination",
        "de": "Beschwerdekoordination",
    },
    Role.BOARD: {
        "nl": "schoolbestuur",
        "fr": "pouvoir organisateur",
        "en": "school board",
        "de": "Schulträger",
    },
    Role.HANDLER: {
        "nl": "behandeling van klachten",
        "fr": "traitement des plaintes",
        "en": "complaints handling",
        "de": "Bearbeitung von Beschwerden",
    },
}
_PAIR = re.compile(r"\[([^\[\]|{}\n]*)\|([^\[\]|{}\n]*)\]")
_PARENTS = frozenset(
    {
        "ouder", "moeder", "vader", "mama", "papa", "plusouder", "voogd", "adoptant",
        "adoptieouder", "pleegouder", "pleegmoeder", "pleegvader", "stiefmoeder", "stiefvader",
        "parent", "mother", "father", "mum", "mom", "dad", "guardian", "foster", "step",
    }
)  # fmt: skip


def to_complainant(  # noqa: PLR0913  # the parts of a letter
    name: LetterName,
    case: Case,
    values: Mapping[str, Value],
    facts: Facts,
    policy: Policy,
    *,
    signed_by: Person | None = None,
    origin: Origin = Origin.PERSON,
) -> LetterOrder:
    """The order of a letter to the complainant alone, in the thread of the complaint.

    Its address is "" where the complainant gave none: then it can only be printed and posted.
    `signed_by` puts a name below it, unless the case speaks of that person.
    """
    opening = facts.opening
    return LetterOrder(
        name=name,
        to=case.complainant.email if case.complainant else "",
        language=language_of(case, policy),
        form=case.form,
        values={
            "salutation": "",
            "case_no": case.number,
            "school": school_name(case.school, policy),
            "mailbox": facts.mailbox or policy.mailboxes[0].address,
            "organisation": policy.organisation,
            "privacy_line": privacy_line(policy, language_of(case, policy)),
            **(_signature(signed_by, case, policy) if signed_by else {}),
            **values,
        },
        origin=origin,
        case_number=case.number,
        answers=opening.message_id if opening else None,
        references=opening.references if opening else (),
    )


def language_of(case: Case, policy: Policy) -> str:
    """The language of the letters in a case: the complainant's where there are any in it."""
    return case.language if case.language in policy.languages else policy.languages[0]


def in_form(text: str, form: str) -> str:
    """A text of the school's config as this reader is addressed: "[u|je]" is "u" or "je"."""
    return _PAIR.sub(r"\2" if form == "je" else r"\1", text)


def signer_of(case: Case, policy: Policy) -> Person:
    """Who signs what the school writes in a case: whoever handles it."""
    return handler_of(policy, case)


def phone_of(person: Person, case: Case, policy: Policy) -> str:
    """Where a person can be called: without a number of their own that of the coordinator."""
    return person.phone or coordinator(policy, case.school).phone


def role_of(person: Person, language: str) -> str:
    """What a person is, in this language; "" for who has no task that an outsider knows."""
    said = (words[language] for role, words in _ROLES.items() if role in person.roles)
    return next(said, "")


def has_child(case: Case) -> bool:
    """Whether the complainant is surely a parent, or as one, of the pupil."""
    relation = plain(case.details.get(Detail.RELATION, ""))
    return not case.pupil_writes and any(word in _PARENTS for word in relation.split())


def promised(case: Case, facts: Facts) -> Deadline | None:
    """The answer that is owed and whose promised day has not passed."""
    return next(
        (
            duty
            for duty in case.deadlines
            if duty.kind is DeadlineKind.HANDLING
            and duty.met_at is None
            and duty.due_on >= facts.today
        ),
        None,
    )


def _signature(person: Person, case: Case, policy: Policy) -> dict[str, Value]:
    if person.id in case.not_for:
        # The complaints desk signs: nobody reads the name of whom the complaint is about.
        return {"contact_phone": coordinator(policy, case.school).phone}
    return {
        "contact_name": person.name,
        "contact_role": role_of(person, language_of(case, policy)),
        "contact_phone": phone_of(person, case, policy),
    }
