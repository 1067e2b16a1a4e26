from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.case import Kind
from bot.core.kinds import Cues, cues_in, kind_of
from bot.core.plain import sentences
from bot.core.reading import read
from tests.builders import a_mail
from tests.wording import WORDS

LANGUAGES = ("nl", "fr", "en", "de")


def kind(text: str, subject: str = "") -> Kind:
    return read(a_mail(text, subject=subject), WORDS, (), LANGUAGES).kind


@pytest.mark.parametrize(
    "text",
    [
        "Bedankt voor het fijne kamp, maar het eten was onaanvaardbaar.",
        "Voor de derde keer vraag ik wanneer het rapport komt. Weer geen antwoord!",
        "Merci pour la fête, mais la sécurité était inacceptable.",
        "Thank you for the lovely day. I do want to complain about the bus.",
        "Elke ochtend dezelfde file aan de poort en de toezichter is er nooit.",
        "Every morning the same queue, and nobody opens the gate before half past eight.",
        "Le car est encore rentré avec une heure de retard et nous attendions dans le froid.",
    ],
)
def test_discontent_beats_thanks_and_questions(text: str) -> None:
    assert kind(text) is Kind.COMPLAINT


@pytest.mark.parametrize(
    "text",
    [
        "Geen klacht hoor, gewoon een vraag: hoe laat gaat de poort open?",
        "Hallo, mogen de kinderen een zakmes meenemen op bosklas of is dat verboden?",
        "Bonjour, à quelle heure ferme la garderie le mercredi et faut-il réserver ?",
        "Could you let me know the closing date for the Easter camp?",
        "Guten Tag, wann findet der Elternabend statt?",
    ],
)
def test_who_only_asks_has_a_question(text: str) -> None:
    assert kind(text) is Kind.QUESTION


def test_the_first_sentence_names_what_a_mail_is() -> None:
    told = "dit jaar geen plastic bekers op de markt, iedereen brengt zijn eigen tas mee."
    assert kind(f"Voorstel: {told}") is Kind.SUGGESTION
    assert kind("Wij willen de school bedanken voor de warme opvang na de brand.") is Kind.PRAISE


def test_praise_that_asks_something_is_unclear_because_it_wants_an_answer() -> None:
    assert kind("Proficiat met het feest. Mag ik de foto's?") is Kind.UNCLEAR


def test_a_why_that_holds_discontent_is_no_question() -> None:
    cues = cues_in(sentences("Waarom mag mijn zoon nooit meespelen met de ploeg?"), WORDS, "nl")
    assert (cues.questions, cues.opens) == (0, False)
    assert cues_in(sentences("Hoe laat gaat de schoolpoort open?"), WORDS, "nl").questions == 1


@pytest.mark.parametrize(
    "text",
    [
        "Savez-vous si la place est encore libre ?",
        "Is it still possible to change my option?",
        "Mag Juul morgen trakteren of is het nog altijd fruit?",
    ],
)
def test_a_plain_question_may_hold_a_word_of_discontent(text: str) -> None:
    cues = cues_in(sentences(text), WORDS, None)
    assert (cues.questions, cues.weak) == (1, Counter())
    assert kind(text) is Kind.QUESTION


@pytest.mark.parametrize(
    "text",
    [
        "Zou de letter van het schoolkrantje misschien groter mogen?",
        "How about a page written by grandparents?",
        "Pourquoi pas une bourse aux vêtements de ski ?",
    ],
)
def test_what_is_suggested_in_a_question_is_a_suggestion(text: str) -> None:
    assert kind(text) is Kind.SUGGESTION


def test_words_that_open_a_question_count_only_where_one_is_asked() -> None:
    assert cues_in(sentences("Quel concert dimanche soir !"), WORDS, "fr").count == Counter()
    asked = cues_in(sentences("Quel jour a lieu le concert ?"), WORDS, "fr")
    assert asked.count[Kind.QUESTION] == 1


def test_a_harmless_no_is_no_discontent() -> None:
    cues = cues_in(sentences("Er is geen haast bij. Pas de souci."), WORDS, "nl")
    assert cues.weak == Counter()


def test_not_to_complain_but_is_left_to_a_person() -> None:
    assert kind("Niet om te klagen, maar hij werd weer gepest.") is Kind.UNCLEAR


def test_a_mail_without_any_cue_is_unclear_however_long() -> None:
    assert kind_of(Cues(count=Counter()), alarmed=False) is Kind.UNCLEAR
    assert kind("Op dinsdag ging de klas met de trein naar zee en kwam laat terug.") is Kind.UNCLEAR


def test_an_alarm_makes_a_complaint_of_any_kind() -> None:
    praise = Cues(count=Counter({Kind.PRAISE: 5}))
    assert kind_of(praise, alarmed=False) is Kind.PRAISE
    assert kind_of(praise, alarmed=True) is Kind.COMPLAINT


@given(st.text(max_size=300))
def test_any_text_has_a_kind(text: str) -> None:
    plain = sentences(text)
    assert kind_of(cues_in(plain, WORDS, None), alarmed=False) in Kind
