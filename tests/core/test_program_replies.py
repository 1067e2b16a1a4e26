"""The writer's own words are found in what mail programs make of a reply, in many languages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.core.reading import new_words
from tests.score.replies import points

REPLIES = Path(__file__).parents[1] / "data" / "replies.jsonl"
FOUND = {point.file: point.agrees for point in points(REPLIES)}
_LANGUAGES = 26
_OFTEN = 12

# What a person writes of letters, hours and programs, and no program does.
TOLD = (
    "Gisteren schreef Tom op 3 maart 2025 om 14:22 in de agenda:",
    "Gisteren schreef Tom op 3 maart 2025 om 14:22 dit:",
    "Op 3 maart 2025 om 14:22 schreef meester Tom in de agenda:",
    "Meester Tom schreef op 3 maart 2025 om 14:22 op Smartschool:",
    "Op 3 maart 2025 om 14:22 kreeg ik een mail van tom@deboog.example:",
    "Die mail van Tom <tom@deboog.example> van 3 maart 2025 om 14:22 is fout:",
    "Bel Tom <tom@deboog.example> tussen 14:00 en 16:30:",
    "Schrijf naar tom@deboog.example voor 12:30:",
    "Outlook zegt https://aka.ms/abc dat mijn mail niet aankomt",
    "From: maandag\nDate: 3 maart 2025\nbel ik u",
    "Le 3 mars 2025 à 14:22, Madame Petit a écrit dans le journal de classe :",
    "On 3 March 2025 at 14:22 the teacher wrote on the board:",
    "Mr Hill wrote on 3 March 2025 at 14:22 in her diary:",
    "Am 3. März 2025 um 14:22 schrieb Herr Klein ins Heft:",
    "You received this from my son by mistake, please unsubscribe me at a@b.example",
    "Sent from my heart",
)


@pytest.mark.parametrize("reply", FOUND)
def test_of_a_reply_the_words_of_its_writer_are_found_and_no_others(reply: str) -> None:
    assert FOUND[reply]


def test_the_replies_are_of_many_languages_and_of_each_school_language_many() -> None:
    languages = Counter(reply.rpartition("-")[0] for reply in FOUND)
    assert len(languages) == _LANGUAGES
    assert min(languages[each] for each in ("nl", "fr", "en", "de")) >= _OFTEN


@pytest.mark.parametrize("told", TOLD)
@pytest.mark.parametrize("subject", ["", "Re: klacht"])
def test_what_a_person_tells_of_a_letter_is_no_quote(told: str, subject: str) -> None:
    text = f"Beste,\n\n{told}\n\nDat klopt niet volgens ons.\n\nJan"
    assert "".join(new_words(text, subject).split()) == "".join(text.split())
