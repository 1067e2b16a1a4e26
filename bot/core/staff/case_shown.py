"""The file of a case on a phone: where it stands, what is owed, what is known, what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.core import offers
from bot.core.acting import Acting
from bot.core.calendar import local_date
from bot.core.case import Anonymous, Case, Deadline, Detail
from bot.core.choices import buttons
from bot.core.clause import Clause, in_language
from bot.core.draft import Draft
from bot.core.duties.moving import STOPS
from bot.core.empty_details import to_fill_in
from bot.core.facts import Paper
from bot.core.instructions import Field, Verb
from bot.core.instructions.fields import name_of
from bot.core.instructions.verbs import word_of
from bot.core.letter import Button, LetterName, LetterOrder, Value
from bot.core.offers import Offer
from bot.core.parties import find_person, handler_of
from bot.core.policy import Person
from bot.core.readable import body_of, masked, without_name
from bot.core.staff import answers
from bot.core.staff.choices_now import choices_now
from bot.core.staff.filled import case_of
from bot.core.staff.names_of_letters import letter_name
from bot.core.staff.rights import is_handler, may
from bot.core.staff.shown import waiting_in
from bot.core.staff.words_of_lookups import duty_of, paper_told, state_of, step_told

_MOST_PAPERS = 10
_MOST_STEPS = 12
_LONGEST_PAPER = 1_500  # characters of a mail or letter
_LONGEST_FIRST = 6_000  # of the complaint itself
_SHOWN: Mapping[Field, Detail] = {
    Field.PUPIL: Detail.PUPIL,
    Field.CLASS: Detail.CLASS,
    Field.RELATION: Detail.RELATION,
    Field.ABOUT: Detail.ABOUT,
    Field.PLACE: Detail.PLACE,
    Field.WISH: Detail.WISH,
    Field.CORE: Detail.CORE,
}
# How the complainant is reached: for who treats the case.
_REACHED: Mapping[Field, Detail] = {
    Field.PHONE: Detail.PHONE,
    Field.POSTAL_ADDRESS: Detail.POSTAL_ADDRESS,
}
_SINCE = Clause("{letter}, sinds {day}, wacht op {name}", "{letter}, since {day}, waits for {name}")
_SHOW_LETTER = Offer(Verb.SHOW_LETTER, Clause("Toon brief", "Show letter"))
_SEND = Offer(Verb.YES, Clause("Verstuur", "Send"))
_DO_NOT = Offer(Verb.NO, Clause("Niet versturen", "Do not send"))


def case_shown(acting: Acting) -> LetterOrder:
    """All that this reader may read of the case."""
    case, by, facts, policy = case_of(acting), acting.by, acting.facts, acting.policy
    mails, steps = list(_papers(acting)), list(_steps(acting))
    choices = [
        choice
        for choice in choices_now(case, by, facts, policy)
        if choice[1] != word_of(Verb.SHOW, by.language)
    ]
    named = not _is_withheld(acting)
    known = case.complainant
    values: dict[str, Value] = {
        "case_no": case.number,
        "state": state_of(case.status, by),
        "handler": handler_of(policy, case).name,
        "name": known.name if known and named else "",
        "to_masked": masked(known.email) if known and known.email and named else "",
        "received_date": case.received_on,
        "owed": tuple(_owed(acting)),
        "details": tuple(_details(acting)),
        "fill_in": _fill_in(acting),
        "about_text": _first_words(acting),
        "mails": tuple(mails[:_MOST_PAPERS]),
        "n_more_mails": max(len(mails) - _MOST_PAPERS, 0),
        "log": tuple(steps[:_MOST_STEPS]),
        "n_more_log": max(len(steps) - _MOST_STEPS, 0),
        "waiting": tuple(_waiting(draft, acting) for draft in waiting_in(case.number, facts)),
        **answers.rows(choices, case.number, by, facts, policy, case.school),
    }
    return answers.reply(LetterName.CASE_SHOWN, by, values, acting.mail, facts, policy, case)


def _owed(acting: Acting) -> Iterator[Value]:
    """What must be done, the nearest day first; what stands still has no day."""
    case, by, policy = case_of(acting), acting.by, acting.policy
    for duty in sorted(case.deadlines, key=lambda each: (each.target_on, each.kind)):
        what = duty.what or duty_of(duty.kind, by)
        if duty.met_at is not None or not what:
            continue
        still = _stands_still(duty, case)
        owner = find_person(policy, duty.owner) if duty.owner else None
        yield {
            "what": f"{duty.n}. {what}" if duty.what else what,
            "due": None if still else duty.target_on,
            "late": not still and duty.target_on < acting.facts.today,
            "whose": owner.name if owner else "",
        }


def _stands_still(duty: Deadline, case: Case) -> bool:
    return case.stopped_on is not None and duty.kind in STOPS and duty.due_on >= case.stopped_on


def _details(acting: Acting) -> Iterator[Value]:
    case, by = case_of(acting), acting.by
    told = {field: case.details.get(detail, "") for field, detail in _SHOWN.items()}
    told[Field.TOPIC] = (case.topic or "").replace("_", " ")
    told[Field.FACTS_ON] = f"{case.facts_on:%d/%m/%Y}" if case.facts_on else ""
    if is_handler(by, case, acting.facts, acting.policy) and not _is_withheld(acting):
        reached = {field: case.details.get(detail, "") for field, detail in _REACHED.items()}
        told |= {field: value for field, value in reached.items() if value}
    for field, value in told.items():
        label = name_of(field, by.language).capitalize()
        yield {"label": label, "value": _readable(" ".join(value.split()), acting)}
    if other := case.details.get(Detail.OTHER_NUMBER):
        yield {"label": "Register", "value": other}


def _fill_in(acting: Acting) -> Button | None:
    case, by, facts, policy = case_of(acting), acting.by, acting.facts, acting.policy
    if not may(by, Verb.DETAILS, case, facts, policy):
        return None
    ready = [to_fill_in(case)]
    return next(iter(buttons(ready, case.number, by, facts, policy, school=case.school)), None)


def _first_words(acting: Acting) -> str:
    opening = acting.facts.opening
    return _readable(_cut(body_of(opening, acting.by), _LONGEST_FIRST), acting) if opening else ""


def _papers(acting: Acting) -> Iterator[Value]:
    """Mails and letters, the newest first; the complaint itself stands above them already."""
    case, by, policy, opening = case_of(acting), acting.by, acting.policy, acting.facts.opening
    papers = acting.facts.file.papers if acting.facts.file else ()
    first = next((paper for paper in reversed(papers) if not paper.outgoing), None)
    for paper in papers:
        what = paper_told(paper, case, by, policy)
        if not what:
            continue
        repeated = paper is first and opening is not None
        yield {
            "day": local_date(paper.at, policy.zone),
            "what": what,
            "text": "" if repeated else _readable(_cut(_words_of(paper), _LONGEST_PAPER), acting),
        }


def _words_of(paper: Paper) -> str:
    # What the bot writes by itself says the same in every case.
    return "" if paper.outgoing and paper.name == LetterName.ACKNOWLEDGMENT else paper.text.strip()


def _steps(acting: Acting) -> Iterator[Value]:
    log = acting.facts.file.log if acting.facts.file else ()
    for at, event, reason in log:
        if what := step_told(event, reason, acting.by, acting.policy):
            yield {"day": local_date(at, acting.policy.zone), "what": what}


def _waiting(draft: Draft, acting: Acting) -> Value:
    """A letter that waits for a yes, with its choices for whoever is asked."""
    case, by, facts, policy = case_of(acting), acting.by, acting.facts, acting.policy
    asked = find_person(policy, draft.approver)
    some = [_SHOW_LETTER]
    if by.id == draft.approver:
        some.append(_SEND)
    if by.id in {draft.approver, draft.by}:
        some.append(_DO_NOT)
    offered = offers.choices((offer.with_words(f" {draft.seal}") for offer in some), by)
    what = in_language(_SINCE, by).format(
        letter=letter_name(draft.letter, by),
        day=f"{draft.made_on:%d/%m/%Y}",
        name=asked.name if asked else draft.approver,
    )
    return {
        "what": what,
        "buttons": buttons(offered, case.number, by, facts, policy, school=case.school),
    }


def _is_withheld(acting: Acting) -> bool:
    """Whether this reader must not learn who complains: only the handler does."""
    case = case_of(acting)
    handles: Person = handler_of(acting.policy, case)
    return case.anonymous is Anonymous.NAME_WITHHELD and handles.id != acting.by.id


def _readable(text: str, acting: Acting) -> str:
    known = case_of(acting).complainant
    if known is None or not _is_withheld(acting):
        return text
    return without_name(text, known.name, known.email, acting.by)


def _cut(text: str, longest: int) -> str:
    text = text.strip()
    return text if len(text) <= longest else f"{text[:longest].rsplit(None, 1)[0]} …"
