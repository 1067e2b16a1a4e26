"""Bodies outside the school and lines to call, as a letter names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.case import Case
from bot.core.letter import Value
from bot.core.parents.addressed import in_form, language_of
from bot.core.policy import OutsideBody, Policy

_IN_DUTCH: Mapping[str, str] = {
    "fr": " (en néerlandais)",
    "en": " (in Dutch)",
    "de": " (auf Niederländisch)",
}


def bodies_for(case: Case, policy: Policy) -> tuple[OutsideBody, ...]:
    """Those for every complaint and those for its topic; the last named first."""
    general = [body for body in policy.outside if not body.topics]
    of_topic = [body for body in policy.outside if case.topic in body.topics]
    return (*of_topic, *general)


def bodies_named(ids: Sequence[str], policy: Policy) -> tuple[OutsideBody, ...]:
    """Those with these ids, in this order.

    Raises:
        LookupError: there is none with one of the ids; the text is that id.
    """
    known = {body.id: body for body in policy.outside}
    missing = next((each for each in ids if each not in known), None)
    if missing is not None:
        raise LookupError(missing)
    return tuple(known[each] for each in ids)


def as_printed(bodies: Sequence[OutsideBody], case: Case, policy: Policy) -> tuple[Value, ...]:
    """Name, what, contact and term of each, in the language of the letter.

    What the school has only in Dutch is printed so, and said to be Dutch: a term that is left out
    may cost somebody their right.
    """
    language = language_of(case, policy)
    return tuple(
        {
            "name": body.name,
            "what": in_form(_sentence(body.what, language), case.form),
            "contact": in_form(_in(body.contact, language), case.form),
            "term": in_form(_sentence(body.term, language), case.form),
        }
        for body in bodies
    )


def lines_to_call(case: Case, policy: Policy) -> tuple[Value, ...]:
    """Where somebody can talk without a name: name and contact of each, in the same language."""
    language = language_of(case, policy)
    return tuple(
        {"name": line.name, "contact": in_form(_in(line.contact, language), case.form)}
        for line in policy.helplines
    )


def _sentence(words: Mapping[str, str], language: str) -> str:
    if language in words or not words.get("nl"):
        return words.get(language, "")
    return f"{words['nl']}{_IN_DUTCH.get(language, '')}"


def _in(words: Mapping[str, str], language: str) -> str:
    """A telephone number or a site is the same in every language."""
    return words.get(language) or words.get("nl", "")
