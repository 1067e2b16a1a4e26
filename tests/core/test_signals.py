from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.case import Urgency
from bot.core.plain import sentences
from bot.core.policy import SignalList, Words
from bot.core.reading import read
from bot.core.signals import signals_in, worst
from tests.builders import a_mail
from tests.wording import WORDS

SENTENCES = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "sentences.toml").read_text("utf-8")
)
MAY_RING_FALSELY = 0.02  # of sentences that sound like an alarm
# What must ring nothing at all, in any language: they look like alarm words and are none.
TRAPS = (
    "er",
    "mes",
    "arme",
    "brand",
    "violon",
    "abusievelijk",
    "mes enfants",
    "journal de classe",
    "lesbrandstof",
    "brandveiligheid",
    "misbruik van vertrouwen",
)


class Always:
    """A matcher that finds every word."""

    def find(self, text: str) -> tuple[str, ...]:
        return tuple(text.split())


def all_of(group: str) -> list[tuple[str, str]]:
    return [(language, text) for language, texts in SENTENCES[group].items() for text in texts]


def rings(text: str) -> Urgency:
    mail = a_mail(text, subject="bericht")
    return worst(read(mail, WORDS, (), ("nl", "fr", "en", "de")).signals)


@pytest.mark.parametrize(("language", "text"), all_of("critical"))
def test_nobody_in_danger_is_missed(language: str, text: str) -> None:
    assert rings(text) is Urgency.CRITICAL, language


@pytest.mark.parametrize(("language", "text"), all_of("high"))
def test_what_is_grave_is_marked(language: str, text: str) -> None:
    assert rings(text) in {Urgency.HIGH, Urgency.CRITICAL}, language


def test_ordinary_mail_hardly_ever_rings() -> None:
    texts = [text for _, text in all_of("ordinary")]
    false = [text for text in texts if rings(text) is Urgency.CRITICAL]
    assert len(false) <= MAY_RING_FALSELY * len(texts), false


@pytest.mark.parametrize("text", TRAPS)
def test_words_that_only_look_alarming_ring_nothing(text: str) -> None:
    for language in ("nl", "fr", "en", "de", None):
        assert worst(signals_in(sentences(text), WORDS, language)) is Urgency.NONE


def test_a_list_of_another_language_is_not_applied_to_the_words_of_this_one() -> None:
    dutch = "De arme kinderen wilden met de violen naar het feest."
    assert signals_in(sentences(dutch), WORDS, "nl") == ()


def test_a_sentence_in_another_language_is_heard_in_a_dutch_mail() -> None:
    mixed = "Mijn zoon kreeg dit bericht van een klasgenoot. I will kill you after school."
    assert rings(mixed) is Urgency.CRITICAL


def test_a_word_marked_only_does_not_ring_when_the_language_is_unsure() -> None:
    marked = SignalList(
        code="violence", language="fr", level=Urgency.CRITICAL, matcher=Always(), only=True
    )
    words = Words(signals=(marked,))
    assert signals_in("mes", words, None) == ()
    assert signals_in("mes", words, "fr")
    assert signals_in("mes", words, "nl") == ()


def test_the_gravest_alarm_comes_first_and_each_code_once() -> None:
    found = signals_in(
        sentences("De juf roept op mijn zoon. Hij wil dood. Hij heeft zelfmoordgedachten."),
        WORDS,
        "nl",
    )
    codes = [signal.code for signal in found]
    assert codes[0] == "self_harm"
    assert len(codes) == len(set(codes))


def test_a_pupil_who_tells_of_violence_is_critical_and_an_adult_is_high() -> None:
    told = "mijn juf heeft mij vernederd, ik zit in het 3de leerjaar"
    reading = read(a_mail(told, subject=""), WORDS, (), ("nl",))
    assert reading.pupil_writes
    assert reading.urgency is Urgency.CRITICAL
    adult = read(a_mail("De juf heeft mijn zoon vernederd.", subject=""), WORDS, (), ("nl",))
    assert not adult.pupil_writes
    assert adult.urgency is Urgency.HIGH


def test_a_pupil_is_known_by_the_domain() -> None:
    mail = a_mail("Wanneer is de foto?", subject="")
    assert read(mail, WORDS, ("postvak.example",), ("nl",)).pupil_writes
    assert not read(mail, WORDS, ("vak.example",), ("nl",)).pupil_writes


def test_quoted_alarms_ring_only_when_asked_for() -> None:
    mail = a_mail("Zie hieronder.\n> ik wil dood", new_text="Zie hieronder.", subject="")
    assert read(mail, WORDS, (), ("nl",)).urgency is not Urgency.CRITICAL
    assert read(mail, WORDS, (), ("nl",), with_quotes=True).urgency is Urgency.CRITICAL


def test_an_alarm_in_the_subject_rings() -> None:
    mail = a_mail("Bel mij aub.", subject="Mijn dochter wil niet meer leven")
    assert read(mail, WORDS, (), ("nl",)).urgency is Urgency.CRITICAL


def test_two_sentences_do_not_make_one_alarm() -> None:
    apart = "De kinderen eten met een mes. Iedereen kwam naar school."
    assert rings(apart) is Urgency.NONE


def test_typing_without_care_rings_too() -> None:
    for text in (
        "IK WIL NIET MEER LEVEN!!!",
        "ik wil... niet meer leven",
        "zelf-moord",
        "suïcidaal",
    ):
        assert rings(text) is Urgency.CRITICAL, text


@pytest.mark.parametrize(
    "text",
    [
        "Wij lachten ons dood met het verhaal van de meester over zijn hond.",
        "Ma fille meurt à la fin de l'acte V et s'entraîne tous les soirs dans le salon.",
        "It was like a knife to the heart of a grandmother, because her soup is better.",
        "Er stirbt vor Langeweile in der Nachmittagsbetreuung, das muss nicht sein.",
    ],
)
def test_a_figure_of_speech_rings_nothing(text: str) -> None:
    assert rings(text) is Urgency.NONE


@pytest.mark.parametrize(
    "text",
    [
        "Het konijn van de klas is ontsnapt en wij hebben het hele lokaal doorzocht.",
        "The letter about the trip never came home.",
        "Mon fils n'a pas retrouvé son écharpe dans le bac.",
        "What if there is a fire and that door is locked?",
        "Zij leest een boek waarin een meisje ontvoerd wordt.",
    ],
)
def test_a_thing_an_animal_a_book_or_what_might_be_rings_nothing(text: str) -> None:
    assert rings(text) is Urgency.NONE


@pytest.mark.parametrize(
    "text",
    [
        "Zijn gsm staat uit en we kunnen hem nergens vinden.",
        "De hond blafte en mijn dochter is weggelopen van school.",
        "Son téléphone est éteint et elle n'est pas rentrée à la maison.",
        "His bag is here but he never came home last night.",
    ],
)
def test_a_thing_beside_a_child_that_is_gone_hides_nothing(text: str) -> None:
    assert rings(text) is Urgency.CRITICAL


def test_what_stands_beside_a_figure_of_speech_still_rings() -> None:
    assert rings("Wij lachten ons dood. Maar nu zegt hij dat hij dood wil.") is Urgency.CRITICAL


def test_the_words_that_gave_the_level_come_first() -> None:
    told = "Ze is zo wanhopig en verdrietig thuis. Ze zegt elke avond dat ze niet meer wil leven."
    (found,) = (s for s in signals_in(sentences(told), WORDS, "nl") if s.code == "self_harm")
    assert found.level is Urgency.CRITICAL
    assert "leven" in found.words[0]
    assert any("wanhopig" in said for said in found.words[1:])


@given(st.text(max_size=400))
def test_no_text_breaks_the_scan(text: str) -> None:
    read(a_mail(text, subject=text[:50]), WORDS, (), ("nl",))


@pytest.mark.parametrize(("language", "text"), all_of("critical"))
def test_what_stands_around_an_alarm_does_not_hide_it(language: str, text: str) -> None:
    around = "De bus was te laat.\n\n"
    assert rings(f"{around}{text}\n\n{around}") is Urgency.CRITICAL, language
    assert rings(f"{around * 5}{text}\n\n{around * 5}") is Urgency.CRITICAL, language
