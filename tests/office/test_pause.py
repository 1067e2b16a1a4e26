"""A pause of automatic letters to outsiders: what waits, what leaves, who is told, when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.core.happening import LettersPaused, LettersResumed, PersonsWord
from bot.post.smtp.envelope import Delayed
from bot.store.ledger import About
from tests.office.test_administration import COMPLAINT, asked, paused, words_of
from tests.office.test_orders_done import ordered
from tests.office.test_taps import PROVEN, taps
from tests.offices import ANN, CARLA, ELS, FEMKE, GUST, PARENT, STAFF, Office

TUESDAY = date(2026, 12, 8)
LATER = Delayed("451 4.7.1 come back later")
IN_DANGER = "Mijn zoon zegt dat hij zelfmoord wil plegen."


@pytest.fixture
def quiet(office: Office) -> Office:
    """An office on a Tuesday morning, with nothing going on."""
    office.morning(TUESDAY)
    office.forget_letters()
    return office


def to_outsiders(office: Office) -> list[str]:
    return [letter.name for letter in office.posted_to_outsiders()]


def ack(office: Office) -> dict[str, Any]:
    return office.outbox("acknowledgment")[-1]


# --- what waits and what leaves


def test_an_acknowledgment_waits_for_the_end_of_the_pause_and_then_leaves(quiet: Office) -> None:
    letter = paused(quiet)
    assert letter.subject == "Automatische brieven wachten tot woensdag 9 december 2026, 18.00 uur"
    quiet.write(COMPLAINT)
    quiet.round(hours=1)
    assert to_outsiders(quiet) == []
    assert ack(quiet)["status"] == "queued"
    assert quiet.case()["ack"] == "queued"
    notice = quiet.letters("new_complaint", to=ANN)[-1]  # the school is told as always
    assert "wacht op het einde van de pauze van de automatische brieven" in words_of(notice)
    quiet.morning(TUESDAY + timedelta(days=1), time(17, 59))
    assert to_outsiders(quiet) == []
    quiet.morning(TUESDAY + timedelta(days=1), time(18, 1))
    assert to_outsiders(quiet) == ["acknowledgment"]
    assert quiet.case()["ack"] == "sent"


def test_the_answer_to_the_pause_ends_it_and_what_waited_leaves(quiet: Office) -> None:
    letter = paused(quiet)
    quiet.write(COMPLAINT)
    quiet.round()
    tapped = taps(letter)["ADMIN HERVAT"]
    quiet.write(tapped["text"], sender=GUST, subject=tapped["subject"], headers=(PROVEN,))
    quiet.round()
    assert to_outsiders(quiet) == ["acknowledgment"]
    told = words_of(quiet.letters("pause", to=GUST)[-1])
    assert "Er wachtte 1 brief; die vertrekt nu." in told
    assert "Ontvangstmeldingen onder die brieven: 1." in told


def test_what_a_person_approved_leaves_during_a_pause(quiet: Office) -> None:
    quiet.write(COMPLAINT)
    quiet.round()
    notice = quiet.letters("new_complaint", to=ANN)[-1]
    paused(quiet)
    ordered(quiet, "ANTWOORD: We bellen je morgen, en bekijken wat er gebeurde.", answers=notice)
    preview = quiet.letters("preview", to=ANN)[-1]
    yes = next(tap for words, tap in taps(preview).items() if words.startswith("JA"))
    quiet.write(yes["text"], sender=ANN, subject=yes["subject"], headers=(PROVEN,))
    quiet.round(minutes=1)
    quiet.round(minutes=11)
    assert to_outsiders(quiet) == ["reply"]


def test_a_held_acknowledgment_that_a_person_releases_leaves_during_a_pause(quiet: Office) -> None:
    paused(quiet)
    quiet.write("Ik ben een leerling van 6 jaar en ik wil dood.", subject="Help")
    quiet.round()
    assert ack(quiet)["status"] == "held"
    quiet.says(PersonsWord.ACK_RELEASED, "K-2026-0001")
    quiet.round()
    assert to_outsiders(quiet) == ["acknowledgment"]


def test_letters_about_somebody_in_danger_go_to_all_who_must_know(quiet: Office) -> None:
    paused(quiet)
    quiet.forget_letters()
    quiet.write(IN_DANGER)
    quiet.round()
    alerted = {letter.to for letter in quiet.letters("safety_alert")}
    assert alerted == {CARLA, ELS, FEMKE}
    # The acknowledgment that leaves with the alert is an automatic letter to a parent: it waits.
    assert to_outsiders(quiet) == []


def test_a_contact_in_a_crisis_is_never_kept_back(quiet: Office) -> None:
    paused(quiet)
    quiet.write(IN_DANGER)
    quiet.round()
    alarm = quiet.letters("safety_alert", to=CARLA)[-1]
    quiet.forget_letters()
    ordered(quiet, "CONTACT: Ik ben Carla, ik bel je straks.", by=CARLA, answers=alarm)
    preview = quiet.letters("preview", to=CARLA)[-1]
    yes = next(tap for words, tap in taps(preview).items() if words.startswith("JA"))
    quiet.write(yes["text"], sender=CARLA, subject=yes["subject"], headers=(PROVEN,))
    quiet.round(minutes=1)
    assert to_outsiders(quiet) == ["crisis_contact"]


# --- who is told


def test_administrators_and_the_coordinator_are_told_at_once_and_each_working_day(
    quiet: Office,
) -> None:
    paused(quiet, "ADMIN PAUZE tot dinsdag")
    assert {letter.to for letter in quiet.letters("pause")} == {GUST, ANN}
    assert "ADMIN HERVAT" not in taps(quiet.letter("pause", to=ANN))
    quiet.forget_letters()
    quiet.mornings(TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=6))
    told = [letter.on for letter in quiet.letters("pause", to=ANN)]
    assert told == ["2026-12-09", "2026-12-10", "2026-12-11", "2026-12-14"]
    assert "De pauze duurt nog." in quiet.letters("pause", to=GUST)[-1].text
    quiet.forget_letters()
    quiet.morning(TUESDAY + timedelta(days=7), time(18, 5))
    quiet.round(minutes=1)
    (over,) = quiet.letters("pause", to=ANN)
    assert over.subject == "De pauze is voorbij: brieven vertrekken weer"


def test_acknowledgments_that_wait_long_are_told_in_one_line_a_day(quiet: Office) -> None:
    paused(quiet, "ADMIN PAUZE tot vrijdag")
    for n in range(4):
        quiet.write(f"Klacht {n}", sender=f"ouder{n}@postvak.example")
    quiet.rounds_every(30, hours=6)
    assert quiet.told("ack_late") == 0
    assert quiet.told("acks_paused") == 1
    text = words_of(quiet.letters("attention", to=ANN)[-1])
    assert "4 ontvangstmeldingen wachten al langer dan vier uur, door de pauze." in text


def test_after_a_pause_nobody_is_told_that_the_mail_server_is_slow(quiet: Office) -> None:
    paused(quiet, "ADMIN PAUZE 6 uur")
    quiet.write(COMPLAINT)
    quiet.postman.plan(PARENT, LATER, LATER)
    quiet.rounds_every(30, hours=7)
    quiet.round(minutes=5)
    assert quiet.told("ack_late") == 0
    assert to_outsiders(quiet) == ["acknowledgment"]


def test_a_letter_that_waited_a_week_for_a_pause_is_tried_again_when_delayed(
    quiet: Office,
) -> None:
    quiet.write(COMPLAINT)
    quiet.bot.casework.happen(
        LettersPaused("gust", datetime(2026, 12, 15, 17, tzinfo=UTC)), about=About(actor="gust")
    )
    quiet.round()
    quiet.postman.plan(PARENT, LATER)
    quiet.morning(TUESDAY + timedelta(days=7), time(18, 5))
    assert ack(quiet)["status"] == "queued"
    quiet.round(hours=1)
    assert to_outsiders(quiet) == ["acknowledgment"]


def test_the_pause_and_its_end_stand_in_the_log_and_in_health(quiet: Office) -> None:
    paused(quiet, "ADMIN PAUZE 2 uur")
    (began,) = quiet.log("pause_began")
    assert began["reason"].endswith("by gust")
    assert quiet.health()["paused_until"] is not None
    assert "Gepauzeerd tot" in words_of(asked(quiet, "ADMIN STATUS"))
    quiet.round(hours=3)
    assert quiet.health()["paused_until"] is None
    assert [entry["reason"] for entry in quiet.log("pause_ended")] == ["its time was over"]


# --- till when


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("ADMIN PAUZE", "woensdag 9 december 2026, 18.00 uur"),
        ("ADMIN PAUZE tot morgen 9u", "woensdag 9 december 2026, 09.00 uur"),
        ("admin pauze tot vrijdag om 9:30", "vrijdag 11 december 2026, 09.30 uur"),
        ("ADMIN PAUZE tot 17u30", "dinsdag 8 december 2026, 17.30 uur"),
        ("ADMIN PAUZE: 3 werkdagen", "vrijdag 11 december 2026, 18.00 uur"),
        ("ADMIN PAUSE until Friday 9:00", "vrijdag 11 december 2026, 09.00 uur"),
        ("ADMIN PAUZE 2026-12-10", "donderdag 10 december 2026, 18.00 uur"),
        ("ADMIN PAUZE 10/12", "donderdag 10 december 2026, 18.00 uur"),
    ],
)
def test_till_when_is_said_in_many_ways(quiet: Office, said: str, until: str) -> None:
    assert paused(quiet, said).subject == f"Automatische brieven wachten tot {until}"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("ADMIN PAUZE tot 1 februari", "hoogstens vijf werkdagen, nu dus tot 15/12/2026 om 18:00"),
        ("ADMIN PAUZE tot gisteren", "al voorbij"),
        ("ADMIN PAUZE tot 7u", "al voorbij"),
        ("ADMIN PAUZE tot het beter gaat", "Tot wanneer?"),
        ("ADMIN PAUZE tot 27:80", "Tot wanneer?"),
    ],
)
def test_a_moment_that_cannot_be_is_asked_back(quiet: Office, said: str, why: str) -> None:
    letter = paused(quiet, said)
    assert letter.name == "command_error"
    assert why in words_of(letter)
    assert quiet.log("pause_began") == []


def test_a_second_pause_takes_the_place_of_the_first(quiet: Office) -> None:
    first = paused(quiet, "ADMIN PAUZE 2 uur")
    asked(quiet, "ADMIN PAUZE tot morgen", answers=first)
    quiet.write(COMPLAINT)
    quiet.round(hours=3)
    assert to_outsiders(quiet) == []
    quiet.morning(TUESDAY + timedelta(days=1), time(18, 1))
    assert to_outsiders(quiet) == ["acknowledgment"]


def test_without_a_pause_there_is_nothing_to_end(quiet: Office) -> None:
    letter = asked(quiet, "ADMIN HERVAT", answers=asked(quiet, "ADMIN STATUS"))
    assert "Er is geen pauze" in letter.text
    assert quiet.log("pause_ended") == []


# --- whatever happens to the process


def test_a_restart_does_not_forget_a_pause(quiet: Office) -> None:
    paused(quiet)
    quiet.write(COMPLAINT)
    quiet.restart()
    quiet.round()
    quiet.round(hours=2)
    assert to_outsiders(quiet) == []
    assert ack(quiet)["status"] == "queued"


def test_a_process_that_dies_before_the_end_is_noted_lets_letters_go_all_the_same(
    quiet: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    paused(quiet)
    quiet.write(COMPLAINT)
    quiet.round()

    def dies(*_: object) -> Iterator[None]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("bot.office.watch.Watch.look", dies)
        quiet.clock.at = datetime(2026, 12, 9, 17, 30, tzinfo=UTC)
        with pytest.raises(KeyboardInterrupt):
            quiet.rounds.once()
    quiet.restart()
    quiet.round()
    assert to_outsiders(quiet) == ["acknowledgment"]
    assert len(quiet.log("pause_ended")) == 1


class Pausing(RuleBasedStateMachine):
    """Mail comes, pauses begin and end, hours pass, the process dies: no letter slips out."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self.office = Office(Path(self._folder.name) / "office")
        self.office.morning(TUESDAY)
        self.n = 0
        self.until: datetime | None = None
        self.seen = 0

    def teardown(self) -> None:
        self.resume_at_last()
        self.office.close()
        self._folder.cleanup()

    @initialize()
    def begin(self) -> None:
        self.office.forget_letters()

    @rule(words=st.sampled_from([COMPLAINT, "Waar is de bus?", IN_DANGER]))
    def writes(self, words: str) -> None:
        self.n += 1
        self.office.write(words, sender=f"ouder{self.n}@postvak.example")
        self.round(minutes=1)

    @rule(hours=st.integers(1, 30))
    def pauses(self, hours: int) -> None:
        until = self.office.clock.at + timedelta(hours=hours)
        self.office.bot.casework.happen(LettersPaused("gust", until), about=About(actor="gust"))
        self.until = until
        self.round(minutes=1)

    @precondition(lambda self: self.lasts())
    @rule()
    def resumes(self) -> None:
        self.office.bot.casework.happen(LettersResumed("gust"), about=About(actor="gust"))
        self.until = None
        self.round(minutes=1)

    @rule(hours=st.integers(1, 20))
    def waits(self, hours: int) -> None:
        self.round(hours=hours)

    @rule()
    def dies(self) -> None:
        self.office.restart()
        self.round(minutes=1)

    def round(self, **later: float) -> None:
        before = len(self.office.postman.letters)
        self.office.round(**later)
        fresh = self.office.postman.letters[before:]
        outside = [letter.recipient for letter in fresh if letter.recipient not in STAFF]
        if self.lasts():
            assert outside == []

    @invariant()
    def every_alarm_reaches_all(self) -> None:
        rings = [case for case in self.office.register() if case["urgency"] == "critical"]
        alerted = {(x.case, x.to) for x in self.office.letters("safety_alert")}
        assert {(case["number"], to) for case in rings for to in (CARLA, ELS)} <= alerted

    def lasts(self) -> bool:
        return self.until is not None and self.office.clock.at < self.until

    def resume_at_last(self) -> None:
        """Every letter leaves after the pause: none is lost, none goes twice."""
        self.until = None
        self.office.round(hours=31)
        self.office.round(minutes=1)
        acks = self.office.outbox("acknowledgment")
        assert all(letter["status"] in {"sent", "held"} for letter in acks)
        sent = [letter.message_id for letter in self.office.posted_to_outsiders()]
        assert len(sent) == len(set(sent))


TestPausing = Pausing.TestCase
TestPausing.settings = settings(
    max_examples=12,
    stateful_step_count=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
