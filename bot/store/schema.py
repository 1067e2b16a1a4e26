"""The schema of this release: asked for cheaply at each start, migrated only when it is behind."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.store import papers, wordindex
from bot.store.database import Database
from bot.store.tables import TABLES
from bot.store.views import VIEWS

HEAD = "0001"
_MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaTooNewError(Exception):
    """The database was made by a later release."""


def revision_of(database: Database) -> str | None:
    """The schema revision of the database; None when it is empty."""
    with database.reading() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return found


def migrate(database: Database, *, at: datetime) -> bool:
    """Brings the schema to `HEAD` in one transaction; True when there was something to do.

    A new database is made as this release has it; an old one goes through the migrations. Before
    a filled SQLite file is changed, a whole copy is left beside it
    (`NAME.before-0002-DATE`).

    Raises:
        SchemaTooNewError: the database knows a revision that this release does not.
    """
    found = revision_of(database)
    if found == HEAD:
        return False
    if found is None:
        _make(database)
        return True
    if found > HEAD:
        raise SchemaTooNewError(
            f"the database has schema {found}, this release knows {HEAD}: install the newer release"
        )
    if database.path is not None:
        copy = database.path.with_name(f"{database.path.name}.before-{HEAD}-{at:%Y%m%dT%H%M%S}")
        with database.engine.connect() as connection:
            connection.connection.driver_connection.execute(  # type: ignore[union-attr]
                "VACUUM INTO ?", (str(copy),)
            )
    upgrade(database)
    return True


def _make(database: Database) -> None:
    """A new database, without loading the migrations for it (13 MB and 0.3 s that stay away)."""
    with database.writing() as connection:
        SQLModel.metadata.create_all(connection, tables=TABLES)
        wordindex.make(connection)
        papers.make(connection)
        for name, query in VIEWS.items():
            connection.execute(sa.text(f"CREATE VIEW {name} AS {query}"))
        connection.execute(sa.schema.CreateTable(_VERSION))
        connection.execute(sa.insert(_VERSION), {"version_num": HEAD})


def upgrade(database: Database) -> None:
    """Runs the migrations that the database has not seen, in one transaction."""
    from alembic import command  # noqa: PLC0415  # only where there is something to migrate
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


# As alembic itself makes it.
_VERSION = sa.Table(
    "alembic_version",
    sa.MetaData(),
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
