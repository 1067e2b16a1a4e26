"""The details of a case that persons fill in: which there are, and what is still empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.core.case import Case, Detail
from bot.core.instructions import Field
from bot.core.instructions.fields import name_of

# What is kept word for word.
KEPT: Mapping[Field, Detail] = {
    Field.PUPIL: Detail.PUPIL,
    Field.CLASS: Detail.CLASS,
    Field.RELATION: Detail.RELATION,
    Field.PHONE: Detail.PHONE,
    Field.POSTAL_ADDRESS: Detail.POSTAL_ADDRESS,
    Field.PLACE: Detail.PLACE,
    Field.WISH: Detail.WISH,
    Field.CORE: Detail.CORE,
}
# Without these no yearly report can count the case.
_COUNTED: Mapping[Field, Callable[[Case], object]] = {
    Field.PUPIL: lambda case: case.details.get(Detail.PUPIL),
    Field.RELATION: lambda case: case.details.get(Detail.RELATION),
    Field.TOPIC: lambda case: case.topic,
}


def to_fill_in(case: Case) -> tuple[str, str]:
    """A choice whose mail holds the fields, with what is known."""
    known = {name: case.details.get(detail, "") for name, detail in KEPT.items()}
    known |= {Field.TOPIC: case.topic or "", Field.ABOUT: case.details.get(Detail.ABOUT, "")}
    asked = (Field.PUPIL, Field.CLASS, Field.RELATION, Field.TOPIC, Field.ABOUT, Field.FACTS_ON)
    lines = [f"{name_of(name)}: {known.get(name, '')}" for name in asked]
    return "Vul aan", "\n".join(("GEGEVENS", *lines))


def uncounted(case: Case) -> tuple[Field, ...]:
    """What is still empty of what a yearly report counts."""
    return tuple(name for name, value_of in _COUNTED.items() if not value_of(case))
