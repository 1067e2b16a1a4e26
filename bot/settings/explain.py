"""Says in plain words what pydantic found wrong, with the nearest key that does exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.settings.lines import Lines
from bot.settings.problem import Problem
from bot.settings.schema.section import Section

# Names that other papers and older habits use, and what they are called here.
ELSEWHERE: Mapping[str, str] = {
    "legal": "procedure.toml: legal_status",
    "legal.status": "procedure.toml: legal_status",
    "policy.informal_max": "procedure.toml: terms.informal_max",
    "clarify": "procedure.toml: terms.clarify_pauses_clock",
    "vacation": "procedure.toml: terms.vacation (the days: calendar/, [[vacation]])",
    "terms.register": "procedure.toml: channels.registered_within",
    "survey.delay": "procedure.toml: terms.satisfaction",
    "survey.reminder": "procedure.toml: terms.survey_reminder",
    "extension.max": "procedure.toml: terms.extension",
    "people": "people.toml",
    "staff": 'people.toml: [[person]] with roles = ["staff"]',
    "mail": "bot.toml: [[mailbox]]",
    "route_about": "people.toml: [route_about]",
}

_A_FEW = 8  # words that a reader takes in at a glance
_SHOWN = 60  # characters of a wrong value: enough to find it

_WORDS: Mapping[str, str] = {
    "string_type": "must be text in quotes",
    "int_type": "must be a whole number without quotes",
    "bool_type": "must be true or false, without quotes",
    "tuple_type": "must be a list, in [ ]",
    "mapping_type": "must be a table, in { }",
    "model_type": "must be a table",
    "too_short": "may not be empty",
}


def problems_of(
    error: ValidationError, *, model: type[Section], file: str, lines: Lines
) -> list[Problem]:
    """Each mistake of one file as a problem, one line for one mistake."""
    details = error.errors(include_url=False)
    meant = {_meant(detail, model) for detail in details}
    found = []
    for detail in details:
        location = _location(detail)
        path = spell(location)
        if detail["type"] == "missing":
            # Who wrote `hots` for `host` made one mistake, not two.
            if path in meant:
                continue
            line = lines.of_table(spell(location[:-1]))
        elif detail["type"] == "too_short" and detail["input"]:
            continue  # the list only looks short because what is in it was refused
        else:
            line = lines.of(path)
        text = _words(detail, location, model)
        found.append(Problem(file=file, key=path, text=text, line=line))
    return found


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), None)


def _location(detail: ErrorDetails) -> list[int | str]:
    # pydantic marks a bad key of a mapping by a step of its own: the key names itself already.
    return [step for step in detail["loc"] if step != "[key]"]


def _meant(detail: ErrorDetails, model: type[Section]) -> str | None:
    """The path that an unknown key probably stands for."""
    *table, key = _location(detail)
    here = section_at(model, table)
    if detail["type"] != "extra_forbidden" or here is None:
        return None
    near = nearest(str(key), here.model_fields)
    return spell([*table, near]) if near else None


def spell(location: Sequence[int | str]) -> str:
    """A key path as people write it: person[3].email."""
    path = ""
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += f".{step}" if path else step
    return path


def section_at(model: type[Section], location: Sequence[int | str]) -> type[Section] | None:
    """The section that lies at a path, None when something else does."""
    section: type[Section] | None = model
    for step in location:
        if isinstance(step, int):
            continue
        if section is None or step not in section.model_fields:
            return None
        section = inner_section(section.model_fields[step].annotation)
    return section


def inner_section(annotation: Any) -> type[Section] | None:  # noqa: ANN401 - whatever stands in an annotation
    """The section inside `X | None`, `tuple[X, ...]` and the like; None when there is none."""
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation
    inner = (inner_section(part) for part in get_args(annotation))
    return next((section for section in inner if section is not None), None)


def _words(detail: ErrorDetails, location: Sequence[int | str], model: type[Section]) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(location, model)
    if kind == "missing":
        return _missing(location, model)
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return _one_of(detail["input"], str(context["expected"]))
    words = _WORDS.get(kind, detail["msg"][0].lower() + detail["msg"][1:])
    if kind in ("tuple_type", "model_type") and section_at(model, location) is not None:
        name = ".".join(str(step) for step in location if not isinstance(step, int))
        words += f": write [[{name}]]" if kind == "tuple_type" else f": write [{name}]"
    return words


def _unknown_key(location: Sequence[int | str], model: type[Section]) -> str:
    key = str(location[-1])
    here = section_at(model, location[:-1])
    known = list(here.model_fields) if here is not None else []
    near = nearest(key, known)
    if near:
        return f"unknown key; did you mean `{near}`?"
    plain = ".".join(str(step) for step in location if not isinstance(step, int))
    if plain in ELSEWHERE:
        return f"unknown key; write it as {ELSEWHERE[plain]}"
    if key in model.model_fields and len(location) > 1:
        return f"unknown key; `{key}` belongs at the top, above the first [table]"
    homes = [
        spell([*path, key])
        for path, section in sections_of(model)
        if key in section.model_fields and section is not here
    ]
    if len(homes) == 1:
        return f"unknown key; did you mean `{homes[0]}`?"
    return f"unknown key; known here: {', '.join(known)}" if known else "unknown key"


def sections_of(
    model: type[Section], path: tuple[str, ...] = ()
) -> list[tuple[tuple[str, ...], type[Section]]]:
    """A model and every section below it, each with the path to it, in the order of the file."""
    found = [(path, model)]
    for name, field in model.model_fields.items():
        inner = inner_section(field.annotation)
        if inner is not None:
            found += sections_of(inner, (*path, name))
    return found


def _missing(location: Sequence[int | str], model: type[Section]) -> str:
    here = section_at(model, location[:-1])
    field = here.model_fields.get(str(location[-1])) if here is not None else None
    meaning = field.description if field is not None else None
    return f"is missing: {meaning}" if meaning else "is missing"


def _one_of(given: object, expected: str) -> str:
    words = [word.strip("' ") for word in expected.replace(" or ", ", ").split(",")]
    near = nearest(str(given), words)
    shown = str(given)[:_SHOWN]
    if near and len(words) > _A_FEW:
        return f'"{shown}" is not known here; did you mean "{near}"?'
    hint = f'; did you mean "{near}"?' if near else ""
    return f'"{shown}" is not one of {", ".join(words)}{hint}'
