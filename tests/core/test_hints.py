from __future__ import annotations

from datetime import date

import pytest

from bot.core.calendar import Term
from bot.core.case import Anonymous
from bot.core.mail import Address, IncomingMail, PassedOn
from bot.core.policy import CONDITIONS, Admissibility
from bot.core.reading import HINTS, Reading, is_new_subject, read
from tests.builders import MAILBOX, a_mail
from tests.wording import WORDS

LANGUAGES = ("nl", "fr", "en", "de")
RECEIVED_ON = date(2026, 11, 24)
HALF_A_YEAR = Admissibility(facts_age=Term.parse("6mo"))
CLEAR = (
    "Onze zoon Wout (klas 2B) moest op donderdag 19 november twee uur nablijven omdat de klas te "
    "luid was. Hij heeft niets gezegd en miste daardoor zijn bus. Ik vind dat onaanvaardbaar."
)


def reading(
    mail: IncomingMail, agreed: Admissibility = HALF_A_YEAR, *, in_case: bool = False
) -> Reading:
    return read(
        mail, WORDS, (), LANGUAGES, received_on=RECEIVED_ON, admissibility=agreed, in_case=in_case
    )


def codes(text: str, **changes: object) -> set[str]:
    mail = a_mail(text, **{"subject": "Klacht", **changes})
    return {hint.code for hint in reading(mail).hints}


def test_a_clear_account_gets_no_hint_and_is_not_sent_back() -> None:
    found = reading(a_mail(CLEAR))
    assert (found.hints, found.missing) == ((), ())
    assert found.facts_on == date(2026, 11, 19)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("too_old", "Op 3 april werd onze zoon Wout gepest. Dat is onaanvaardbaar."),
        ("in_court", "Er loopt al een gerechtelijk onderzoek tegen de leerkracht van onze zoon."),
        ("in_court", "Nous avons déposé plainte à la police contre ce professeur."),
        ("in_court", "There is an ongoing police investigation about this teacher."),
        ("no_concrete_pupil", "De toiletten stinken al weken en niemand doet er iets aan!"),
        ("no_interest", "De toiletten stinken al weken en niemand doet er iets aan!"),
        ("policy", "Het nieuwe gsm-beleid geldt voor alle leerlingen en dat is onaanvaardbaar."),
        ("other_procedure", "Onze zoon kreeg een C-attest van de klassenraad."),
        ("no_facts", "weer te laat de bus!! kan zo ni verder he"),
        ("multiple", "Twee dingen zitten ons dwars: de bus en de factuur."),
        ("multiple", "1) De bus kwam weer te laat.\n2) De factuur is alweer fout."),
        ("multiple", "Onze zoon Wout is geslagen. Onze dochter Amber is uitgescholden."),
        ("multiple", "De bus was weer te laat. Daarnaast is de factuur fout."),
        ("multiple", "First the bus was late again. Secondly, the bill is wrong."),
        ("supporter", "Ik schrijf u namens mijn cliënt, mevrouw Aydin. Wij zijn ontevreden."),
        ("interpreter", "Kan er een tolk bij het gesprek zijn? Ik heb een klacht."),
        ("withdrawal", "Ik trek mijn klacht van vorige week in."),
        ("dossier_request", "Graag inzage in het dossier van mijn zoon. Wij zijn ontevreden."),
    ],
)
def test_a_hint_is_given(code: str, text: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("too_old", "Sinds 3 april wordt onze zoon Wout gepest. Dat is onaanvaardbaar."),
        ("too_old", "Op 3 november werd onze zoon Wout gepest."),
        ("in_court", "Anders sturen wij het naar onze advocaat en zien we elkaar in de rechtbank."),
        ("in_court", "Sinon on se verra au tribunal, c'est inacceptable."),
        ("policy", "Ik wil weten wat het beleid is: onze zoon Wout (2B) werd gestraft."),
        ("no_interest", "Mijn zoon werd alweer gestraft."),
        ("multiple", "Zij verloor 2 punten op haar toets, dat is oneerlijk."),
        ("multiple", "Onze zoon Wout is geslagen en Wout huilt."),
        ("supporter", "Dan stuur ik alles naar onze advocaat. Onaanvaardbaar."),
        ("withdrawal", "Ik trek mijn klacht niet in."),
    ],
)
def test_a_hint_is_not_given(code: str, text: str) -> None:
    assert code not in codes(text)


def test_a_hint_holds_the_words_that_led_to_it_and_the_reasons_hold_none() -> None:
    found = reading(a_mail("Kan er een tolk komen? Wij zijn ontevreden.", subject=""))
    (hint,) = [each for each in found.hints if each.code == "interpreter"]
    assert hint.words == ("tolk",)
    assert not any("tolk" in why for why in found.why)


@pytest.mark.parametrize("code", sorted(CONDITIONS - {"already_treated"}))
def test_a_condition_that_the_school_does_not_set_gives_no_hint(code: str) -> None:
    text = {
        "too_old": "Op 3 april werd zij gepest.",
        "in_court": "Er loopt een gerechtelijk onderzoek.",
        "policy": "Het beleid is onaanvaardbaar.",
        "other_procedure": "Hij is definitief uitgesloten.",
    }.get(code, "weer te laat de bus!!")
    mail = a_mail(text, subject="Klacht")
    without = Admissibility(facts_age=Term.parse("6mo"), conditions=CONDITIONS - {code})
    assert code in {hint.code for hint in reading(mail).hints}
    assert code not in {hint.code for hint in reading(mail, without).hints}


def test_no_hint_judges() -> None:
    about_the_writer = set(HINTS) - {
        "reply_to_differs",
        "cc_others",
        "unreadable",
        "encrypted",
        "too_large",
        "no_text",
        "several_from",
    }
    for code in about_the_writer:
        dutch, english = (said.lower() for said in HINTS[code])
        assert "misschien" in dutch or "mogelijk" in dutch, code
        assert "perhaps" in english or " may " in english, code


def test_what_cannot_be_read_is_asked_nothing_about() -> None:
    sealed = a_mail("", subject="Klacht", unreadable="versleuteld")
    assert {hint.code for hint in reading(sealed).hints} == {"unreadable", "encrypted"}
    assert codes("", truncated=True) == {"too_large"}
    assert codes("") == {"no_text"}


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (CLEAR, ()),
        ("weer te laat de bus!! kan zo ni verder he", ("pupil", "date", "facts")),
        (CLEAR.replace("op donderdag 19 november ", ""), ()),
        (CLEAR.replace("zoon Wout (klas 2B)", "kind"), ("pupil",)),
        ("Onaanvaardbaar wat in 2B gebeurt!", ("date", "facts")),
        ("Mijn dochter Amber is alweer gestraft. Ik verwacht een antwoord.", ("date", "facts")),
        ("De leerkracht heeft mijn dochter Amber geslagen.", ()),
        ("Bedankt juf Els, wij zijn zo blij!", ()),
        (
            "Onaanvaardbaar wat in 2B gebeurt!\n\nMet vriendelijke groeten\nAn Peeters\n"
            * 1
            + "Bouwwerken Peeters en zonen bv, dakwerken gevelwerken en alle andere werken "
            "in heel Vlaanderen en Brussel sinds vele vele jaren een begrip in de streek",
            ("date", "facts"),
        ),
    ],
)
def test_what_is_missing_is_asked_only_when_it_is_needed(
    text: str, missing: tuple[str, ...]
) -> None:
    assert reading(a_mail(text, subject="")).missing == missing


def test_nobody_is_asked_who_hides_is_in_danger_or_writes_in_a_case() -> None:
    short = "Ze doen gemeen. Onaanvaardbaar."
    hidden = a_mail(short, sender=Address("anoniem@wegwerpmail.example", "anoniem"), subject="")
    assert reading(hidden).missing == ()
    assert reading(a_mail("Mijn kind wil niet meer leven.", subject="")).missing == ()
    assert reading(a_mail(short, subject=""), in_case=True).missing == ()


def form(text: str, *, told: tuple[str, ...] = (), blank: tuple[str, ...] = ()) -> IncomingMail:
    by = Address("formulier@school.example")
    return a_mail(text, subject="", passed_on=PassedOn(by=by, form=True, told=told, blank=blank))


def test_a_required_field_that_was_left_open_is_asked_for() -> None:
    text = CLEAR.replace("op donderdag 19 november ", "")
    assert reading(form(text, blank=("facts_on",))).missing == ("date",)
    assert reading(form(text, told=("facts_on",))).missing == ()
    bare = CLEAR.replace("zoon Wout (klas 2B)", "kind")
    assert reading(form(bare, told=("pupil",))).missing == ()


def test_a_form_without_a_name_is_anonymous() -> None:
    assert reading(form(CLEAR, blank=("name",))).anonymous is Anonymous.FULL
    assert reading(form(CLEAR, told=("name",))).anonymous is Anonymous.NONE


KNOWN = Address("an.peeters@postvak.example", "An Peeters")
NO_NAME = Address("bezorgd2026@wegwerpmail.example", "anoniem")


@pytest.mark.parametrize(
    ("sender", "text", "expected"),
    [
        (NO_NAME, "De turnleraar lacht hen uit.", Anonymous.FULL),
        (NO_NAME, "De turnleraar lacht hen uit.\n\nAn Peeters", Anonymous.NONE),
        (Address("x91@postvak.example"), "Ik blijf liever anoniem.", Anonymous.FULL),
        (Address("x91@postvak.example"), "Je préfère rester anonyme.", Anonymous.FULL),
        (Address("x91@postvak.example"), "I want to stay anonymous.", Anonymous.FULL),
        (Address("x91@postvak.example"), "Ich möchte anonym bleiben.", Anonymous.FULL),
        (Address("x91@postvak.example"), "De bus is te laat.", Anonymous.NONE),
        (Address("x91@yopmail.example"), "De bus is te laat.", Anonymous.FULL),
        (Address("geen.naam@postvak.example"), "De bus is te laat.", Anonymous.FULL),
        (Address("x@postvak.example", "Bezorgde ouder"), "De bus is te laat.", Anonymous.FULL),
        (Address("x@postvak.example", "Parent inquiet"), "Le bus est en retard.", Anonymous.FULL),
        (KNOWN, "Gelieve mijn naam niet te vermelden.", Anonymous.NAME_WITHHELD),
        (KNOWN, "Merci de ne pas mentionner mon nom.", Anonymous.NAME_WITHHELD),
        (KNOWN, "Please do not mention my name.", Anonymous.NAME_WITHHELD),
        (KNOWN, "Ik blijf liever anoniem voor de leerkracht.", Anonymous.NAME_WITHHELD),
        (KNOWN, "Ik wil niet dat de juf weet dat ik schrijf.", Anonymous.NAME_WITHHELD),
        (KNOWN, "Mijn naam is An Peeters. De anonieme enquête was goed.", Anonymous.NONE),
        (KNOWN, "De bus is te laat.", Anonymous.NONE),
    ],
)
def test_who_wants_to_be_known_is_told_apart(
    sender: Address, text: str, expected: Anonymous
) -> None:
    mail = a_mail(text, subject="", sender=sender, from_addresses=(sender,))
    found = reading(mail)
    assert found.anonymous is expected
    code = {Anonymous.FULL: "anonymous", Anonymous.NAME_WITHHELD: "name_withheld"}.get(expected)
    hinted = {hint.code for hint in found.hints} & {"anonymous", "name_withheld"}
    assert hinted == ({code} if code else set())


def test_a_school_names_its_own_throwaway_domains() -> None:
    sender = Address("x91@snel.example")
    mail = a_mail("De bus is te laat.", subject="", sender=sender)
    agreed = Admissibility(throwaway_domains=("snel.example",))
    assert reading(mail).anonymous is Anonymous.NONE
    assert reading(mail, agreed).anonymous is Anonymous.FULL


@pytest.mark.parametrize(
    ("subject", "known", "new"),
    [
        ("Re: Klacht over de bus", ("Klacht over de bus",), False),
        ("RE: bussen rijden te laat", ("De bus",), True),
        ("Straffen in 2B", ("Klacht over de straf in 2B",), False),
        ("Factuur van de zwemles", ("Klacht over de straf",), True),
        ("Re: [K-2026-0017] Ons antwoord op uw klacht", ("Fietsenstalling",), False),
        ("[K-2026-0017] en nu ook de zwemles", ("Fietsenstalling",), True),
        ("Re:", ("Fietsenstalling",), False),
        ("", ("Fietsenstalling",), False),
        ("Zwemles", (), False),
    ],
)
def test_quite_another_subject_is_noticed(
    subject: str,
    known: tuple[str, ...],
    new: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert is_new_subject(subject, *known) is new


def test_a_mail_to_the_mailbox_alone_shows_nothing_of_its_head() -> None:
    mail = a_mail(CLEAR, to=(Address(MAILBOX),), cc=(Address("vader@postvak.example"),))
    assert reading(mail).hints == ()
