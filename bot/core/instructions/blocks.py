"""Orders with what stands below them: their fields, their text, and what is left over."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.core.instructions import Doubt, Field, Order, Verb, judging
from bot.core.instructions.courtesy import DENIALS, is_courtesy, words_of
from bot.core.instructions.entry import Entry, Form
from bot.core.instructions.fields import field_named, split_at_fields
from bot.core.instructions.fitting import Fitted, Reading
from bot.core.instructions.judging import Within
from bot.core.instructions.line import Spoken, is_opening, opened, spoken
from bot.core.instructions.own_lines import tidy
from bot.core.instructions.verbs import VERBS

_ENDS = frozenset((("einde",), ("end",)))
_FIELD = re.compile(
    r"[^\w>]{0,6}(?P<name>[^\W\d_][\w \-]{0,24}?) ?:(?!//) ?(?P<value>.*)", re.DOTALL
)
_BARE_FIELD = re.compile(r"(?P<name>[A-Z]{3,}(?: [A-Z]{2,})?) (?P<value>.+)", re.DOTALL)
_OWN_WORDS = frozenset((Verb.REPLY, Verb.TEXT, Verb.NOTE))  # where thanks are a text too
# What may stand on the line below the words of an order.
_ARGUED = frozenset((
    Form.PERSON, Form.TERM, Form.DAY, Form.AHEAD, Form.AWAY, Form.NUMBER, Form.CODES, Form.KIND,
    Form.ADDRESS, Form.PROMISE,
))  # fmt: skip
_LONGEST_AFTERTHOUGHT = 3  # words


def _is_field_of(entry: Entry, line: str) -> bool:
    named = _FIELD.match(line)
    return named is not None and field_named(named["name"], entry.fields) is not None


@dataclass(slots=True)
class Block:
    """One order while its lines are read. `sink` takes the words that belong to it."""

    order: Order
    doubts: tuple[Doubt, ...] = ()
    text: list[str] = field(default_factory=list)
    fields: dict[Field, list[list[str]]] = field(default_factory=dict)
    sink: list[str] | None = None
    in_field: bool = False

    @property
    def entry(self) -> Entry:
        """What the table says of this order."""
        return VERBS[self.order.verb]

    def done(self) -> Order:
        """The order with its text and its fields."""
        filled = {
            name: tuple(value for lines in values if (value := "\n".join(lines).strip()))
            for name, values in self.fields.items()
        }
        text = "\n".join(self.text).strip()
        thanks_only = not self.text[0] and self.order.verb not in _OWN_WORDS and is_courtesy(text)
        return replace(
            self.order,
            text="" if thanks_only else text,
            fields={name: values for name, values in filled.items() if values},
        )


@dataclass(slots=True)
class Blocks:
    """Goes down the lines of a mail. `number` is the case that was named for those to come."""

    reading: Reading
    button: bool = False
    number: str = ""
    blocks: list[Block] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    _queue: deque[str] = field(default_factory=deque)
    _tapped: int = 0  # lines that a button wrote
    _seen: int = 0

    def read(self, lines: Iterable[str], subject: str = "") -> None:
        """Reads the order of the subject, when it has one, and then every line once."""
        self._queue.extend([subject, *lines] if subject else lines)
        self._tapped = (1 + bool(subject)) * self.button
        while self._queue:
            self._line(self._queue.popleft())

    def start(self, fits: Fitted) -> None:
        """An order begins: what follows may belong to it."""
        order = fits.order if fits.order.number else replace(fits.order, number=self.number)
        block = Block(replace(order, text=""), fits.doubts)
        inline, *more = split_at_fields(order.text, block.entry.fields)
        block.text.append(inline)
        self._queue.extendleft(reversed(more))
        block.sink = block.text if block.entry.takes_text else None
        self.blocks.append(block)

    @property
    def _open(self) -> Block | None:
        return self.blocks[-1] if self.blocks else None

    @property
    def _within(self) -> Within:
        block = self._open
        if block is None or block.sink is None:
            return Within.NOTHING
        begun = block.in_field or any(block.sink) or block.order.line.endswith(":")
        if not begun:
            return Within.NOTHING
        return Within.LETTER if block.entry.is_letter else Within.NOTE

    def _line(self, raw: str) -> None:
        line = tidy(raw)
        if not line:
            self._keep(raw)
        elif words_of(line) in _ENDS:
            self._end()
        elif not (self._is_field(line) or self._is_number(line) or self._is_order(line)):
            self._keep(raw)
        self._seen += bool(line)

    def _end(self) -> None:
        if (block := self._open) is not None:
            block.sink, block.in_field = None, False

    def _keep(self, raw: str) -> None:
        block = self._open
        kept = self.left if block is None or block.sink is None else block.sink
        kept.append(raw.rstrip())

    def _is_field(self, line: str) -> bool:
        block = self._open
        if block is None or not (found := self._named(block, line)):
            return False
        name, value = found
        value, *more = split_at_fields(value, block.entry.fields)
        self._queue.extendleft(reversed(more))
        block.sink = [value] if value else []
        block.fields.setdefault(name, []).append(block.sink)
        block.in_field = True
        return True

    def _named(self, block: Block, line: str) -> tuple[Field, str] | None:
        """The field of this order that a line begins with, and its value."""
        among = block.entry.fields
        if not among:
            return None
        running = block.sink is block.text and any(block.text) and Field.TEXT in among
        found = _FIELD.match(line)
        if found and not (running and not found["name"].isupper()):
            name = field_named(found["name"], among)
            if name is not None:
                return name, found["value"]
        short = block.order.verb in {Verb.DETAILS, Verb.NEW} and _BARE_FIELD.fullmatch(line)
        name = field_named(short["name"], among) if short else None
        return (name, short["value"]) if short and name else None

    def _is_number(self, line: str) -> bool:
        """A line with the number of a case and nothing else names it for what follows."""
        numbers, rest = opened(line, self.reading.policy.numbering)
        if len(numbers) != 1 or words_of(rest) or self._within is not Within.NOTHING:
            return False
        self.number = numbers[0]
        return True

    def _is_order(self, line: str) -> bool:
        within = self._within
        judgment = self._joined(line) if within is Within.NOTHING else None
        if judgment is None:
            judgment = judging.judged(
                line,
                within,
                self.reading,
                button=self._seen < self._tapped,
                filled=within is Within.NOTHING and self._is_filled(line),
            )
        match judgment:
            case Fitted():
                self.start(judgment)
            case Doubt():
                self.doubts.append(judgment)
            case None:
                return False
        return True

    def _is_filled(self, line: str) -> bool:
        """Whether a field of the order in this line stands below it."""
        found = spoken(opened(line, self.reading.policy.numbering)[1], forgiving=False)
        below = next((tidy(each) for each in self._queue if each.strip()), "")
        return found is not None and found.is_loose and _is_field_of(found.entry, below)

    def _joined(self, line: str) -> Fitted | Doubt | None:
        """The order that begins in this line and goes on in the next one: "NIET", "ONTVANKELIJK".

        So does its argument ("GEEF AAN", "Bert"), and so does a denial: "ONTVANKELIJK", "is dit
        niet" orders nothing.
        """
        said = opened(line, self.reading.policy.numbering)[1]
        words, here = words_of(said), spoken(said, forgiving=False)
        opens = is_opening(said) or (len(words) == 1 and words[0] in DENIALS)
        below = next((at for at, each in enumerate(self._queue) if tidy(each)), None)
        if below is None or not (opens or here):
            return None
        following = tidy(self._queue[below])
        judgment = judging.judged(
            f"{line} {following}", Within.NOTHING, self.reading, button=self._seen < self._tapped
        )
        goes_on = here is None or (not below and self._goes_on(said, here.words, following))
        if not (goes_on or (here and self._is_argument(here, following, judgment))):
            return None
        if judgment is not None:
            for _ in range(below + 1):
                self._queue.popleft()
        return judgment

    def _is_argument(self, here: Spoken, following: str, joined: Fitted | Doubt | None) -> bool:
        """Whether the line below an order holds what the order takes, and nothing of its own."""
        takes = not here.args and here.entry.form in _ARGUED and isinstance(joined, Fitted)
        if not takes or is_courtesy(following) or _is_field_of(here.entry, following):
            return False
        alone = judging.judged(following, Within.NOTHING, self.reading)
        return not isinstance(alone, Fitted) and words_of(following) not in _ENDS

    def _goes_on(self, line: str, words: int, following: str) -> bool:
        """Whether an order that is whole goes on below: as a longer one, or to be denied."""
        below = words_of(following)
        if ":" in line or ":" in following or not below:
            return False
        longer = spoken(f"{line} {following}", forgiving=False)
        if longer and len(longer.phrase) > words:
            return True
        is_short = len(below) <= _LONGEST_AFTERTHOUGHT and not spoken(following, forgiving=False)
        return is_short and not DENIALS.isdisjoint(below)
