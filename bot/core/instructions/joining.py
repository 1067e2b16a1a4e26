"""The orders of one mail beside each other: what repeats, and what cannot all be meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from bot.core.instructions import Doubt, Field, Order, Unclear
from bot.core.instructions.blocks import Block
from bot.core.instructions.verbs import VERBS, opposed

_ARGUMENTS = ("on", "term", "n", "whom", "code", "seal")


def merged(blocks: Iterable[Block]) -> tuple[list[Order], list[Doubt]]:
    """The orders, each once, and what must be asked of them.

    What is given twice is one order: the first, filled in by the other. Where the two say
    different things, they contradict each other.
    """
    orders: list[Order] = []
    doubts: list[Doubt] = []
    for block in blocks:
        order = block.done()
        doubts += block.doubts
        at = next((at for at, known in enumerate(orders) if _is_again(known, order)), None)
        if at is None:
            orders.append(order)
        else:
            if _conflict(orders[at], order):
                doubts.append(_contradiction(order, orders[at]))
            orders[at] = _filled(orders[at], order)
    return orders, doubts


def contradictions(orders: Sequence[Order]) -> list[Doubt]:
    """Every two orders about one case of which only one can be meant."""
    return [
        _contradiction(second, first)
        for first, second in combinations(orders, 2)
        if first.number == second.number and opposed(first.verb, second.verb)
    ]


def _contradiction(order: Order, other: Order) -> Doubt:
    near = tuple(dict.fromkeys((other.verb, order.verb)))
    return Doubt(why=Unclear.CONTRADICTION, line=order.line, near=near)


def _is_again(known: Order, order: Order) -> bool:
    """Whether an order is one that was given already."""
    if (known.verb, known.number) != (order.verb, order.number):
        return False
    if not VERBS[order.verb].repeats:
        return True
    return _is_empty(known) or _is_empty(order) or _said(known) == _said(order)


def _is_empty(order: Order) -> bool:
    return not (order.text or order.fields or any(_said(order)))


def _said(order: Order) -> tuple[object, ...]:
    return (*(getattr(order, name) for name in _ARGUMENTS), order.text)


def _conflict(first: Order, second: Order) -> bool:
    return any(
        getattr(first, name)
        and getattr(second, name)
        and getattr(first, name) != getattr(second, name)
        for name in _ARGUMENTS
    )


def _filled(first: Order, second: Order) -> Order:
    """The first order, with what only the second says."""
    missing = {
        name: getattr(second, name) for name in _ARGUMENTS if getattr(first, name) in (None, "")
    }
    fields = {
        name: tuple(dict.fromkeys((*first.fields.get(name, ()), *second.fields.get(name, ()))))
        for name in Field
        if name in first.fields or name in second.fields
    }
    return replace(first, text=_both(first.text, second.text), fields=fields, **missing)


def _both(first: str, second: str) -> str:
    """Both texts; the longer one where it begins with the other."""
    if first.startswith(second):
        return first
    return second if second.startswith(first) else f"{first}\n\n{second}"
