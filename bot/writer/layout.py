"""The sheet a letter is written on."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

_TRIAL_RULE = "=" * 40


class Sheet:
    """The one page for HTML letters; `file` is the shipped layout.html."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def page(  # noqa: PLR0913 -- everything that stands on the sheet
        self, body: str, *, language: str, school: str, case_no: str, title: str, trial: str
    ) -> str:
        """The whole page around a body that is HTML already; all else is escaped here."""
        return self._template.render(
            body=Markup(body),  # noqa: S704 -- made by us, its values escaped one by one
            language=language,
            school=school,
            case_no=case_no,
            title=title,
            trial=trial,
        )

    @cached_property
    def _template(self) -> Template:
        environment = Environment(
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        return environment.from_string(self._file.read_text("utf-8"))


def plain(body: str, *, trial: str) -> str:
    """The text part: the body, ending in one line feed, under the trial heading if there is one."""
    heading = f"{_TRIAL_RULE}\n{trial}\n{_TRIAL_RULE}\n\n" if trial else ""
    return f"{heading}{body}\n"
