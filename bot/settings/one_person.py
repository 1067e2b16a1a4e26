"""Who was named for two tasks in `gehoor init` becomes one person with the roles of both.

An address belongs to one person only, and in a small school the coordinator may well be the
administrator. The comments of people.toml stay, so this works on its text.
"""

from __future__ import annotations

import re

_PERSON = "[[person]]\n"
_TAIL = "# Naar wie gaat"
_ROLES = re.compile(r"^(?P<key>roles\s*=\s*)\[(?P<roles>[^\]]*)\]", re.MULTILINE)
_ID = re.compile(r'^id\s*=\s*"(?P<id>[^"]*)"', re.MULTILINE)
_EMAIL = re.compile(r'^email\s*=\s*"(?P<email>[^"]*)"', re.MULTILINE)


def one_person_each(text: str) -> str:
    """The text of people.toml with one [[person]] for each address; the first one stays."""
    body, mark, tail = text.partition(_TAIL)
    head, *blocks = body.split(_PERSON)
    kept: dict[str, str] = {}
    renamed: dict[str, str] = {}
    for block in blocks:
        email = _found(_EMAIL, block, "email").casefold()
        if email in kept:
            renamed[_found(_ID, block, "id")] = _found(_ID, kept[email], "id")
            kept[email] = _with_roles_of(kept[email], block)
        else:
            kept[email] = block
    if not renamed:
        return text
    persons = [_without_own_deputy(_renamed(block, renamed)) for block in kept.values()]
    return _PERSON.join([head, *persons]) + mark + _renamed(tail, renamed)


def _found(shape: re.Pattern[str], block: str, name: str) -> str:
    found = shape.search(block)
    assert found is not None, f"a person of the starting set has no {name}"
    return found[name]


def _with_roles_of(block: str, other: str) -> str:
    both = f"{_found(_ROLES, block, 'roles')}, {_found(_ROLES, other, 'roles')}"
    roles = ", ".join(dict.fromkeys(both.split(", ")))
    return _ROLES.sub(lambda found: f"{found['key']}[{roles}]", block, count=1)


def _renamed(text: str, renamed: dict[str, str]) -> str:
    for gone, stays in renamed.items():
        text = text.replace(f'"{gone}"', f'"{stays}"')
    return text


def _without_own_deputy(block: str) -> str:
    own = re.escape(_found(_ID, block, "id"))
    return re.sub(rf'^deputy\s*=\s*"{own}".*\n', "", block, flags=re.MULTILINE)
