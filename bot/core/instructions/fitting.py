"""Whether the words behind an order are what it takes, and what they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.core.instructions import Doubt, Order, Unclear, Verb
from bot.core.instructions.arguments import (
    address_meant,
    codes_meant,
    kind_meant,
    people_meant,
    person_meant,
    promise_in,
    seal_meant,
    sort_meant,
    split_off,
)
from bot.core.instructions.courtesy import bare, without_object, words_of
from bot.core.instructions.dates import Days, Meant, day_meant
from bot.core.instructions.entry import Form
from bot.core.instructions.fields import split_at_fields
from bot.core.instructions.line import Spoken
from bot.core.instructions.line import spoken as spoken_in
from bot.core.instructions.near import going_on
from bot.core.instructions.terms import term_meant
from bot.core.out_of_office import last_day
from bot.core.plain import plain
from bot.core.policy import Policy

_MOST_UNTIL = 10  # words that name a moment
_MOST_QUERY = 4  # words that a look-up takes where neither colon nor capitals mark it
_LONGEST = 300  # characters of an argument
NUMBERED = re.compile(
    r"(?:nr\.? ?|no\.? ?|#|maatregel |measure )?(\d{1,3})\b(?![./-]\d)", re.IGNORECASE
)
_AWAY = re.compile(r"(?:vanaf|van|tot|t/m|tem|until|till|from|to|wegens|met|op|on)\b")
_DEPUTY = re.compile(
    r"\b(?:vervang(?:er|ster|en door|t door)?|plaatsvervanger|deputy|stand-in|replaced by)\b"
    r"(?: is| wordt)?\s*:?\s*(?P<whom>[^,;.]{1,60})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What orders are read with. `english`: the writer has chosen English letters."""

    policy: Policy
    today: date
    names: Collection[str] = ()
    english: bool = False

    def days(self, spoken: Spoken, *, ahead: bool) -> Days:
        """How days are read in an order."""
        english = self.english or spoken.is_english
        return Days(self.today, self.policy.words.vocabulary, english=english, ahead=ahead)


@dataclass(frozen=True, slots=True)
class Fitted:
    """An order with what its words say, and what must be asked back of it."""

    order: Order
    doubts: tuple[Doubt, ...] = ()


_Fit = Callable[[Order, Spoken, Reading], Fitted | None]


def fitted(order: Order, spoken: Spoken, reading: Reading) -> Fitted | None:
    """The order with its arguments; None when the words behind it are something else."""
    names = reading.names
    head, *fields = split_at_fields(spoken.args, spoken.entry.fields)
    spoken = replace(spoken, args=head)
    if spoken.colon and spoken.entry.takes_text:
        has_words = bool(words_of(head))
    elif spoken.entry.moves or spoken.verb is Verb.SHOW:
        has_words = bool(without_object(head, names))
    else:
        has_words = bool(bare(head, names))
    fits = _FITS[spoken.entry.form](order, spoken, reading) if has_words else Fitted(order)
    if fits is None or not fields:
        return fits
    text = "\n".join((fits.order.text, *fields))
    return Fitted(replace(fits.order, text=text), fits.doubts)


def _nothing(order: Order, spoken: Spoken, _: Reading) -> Fitted | None:
    if not spoken.colon:
        return None
    return Fitted(replace(order, text=spoken.args))


def _seal(order: Order, spoken: Spoken, reading: Reading) -> Fitted | None:
    said = bare(spoken.args, reading.names)
    again = spoken_in(said, forgiving=False)
    if again and again.verb is spoken.verb and not again.args:  # "ja, verstuur"
        return Fitted(order)
    if again is None and (seal := seal_meant(said, alone=True)):
        return Fitted(replace(order, seal=seal))
    if not spoken.entry.takes_text:
        return None
    head, mark, behind = spoken.args.partition(":")
    if mark and (seal := seal_meant(head, alone=True)):
        return Fitted(replace(order, seal=seal, text=behind.strip()))
    return _text(order, spoken, reading)


def _text(order: Order, spoken: Spoken, _: Reading) -> Fitted | None:
    if not (spoken.colon or spoken.loud or spoken.verb is Verb.NOTE):
        return None
    return Fitted(replace(order, text=spoken.args))


def _person(order: Order, spoken: Spoken, reading: Reading) -> Fitted | None:
    policy = reading.policy
    said = bare(spoken.args[:_LONGEST], reading.names) or spoken.args
    whom, rest = split_off(said, lambda words: _somebody(words, policy))
    if whom and (spoken.colon or _is_apart(said, rest)):
        return Fitted(
            replace(
                order, whom=whom, text=spoken.args[len(said) - len(rest) :].strip() if rest else ""
            )
        )
    if not spoken.colon:
        typed = person_meant(said, policy)
        named = typed is not None and all(word[0].isupper() for word in typed.split())
        return Fitted(replace(order, whom=typed)) if named and typed else None
    if spoken.entry.takes_text:
        return Fitted(replace(order, text=spoken.args))
    return Fitted(replace(order, whom=spoken.args))


def _somebody(words: str, policy: Policy) -> str | None:
    """Words that surely name a person: one of the school, an address, "mij"."""
    whom = person_meant(words, policy)
    known = whom is not None and (
        people_meant(whom, policy) or "@" in whom or plain(whom) in {"mij", "me", "mezelf"}
    )
    return whom if known else None


def _is_apart(said: str, rest: str) -> bool:
    """Whether what follows is set apart, or there is nothing."""
    return not rest or said[: len(said) - len(rest)].rstrip(" \t")[-1:] in set(",;:.-(\u2013\u2014")


def _term(order: Order, spoken: Spoken, reading: Reading) -> Fitted | None:
    vocabulary = reading.policy.words.vocabulary
    said = spoken.args[:_LONGEST]
    term, rest = split_off(said, lambda words: term_meant(words, vocabulary))
    if term is not None:
        return Fitted(replace(order, term=term, text=rest + spoken.args[_LONGEST:]))
    return _dated(order, spoken, reading, ahead=True) or _text(order, spoken, reading)


def _ahead(order: Order, spoken: Spoken, reading: Reading) -> Fitted | None:
    return _dated(order, spoken, reading, ahead=True)


def _day(order: Order, spoken: Spoken, reading: Reading) -> Fitted | None:
    return _dated(order, spoken, reading, ahead=False) or _text(order, spoken, reading)


def _dated(order: Order, spoken: Spoken, reading: Reading, *, ahead: bool) -> Fitted | None:
    days = reading.days(spoken, ahead=ahead)
    meant, rest = split_off(spoken.args[:_LONGEST], lambda words: day_meant(words, days))
    if meant is None:
        return None
    text = rest + spoken.args[_LONGEST:]
    return Fitted(replace(order, on=meant.day, text=text), doubted(meant, order))


def doubted(meant: Meant, order: Order, line: str = "") -> tuple[Doubt, ...]:
    """What must be asked of a day that was named."""
    if meant.why is None:
        return ()
    said = line or order.line
    return (Doubt(why=meant.why, line=said, near=(order.verb,), dates=meant.dates),)


def _away(order: Order, spoken: Spoken, reading: Reading) -> Fitted | None:
    said = spoken.args[:_LONGEST]
    days = reading.days(spoken, ahead=True)
    deputy = _DEPUTY.search(said)
    whom = (person_meant(deputy["whom"], reading.policy) or "") if deputy else ""
    order = replace(order, whom=whom, text=spoken.args)
    until = said[: deputy.start()] if deputy else said
    meant, _ = split_off(until.strip(" ,;"), lambda words: day_meant(words, days))
    if meant and meant.why:
        return Fitted(replace(order, on=meant.day), doubted(meant, order))
    last = last_day(plain(said), reading.policy.words.vocabulary, reading.today)
    on = last or (meant.day if meant else None)
    if on is not None and on < reading.today:
        past = Meant(on, Unclear.PAST_DATE)
        return Fitted(replace(order, on=on), doubted(past, order))
    if on or deputy or spoken.colon or _AWAY.match(plain(said)):
        return Fitted(replace(order, on=on))
    return None


def _number(order: Order, spoken: Spoken, reading: Reading) -> Fitted | None:
    if found := NUMBERED.match(spoken.args):
        rest = spoken.args[found.end() :]
        behind = bare(rest, reading.names)
        if not behind or spoken.colon or rest.lstrip()[:1] in set(",;:.-(") or spoken.loud:
            text = rest.strip(" ,;:.-") if behind else ""
            return Fitted(replace(order, n=int(found[1]), text=text))
        return None
    return Fitted(replace(order, text=spoken.args)) if spoken.colon else None


def _codes(order: Order, spoken: Spoken, reading: Reading) -> Fitted | None:
    said = bare(spoken.args[:_LONGEST], reading.names) or spoken.args
    codes, rest = split_off(said, codes_meant)
    if codes and (spoken.colon or spoken.loud or _is_apart(said, rest)):
        return Fitted(replace(order, code=codes, text=rest))
    return _text(order, spoken, reading)


def _kind(order: Order, spoken: Spoken, reading: Reading) -> Fitted | None:
    said = bare(spoken.args[:_LONGEST], reading.names) or spoken.args
    kind, rest = split_off(said, kind_meant)
    if kind and (not rest or _is_apart(said, rest) or spoken.colon):
        return Fitted(replace(order, code=kind, whom=rest))
    return Fitted(replace(order, text=spoken.args)) if spoken.colon else None


def _promise(order: Order, spoken: Spoken, reading: Reading) -> Fitted | None:
    if not (spoken.colon or spoken.loud):
        return None
    promise = promise_in(spoken.args, reading.days(spoken, ahead=True), reading.policy)
    sort = promise.sort or sort_meant(" ".join(spoken.phrase)) or ""
    order = replace(order, text=promise.text, whom=promise.whom, on=promise.day, code=sort)
    return Fitted(order, doubted(promise.on, order) if promise.on else ())


def _address(order: Order, spoken: Spoken, _: Reading) -> Fitted | None:
    address, rest = split_off(spoken.args, address_meant)
    if address and (spoken.colon or not rest):
        return Fitted(replace(order, text=" ".join(filter(None, (address, rest)))))
    return Fitted(replace(order, text=spoken.args)) if spoken.colon else None


def _query(order: Order, spoken: Spoken, reading: Reading) -> Fitted | None:
    said = bare(spoken.args, reading.names)
    few = len(words_of(said)) <= _MOST_QUERY and "," not in said
    return Fitted(replace(order, text=said)) if spoken.colon or spoken.loud or few else None


def _until(order: Order, spoken: Spoken, reading: Reading) -> Fitted | None:
    said = bare(spoken.args[:_LONGEST], reading.names)
    return Fitted(replace(order, text=said)) if len(words_of(said)) <= _MOST_UNTIL else None


def _which(order: Order, spoken: Spoken, reading: Reading) -> Fitted | None:
    """One of the orders that begin so, where a colon stood between; else it is asked back."""
    said = bare(spoken.args[:_LONGEST], reading.names)
    whole = spoken_in(f"{' '.join(spoken.phrase)} {said}", forgiving=False)
    if whole is not None and whole.verb is not spoken.verb:
        whole = replace(whole, loud=spoken.loud, colon=whole.colon or spoken.colon)
        return _FITS[whole.entry.form](replace(order, verb=whole.verb), whole, reading)
    meant = spoken.colon or spoken.loud or bool(going_on(spoken.phrase, said))
    return Fitted(replace(order, text=said)) if meant else None


_FITS: Mapping[Form, _Fit] = {
    Form.NOTHING: _nothing,
    Form.SEAL: _seal,
    Form.PERSON: _person,
    Form.DAY: _day,
    Form.TERM: _term,
    Form.AHEAD: _ahead,
    Form.AWAY: _away,
    Form.NUMBER: _number,
    Form.CODES: _codes,
    Form.KIND: _kind,
    Form.PROMISE: _promise,
    Form.ADDRESS: _address,
    Form.QUERY: _query,
    Form.UNTIL: _until,
    Form.WHICH: _which,
    Form.TEXT: _text,
}
