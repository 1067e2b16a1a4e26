"""Draws docs/procedure.md and its picture from the table of the procedure (`make docs`)."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from bot.core.case import Status
from bot.core.procedure import MOVES, OPEN, UNANSWERED, Approval, Goal, Move, Step

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "procedure.md"
PICTURE = ROOT / "docs" / "procedure.svg"

DUTCH = {
    Status.INTAKE: "nog te beslissen",
    Status.CLARIFYING: "wacht op uitleg",
    Status.INFORMAL: "eerst praten",
    Status.HANDLING: "in behandeling",
    Status.INVESTIGATING: "wordt onderzocht",
    Status.ANSWERED: "beantwoord",
    Status.REMEDYING: "maatregelen open",
    Status.DISSATISFIED: "niet tevreden",
    Status.MEDIATION: "bemiddeling",
    Status.EXTERNAL: "buiten de school",
    Status.NOT_ADMISSIBLE: "niet ontvankelijk",
    Status.CANNOT_SOLVE: "niet oplosbaar",
    Status.WITHDRAWN: "ingetrokken",
    Status.CLOSED: "afgesloten",
    Status.MERGED: "samengevoegd",
    Status.REROUTED: "geen klacht",
    Status.ANONYMISED: "gewist",
}

# Column and row of each status: the straight way runs along the middle, from left to right.
PLACES = {
    Status.INTAKE: (0, 2),
    Status.REROUTED: (0, 3),
    Status.INFORMAL: (0.9, 0),
    Status.CLARIFYING: (1.25, 1),
    Status.HANDLING: (1.6, 2),
    Status.INVESTIGATING: (2.5, 1),
    Status.NOT_ADMISSIBLE: (0.9, 3),
    Status.CANNOT_SOLVE: (1.9, 3),
    Status.ANSWERED: (3.6, 2),
    Status.REMEDYING: (3.6, 1),
    Status.DISSATISFIED: (3.6, 3),
    Status.MEDIATION: (3.6, 4),
    Status.EXTERNAL: (4.7, 4),
    Status.CLOSED: (4.7, 2),
    Status.ANONYMISED: (4.7, 1),
    Status.WITHDRAWN: (0.9, 4),
    Status.MERGED: (0, 4),
}
WIDE, HIGH = 150, 46
ACROSS, DOWN = 222, 112
LEFT, TOP = 24, 92
# The usual ways, each step drawn once; all of them stand in the table.
_S = Status
DRAWN: tuple[tuple[Status, Status], ...] = (
    (_S.INTAKE, _S.HANDLING),
    (_S.INTAKE, _S.INFORMAL),
    (_S.INTAKE, _S.REROUTED),
    (_S.REROUTED, _S.INTAKE),
    (_S.INTAKE, _S.NOT_ADMISSIBLE),
    (_S.INFORMAL, _S.INTAKE),
    (_S.INFORMAL, _S.ANSWERED),
    (_S.HANDLING, _S.CLARIFYING),
    (_S.CLARIFYING, _S.HANDLING),
    (_S.HANDLING, _S.INVESTIGATING),
    (_S.HANDLING, _S.ANSWERED),
    (_S.HANDLING, _S.CANNOT_SOLVE),
    (_S.INVESTIGATING, _S.ANSWERED),
    (_S.ANSWERED, _S.REMEDYING),
    (_S.REMEDYING, _S.ANSWERED),
    (_S.ANSWERED, _S.DISSATISFIED),
    (_S.DISSATISFIED, _S.HANDLING),
    (_S.DISSATISFIED, _S.MEDIATION),
    (_S.MEDIATION, _S.EXTERNAL),
    (_S.ANSWERED, _S.CLOSED),
    (_S.CLOSED, _S.ANONYMISED),
)
# Steps that lead away from many places; where they lead is told above the picture.
TOLD = frozenset({Step.WITHDRAW, Step.GO_OUTSIDE, Step.MERGE})
SHORT = {"uphold": "the four findings"}
LEFT_OUT = frozenset({"uphold_partly", "not_uphold", "leave_open"})


def corner(status: Status) -> tuple[float, float]:
    column, row = PLACES[status]
    return LEFT + column * ACROSS, TOP + row * DOWN


def middle(status: Status) -> tuple[float, float]:
    x, y = corner(status)
    return x + WIDE / 2, y + HIGH / 2


def arrows() -> dict[tuple[Status, Status], list[str]]:
    """From where to where, and by which steps."""
    found: dict[tuple[Status, Status], list[str]] = {way: [] for way in DRAWN}
    for move in MOVES:
        for goal in goals(move):
            for start in move.start:
                steps = found.get((start, goal))
                name = SHORT.get(move.step.value, move.step.value)
                if steps is not None and move.step not in TOLD and name not in LEFT_OUT:
                    steps.append(name)
    empty = [way for way, steps in found.items() if not steps]
    assert not empty, f"no step leads {empty}"
    return found


def goals(move: Move) -> Sequence[Status]:
    match move.goal:
        case Status() as goal:
            return (goal,)
        case Goal.ANSWERED:
            return (Status.ANSWERED,)
        case Goal.BACK:
            return (Status.HANDLING,)
        case Goal.SAME:
            return ()


def edge(start: tuple[float, float], towards: tuple[float, float]) -> tuple[float, float]:
    """Where the line from the middle of a box leaves it."""
    dx, dy = towards[0] - start[0], towards[1] - start[1]
    scale = min((WIDE / 2 + 3) / abs(dx) if dx else 9e9, (HIGH / 2 + 3) / abs(dy) if dy else 9e9)
    return start[0] + dx * scale, start[1] + dy * scale


def drawn_arrow(start: Status, goal: Status, steps: Sequence[str], *, both: bool) -> str:
    one, other = middle(start), middle(goal)
    dx, dy = other[0] - one[0], other[1] - one[1]
    length = (dx * dx + dy * dy) ** 0.5
    # Those that go both ways bend apart; so do long ones, around what lies between.
    bend = 30 if both else 8
    if (start, goal) == (_S.INFORMAL, _S.ANSWERED):
        bend = -190  # around what is investigated
    cx = (one[0] + other[0]) / 2 - dy / length * bend
    cy = (one[1] + other[1]) / 2 + dx / length * bend
    (ax, ay), (bx, by) = edge(one, (cx, cy)), edge(other, (cx, cy))
    tx, ty = 0.25 * ax + 0.5 * cx + 0.25 * bx, 0.25 * ay + 0.5 * cy + 0.25 * by
    if both:  # each on its own side of the pair
        tx, ty = tx - dy / length * 24, ty + dx / length * 8
    label = " / ".join(steps)
    line = (
        f'<path d="M{ax:.0f} {ay:.0f}Q{cx:.0f} {cy:.0f} {bx:.0f} {by:.0f}" class="a"'
        ' marker-end="url(#tip)"/>'
    )
    lines = [label] if len(label) < 26 else [" / ".join(steps[:2]) + " /", " / ".join(steps[2:])]
    spans = "".join(
        f'<tspan x="{tx:.0f}" dy="{12 if at else 0}">{escape(each)}</tspan>'
        for at, each in enumerate(filter(None, lines))
    )
    return f'{line}<text x="{tx:.0f}" y="{ty + 3:.0f}" class="l">{spans}</text>'


def picture() -> str:
    """The procedure as a picture: statuses as rooms, steps as arrows between them."""
    found = arrows()
    width = int(max(corner(status)[0] for status in Status) + WIDE + LEFT)
    height = int(max(corner(status)[1] for status in Status) + HIGH + 64)
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
            ' aria-labelledby="t" font-family="Helvetica, Arial, sans-serif">'
        ),
        '<title id="t">Where a case stands, and which steps lead on</title>',
        (
            "<style>.a{fill:none;stroke:#5b6770;stroke-width:1.3}"
            ".l{font-size:11px;fill:#33424d;text-anchor:middle;paint-order:stroke;stroke:#fff;"
            "stroke-width:4px}.n{font-size:14px;font-weight:600;fill:#10242f;text-anchor:middle}"
            ".d{font-size:11.5px;fill:#44535d;text-anchor:middle}.h{font-size:20px;font-weight:600;"
            "fill:#10242f}.s{font-size:12.5px;fill:#44535d}</style>"
        ),
        (
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8"'
            ' markerHeight="8" orient="auto">'
            '<path d="M0 0L8 4L0 8z" fill="#5b6770"/></marker></defs>'
        ),
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="36" class="h">The procedure</text>',
        (
            f'<text x="{LEFT}" y="60" class="s">Each room is a status, each arrow a step.'
            " Not drawn: withdraw, go_outside and merge (from every open status), close (from"
            " every answered or resting one) and reopen; the table has all.</text>"
        ),
    ]
    lines += [
        drawn_arrow(start, goal, steps, both=(goal, start) in found)
        for (start, goal), steps in found.items()
    ]
    lines += [box(status) for status in Status]
    lines.append("</svg>")
    return "\n".join(lines) + "\n"


def box(status: Status) -> str:
    x, y = corner(status)
    fill = "#e7f0f7" if status in UNANSWERED else "#e9f4ea" if status in OPEN else "#f1f1ef"
    return (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{WIDE}" height="{HIGH}" rx="8" fill="{fill}"'
        ' stroke="#10242f" stroke-opacity=".35"/>'
        f'<text x="{x + WIDE / 2:.0f}" y="{y + 20:.0f}" class="n">{status.value}</text>'
        f'<text x="{x + WIDE / 2:.0f}" y="{y + 36:.0f}" class="d">{DUTCH[status]}</text>'
    )


def table() -> Iterator[str]:
    """Every row of the procedure, as a table for people."""
    yield "| step | from | to | who | letter | read first | starts | meets | outcome |"
    yield "|---|---|---|---|---|---|---|---|---|"
    read = {Approval.NONE: "", Approval.PREVIEW: "author", Approval.SECOND: "second person"}
    for move in MOVES:
        cells = (
            f"`{move.step.value}`",
            _from(move),
            f"*{move.goal.value}*" if isinstance(move.goal, Goal) else move.goal.value,
            ", ".join(sorted(move.who)),
            f"`{move.letter.value}`" if move.letter else "",
            read[move.approval] if move.letter else "",
            ", ".join(kind.value for kind in move.starts),
            _meets(move),
            move.outcome.value if move.outcome else "",
        )
        yield f"| {' | '.join(cells)} |"


def _from(move: Move) -> str:
    names = {
        OPEN: "every open status",
        UNANSWERED: "every unanswered status",
    }
    found = names.get(move.start)
    if found or not move.start:
        return found or "(a mail)"
    if len(move.start) > 8:  # more than a cell can tell
        rest = ", ".join(sorted(set(Status) - move.start))
        return f"all but {rest}"
    return ", ".join(status.value for status in Status if status in move.start)


def _meets(move: Move) -> str:
    kinds = sorted(kind.value for kind in move.meets)
    return ", ".join(kinds) if len(kinds) < 8 else "all that leads to an answer"


def page() -> str:
    return "\n".join(
        (
            "# The procedure",
            "",
            (
                "Drawn from [bot/core/procedure.py](../bot/core/procedure.py) by `make docs`; a"
                " test fails when it is stale. What is not in the table cannot happen."
            ),
            "",
            (
                "![The statuses of a case from intake to closed, with the steps that lead from"
                " one to the next](procedure.svg)"
            ),
            "",
            (
                "*same*: stays where it is. *back*: where it stood before its complainant was"
                " asked. *answered*: answered, or remedying while promised measures are open."
            ),
            "",
            *table(),
            "",
        )
    )


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    PICTURE.write_text(picture(), "utf-8")
    sys.stdout.write(f"{PAGE.name}, {PICTURE.name}\n")
