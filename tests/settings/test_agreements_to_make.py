from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.settings.check.agreements import effective_terms, to_agree
from bot.settings.check.sentences import SENTENCES, sentence_for
from bot.settings.check.table import AGREEMENTS
from bot.settings.finding import Level

if TYPE_CHECKING:
    from tests.settings.conftest import Config


def sentences(config: Config) -> dict[str, str]:
    return {each.finding.key: each.sentence for each in to_agree(config.load())}


def test_every_agreement_has_a_sentence_for_the_regulations(config: Config) -> None:
    assert {one.key for one in AGREEMENTS} == set(SENTENCES)
    terms = effective_terms(config.load()) | {"retention": "24mo"}
    for one in AGREEMENTS:
        sentence = sentence_for(one.key, terms)
        assert sentence.endswith(".")
        assert sentence[0].isupper()
        assert not re.search(r"\{|\}|\b\d+(cd|sd|wd|mo)\b", sentence)


def test_a_sentence_holds_the_term_that_counts_now(config: Config) -> None:
    assert sentences(config)["extension"].endswith(
        "met hoogstens 30 kalenderdagen, en zegt de melder vooraf waarom."
    )
    config.replace("procedure.toml", "[terms]", '[terms]\nextension = "1w"\n')
    assert "hoogstens 1 week," in sentences(config)["extension"]
    config.replace("procedure.toml", '"1w"', '"0cd"')
    assert sentences(config)["extension"] == "De termijn voor een antwoord wordt niet verlengd."


def test_what_is_agreed_is_asked_no_more(config: Config) -> None:
    assert "terms.ack" not in sentences(config)
    config.replace("procedure.toml", 'ack              = "10cd"', "")
    assert sentences(config)["terms.ack"].startswith("De melder krijgt binnen 10 kalenderdagen")


def test_a_courtesy_block_is_to_be_read_and_an_interpreter_to_be_given(config: Config) -> None:
    assert config.about("courtesy_languages") == config.about("interpreter") == []
    config.replace(
        "procedure.toml", "[numbering]", 'courtesy_languages = ["tr", "ar"]\n[numbering]'
    )
    (finding,) = config.about("courtesy_languages")
    assert finding.level is Level.OK
    assert "(tr, ar)" in finding.text
    assert [finding.level for finding in config.about("interpreter")] == [Level.WARNING]
    config.replace("procedure.toml", "[numbering]", "interpreter = true\n[numbering]")
    assert config.about("interpreter") == []
    assert config.load().policy.courtesy_languages == ("tr", "ar")


def test_a_task_that_nobody_has_is_to_be_agreed_with_a_sentence_too(config: Config) -> None:
    def of_people() -> list[str]:
        return [
            each.sentence
            for each in to_agree(config.load())
            if each.finding.file == "people.toml" and each.finding.key.startswith(("per", "rou"))
        ]

    before = of_people()
    config.replace("people.toml", "@clb-demerland.example", "@clb.schoolbestuur-demerland.example")
    config.replace("people.toml", 'director    = "board"', "")
    added = [sentence for sentence in of_people() if sentence not in before]
    assert added == [
        (
            "Dringende meldingen gaan naar minstens twee personen, van wie één buiten de school "
            "werkt, ook in de vakantie."
        ),
        "Een klacht over de directeur behandelt het schoolbestuur.",
    ]
    # What is told twice is told in the same words.
    assert {each.finding for each in to_agree(config.load())} <= set(config.findings())
