"""What staff take in: complaints that came in another way, and what is no complaint, or is one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.core.applied import applied
from bot.core.case import Ack, Anonymous, Case, DeadlineKind, Detail, Kind, Status, Urgency, Via
from bot.core.decision import Cancel, Decision, File, Release, Remember, Save, Settle
from bot.core.facts import Apart, Beside, Facts, Link, Thread
from bot.core.happening import SentLetter
from bot.core.instructions import Instructions, Order, Verb
from bot.core.letter import LetterName, LetterOrder
from bot.core.mail import Attachment, IncomingMail
from bot.core.verdict import Place
from tests.builders import MAILBOX, NOON, PARENT, TODAY, a_mail, a_policy
from tests.staff_orders import (
    an_order,
    case_after,
    commands,
    decided,
    person,
    reason_of,
    result_of,
    said_by,
    sent,
    staff_mail,
)

NUMBER = "K-2026-0008"
NEXT = {
    (letter, year): tuple(f"{letter}-{year}-{n:04d}" for n in (8, 9))
    for letter in "KVSL"
    for year in (2025, 2026)
}
TEXT = "Mevrouw zegt dat haar zoon elke dag alleen eet in de refter. Ze is erg ontevreden."
WAITING = SentLetter(
    id=4,
    name=LetterName.ACKNOWLEDGMENT,
    to="ilse@postvak.example",
    case_number="K-2026-0001",
    message_id="<4@schoolbestuur-demerland.example>",
)
TOLD = {
    "via": "telefoon",
    "name": "Ilse Maes",
    "mail": "ilse@postvak.example",
    "text": TEXT,
}


def opened(by: str = "ann", **fields: str) -> Decision:
    """What becomes of NIEUW with these fields."""
    return decided(new_order(**fields), by=by, cases=(), next_numbers=NEXT)


def new_order(**fields: str) -> Order:
    return an_order(Verb.NEW, fields={name: value for name, value in fields.items() if value})


def first_case(decision: Decision) -> Case:
    return next(effect.case for effect in decision.effects if isinstance(effect, Save))


def only(decision: Decision, name: LetterName, to: str = "") -> LetterOrder:
    (letter,) = sent(decision, name, to)
    return letter


# --- a complaint by word of mouth


def test_a_complaint_by_telephone_is_opened_acknowledged_and_told() -> None:
    decision = opened(**TOLD)
    case = first_case(decision)
    assert (case.number, case.via, case.kind, case.status) == (
        NUMBER,
        Via.PHONE,
        Kind.COMPLAINT,
        Status.INTAKE,
    )
    assert case.complainant is not None
    assert (case.complainant.name, case.complainant.email) == ("Ilse Maes", "ilse@postvak.example")
    assert (case.handler, case.ack, case.parties) == ("ann", Ack.QUEUED, ("ilse@postvak.example",))
    acknowledgment = only(decision, LetterName.ACKNOWLEDGMENT)
    assert (acknowledgment.to, acknowledgment.answers) == ("ilse@postvak.example", None)
    notice = only(decision, LetterName.NEW_COMPLAINT)
    assert TEXT in str(notice.values["body_clean"])
    assert notice.values["via"] == "telefoon"


def test_the_colleague_reads_the_number_and_that_it_is_acknowledged() -> None:
    decision = opened(by="juf-katrien", **TOLD)
    told = result_of(decision)
    assert NUMBER in told
    assert "Ann Peeters behandelt het" in told
    assert "i…e@postvak.example" in told
    letter = only(decision, LetterName.COMMAND_RESULT)
    assert (letter.to, letter.case_number) == (person("juf-katrien").email, NUMBER)


@pytest.mark.parametrize("by", ["ann", "carla", "els", "gust", "hilde", "juf-katrien"])
def test_anybody_of_the_school_may_take_a_complaint_down(by: str) -> None:
    assert first_case(opened(by=by, **TOLD)).number == NUMBER


def test_every_duty_counts_from_the_day_it_came() -> None:
    case = first_case(opened(**TOLD, received="20/11/2026"))
    assert case.received_on == date(2026, 11, 20)
    assert {duty.start_on for duty in case.deadlines} == {date(2026, 11, 20)}
    assert {duty.kind for duty in case.deadlines} >= {
        DeadlineKind.ACK,
        DeadlineKind.CLASSIFY,
        DeadlineKind.HANDLING,
    }


def test_without_a_day_it_came_the_day_the_mail_did() -> None:
    assert first_case(opened(**TOLD)).received_on == TODAY


def test_a_complaint_of_last_year_is_numbered_in_that_year_and_told_all_the_same() -> None:
    decision = opened(**TOLD, received="15/12/2025")
    case = first_case(decision)
    assert (case.number, case.ack) == ("K-2025-0008", Ack.QUEUED)
    assert sent(decision, LetterName.NEW_COMPLAINT)


@pytest.mark.parametrize("day", ["31/12/2026", "binnenkort", "32/13"])
def test_a_day_that_lies_ahead_or_is_none_is_asked_back(day: str) -> None:
    decision = opened(**TOLD, received=day)
    assert day in reason_of(decision)
    (ready,) = commands(only(decision, LetterName.COMMAND_ERROR))
    assert TEXT.split(".", maxsplit=1)[0] in ready


def test_without_words_the_fields_come_back_filled_in() -> None:
    decision = opened(**(TOLD | {"text": ""}), pupil="Wout Maes")
    assert "Wat is de klacht" in reason_of(decision)
    (ready,) = commands(only(decision, LetterName.COMMAND_ERROR))
    assert ready.split("\n")[0] == "NIEUW"
    assert {"NAAM: Ilse Maes", "MAIL: ilse@postvak.example", "LEERLING: Wout Maes", "TEKST: "} <= {
        *ready.split("\n")
    }


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("mail", "ilse at postvak", "geen mailadres"),
        ("mail", "ann.peeters@schoolbestuur-demerland.example", "adres van de school"),
        ("mail", "klachten@schoolbestuur-demerland.example", "adres van de school"),
        ("via", "duif", "begrijp ik niet"),
        ("school", "De Verre School", "ken ik niet"),
        ("topic", "zwemmen op maandag", "past niet"),
        ("facts_on", "31/12/2027", "geen dag"),
    ],
)
def test_what_does_not_fit_is_asked_back_and_nothing_is_opened(
    field: str, value: str, why: str
) -> None:
    decision = opened(**(TOLD | {field: value}))
    assert why in reason_of(decision)
    assert not sent(decision, LetterName.ACKNOWLEDGMENT)


def test_all_that_is_filled_in_stands_in_the_case_and_in_its_letters() -> None:
    decision = opened(
        **TOLD,
        pupil="Wout Maes",
        **{"class": "3B"},
        relation="mama",
        topic="pesten",
        facts_on="19/11/2026",
        form="je",
        school="Secundaire school Kapelhof",
        phone="0470 00 00 00",
    )
    case = first_case(decision)
    assert case.details[Detail.PUPIL] == "Wout Maes"
    assert case.details[Detail.CLASS] == "3B"
    assert (case.topic, case.facts_on, case.form) == ("pesten", date(2026, 11, 19), "je")
    assert case.school == "kapelhof"
    assert only(decision, LetterName.ACKNOWLEDGMENT).form == "je"
    notice = only(decision, LetterName.NEW_COMPLAINT)
    assert "Wout Maes" in str(notice.values["body_clean"])
    assert notice.values["phone"] == "0470 00 00 00"


def test_the_one_school_of_who_took_it_down_is_its_school() -> None:
    assert first_case(opened(by="dirk", **TOLD)).school == "kapelhof"


def test_a_scan_that_came_with_the_mail_comes_with_the_case() -> None:
    scan = Attachment(name="brief.pdf", type="application/pdf", size=9, sha256="0" * 64, part=2)
    mail = staff_mail("ann", attachments=(scan,))
    decision = decided(
        new_order(**(TOLD | {"via": "brief"})), cases=(), next_numbers=NEXT, mail=mail
    )
    assert first_case(decision).via is Via.LETTER
    assert only(decision, LetterName.NEW_COMPLAINT).values["attachments"] == ("brief.pdf",)
    (filed,) = [effect for effect in decision.effects if isinstance(effect, File)]
    assert (filed.place, filed.case_number) == (Place.CASE, NUMBER)


def test_words_of_danger_ring_once_and_hold_the_acknowledgment() -> None:
    danger = "Haar dochter zegt dat ze niet meer wil leven en zichzelf pijn doet."
    decision = opened(**(TOLD | {"text": danger}))
    case = first_case(decision)
    assert (case.urgency, case.ack) == (Urgency.CRITICAL, Ack.HELD)
    alerts = sent(decision, LetterName.SAFETY_ALERT)
    assert len(alerts) == len({letter.to for letter in alerts}) > 0
    assert {letter.case_number for letter in alerts} == {NUMBER}


@pytest.mark.parametrize("about", ["Ann Peeters", "Ann", "de coördinator"])
def test_whom_it_is_about_gets_nothing_of_it(about: str) -> None:
    decision = opened(by="juf-katrien", **TOLD, about=about)
    case = first_case(decision)
    assert "ann" in case.not_for
    assert case.handler != "ann"
    assert not sent(decision, to="ann")


def test_who_is_the_subject_of_what_they_take_down_learns_only_that_it_is_done() -> None:
    decision = opened(by="ann", **TOLD, about="Ann Peeters")
    (letter,) = sent(decision, to="ann")
    assert letter.name is LetterName.COMMAND_RESULT
    assert letter.values["case_no"] == NUMBER
    assert TEXT not in str(letter.values)


# --- without a mail address


def on_paper(**fields: str) -> Decision:
    known = {"via": "brief", "name": "Ilse Maes", "text": TEXT} | fields
    return opened(by="juf-katrien", **known)


def test_without_an_address_the_acknowledgment_comes_to_the_handler_to_be_printed() -> None:
    decision = on_paper(postal_address="Dorpsstraat 1\n3290 Demerland")
    case = first_case(decision)
    assert (case.ack, case.parties) == (Ack.NONE, ())
    assert not sent(decision, LetterName.ACKNOWLEDGMENT)
    letter = only(decision, LetterName.LETTER_TO_POST, "ann")
    (enclosed,) = letter.encloses
    assert (enclosed.name, enclosed.to) == (LetterName.ACKNOWLEDGMENT, "")
    assert letter.values["recipient"] == "Ilse Maes"
    assert letter.values["postal_address"] == "Dorpsstraat 1\n3290 Demerland"
    assert commands(letter) == ["NOTITIE met de post verstuurd"]
    assert "PDF" in result_of(decision)


def test_a_person_owes_the_acknowledgment_until_it_is_posted() -> None:
    case = first_case(on_paper())
    duty = next(each for each in case.deadlines if each.kind is DeadlineKind.ACK)
    letter = only(on_paper(), LetterName.LETTER_TO_POST)
    assert letter.values["post_by"] == duty.target_on
    posted = decided(an_order(Verb.NOTE, "met de post verstuurd"), case=case)
    assert case_after(posted).ack is Ack.WAIVED
    assert [e.kind for e in posted.effects if isinstance(e, Settle)] == [DeadlineKind.ACK]


def test_who_is_known_by_nothing_is_owed_no_letter() -> None:
    decision = opened(via="mondeling", text=TEXT)
    case = first_case(decision)
    assert (case.complainant, case.anonymous, case.ack) == (None, Anonymous.FULL, Ack.NONE)
    assert not {DeadlineKind.ACK, DeadlineKind.STATUS} & {d.kind for d in case.deadlines}
    assert not sent(decision, LetterName.LETTER_TO_POST)


def test_what_the_school_has_not_agreed_is_not_printed_either() -> None:
    decision = decided(
        new_order(via="brief", name="Ilse Maes", text=TEXT),
        cases=(),
        next_numbers=NEXT,
        policy=a_policy(missing=("privacy",)),
    )
    assert not sent(decision, LetterName.LETTER_TO_POST)


@pytest.mark.parametrize(
    ("order", "letter"),
    [
        (an_order(Verb.STATUS, "We bekijken het."), LetterName.STATUS_UPDATE),
        (an_order(Verb.REPLY, "Dank u."), LetterName.REPLY),
        (an_order(Verb.CLARIFY), LetterName.CLARIFICATION_REQUEST),
        (an_order(Verb.SOLVED, "De bus rijdt weer."), LetterName.SOLVED_WITHOUT_TALK),
        (an_order(Verb.INFORMAL, whom="mij"), LetterName.INFORMAL_OFFER),
        (an_order(Verb.NOT_ADMISSIBLE, code="too_old"), LetterName.NOT_ADMISSIBLE),
        (an_order(Verb.NO_COMPLAINT, code="question"), LetterName.OTHER_RECEIPT),
    ],
)
def test_every_later_letter_of_such_a_case_is_printed_too(order: Order, letter: LetterName) -> None:
    case = replace(first_case(on_paper()), handler="ann")
    decision = decided(order, case=case, next_numbers=NEXT)
    held = [send for send in decision.orders() if send.draft is not None]
    assert [(send.order.name, send.order.to) for send in held] == [
        (LetterName.LETTER_TO_POST, person("ann").email)
    ]
    (enclosed,) = held[0].order.encloses
    assert enclosed.name is letter
    preview = only(decision, LetterName.PREVIEW)
    assert preview.values["by_post"] is True


# --- no complaint after all


def rerouted(code: str, whom: str = "", case: Case | None = None, **known: Any) -> Decision:
    order = an_order(Verb.NO_COMPLAINT, code=code, whom=whom)
    return decided(order, case=case or an_open_case(), **({"next_numbers": NEXT} | known))


def an_open_case(**changed: Any) -> Case:
    """A case as it stands when its mail was opened."""
    return replace(first_case(opened(**TOLD)), number="K-2026-0001", **changed)


def after(decision: Decision, case: Case) -> Case:
    return applied(case, decision.effects)


@pytest.mark.parametrize(
    ("code", "number", "kind"),
    [
        ("question", "V-2026-0008", Kind.QUESTION),
        ("suggestion", "S-2026-0008", Kind.SUGGESTION),
        ("praise", "L-2026-0008", Kind.PRAISE),
        ("other", "V-2026-0008", Kind.UNCLEAR),
    ],
)
def test_no_complaint_keeps_its_number_and_stands_in_another_register(
    code: str, number: str, kind: Kind
) -> None:
    case = an_open_case()
    decision = rerouted(code, case=case)
    now = after(decision, case)
    assert (now.number, now.status, now.kind) == ("K-2026-0001", Status.REROUTED, kind)
    (entry,) = [
        effect.case
        for effect in decision.effects
        if isinstance(effect, Save) and effect.case.number == number
    ]
    assert (entry.status, entry.kind, entry.received_on) == (Status.REROUTED, kind, TODAY)
    assert entry.details == {Detail.OTHER_NUMBER: "K-2026-0001"}
    assert (entry.complainant, entry.subject) == (None, "")
    assert now.details[Detail.OTHER_NUMBER] == number
    assert number in result_of(decision)


def test_who_is_named_owes_the_answer_from_today() -> None:
    case = an_open_case()
    now = after(rerouted("question", "Bert", case), case)
    (duty,) = [d for d in now.deadlines if d.kind is DeadlineKind.REPLY_OTHER]
    assert (duty.owner, duty.start_on) == ("bert", TODAY)
    unmet = {d.kind for d in now.deadlines if d.met_at is None}
    assert unmet == {DeadlineKind.REPLY_OTHER, DeadlineKind.RETENTION, DeadlineKind.ACK}


def test_the_thanks_wait_for_a_yes_and_name_who_answers() -> None:
    case = an_open_case()
    decision = rerouted("question", "Bert", case)
    (send,) = [send for send in decision.orders() if send.draft is not None]
    assert send.order.name is LetterName.OTHER_RECEIPT
    now = after(decision, case)
    (duty,) = [d for d in now.deadlines if d.kind is DeadlineKind.REPLY_OTHER]
    values = send.order.values
    assert (values["kind"], values["owner"], values["reply_due"]) == (
        "question",
        "Bert Claes",
        duty.due_on,
    )


def test_the_yes_lets_the_thanks_go_and_changes_nothing_else() -> None:
    case = an_open_case()
    decision = rerouted("question", case=case)
    (send,) = [send for send in decision.orders() if send.draft is not None]
    assert send.draft is not None
    draft = replace(send.draft, letter_id=5)
    said_yes = decided(an_order(Verb.YES), case=after(decision, case), drafts=(draft,))
    assert [effect.letter_id for effect in said_yes.effects if isinstance(effect, Release)] == [5]
    assert not [effect for effect in said_yes.effects if isinstance(effect, Save)]


def test_spam_gets_no_letter_and_no_answer_is_owed() -> None:
    case = an_open_case()
    decision = rerouted("spam", case=case, waiting_acks=(WAITING,))
    now = after(decision, case)
    assert (now.status, now.ack) == (Status.REROUTED, Ack.NONE)
    assert {d.kind for d in now.deadlines if d.met_at is None} == {DeadlineKind.RETENTION}
    assert [effect.letter_id for effect in decision.effects if isinstance(effect, Cancel)] == [4]
    assert [letter.name for letter in sent(decision)] == [LetterName.COMMAND_RESULT]
    assert commands(only(decision, LetterName.COMMAND_RESULT))[0] == "WEL KLACHT"


@pytest.mark.parametrize("code", ["", "klacht"])
def test_what_it_is_instead_is_asked(code: str) -> None:
    decision = rerouted(code)
    assert "vraag, een suggestie" in reason_of(decision)
    assert "GEEN KLACHT vraag" in commands(only(decision, LetterName.COMMAND_ERROR))


def test_nobody_answers_of_whom_it_speaks() -> None:
    case = an_open_case(not_for=("bert",))
    assert "kies iemand anders" in reason_of(rerouted("question", "Bert", case))


def test_two_questions_of_one_mail_have_two_numbers() -> None:
    cases = (an_open_case(), replace(an_open_case(), number="K-2026-0002"))
    orders = [an_order(Verb.NO_COMPLAINT, code="question", number=case.number) for case in cases]
    decision = decided(*orders, cases=cases, next_numbers=NEXT)
    told = result_of(decision)
    assert "V-2026-0008" in told
    assert "V-2026-0009" in told


def test_taking_it_back_takes_it_out_of_the_other_register() -> None:
    case = an_open_case()
    decision = rerouted("question", case=case)
    (remembered,) = [e.step for e in decision.effects if isinstance(e, Remember)]
    undone = decided(
        an_order(Verb.UNDO), case=after(decision, case), steps=(replace(remembered, id=3),)
    )
    (entry,) = [effect.case for effect in undone.effects if isinstance(effect, Save)]
    assert (entry.number, entry.status) == ("V-2026-0008", Status.MERGED)


# --- a complaint after all


def accepted(case: Case, **known: Any) -> Decision:
    return decided(an_order(Verb.COMPLAINT), case=case, **known)


@pytest.mark.parametrize("code", ["question", "praise", "spam"])
def test_a_complaint_after_all_owes_what_it_owed_by_the_same_days(code: str) -> None:
    before = an_open_case()
    case = after(rerouted(code, case=before), before)
    decision = accepted(case, now=NOON + timedelta(days=3), today=TODAY + timedelta(days=3))
    now = after(decision, case)
    assert (now.status, now.kind) == (Status.INTAKE, Kind.COMPLAINT)
    assert (now.received_at, now.received_on) == (before.received_at, before.received_on)
    assert Detail.OTHER_NUMBER not in now.details

    def owed(each: Case) -> dict[DeadlineKind, date]:
        return {d.kind: d.due_on for d in each.deadlines if d.met_at is None}

    assert owed(now) == owed(before)
    assert all(d.next_on for d in now.deadlines if d.met_at is None)


@pytest.mark.parametrize(
    ("ack", "letters"), [(Ack.SENT, 0), (Ack.WAIVED, 0), (Ack.QUEUED, 0), (Ack.HELD, 0)]
)
def test_who_was_told_is_not_told_again(ack: Ack, letters: int) -> None:
    before = an_open_case(ack=ack)
    case = after(rerouted("question", case=before), before)
    assert len(sent(accepted(case), LetterName.ACKNOWLEDGMENT)) == letters


def test_who_was_told_nothing_because_it_was_spam_is_told_now() -> None:
    before = an_open_case()
    case = after(rerouted("spam", case=before), before)
    decision = accepted(case)
    assert only(decision, LetterName.ACKNOWLEDGMENT).to == "ilse@postvak.example"
    assert after(decision, case).ack is Ack.QUEUED


def test_its_entry_in_the_other_register_ends() -> None:
    before = an_open_case()
    case = after(rerouted("suggestion", case=before), before)
    entries = [
        effect.case
        for effect in accepted(case).effects
        if isinstance(effect, Save) and effect.case.number != case.number
    ]
    assert [(entry.number, entry.status) for entry in entries] == [("S-2026-0008", Status.MERGED)]


def test_what_is_a_complaint_cannot_become_one() -> None:
    assert "kan nu niet" in reason_of(accepted(an_open_case()))


# --- a mail that lies apart


def apart(mail: IncomingMail | None = None, **known: Any) -> dict[str, Any]:
    """What is known of mail 411, which came three days ago."""
    came = TODAY - timedelta(days=3)
    values: dict[str, Any] = {
        "now": NOON,
        "today": TODAY,
        "mailbox": MAILBOX,
        "received_at": NOON - timedelta(days=3),
        "received_on": came,
        "next_number": "not this one",
    }
    one = Apart(mail_id=411, mail=mail or a_mail(TEXT), facts=Facts(**(values | known)))
    return {"beside": {"mail 411": Beside(apart=one)}, "next_numbers": NEXT, "cases": ()}


def of_mail_411(text: str = "", by: str = "ann", **known: Any) -> Decision:
    return decided(an_order(Verb.COMPLAINT, text, number="mail 411"), by=by, **(apart() | known))


def test_a_mail_that_lay_apart_becomes_a_case_as_of_the_day_it_came() -> None:
    decision = of_mail_411()
    case = first_case(decision)
    assert (case.number, case.received_on) == (NUMBER, TODAY - timedelta(days=3))
    assert case.received_at == NOON - timedelta(days=3)
    assert {duty.start_on for duty in case.deadlines} == {TODAY - timedelta(days=3)}
    assert only(decision, LetterName.ACKNOWLEDGMENT).to == PARENT.email
    assert NUMBER in result_of(decision)
    moved, own = sorted(
        (effect for effect in decision.effects if isinstance(effect, File)),
        key=lambda filed: filed.mail_id or 0,
        reverse=True,
    )
    assert (moved.mail_id, moved.place, moved.case_number) == (411, Place.CASE, NUMBER)
    assert (own.mail_id, own.place) == (None, Place.SET_ASIDE)


def test_a_mail_that_lies_nowhere_is_asked_back() -> None:
    assert "ligt niet (meer) apart" in reason_of(of_mail_411(beside={}))


@pytest.mark.parametrize("by", ["juf-katrien", "gust", "hilde"])
def test_who_does_not_treat_complaints_makes_no_case_of_it(by: str) -> None:
    assert "alleen wie klachten behandelt" in reason_of(of_mail_411(by=by))


def test_whom_it_speaks_of_makes_no_case_of_it() -> None:
    about_ann = a_mail("Mevrouw Ann Peeters liet mij gisteren een uur wachten.")
    decision = of_mail_411(**apart(about_ann))
    assert "iemand anders bekijkt hem" in reason_of(decision)
    assert "wachten" not in said_by(only(decision, LetterName.COMMAND_ERROR))


def test_a_colleagues_mail_has_no_complainant() -> None:
    case = first_case(of_mail_411(**apart(staff_mail("juf-katrien", TEXT))))
    assert case.complainant is None


def follow_up() -> dict[str, Any]:
    thread = Thread(Link.NUMBER, an_open_case())
    return apart(a_mail("Er is nog iets gebeurd op de bus."), threads=(thread,))


def test_a_mail_that_names_a_case_is_asked_whether_it_belongs_there() -> None:
    decision = of_mail_411(**follow_up())
    assert "Hoort hij in dat dossier" in reason_of(decision)
    assert commands(only(decision, LetterName.COMMAND_ERROR)) == [
        "mail 411 WEL KLACHT: bij K-2026-0001",
        "mail 411 WEL KLACHT: nieuw",
    ]


def test_it_joins_the_case_and_the_handler_reads_it() -> None:
    decision = of_mail_411("bij K-2026-0001", by="carla", **follow_up())
    filed = [e for e in decision.effects if isinstance(e, File) and e.mail_id == 411]
    assert [(one.place, one.case_number) for one in filed] == [(Place.CASE, "K-2026-0001")]
    assert not sent(decision, LetterName.ACKNOWLEDGMENT)
    assert "mail 411 zit nu in K-2026-0001" in result_of(decision)


def test_or_it_opens_one_of_its_own() -> None:
    assert first_case(of_mail_411("nieuw", **follow_up())).number == NUMBER


def test_what_a_colleague_wrote_down_and_nobody_had_proven_is_taken_in_with_one_tap() -> None:
    written = staff_mail("juf-katrien", "NIEUW: …")
    given = Instructions(orders=(new_order(**TOLD),))
    known = apart(written, instructions=given)
    order = an_order(Verb.NEW, number="mail 411")
    decision = decided(order, by="juf-katrien", **known)
    case = first_case(decision)
    assert (case.number, case.via) == (NUMBER, Via.PHONE)
    assert case.received_on == TODAY - timedelta(days=3)
    assert {e.mail_id for e in decision.effects if isinstance(e, File)} == {None, 411}
    others = decided(order, by="ann", **known)
    assert "staat geen nieuwe klacht" in reason_of(others)


@pytest.mark.parametrize(
    ("number", "command"),
    [("mail 411", "mail 411 WEL KLACHT"), ("K-2026-0002", "K-2026-0002 WEL KLACHT")],
)
def test_an_order_that_nobody_proved_keeps_its_number_in_the_question(
    number: str, command: str
) -> None:
    order = replace(an_order(Verb.COMPLAINT, number=number), line=f"{number} WEL KLACHT")
    decision = decided(order, key=None)
    assert commands(only(decision, LetterName.WAS_IT_YOU)) == [command]
