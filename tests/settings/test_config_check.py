from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.settings.check.findings import as_json, findings_of, worst
from bot.settings.finding import Finding, Level
from bot.settings.problem import ConfigError

if TYPE_CHECKING:
    from tests.settings.conftest import Config


def test_the_example_config_gives_warnings_and_no_error(config: Config) -> None:
    found = config.findings()
    assert worst(found) is Level.WARNING
    assert found[0].level is Level.WARNING, "what matters most comes first"


def test_what_is_not_agreed_is_asked_with_its_key_and_default(config: Config) -> None:
    (finding,) = config.about("anonymous.policy")
    assert finding == Finding(
        level=Level.WARNING,
        file="procedure.toml",
        key="anonymous.policy",
        text="Kan een klacht anoniem? Tot dan: handle_as_signal (als signaal behandelen). "
        "Meestal beslist door het schoolbestuur.",
    )
    config.append("procedure.toml", '\n[anonymous]\npolicy = "refuse"\n')
    assert config.about("anonymous.policy") == []


def test_without_a_privacy_line_no_letter_may_go_to_parents(config: Config) -> None:
    text = (config.folder / "procedure.toml").read_text(encoding="utf-8")
    line = text[text.index("line = {") :]
    config.replace("procedure.toml", line, "")
    (finding,) = config.about("privacy.line")
    assert finding.level is Level.ERROR


def test_a_privacy_line_must_speak_to_parents_as_the_letters_do(config: Config) -> None:
    assert config.about("privacy.line") == []
    config.replace("procedure.toml", "[uw|je] gegevens", "uw gegevens")
    assert config.about("privacy.line") == []
    config.replace("procedure.toml", 'address_form = "u"', 'address_form = "je"')
    assert [finding.level for finding in config.about("privacy.line")] == [Level.WARNING]


def test_a_privacy_line_that_lacks_a_language_is_told(config: Config) -> None:
    text = (config.folder / "procedure.toml").read_text(encoding="utf-8")
    german = text[text.index(", de = ") : text.rindex(" }")]
    config.replace("procedure.toml", german, "")
    (finding,) = config.about("privacy.line")
    assert finding.text == "De privacyregel ontbreekt in: de."


def test_a_coordinator_without_telephone_is_an_error(config: Config) -> None:
    assert config.about("person.phone") == []
    config.replace("people.toml", 'phone   = "011 00 00 01"', "")
    assert [finding.level for finding in config.about("person.phone")] == [Level.ERROR]


def test_a_handler_without_telephone_is_a_warning(config: Config) -> None:
    assert [finding.level for finding in config.about("person[1].phone")] == [Level.WARNING]


def test_one_safety_contact_is_not_enough(config: Config) -> None:
    config.replace("people.toml", '"director", "safety"', '"director"')
    assert [finding.level for finding in config.about("person.roles")] == []
    config.replace("people.toml", '"board", "safety"', '"board"')
    assert [finding.level for finding in config.about("person.roles")] == [Level.ERROR]


def test_one_safety_contact_should_work_outside_the_school(config: Config) -> None:
    config.replace("people.toml", "@clb-demerland.example", "@clb.schoolbestuur-demerland.example")
    (finding,) = config.about("person.roles")
    assert finding.level is Level.WARNING
    assert "buiten de school" in finding.text


def test_an_outside_contact_who_gets_the_text_is_noted(config: Config) -> None:
    config.replace("people.toml", '"clb", "safety"]', '"clb", "safety"]\nbody = true')
    (finding,) = config.about("person[5].body")
    assert finding.level is Level.OK
    config.replace("people.toml", '"board", "safety"]', '"board", "safety"]\nbody = true')
    assert config.about("person[4].body") == []


@pytest.mark.parametrize(
    ("old", "new", "level"),
    [
        ('director    = "board"', "", Level.ERROR),
        ('director    = "board"', 'director = "mediator"', Level.ERROR),
        ('director    = "board"', 'director = "carla"', Level.WARNING),
    ],
    ids=["nobody named", "a role that nobody has", "a director"],
)
def test_a_complaint_about_the_director_needs_somebody_else(
    config: Config, old: str, new: str, level: Level
) -> None:
    assert config.about("route_about.director") == []
    config.replace("people.toml", old, new)
    assert [finding.level for finding in config.about("route_about.director")] == [level]


def test_letters_to_staff_have_no_buttons_without_trust(config: Config) -> None:
    assert config.about("mailbox[0].trust") == []
    text = (config.folder / "bot.toml").read_text(encoding="utf-8")
    trust = text[text.index("  [mailbox.trust]") : text.index("[limits]")]
    config.replace("bot.toml", trust, "")
    (finding,) = config.about("mailbox[0].trust")
    assert (finding.level, finding.file) == (Level.WARNING, "bot.toml")
    assert finding.text.startswith("Brieven aan personeel hebben geen knoppen")


def test_the_next_school_year_is_asked_for_from_the_first_of_may(config: Config) -> None:
    def missing(today: date) -> list[str]:
        return [f.file for f in config.findings(today) if f.file.startswith("calendar/")]

    assert missing(date(2026, 11, 22)) == []
    assert missing(date(2027, 4, 30)) == []
    assert missing(date(2027, 5, 1)) == ["calendar/2027-2028.toml"]
    assert missing(date(2027, 9, 1)) == ["calendar/2027-2028.toml"]
    assert missing(date(2026, 6, 1)) == ["calendar/2025-2026.toml"]


def test_vacations_that_nobody_knows_yet_are_told(config: Config) -> None:
    config.replace("calendar/2026-2027.toml", "BE-Flemish", "NL-Zuid")
    far = config.load().policy.calendar.calendar_until.year + 1
    keys = [f.key for f in config.findings(date(far, 9, 1)) if f.file.startswith("calendar/")]
    assert keys == ["closed_day", "vacation"]


def test_a_dutch_school_must_choose_its_region(config: Config) -> None:
    config.replace("procedure.toml", '"vlaanderen"', '"nederland"')
    assert config.about("region") == []
    config.replace("calendar/2026-2027.toml", 'region     = "BE-Flemish"', "")
    assert [finding.level for finding in config.about("region")] == [Level.WARNING]


def test_agreements_are_talked_over_every_year(config: Config) -> None:
    assert config.about("policy.reviewed_on", date(2027, 9, 1)) == []
    (finding,) = config.about("policy.reviewed_on", date(2027, 9, 2))
    assert finding.level is Level.WARNING


def test_lists_of_bodies_are_looked_up_every_year(config: Config) -> None:
    assert config.about("external[0]", date(2027, 11, 22)) == []
    assert len(config.about("external[0]", date(2027, 11, 23))) == 1


def test_texts_on_bodies_outside_that_are_missing_in_a_language_of_the_letters_are_told(
    config: Config,
) -> None:
    assert config.about("external[0]") == []
    config.append(
        "procedure.toml",
        '\n[[external]]\nid = "ombuds"\nname = "Ombudsdienst"\nchecked_on = 2026-11-22\n'
        'what = { nl = "Voor alles.", fr = "Pour tout." }\ncontact = "bel 1"\nterm = "30 dagen"\n',
    )
    (finding,) = config.about("external[0]")
    assert finding.level is Level.WARNING
    assert "what (en, de)" in finding.text
    assert "term (fr, en, de)" in finding.text
    assert "contact" not in finding.text


def test_a_term_longer_than_the_law_is_told_with_its_source(config: Config) -> None:
    assert config.about("terms.handling_complex") == []
    config.replace("procedure.toml", 'handling_complex = "45cd"', 'handling_complex = "60cd"')
    (finding,) = config.about("terms.handling_complex")
    assert "60cd is langer dan Bestuursdecreet art. II.83" in finding.text


def test_a_simple_complaint_may_not_take_longer_than_a_complex_one(config: Config) -> None:
    config.replace("procedure.toml", 'handling_simple  = "10sd"', 'handling_simple = "40sd"')
    assert len(config.about("terms.handling_simple")) == 1


def test_the_law_of_public_schools_has_its_own_warnings(config: Config) -> None:
    config.replace("procedure.toml", '"own_rules"', '"decree"')
    keys = [finding.key for finding in config.findings() if finding.level is Level.WARNING]
    assert "terms.extension" in keys
    assert "languages" in keys
    config.replace("procedure.toml", '"vlaanderen"', '"nederland"')
    assert any("hoort niet bij" in finding.text for finding in config.about("legal_status"))


def test_the_awb_knows_no_pause_and_a_year_for_facts(config: Config) -> None:
    config.replace("procedure.toml", '"vlaanderen"', '"nederland"')
    config.replace("procedure.toml", '"own_rules"', '"awb"')
    assert config.about("terms.facts_age") == []
    config.replace(
        "procedure.toml", "[policy]", "clarify_pauses_clock = true\nfacts_age='6mo'\n[policy]"
    )
    assert len(config.about("terms.facts_age")) == 1
    levels = [finding.level for finding in config.about("terms.clarify_pauses_clock")]
    assert levels == [Level.WARNING]


def test_a_file_with_a_slip_in_its_name_is_told(config: Config) -> None:
    (config.folder / "triage.toml").rename(config.folder / "triag.toml")
    (finding,) = [one for one in config.findings() if one.file == "triag.toml"]
    assert finding.text == "Dit bestand wordt niet gelezen. Bedoelde je triage.toml?"


def test_an_own_word_whose_example_does_not_ring_is_an_error(config: Config) -> None:
    words = config.folder / "words"
    words.mkdir()
    (words / "nl.toml").write_text(
        "[signals.danger_now]\nlevel = 'critical'\n"
        "expressions = [{ re = 'paars', hit = 'er is groen gevaar' }]\n",
        encoding="utf-8",
    )
    errors = [finding for finding in config.findings() if finding.level is Level.ERROR]
    assert [finding.file for finding in errors] == ["words"]
    assert "paars" in errors[0].text


def test_a_broken_own_word_list_stops_the_start_with_its_file(config: Config) -> None:
    words = config.folder / "words"
    words.mkdir()
    (words / "nl.toml").write_text("[signalen]\n", encoding="utf-8")
    (line,) = config.complaints()
    assert line.startswith(f"{words}/nl.toml: unknown list 'signalen'; known: ")


def test_scripts_get_level_and_findings(config: Config) -> None:
    printed = json.loads(json.dumps(as_json(config.findings())))
    assert printed["level"] == "warning"
    assert all(set(one) == {"level", "file", "key", "text"} for one in printed["findings"])
    assert json.dumps(as_json([])) == '{"level": "ok", "findings": []}'


def test_a_config_that_does_not_load_is_findings_too(config: Config) -> None:
    config.replace("bot.toml", "aliases", "alias")
    with pytest.raises(ConfigError) as caught:
        config.load()
    assert findings_of(caught.value) == [
        Finding(
            level=Level.ERROR,
            file="bot.toml",
            key="mailbox[0].alias",
            text="unknown key; did you mean `aliases`? (line 11)",
        )
    ]
