from __future__ import annotations

import pytest

from bot.core.reading import Intent, read
from tests.builders import a_mail
from tests.wording import WORDS

# What a parent writes in a case, and what it seems to want.
REPLIES: tuple[tuple[str, set[Intent]], ...] = (
    ("Ik trek mijn klacht in.", {Intent.WITHDRAWAL}),
    ("Ik trek mijn klacht niet in!", set()),
    ("Het is intussen opgelost, het dossier mag gesloten worden.", {Intent.WITHDRAWAL}),
    ("Het is nog altijd niet opgelost.", set()),
    ("Je retire ma plainte, merci.", {Intent.WITHDRAWAL}),
    ("Je ne retire pas ma plainte.", set()),
    ("I want to withdraw my complaint.", {Intent.WITHDRAWAL}),
    ("Ich ziehe meine Beschwerde zurück.", {Intent.WITHDRAWAL}),
    ("Ik ben hier niet tevreden mee en wil dat iemand anders dit bekijkt.", {Intent.DISSATISFIED}),
    ("Wij zijn zeer tevreden met uw antwoord.", set()),
    ("Nous ne sommes pas satisfaits de cette réponse.", {Intent.DISSATISFIED}),
    ("I am not satisfied with your answer.", {Intent.DISSATISFIED}),
    ("Wir sind mit der Antwort nicht zufrieden.", {Intent.DISSATISFIED}),
    ("Graag een kopie van het volledige dossier.", {Intent.DOSSIER_REQUEST}),
    ("Je demande l'accès au dossier de mon fils.", {Intent.DOSSIER_REQUEST}),
    ("Maak er dan maar een formele klacht van.", {Intent.FORMAL}),
    ("Voor mij hoeft het geen formele klacht te worden.", set()),
    ("Wij hebben geen behoefte aan een gesprek.", {Intent.TALK_DECLINE}),
    ("Wij willen graag een gesprek met de directeur.", set()),
    ("Beste mevrouw\n\nJa, dat is goed voor ons.\n\nAn", {Intent.YES}),
    ("Dag mevrouw De Smet, neen dat willen wij niet.", {Intent.NO}),
    ("Wij gaan niet akkoord met bemiddeling.", {Intent.DISSATISFIED, Intent.NO}),
    ("Yes, that works for us.", {Intent.YES}),
    ("Oui, cela nous convient.", {Intent.YES}),
    ("Gisteren is het opnieuw gebeurd.", {Intent.NEW_COMPLAINT}),
    ("Yesterday it happened again.", {Intent.NEW_COMPLAINT}),
    ("Ik wil hier nog iets aan toevoegen, zie de foto in bijlage.", {Intent.ADDITION}),
    ("Ok, bedankt.", set()),
    ("Bedankt voor het bericht, tot maandag.", set()),
)


@pytest.mark.parametrize(("text", "wanted"), REPLIES)
def test_what_a_reply_seems_to_want_is_read(text: str, wanted: set[Intent]) -> None:
    found = read(a_mail(text, subject="Re: uw klacht"), WORDS, (), ("nl",), in_case=True)
    assert set(found.intents) == wanted


def test_only_the_new_words_count() -> None:
    mail = a_mail("Bedankt.\n\n> Ik trek mijn klacht in.", new_text="Bedankt.", subject="Re: x")
    assert read(mail, WORDS, (), ("nl",), in_case=True).intents == ()


def test_a_wish_in_a_first_mail_is_a_hint_and_in_a_case_an_intent_alone() -> None:
    mail = a_mail("Graag inzage in het dossier van mijn zoon.", subject="")
    first, reply = (read(mail, WORDS, (), ("nl",), in_case=each) for each in (False, True))
    assert "dossier_request" in {hint.code for hint in first.hints}
    assert "dossier_request" not in {hint.code for hint in reply.hints}
    assert first.intents == reply.intents == (Intent.DOSSIER_REQUEST,)
