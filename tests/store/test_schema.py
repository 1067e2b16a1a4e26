from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store import schema
from bot.store.database import Database
from bot.store.schema import HEAD, SchemaTooNewError, migrate, revision_of, upgrade
from tests.builders import NOON


def columns_and_indexes(database: Database) -> dict[str, object]:
    """Every table with its columns, keys and indexes, and every view."""
    with database.reading() as connection:
        looking = sa.inspect(connection)
        found: dict[str, object] = {"views": sorted(looking.get_view_names())}
        for table in looking.get_table_names():
            found[table] = (
                sorted(
                    (column["name"], str(column["type"]), column["nullable"])
                    for column in looking.get_columns(table)
                ),
                sorted(looking.get_pk_constraint(table)["constrained_columns"]),
                sorted(
                    (tuple(key["constrained_columns"]), key["referred_table"])
                    for key in looking.get_foreign_keys(table)
                ),
                sorted(tuple(key["column_names"]) for key in looking.get_unique_constraints(table)),
                sorted(
                    (
                        str(index["name"]),
                        tuple(index["column_names"]),
                        str(index.get("dialect_options", {}).get("sqlite_where", "")),
                    )
                    for index in looking.get_indexes(table)
                ),
            )
        return found


def test_the_migrations_make_exactly_the_tables_of_this_release(
    database: Database, tmp_path: Path
) -> None:
    migrated = Database(f"sqlite:///{tmp_path}/migrated.db")
    upgrade(migrated)
    assert columns_and_indexes(migrated) == columns_and_indexes(database)
    migrated.close()


def test_a_second_start_migrates_nothing(database: Database) -> None:
    assert revision_of(database) == HEAD
    assert migrate(database, at=NOON) is False


def test_the_documented_views_can_be_read(database: Database) -> None:
    with database.reading() as connection:
        for view in ("v_register", "v_letters", "v_deadlines"):
            assert connection.execute(sa.text(f"SELECT * FROM {view}")).all() == []


def test_a_database_of_a_later_release_is_refused(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNewError, match="newer release"):
        migrate(database, at=NOON)


@pytest.mark.parametrize("make", [upgrade, partial(migrate, at=NOON)], ids=["migrated", "made"])
@pytest.mark.parametrize("statement", range(1, 60, 4))
def test_a_migration_that_is_killed_half_way_leaves_the_old_schema(
    tmp_path: Path, statement: int, make: Callable[[Database], object]
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
        make(database)
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
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
    assert found == wanted
