from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from bot.core.desk import Desk
from bot.core.happening import Overview
from bot.office.morning import desk_of
from bot.post.smtp.envelope import Refused
from bot.store.lookup import Lookup
from tests.offices import ANN, BERT, CARLA, ELS, GUST, INGRID, OTHER, NewOffice, Office

DAILY = "daily_digest"
EARLY = time(7, 45)


def mornings(office: Office, first: date, last: date) -> list[tuple[str, str]]:
    """On which days who got the overview of the day."""
    for n in range((last - first).days + 1):
        office.morning(first + timedelta(days=n), EARLY)
    return [(letter.on, letter.to) for letter in office.letters(DAILY)]


@pytest.fixture
def open_case(office: Office) -> Office:
    office.write("Mijn zoon moest nablijven. Dat is onaanvaardbaar.")
    office.round()
    office.forget_letters()
    return office


def test_where_there_is_nothing_to_tell_nothing_is_sent(office: Office) -> None:
    office.mornings(date(2026, 11, 24), date(2026, 12, 1))
    assert [letter.name for letter in office.everything() if letter.name == DAILY] == []
    # It was looked at all the same, once a morning and reader.
    assert len(office.log("overview_daily")) == 6 * 2


def test_it_comes_each_school_day_from_half_past_seven_and_once(open_case: Office) -> None:
    open_case.morning(date(2026, 11, 25), time(7, 29))
    assert open_case.letters(DAILY) == []
    open_case.morning(date(2026, 11, 25), time(7, 30), time(7, 31), time(12))
    assert [letter.to for letter in open_case.letters(DAILY)] == [ANN]
    # Friday, then Monday.
    found = mornings(open_case, date(2026, 11, 26), date(2026, 11, 30))
    assert [on for on, _ in found] == ["2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30"]


def test_in_a_vacation_it_comes_on_mondays_on_which_people_work(open_case: Office) -> None:
    found = mornings(open_case, date(2026, 12, 19), date(2027, 1, 4))
    assert [on for on, _ in found] == ["2026-12-21", "2026-12-28", "2027-01-04"]


def test_in_a_vacation_it_comes_daily_while_an_acknowledgment_is_owed_soon(
    office: Office,
) -> None:
    office.clock.at = office.clock.at.replace(month=12, day=21)
    office.postman.plan(OTHER, Refused(550, "5.1.1 nobody"))
    office.write(sender=OTHER)
    office.round()
    office.forget_letters()
    # Owed by 31 December: from five days before.
    found = mornings(office, date(2026, 12, 22), date(2026, 12, 30))
    assert [on for on, _ in found] == ["2026-12-28", "2026-12-29", "2026-12-30"]


def test_directors_read_weekly_and_the_board_monthly(open_case: Office) -> None:
    mornings(open_case, date(2026, 11, 25), date(2026, 12, 8))
    weekly = [(letter.on, letter.to) for letter in open_case.letters("weekly_director")]
    monthly = [(letter.on, letter.to) for letter in open_case.letters("board_monthly")]
    assert {on for on, _ in weekly} == {"2026-11-30", "2026-12-07"}
    assert ("2026-11-30", CARLA) in weekly
    assert sorted(monthly) == [("2026-12-01", ELS), ("2026-12-01", INGRID)]


def test_one_desk_serves_all_readers_of_a_morning(
    open_case: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    horizons: list[date] = []
    gather = Lookup.desk

    def counted(look: Lookup, since: datetime, horizon_on: date, *about: Any) -> Desk:
        horizons.append(horizon_on)
        return gather(look, since, horizon_on, *about)

    monkeypatch.setattr(Lookup, "desk", counted)
    open_case.morning(date(2026, 11, 30), EARLY, time(7, 50))
    assert len(horizons) == 2  # of the day and of the week, for four readers


def test_what_one_reader_was_told_before_a_crash_is_not_told_again(
    open_case: Office,
) -> None:
    open_case.morning(date(2026, 11, 25), EARLY)
    assert open_case.letters(DAILY)
    open_case.forget_letters()
    open_case.restart().morning(date(2026, 11, 25), time(7, 46))
    assert open_case.letters(DAILY) == []
    # New is what came since the overview of the day before, not since that of this morning.
    open_case.write("Nog een klacht over de bus.", sender=OTHER)
    open_case.round(hours=1)
    open_case.morning(date(2026, 11, 26), EARLY)
    assert "Nieuw" in open_case.letter(DAILY).text


def test_mail_that_lies_apart_is_listed_once_and_that_is_kept(open_case: Office) -> None:
    open_case.write(subject="Automatisch antwoord: x", headers=("Precedence: bulk",), sender=OTHER)
    open_case.write("Beste klant, koop nu.", headers=("X-Spam-Flag: YES",), sender=OTHER)
    open_case.round(minutes=1)
    aside = [n for n, mail in enumerate(open_case.mails(), 1) if mail["place"] == "set_aside"]
    assert aside
    open_case.morning(date(2026, 11, 25), EARLY)
    assert f"mail {aside[0]}" in open_case.letter(DAILY).text.casefold()
    open_case.forget_letters()
    open_case.morning(date(2026, 11, 26), EARLY)
    assert f"mail {aside[0]}" not in open_case.letter(DAILY).text.casefold()


def test_an_overview_that_does_not_arrive_goes_to_who_stands_in(open_case: Office) -> None:
    open_case.postman.plan(ANN, Refused(550, "5.1.1 nobody"))
    open_case.morning(date(2026, 11, 25), EARLY)
    digest = open_case.letter(DAILY)
    assert digest.to == BERT
    assert "K-2026-0001" in digest.text


def test_the_check_is_told_at_the_start_and_once_more_only_when_it_changed(
    new_office: NewOffice,
) -> None:
    office = new_office()
    office.rounds.watch.check = office.check
    office.round()
    assert {letter.to for letter in office.letters("config_check")} == {GUST, ANN}
    office.forget_letters()
    office.restart()
    office.rounds.watch.check = office.check
    office.round(minutes=1)
    office.morning(date(2026, 11, 30), EARLY)
    assert office.letters("config_check") == []
    assert len(office.log("config_checked")) == 1


def test_a_mailbox_in_trouble_is_told_once_and_that_it_works_again_too(office: Office) -> None:
    office.round()
    office.box.down = "memory: login refused"
    office.rounds_every(10, hours=1)
    told = [letter.to for letter in office.letters("mailbox_unreachable")]
    assert GUST in told
    assert len(told) == len(set(told)) or told.count(GUST) <= 2
    office.box.down = None
    office.forget_letters()
    office.round(minutes=10)
    office.round(minutes=10)
    restored = [letter.to for letter in office.letters("mailbox_unreachable")]
    assert GUST in restored
    assert len(restored) == len(set(restored))


def test_who_is_told_after_a_crash_hears_of_all_since_the_morning_before(
    open_case: Office,
) -> None:
    open_case.morning(date(2026, 11, 25), EARLY)
    open_case.morning(date(2026, 11, 26), EARLY)  # of one reader; then the process died
    with open_case.bot.ledger.glance() as look:
        desk = desk_of(look, Overview.DAILY, open_case.policy, open_case.clock.at)
    assert desk.since is not None
    assert desk.since.date() == date(2026, 11, 25)
