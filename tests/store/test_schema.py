from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.store import schema
from bot.store.database import Database
from bot.store.schema import HEAD, SchemaTooNewError, migrate, revision_of
from tests.builders import NOON


def test_the_migrations_make_exactly_the_tables_of_this_release(database: Database) -> None:
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415
    from alembic.migration import MigrationContext  # noqa: PLC0415

    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_a_second_start_migrates_nothing(database: Database) -> None:
    assert revision_of(database) == HEAD
    assert migrate(database, at=NOON) is False


def test_the_documented_views_can_be_read(database: Database) -> None:
    with database.reading() as connection:
        for view in ("v_register", "v_letters", "v_deadlines"):
            assert connection.execute(sa.text(f"SELECT * FROM {view}")).all() == []  # noqa: S608


def test_a_database_of_a_later_release_is_refused(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNewError, match="newer release"):
        migrate(database, at=NOON)


@pytest.mark.parametrize("statement", range(1, 40, 3))
def test_a_migration_that_is_killed_half_way_leaves_the_old_schema(
    tmp_path: Path, statement: int
) -> None:
    database = Database(f"sqlite:///{tmp_path}/gehoor.db")
    count = 0

    def pull_the_plug(*_: object) -> None:
        nonlocal count
        count += 1
        if count == statement:
            raise RuntimeError("the plug is pulled")

    sa.event.listen(database.engine, "before_cursor_execute", pull_the_plug)
    with pytest.raises(RuntimeError, match="plug"):
        migrate(database, at=NOON)
    sa.event.remove(database.engine, "before_cursor_execute", pull_the_plug)
    with database.reading() as connection:
        assert sa.inspect(connection).get_table_names() == []
    assert migrate(database, at=NOON) is True
    database.close()


def test_before_a_filled_database_is_migrated_a_copy_is_left_beside_it(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "HEAD", "0002")
    migrate(database, at=NOON)
    copies = list(tmp_path.glob("gehoor.db.before-0002-*"))
    assert len(copies) == 1
    assert revision_of(Database(f"sqlite:///{copies[0]}")) == "0001"


def test_sqlite_is_told_to_keep_its_word(database: Database) -> None:
    wanted = {
        "foreign_keys": 1,
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "auto_vacuum": 2,
    }
    with database.reading() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted
        }
    assert found == wanted
