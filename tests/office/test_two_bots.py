from __future__ import annotations

from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import ClassVar

import pytest

from tests.builders import MAILBOX
from tests.offices import ANN, GUST, SECRETS, NewOffice, Office

THEIRS = "klachten@stadsscholen-zennedal.example"
ROBOT = "jo.mertens@leverancier.example"  # writes like a person, without any mark
LOW_BREAKER = ("bot.toml", "breaker_per_10min         = 60", "breaker_per_10min = 3")
# Minutes between the rounds of two days: close together while they may talk, then past each limit.
TWO_DAYS = (*[10] * 8, *[90] * 4, *[720] * 3)
# What gateways take away, and what is left when they do.
ON_THE_WAY = {
    "untouched": (),
    "without its marks": ("Auto-Submitted", "X-Auto-Response-Suppress", "X-Gehoor-Case"),
    "without marks and thread": (
        *("Auto-Submitted", "X-Auto-Response-Suppress", "X-Gehoor-Case"),
        *("In-Reply-To", "References"),
    ),
}


class OtherSchool(Office):
    """Another board with the same bot: its own domain, its own people, its own key."""

    secrets: ClassVar = SECRETS | {"GEHOOR_SIGNING_KEY": "z" * 40}

    def start(self, *edits: tuple[str, str, str]) -> Office:
        for path in self.config.rglob("*.toml"):
            text = path.read_text(encoding="utf-8")
            text = text.replace("schoolbestuur-demerland.example", "stadsscholen-zennedal.example")
            path.write_text(text.replace("demerland", "zennedal"), encoding="utf-8")
        return super().start(*edits)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Office]:
    school = OtherSchool(tmp_path / "elsewhere")
    yield school
    school.close()


def letters_between(ours: Office, theirs: Office, stripped: tuple[str, ...]) -> list[EmailMessage]:
    """Whatever one bot writes to the other's mailbox arrives there, for two days."""
    exchanged: list[EmailMessage] = []
    carried = {id(ours): 0, id(theirs): 0}
    for minutes in TWO_DAYS:
        for sender, receiver, address in ((theirs, ours, MAILBOX), (ours, theirs, THEIRS)):
            receiver.round()
            for envelope in sender.postman.letters[carried[id(sender)] :]:
                if envelope.recipient != address:
                    continue
                mail = message_from_bytes(envelope.content, policy=policy.default)
                assert isinstance(mail, EmailMessage)
                for name in stripped:
                    del mail[name]
                receiver.deliver(mail.as_bytes())
                exchanged.append(mail)
            carried[id(sender)] = len(sender.postman.letters)
        ours.clock.forward(minutes=minutes)
        theirs.clock.forward(minutes=minutes)
    return exchanged


@pytest.mark.parametrize("way", ON_THE_WAY)
def test_two_bots_fall_silent_after_one_exchange(office: Office, other: Office, way: str) -> None:
    other.write("Wij hebben een klacht over uw bus. Graag overleg.", sender=f"Klachten <{MAILBOX}>")
    exchanged = letters_between(office, other, ON_THE_WAY[way])
    # One acknowledgment; without any mark perhaps one that acknowledges it, and never a third.
    assert 1 <= len(exchanged) <= (1 if way == "untouched" else 2)
    assert sum(case["ack"] == "sent" for case in other.register()) == 1
    assert len(office.register()) == len(exchanged) - 1
    assert len(other.register()) == 1
    assert other.mails()
    assert office.mails()


@pytest.mark.parametrize("way", ON_THE_WAY)
def test_two_bots_that_are_both_written_to_fall_silent_too(
    office: Office, other: Office, way: str
) -> None:
    """The same number is open at both, and means another case at each."""
    office.write("Klacht over de bus.", sender=f"Klachten <{THEIRS}>")
    other.write("Klacht over de bus.", sender=f"Klachten <{MAILBOX}>")
    assert len(letters_between(office, other, ON_THE_WAY[way])) == 2
    assert len(office.register()) == len(other.register()) == 1


def answering(office: Office, answer: Callable[[EmailMessage, int], dict[str, object]]) -> int:
    """A program answers each letter that it gets, without any mark; how many it got."""
    got = 0
    office.write("Wij melden een klacht over de levering.", sender=ROBOT)
    for minutes in TWO_DAYS:
        office.round(minutes=minutes)
        letters = [letter.mail for letter in office.letters() if letter.to == ROBOT]
        for letter in letters[got:]:
            got += 1
            office.write(
                f"Daar gaan wij niet mee akkoord, dit is klacht {got}.",
                **{"sender": ROBOT} | answer(letter, got),
            )
    return got


def test_who_answers_each_time_with_a_new_subject_gets_five_acknowledgments(
    office: Office,
) -> None:
    got = answering(office, lambda _, n: {"subject": f"Klacht {n}4711 over de soep"})
    assert got == 5
    assert [case["ack"] for case in office.register()] == ["sent"] * 5 + ["held"]
    assert office.told("ack_held_limit") == 1


def test_who_answers_each_time_with_one_subject_gets_two(office: Office) -> None:
    got = answering(office, lambda *_: {"subject": "Onze klacht"})
    assert got == 2  # one for the first mail, one for the first of its answers
    assert [case["ack"] for case in office.register()] == ["sent", "sent", "held"]
    assert office.told("ack_held_limit") == 1


@pytest.mark.parametrize("with_number", [True, False])
def test_who_answers_each_time_in_the_thread_gets_one(office: Office, *, with_number: bool) -> None:
    got = answering(
        office,
        lambda letter, _: {
            "subject": f"Re: {letter['Subject']}" if with_number else "Onze klacht",
            "headers": (f"In-Reply-To: {letter['Message-ID']}",),
        },
    )
    assert got == 1
    (case,) = office.register()
    assert case["ack"] == "sent"
    assert [mail["verdict"] for mail in office.mails()][1:] == ["case_reply"]


@pytest.mark.parametrize(("subject", "in_three_hours"), [("Herinnering {}", 3), ("Herinnering", 1)])
def test_who_writes_unasked_every_hour_gets_no_more_than_five_a_day(
    office: Office, subject: str, in_three_hours: int
) -> None:
    so_far = []
    for n in range(24):
        office.write("Onze klacht is nog niet behandeld.", sender=ROBOT, subject=subject.format(n))
        office.round(hours=1)
        so_far.append(len(office.letters("acknowledgment")))
    assert so_far[2] == in_three_hours
    assert so_far[-1] == 5
    numbers = [case["number"] for case in office.register()]
    assert numbers == [f"K-2026-{n + 1:04d}" for n in range(24)]


def test_when_many_programs_answer_the_breaker_stops_and_alarms(new_office: NewOffice) -> None:
    office = new_office(LOW_BREAKER)
    programs = [f"jo{n}@leverancier.example" for n in range(4)]
    answered = 0
    for n, address in enumerate(programs):
        office.write("Wij melden een klacht.", sender=address, subject=f"Klacht {n}")
    for _ in range(9):
        office.round(minutes=1)
        letters = [letter for letter in office.letters() if letter.to in programs]
        for letter in letters[answered:]:
            answered += 1
            office.write(
                "Daar gaan wij niet mee akkoord.", sender=letter.to, subject=f"Weer {answered}"
            )
    # Each its first letter, then no more than the breaker lets through in the round it counts in.
    assert 4 < answered <= 8
    assert office.told("breaker", to=ANN) == 1
    assert office.told("breaker", to=GUST) == 1
    assert office.health()["outbox"]["queued"] >= 1
    assert len(office.register()) == 4 + answered
