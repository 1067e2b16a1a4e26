from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.core.calendar import Term
from bot.core.instructions import Unclear
from bot.core.instructions.arguments import (
    codes_meant,
    kind_meant,
    people_meant,
    promise_in,
    seal_meant,
)
from bot.core.instructions.dates import Days, day_meant, with_day
from bot.core.instructions.terms import term_meant
from bot.core.parties import find_person
from bot.core.policy import CONDITIONS
from bot.settings.load import load

SECRETS = {"GEHOOR_SIGNING_KEY": "k" * 40, "GEHOOR_IMAP_PASSWORD": "geheim"}
POLICY = load(Path(__file__).parents[1] / "data" / "example-config", SECRETS).policy
TODAY = date(2026, 11, 24)  # a Tuesday
DAYS = Days(TODAY, POLICY.words.vocabulary)
BEHIND = DAYS._replace(ahead=False)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-08", date(2026, 12, 8)), ("8/12", date(2026, 12, 8)),
        ("8/12/2026", date(2026, 12, 8)), ("8-12-26", date(2026, 12, 8)),
        ("8 dec", date(2026, 12, 8)), ("8 december 2026.", date(2026, 12, 8)),
        ("de 8e december", date(2026, 12, 8)), ("tot en met 8 december", date(2026, 12, 8)),
        ("December 8th", date(2026, 12, 8)), ("the 8th of December", date(2026, 12, 8)),
        ("di 8/12", date(2026, 12, 8)), ("dinsdag 8 december", date(2026, 12, 8)),
        ("dinsdag", date(2026, 12, 1)), ("Woensdag", date(2026, 11, 25)),
        ("next Tuesday", date(2026, 12, 1)), ("dinsdag volgende week", date(2026, 12, 1)),
        ("volgende week", date(2026, 11, 30)), ("next week", date(2026, 11, 30)),
        ("vandaag", TODAY), ("morgen", date(2026, 11, 25)), ("overmorgen", date(2026, 11, 26)),
        ("tomorrow", date(2026, 11, 25)), ("over 2 weken", date(2026, 12, 8)),
        ("in three days", date(2026, 11, 27)), ("eind januari", date(2027, 1, 31)),
        ("3/1", date(2027, 1, 3)), ("12/25", date(2026, 12, 25)), ("29/2", date(2028, 2, 29)),
        ("tot : 8/12", date(2026, 12, 8)),
    ],
)  # fmt: skip
def test_a_day_to_come_is_read_as_people_write_it(typed: str, day: date) -> None:
    meant = day_meant(typed, DAYS)
    assert meant is not None
    assert (meant.day, meant.why) == (day, None)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20/11", date(2026, 11, 20)), ("8/12", date(2025, 12, 8)),
        ("gisteren", date(2026, 11, 23)),
        ("maandag", date(2026, 11, 23)), ("dinsdag", date(2026, 11, 17)),
        ("vorige vrijdag", date(2026, 11, 20)), ("3 september", date(2026, 9, 3)),
    ],
)  # fmt: skip
def test_a_day_that_was_is_the_last_one(typed: str, day: date) -> None:
    meant = day_meant(typed, BEHIND)
    assert meant is not None
    assert (meant.day, meant.why) == (day, None)


@pytest.mark.parametrize("typed", ["", "de juf", "31/2", "8", "weldra", "8/12/", "x" * 50, "13/13"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert day_meant(typed, DAYS) is None


def test_a_weekday_that_does_not_fit_its_date_is_asked_back() -> None:
    meant = day_meant("dinsdag 9/12", DAYS)
    assert meant is not None
    assert (meant.why, meant.dates) == (
        Unclear.AMBIGUOUS_DATE,
        (date(2026, 12, 9), date(2026, 12, 8)),
    )


def test_the_line_of_a_doubt_is_written_anew_with_the_day_that_was_chosen() -> None:
    day = date(2026, 12, 8)
    assert with_day("VERLENG tot 12/8: ziek", day, DAYS) == "VERLENG 2026-12-08: ziek"
    assert with_day("MAATREGEL: a, Bert, 12/8", day, DAYS) == "MAATREGEL: a, Bert, 2026-12-08"
    assert with_day("VERLENG", day, DAYS) == "VERLENG"


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("10 werkdagen", "10wd"), ("2wd", "2wd"), ("5 WD", "5wd"), ("een week", "1w"),
        ("met twee weken", "2w"), ("5 extra dagen", "5cd"), ("14 days", "14cd"),
        ("3 workdays", "3wd"), ("a month", "1mo"), ("10 schooldagen", "10sd"),
    ],
)  # fmt: skip
def test_a_duration_is_read_as_people_write_it(typed: str, term: str) -> None:
    assert term_meant(typed, POLICY.words.vocabulary) == Term.parse(term)


@pytest.mark.parametrize("typed", ["10", "dagen", "0 dagen", "veel dagen", "5 dagen ziek", ""])
def test_what_is_no_duration_is_none(typed: str) -> None:
    assert term_meant(typed, POLICY.words.vocabulary) is None


def test_people_are_known_by_id_address_or_a_part_of_the_name() -> None:
    ann, bert = find_person(POLICY, "ann"), find_person(POLICY, "bert")
    assert ann
    assert bert
    for typed in ("bert", "Bert", "BERT CLAES", "claes", "(Bert)", bert.email.upper()):
        assert people_meant(typed, POLICY) == (bert,)
    assert people_meant("mij", POLICY, ann) == (ann,)
    assert people_meant("mij", POLICY) == ()
    assert people_meant("Ber", POLICY) == ()
    assert people_meant("", POLICY) == ()


def test_every_condition_of_a_school_has_words() -> None:
    for code in CONDITIONS:
        assert codes_meant(code) == code
        assert codes_meant(code.upper()) == code
    assert codes_meant("te oud en geen belang") == "too_old,no_interest"
    assert codes_meant("te oud, maar toch") is None
    assert kind_meant("een suggestie") == "suggestion"
    assert kind_meant("klacht") is None


def test_a_seal_is_known_and_a_word_is_none_where_words_may_stand() -> None:
    assert seal_meant("abcd2efg", alone=False) == "abcd2efg"
    assert seal_meant("kinderen", alone=False) is None
    assert seal_meant("zegel ABCDEFGH", alone=True) == "abcdefgh"
    assert seal_meant("abcd1efg", alone=True) is None


def test_a_promise_keeps_what_it_cannot_read() -> None:
    promise = promise_in("Toezicht, ook 's middags", DAYS, POLICY)
    assert (promise.text, promise.whom, promise.day) == ("Toezicht, ook 's middags", "", None)
    whole = promise_in("Regels, Carla, 15 januari, structureel", DAYS, POLICY)
    assert (whole.text, whole.whom, whole.day, whole.sort) == (
        "Regels",
        "Carla",
        date(2027, 1, 15),
        "structural",
    )
