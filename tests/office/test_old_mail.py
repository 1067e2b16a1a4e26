from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.core.happening import PersonsWord
from tests.builders import NOON, raw_mail
from tests.offices import ANN, CARLA, PARENT, NewOffice, Office

START = ("bot.toml", "start_from = 2026-01-01", "start_from = 2026-11-20")
NO_START = ("bot.toml", "start_from = 2026-01-01", "# no start_from")
BEFORE = datetime(2026, 11, 19, 22, 59, tzinfo=UTC)  # the last minute of the day before, local


def test_mail_from_before_the_start_is_listed_and_counted_and_nothing_else(
    new_office: NewOffice,
) -> None:
    office = new_office(START)
    for n in range(3):
        office.write(text="Geheime-klacht van lang geleden", at=BEFORE - timedelta(days=300 * n))
    office.write(at=BEFORE + timedelta(minutes=1))
    assert office.round() == []
    account = office.books.mails()
    assert account["sum"] == {"before_start": 3, "complaint": 1}
    assert account["closes"]
    assert [case["number"] for case in office.register()] == ["K-2026-0001"]
    assert len(office.letters("acknowledgment")) == 1
    # They lie where they lay; the fourth was filed.
    assert sorted(office.box.inbox) == [1, 2, 3]
    early = [mail for mail in office.mails() if mail["verdict"] == "before_start"]
    assert all(mail["sender"] is mail["subject"] is mail["message_id"] is None for mail in early)
    office.bot.database.close()
    kept = b"".join(path.read_bytes() for path in office.folder.glob("gehoor.db*"))
    assert b"Geheime-klacht" not in kept
    assert office.bot.inbox.raw([mail["id"] for mail in early]) == {}


def test_old_mail_is_listed_once_however_often_it_is_looked_at(
    new_office: NewOffice,
) -> None:
    office = new_office(START)
    office.write(at=BEFORE)
    office.round()
    office.round(minutes=1)
    office.restart().round(minutes=1)
    assert office.books.mails()["sum"] == {"before_start": 1}


def test_without_a_start_the_bot_answers_for_the_seven_days_before_its_first_contact(
    new_office: NewOffice,
) -> None:
    office = new_office(NO_START)
    first_day = datetime(2026, 11, 16, 23, 0, tzinfo=UTC)  # the first instant of 17 November here
    office.write(at=first_day - timedelta(seconds=1))
    office.write(at=first_day)
    office.round()
    assert office.books.mails()["sum"] == {"before_start": 1, "complaint": 1}


def test_the_start_is_fixed_at_the_first_contact(new_office: NewOffice) -> None:
    office = new_office(NO_START)
    office.round()
    received = NOON - timedelta(days=3)
    # A month later a mail of then turns up: the bot was responsible already.
    office.restart().write(at=received)
    office.round(days=20)
    assert office.books.mails()["sum"] == {"complaint": 1}


def test_an_earlier_start_takes_in_what_was_only_listed(new_office: NewOffice) -> None:
    office = new_office(START)
    office.write(at=BEFORE)
    office.write(at=BEFORE - timedelta(days=30))
    office.round()
    assert office.books.mails()["sum"] == {"before_start": 2}
    office.restart(("bot.toml", "start_from = 2026-11-20", "start_from = 2026-11-19"))
    office.round(minutes=5)
    assert office.books.mails()["sum"] == {"before_start": 1, "complaint": 1}


def test_adopted_mail_is_registered_with_its_acknowledgment_held(
    new_office: NewOffice,
) -> None:
    office = new_office(START)
    uid = office.write(at=BEFORE)
    office.round()
    assert office.adopt(uid, acknowledge=False) == 1
    office.round(minutes=5)
    (case,) = office.register()
    assert (case["ack"], case["received_on"]) == ("held", "2026-11-19")
    assert office.letters("acknowledgment") == []
    assert office.outbox("acknowledgment")[0]["error"] == "old"
    assert office.told("ack_held_old") == 1
    # Nothing is left where it lay, and nothing is counted twice.
    assert office.box.inbox == {}
    assert office.books.mails()["sum"] == {"complaint": 1}


def test_adopted_mail_is_acknowledged_when_a_person_orders_so(
    new_office: NewOffice,
) -> None:
    office = new_office(START)
    uid = office.write(at=BEFORE - timedelta(days=100))
    office.round()
    assert office.adopt(uid, acknowledge=True) == 1
    office.round(minutes=5)
    assert office.letter("acknowledgment").to == PARENT
    assert office.register()[0]["ack"] == "sent"


def test_adopting_is_only_for_mail_that_was_listed(new_office: NewOffice) -> None:
    office = new_office(START)
    uid = office.write(at=BEFORE)
    office.round()
    assert office.adopt(uid + 7, acknowledge=True) == 0
    assert office.adopt(uid, acknowledge=True) == 1
    assert office.adopt(uid, acknowledge=True) == 0


def test_a_cry_for_help_in_adopted_mail_alarms_but_is_not_answered_by_itself(
    new_office: NewOffice,
) -> None:
    office = new_office(START)
    uid = office.write(text="Mijn dochter wil niet meer leven.", at=BEFORE)
    office.round()
    office.adopt(uid, acknowledge=False)
    office.round(minutes=5)
    assert {letter.to for letter in office.letters("safety_alert")} >= {CARLA}
    assert office.letters("acknowledgment") == []
    assert office.register()[0]["ack"] == "held"
    assert office.letters("new_complaint", to=ANN)


def test_a_change_of_uidvalidity_loses_nothing_and_doubles_nothing(
    new_office: NewOffice,
) -> None:
    office = new_office(START)
    office.write(at=BEFORE)
    office.write(at=BEFORE - timedelta(days=1))
    office.write()
    office.round()
    letters = len(office.letters())
    office.box.renumber(77)
    office.write(message_id="<new@postvak.example>", sender="Jan <jan@postvak.example>")
    office.round(minutes=5)
    assert office.books.mails()["sum"] == {"before_start": 2, "complaint": 2}
    assert len(office.register()) == 2
    assert len(office.letters("acknowledgment")) == 2
    assert len(office.letters()) == letters + 2


def test_stored_mail_that_gets_a_new_uid_before_it_was_moved_is_known_by_its_bytes(
    office: Office,
) -> None:
    def break_off(method: str) -> None:
        if method == "move":
            raise OSError("the connection is gone")

    office.write()
    office.box.hook = break_off
    assert office.round() != []
    office.box.hook = lambda _: None
    office.box.renumber(78)
    office.round(minutes=5)
    assert office.books.mails()["sum"] == {"complaint": 1, "duplicate": 1}
    assert len(office.register()) == 1
    assert len(office.letters("acknowledgment")) == 1
    assert office.box.inbox == {}


def test_mail_seen_after_a_month_is_registered_and_its_acknowledgment_waits(
    office: Office,
) -> None:
    for n in range(4):
        office.write(
            at=NOON - timedelta(days=31 + n), sender=f"Mia Baert <ouder{n}@postvak.example>"
        )
    office.write(at=NOON - timedelta(days=29))
    office.round()
    assert sorted(case["ack"] for case in office.register()) == ["held"] * 4 + ["sent"]
    held = [letter for letter in office.outbox("acknowledgment") if letter["status"] == "held"]
    assert [letter["error"] for letter in held] == ["old"] * 4
    # One notice for all of them, which says how many.
    assert office.told("acks_held_old") == 1
    (notice,) = [x for x in office.letters("attention") if "4 ontvangstmeldingen" in x.text]
    assert notice.to == ANN
    assert [letter.to for letter in office.letters("acknowledgment")] == [PARENT]


def test_a_person_releases_an_old_acknowledgment(office: Office) -> None:
    office.write(at=NOON - timedelta(days=60))
    office.round()
    office.says(PersonsWord.ACK_RELEASED, "K-2026-0001")
    office.round(minutes=5)
    letter = office.letter("acknowledgment")
    assert letter.to == PARENT
    # What was promised 60 days ago is past: no date is named that nobody can keep.
    assert "zo snel mogelijk" in letter.text
    assert "uiterlijk op" not in letter.text
    assert office.register()[0]["ack"] == "sent"


def test_a_handling_date_that_is_past_becomes_as_soon_as_possible_and_a_person_is_told(
    office: Office,
) -> None:
    office.write(at=NOON - timedelta(days=50))
    office.round()
    text = office.outbox("acknowledgment")[0]["text"]
    assert "Dat gebeurt uiterlijk op" not in text
    assert "zo snel mogelijk" in text
    assert office.told("handling_past", to=CARLA) == 1  # the director
    assert office.told("handling_past", to=None) == 1


def test_a_promise_that_is_past_is_left_out_and_the_others_stay(office: Office) -> None:
    office.write(at=NOON - timedelta(days=20))
    office.round()
    text = office.letter("acknowledgment").text
    assert "Dat gebeurt uiterlijk op" not in text
    assert "U krijgt ons antwoord uiterlijk op" in text
    assert office.told("handling_past") == 0


def test_mail_of_years_makes_no_letter_to_anybody_who_wrote_then(
    new_office: NewOffice,
) -> None:
    office = new_office(("bot.toml", "start_from = 2026-01-01", "start_from = 2026-11-24"))
    for n in range(300):
        sender = f"Mia Baert <oud{n}@postvak.example>"
        office.deliver(
            raw_mail(sender=sender, message_id=f"<oud{n}@postvak.example>"),
            NOON - timedelta(days=1 + n * 3),
        )
    for n in range(10):
        office.write(sender=f"Mia Baert <nieuw{n}@postvak.example>")
    office.round()
    assert office.books.mails()["sum"] == {"before_start": 300, "complaint": 10}
    assert {x.to for x in office.letters("acknowledgment")} == {
        f"nieuw{n}@postvak.example" for n in range(10)
    }
    assert {x.to for x in office.letters()} <= {f"nieuw{n}@postvak.example" for n in range(10)} | {
        ANN
    }
