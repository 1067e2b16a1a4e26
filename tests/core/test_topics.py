from __future__ import annotations

import pytest

from bot.core.mail import Address, IncomingMail
from bot.core.reading import read
from tests.wording import a_reading_policy

POLICY = a_reading_policy()


def topic_of(text: str, subject: str = "Klacht") -> str | None:
    mail = IncomingMail(
        sender=Address("ouder@postvak.example", "Ilse Vermeer"),
        subject=subject,
        text=text,
        new_text=text,
    )
    return read(mail, POLICY.words, (), POLICY.languages).topic


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Onze dochter wordt al weken gepest en uitgelachen op school.", "pesten"),
        ("De factuur van de uitstap klopt niet, wij moesten twee keer betalen.", "kosten"),
        ("De schoolbus komt elke dag te laat en de chauffeur zegt niets.", "vervoer"),
        ("Le bulletin et les points de l'examen ne correspondent pas du tout.", "evaluatie"),
        ("Les toilettes sont sales et le chauffage ne marche pas, c'est inadmissible.",
         "gebouw_maaltijd_opvang"),
        ("He got detention again, the punishment was unfair and I am not happy.", "straf_sanctie"),
        ("Wir sind sehr unzufrieden: die Noten im Zeugnis stimmen nicht.", "evaluatie"),
    ],
)  # fmt: skip
def test_a_complaint_gets_the_topic_of_which_it_says_most(text: str, topic: str) -> None:
    assert topic_of(text) == topic


def test_of_two_topics_the_one_with_more_words_wins() -> None:
    text = "Hij moest nablijven, maar de bus, de halte en de chauffeur zijn een ramp voor ons."
    assert topic_of(text) == "vervoer"


def test_a_complaint_about_none_of_the_topics_has_none() -> None:
    assert topic_of("Dit is onaanvaardbaar. Wij zijn erg boos.") is None


def test_praise_has_no_topic() -> None:
    assert (
        topic_of("Bedankt voor de mooie uitstap met de bus, wat een toffe dag!", "Proficiat")
        is None
    )
