"""What letters to complainants rest on, from the config to the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.calendar import Term
from bot.core.letter import AUDIENCE, Audience, LetterName
from bot.core.procedure import MOVES, Approval
from bot.settings.finding import Level
from bot.settings.load import load_preset
from bot.settings.schema.procedure import UnpreviewedName

if TYPE_CHECKING:
    from tests.settings.conftest import Config

NAMES = ("pupil", "facts", "date", "place", "who", "talked", "wish", "court")


def test_an_answer_is_approved_by_the_director_where_nothing_else_was_agreed(
    config: Config,
) -> None:
    approvals = config.load().policy.approvals
    assert (approvals.answer, approvals.refusal, approvals.extension) == (
        "director",
        True,
        "handler",
    )
    assert approvals.unpreviewed == frozenset()


def test_the_school_says_who_approves_and_which_letters_nobody_reads_first(config: Config) -> None:
    config.replace("people.toml", "[[school]]", 'answer_approver = "els"\n\n[[school]]')
    config.append(
        "procedure.toml",
        '\n[extension]\nby = "director"\n\n[admissibility]\nconfirm_inadmissible = false\n'
        '\n[preview]\noff = ["status_update", "reply"]\n',
    )
    approvals = config.load().policy.approvals
    assert (approvals.answer, approvals.refusal, approvals.extension) == ("els", False, "director")
    assert approvals.unpreviewed == {"status_update", "reply"}


@pytest.mark.parametrize(
    "letter", ["outcome_upheld", "not_admissible", "cannot_solve", "crisis_contact", "reminder"]
)
def test_a_preview_of_an_answer_or_refusal_cannot_be_switched_off(
    config: Config, letter: str
) -> None:
    config.append("procedure.toml", f'\n[preview]\noff = ["{letter}"]\n')
    (complaint,) = config.complaints()
    assert "procedure.toml" in complaint
    assert "preview.off[0]" in complaint


def test_only_letters_that_one_person_approves_may_go_unread() -> None:
    letters = set(UnpreviewedName.__args__)  # type: ignore[attr-defined]
    one = {move.letter for move in MOVES if move.approval is Approval.PREVIEW}
    second = {move.letter for move in MOVES if move.approval is Approval.SECOND}
    assert letters <= {each.value for each in one if each}
    assert letters.isdisjoint(each.value for each in second if each)
    assert all(AUDIENCE[LetterName(name)] is Audience.PARENT for name in letters)


def test_bodies_and_lines_of_the_preset_speak_every_language_of_the_letters(
    config: Config,
) -> None:
    policy = config.load().policy
    assert {body.id for body in policy.outside} >= {"kov", "inspectie", "mensenrechten"}
    for body in (*policy.outside, *policy.helplines):
        assert body.contact["nl"]
        for text in filter(None, (body.what, body.contact, body.term)):
            alone = text.keys() == {"nl"} and " " not in text["nl"].replace(", ", "")
            number = text.keys() == {"nl"} and text["nl"].replace(" ", "").isdecimal()
            assert alone or number or text.keys() == {"nl", "fr", "en", "de"}, body.name


def test_own_bodies_and_lines_take_the_place_of_those_of_the_preset(config: Config) -> None:
    config.append(
        "procedure.toml",
        '\n[[external]]\nid = "ombuds"\nname = "Ombudsdienst"\nwhat = "Voor alles."\n'
        'contact = { nl = "bel 1", fr = "appelez le 1" }\nterm = "30 dagen"\n'
        '\n[[helplines]]\nname = "Awel"\ncontact = "bel 102"\n',
    )
    policy = config.load().policy
    (body,) = policy.outside
    assert (body.id, body.what, body.contact["fr"], body.term) == (
        "ombuds",
        {"nl": "Voor alles."},
        "appelez le 1",
        {"nl": "30 dagen"},
    )
    assert [line.name for line in policy.helplines] == ["Awel"]


@pytest.mark.parametrize("preset", ["vlaanderen", "nederland"])
def test_every_question_is_there_in_every_language(preset: str) -> None:
    questions = load_preset(preset).questions
    assert tuple(questions) == NAMES, "this is the order in which they are asked"
    for words in questions.values():
        assert words.keys() == {"nl", "fr", "en", "de"}


def test_a_question_in_own_words_keeps_the_other_languages(config: Config) -> None:
    config.append("procedure.toml", '\n[questions]\nwish = "Wat helpt [u|jou]?"\n')
    questions = config.load().policy.questions
    assert questions["wish"]["nl"] == "Wat helpt [u|jou]?"
    assert questions["wish"]["en"] == "What would you like us to do?"
    assert questions["who"]["nl"] == "Wie was erbij?"


def test_a_question_that_does_not_exist_is_refused_with_the_nearest_name(config: Config) -> None:
    config.append("procedure.toml", '\n[questions]\nwich = "Wat?"\n')
    assert any("questions" in complaint for complaint in config.complaints())


def test_reminders_and_the_question_for_satisfaction_follow_the_terms(config: Config) -> None:
    policy = config.load().policy
    assert policy.terms.clarify_reminder == Term.parse("7cd")
    assert policy.terms.survey_reminder == Term.parse("10cd")
    assert policy.surveys is True
    config.append("procedure.toml", "\n[survey]\nenabled = false\n")
    assert config.load().policy.surveys is False


def test_check_says_where_nobody_else_can_approve_an_answer(config: Config) -> None:
    config.replace("people.toml", "[[school]]", 'answer_approver = "director"\n\n[[school]]')
    assert config.about("answer_approver") == []
    config.replace("people.toml", 'roles   = ["board", "safety"]', 'roles   = ["safety"]')
    config.replace("people.toml", 'roles   = ["board"]', 'roles   = ["staff"]')
    config.replace("people.toml", 'director    = "board"', 'director    = "ingrid"')
    assert config.about("answer_approver") == [], "each school has a director"
    config.replace("people.toml", 'roles   = ["director"]', 'roles   = ["staff"]')
    (finding,) = config.about("answer_approver")
    assert finding.level is Level.WARNING
    assert "Secundaire school Kapelhof" in finding.text


def test_check_says_where_an_approver_would_judge_the_own_words(config: Config) -> None:
    config.replace("people.toml", "[[school]]", 'answer_approver = "director"\n\n[[school]]')
    config.replace("people.toml", 'roles   = ["board", "safety"]', 'roles   = ["safety"]')
    config.replace("people.toml", 'roles   = ["board"]', 'roles   = ["staff"]')
    config.replace("people.toml", 'director    = "board"', 'director    = "ingrid"')
    config.replace("people.toml", 'roles   = ["director"]', 'roles   = ["director", "handler"]')
    (finding,) = config.about("answer_approver")
    assert "eigen antwoorden" in finding.text
