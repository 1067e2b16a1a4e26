"""What every command does first: read the config, open the database, or say in a line why not."""

from __future__ import annotations

import logging
import os
import sqlite3
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.settings.load import Settings, load
from bot.settings.problem import ConfigError
from bot.store.database import Database, DatabaseUnusableError
from bot.store.lock import AlreadyAtWorkError
from bot.store.schema import HEAD, SchemaTooNewError, revision_of

P = ParamSpec("P")

CANNOT_START = 2


def complain(line: str) -> None:
    """One line on stderr."""
    sys.stderr.write(line + "\n")


def or_say_why(command: Callable[P, int]) -> Callable[P, int]:
    """Turns what an operator can mend into clear lines on stderr and exit code 2."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            return command(*args, **kwargs)
        except ConfigError as error:
            for problem in error.problems:
                complain(str(problem))
        except (AlreadyAtWorkError, SchemaTooNewError, NoDatabaseError) as error:
            complain(str(error))
        except SQLAlchemyError as error:
            complain(f"bot.toml: database: {_root(error)}; is the folder there and writable?")
        except (DatabaseUnusableError, PermissionError, sqlite3.Error) as error:
            complain(f"bot.toml: database: {error}; is the folder there and writable?")
        return CANNOT_START

    return guarded


class NoDatabaseError(Exception):
    """There is nothing to look at yet."""


def settings_of(config: Path, *, needs_secrets: bool = False) -> Settings:
    """The config, from the folder and the environment."""
    return load(config, os.environ, needs_secrets=needs_secrets)


def look_into(settings: Settings) -> Database:
    """The database, to read in; a command that only looks changes no schema.

    Raises:
        NoDatabaseError: it is not there, or of another release.
    """
    path = Path(settings.database.removeprefix("sqlite:///"))
    if settings.database.startswith("sqlite:///") and not path.exists():
        raise NoDatabaseError(f"bot.toml: database: {path} is not there yet; `gehoor run` makes it")
    database = Database(settings.database)
    found = revision_of(database)
    if found != HEAD:
        raise NoDatabaseError(
            f"bot.toml: database: it has schema {found}, this release needs {HEAD};"
            " `gehoor run` brings it there"
        )
    return database


def log_to_stderr() -> None:
    """One line a happening, with ids only; libraries speak up from warnings on."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s %(message)s")
    # At DEBUG it would write whole mails into the log.
    logging.getLogger("imapclient").setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _root(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
