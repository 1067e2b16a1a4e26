from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.case import Case, Deadline
from bot.core.instructions import Order
from bot.store.accounts import Accounts
from bot.store.as_json import as_json, from_json
from bot.store.database import Database
from bot.store.duties import replace_all
from bot.store.register import case_values, find_case
from bot.store.tables import CASES
from tests.bookkeeping import open_case
from tests.builders import a_case


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a kind, with something in each of its fields."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
        int: st.integers(0, 2**31 - 1),
        bool: st.booleans(),
        date: st.dates(),
        datetime: st.datetimes(timezones=st.just(UTC)),
        type(None): st.none(),
    }
    if kind in plain:
        return plain[kind]
    if origin in {types.UnionType, typing.Union}:
        return st.one_of(*map(any_of, parts))
    if origin is tuple:
        return st.lists(any_of(parts[0]), max_size=3).map(tuple)
    if origin is not None and issubclass(origin, Mapping):
        return st.dictionaries(any_of(parts[0]), any_of(parts[1]), max_size=3)
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{each.name: any_of(hints[each.name]) for each in fields_of(kind)})


def fields_of(kind: Any) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(kind)


def duty_key(duty: Deadline) -> tuple[object, ...]:
    return duty.kind, duty.start_on, duty.n


CASES_OF_ALL_KINDS = any_of(Case).map(
    lambda case: dataclasses.replace(
        case,
        number="K-2026-0001",
        # One of each start and number, as the table has it.
        deadlines=tuple({duty_key(duty): duty for duty in case.deadlines}.values()),
        # An address without a mailbox is none.
        complainant=case.complainant if case.complainant and case.complainant.email else None,
    )
)


@given(any_of(Case))
def test_a_case_is_kept_in_json_exactly(case: Case) -> None:
    assert from_json(Case, json.loads(json.dumps(as_json(case)))) == case


@given(any_of(Order))
def test_an_order_is_kept_in_json_exactly(order: Order) -> None:
    assert from_json(Order, json.loads(json.dumps(as_json(order)))) == order


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=CASES_OF_ALL_KINDS)
def test_a_case_is_kept_in_the_register_exactly(either: Database, case: Case) -> None:
    with either.engine.connect() as connection, connection.begin() as page:
        row = case_values(case) | {"series": "K", "year": 2026, "n": 1}
        connection.execute(sa.insert(CASES), row)
        replace_all(connection, case)
        kept = find_case(connection, case.number)
        page.rollback()
    assert kept == case


def test_what_an_earlier_release_kept_has_the_defaults_of_what_it_did_not_know() -> None:
    kept = as_json(a_case())
    for unknown in ("details", "scores", "survey"):
        del kept[unknown]
    assert from_json(Case, kept) == a_case()


def test_a_value_without_a_form_in_json_is_refused() -> None:
    with pytest.raises(TypeError, match="Decimal"):
        as_json(Decimal(1))
    with pytest.raises(TypeError, match="Decimal"):
        from_json(Decimal, "1")


@pytest.mark.parametrize(
    ("scores", "mean"),
    [((), None), ((None,), None), ((4, 5, 3, 4), 4.0), ((4, 4, 4, 5), 4.3), ((1, None, 2), 1.5)],
)
def test_the_register_tells_the_mean_of_the_scores_that_were_given(
    database: Database, scores: tuple[int | None, ...], mean: float | None
) -> None:
    number = open_case(database, a_case(scores=scores))
    (row,) = Accounts(database).register()
    assert row["survey_score"] == mean
    with database.reading() as connection:
        kept = connection.scalar(sa.select(CASES.c.survey_score).where(CASES.c.number == number))
    assert kept == mean
