from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.core.case import DeadlineKind, Moved, Moving
from bot.store.accounts import Accounts
from bot.store.database import Database
from tests.bookkeeping import open_case
from tests.builders import NOON, TODAY, a_case, a_deadline

MOVED = Moved(
    on=TODAY,
    why=Moving.EXTENSION,
    from_due=date(2027, 1, 8),
    to_due=date(2027, 2, 7),
    reason="een getuige is ziek",
)
MEASURE = replace(
    a_deadline(DeadlineKind.MEASURE, date(2027, 2, 7)),
    target_on=date(2027, 2, 5),
    rolled_from=date(2027, 2, 6),
    n=2,
    owner="carla",
    what="een hek aan de straatkant",
    stage="T-5wd",
    next_on=date(2027, 2, 3),
    moved=(MOVED,),
)


def test_all_that_explains_a_duty_can_be_told(database: Database) -> None:
    met = replace(a_deadline(), met_at=NOON, proof="letter 1 accepted")
    number = open_case(database, a_case(), met, MEASURE)
    explained = Accounts(database).why(number)
    assert explained is not None
    assert [duty["kind"] for duty in explained] == ["ack", "measure"]
    assert explained[1] == {
        "kind": "measure",
        "start_on": "2026-11-24",
        "n": 2,
        "due_on": "2027-02-07",
        "target_on": "2027-02-05",
        "rolled_from": "2027-02-06",
        "rule": "10cd",
        "source": "agreed",
        "owner": "carla",
        "what": "een hek aan de straatkant",
        "met_at": None,
        "proof": None,
        "stage": "T-5wd",
        "next_on": "2027-02-03",
        "moves": [
            {
                "on": "2026-11-24",
                "why": "extension",
                "from_due": "2027-01-08",
                "to_due": "2027-02-07",
                "reason": "een getuige is ziek",
            }
        ],
    }
    assert (explained[0]["met_at"], explained[0]["proof"]) == (
        "2026-11-24T11:00:00.000000Z",
        "letter 1 accepted",
    )


def test_a_case_that_is_not_there_owes_nothing_that_can_be_told(database: Database) -> None:
    assert Accounts(database).why("K-2026-0009") is None


def test_the_register_tells_of_each_duty_what_scripts_rely_on(database: Database) -> None:
    number = open_case(database, a_case(), MEASURE)
    (case,) = Accounts(database).register()
    assert case["deadlines"] == [
        {
            "kind": "measure",
            "due_on": "2027-02-07",
            "target_on": "2027-02-05",
            "met_at": None,
            "stage": "T-5wd",
        }
    ]
    whole = Accounts(database).show(number)
    assert whole is not None
    assert whole["measures"] == [
        {
            "n": 2,
            "text": "een hek aan de straatkant",
            "owner": "carla",
            "due_on": "2027-02-07",
            "done_at": None,
        }
    ]
    assert (whole["stopped_on"], whole["topic"]) == (None, None)
