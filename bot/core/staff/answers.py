"""What whoever ordered something reads: what was done, what is asked back, or: was it you?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.core import offers
from bot.core.acting import Asked
from bot.core.case import Case
from bot.core.choices import MOST_BUTTONS, Choice, buttons
from bot.core.clause import Clause, in_language
from bot.core.correspondence import to_staff
from bot.core.draft import StepTaken, seal_of_step
from bot.core.duties.owed import OWED_AT_INTAKE
from bot.core.duties.words import SILENT, what_is_owed
from bot.core.facts import Facts
from bot.core.instructions import Verb
from bot.core.instructions.verbs import word_of
from bot.core.letter import Button, LetterName, LetterOrder, Origin, Value
from bot.core.mail import IncomingMail
from bot.core.parties import school_name
from bot.core.policy import Person, Policy
from bot.core.readable import masked
from bot.core.staff.choices_now import choices_now
from bot.core.staff.own_notes import note_of
from bot.core.staff.words import why

UNDO_MINUTES = 30
_MOST_MORE = 9
_LONGEST_SAID = 200  # characters of a line that is said back
_LONGEST_READY = 150  # of a text that a button holds: a link must stay short
_IT_WAS_ME = Clause("Ja, dat was ik", "Yes, that was me")


def result(  # noqa: PLR0913  # everything the letter prints
    effects: Sequence[str],
    *,
    to: Person,
    case: Case | None,
    mail: IncomingMail,
    facts: Facts,
    policy: Policy,
    notes: Sequence[str] = (),
    choices: Sequence[Choice] = (),
    undo: Sequence[StepTaken] = (),
    undo_minutes: int = UNDO_MINUTES,
) -> LetterOrder:
    """What was done, what comes next with its buttons, and how it is taken back.

    `choices` go before those of the status. `undo` are the steps that can be taken back, one a
    case, within `undo_minutes`. Whom the case speaks of learns that it is done, and nothing more
    of it.
    """
    values: dict[str, Value] = {
        "case_no": case.number if case else "",
        "effects": tuple(effects),
        "notes": tuple(notes),
    }
    barred = case is not None and to.id in case.not_for
    if case is not None and not barred:
        offered = list(dict.fromkeys((*choices, *choices_now(case, to, facts, policy))))
        values |= _next_step(case, to) | rows(offered, case.number, to, facts, policy, case.school)
    if undo:
        about = undo[0].case_number if len(undo) == 1 else ""
        word = word_of(Verb.UNDO, to.language)
        each = [f"{step.case_number} {word} {seal_of_step(step)}" for step in undo]
        command = "\n".join(line.removeprefix(f"{about} ") for line in each)
        label = "Undo" if to.language == "en" else "Maak ongedaan"
        made = buttons([(label, command)], about, to, facts, policy)
        values |= {"undo_button": next(iter(made), None), "undo_minutes": undo_minutes}
    return reply(LetterName.COMMAND_RESULT, to, values, mail, facts, policy, case, barred=barred)


def error(  # noqa: PLR0913  # everything the letter prints
    asked: Asked,
    *,
    to: Person,
    case: Case | None,
    mail: IncomingMail,
    facts: Facts,
    policy: Policy,
    said: str = "",
) -> LetterOrder:
    """Nothing was done: why, and what may have been meant."""
    barred = case is not None and to.id in case.not_for
    number = case.number if case and not barred else ""
    school = case.school if case else ""
    ready = [asked.prefilled] if asked.prefilled else []
    values: dict[str, Value] = {
        "case_no": number,
        "reason": asked.why,
        "said": said[:_LONGEST_SAID],
        "prefilled": next(iter(buttons(ready, number, to, facts, policy, school=school)), None),
        **rows(asked.choices, number, to, facts, policy, school),
    }
    return reply(LetterName.COMMAND_ERROR, to, values, mail, facts, policy, case, barred=barred)


def not_sent(  # noqa: PLR0913  # everything the letter prints
    note: str, *, to: Person, case: Case, mail: IncomingMail, facts: Facts, policy: Policy
) -> LetterOrder:
    """The words stayed inside; perhaps they were meant for the complainant."""
    text, english = note.strip(), to.language == "en"
    command = f"{word_of(Verb.REPLY, to.language)}: {text}"
    if "\n" in text or len(text) > _LONGEST_READY:
        # Longer words are taken from the file, where they lie as they were written.
        command = f"{word_of(Verb.SHOW_LETTER, to.language)} {note_of(facts.mail_id, to)}"
    label = "Show as a letter" if english else "Toon als brief"
    values: dict[str, Value] = {
        "case_no": case.number,
        "was_text": True,
        **rows([(label, command)], case.number, to, facts, policy, case.school),
    }
    return reply(LetterName.COMMAND_ERROR, to, values, mail, facts, policy, case)


def was_it_you(  # noqa: PLR0913  # everything the letter prints
    orders: Sequence[str],
    *,
    to: Person,
    why_asked: str,
    command: str,
    case: Case | None,
    mail: IncomingMail,
    facts: Facts,
    policy: Policy,
    last: bool = False,
    first_tap: bool = False,
) -> LetterOrder:
    """Orders came in somebody's name; asked at the address that is registered, and nowhere else.

    After the `last` the reader is not asked again for a while. `first_tap`: all that was ordered is
    the tap of the first day, and the reader learns how to set the phone right.
    """
    barred = case is not None and to.id in case.not_for
    number = case.number if case and not barred else ""
    sender = mail.sender.email if mail.sender else ""
    label = in_language(offers.TAP_HERE.label if first_tap else _IT_WAS_ME, to)
    again = [(label, command)] if command else []
    values: dict[str, Value] = {
        "case_no": number,
        "orders": tuple(order[:_LONGEST_SAID] for order in orders),
        "why": why_asked,
        "last": last,
        "address": to.email,
        "first_tap": first_tap,
        "from_masked": masked(sender) if sender.casefold() != to.email.casefold() else "",
        "received_local": facts.received_at.astimezone(policy.zone) if facts.received_at else None,
        **rows(again, number, to, facts, policy, case.school if case else ""),
    }
    order = reply(LetterName.WAS_IT_YOU, to, values, mail, facts, policy, case, barred=barred)
    # It answers nobody: it may not even be the reader's mail.
    return replace(order, origin=Origin.GENERATED, answers=None, references=())


def notice(
    effects: Sequence[str], *, to: Person, case: Case, facts: Facts, policy: Policy
) -> LetterOrder:
    """What somebody else did in a case, to whom it concerns."""
    nobody = IncomingMail()
    order = result(effects, to=to, case=case, mail=nobody, facts=facts, policy=policy)
    return replace(order, origin=Origin.GENERATED)


def own_cases(to: Person, command: str, facts: Facts) -> tuple[Choice, ...]:
    """The open cases of a reader, each as the same order with its number."""
    return tuple(
        (line.number, f"{line.number} {command}")
        for line in facts.open_cases
        if to.id not in line.not_for
    )


def _next_step(case: Case, to: Person) -> dict[str, Value]:
    """What the handler owes first."""
    owed = [duty for duty in case.deadlines if duty.met_at is None and duty.kind not in SILENT]
    if case.stopped_on is not None:
        owed = [duty for duty in owed if duty.kind not in OWED_AT_INTAKE]
    nearest = min(owed, key=lambda duty: duty.target_on, default=None)
    if nearest is None:
        return {}
    target: date = nearest.target_on
    return {"next_what": what_is_owed(nearest, to), "next_target": target}


def rows(  # noqa: PLR0913, PLR0917  # whose buttons, about what
    choices: Sequence[Choice],
    about: str,
    to: Person,
    facts: Facts,
    policy: Policy,
    school: str,
) -> dict[str, Value]:
    """The first choices in a row, the others below them."""
    made: list[Button] = []
    for at in range(0, min(len(choices), MOST_BUTTONS + _MOST_MORE), MOST_BUTTONS):
        some = choices[at : at + MOST_BUTTONS]
        made += buttons(some, about, to, facts, policy, school=school)
    return {"buttons": tuple(made[:MOST_BUTTONS]), "more_buttons": tuple(made[MOST_BUTTONS:])}


def reply(  # noqa: PLR0913, PLR0917  # the parts of an order
    name: LetterName,
    to: Person,
    values: dict[str, Value],
    mail: IncomingMail,
    facts: Facts,
    policy: Policy,
    case: Case | None,
    *,
    barred: bool = False,
) -> LetterOrder:
    """To who wrote, in the thread of that mail; in no file of a case that speaks of the reader."""
    everywhere: dict[str, Value] = {
        "school": school_name(case.school, policy) if case and not barred else "",
        "organisation": policy.organisation,
        "mailbox": facts.mailbox,
    }
    number = case.number if case and not barred else None
    order = to_staff(name, to, everywhere | values, policy, case_number=number)
    return replace(
        order,
        origin=Origin.REPLIED,
        answers=mail.message_id,
        references=mail.references,
    )


def no_text(to: Person) -> Asked:
    """A button was tapped and its words were taken out."""
    return Asked(why("no_text", to))
