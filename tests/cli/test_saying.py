"""What a person says of a duty at the terminal, and how each day is explained."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from tests.builders import PARENT
from tests.schoolhouse import Ask, School


def number_of(school: School) -> str:
    cases = school.cases()
    return str(next(c["number"] for c in cases if c["complainant"]["email"] == PARENT.email))


def said(school: School, *words: str) -> str:
    done = school.gehoor(*words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def why(school: School, number: str) -> dict[str, dict[str, Any]]:
    found = json.loads(said(school, "why", number, "--json"))
    return {duty["kind"]: duty for duty in found}


def test_an_extension_is_explained_with_its_reason_and_both_days(copied: School) -> None:
    number = number_of(copied)
    before = why(copied, number)["handling"]
    words = ("extend", "--by", "ann", "--how", "de getuige is pas volgende week terug")
    assert said(copied, "say", number, *words) == f"{number}: noted\n"
    after = why(copied, number)["handling"]
    assert date.fromisoformat(after["due_on"]) > date.fromisoformat(before["due_on"])
    (move,) = after["moves"]
    assert (move["from_due"], move["to_due"]) == (before["due_on"], after["due_on"])
    page = said(copied, "why", number)
    assert "verlengd: van " in page
    assert "(de getuige is pas volgende week terug)" in page
    assert "45 kalenderdagen (elke dag telt mee)" in page
    again = copied.gehoor("say", number, *words)
    assert again.returncode == 2
    assert again.stderr.startswith(number)


def test_an_answer_is_met_with_its_proof_and_opens_what_follows(copied: School) -> None:
    number = number_of(copied)
    words = ("met", "--by", "ann", "--duty", "handling", "--how", "brief van vandaag")
    said(copied, "say", number, *words)
    duties = why(copied, number)
    assert "brief van vandaag" in duties["handling"]["proof"]
    assert duties["handling"]["met_at"] is not None
    assert duties["review"]["met_at"] is None


def test_a_measure_is_promised_and_somebody_is_away_and_back(copied: School) -> None:
    number = number_of(copied)
    words = ("promise", "--by", "ann", "--how", "nieuw toezicht", "--whom", "carla")
    said(copied, "say", number, *words)
    measure = why(copied, number)["measure"]
    assert (measure["owner"], measure["what"], measure["n"]) == ("carla", "nieuw toezicht", 1)
    assert said(copied, "away", "bert", "--until", "2099-01-04", "--deputy", "ann")
    assert said(copied, "back", "bert") == "bert: noted\n"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("why", "K-1999-0001"), "there is no case K-1999-0001"),
        (("say", "K-1999-0001", "take", "--by", "ann"), "there is no case K-1999-0001"),
        (("say", "{n}", "take", "--by", "niemand"), "nobody in people.toml has the id niemand"),
        (("say", "{n}", "met", "--by", "ann"), "say met: missing: --duty, --how"),
        (("away", "bert", "--until", "morgen"), "away: 'morgen' is no day like 2027-01-04"),
        (("away", "bert", "--until", ""), "away: '' is no day like 2027-01-04"),
    ],
)
def test_what_cannot_be_said_is_one_line_and_exit_2(
    words: tuple[str, ...], line: str, filled: School, answer: Ask
) -> None:
    number = number_of(filled)
    result = answer(filled, *(word.format(n=number) for word in words))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == line + "\n"


def test_a_word_that_does_not_exist_is_answered_with_those_that_do(
    filled: School, answer: Ask
) -> None:
    result = answer(filled, "say", number_of(filled), "sluit", "--by", "ann")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("say: there is no word sluit. take: the case is yours")
    assert result.stderr.count("\n") == 1
