from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.happening import PersonsWord
from bot.post.smtp.envelope import Delayed, Refused
from tests.offices import ANN, BERT, CARLA, ELS, FEMKE, GUST, INGRID, OTHER, PARENT, SAFETY, Office

CRY = "Mijn dochter wil niet meer leven. Wat moet ik doen?"
NO = Refused(550, "5.1.1 no such mailbox")
PUPIL = "Sam <sam@leerling-demerland.example>"


def test_a_cry_for_help_is_registered_and_all_safety_contacts_are_alarmed(office: Office) -> None:
    office.write(CRY)
    office.round()
    case = office.case()
    assert (case["number"], case["urgency"]) == ("K-2026-0001", "critical")
    assert {x.to for x in office.letters("safety_alert")} == SAFETY
    assert "zelfdoding" in office.letters("safety_alert")[0].text
    assert "[K-2026-0001]" in office.letters("safety_alert")[0].subject


def test_an_outsider_gets_number_signals_and_telephone_but_no_word_of_the_mail(
    office: Office,
) -> None:
    office.write(CRY, subject="Hulp gevraagd voor Lotte")
    office.round()
    for to, reads in ((CARLA, True), (ELS, True), (FEMKE, False)):
        letter = office.letter("safety_alert", to=to)
        for text in (letter.text, letter.html):
            assert ("wil niet meer leven" in text) is reads
            assert ("Lotte" in text) is reads
        assert ("011 00 00 01" in letter.text) is not reads  # whom to call and ask
        assert "K-2026-0001" in letter.text
        assert "Lotte" not in letter.subject


def test_an_adult_is_acknowledged_in_the_same_round_once_a_contact_has_the_alarm(
    office: Office,
) -> None:
    office.postman.plan(CARLA, NO)
    office.postman.plan(FEMKE, Delayed("451 later"))
    office.write(CRY)
    office.round()
    order = [(x.name, x.to) for x in office.letters()]
    assert order.index(("safety_alert", ELS)) < order.index(("acknowledgment", PARENT))
    assert office.case()["ack"] == "sent"
    assert "112" in office.letter("acknowledgment").text
    assert office.told("ack_held_critical") == 0


def test_while_no_contact_has_the_alarm_nothing_goes_to_the_parent(office: Office) -> None:
    office.round()  # the first letters to all colleagues are gone
    for person in office.policy.people:
        if person.email in SAFETY:
            office.postman.plan(person.email, *[Delayed("451 later")] * 2)
    office.write(CRY)
    office.round()
    assert office.letters("acknowledgment") == []
    assert office.outbox("acknowledgment")[0]["status"] == "held"
    office.round(minutes=1)
    assert office.letters("acknowledgment") == []
    office.round(minutes=1)
    assert office.letter("acknowledgment").to == PARENT


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("Ik ben 13 jaar en ik wil niet meer leven.", f"Sam Peeters <{PARENT}>"),
        ("Ik wil niet meer leven.", PUPIL),
        (CRY, PARENT),  # no name: who reads this mailbox?
        ("Mijn zoon wordt thuis mishandeld.", f"Ilse <{PARENT}>"),  # perhaps read by the danger
    ],
)
def test_a_pupil_an_unknown_or_an_unsafe_mailbox_is_not_answered_by_itself(
    office: Office, text: str, sender: str
) -> None:
    office.write(text, sender=sender)
    office.round()
    assert office.case()["urgency"] == "critical"
    assert {x.to for x in office.letters("safety_alert")} == SAFETY
    assert office.posted_to_outsiders() == []
    assert office.case()["ack"] == "held"
    assert office.outbox("acknowledgment")[0]["error"] == "critical"
    assert office.told("ack_held_critical") == 1
    office.says(PersonsWord.ACK_RELEASED, "K-2026-0001")
    office.round(minutes=5)
    assert len(office.letters("acknowledgment")) == 1


def test_a_pupil_without_any_signal_is_acknowledged_like_anyone(office: Office) -> None:
    office.write("Ik vind het eten onaanvaardbaar slecht.", sender=PUPIL)
    office.round()
    assert office.case()["ack"] == "sent"


def test_the_alarm_rings_every_half_hour_six_times_more_and_then_each_morning(
    office: Office,
) -> None:
    office.write(CRY)  # Tuesday 12.00 here
    office.round()

    def rung() -> int:
        return len(office.letters("safety_alert", to=CARLA))

    office.round(minutes=29)
    assert rung() == 1
    office.round(minutes=1)
    assert rung() == 2
    office.rounds_every(10, hours=12)
    assert rung() == 7
    office.clock.at = datetime(2026, 11, 25, 6, 29, tzinfo=UTC)
    office.round()
    assert rung() == 7
    office.clock.at = datetime(2026, 11, 25, 6, 30, tzinfo=UTC)  # 07.30 here
    office.round()
    assert rung() == 8
    office.round(hours=9)
    assert rung() == 8


def test_the_alarm_rings_on_saturdays_sundays_and_in_vacations_too(office: Office) -> None:
    office.clock.at = datetime(2026, 12, 18, 12, 0, tzinfo=UTC)  # the Friday before Christmas
    office.write(CRY)
    office.round()
    office.rounds_every(30, hours=6)
    before = len(office.letters("safety_alert", to=CARLA))
    for day in range(19, 29):
        office.clock.at = datetime(2026, 12, day, 6, 45, tzinfo=UTC)
        office.round()
    assert len(office.letters("safety_alert", to=CARLA)) == before + 10


def test_from_the_third_time_the_alarm_also_rings_at_board_and_administrator(
    office: Office,
) -> None:
    office.write(CRY)
    office.round()
    office.round(minutes=30)
    assert {x.to for x in office.letters("safety_alert")} == SAFETY
    office.round(minutes=30)
    office.round(minutes=30)
    last = {x.to for x in office.letters("safety_alert")[-5:]}
    assert last == SAFETY | {INGRID, GUST}


def test_the_alarm_stops_when_somebody_has_seen_it(office: Office) -> None:
    office.write(CRY)
    office.round()
    office.round(minutes=30)
    rung = len(office.letters("safety_alert"))
    office.says(PersonsWord.ALARM_SEEN, "K-2026-0001", by="carla")
    office.rounds_every(30, hours=30)
    assert len(office.letters("safety_alert")) == rung
    (entry,) = office.log("alarm_seen")
    assert entry["actor"] == "carla"


def test_after_a_time_out_of_service_the_alarm_rings_once(office: Office) -> None:
    office.write(CRY)
    office.round()
    office.round(days=3)
    assert len(office.letters("safety_alert", to=CARLA)) == 2


def test_a_cry_in_a_reply_alarms_and_rings_again_until_it_is_seen(office: Office) -> None:
    office.write("De bus kwam te laat. Onaanvaardbaar.")
    office.round()
    office.write(CRY, subject="Re: [K-2026-0001] bus")
    office.round(minutes=5)
    assert office.case()["urgency"] == "critical"
    assert {x.to for x in office.letters("safety_alert")} == SAFETY
    assert len(office.letters(to=PARENT)) == 1
    office.round(minutes=30)
    again = office.letters("safety_alert", to=CARLA)
    assert len(again) == 2
    # What rang is what they read, not the mail that opened the case.
    assert "wil niet meer leven" in again[-1].text


def test_a_second_cry_after_the_first_was_seen_rings_as_long_as_the_first(office: Office) -> None:
    office.write(CRY)
    office.round()
    office.rounds_every(30, hours=4)
    office.says(PersonsWord.ALARM_SEEN, "K-2026-0001")
    office.forget_letters()
    office.write(CRY + " Het is erger geworden.", subject="Re: [K-2026-0001]")
    office.round(hours=1)
    assert len(office.letters("safety_alert", to=CARLA)) == 1
    office.rounds_every(30, hours=4)
    assert len(office.letters("safety_alert", to=CARLA)) == 7


@pytest.mark.parametrize(
    "mail",
    [
        {"headers": ("Precedence: bulk",)},
        {"headers": ("X-Spam-Flag: YES",)},
        {"sender": "a@x.example, b@x.example"},
        {"sender": OTHER, "subject": "Re: K-2026-0001"},
        {"sender": BERT},
        {"sender": "klachten@schoolbestuur-demerland.example"},
    ],
    ids=["doubtful", "spam", "unreadable", "stranger", "colleague", "ourselves"],
)
def test_a_cry_in_a_mail_that_lies_apart_is_heard(office: Office, mail: dict[str, Any]) -> None:
    office.write()
    office.round()
    office.forget_letters()
    office.write(CRY, **mail)
    office.round(minutes=5)
    assert office.mail()["place"] == "set_aside"
    assert {x.to for x in office.letters("safety_alert")} == SAFETY
    assert office.posted_to_outsiders() == []
    # It has no number: nothing of a case is told to whoever named one.
    assert "K-" not in office.letters("safety_alert")[0].subject


def test_a_safety_contact_who_cannot_be_reached_is_replaced(office: Office) -> None:
    office.postman.plan(FEMKE, NO)
    office.write(CRY)
    office.round()
    told = [x.to for x in office.letters("safety_alert")]
    assert {CARLA, ELS} < set(told)
    assert len(told) == 3
    assert len(set(told)) == 3


def test_a_sixth_cry_is_alarmed_but_not_answered(office: Office) -> None:
    # Two programs could write to each other in such words, too.
    for n in range(6):
        office.write(CRY, subject=f"Help {n}")
    office.round()
    assert len(office.letters("acknowledgment")) == 5
    assert office.case("K-2026-0006")["ack"] == "held"
    assert len(office.letters("safety_alert", to=CARLA)) == 6
    assert office.told("ack_held_critical") == 1


def test_an_old_cry_is_alarmed_and_its_answer_waits_for_a_person(office: Office) -> None:
    office.write(CRY, at=office.clock.at - timedelta(days=40))
    office.round()
    assert {x.to for x in office.letters("safety_alert")} == SAFETY
    assert office.letters("acknowledgment") == []
    assert office.letters("new_complaint", to=ANN)


def test_the_second_bell_is_rung_with_number_and_nothing_else(office: Office) -> None:
    rung: list[str] = []
    object.__setattr__(office.bot.casework, "ring", rung.append)
    office.write("De bus kwam te laat. Onaanvaardbaar.")
    office.write(CRY, sender="Jan <jan@postvak.example>")
    office.round()
    assert rung == ["K-2026-0002"]
