from __future__ import annotations

from datetime import date, timedelta

from bot.core.absence import Absence
from bot.core.decision import Away, Back
from bot.store.accounts import Accounts
from bot.store.database import Database
from bot.store.ledger import Ledger
from tests.bookkeeping import write
from tests.builders import NOON, TODAY

DAY = timedelta(days=1)


def away(person: str = "ann", *, first: int = 0, last: int = 5, **more: object) -> Absence:
    return Absence(person=person, first=TODAY + first * DAY, last=TODAY + last * DAY, **more)  # type: ignore[arg-type]


def absences(database: Database, today: date = TODAY) -> tuple[Absence, ...]:
    with Ledger(database).glance() as look:
        return look.absences(today)


def test_who_is_away_today_or_later_is_known(either: Database) -> None:
    over, now, ahead = away(first=-9, last=-1), away(), away(first=20, last=30, deputy="bert")
    seen = away("bert", declared=False)
    write(either, *(Away(each) for each in (ahead, over, now, seen)))
    assert absences(either) == (now, ahead, seen)
    assert absences(either, TODAY - DAY) == (over, now, ahead, seen)
    assert absences(either, TODAY + 31 * DAY) == ()


def test_another_day_of_return_takes_the_place_of_the_first(either: Database) -> None:
    write(either, Away(away(declared=False)))
    write(either, Away(away("bert")))
    longer = away(first=2, last=9, deputy="bert")
    write(either, Away(longer))
    assert absences(either) == (longer, away("bert"))


def test_who_is_back_is_no_longer_away_but_still_goes_on_leave_later(either: Database) -> None:
    summer = away(first=20, last=30)
    for absence in (away(first=-9, last=-1), away(), summer, away("bert")):
        write(either, Away(absence))
    write(either, Back("ann"), at=NOON + 2 * DAY)
    assert absences(either) == (summer, away("bert"))
    write(either, Back("ann"))
    assert absences(either) == (away("bert"),)
    write(either, Back("ann"))
    assert absences(either) == (away("bert"),)


def test_the_trail_says_who_was_away_and_who_stood_in(database: Database) -> None:
    write(database, Away(away(deputy="bert")))
    write(database, Away(away("bert", declared=False)))
    write(database, Back("ann"))
    log = [(entry["event"], entry["reason"]) for entry in Accounts(database).log()]
    assert [entry for entry in log if entry[0] != "noted"] == [
        ("away", "ann from 2026-11-24 to 2026-11-29, bert stands in (declared)"),
        ("away", "bert from 2026-11-24 to 2026-11-29 (seen from an automatic answer)"),
        ("back", "ann"),
    ]
