from __future__ import annotations

from pathlib import Path

from bot.settings.explain import sections_of
from bot.settings.reference import FILES, reference

PAGE = Path(__file__).parents[2] / "docs" / "config.md"


def test_docs_config_is_drawn_from_the_models_as_they_are_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), (
        "stale: python -m bot.settings.reference > docs/config.md"
    )


def test_every_key_of_every_file_is_described() -> None:
    page = reference()
    for file, model in FILES:
        for path, section in sections_of(model):
            for name, field in section.model_fields.items():
                dotted = ".".join((*path, name))
                assert field.description, f"{file}: {dotted}"
                assert any(key in page for key in (f"| `{name}` |", f"[{dotted}]"))
