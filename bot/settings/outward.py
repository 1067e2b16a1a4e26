"""What letters to complainants rest on: who approves them, whom they point to, what they ask."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.policy import Approvals, OutsideBody, Role
from bot.settings.schema.people import PeopleConfig
from bot.settings.schema.preset import Preset
from bot.settings.schema.procedure import ProcedureConfig
from bot.settings.schema.section import Language


def approvals_of(procedure: ProcedureConfig, people: PeopleConfig) -> Approvals:
    """Who must say yes to what leaves; to an answer the director, where the school names nobody."""
    return Approvals(
        answer=people.answer_approver or Role.DIRECTOR.value,
        refusal=procedure.admissibility.confirm_inadmissible,
        extension=procedure.extension.by,
        unpreviewed=frozenset(procedure.preview.off),
    )


def bodies_of(procedure: ProcedureConfig, preset: Preset) -> tuple[OutsideBody, ...]:
    """The bodies outside the school: its own list, else that of the preset."""
    listed = preset.external if procedure.external is None else procedure.external
    return tuple(
        OutsideBody(
            id=body.id,
            name=body.name,
            what=_plain(body.what),
            contact=_plain(body.contact),
            term=_plain(body.term or {}),
            topics=body.topics,
        )
        for body in listed
    )


def lines_of(procedure: ProcedureConfig, preset: Preset) -> tuple[OutsideBody, ...]:
    """Where one can talk without a name: the school's own list, else that of the preset."""
    listed = preset.helplines if procedure.helplines is None else procedure.helplines
    return tuple(
        OutsideBody(id="", name=line.name, what={}, contact=_plain(line.contact)) for line in listed
    )


def questions_of(procedure: ProcedureConfig, preset: Preset) -> dict[str, dict[str, str]]:
    """What is asked, by code and language: the school's own words before those of the preset."""
    own = procedure.questions
    return {
        code: {**_plain(words), **_plain(own.get(code, {}))}
        for code, words in preset.questions.items()
    }


def _plain(words: Mapping[Language, str]) -> dict[str, str]:
    return {str(language): text for language, text in words.items()}
