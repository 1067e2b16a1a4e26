"""config/*.toml → Settings: every file read, checked and agreed with the others."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot.core.house_style import HouseStyles
from bot.core.policy import Policy, Words
from bot.settings import consistency
from bot.settings.agreed import policy_of
from bot.settings.consistency import Slip
from bot.settings.explain import nearest
from bot.settings.finding import Finding, Level
from bot.settings.house_styles import house_styles_of
from bot.settings.problem import ConfigError, Problem
from bot.settings.schema.bot import BotConfig
from bot.settings.schema.calendar import CalendarConfig
from bot.settings.schema.people import PeopleConfig
from bot.settings.schema.preset import Preset
from bot.settings.schema.procedure import ProcedureConfig
from bot.settings.schema.triage import TriageConfig
from bot.settings.secret import (
    SecretMissingError,
    read_certificate,
    read_secret,
    read_service_account,
    read_signing_key,
)
from bot.settings.signing_in import slips_in_signing_in
from bot.settings.toml import Source
from bot.settings.words.lists import load_words

# Secrets that have a shape of their own, by the name of their key.
_READERS = {"certificate": read_certificate, "service_account": read_service_account}

FILES = ("bot.toml", "procedure.toml", "people.toml", "triage.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A whole config: the policy for the core, and what the other rooms need to connect.

    `database` is the URL. `signing_keys` are newest first, empty when secrets were not asked for.
    `templates` is the folder of the school's own letters, which may be made later. `findings` is
    what was strange without being wrong.
    """

    folder: Path
    policy: Policy
    bot: BotConfig
    procedure: ProcedureConfig
    people: PeopleConfig
    triage: TriageConfig
    calendars: Mapping[str, CalendarConfig]
    preset: Preset
    database: str = field(repr=False)
    signing_keys: tuple[bytes, ...] = field(repr=False)
    secrets: Mapping[str, str] = field(repr=False)
    templates: Path
    house_styles: HouseStyles = field(default_factory=HouseStyles)
    findings: tuple[Finding, ...] = ()

    def secret(self, reference: str | None) -> str | None:
        """The value behind a reference of the config ("env:NAME"); None for none.

        Raises:
            KeyError: secrets were not asked for when the config was loaded.
        """
        return None if reference is None else self.secrets[reference]


def load(folder: Path, env: Mapping[str, str], *, needs_secrets: bool = True) -> Settings:
    """Read and check a config folder.

    Without `needs_secrets`, passwords and signing keys are neither read nor missed: for commands
    that only look into the database.

    Raises:
        ConfigError: with every problem that was found, one line each.
    """
    if not folder.is_dir():
        remedy = f"there is no such folder; make one with: gehoor init {folder}"
        raise ConfigError([Problem(file=str(folder), key="", text=remedy)])
    sources = {name: Source(folder, name) for name in FILES}
    bot = sources["bot.toml"].read(BotConfig)
    procedure = sources["procedure.toml"].read(ProcedureConfig)
    people = sources["people.toml"].read(PeopleConfig)
    triage: TriageConfig | None = TriageConfig()
    if sources["triage.toml"].path.exists():
        triage = sources["triage.toml"].read(TriageConfig)
    calendars: dict[str, CalendarConfig] = {}
    for path in sorted((folder / "calendar").glob("*.toml")):
        name = f"calendar/{path.name}"
        sources[name] = Source(folder, name)
        if (year := sources[name].read(CalendarConfig)) is not None:
            calendars[name] = year
    for slip in _slips(bot, procedure, people, triage, calendars):
        sources[slip.file].complain(slip.key, slip.text)
    words, in_words = _read_words(folder)
    secrets, keys = (
        _read_secrets(bot, env, sources["bot.toml"], needs_secrets=needs_secrets)
        if bot is not None
        else ({}, ())
    )
    styles = HouseStyles()
    if bot is not None and people is not None:
        styles = house_styles_of(
            folder, bot, people, lambda file, key, text: sources[file].complain(key, text)
        )
    problems = [problem for source in sources.values() for problem in source.problems] + in_words
    if problems:
        raise ConfigError(problems)
    assert bot is not None
    assert procedure is not None
    assert people is not None
    assert triage is not None
    preset = load_preset(procedure.preset)
    templates, findings = _own_letters(folder, bot)
    return Settings(
        folder=folder,
        policy=policy_of(
            bot=bot,
            procedure=procedure,
            people=people,
            triage=triage,
            calendars=calendars,
            preset=preset,
            words=words,
        ),
        bot=bot,
        procedure=procedure,
        people=people,
        triage=triage,
        calendars=calendars,
        preset=preset,
        database=secrets.get(bot.database, bot.database),
        signing_keys=keys,
        secrets=secrets,
        templates=templates,
        house_styles=styles,
        findings=(*_unread(folder), *findings),
    )


def load_preset(name: str) -> Preset:
    """A preset that ships with the bot, "vlaanderen" or "nederland".

    Raises:
        ConfigError: it is not there or not whole, which is a fault of the installation.
    """
    with importlib.resources.as_file(importlib.resources.files("bot.config")) as shipped:
        source = Source(shipped, f"presets/{name}.toml")
        preset = source.read(Preset)
    if preset is None:
        raise ConfigError(source.problems)
    return preset


def _slips(
    bot: BotConfig | None,
    procedure: ProcedureConfig | None,
    people: PeopleConfig | None,
    triage: TriageConfig | None,
    calendars: dict[str, CalendarConfig],
) -> Iterator[Slip]:
    """What does not agree between the files that could be read."""
    yield from consistency.slips_in_calendars(calendars)
    if bot is not None:
        yield from slips_in_signing_in(bot)
    if people is not None:
        yield from consistency.slips_in_people(people)
        if bot is not None:
            yield from consistency.slips_in_bot(bot, people)
        if procedure is not None:
            yield from consistency.slips_in_procedure(procedure, people)
    if triage is not None and bot is not None:
        yield from consistency.slips_in_triage(triage, bot)


def own_words(folder: Path) -> Path | None:
    """The folder whose `words` add to the shipped ones; None when there are none of its own."""
    words = folder / "words"
    shipped = Path(str(importlib.resources.files("bot.config") / "words"))
    # Whoever runs the bot from its own repository has the shipped lists as his own: not twice.
    shared = words.is_dir() and shipped.is_dir() and words.samefile(shipped)
    return folder if words.is_dir() and not shared else None


@cache
def _shipped_words() -> Words:
    return load_words(None)


def _read_words(folder: Path) -> tuple[Words, list[Problem]]:
    try:
        own = own_words(folder)
        return (load_words(own) if own else _shipped_words()), []
    except ValueError as error:
        file, _, text = str(error).partition(": ")
        return Words(), [Problem(file=file, key="", text=text)]
    except OSError as error:
        text = f"cannot be read: {error.strerror}"
        return Words(), [Problem(file=str(error.filename), key="", text=text)]


def _read_secrets(
    bot: BotConfig, env: Mapping[str, str], source: Source, *, needs_secrets: bool
) -> tuple[dict[str, str], tuple[bytes, ...]]:
    """Every secret the config refers to; one that is not there is a problem of its key."""
    wanted: dict[str, str] = {}
    if bot.database.startswith(("env:", "file:")):
        wanted["database"] = bot.database
    if needs_secrets:
        for n, box in enumerate(bot.mailbox):
            key = f"mailbox[{n}]"
            wanted |= {
                f"{key}.imap.password": box.imap.password or "",
                f"{key}.smtp.password": box.smtp.password or "",
            }
            for name in ("client_secret", "certificate", "service_account"):
                wanted[f"{key}.oauth.{name}"] = getattr(box.oauth, name, None) or ""
        wanted["alerts.smtp.password"] = (bot.alerts.smtp and bot.alerts.smtp.password) or ""
    secrets: dict[str, str] = {}
    for key, reference in wanted.items():
        if reference:
            try:
                reader = _READERS.get(key.rpartition(".")[2], read_secret)
                secrets[reference] = reader(reference, env)
            except SecretMissingError as missing:
                source.complain(key, str(missing))
    keys: list[bytes] = []
    for n, reference in enumerate(bot.signing_keys if needs_secrets else ()):
        try:
            keys.append(read_signing_key(reference, env))
        except SecretMissingError as missing:
            source.complain(f"signing_keys[{n}]", str(missing))
    return secrets, tuple(keys)


def _own_letters(folder: Path, bot: BotConfig) -> tuple[Path, list[Finding]]:
    if bot.templates is None:
        return folder / "templates", []
    own = Path(bot.templates)
    if own.is_dir():
        return own, []
    text = f"De map {own} bestaat niet; alle brieven komen nu uit het pakket zelf."
    return own, [Finding(level=Level.WARNING, file="bot.toml", key="templates", text=text)]


def _unread(folder: Path) -> list[Finding]:
    """Files that nobody reads, most often because of a slip in their name."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.name in FILES or not path.is_file() or path.suffix != ".toml":
            continue
        near = nearest(path.name, FILES)
        hint = f" Bedoelde je {near}?" if near else ""
        text = f"Dit bestand wordt niet gelezen.{hint}"
        found.append(Finding(level=Level.WARNING, file=path.name, key="", text=text))
    return found
