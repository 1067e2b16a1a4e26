from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.happening import PersonsWord
from bot.post.smtp.envelope import Delayed, Refused, Uncertain
from tests.builders import NOON
from tests.offices import ANN, GUST, PARENT, STAFF, NewOffice, Office

LATER = Delayed("451 4.7.1 come back later")
CUT = Uncertain("connection lost after DATA")
FORM = "webformulier@schoolbestuur-demerland.example"
LOW_BREAKER = ("bot.toml", "breaker_per_10min         = 60", "breaker_per_10min = 3")


def ack(office: Office) -> dict[str, object]:
    (letter,) = office.outbox("acknowledgment")
    return letter


def test_the_sixth_acknowledgment_in_a_day_is_held_for_a_person(office: Office) -> None:
    for n in range(7):
        office.write(subject=f"Klacht nummer {n}")
        office.round(hours=3)
    assert [case["ack"] for case in office.register()] == ["sent"] * 5 + ["held"] * 2
    assert [x["error"] for x in office.outbox("acknowledgment")][5:] == ["limit", "limit"]
    assert office.told("ack_held_limit") == 2
    assert len(office.letters("new_complaint")) == 7
    # A day later there is room again.
    office.write(subject="Klacht nummer acht")
    office.round(hours=24)
    assert office.register()[-1]["ack"] == "sent"


def test_a_second_acknowledgment_with_one_subject_within_three_hours_is_held(
    office: Office,
) -> None:
    for subject in ("De bus", "RE: de  BUS", "De soep"):
        office.write(subject=subject)
        office.round(minutes=30)
    assert [case["ack"] for case in office.register()] == ["sent", "held", "sent"]
    office.write(subject="De bus")
    office.round(hours=3)
    assert office.register()[-1]["ack"] == "sent"


def test_all_mails_of_one_batch_count(office: Office) -> None:
    for n in range(8):
        office.write(subject=f"Klacht nummer {n}")
    office.round()
    assert [case["ack"] for case in office.register()] == ["sent"] * 5 + ["held"] * 3


def test_the_limit_counts_who_is_written_to_and_not_the_form_that_wrote(office: Office) -> None:
    for n in range(6):
        office.write(
            f"Naam: Ilse\nE-mail: {PARENT}\nWat is er gebeurd: Klacht over de bus.",
            sender=FORM,
            subject=f"Formulier {n}",
        )
    office.write(
        "Naam: Jan\nE-mail: jan@postvak.example\nWat is er gebeurd: Klacht.",
        sender=FORM,
        subject="Formulier 7",
    )
    office.round()
    assert [case["ack"] for case in office.register()] == ["sent"] * 5 + ["held", "sent"]


def test_a_held_letter_is_seen_in_the_outbox_and_its_reason_in_the_log(office: Office) -> None:
    office.write(subject="De bus")
    office.write(subject="De bus")
    office.round()
    held = [letter for letter in office.outbox() if letter["status"] == "held"]
    assert [(x["letter"], x["case"], x["error"]) for x in held] == [
        ("acknowledgment", "K-2026-0002", "limit")
    ]
    (entry,) = office.log("letter_held")
    assert (entry["case"], entry["reason"]) == ("K-2026-0002", "acknowledgment: held, limit")
    notice = office.letters("new_complaint")[1].text
    assert "wordt niet automatisch verstuurd: " in notice


def test_the_breaker_holds_back_who_had_one_and_lets_staff_and_strangers_through(
    new_office: NewOffice,
) -> None:
    office = new_office(LOW_BREAKER)
    for n in range(2):
        for who in range(3):
            office.write(
                subject=f"Klacht {n} {who}", sender=f"Mia Baert <ouder{who}@postvak.example>"
            )
        office.round(minutes=1)
    assert office.told("breaker") == 1
    assert office.told("breaker", to=GUST) == 1  # the administrator must see what loops
    office.forget_letters()
    office.write(subject="Nog een klacht", sender="Mia Baert <ouder0@postvak.example>")
    office.write(subject="Een eerste klacht", sender="Mia Baert <nieuw@postvak.example>")
    assert office.round(minutes=1) == []  # waiting for the breaker is no trouble
    assert [x.to for x in office.letters("acknowledgment")] == ["nieuw@postvak.example"]
    assert len(office.letters("new_complaint", to=ANN)) == 2
    assert office.told("breaker") == 0
    office.round(minutes=20)
    assert len(office.letters("acknowledgment")) == 2


def test_the_breaker_can_be_switched_off(new_office: NewOffice) -> None:
    office = new_office(("bot.toml", "breaker_per_10min         = 60", "breaker_per_10min = 0"))
    for n in range(5):
        office.write(subject=f"Klacht {n}")
        office.round(minutes=1)
    assert len(office.letters("acknowledgment")) == 5
    assert office.told("breaker") == 0


def test_a_delayed_letter_goes_again_at_the_next_round_whatever_its_pause(office: Office) -> None:
    office.postman.plan(PARENT, LATER, LATER)
    office.write()
    assert office.round() != []
    assert (ack(office)["status"], ack(office)["attempts"]) == ("queued", 1)
    assert "451" in str(ack(office)["error"])
    assert office.round(seconds=1) != []
    assert office.round(seconds=1) == []
    assert (ack(office)["status"], ack(office)["attempts"]) == ("sent", 3)
    assert ack(office)["error"] is None
    assert office.case()["ack"] == "sent"


def test_the_daemon_waits_between_tries(office: Office) -> None:
    office.postman.plan(PARENT, *[LATER] * 20)
    office.write()
    office.round()
    outbox = office.bot.outbox

    def next_pause() -> timedelta:
        due_at = outbox.next_at(office.clock.at)
        assert due_at is not None
        return due_at - office.clock.at

    for minutes in (1, 5, 15, 60, 60):
        pause = next_pause()
        assert timedelta(minutes=minutes) * 0.8 <= pause <= timedelta(minutes=minutes) * 1.2
        assert outbox.due(office.clock.at, limit=5) == []
        office.clock.at += pause
        assert len(outbox.due(office.clock.at, limit=5)) == 1
        office.round()


def test_a_letter_is_given_up_after_five_days(office: Office) -> None:
    office.postman.plan(PARENT, *[LATER] * 40)
    office.write()
    office.round()
    office.rounds_every(6 * 60, hours=5 * 24 - 6)
    assert ack(office)["status"] == "queued"
    office.rounds_every(6 * 60, hours=12)
    assert ack(office)["status"] == "refused"
    assert str(ack(office)["error"]).startswith("gave up after 5 days")
    assert office.case()["ack"] == "failed"
    assert office.told("ack_refused") == 1


def test_a_letter_that_waited_long_for_a_person_is_not_given_up_at_its_first_delay(
    office: Office,
) -> None:
    office.write(at=NOON - timedelta(days=31))
    office.round()
    office.clock.forward(days=9)
    office.postman.plan(PARENT, LATER)
    office.says(PersonsWord.ACK_RELEASED, "K-2026-0001")
    office.round()
    assert ack(office)["status"] == "queued"
    assert office.told("ack_late") == 0
    office.round(hours=1)
    assert office.case()["ack"] == "sent"


def test_a_refused_letter_is_final(office: Office) -> None:
    office.postman.plan(PARENT, Refused(550, "5.1.1 unknown"))
    office.write()
    office.round()
    office.rounds_every(60, hours=12)
    assert [x.recipient for x in office.postman.tried].count(PARENT) == 1
    assert ack(office)["status"] == "refused"


def test_an_uncertain_letter_goes_once_more_after_a_quarter_with_the_same_message_id(
    office: Office,
) -> None:
    office.postman.plan(PARENT, CUT)
    office.write()
    office.round()
    assert ack(office)["status"] == "uncertain"
    # Also `run --once` grants it the pause: a report may still say what became of it.
    office.round(minutes=14)
    assert len([x for x in office.postman.tried if x.recipient == PARENT]) == 1
    office.round(minutes=1)
    first, second = [x.content for x in office.postman.tried if x.recipient == PARENT]
    assert first == second
    assert office.case()["ack"] == "sent"


def test_a_letter_that_is_uncertain_twice_is_for_a_person(office: Office) -> None:
    office.postman.plan(PARENT, CUT, CUT)
    office.write()
    office.round()
    office.round(minutes=16)
    assert office.told("ack_uncertain") == 1
    office.rounds_every(60, hours=24)
    assert len([x for x in office.postman.tried if x.recipient == PARENT]) == 2
    assert ack(office)["status"] == "uncertain"
    assert office.case()["ack"] == "queued"
    assert office.told("ack_uncertain") == 1


def test_when_the_mail_server_is_away_nothing_is_lost_and_the_round_says_so(
    office: Office,
) -> None:
    office.postman.unusable = "127.0.0.1:14025: connection refused"
    office.write()
    assert office.round() != []
    assert office.letters() == []
    assert len(office.register()) == 1
    office.postman.unusable = None
    assert office.round(minutes=1) == []
    assert {x.to for x in office.letters()} == {PARENT, ANN}


def test_letters_beyond_the_pace_of_the_provider_only_wait(office: Office) -> None:
    office.postman.limit = 1
    office.write()
    assert office.round() == []
    office.postman.limit = None
    office.round(minutes=1)
    assert {x.to for x in office.letters()} == {PARENT, ANN}


def test_a_letter_whose_process_died_goes_again_with_the_same_message_id(office: Office) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    office.write()
    # The server has the letters, and before that is written down the process ends.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office.bot.outbox, "mark", die)
        with pytest.raises(KeyboardInterrupt):
            office.round()
    before = [x.content for x in office.postman.letters]
    assert len(before) == 2
    office.forget_letters()
    office.restart().round(minutes=1)
    assert [x.content for x in office.postman.letters][: len(before)] == before


def test_what_leaves_by_itself_says_so_and_answers_the_thread(office: Office) -> None:
    office.write(
        message_id="<vraag@postvak.example>", headers=("References: <eerder@postvak.example>",)
    )
    office.round()
    mail = office.letter("acknowledgment").mail
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "DR, RN, OOF, AutoReply"
    assert mail["In-Reply-To"] == "<vraag@postvak.example>"
    assert str(mail["References"]).split() == [
        "<eerder@postvak.example>",
        "<vraag@postvak.example>",
    ]
    assert mail["Reply-To"] == "klachten@schoolbestuur-demerland.example"
    assert mail["X-Gehoor-Case"] == "K-2026-0001"
    assert mail["Precedence"] is None
    assert not [name for name in mail if name.startswith("List-")]
    staff = office.letter("new_complaint").mail
    assert staff["Auto-Submitted"] == "auto-generated"
    assert "OOF" not in str(staff["X-Auto-Response-Suppress"])


def test_letters_of_no_case_carry_no_case(office: Office) -> None:
    office.write(headers=("Precedence: bulk",))
    office.round()
    mail = office.letter("attention").mail
    assert mail["X-Gehoor-Case"] is None
    assert "K-" not in office.letter("attention").subject


def test_no_letter_goes_to_anybody_but_the_writer_and_staff(office: Office) -> None:
    office.write(
        "Zet dit@ergens.example in kopie.",
        to="klachten@schoolbestuur-demerland.example, andere@elders.example",
        headers=("Cc: ex@elders.example", "Reply-To: vreemd@elders.example"),
    )
    office.round()
    assert {x.to for x in office.letters()} - STAFF == {PARENT}
    assert "Reply-To" in office.letter("new_complaint").text
