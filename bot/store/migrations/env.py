"""Alembic's entry: runs inside the transaction that the caller opened."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

import bot.store.tables  # noqa: F401  # fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    # The caller's transaction holds the whole migration, on SQLite too.
    transactional_ddl=True,
)
context.run_migrations()
