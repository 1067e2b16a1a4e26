"""The comment at the top of a template tells its editor when it is sent and what it may print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.core.letter import AUDIENCE, LetterName
from bot.writer.names import NAMES
from bot.writer.words import LANGUAGES

SHIPPED = Path(__file__).parents[2] / "templates"
TEMPLATES = [
    (name, language)
    for name in LetterName
    for language in LANGUAGES
    if (SHIPPED / language / AUDIENCE[name] / f"{name}.md").exists()
]
# Every letter knows them; a comment names those that it is likely to print.
EVERYWHERE = frozenset.intersection(*(frozenset(names.meaning) for names in NAMES.values()))
COMMENT = re.compile(r"\{#\n(.*?)\n#\}\nSubject: ", re.DOTALL)
LIST = re.compile(
    r"(?P<head>Na(?:am|men) die altijd|Getallen|De namen van het eerste|Na(?:am|men) die leeg"
    r"|Ja of nee)[^:]*: (?P<names>[^:]*?)\.(?= |$)"
)
INSIDE = re.compile(r"\([^()]*\)")
WHEN = re.compile(r"\b(Gaat|Alleen|antwoord op)\b")
NOT_YET = "De bot verstuurt deze brief nog niet."
# What sends these is still to be built; nobody may think that a parent has them.
WAITING = frozenset(
    {
        LetterName.TALK_INVITATION, LetterName.TALK_CONFIRMED, LetterName.MEDIATION_PROPOSAL,
        LetterName.WRONG_ADDRESS, LetterName.RESPONDENT_NOTICE, LetterName.DOSSIER_DRAFT,
        LetterName.RETENTION_LIST,
    }
)  # fmt: skip


def comment(name: LetterName, language: str) -> str:
    file = SHIPPED / language / AUDIENCE[name] / f"{name}.md"
    found = COMMENT.match(file.read_text("utf-8"))
    assert found, f"{file} does not begin with its comment"
    return " ".join(found[1].split())


def listed(told: str) -> tuple[set[str], set[str]]:
    """The names that a comment lists as those that always have a value, and the others."""
    while INSIDE.search(told):
        told = INSIDE.sub("", told)
    needed: set[str] = set()
    others: set[str] = set()
    for found in LIST.finditer(told):
        always = found["head"].endswith("altijd") or found["head"] == "Getallen"
        names = (name.strip() for name in re.split(r",| en ", found["names"]))
        (needed if always else others).update(names)
    return needed, others


@pytest.mark.parametrize(("name", "language"), TEMPLATES)
def test_a_template_says_when_it_is_sent_and_lists_exactly_its_names(
    name: LetterName, language: str
) -> None:
    told, names = comment(name, language), NAMES[name]
    needed, others = listed(told)
    assert WHEN.search(told)
    assert needed | others <= set(names.meaning)
    assert set(names.meaning) - EVERYWHERE <= needed | others
    assert needed - EVERYWHERE == names.needed - EVERYWHERE
    assert (NOT_YET in told) is (name in WAITING)


@pytest.mark.parametrize(("name", "language"), TEMPLATES)
def test_a_template_tells_the_same_in_every_language(name: LetterName, language: str) -> None:
    assert listed(comment(name, language)) == listed(comment(name, "nl"))
