from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.post.smtp.envelope import Delayed
from tests.collecting import CollectingPostman
from tests.offices import CARLA, SAFETY, Office

if TYPE_CHECKING:
    from tests.offices import NewOffice

CRY = "Mijn zoon zegt dat hij niet meer wil leven en dat hij er een einde aan maakt."


def with_a_second_way(office: Office) -> CollectingPostman:
    second = CollectingPostman()
    office.rounds.dispatch = replace(office.rounds.dispatch, second=second)
    return second


def test_an_alarm_leaves_by_the_second_way_when_the_first_is_out_of_order(
    new_office: NewOffice,
) -> None:
    office = new_office()
    second = with_a_second_way(office)
    office.postman.unusable = "127.0.0.1:14025: connection refused"
    office.write(CRY)
    office.round()
    office.round(minutes=2)
    assert {letter.recipient for letter in second.letters} == SAFETY
    assert office.postman.letters == []
    assert {letter["status"] for letter in office.outbox("safety_alert")} == {"sent"}


def test_an_alarm_that_the_first_way_delays_leaves_by_the_second_at_the_next_try(
    new_office: NewOffice,
) -> None:
    office = new_office()
    second = with_a_second_way(office)
    office.round()  # the first letters to all colleagues
    office.forget_letters()
    office.postman.plan(CARLA, Delayed("451 try later"))
    office.write(CRY)
    office.round()
    assert CARLA not in {letter.recipient for letter in office.postman.letters}
    office.round(minutes=2)
    assert [letter.recipient for letter in second.letters] == [CARLA]


def test_other_letters_wait_for_the_first_way(new_office: NewOffice) -> None:
    office = new_office()
    second = with_a_second_way(office)
    office.postman.unusable = "127.0.0.1:14025: connection refused"
    office.write()
    office.round()
    office.round(minutes=2)
    assert second.letters == []
    office.postman.unusable = None
    office.round(hours=2)
    assert office.letters("acknowledgment")


def test_a_mailbox_that_cannot_be_used_is_told_by_the_second_way(new_office: NewOffice) -> None:
    office = new_office()
    second = with_a_second_way(office)
    office.postman.unusable = "127.0.0.1:14025: connection refused"
    office.box.down = "memory: login refused"
    office.round()
    office.round(minutes=20)
    office.round(minutes=2)
    assert {letter["status"] for letter in office.outbox("mailbox_unreachable")} == {"sent"}
    assert second.letters
