"""Whether a line orders something, may order something, or is text."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from bot.core.instructions import Doubt, Order, Unclear, Verb
from bot.core.instructions.courtesy import DENIALS, WORD, bare, behind_courtesies, words_of
from bot.core.instructions.fitting import NUMBERED, Fitted, Reading, fitted
from bot.core.instructions.line import Spoken, opened, spoken
from bot.core.instructions.near import may_deny, near, with_family

_LONGEST_DOUBT = 4  # words of a line that begins with an order and is none
_LONGEST_DENIAL = 8
_EARLY = 4  # of the words of a line, one of which denies
_FILLED = 3  # words behind "niet", one of which it denies
_SHORTEST_ALONE = 4  # letters of an order that ends a note
_IN_NOTES = frozenset((Verb.CONTACT, Verb.STOP, Verb.ADDRESS, Verb.REMIND))  # notes begin so


class Within(Enum):
    """Where a line stands, which says how sure an order there must be."""

    NOTHING = "nothing"
    NOTE = "note"  # words for the school itself: an order stands alone, or has a colon
    LETTER = "letter"  # words for a complainant: only capitals end them


def judged(
    line: str, within: Within, reading: Reading, *, button: bool = False, filled: bool = False
) -> Fitted | Doubt | None:
    """What a line orders, or what must be asked of it; None: it is text.

    `button`: a button wrote this line. `filled`: a field that belongs to it stands below.
    """
    if line.startswith(">"):
        return None
    numbers, said = opened(line, reading.policy.numbering)
    outside = within is Within.NOTHING
    found = spoken(said, forgiving=outside)
    if found is None:
        return _unspoken(said, line, reading) if outside else None
    if not (outside or _ends_text(found, within, reading)):
        return None
    behind: tuple[str, ...] = ()
    if not (found.colon and found.entry.takes_text):  # a number in a text is a part of it
        behind, args = opened(found.args, reading.policy.numbering)
        found = replace(found, args=args) if behind else found
    if found.is_loose and not (
        found.colon or numbers or button or filled or NUMBERED.match(found.args)
    ):
        alone = outside and not bare(found.args, reading.names)
        return _asked(Unclear.UNKNOWN_WORD, line, found.verb) if alone else None
    numbers = tuple(dict.fromkeys((*numbers, *behind)))
    if len(numbers) > 1:
        return _asked(Unclear.SEVERAL_CASES, line, found.verb)
    judgment = _denied(found, line) or _fitted(found, numbers, line, reading)
    return judgment if outside or isinstance(judgment, Fitted) else None


def _asked(why: Unclear, line: str, *verbs: Verb) -> Doubt:
    return Doubt(why=why, line=line, near=verbs)


def _ends_text(found: Spoken, within: Within, reading: Reading) -> bool:
    """Whether an order ends the text in which it stands."""
    if found.loud:
        return True
    if within is Within.LETTER or found.is_loose or found.verb in {Verb.YES, Verb.NO}:
        return False
    alone = not bare(found.args, reading.names)
    return found.colon or (alone and len(" ".join(found.phrase)) >= _SHORTEST_ALONE)


def _fitted(
    found: Spoken, numbers: tuple[str, ...], line: str, reading: Reading
) -> Fitted | Doubt | None:
    if "?" in found.args and not bare(found.args, reading.names):
        return _asked(Unclear.UNKNOWN_WORD, line, found.verb)
    order = Order(verb=found.verb, number=numbers[0] if numbers else "", line=line)
    fits = fitted(order, found, reading)
    if fits is None:
        decides = found.entry.works and found.entry.moves and found.verb not in _IN_NOTES
        is_sentence = found.is_loose and not NUMBERED.match(found.args)
        if not decides or is_sentence or found.words > _LONGEST_DOUBT:
            return None
        return Doubt(why=Unclear.UNKNOWN_WORD, line=line, near=_all_in(line, found.verb))
    if found.mistyped and found.entry.moves:
        why = Unclear.TYPING_ERROR if len(found.mistyped) == 1 else Unclear.UNKNOWN_WORD
        return _asked(why, line, *with_family(*found.mistyped))
    return fits


def _denied(found: Spoken, line: str) -> Doubt | None:
    """A "no" right behind an order: "eenvoudig niet", "ONTVANKELIJK: nee"."""
    first = words_of(found.args)[:1]
    text_follows = found.entry.takes_text and (found.colon or found.loud)
    if not first or first[0] not in DENIALS or not found.entry.moves or text_follows:
        return None
    if found.words > _LONGEST_DENIAL:
        return None
    return _asked(Unclear.DENIED, line, *may_deny(found.verb))


def _unspoken(said: str, line: str, reading: Reading) -> Doubt | None:
    """A line that begins with no order: it may deny one, or be one with errors."""
    words = words_of(said)
    if not words or len(words) > _LONGEST_DENIAL:
        return None
    if denied := _denial(said, words):
        return _asked(Unclear.DENIED, line, *may_deny(denied))
    if (later := spoken(behind_courtesies(said), forgiving=False)) and not bare(later.args):
        return _asked(Unclear.UNKNOWN_WORD, line, later.verb)
    loud = said.isupper() and len(words) <= _LONGEST_DOUBT
    if not (loud or len(words) == 1):
        return None
    meant = near(bare(said, reading.names))
    return _asked(Unclear.UNKNOWN_WORD, line, *meant) if meant else None


def _denial(said: str, words: tuple[str, ...]) -> Verb | None:
    """The order that a line denies: "niet eenvoudig", "is niet gegrond", "oneenvoudig"."""
    if words[0].startswith("on") and (found := spoken(words[0][2:], forgiving=False)):
        return found.verb if found.entry.moves else None
    tokens = list(WORD.finditer(said))
    if words[0] == "on" and words[1:] and (found := spoken(said[tokens[1].start() :])):
        return found.verb if found.entry.moves else None
    for at, word in enumerate(words[:_EARLY]):
        if word in DENIALS:
            for token in tokens[at + 1 : at + 1 + _FILLED]:
                found = spoken(said[token.start() :])
                if found and found.entry.moves and not found.is_loose:
                    return found.verb
    return None


def _all_in(line: str, first: Verb) -> tuple[Verb, ...]:
    """The orders that a short line names, so that each can be chosen."""
    named = (spoken(line[token.start() :], forgiving=False) for token in WORD.finditer(line))
    found = [each.verb for each in named if each and each.entry.works and not each.is_loose]
    return tuple(dict.fromkeys((first, *found)))[:3]
