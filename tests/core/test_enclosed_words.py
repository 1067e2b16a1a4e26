from __future__ import annotations

from bot.core.case import Urgency
from bot.core.reading import read
from tests.builders import a_mail
from tests.wording import WORDS

LANGUAGES = ("nl", "fr", "en", "de")
CRY = a_mail("Mijn dochter zegt elke avond dat ze er niet meer wil zijn.", subject="help")


def test_a_cry_in_an_enclosed_mail_is_heard_below_a_text_of_ones_own() -> None:
    mail = a_mail("Zie bijlage.", enclosed=(CRY,))
    for with_quotes in (True, False):
        reading = read(mail, WORDS, (), LANGUAGES, with_quotes=with_quotes)
        assert reading.urgency is Urgency.CRITICAL


def test_a_mail_that_only_encloses_one_is_read_by_what_that_says() -> None:
    mail = a_mail("", enclosed=(CRY,))
    reading = read(mail, WORDS, (), LANGUAGES)
    assert reading.urgency is Urgency.CRITICAL
    assert reading.heard == "nl"


def test_an_enclosed_mail_that_is_quiet_rings_nothing() -> None:
    mail = a_mail("Zie bijlage.", enclosed=(a_mail("De bus was te laat.", subject="bus"),))
    assert read(mail, WORDS, (), LANGUAGES, with_quotes=True).signals == ()
