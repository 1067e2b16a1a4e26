from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from bot.core.calendar import Roll, Term, Vacation
from bot.settings.load import load_preset
from bot.settings.schema.preset import Figure, Preset
from bot.settings.schema.section import Section

PRESETS = ("vlaanderen", "nederland")
TERMS = [
    "ack",
    "classify",
    "admissibility",
    "handling_simple",
    "handling_complex",
    "extension",
    "status_interval",
    "clarify_reminder",
    "clarify_reply",
    "max_pause",
    "informal_max",
    "talk_reply",
    "talk_minutes",
    "facts_age",
    "review_window",
    "mediation_reply",
    "board_reaction",
    "measure",
    "dissatisfied_reply",
    "closed_reply",
    "reply_other",
    "satisfaction",
    "survey_reminder",
    "survey_expiry",
    "dossier_request",
]


def figures(section: Section, path: str = "") -> Iterator[tuple[str, Figure[object]]]:
    for name, value in section:
        if isinstance(value, Figure):
            yield f"{path}{name}", value
        elif isinstance(value, Section):
            yield from figures(value, f"{path}{name}.")
        elif isinstance(value, dict):
            for key, inner in value.items():
                if isinstance(inner, Figure):
                    yield f"{path}{name}.{key}", inner


@pytest.mark.parametrize("name", PRESETS)
def test_every_figure_has_its_source_and_the_day_it_was_looked_at(name: str) -> None:
    found = dict(figures(load_preset(name)))
    assert {f"terms.{term}" for term in TERMS} < set(found)
    assert {
        f"retention.{kept}" for kept in ["case", "case_high", "other", "spam", "bounce", "log"]
    } < set(found)
    assert {"terms.vacation", "terms.clarify_pauses_clock"} < set(found)
    for figure in found.values():
        assert len(figure.source) > 5
        assert figure.checked_on == date(2026, 11, 22)


@pytest.mark.parametrize("name", PRESETS)
def test_the_calendar_understands_every_figure(name: str) -> None:
    terms = load_preset(name).terms
    assert [str(Term.parse(getattr(terms, term).value)) for term in TERMS] == [
        getattr(terms, term).value for term in TERMS
    ]
    assert all(Roll(figure.value) for figure in terms.roll.values())
    assert Vacation(terms.vacation.value) is Vacation.RUN


@pytest.mark.parametrize("name", PRESETS)
def test_whoever_helps_parents_is_named_in_every_language(name: str) -> None:
    preset = load_preset(name)
    assert set(preset.support_line) == {"nl", "fr", "en", "de"}
    assert {scope.status for scope in preset.scope} == set(preset.legal_statuses)
    assert all(body.checked_on for body in preset.external)


def test_the_figures_that_differ_are_those_of_the_law() -> None:
    def of(preset: Preset, *names: str) -> list[object]:
        return [getattr(preset.terms, name).value for name in names]

    names = ("ack", "admissibility", "handling_complex", "extension", "facts_age")
    flemish, dutch = load_preset("vlaanderen"), load_preset("nederland")
    assert of(flemish, *names) == ["10cd", "10cd", "45cd", "30cd", "6mo"]
    assert of(dutch, *names) == ["5wd", "4w", "6w", "4w", "12mo"]
    assert flemish.terms.clarify_pauses_clock.value
    assert not dutch.terms.clarify_pauses_clock.value
