from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.core.likeness import Earlier, Spread, rare_words, similar_cases, telling_words
from tests.builders import a_mail
from tests.wording import WORDS

BUS = frozenset(("schoolbus", "halte", "wachten", "regen", "chauffeur", "vertraging", "ochtend"))
RARE = Spread(200, dict.fromkeys(BUS, 2))
words_of = st.lists(st.sampled_from(sorted(BUS)), unique=True)


def an_earlier(words: frozenset[str] = BUS, **changes: object) -> Earlier:
    case = Earlier(number="K-2026-0007", subject="De bus is te laat", closed=False, words=words)
    return replace(case, **changes)  # type: ignore[arg-type]


def test_words_that_tell_are_those_that_are_no_stop_words() -> None:
    mail = a_mail("Onze zoon moet elke dag wachten aan de halte. De halte!", subject="De bus")
    assert telling_words(mail, WORDS) == ("wachten", "halte")


def test_the_same_story_of_somebody_else_is_similar_and_the_words_are_named() -> None:
    mine = ("schoolbus", "halte", "chauffeur", "vertraging", "dochter")
    (found,) = similar_cases("Bus", mine, [an_earlier()], RARE)
    assert found.number == "K-2026-0007"
    assert found.reason == "gelijke woorden: chauffeur, halte, schoolbus, vertraging"


def test_a_few_shared_words_are_chance() -> None:
    assert similar_cases("Bus", ("schoolbus", "halte", "regen"), [an_earlier()], RARE) == ()


def test_a_long_letter_that_shares_little_is_not_similar() -> None:
    long = ("halte", "regen", "ochtend", "wachten", *(f"onderwerp{n}" for n in range(60)))
    others = frozenset((*BUS, *(f"anders{n}" for n in range(60))))
    assert similar_cases("Bus", long, [an_earlier(others)], RARE) == ()


def test_another_ending_or_a_typing_error_is_the_same_word() -> None:
    mine = ("schoolbussen", "haltes", "chauffeurs", "vertragingen")
    (found,) = similar_cases("Bus", mine, [an_earlier()], RARE)
    assert "vertragingen" in found.reason


def test_a_case_of_the_same_sender_always_counts_and_comes_first() -> None:
    own = an_earlier(frozenset(), number="K-2026-0003", same_sender=True, closed=True)
    found = similar_cases("RE: De bus is te laat", tuple(BUS), [an_earlier(), own], RARE)
    assert [one.number for one in found] == ["K-2026-0003", "K-2026-0007"]
    assert found[0].closed
    assert found[0].reason == "zelfde afzender en onderwerp"
    (other,) = similar_cases("Iets anders", (), [own], RARE)
    assert other.reason == "zelfde afzender"


def test_no_more_than_three_are_named() -> None:
    cases = [an_earlier(number=f"K-2026-{n:04}") for n in range(9)]
    assert len(similar_cases("Bus", tuple(BUS), cases, RARE)) == 3


def test_common_words_are_not_looked_for_and_the_rarest_come_first() -> None:
    spread = Spread(1000, {"school": 900, "halte": 40, "chauffeur": 2})
    assert rare_words(("school", "halte", "zwembad", "chauffeur"), spread) == ("chauffeur", "halte")


@given(words_of, words_of)
def test_a_reason_names_only_words_of_the_mail_itself(mine: list[str], theirs: list[str]) -> None:
    for found in similar_cases("Bus", mine, [an_earlier(frozenset(theirs))], RARE):
        assert set(found.reason.partition(": ")[2].split(", ")) <= set(mine)
