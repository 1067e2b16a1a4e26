"""The orders that somebody may have meant by a word that is none."""

from __future__ import annotations

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.instructions import Verb
from bot.core.instructions.courtesy import words_of
from bot.core.instructions.line import mistyped
from bot.core.instructions.verbs import OPPOSITES, PHRASES, VERBS, Words

MOST_NEAR = 3  # as many as a letter has buttons
_ALIKE = 0.72  # of 1: "eenvdig" is 0.78 to "eenvoudig", "morgen" 0.67 to "more"
_BEGINS = 0.6  # the same of one word behind others, of which there are few
_LONGEST = 60  # characters
# Words that only "niet", "geen", "on-" or "deels" tells apart are offered together.
_POLAR = (
    (Verb.NOT_UPHELD, Verb.PARTLY_UPHELD, Verb.UPHELD),
    (Verb.NOT_ADMISSIBLE, Verb.ADMISSIBLE),
    (Verb.COMPLAINT, Verb.NO_COMPLAINT),
    (Verb.YES, Verb.NO),
)
_SPOKEN = {" ".join(phrase): verb for phrase, verb in PHRASES.items()}


def near(typed: str) -> tuple[Verb, ...]:
    """At most three orders that look like what was typed, the likeliest first."""
    said = " ".join(words_of(typed[:_LONGEST]))
    if not said:
        return ()
    alike = process.extract(
        said, _SPOKEN.keys(), scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, limit=9
    )
    found = [_SPOKEN[phrase] for phrase, _score, _at in alike]
    found = [*(PHRASES[phrase] for phrase in mistyped(tuple(said.split()))), *found]
    return with_family(*dict.fromkeys(found))


def going_on(begun: Words, said: str) -> tuple[Verb, ...]:
    """At most three orders that begin with these words and go on like what was said."""
    more = words_of(said[:_LONGEST])
    longer = [phrase for phrase in PHRASES if phrase[: len(begun)] == begun != phrase]
    first = {phrase[len(begun)] for phrase in longer}
    alike = process.extractOne(
        more[0] if more else "", first, scorer=OSA.normalized_similarity, score_cutoff=_BEGINS
    )
    if alike is None:
        return ()
    meant = [phrase for phrase in longer if phrase[len(begun)] == alike[0]]
    rest = {phrase: " ".join(phrase[len(begun) :]) for phrase in meant}
    ranked = process.extract(" ".join(more), rest, scorer=OSA.normalized_similarity, limit=None)
    return tuple(dict.fromkeys(PHRASES[phrase] for _, _, phrase in ranked))[:MOST_NEAR]


def with_family(*verbs: Verb) -> tuple[Verb, ...]:
    """The orders, each with those that but a "niet" tells apart from it; at most three."""
    found: list[Verb] = []
    for verb in verbs:
        family = next((some for some in _POLAR if verb in some), (verb,))
        found += [verb, *family]
    return tuple(dict.fromkeys(found))[:MOST_NEAR]


def may_deny(verb: Verb) -> tuple[Verb, ...]:
    """What "niet" before or behind an order may mean: its opposites first, then itself."""
    family = next((some for some in _POLAR if verb in some), None)
    others = family or next((tuple(sorted(some)) for some in OPPOSITES if verb in some), ())
    entries = [other for other in others if other is not verb and VERBS[other].works]
    return (*entries, verb)[:MOST_NEAR]
