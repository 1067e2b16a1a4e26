"""A party wrote in a case: who reads the new words, and in which letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.core import offers
from bot.core.case import Anonymous, Case, DeadlineKind
from bot.core.choices import buttons
from bot.core.decision import Effect, Send
from bot.core.duties.presence import acting, is_away
from bot.core.facts import Facts
from bot.core.filing import tell
from bot.core.happening import AttentionCode
from bot.core.letter import LetterName, LetterOrder, Origin, Value
from bot.core.mail import IncomingMail
from bot.core.naming import named_in, without_own_name
from bot.core.offers import Offer
from bot.core.parties import board, directors, handler_of, named_people, school_name
from bot.core.policy import Person, Policy
from bot.core.procedure import Step, move_for
from bot.core.readable import body_of, without_name, words_of
from bot.core.reading import Intent

# So many letters of this kind about one case in a day; what comes after is told gathered.
MOST_A_DAY = 5


# What a mail seems to want → what staff order when it does, where that step can be taken: a button
# beside the remark.
GUESSES: Mapping[Intent, tuple[Offer, Step]] = {
    Intent.WITHDRAWAL: (
        offers.WITHDRAWN.labelled("Klopt: ingetrokken", "Right: withdrawn"), Step.WITHDRAW,
    ),
    Intent.DISSATISFIED: (
        offers.DISSATISFIED.labelled("Klopt: niet tevreden", "Right: not satisfied"),
        Step.DISSATISFY,
    ),
    Intent.DOSSIER_REQUEST: (offers.MAKE_FILE, Step.ASK_FILE),
    Intent.FORMAL: (offers.GO_FORMAL.labelled("Klopt: formeel", "Right: formal"), Step.GO_FORMAL),
    Intent.STATUS: (offers.HOW_IT_STANDS, Step.TELL_STATUS),
}  # fmt: skip
_OFFERS = (offers.WRITE_ANSWER, offers.SHOW.labelled("Toon het dossier", "Show the case"))


def tell_of_reply(  # noqa: PLR0913, PLR0917  # everything it depends on
    case: Case,
    mail: IncomingMail,
    intents: Sequence[Intent],
    remarks: tuple[str, ...],
    facts: Facts,
    policy: Policy,
    *,
    director_too: bool = False,
) -> list[Effect]:
    """The handler reads the new words, or the stand-in; who is named in them never does.

    Old mail taken in at once, and a flood in one case, are told gathered and without the words.
    With `director_too` whoever heads the school reads them as well.
    """
    gathered = facts.replies_told_in_24h >= MOST_A_DAY or _is_old(facts, policy)
    reader = None if gathered else reader_of(case, mail, facts, policy)
    if reader is not None:
        above = _director_of(case, mail, facts, policy, reader) if director_too else None
        return [
            Send(
                parent_replied(case, mail, intents, facts, policy, to=each, remarks=remarks),
                "a party wrote in a case",
            )
            for each in (reader, above)
            if each is not None
        ]
    effects: list[Effect] = [
        tell(
            AttentionCode.PARENT_REPLIED,
            facts,
            policy,
            mail=mail,
            case=case,
            detail=facts.folder,
            remarks=remarks,
        )
    ]
    if not gathered:
        effects.append(tell(AttentionCode.EVERYBODY_NAMED, facts, policy, case=case))
    return effects


def guesses(intents: Sequence[Intent], case: Case) -> tuple[Offer, ...]:
    """What staff order with one tap when a mail wants what it seems to want: the weightiest."""
    found = (GUESSES[each] for each in intents if each in GUESSES)
    possible = (offer for offer, step in found if move_for(step, case.status) is not None)
    return tuple(possible)[:1]


def _director_of(
    case: Case, mail: IncomingMail, facts: Facts, policy: Policy, reader: Person
) -> Person | None:
    """Who heads the school, or the board where the words speak of that person; None: the reader."""
    barred = {*case.not_for, *named_people(words_of(mail), mail.sender, policy)}
    above = (*directors(policy, case.school), *board(policy))
    head = next((each for each in above if each.id not in barred), None)
    if head is None:
        return None
    told = acting(head, facts.absences, facts.today, policy, school=case.school, not_for=barred)
    return None if told is None or told.id == reader.id else told


def reader_of(
    case: Case,
    mail: IncomingMail,
    facts: Facts,
    policy: Policy,
    *,
    not_among: Sequence[Person] = (),
) -> Person | None:
    """The handler or who acts today, whom neither the case nor the new words speak of."""
    words = words_of(mail)
    if mail.sender is not None:
        words = without_own_name(words, mail.sender.name)
    barred = {*case.not_for, *(person.id for person in not_among)}
    handler = handler_of(policy, case)
    while reader := acting(
        handler, facts.absences, facts.today, policy, school=case.school, not_for=barred
    ):
        if not named_in(words, reader, policy):
            return reader
        barred.add(reader.id)
    return None


def parent_replied(  # noqa: PLR0913  # everything the letter prints
    case: Case,
    mail: IncomingMail,
    intents: Sequence[Intent],
    facts: Facts,
    policy: Policy,
    *,
    to: Person,
    remarks: tuple[str, ...] = (),
) -> LetterOrder:
    """The new words of a party, with what they seem to want and how to answer."""
    sender = mail.sender
    handler = handler_of(policy, case)
    away = to.id != handler.id and is_away(handler.id, facts.absences, facts.today)
    choices = offers.choices((*guesses(intents, case), *_OFFERS), to)
    text = mail.new_text.strip() if not (mail.truncated or mail.unreadable) else ""
    values: dict[str, Value] = {
        "case_no": case.number,
        "school": school_name(case.school, policy),
        "name": sender.name if sender else "",
        "address": sender.email if sender else "",
        "new_text": text or body_of(mail, to),
        "received_local": facts.received_at.astimezone(policy.zone) if facts.received_at else None,
        "remarks": remarks,
        "attachments": tuple(part.name for part in mail.attachments),
        "handling_due": _promised(case),
        "stand_in_for": handler.name if away else "",
        "buttons": buttons(choices, case.number, to, facts, policy, school=case.school),
        "organisation": policy.organisation,
    }
    if case.anonymous is Anonymous.NAME_WITHHELD and to.id != case.handler and sender:
        text = str(values["new_text"])
        values["new_text"] = without_name(text, sender.name, sender.email, to)
        values |= {"name": "", "address": "", "attachments": ()}
    return LetterOrder(
        name=LetterName.PARENT_REPLIED,
        to=to.email,
        language=to.language,
        form=policy.form,
        values=values,
        origin=Origin.GENERATED,
        case_number=case.number,
        to_staff=True,
    )


def _promised(case: Case) -> date | None:
    """The day of the answer, while it is owed."""
    owed = (
        duty.due_on
        for duty in case.deadlines
        if duty.kind is DeadlineKind.HANDLING and duty.met_at is None
    )
    return next(owed, None)


def _is_old(facts: Facts, policy: Policy) -> bool:
    oldest = facts.now - timedelta(days=policy.limits.ack_max_age_days)
    return facts.received_at is not None and facts.received_at <= oldest
