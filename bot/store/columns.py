"""What a column holds beyond what every database knows: instants with their zone, short lists."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import sqlalchemy as sa


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """An aware instant, stored as UTC, that comes back aware from every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuses a naive instant: nobody could say when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Gives the instant back as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Words(sa.types.TypeDecorator[tuple[str, ...]]):
    """A short list as JSON text: unlike JSON of the database's own, it can be grouped and indexed.

    Lists with the same words in the same order are equal.
    """

    impl = sa.String()
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: sa.Dialect) -> str | None:
        """The list as JSON."""
        del dialect
        return None if value is None else json.dumps(list(value), ensure_ascii=False)

    def process_result_value(
        self, value: str | None, dialect: sa.Dialect
    ) -> tuple[str, ...] | None:
        """The list from JSON."""
        del dialect
        if value is None:
            return None
        return () if value == "[]" else tuple(json.loads(value))
