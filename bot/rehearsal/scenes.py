"""The scenes of the demo, in order: who plays, what they write, and what comes of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.rehearsal.stage import Player

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.rehearsal.play import Play

OPENS_AT = datetime(2026, 9, 14, 9, 12, tzinfo=ZoneInfo("Europe/Brussels"))

ILSE = Player(name="Ilse Vandenbroucke", email="ilse.vdb@postvak.example")
ANN = Player(name="Ann Peeters", email="ann.peeters@demerland.example", password="lijn 12")  # noqa: S106 - invented
CARLA = Player(name="Carla Maes", email="carla.maes@demerland.example", password="lei en krijt")  # noqa: S106 - invented

_COMPLAINT = """\
Goedenavond

Onze zoon Wout (klas 3B) moest vrijdag 11 september twee uur nablijven omdat "de klas te luid \
was". Wij wisten van niets. Hij miste zijn bus en stond tot 18.45 uur alleen aan de halte.

Ik ben er nog altijd ongerust over, en een straf voor de hele klas vind ik niet eerlijk. Mag ik \
verwachten dat dit niet meer gebeurt?

Ilse Vandenbroucke
"""
_EXPLAINED = """\
We spraken met de leerkracht en met Wout. Een hele klas straffen past niet bij onze afspraken, en \
geen kind blijft na zonder dat de ouders het weten.
FEITEN: Het strafregister van 11 september en het gesprek met de leerkracht.
EXCUSES: Het spijt ons dat Wout alleen aan de halte stond.
MAATREGEL: voor elke strafstudie bellen we eerst de ouders, Carla, 25/9"""
_THANKS = "Dank u, dit doet deugd. Wout gaat weer met een gerust hart naar school."
_SCORES = "4 5 4 5\n\nEr wordt nu altijd eerst gebeld. Dat helpt echt."


def a_first_tap(play: Play) -> None:
    """Before any complaint: a tap proves that a phone sends as its owner does."""
    play.at("2026-09-14 09:12")
    play.says(
        "De eerste dag van het meldpunt. Wie knoppen zal krijgen, probeert er nu één uit:"
        " ook Ann Peeters, die de klachten coördineert."
    )
    play.gets(ANN, "first_tap", "Met één tik", "Probeer het nu", buttons=1)
    play.taps(ANN, "Tik hier", play.stage.held(ANN, "first_tap"))
    play.gets(ANN, "command_result", "alles werkt")


def a_parent_writes(play: Play) -> None:
    """She has a number and a day at once."""
    play.at("2026-09-14 19:42")
    play.says(
        "Ilse is ongerust: haar zoon stond alleen aan de bushalte. Ze mailt het meldpunt van de"
        " school. Meer hoeft ze niet te kennen."
    )
    play.writes(ILSE, _COMPLAINT, subject="Wout stond alleen aan de bushalte")
    play.says("Meteen daarop heeft ze een nummer, een naam en een dag.")
    play.gets(
        ILSE, "acknowledgment", "Het nummer is", "Ann Peeters", "ons antwoord uiterlijk", "112"
    )
    play.stands(status="intake", ack="sent")


def the_coordinator_is_told(play: Play) -> None:
    """With the text of the mail, and buttons for what comes next."""
    play.says("Ann heeft op hetzelfde moment dit bericht.")
    play.gets(
        ANN,
        "new_complaint",
        "de melder rekent op",
        "Wat het lijkt",
        "Een mens beslist",
        "18.45 uur",
        buttons=3,
    )


def the_morning_brings_an_overview(play: Play) -> None:
    """One mail with what is due, without the names of parents or children."""
    play.at("2026-09-15 07:30")
    play.says(
        "'s Ochtends komt er één overzicht van wat moet, zonder namen van ouders of kinderen."
    )
    play.gets(ANN, "daily_digest", "klacht open", "donderdag 17", "Kies eenvoudig", buttons=3)


def a_tap_is_an_order(play: Play) -> None:
    """The letter filled in the mail; the mail server proves who sent it."""
    play.at("2026-09-15 08:12")
    play.says(
        "Ann tikt op haar telefoon op [Eenvoudig]. Er opent een mail die al ingevuld is; ze"
        " verstuurt hem. De mailserver van de school bewijst dat zij het was."
    )
    play.taps(ANN, "Eenvoudig", play.stage.held(ANN, "new_complaint"))
    play.says("Ze leest wat er gebeurd is, wat nu komt, en hoelang het nog terug kan.")
    play.gets(ANN, "command_result", "Gedaan", "uiterlijk op", "30 minuten", buttons=3)
    play.stands(status="handling", handler="ann")


def too_little_is_asked_back(play: Play) -> None:
    """An order that would leave the parent without a reason is not carried out."""
    play.at("2026-09-17 16:05")
    play.says("Ann sprak met de leerkracht en met Wout. Ze antwoordt met één woord.")
    play.writes(ANN, "GEGROND", to=play.stage.held(ANN, "command_result"))
    play.says("Dat is te weinig. Er gebeurt niets, en Gehoor zegt wat er nog bij moet.")
    play.gets(ANN, "command_error", "nog niets gedaan", "waarom", buttons=1)
    play.stands(status="handling", outcome=None)


def the_answer_is_shown_first(play: Play) -> None:
    """What goes to a parent is read by a person before it leaves."""
    play.at("2026-09-17 16:11")
    play.says("Ann tikt op [Vul aan] en schrijft erbij wat Ilse moet kunnen lezen.")
    play.taps(ANN, "Vul aan", play.stage.held(ANN, "command_error"), typed=_EXPLAINED)
    play.says("Ze ziet de brief zoals Ilse hem zal krijgen.")
    play.gets(
        ANN,
        "preview",
        "nog niets verstuurd",
        "u gelijk",
        "gegrond",
        "bellen",
        "Na uw ja",
        buttons=3,
    )
    play.gets_nothing(ILSE)


def two_have_read_it(play: Play) -> None:
    """A finding leaves after the yes of a second person."""
    play.at("2026-09-17 16:14")
    play.says("Ann tikt op [Verstuur]. Een oordeel leest bij deze school een tweede persoon na.")
    play.taps(ANN, "Verstuur", play.stage.held(ANN, "preview"))
    play.gets(CARLA, "preview", "uw goedkeuring", buttons=3)
    play.at("2026-09-17 16:31")
    play.says("Carla, de directeur, leest de brief en tikt ook op [Verstuur].")
    play.taps(CARLA, "Verstuur", play.stage.held(CARLA, "preview"))
    play.gets(CARLA, "command_result", "10 minuten")
    play.gets_nothing(ILSE)


def ten_minutes_pass(play: Play) -> None:
    """Until then the letter could be held back."""
    play.minutes_later(10)
    play.says("Tien minuten om zich te bedenken zijn voorbij. De brief vertrekt.")
    play.gets(
        ILSE,
        "outcome_upheld",
        "u gelijk",
        "gegrond",
        "spijt ons",
        "We spraken",
        "geen kind",
        "bellen",
        "Laat het ons weten",
    )
    play.stands(status="remedying", outcome="upheld")


def the_parent_thanks(play: Play) -> None:
    """A person reads it; no machine answers a thank-you."""
    play.at("2026-09-17 20:05")
    play.says("Ilse bedankt. Ann leest het; geen machine antwoordt op een bedankje.")
    play.writes(ILSE, _THANKS, to=play.stage.held(ILSE, "outcome_upheld"))
    play.gets(ANN, "parent_replied", "geen automatisch antwoord", "gerust hart")
    play.gets_nothing(ILSE)


def a_promise_is_kept(play: Play) -> None:
    """Who promised is reminded, and the parent hears that it was done."""
    play.when_comes(CARLA, "reminder", days=8)
    play.says("De school beloofde een maatregel. Carla hoeft die niet zelf te onthouden.")
    play.gets(CARLA, "reminder", "beloofde maatregel 1:", buttons=2)
    play.at("2026-09-23 12:20")
    play.says("Het is in orde. Carla tikt op [Klaar]; Ann ziet de brief die Ilse het vertelt.")
    play.taps(CARLA, "Klaar", play.stage.held(CARLA, "reminder"))
    play.gets(ANN, "preview", "nog niets verstuurd", buttons=3)
    play.at("2026-09-23 12:24")
    play.says("Ook hier: eerst [Verstuur], dan tien minuten, dan pas de brief.")
    play.taps(ANN, "Verstuur", play.stage.held(ANN, "preview"))
    play.gets_nothing(ILSE)
    play.minutes_later(10)
    play.gets(ILSE, "measures_done", "Dat is nu gebeurd", "bellen")
    play.stands(status="answered")


def how_it_went_is_asked(play: Play) -> None:
    """Two weeks after the answer, on a school day, at a decent hour."""
    play.when_comes(ILSE, "survey", days=20)
    play.says("Twee weken na het antwoord, op een schooldag en op een fatsoenlijk uur.")
    play.gets(
        ILSE, "survey", "cijfer van 1", "gehoord", "snel genoeg", "begrijp", "tevreden over", "stop"
    )
    play.at("2026-10-01 20:45")
    play.says("Vier cijfers volstaan. Ilse krijgt een bedankje, Ann leest hoe het ging.")
    play.writes(ILSE, _SCORES, to=play.stage.held(ILSE, "survey"))
    play.gets(ILSE, "survey_thanks", "Bedankt dat u de tijd nam")
    play.gets(ANN, "parent_replied", "hoe het ging", "4 5 4 5", "Dat helpt")
    play.stands(survey_score=4.5)


def the_case_closes(play: Play) -> None:
    """By itself, once the time to react has passed; the director reads it in her week."""
    play.at("2026-10-26 07:30")
    play.says(
        "Dertig dagen kon Ilse nog zeggen dat ze niet tevreden was. Nu is het dossier vanzelf"
        " gesloten; Carla ziet het in haar weekoverzicht."
    )
    play.gets(CARLA, "weekly_director", "Nieuw", "Afgesloten: 1", "Nu open: 0")
    play.stands(status="closed")


SCENES: tuple[Callable[[Play], None], ...] = (
    a_first_tap,
    a_parent_writes,
    the_coordinator_is_told,
    the_morning_brings_an_overview,
    a_tap_is_an_order,
    too_little_is_asked_back,
    the_answer_is_shown_first,
    two_have_read_it,
    ten_minutes_pass,
    the_parent_thanks,
    a_promise_is_kept,
    how_it_went_is_asked,
    the_case_closes,
)
