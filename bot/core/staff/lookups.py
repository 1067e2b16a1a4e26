"""Orders that change nothing: the file of a case, a list, a search, and all words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.core.acting import Act, Acting, Answer, Asked, Done
from bot.core.case import DeadlineKind, Status
from bot.core.choices import Choice, buttons
from bot.core.clause import Clause, in_language
from bot.core.decision import Send
from bot.core.facts import CaseLine
from bot.core.instructions import Verb
from bot.core.instructions.entry import Entry, Theme
from bot.core.instructions.verbs import VERBS, word_of
from bot.core.letter import LetterName, LetterOrder, Value
from bot.core.parties import school_name
from bot.core.plain import plain
from bot.core.policy import Person, Role
from bot.core.sight import MOST_LINES, may_see
from bot.core.staff import answers
from bot.core.staff.case_shown import case_shown
from bot.core.staff.words_of_lookups import duty_of, state_of
from bot.core.wanted import wanted_in

_LOOK_UP = (Verb.LIST, Verb.SEARCH)
_ONE_A_MAIL = Clause(
    "Eén lijst of zoekopdracht per mail: stuur de tweede apart.",
    "One list or search per mail: send the second on its own.",
)
_WHICH_WORDS = Clause(
    "Naar welke woorden moet ik zoeken? Vul ze aan.",
    "Which words should I look for? Fill them in.",
)
_NOT_UNDERSTOOD = Clause("{asked} (niet begrepen: {words})", "{asked} (not understood: {words})")
_OPEN = Clause("open", "open")
_LABELS: Mapping[str, Clause] = {
    "mine": Clause("Mijn dossiers", "My cases"),
    "late": Clause("Te laat", "Late"),
    "open": Clause("Alle open", "All open"),
    "all": Clause("Ook gesloten", "Closed ones too"),
    "words": Clause("Alle woorden", "All words"),
    "show": Clause("Toon", "Show"),
}
_FILTERS: Mapping[str, Clause] = {
    "mine": Clause("mij", "mine"),
    "late": Clause("laat", "late"),
    "open": Clause("open", "open"),
    "all": Clause("alles", "all"),
}


def show(acting: Acting) -> Answer:
    """The file of a case."""
    return _answered(acting, case_shown(acting))


def list_(acting: Acting) -> Answer:
    """The cases that the words ask for, as far as the writer may see them."""
    wanted, by = wanted_in(acting.order.text, acting.policy), acting.by
    asked = acting.order.text.strip() or in_language(_OPEN, by)
    if wanted.unknown:
        words = ", ".join(wanted.unknown)
        asked = in_language(_NOT_UNDERSTOOD, by).format(asked=asked, words=words)
    others = [name for name in _FILTERS if not _says(name, acting)]
    return _lines(acting, asked, [_listing(name, by) for name in others])


def search(acting: Acting) -> Answer:
    """The cases that hold all of these words, each with the place where they stand."""
    by, text = acting.by, acting.order.text.strip()
    if not text:
        word = word_of(Verb.SEARCH, by.language)
        ready = (word.capitalize(), f"{word}: ")
        return Asked(in_language(_WHICH_WORDS, by), prefilled=ready)
    return _lines(acting, text, [_listing("all", by), _listing("mine", by)])


def help_(acting: Acting) -> Answer:
    """All words with what they do; of a word that is asked for, only that."""
    by, facts, policy = acting.by, acting.facts, acting.policy
    groups: tuple[Value, ...] = tuple(
        {"title": theme.title(by.language), "words": words}
        for theme in _themes(by)
        if (words := tuple(_told(entry, by) for entry in _of_theme(theme, acting.order.text)))
    )
    values: dict[str, Value] = {
        "groups": groups,
        **answers.rows(
            [_listing("mine", by), _listing("late", by)], "", by, facts, policy, _school(by)
        ),
    }
    order = answers.reply(LetterName.HELP_SHOWN, by, values, acting.mail, facts, policy, None)
    return _answered(acting, order)


def _lines(acting: Acting, asked: str, others: Sequence[Choice]) -> Answer:
    """A list of what was found, with other lists to try."""
    by, facts, policy = acting.by, acting.facts, acting.policy
    if not _is_first(acting):
        return Asked(in_language(_ONE_A_MAIL, by))
    shown = [line for line in facts.found if by.id not in line.not_for]
    words = in_language(_LABELS["words"], by), word_of(Verb.HELP, by.language)
    values: dict[str, Value] = {
        "asked": asked,
        "lines": tuple(_line(line, acting) for line in shown[:MOST_LINES]),
        "n_more": facts.found_more + max(len(shown) - MOST_LINES, 0),
        **answers.rows([*others, words], "", by, facts, policy, _school(by)),
    }
    order = answers.reply(LetterName.CASES_SHOWN, by, values, acting.mail, facts, policy, None)
    return _answered(acting, order)


def _line(line: CaseLine, acting: Acting) -> Value:
    by, facts, policy = acting.by, acting.facts, acting.policy
    ready = [(in_language(_LABELS["show"], by), word_of(Verb.SHOW, by.language))]
    return {
        "number": line.number,
        "school": school_name(line.school, policy),
        "state": state_of(line.status, by),
        "next": duty_of(DeadlineKind(line.next_what), by) if line.next_what else "",
        "day": line.next_on,
        "late": line.late,
        "piece": line.words.strip("… ") if _may_read(line, acting) else "",
        "buttons": buttons(ready, line.number, by, facts, policy, school=line.school),
    }


def _may_read(line: CaseLine, acting: Acting) -> bool:
    """Whoever could take up what waits may know that it is there, and not yet what it says."""
    taken_up = replace(line, status=Status.HANDLING)
    return may_see(acting.by, taken_up, acting.facts, acting.policy)


def _is_first(acting: Acting) -> bool:
    """Whether this is the look-up for which cases were found: the first of its mail."""
    given = acting.facts.instructions
    orders = [order for order in given.orders if order.verb in _LOOK_UP] if given else []
    return not orders or orders[0] is acting.order


def _listing(name: str, by: Person) -> Choice:
    word = word_of(Verb.LIST, by.language)
    return in_language(_LABELS[name], by), f"{word} {in_language(_FILTERS[name], by)}"


def _says(name: str, acting: Acting) -> bool:
    said = plain(acting.order.text).split()
    return any(word in said for word in _FILTERS[name]) or (name == "open" and not said)


def _themes(by: Person) -> Iterator[Theme]:
    """The themes of which this person may order something."""
    return (theme for theme in Theme if theme is not Theme.ADMIN or Role.ADMIN in by.roles)


def _of_theme(theme: Theme, asked: str) -> Iterator[Entry]:
    """The orders of a theme; where a word is asked for, those that have it in their words."""
    wanted = plain(asked).strip(" .:?!")
    every = [entry for entry in VERBS.values() if not wanted or wanted in _words(entry)]
    return (entry for entry in every or VERBS.values() if entry.theme is theme)


def _words(entry: Entry) -> str:
    return plain(f"{entry.nl}|{entry.en}|{entry.theme.title('nl')}|{entry.theme.title('en')}")


def _told(entry: Entry, by: Person) -> Value:
    english = by.language == "en"
    word = entry.english if english else entry.word
    example = " / ".join((entry.example_en if english else entry.example).split("\n"))
    return {
        "word": word,
        "english": "" if english else entry.english,
        "example": "" if example == word else example,
        "what": entry.does_en if english else entry.does,
    }


def _school(by: Person) -> str:
    return by.schools[0] if by.schools else ""


def _answered(acting: Acting, order: LetterOrder) -> Done:
    """Only a letter to who asked: nothing is changed, and nothing can be taken back."""
    send = Send(order, "somebody of the school looked something up")
    return Done(effects=(send,), case=acting.case, shown=True, undoable=False)


ACTS: Mapping[Verb, Act] = {
    Verb.SHOW: show,
    Verb.LIST: list_,
    Verb.SEARCH: search,
    Verb.HELP: help_,
}
