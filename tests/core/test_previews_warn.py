"""What a preview warns of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.instructions import Verb
from bot.core.letter import LetterName
from bot.core.policy import Policy
from tests.builders import a_mail, a_policy
from tests.orders_by_mail import (
    a_case_at_work,
    acting,
    done,
    known,
    letters,
)


def warned(text: str, policy: Policy | None = None, **changes: object) -> list[str]:
    case = a_case_at_work(**changes)  # type: ignore[arg-type]
    facts = known(pupils_elsewhere=("Wout", "Amber"), opening=a_mail("Mijn zoon Wout is boos."))
    answer = done(acting(Verb.REPLY, case, facts, policy=policy, text=text))
    (preview,) = letters(answer, LetterName.PREVIEW)
    return list(preview.values["warnings"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("Amber zat er ook bij.", "bij een leerling van een ander dossier hoort: Amber"),
        ("We garanderen dat het stopt.", "'garanderen'"),
        ("Nous vous promettons une solution.", "'nous vous promettons'"),
        ("We spraken met Katrien De Smet.", "een collega: Katrien De Smet"),
        ("We spraken met Pieter Verlinden.", "niet bij dit dossier hoort: Pieter Verlinden"),
    ],
)
def test_the_preview_warns_of(text: str, warning: str) -> None:
    assert any(warning in each for each in warned(text)), warned(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wout mag morgen weer mee.",  # whom the complaint itself names
        "Ann Peeters belt u morgen.",  # who signs
        "Mevrouw Vandenbroucke, dank u.",
        "Ilse Vandenbroucke schreef ons.",
        "De directie van Basisschool Demerland.",
        "We spraken met de leerkracht. Dat was goed.",
    ],
)
def test_the_preview_does_not_warn_of(text: str) -> None:
    assert warned(text) == []


def test_the_preview_warns_where_the_reader_has_another_language() -> None:
    assert "Frans" in warned("Dag", language="fr")[0]
    assert "(tr)" in warned("Dag", language="tr")[0]


def test_who_reads_english_is_warned_in_english() -> None:
    people = tuple(replace(person, language="en") for person in a_policy().people)
    assert "holds a name" in warned("Amber was there.", a_policy(people=people))[0]


def test_the_preview_warns_of_an_answer_that_rests_on_nothing() -> None:
    answer = done(acting(Verb.UPHELD, a_case_at_work(), known(), text="Het klopt."))
    (preview,) = letters(answer, LetterName.PREVIEW)
    said = " ".join(preview.values["warnings"])  # type: ignore[arg-type]
    assert "kort (2 woorden)" in said
    assert "FEITEN" in said
