from __future__ import annotations

import pytest

from bot.core.new_words import new_words

OLDER = """
Van: Meldpunt klachten <klachten@demerland.example>
Verzonden: dinsdag 17 november 2026 9:12
Aan: Greet Maes
Onderwerp: Enkele vragen

1. Op welke dag gebeurde het?
Op donderdag, tijdens de middagpauze.
"""


@pytest.mark.parametrize(
    "said",
    [
        "Zie mijn antwoorden hieronder in het rood.",
        "Onze reactie staat tussen de regels.",
        "Zie in het rood.",
        "Mes réponses sont ci-dessous, en bleu.",
        "See my comments below.",
        "My answers are inline",
        "Meine Antworten stehen unten.",
        "In het blauw mijn aanvullingen",
    ],
)
def test_where_answers_are_announced_the_mail_is_kept_whole(said: str) -> None:
    assert "Op donderdag, tijdens de middagpauze." in new_words(said + "\n" + OLDER, "RE: vragen")


@pytest.mark.parametrize(
    "said",
    [
        "Dank u voor uw antwoord.",
        "Zie hieronder.",
        "Wij wonen hieronder in de straat.",
        "Ik krijg geen antwoord. Het rood van de vlag stoort mij.",
        "Merci pour votre réponse.",
    ],
)
def test_else_the_older_mail_is_left_out(said: str) -> None:
    assert new_words(said + "\n" + OLDER, "RE: vragen") == said


def test_marked_quotes_need_no_announcement() -> None:
    quoted = "> Op welke dag?\nOp donderdag.\n> Wie?\nDe juf.\n"
    text = f"Zie hieronder.\n\nOp ma 2 nov 2026 om 9:12 schreef An <an@x.example>:\n\n{quoted}"
    assert "Op welke dag" not in new_words(text, "Re: vragen")
    assert "De juf." in new_words(text, "Re: vragen")


def test_of_a_mail_that_is_only_a_device_line_nothing_is_left() -> None:
    assert new_words("Verstuurd vanaf mijn iPhone") == ""
    assert new_words("-- \nVerstuurd vanaf mijn iPhone") in {"", "--"}
