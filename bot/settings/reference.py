"""Draws docs/config.md from the models: `python -m bot.settings.reference > docs/config.md`."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from bot.settings.explain import inner_section
from bot.settings.load import load_preset
from bot.settings.schema.bot import BotConfig
from bot.settings.schema.calendar import CalendarConfig
from bot.settings.schema.people import PeopleConfig
from bot.settings.schema.preset import Figure, Preset
from bot.settings.schema.procedure import ProcedureConfig
from bot.settings.schema.section import KIND_NAMES, Section
from bot.settings.schema.terms import Retention, Terms
from bot.settings.schema.triage import TriageConfig

FILES: tuple[tuple[str, type[Section]], ...] = (
    ("bot.toml", BotConfig),
    ("procedure.toml", ProcedureConfig),
    ("people.toml", PeopleConfig),
    ("triage.toml", TriageConfig),
    ("calendar/2026-2027.toml", CalendarConfig),
)
BAR = "\\|"  # as a table cell bears it
PRESETS = ("vlaanderen", "nederland")

_HEAD = """\
# Config

Drawn from the code by `python -m bot.settings.reference > docs/config.md`; do not edit.

A config is a folder (`--config DIR`, `$GEHOOR_CONFIG`, else `./config`) of TOML files. `gehoor
init` writes a first one, `gehoor check` reads it and says what is wrong and what is still to agree.

- An unknown key stops the start, with the file, the line and the nearest key that exists.
- A secret is never written in the config: `"env:NAME"` reads an environment variable,
  `"file:/path"` a file. Relative paths start at the folder in which the bot is started.
- Terms are a number and a unit: `cd` calendar days, `wd` working days, `sd` school days, `w` weeks,
  `mo` months. Durations: `"500ms"`, `"60s"`, `"5m"`, `"1h"`, `"1d"`.
- *Text per language*: `"…"` (Dutch) or `{ nl = "…", fr = "…", en = "…", de = "…" }`.
- "role or id": a role (`coordinator`, `board`, …) or the `id` of a person.
- `templates/` holds letters of your own, `words/` word lists of your own; both add to what ships.
"""
_PRESETS_HEAD = """
## Presets

The figures that hold where `procedure.toml` says nothing: the law as it was read on the day given,
or plain choices. This is no legal advice. A * marks a source that was not seen itself.
"""


def reference() -> str:
    """The whole page."""
    parts = [_HEAD]
    for file, model in FILES:
        parts.append(f"\n## {file}\n\n{_first_line(model)}\n")
        parts += _tables(model, ())
    parts.append(_presets())
    return "".join(parts)


def _tables(model: type[Section], path: tuple[str, ...]) -> Iterator[str]:
    rows = [
        _row(model, name, field)
        for name, field in model.model_fields.items()
        if inner_section(field.annotation) is None
    ]
    if rows:
        yield "\n| key | type | default | meaning |\n|---|---|---|---|\n"
        yield "".join(rows)
    for name, field in model.model_fields.items():
        inner = inner_section(field.annotation)
        if inner is not None:
            dotted = ".".join((*path, name))
            title = f"[[{dotted}]]" if _is_list(field.annotation) else f"[{dotted}]"
            yield f"\n### `{title}`\n\n{field.description}{_needed(field)}\n"
            yield from _tables(inner, (*path, name))


def _needed(field: FieldInfo) -> str:
    if not field.is_required():
        return ""
    extra = field.json_schema_extra
    other = extra.get("unless") if isinstance(extra, dict) else None
    return f" Required, unless `{other}` fills it in." if other else " Required."


def _row(model: type[Section], name: str, field: FieldInfo) -> str:
    kind, default = _kind(_whole(model, name)), _default(model, field)
    cells = [f"`{name}`", kind, default, field.description or ""]
    return f"| {' | '.join(cell.replace('|', BAR) for cell in cells)} |\n"


def _whole(model: type[Section], name: str) -> Any:  # noqa: ANN401 - whatever stands in an annotation
    """The annotation as written: pydantic keeps what stands in Annotated apart."""
    field = model.model_fields[name]
    if not field.metadata:
        return field.annotation
    return Annotated[(field.annotation, *field.metadata)]


def _kind(annotation: Any) -> str:  # noqa: ANN401 - whatever stands in an annotation
    """What a value looks like, in words."""
    words = next((words for known, words in KIND_NAMES if _same(annotation, known)), None)
    if words is not None:
        return words
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(inner[0])
    if origin is Literal:
        return " | ".join(f'`"{word}"`' for word in inner)
    if origin in (Union, types.UnionType):
        return " or ".join(_kind(part) for part in inner if part is not type(None))
    if inner:
        return f"list of {_kind(inner[0])}" if origin is tuple else f"table of {_kind(inner[1])}"
    return {str: "text", int: "whole number", bool: "true or false"}[annotation]


def _same(annotation: Any, known: Any) -> bool:  # noqa: ANN401 - whatever stands in an annotation
    if annotation == known:
        return True
    # A validator of the key's own may stand behind those of its kind.
    mine, its = getattr(annotation, "__metadata__", ()), getattr(known, "__metadata__", ())
    same_type = get_args(annotation)[:1] == get_args(known)[:1]
    return same_type and bool(its) and mine[: len(its)] == its


def _default(model: type[Section], field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    if model in (Terms, Retention) and field.default is None:
        return "preset"
    if field.default_factory is not None:
        return "see meaning"
    value = field.default
    if value is None or value is PydanticUndefined or value in ((), {}):
        return "-"
    return f"`{_toml(value)}`"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, timedelta):
        return f'"{value.total_seconds():g}s"'
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(part) for part in value)}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _presets() -> str:
    presets = [load_preset(name) for name in PRESETS]
    lines = [
        _PRESETS_HEAD,
        f"\n| key | {' | '.join(f'{name} | source' for name in PRESETS)} |\n",
        f"|---|{'---|---|' * len(PRESETS)}\n",
    ]
    keys = [f"terms.{name}" for name in Terms.model_fields if name != "roll"]
    keys += [f"terms.roll.{name}" for name in Terms.model_fields]
    keys += [f"retention.{name}" for name in Retention.model_fields]
    for key in keys:
        figures = [_figure(preset, key) for preset in presets]
        if any(figures):
            cells = " | ".join(_cell(figure) for figure in figures)
            lines.append(f"| `{key}` | {cells} |\n")
    return "".join(lines)


def _figure(preset: Preset, key: str) -> Figure[Any] | None:
    found: Any = preset
    for step in key.split("."):
        found = found.get(step) if isinstance(found, Mapping) else getattr(found, step)
    return found if isinstance(found, Figure) else None


def _cell(figure: Figure[Any] | None) -> str:
    if figure is None:
        return "`none` | "
    star = "\\*" if figure.verify else ""
    note = f" {figure.note}" if figure.note else ""
    return f"`{_toml(figure.value)}`{star} | {figure.source} ({figure.checked_on}).{note}"


def _is_list(annotation: Any) -> bool:  # noqa: ANN401 - whatever stands in an annotation
    if get_origin(annotation) is tuple:
        return True
    return any(_is_list(part) for part in get_args(annotation))


def _first_line(model: type[Section]) -> str:
    text = (model.__doc__ or "").strip().splitlines()[0]
    words = text.partition(": ")[2] or text
    return words[0].upper() + words[1:]


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201 - the page is what this command is for
