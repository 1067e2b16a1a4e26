from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.survey.scores import Scores, answer_in, mean, read

N = None
QUESTIONS = """1. Ik voelde me gehoord:{}
2. Het ging snel genoeg:{}
3. Ik begrijp het antwoord:{}
4. Ik ben tevreden over hoe de klacht is behandeld:{}"""


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        ("4", (N, N, N, 4)),
        ("Vier.", (N, N, N, 4)),
        ("Een dikke vijf!", (N, N, N, 5)),
        ("één", (N, N, N, 1)),
        ("Ik geef een 4", (N, N, N, 4)),
        ("4/5", (N, N, N, 4)),
        ("4 op 5", (N, N, N, 4)),
        ("quatre sur cinq", N),
        ("fünf", (N, N, N, 5)),
        ("four", (N, N, N, 4)),
        ("5 ⭐", (N, N, N, 5)),
        ("⭐⭐⭐⭐", (N, N, N, 4)),
        ("★★★☆☆", (N, N, N, 3)),
        ("👍", (N, N, N, 5)),
        ("👎🏽", (N, N, N, 1)),
        ("4️⃣", (N, N, N, 4)),
        ("٤", (N, N, N, 4)),
        ("helemaal wel", (N, N, N, 5)),
        ("Helaas niet.", (N, N, N, 1)),
        ("ik ben niet tevreden", (N, N, N, 1)),
        ("pas du tout", (N, N, N, 1)),
        ("sehr zufrieden", (N, N, N, 5)),
        ("not at all", (N, N, N, 1)),
        ("4 5 3 4", (4, 5, 3, 4)),
        ("4,5,3,4", (4, 5, 3, 4)),
        ("4 - 5 - 3 - 4", (4, 5, 3, 4)),
        ("4\n5\n3\n4", (4, 5, 3, 4)),
        ("5/5 4/5 3/5 4/5", (5, 4, 3, 4)),
        ("1: 4 2: 5 3: 3 4: 4", (4, 5, 3, 4)),
        ("1=4 2=5", (4, 5, N, N)),
        ("1) vier\n2) vijf", (4, 5, N, N)),
        ("vraag 1: 4, vraag 2: 5", (4, 5, N, N)),
        ("1 - 4 2 - 5 3 - 3 4 - 4", (4, 5, 3, 4)),
        (QUESTIONS.format(" 4", " 5", "3", " vier"), (4, 5, 3, 4)),
        ("alles 5", (5, 5, 5, 5)),
        ("overal een 4", (4, 4, 4, 4)),
        ("5 partout", (5, 5, 5, 5)),
        ("alles 5\n2: 3", (5, 3, 5, 5)),
        ("Beste,\n\n4\n\nMet vriendelijke groeten\nIlse\n0475 12 34 56", (N, N, N, 4)),
        ("4 want het duurde lang", (N, N, N, 4)),
        ("4, maar het mocht sneller", (N, N, N, 4)),
    ],
)
def test_a_score_is_read_however_it_is_written(text: str, scores: Scores | None) -> None:
    assert read(text) == scores


@pytest.mark.parametrize(
    "text",
    [
        "",
        "6",
        "0",
        "10",
        "8/10",
        "4 5",
        "4 5 3 9",
        "3.5",
        "4,5",
        "op 4 december",
        "4/5/2026",
        "04/05",
        "0475 12 34 56",
        "5 5 5 1 2 3 4",
        "Tel: 04 75 12 34",
        "+32 4 75 12 34 56",
        "om 1:30 uur",
        "klas 4",
        "4de leerjaar",
        "3 kinderen",
        "K-2026-0004",
        "1. Het duurde te lang\n2. Niemand belde ons",
        "Mijn dochter wordt nog altijd gepest.",
        QUESTIONS.format("", "", "", ""),
    ],
)
def test_what_is_no_score_is_none(text: str) -> None:
    assert read(text) is None


def test_the_words_beside_a_score_are_kept_and_courtesies_are_not() -> None:
    assert answer_in("4, maar het mocht sneller").words == "maar het mocht sneller"
    assert answer_in("Dag Ann,\n\n4\n\nIlse Vdb").words == ""
    assert answer_in("Bedankt maar jullie deden niets. 2").words == "maar jullie deden niets."
    typed = "4. Het is opgelost. Dat er eerst gebeld wordt, helpt echt!"
    assert answer_in(typed).words == typed.removeprefix("4. ")
    assert answer_in("Zij belde ons. 5").words == "Zij belde ons."


def test_scores_typed_within_the_quoted_letter_are_read_too() -> None:
    quoted = "\n".join(f"> {line}" for line in QUESTIONS.format(" 4", " 2", "", " 3").split("\n"))
    assert answer_in("Zie hieronder", quoted).scores == (4, 2, N, 3)
    untouched = "\n".join(f"> {line}" for line in QUESTIONS.format("", "", "", "").split("\n"))
    assert answer_in("Zie hieronder", untouched).scores is None


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("2", True),
        ("3", False),
        ("1 2 3 2", True),
        ("5 5 1 1", False),
        ("4. Het probleem is nog niet opgelost", True),
        ("Helaas niet", True),
        ("pas résolu", True),
        ("alles 5", False),
    ],
)
def test_an_answer_is_low_by_its_mean_or_by_a_problem_that_is_still_there(
    text: str, *, low: bool
) -> None:
    assert answer_in(text).is_low is low


def test_who_would_rather_not_says_so_with_nothing_else() -> None:
    assert answer_in("Nee bedankt").refused
    assert answer_in("Liever niet.").refused
    assert not answer_in("Liever niet meer met die juf.").refused
    assert not answer_in("4").refused


TYPED = st.text(
    alphabet=st.one_of(st.sampled_from("0123456789 \n,.:;/-)>⭐★👍één"), st.characters()),
    max_size=200,
)


@given(TYPED)
@example("1: 4 2: 5 \n 3) \udcff")
@example("٣ ④ ⅗ ²")
@example("·")
def test_reading_never_fails_and_no_score_lies_outside_one_to_five(text: str) -> None:
    scores = read(text)
    assert scores is None or (
        len(scores) == 4
        and any(scores)
        and all(score is None or 1 <= score <= 5 for score in scores)
    )
    assert 0 <= mean(scores or ()) <= 5


@given(st.from_regex(r"\+?0?[1-9]\d{1,3}([ ./]?\d{2,3}){3,4}", fullmatch=True))
def test_digits_of_a_telephone_number_are_no_score(number: str) -> None:
    assert re.search(r"\d", number)
    assert read(f"Bel mij gerust: {number}") is None
    assert read(number) is None


@given(st.dates(), st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y"]))
def test_a_date_is_no_score(day: object, form: str) -> None:
    assert read(f"{day:{form}}") is None


@given(st.lists(st.integers(1, 5), min_size=4, max_size=4), st.sampled_from([" ", ",", ", ", "\n"]))
def test_four_in_a_row_answer_the_four_questions(four: list[int], between: str) -> None:
    assert read(between.join(map(str, four))) == tuple(four)
