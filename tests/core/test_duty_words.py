from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from bot.core.case import Ack, DeadlineKind
from bot.core.clause import Clause, sentence
from bot.core.digest.saying import WORKING_DAYS, Voice
from bot.core.duties.offered import Standing, offered
from bot.core.duties.words import SILENT, WAITED_FOR, WORDS, what
from bot.core.letter import Hold
from bot.core.offers import choices
from bot.core.policy import Person
from bot.core.words_of_notices import ack_status
from tests.builders import a_case
from tests.english import dutch_in

DUTCH = Person(id="ann", name="Ann Peeters", email="ann@school.example")
ENGLISH = Person(id="ann", name="Ann Peeters", email="ann@school.example", language="en")
TUESDAY = date(2026, 12, 8)


def every_phrase() -> Iterator[Clause]:
    for words in WORDS.values():
        yield from filter(None, (words.what, words.asks, words.done, words.passed))


def test_each_kind_of_duty_has_its_words_and_what_is_asked_of_staff_its_end() -> None:
    assert set(WORDS) == set(DeadlineKind)
    ended = {kind for kind, words in WORDS.items() if words.done}
    assert ended >= set(DeadlineKind) - SILENT - {DeadlineKind.MEDIATION_REPLY}
    assert {kind for kind, words in WORDS.items() if words.passed} == WAITED_FOR


@pytest.mark.parametrize("phrase", list(every_phrase()), ids=lambda phrase: phrase.nl)
def test_a_phrase_stands_in_a_subject_and_alone_in_both_languages(phrase: Clause) -> None:
    for said in phrase:
        assert said[0].islower()
        assert said[-1] not in ".!?"
        assert ":" not in said  # it stands behind one
    assert dutch_in(phrase.en) == []
    assert sentence(phrase, DUTCH, n=2)[0].isupper()
    assert sentence(phrase, ENGLISH, n=2).endswith(".")


@pytest.mark.parametrize("kind", DeadlineKind)
@pytest.mark.parametrize("ack", Ack)
def test_a_duty_offers_at_most_three_choices_and_looking_at_the_case_is_one(
    kind: DeadlineKind, ack: Ack
) -> None:
    some = offered(Standing(kind=kind, ack=ack, n=2, more_time=True, others=True))
    assert len(some) <= 3
    assert [choice[1] for choice in choices(some, DUTCH)][-1] == "TOON"
    assert [choice[1] for choice in choices(some, ENGLISH)][-1] == "SHOW"


@pytest.mark.parametrize("hold", Hold)
@pytest.mark.parametrize("reader", [DUTCH, ENGLISH], ids=["nl", "en"])
def test_whatever_an_acknowledgment_waits_for_is_told(hold: Hold, reader: Person) -> None:
    case = a_case(ack=Ack.HELD)
    status, _, why = ack_status(case, hold, reader).partition(": ")
    assert status
    assert why
    assert bool(dutch_in(f"{status}\n{why}")) is (reader is DUTCH)


def test_a_measure_is_told_by_its_number() -> None:
    assert what(DeadlineKind.MEASURE, 2) == Clause("beloofde maatregel 2", "promised measure 2")


def test_days_and_numbers_are_said_in_the_language_of_the_reader() -> None:
    dutch, english = Voice("nl", TUESDAY), Voice("en", TUESDAY)
    assert Voice("fr", TUESDAY).weekday(TUESDAY) == "dinsdag"  # no third language of staff
    assert english.whole_day(date(2026, 12, 21)) == "Monday 21 December"
    assert english.near_day(date(2027, 1, 4)) == "Monday 4 January"
    assert english.month(date(2026, 11, 30)) == "November 2026"
    assert english.ago(date(2026, 12, 7)) == "yesterday"
    early = datetime(2026, 12, 7, 7, 5, tzinfo=UTC)
    assert (dutch.moment(early), english.moment(early)) == (
        "gisteren 7.05 uur",
        "yesterday at 7:05",
    )
    assert english.joined(("a", "b", "c")) == "a, b and c"
    assert (english.share(3, 4), english.share(9, 12)) == ("3 of 4", "75%")
    assert english.counted(1, WORKING_DAYS) == "1 working day"
    assert [english.lasting(n) for n in (1, 125, 60, 7200)] == [
        "1 minute",
        "2 hours 5 minutes",
        "1 hour",
        "5 days",
    ]
