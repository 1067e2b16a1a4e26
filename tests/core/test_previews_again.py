"""The next morning, in the notice of a new complaint, and when somebody asks: letters shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.core.acting import Done
from bot.core.case import Case, Detail, Status
from bot.core.decide import decide
from bot.core.decision import Cancel, Decision, Owe, Release, Send, SettleDraft, Tell
from bot.core.draft import Draft, DraftStatus
from bot.core.facts import CaseFile, Facts, Paper
from bot.core.happening import AttentionCode, DraftWaits, MailArrived
from bot.core.instructions import Field, Verb
from bot.core.letter import LetterName
from bot.core.policy import Mode, Policy
from bot.writer.letters import Writer
from tests.builders import NOON, TODAY, a_mail, a_policy
from tests.orders_by_mail import (
    a_case_at_work,
    acting,
    done,
    draft_in,
    known,
    labels,
    letters,
)

WRITER = Writer(Path(__file__).parents[2] / "templates")
WHY = (
    "De leerkracht en twee leerlingen zeggen hetzelfde, en het staat zo in het klasboek van die "
    "dag."
)
SATURDAY = 5
ANN = "ann.peeters@schoolbestuur-demerland.example"


def waiting(verb: Verb, case: Case, policy: Policy | None = None, **order: object) -> Draft:
    """The letter of an order of Ann, as it waits for her."""
    return draft_in(done(acting(verb, case, known(), policy=policy, **order)))  # type: ignore[arg-type]


def upheld(case: Case, policy: Policy | None = None) -> Draft:
    return waiting(Verb.UPHELD, case, policy, fields={Field.EXPLANATION: WHY, Field.FACTS: "x y"})


def on(answer: Done) -> list[Release]:
    return [effect for effect in answer.effects if isinstance(effect, Release)]


def morning(draft: Draft, case: Case, days: int = 1, policy: Policy | None = None) -> Decision:
    facts = Facts(
        now=NOON + timedelta(days=days),
        today=TODAY + timedelta(days=days),
        mailbox="",
        case=case,
        drafts=(draft,),
        opening=a_mail(),
    )
    return decide(DraftWaits(draft), facts, policy or a_policy())


def test_the_next_morning_the_letter_is_shown_with_the_days_of_that_day() -> None:
    case = a_case_at_work(Status.INTAKE)
    draft = waiting(Verb.CLARIFY, case, text="Wie was erbij?")
    decision = morning(draft, case)
    assert Cancel(7) in decision.effects
    fresh = [send.draft for send in decision.orders() if send.draft]
    assert [(one.made_on, one.by) for one in fresh] == [(TODAY, "ann")]
    (preview,) = [
        order.order for order in decision.orders() if order.order.name is LetterName.PREVIEW
    ]
    assert preview.values["asks_again"] is True
    assert "09-12-2026" in preview.values["warnings"][0]  # type: ignore[index,operator]
    assert decision.key == "draft:7:2026-11-25"
    assert WRITER.write(preview).broken is None


def test_a_letter_is_shown_again_the_first_morning_and_then_every_fifth() -> None:
    case = a_case_at_work()
    waits = waiting(Verb.STATUS, case, text="Bijna klaar.")
    shown = []
    for days in range(1, 24):
        if (day := TODAY + timedelta(days=days)).weekday() >= SATURDAY:
            continue
        fresh = [send.draft for send in morning(waits, case, days).orders() if send.draft]
        if fresh:
            shown.append(day - TODAY)
            waits = replace(fresh[0], letter_id=waits.letter_id + 1)
    # Tuesday: the next day, then each Tuesday, which is five working days later.
    assert [passed.days for passed in shown] == [1, 7, 14, 21]


def test_a_morning_that_was_missed_is_made_up_for() -> None:
    case = a_case_at_work()
    asked = replace(
        waiting(Verb.STATUS, case, text="Bijna klaar."), asked_at=NOON + timedelta(days=1)
    )
    (again,) = [send.draft for send in morning(asked, case, 9).orders() if send.draft]
    assert again.made_on == asked.made_on
    assert not morning(asked, case, 6).orders()


def test_every_five_mornings_the_coordinator_is_told() -> None:
    case = a_case_at_work()
    draft = waiting(Verb.STATUS, case, text="Bijna klaar.")
    told = [
        days
        for days in (1, 2, 3, 6, 7, 8, 13, 14, 15)
        if any(isinstance(effect, Tell) for effect in morning(draft, case, days).effects)
    ]
    assert told == [7, 14], "Tuesday to Tuesday are five working days"
    (item,) = [e.item for e in morning(draft, case, 7).effects if isinstance(e, Tell)]
    assert item.code is AttentionCode.DRAFT_WAITS


def test_the_next_morning_a_letter_that_can_no_longer_go_is_dropped_and_told() -> None:
    case = a_case_at_work()
    draft = upheld(case)
    decision = morning(draft, replace(case, status=Status.CLOSED))
    assert SettleDraft(7, DraftStatus.DROPPED) in decision.effects
    (told,) = [send.order for send in decision.orders()]
    assert told.name is LetterName.COMMAND_RESULT
    assert "afgesloten" in told.values["effects"][0]  # type: ignore[index,operator]


# shown in the notice of a new complaint


def test_the_notice_shows_the_questions_and_its_button_sends_exactly_those() -> None:
    mail = a_mail("Wat er op school gebeurde is onaanvaardbaar. Ik dien klacht in.")
    facts = Facts(
        now=NOON, today=TODAY, received_at=NOON, received_on=TODAY,
        mailbox="klachten@schoolbestuur-demerland.example", next_number="K-2026-0001",
    )  # fmt: skip
    decision = decide(MailArrived(mail), facts, a_policy())
    (notice,) = [s.order for s in decision.orders() if s.order.name is LetterName.NEW_COMPLAINT]
    button = notice.values["send_questions"]
    seal = button.command.removeprefix("VRAAG UITLEG ")  # type: ignore[union-attr]
    case = next(effect.case for effect in decision.effects if hasattr(effect, "case"))
    case = replace(
        case,
        deadlines=tuple(e.deadline for e in decision.effects if isinstance(e, Owe)),
    )
    later = known(opening=mail, now=NOON + timedelta(days=1), today=TODAY + timedelta(days=1))
    answer = done(acting(Verb.CLARIFY, case, later, seal=seal))
    (letter,) = letters(answer, LetterName.CLARIFICATION_REQUEST)
    assert letter.values["questions"] == notice.values["proposed_questions"]
    assert letter.held is None, "the notice was its preview"
    assert answer.case is not None
    assert answer.case.status is Status.CLARIFYING
    filled = replace(case, details={Detail.PUPIL: "Wout"})
    changed = done(acting(Verb.CLARIFY, filled, later, seal=seal))
    assert draft_in(changed).approver == "ann", "other questions are shown first"


def test_the_notice_offers_nothing_to_ask_of_whom_we_are_not_sure() -> None:
    mail = a_mail("Ik wil dood, ik kan niet meer.")
    facts = Facts(
        now=NOON, today=TODAY, received_at=NOON, received_on=TODAY,
        mailbox="klachten@schoolbestuur-demerland.example", next_number="K-2026-0001",
    )  # fmt: skip
    decision = decide(MailArrived(mail), facts, a_policy())
    (notice,) = [s.order for s in decision.orders() if s.order.name is LetterName.NEW_COMPLAINT]
    assert notice.values["proposed_questions"] == ()
    assert notice.values["simple"] is None, "what may be serious is never simple"


# --- letters that are asked for


def test_a_note_that_was_meant_for_the_parent_is_shown_as_a_letter() -> None:
    case = a_case_at_work()
    note = Paper(at=NOON, name="staff_command", who=ANN, subject="", text="Beste mevrouw, dank u.")
    facts = known(file=CaseFile(papers=(note,)))
    (letter,) = letters(done(acting(Verb.SHOW_LETTER, case, facts)), LetterName.REPLY)
    assert letter.values["text"] == "Beste mevrouw, dank u."


def test_the_letter_that_waits_is_shown_to_who_asks_and_can_be_answered_by_who_may() -> None:
    case = a_case_at_work()
    draft = waiting(Verb.STATUS, case, text="Bijna klaar.")
    facts = known(drafts=(draft,))
    (mine,) = letters(done(acting(Verb.SHOW_LETTER, case, facts)), LetterName.CASE_SHOWN)
    assert labels(mine)["Verstuur"] == f"JA {draft.seal}"
    (other,) = letters(
        done(acting(Verb.SHOW_LETTER, case, facts, by="carla")), LetterName.CASE_SHOWN
    )
    assert labels(other) == {}
    assert WRITER.write(other).broken is None


def test_where_nothing_waits_the_next_letter_is_shown() -> None:
    answer = done(acting(Verb.SHOW_LETTER, a_case_at_work(), known(opening=a_mail())))
    assert draft_in(answer).letter is LetterName.CLARIFICATION_REQUEST
    answer = done(acting(Verb.SHOW_LETTER, a_case_at_work(Status.REMEDYING), known()))
    assert draft_in(answer).letter is LetterName.STATUS_UPDATE


def test_on_trial_the_letter_goes_to_the_coordinator_and_the_yes_still_stands() -> None:
    case = a_case_at_work()
    trial = a_policy(mode=Mode.TRIAL)
    draft = waiting(Verb.STATUS, case, trial, text="Bijna klaar.")
    answer = done(acting(Verb.YES, case, known(drafts=(draft,)), policy=trial, seal=draft.seal))
    assert on(answer)
    again = morning(draft, case, policy=trial)
    (parents,) = [e.order for e in again.effects if isinstance(e, Send) and e.draft]
    assert (parents.to, parents.trial_for) == (ANN, "ilse.vdb@postvak.example")
