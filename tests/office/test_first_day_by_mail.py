"""The first letter to each colleague: who gets it, once, and what comes of the tap."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.happening import PersonsWord, TrustProbed
from bot.post.smtp.envelope import Refused
from tests.offices import (
    ANN,
    BERT,
    CARLA,
    DIRK,
    ELS,
    FEMKE,
    GUST,
    INGRID,
    KATRIEN,
    NewOffice,
    Office,
    Posted,
)
from tests.taps import opened, taps

GOOSSENS = "katrien.goossens@devlieger-demerland.example"
BOX = "klachten@schoolbestuur-demerland.example"
# Who is called when somebody is in danger and works elsewhere orders nothing; nor does a DPO.
WHO_ORDERS = {ANN, BERT, CARLA, DIRK, ELS, GUST, INGRID, KATRIEN, GOOSSENS}
PRIVATE = "ann.thuis@elders.example"
SAYS = "Authentication-Results: mx.schoolbestuur-demerland.example; dmarc=pass header.from="
PROVEN = f"{SAYS}schoolbestuur-demerland.example"
FRIDAY = date(2026, 12, 4)
MONDAY = date(2026, 12, 7)
NIGHT, MORNING = time(7, 30), time(8, 15)
LAST_PERSON = '[[person]]\nid      = "katrien-goossens"'


def first_letters(office: Office) -> list[str]:
    """To whom the letter went, each as often as it did."""
    return sorted(letter.to for letter in office.letters("first_tap"))


def tap(office: Office, letter: Posted, *, proven: bool = True, **mail: Any) -> None:
    """The one button of a letter is tapped, and the mail that opens is sent."""
    (link,) = taps(letter.html)
    address, subject, body = opened(link["href"])
    assert address == BOX
    sent = {"sender": letter.to, "subject": subject, "text": body.replace("\r\n", "\n")} | mail
    office.write(**sent, headers=(f"{SAYS}{letter.to.partition('@')[2]}",) if proven else ())
    office.round(minutes=1)


def untapped(office: Office) -> list[str]:
    """What the letters about the config say of who has not tapped."""
    texts = [one.text.replace("\r\n", "\n") for one in office.letters("config_check", to=GUST)]
    return [text.partition("Nog niet getikt\n")[2] for text in texts if "Nog niet getikt\n" in text]


def a_person(n: int) -> str:
    return (
        f'[[person]]\nid = "nieuw{n}"\nname = "Nieuw {n}"\nroles = ["handler"]\n'
        f'email = "nieuw{n}@schoolbestuur-demerland.example"\n\n'
    )


# --- who gets it, and when ------------------------------------------------------------------------


def test_whoever_gives_orders_gets_it_once_however_often_the_bot_looks_and_starts(
    office: Office,
) -> None:
    office.round()
    assert first_letters(office) == sorted(WHO_ORDERS)
    office.rounds_every(30, hours=3)
    office.restart()
    office.mornings(FRIDAY, MONDAY)
    assert first_letters(office) == sorted(WHO_ORDERS)


def test_it_comes_in_office_hours_of_a_working_day(tmp_path: Path) -> None:
    office = Office(tmp_path)
    saturday = FRIDAY + timedelta(days=1)
    office.morning(saturday, MORNING)
    office.morning(saturday + timedelta(days=1), MORNING)
    office.morning(MONDAY, NIGHT)
    assert first_letters(office) == []
    office.morning(MONDAY, MORNING)
    assert first_letters(office) == sorted(WHO_ORDERS)
    office.close()


def test_its_one_button_stands_on_top_and_it_says_from_where_to_send(office: Office) -> None:
    office.round()
    letter = office.letter("first_tap", to=BERT)
    (link,) = taps(letter.html)
    assert link["words"] == "Tik hier"
    assert opened(link["href"])[2].startswith("HIER")
    assert letter.html.index("Tik hier") < letter.html.index("Even later")
    assert letter.text.startswith("Dag Bert")
    assert BERT in letter.text
    assert letter.mail["From"].addresses[0].addr_spec == BOX


def test_who_comes_later_gets_it_and_nobody_else_does(office: Office) -> None:
    office.round()
    office.forget_letters()
    office.restart(("people.toml", LAST_PERSON, a_person(1) + LAST_PERSON))
    office.round(hours=1)
    assert first_letters(office) == ["nieuw1@schoolbestuur-demerland.example"]


def test_who_gets_another_address_is_asked_again_but_not_for_capitals(office: Office) -> None:
    office.round()
    office.forget_letters()
    office.restart(
        ("people.toml", BERT, "Bert.Claes@SchoolBestuur-Demerland.example"),
        ("people.toml", DIRK, "d.jansen@schoolbestuur-demerland.example"),
    )
    office.round(hours=1)
    assert first_letters(office) == ["d.jansen@schoolbestuur-demerland.example"]
    # And back: that phone was asked before.
    office.restart(("people.toml", "d.jansen@schoolbestuur-demerland.example", DIRK))
    office.forget_letters()
    office.round(hours=1)
    assert first_letters(office) == []


def test_who_is_away_gets_it_when_back_and_nobody_in_between_for_them(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.clock.at = datetime.combine(MONDAY, NIGHT, office.policy.zone)
    office.says(PersonsWord.AWAY, None, by="ann", on=date(2026, 12, 8))
    office.morning(MONDAY, MORNING)
    assert first_letters(office) == sorted(WHO_ORDERS - {ANN})
    office.morning(date(2026, 12, 9), MORNING)
    assert first_letters(office) == sorted(WHO_ORDERS)
    office.close()


def test_a_crowd_is_asked_a_few_at_a_time_so_that_parents_need_not_wait(
    new_office: NewOffice,
) -> None:
    crowd = "".join(a_person(n) for n in range(31))
    office = new_office(("people.toml", LAST_PERSON, crowd + LAST_PERSON))
    for most in (10, 20, 30, 40, 40):
        office.round(minutes=1)
        assert len(first_letters(office)) == most
    assert len(set(first_letters(office))) == len(WHO_ORDERS) + 31


def test_on_trial_colleagues_get_theirs_themselves(new_office: NewOffice) -> None:
    office = new_office(("bot.toml", 'mode         = "live"', 'mode         = "trial"'))
    office.round()
    assert first_letters(office) == sorted(WHO_ORDERS)


def test_where_nobody_orders_by_mail_there_is_nothing_to_tap(office: Office) -> None:
    office.bot.casework.happen(TrustProbed(BOX, believed=True))
    office.restart().round(minutes=1)
    assert first_letters(office) == []
    office.bot.casework.happen(TrustProbed(BOX, believed=False))
    office.restart().round(minutes=1)
    assert first_letters(office) == sorted(WHO_ORDERS)


def test_whose_orders_came_for_months_is_not_bothered_with_a_first_day(tmp_path: Path) -> None:
    office = Office(tmp_path)
    saturday = datetime.combine(FRIDAY + timedelta(days=1), MORNING, office.policy.zone)
    office.clock.at = saturday
    office.write()
    office.round()
    office.write("TOON", sender=ANN, subject="[K-2026-0001]", headers=(PROVEN,))
    office.write("TOON", sender=BERT, subject="[K-2026-0001]")  # not proven
    office.round(minutes=1)
    office.morning(MONDAY, MORNING)
    assert first_letters(office) == sorted(WHO_ORDERS - {ANN})
    assert len(office.log("first_day_known")) == 1
    office.restart()
    office.mornings(MONDAY + timedelta(days=1), MONDAY + timedelta(days=20))
    assert ANN not in first_letters(office)
    office.close()


def test_a_successor_at_the_same_address_is_new(office: Office) -> None:
    office.round()
    tap(office, office.letter("first_tap", to=CARLA))
    office.forget_letters()
    office.restart(
        ("people.toml", 'id      = "carla"\nname    = "Carla Maes"', 'id = "rik"\nname = "Rik Bos"')
    )
    office.round(hours=1)
    assert first_letters(office) == [CARLA]
    assert "Dag Rik" in office.letter("first_tap").text


def test_where_it_does_not_arrive_the_administrator_hears_and_nobody_gets_it_instead(
    office: Office,
) -> None:
    office.postman.plan(BERT, Refused(550, "5.1.1 no such mailbox"))
    office.round()
    office.rounds_every(30, hours=2)
    assert first_letters(office) == sorted(WHO_ORDERS - {BERT})
    assert office.told("letter_failed", to=GUST) == 1
    assert office.told("letter_failed", to=ANN) == 0
    assert BERT in office.letter("attention").text


def test_the_administrators_own_is_told_to_the_coordinator(office: Office) -> None:
    office.postman.plan(GUST, Refused(550, "5.1.1 no such mailbox"))
    office.round()
    office.rounds_every(30, hours=2)
    assert office.told("letter_failed", to=ANN) == 1


# --- the tap --------------------------------------------------------------------------------------


def test_the_tap_is_answered_and_remembered_and_opens_no_case(office: Office) -> None:
    office.round()
    tap(office, office.letter("first_tap", to=BERT))
    (answer,) = office.letters(to=BERT)
    assert answer.name == "command_result"
    assert "Gedaan: alles werkt, dit toestel verstuurt vanaf het juiste adres." in answer.text
    assert [entry["reason"] for entry in office.log("first_tap")] == ["by bert"]
    assert office.mail()["verdict"] == "staff_command"
    assert office.register() == []
    assert office.told("order_noted", to=None) == 0


@pytest.mark.parametrize("word", ["HIER", "hier", "Ik ben hier.", "HERE"])
def test_who_answers_with_the_word_proves_the_same(office: Office, word: str) -> None:
    office.round()
    letter = office.letter("first_tap", to=BERT)
    headers = (PROVEN, f"In-Reply-To: {letter.message_id}")
    office.write(word, sender=BERT, subject=f"Re: {letter.subject}", headers=headers)
    office.round(minutes=1)
    assert "alles werkt" in office.letter("command_result", to=BERT).text


def test_a_tap_long_after_still_counts(office: Office) -> None:
    office.round()
    letter = office.letter("first_tap", to=BERT)
    office.clock.forward(days=100)
    tap(office, letter)
    assert "alles werkt" in office.letter("command_result", to=BERT).text


def test_a_phone_that_sends_from_another_account_is_told_how_to_be_set_right(
    office: Office,
) -> None:
    office.round()
    tap(office, office.letter("first_tap", to=ANN), sender=PRIVATE, proven=False)
    (asked,) = [one for one in office.letters() if one.name == "was_it_you"]
    assert asked.to == ANN
    assert asked.subject == "Tik nog eens, met het juiste account"
    assert "van een ander adres" in asked.text
    assert ANN in asked.text
    assert PRIVATE not in asked.everything
    assert PRIVATE not in {letter.to for letter in office.everything()}
    assert office.log("first_tap") == []
    assert office.register() == []
    # The button in that letter is the same tap.
    tap(office, asked)
    assert "alles werkt" in office.letter("command_result", to=ANN).text


def test_a_tap_that_nobody_proves_is_told_likewise(office: Office) -> None:
    office.round()
    tap(office, office.letter("first_tap", to=ANN), proven=False)
    (asked,) = office.letters("was_it_you")
    assert asked.to == ANN
    assert "bevestigt niet dat de mail van" in asked.text
    assert office.log("first_tap") == []


def test_with_another_order_beside_it_the_usual_question_is_asked(office: Office) -> None:
    office.round()
    letter = office.letter("first_tap", to=ANN)
    (link,) = taps(letter.html)
    body = opened(link["href"])[2].replace("\r\n", "\n")
    office.write(f"LIJST\n{body}", sender=ANN, subject="HIER")
    office.round(minutes=1)
    assert office.letter("was_it_you", to=ANN).subject.endswith("Was u dit?")


# --- who has not tapped ---------------------------------------------------------------------------


def test_after_five_working_days_the_administrator_reads_once_who_has_not_tapped(
    office: Office,
) -> None:
    office.rounds.watch.check = office.check
    office.morning(FRIDAY, MORNING)
    for who in WHO_ORDERS - {BERT, ELS}:
        tap(office, office.letter("first_tap", to=who))
    office.mornings(MONDAY, MONDAY + timedelta(days=6))
    assert untapped(office) == []
    office.mornings(MONDAY + timedelta(days=7), MONDAY + timedelta(days=27))
    (told,) = untapped(office)
    assert "- Bert Claes\n- Els Wouters\n" in told
    assert "Ann" not in told.partition("Vraag")[0]
    assert FEMKE not in office.letters("config_check", to=GUST)[-1].text
    others = [letter for letter in office.letters("config_check") if letter.to != GUST]
    assert not any("Nog niet getikt" in letter.text for letter in others)


def test_any_order_that_is_proven_counts_as_a_tap(office: Office) -> None:
    office.rounds.watch.check = office.check
    office.morning(FRIDAY, MORNING)
    office.write()
    office.round()
    for who in WHO_ORDERS - {BERT, ELS}:
        tap(office, office.letter("first_tap", to=who))
    office.write("TOON", sender=BERT, subject="[K-2026-0001]", headers=(PROVEN,))
    office.write("EENVOUDIX", sender=ELS, subject="[K-2026-0001]", headers=(PROVEN,))
    office.round(minutes=1)
    assert office.letters("command_error", to=ELS)
    office.mornings(MONDAY, MONDAY + timedelta(days=14))
    assert untapped(office) == []
