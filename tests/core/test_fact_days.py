from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.reading.days import FactDays, facts_in
from tests.wording import WORDS

VOCABULARY = WORDS.vocabulary
RECEIVED_ON = date(2026, 11, 24)  # a Tuesday

# What a parent writes, the language, and the newest day of what happened in it (ISO) or "".
PHRASES: tuple[tuple[str, str, str], ...] = (
    ("Op donderdag 19 november moest hij nablijven.", "nl", "2026-11-19"),
    ("Vrijdag 27/3/2026 is zij gevallen.", "nl", "2026-03-27"),
    ("Op 19/11 was er niemand aan de poort.", "nl", "2026-11-19"),
    ("Vorige dinsdag is hij geduwd.", "nl", "2026-11-17"),
    ("Vorige week dinsdag is hij geduwd.", "nl", "2026-11-17"),
    ("Gisteren kwam hij huilend thuis.", "nl", "2026-11-23"),
    ("Eergisteren stond de poort open.", "nl", "2026-11-22"),
    ("Vanmorgen reed de bus ons voorbij.", "nl", "2026-11-24"),
    ("Zijn jas is weg, vorige keer op 16 nov en nu 20 nov.", "nl", "2026-11-20"),
    ("Sinds 16 november krijgt zij geen les.", "nl", "2026-11-16"),
    ("In september werd hij al gepest.", "nl", "2026-09-30"),
    ("Dit was begin oktober.", "nl", "2026-10-10"),
    ("Eind juni kregen wij het rapport.", "nl", "2026-06-30"),
    ("Twee weken geleden is haar fiets beschadigd.", "nl", "2026-11-10"),
    ("3 dagen geleden is hij uitgescholden.", "nl", "2026-11-21"),
    ("Een maand geleden stond hij alleen buiten.", "nl", "2026-10-24"),
    ("Vorig schooljaar werd zij elke dag uitgelachen.", "nl", "2026-06-30"),
    ("Vorig jaar is hetzelfde gebeurd.", "nl", "2025-12-31"),
    ("In het schooljaar 2023-2024 begon het.", "nl", "2024-06-30"),
    ("Op 15 december stond hij in de kou.", "nl", ""),
    ("Op 15 april stond hij in de kou.", "nl", "2026-04-15"),
    ("Op 3 december 2025 stond hij in de kou.", "nl", "2025-12-03"),
    ("Het gebeurde op 03-11-2026 na de les.", "nl", "2026-11-03"),
    ("Datum: 2026-11-05", "nl", "2026-11-05"),
    ("Maandag is hij geslagen.", "nl", "2026-11-23"),
    ("Vrijdagavond kreeg ik telefoon van een andere mama.", "nl", "2026-11-20"),
    ("Vrijdag de 13de is hij gevallen.", "nl", "2026-11-13"),
    ("Op ma 16/11 en di 17/11 was er geen toezicht.", "nl", "2026-11-17"),
    ("Op 1 september tot 12 september zat ze alleen.", "nl", "2026-09-12"),
    ("Afgelopen donderdag viel hij van het klimrek.", "nl", "2026-11-19"),
    ("Dinsdag jl. werd hij vernederd.", "nl", "2026-11-17"),
    ("Op 19 november. Ik belde vrijdag naar de school en niemand belde terug.", "nl", "2026-11-19"),
    ("In december 2025 is dit ook gebeurd.", "nl", "2025-12-31"),
    ("Tussen januari en begin april 2026, met een plan op 3 april 2026.", "nl", "2026-04-03"),
    ("Mon fils est rentré mardi 1er septembre sans manteau.", "fr", "2026-09-01"),
    ("C'est arrivé le 12 novembre.", "fr", "2026-11-12"),
    ("Hier elle a pleuré.", "fr", "2026-11-23"),
    ("Avant-hier il est tombé.", "fr", "2026-11-22"),
    ("Lundi dernier il a été puni.", "fr", "2026-11-23"),
    ("La semaine dernière il a été puni.", "fr", "2026-11-20"),
    ("Il y a deux semaines on a volé son vélo.", "fr", "2026-11-10"),
    ("Depuis le 16 novembre il n'y a plus de cours.", "fr", "2026-11-16"),
    ("Le 05/10/2026 la porte était ouverte.", "fr", "2026-10-05"),
    ("En octobre on nous a promis un plan.", "fr", "2026-10-31"),
    ("Au mois de mars il a été insulté.", "fr", "2026-03-31"),
    ("L'année scolaire dernière c'était déjà ainsi.", "fr", "2026-06-30"),
    ("Vendredi 20, il est resté seul.", "fr", "2026-11-20"),
    ("Last Monday my son was hit.", "en", "2026-11-23"),
    ("On Monday she came home crying.", "en", "2026-11-23"),
    ("On November 12th he was locked out.", "en", "2026-11-12"),
    ("It happened on 12 November 2026.", "en", "2026-11-12"),
    ("It happened on Nov 3, 2026 after lunch.", "en", "2026-11-03"),
    ("Yesterday nobody was at the gate.", "en", "2026-11-23"),
    ("Three weeks ago his bike was stolen.", "en", "2026-11-03"),
    ("Since 16 November there has been no support.", "en", "2026-11-16"),
    ("In September we agreed on two hours.", "en", "2026-09-30"),
    ("Last week he was left behind.", "en", "2026-11-20"),
    ("In May she was bullied.", "en", "2026-05-31"),
    ("Am 12. November wurde er geschlagen.", "de", "2026-11-12"),
    ("Letzten Montag kam er weinend heim.", "de", "2026-11-23"),
    ("Gestern war niemand da.", "de", "2026-11-23"),
    ("Vor zwei Wochen wurde sein Rad beschädigt.", "de", "2026-11-10"),
    ("Seit dem 16.11. gibt es keinen Unterricht.", "de", "2026-11-16"),
    ("Op 5/11 en 6/11 was er geen opvang.", "nl", "2026-11-06"),
    ("Ze dienden op 31.10.2026 een aanvraag in.", "nl", "2026-10-31"),
    ("Sinds januari krijgt hij geen hulp.", "nl", "2026-01-31"),
    ("Half oktober liep het opnieuw mis.", "nl", "2026-10-20"),
    ("Le 3 et le 4 novembre il n'y avait personne.", "fr", "2026-11-04"),
    ("About two months ago this started.", "en", "2026-09-24"),
    ("Am Freitag, den 20.11., wurde mein Sohn geschubst.", "de", "2026-11-20"),
    # What looks like a date and is none, or no fact.
    ("Hij zit in 2B en zijn zus in de 3de.", "nl", ""),
    ("De poort gaat om 8.30 uur open.", "nl", ""),
    ("Zij zit in groep 6 en haar broer in groep 5/6.", "nl", ""),
    ("Bel mij op 0470 12 34 56 of 03/220 45 67.", "nl", ""),
    ("Bel mij op 0470/12.34.56 of 02/345.67.89.", "nl", ""),
    ("De jas kostte 12,50 euro, de broek 19.11 euro.", "nl", ""),
    ("Hij kreeg een 8/10 en zij 14/20.", "nl", ""),
    ("1/3 van de klas zat buiten en 3/4 had honger.", "nl", ""),
    ("Wij wonen in de Kerkstraat 12/3.", "nl", ""),
    ("De chat staat 24/7 open.", "nl", ""),
    ("Anderhalve maand geleden werd hij gepest.", "nl", ""),
    ("Hij moet elke dinsdag en donderdag nablijven.", "nl", ""),
    ("Het oudercontact valt op een dinsdag.", "nl", ""),
    ("Wat gaat dat geven in januari?", "nl", ""),
    ("Elke maandag moet hij alleen eten.", "nl", ""),
    ("Graag een gesprek volgende maandag.", "nl", ""),
    ("Ik verwacht een antwoord tegen vrijdag.", "nl", ""),
    ("Kunnen wij donderdag langskomen?", "nl", ""),
    ("De vergadering is op 30/11.", "nl", ""),
    ("Ze is geboren op 12 maart 2015.", "nl", ""),
    ("Geboortedatum: 12/03/2015", "nl", ""),
    ("Hij was om 16.20 u aan de halte tot 18.45 u.", "nl", ""),
    ("Hier zit de juf, ma de klas is mar in de gang.", "nl", ""),
    ("Zij mag niet mee op 4de verdieping.", "nl", ""),
    ("Ma fille est en 2e primaire et mes enfants aussi.", "fr", ""),
    ("Tous les lundis il reste seul.", "fr", ""),
    ("Le cours commence à 8h30 lundi prochain.", "fr", ""),
    ("The march may take 2 hours, we can sit in the sun.", "en", ""),
    ("Every Monday he eats alone.", "en", ""),
    ("He is in Year 6 and in room 12.", "en", ""),
    ("Please answer by Friday.", "en", ""),
    ("Next Monday we will come.", "en", ""),
    ("Wij verwachten tegen 15 november 2027 niets.", "nl", ""),
    ("Artikel 12.3 van het reglement, versie 2.11.", "nl", ""),
)


def told(text: str, language: str | None) -> str:
    found = facts_in(text, VOCABULARY, language, RECEIVED_ON).on
    return found.isoformat() if found else ""


@pytest.mark.parametrize(("text", "language", "expected"), PHRASES)
def test_the_newest_day_of_what_happened_is_read(text: str, language: str, expected: str) -> None:
    assert told(text, language) == expected


def test_in_an_unsure_language_only_figures_count() -> None:
    assert told("Hier, gisteren and yesterday.", None) == ""
    assert told("Op 19 november, hier.", None) == "2026-11-19"


def test_what_goes_on_since_a_day_is_told_apart() -> None:
    assert facts_in("Sinds 16 maart eet zij alleen.", VOCABULARY, "nl", RECEIVED_ON).goes_on
    assert not facts_in("Op 16 maart at zij alleen.", VOCABULARY, "nl", RECEIVED_ON).goes_on


def test_a_day_on_which_somebody_only_called_counts_when_there_is_no_other() -> None:
    assert told("Ik heb vrijdag gebeld.", "nl") == "2026-11-20"
    assert told("Ik heb vrijdag gebeld. Het gebeurde op 3 november.", "nl") == "2026-11-03"


def test_in_a_forwarded_mail_yesterday_is_seen_from_its_own_head() -> None:
    text = "Zie hieronder.\n\nVan: Hanne\nVerzonden: woensdag 4 november 2026 19:12\n\nGisteren"
    assert told(f"{text} kreeg hij geen eten.", "nl") == "2026-11-03"


def test_without_a_day_of_receipt_no_day_is_known() -> None:
    assert facts_in("Gisteren viel hij.", VOCABULARY, "nl", None) == FactDays()


@given(
    st.lists(st.sampled_from([text for text, _, _ in PHRASES]), max_size=4),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_no_fact_lies_ahead(texts: list[str], today: date) -> None:
    for language in ("nl", "fr", "en", "de", None):
        found = facts_in(" ".join(texts), VOCABULARY, language, today).on
        assert found is None or found <= today


@given(st.text(alphabet=st.sampled_from(list("0123456789/.-: opsindvjaregt")), max_size=80))
def test_no_text_breaks_the_reader_of_days(text: str) -> None:
    facts_in(text, VOCABULARY, "nl", RECEIVED_ON)


def test_an_endless_row_of_dates_is_read_in_part() -> None:
    assert told("Op 19/11 en " * 100_000, "nl") == "2026-11-19"
