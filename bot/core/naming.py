"""Does a text speak of this person? A mail about somebody must not be read by that person first.

Every doubt counts as yes: a mail that goes to the deputy for nothing costs a minute, one that
reaches the person it is about may cost the complainant's trust (Awb art. 9:7; WPO art. 14).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.core.plain import plain, sentences
from bot.core.policy import Person, Policy, Role

_START, _END = r"(?<![^\W_])", r"(?![^\W_])"
_GAP = r"[\W_]{1,3}"
_SCHOOL_ROLES = frozenset({Role.STAFF, Role.HANDLER, Role.COORDINATOR, Role.DIRECTOR})
# So often without a title is no chance, and no text may keep us longer than that.
_OFTEN = 200
_WINDOW = 80  # characters before a surname in which its title stands
_MOST_WORDS_IN_A_NAME = 6

_COURTESIES = (
    "meneer|mijnheer|menheer|dhr|heer|heren|mevrouw|mevr|mvr|mw|dames?|juffr|juffie|mr|mrs|ms|mx"
    "|miss|mister|sir|madam|madame|mme|mesdames|mademoiselle|mlle|monsieur|messieurs|m(?=\\.)"
    "|herrn?|hr|frau|fr|fraulein|dr|drs|ir|ing|prof|professor|zuster|broeder|pater"
)
# These also end a longer word: "zorgjuf", "turnmeester", "klasleerkracht", "schooldirecteur".
_OFFICES = (
    "juf|juff|juffrouw|meester|leerkracht|leraar|lerares|docente?|onderwijzer|onderwijzeres"
    "|opvoeder|opvoedster|toezichter|toezichtster|begeleider|begeleidster|titularis|coach|trainer"
    "|coordinator|directeur|directrice|director|rector|professeur|instit|instituteur|institutrice"
    "|maitre|maitresse|enseignante?|educateur|educatrice|surveillante?|prefete?|teacher|principal"
    "|headteacher|headmaster|headmistress|lehrer|lehrerin|schulleiter|schulleiterin|direktor"
    "|direktorin|rektor|rektorin"
)
_TITLE = rf"(?:{_COURTESIES}|[^\W_]{{0,30}}(?:{_OFFICES}))"
_PARTICLES = (
    "de|den|der|des|het|van|von|vom|vd|ter|ten|te|tot|la|le|les|du|da|do|dos|di|del|della|el|al"
    "|ben|bin|ibn|zu|zur|zum|mac|mc|st|sint|saint"
)
_COURTESY = re.compile(rf"(?:{_COURTESIES})\.?")

_ROLES: Mapping[Role, re.Pattern[str]] = {
    Role.DIRECTOR: re.compile(
        r"directeur|directric|dire[ck]tie(?![fv])|direktor|direktion|schulleit|schoolleid"
        r"|schoolhoofd|hoofd van de school|hoofdmeester|hoofdonderwijzer"
        r"|\b(?:directors?|prefete?s?|proviseure?|(?:con|kon)?re[ck]tor(?:in|en)?)\b"
        # Alone it is an adjective in French: "le souci principal".
        r"|\b(?:the|a|our|your|my|his|her|their|dear|school|vice|deputy|assistant|new|this|that"
        r"|and|or|to|by|with|from|of)[ -]principals?\b"
        r"|\bhead[ -]?(?:teacher|master|mistress)|\bhead of (?:the |our |your )?school"
        r"|\b(?:la|votre|notre|cette|sa|leur) direction\b|direction de l'|chef d'etablissement"
    ),
    Role.COORDINATOR: re.compile(
        r"(?<![\w-])(?:klachten?-?|beschwerde-?)?[ck]o-?ordinat(?:or(?:en|in|s)?|eurs?|rices?)\b"
    ),
    Role.HANDLER: re.compile(
        r"klacht(?:en)?behandel|behandelaar van (?:mijn|onze|de|deze|die) klacht"
        r"|complaints? (?:handler|officer)|gestionnaire des plaintes|beschwerdebearbeit"
    ),
    Role.BOARD: re.compile(
        r"school ?bestu|bestuurs(?:lid|leden|voorzit)|bestuurders?\b|raad van (?:bestuur|toezicht)"
        r"|college van bestuur|\b(?:het|dit|uw|jullie|ons) bestuur\b|bevoegde? gezag"
        r"|inrichtende macht|pouvoir organisateur|conseil d'administration|school board"
        r"|governing (?:body|board)|board of (?:governors|directors|trustees)|school governors?"
        r"|schultrager|schulvorstand"
    ),
}


def named_in(plain_text: str, person: Person, policy: Policy) -> bool:
    """Whether a text (as `plain` gives it) speaks of a person: by name or by role.

    By name is: first name and surname in either order; a title and the surname ("meneer Jansen");
    for those who work in a school, a title and the first name ("juf Katrien"). By role is: any
    word of leadership for a director, and the words for coordinator, handler and board.
    """
    return _by_role(plain_text, person, policy) or _by_name(plain_text, person)


def all_named_in(plain_text: str, policy: Policy) -> tuple[Person, ...]:
    """Everybody of whom a text speaks, as `named_in` says of each of them."""
    # Each role is looked for once, however many people have it.
    one_of_each = {
        roles: Person(id="", name="", email="", roles=roles)
        for roles in {person.roles for person in policy.people}
    }
    by_role = {
        roles for roles, person in one_of_each.items() if _by_role(plain_text, person, policy)
    }
    return tuple(
        person
        for person in policy.people
        if person.roles in by_role or _by_name(plain_text, person)
    )


def without_own_name(plain_text: str, sender_name: str) -> str:
    """The text without the full name of who wrote it, which names nobody else."""
    words = re.findall(r"[^\W_]+", plain(re.sub(r"\(.*?\)", " ", sender_name)))
    # One word alone may be anybody's: "Katrien" writes of "juf Katrien".
    if not 1 < len(words) <= _MOST_WORDS_IN_A_NAME or words[-1] not in plain_text:
        return plain_text
    first, *rest = words
    orders = (words, [*rest, first], [rf"{first[0]}\.", *rest])
    names = "|".join(
        r"[\W_]{0,3}".join(order) if order[0].endswith(".") else _GAP.join(order)
        for order in orders
    )
    return re.sub(rf"{_START}(?:{names}){_END}", " ", plain_text)


def _by_role(text: str, person: Person, policy: Policy) -> bool:
    if any(role in person.roles and words.search(text) for role, words in _ROLES.items()):
        return True
    leadership = policy.words.leadership
    return (
        leadership is not None
        and Role.DIRECTOR in person.roles
        and bool(leadership.find(sentences(text)))
    )


def _by_name(text: str, person: Person) -> bool:
    name = _Name.of(person.name)
    for core in name.cores:
        if core not in text:
            continue
        found = re.finditer(rf"{_START}{re.escape(core)}(?:'?s)?{_END}", text)
        for times, hit in enumerate(found):
            before = text[max(0, hit.start() - _WINDOW) : hit.start()]
            after = text[hit.end() : hit.end() + _WINDOW]
            if times == _OFTEN or name.before.search(before) or name.after.match(after):
                return True
    if not person.roles & _SCHOOL_ROLES or name.first not in text:
        return False
    return name.with_title.search(text) is not None


class _Name:
    """A person's name, taken apart once."""

    def __init__(self, name: str) -> None:
        words = plain(name).split() or ["?"]
        while len(words) > 1 and _COURTESY.fullmatch(words[0]):
            del words[0]
        firsts, lasts = _parts(words[0]), _parts(words[-1])
        # "D'Hondt" is also written "Dhondt" and "De Smet" "Desmet"; "Peeters-Maes" is also
        # called "Peeters".
        joined = ("".join(lasts), "".join(_parts(" ".join(words[1:]))))
        self.cores = tuple(dict.fromkeys(core for core in (*lasts, *joined) if len(core) > 1))
        self.first = firsts[0]
        first = r"[\W_]{0,3}".join(map(re.escape, firsts))
        own = "|".join(map(re.escape, _parts(" ".join(words))))
        between = rf"(?:(?:{_PARTICLES}|{_TITLE}|{own}|[^\W\d_]){_GAP}){{0,5}}"
        lead = rf"(?:{_TITLE}|{first}|{re.escape(self.first[0])}(?=\.))"
        self.before = re.compile(rf"{_START}{lead}{_GAP}{between}$")
        self.after = re.compile(rf"{_GAP}{first}{_END}")
        self.with_title = re.compile(rf"{_START}{_TITLE}{_GAP}{first}(?:'?s)?{_END}")

    @staticmethod
    @lru_cache(maxsize=1024)
    def of(name: str) -> _Name:
        return _Name(name)


def _parts(text: str) -> list[str]:
    """The letters of a name without hyphens, points and apostrophes between them."""
    return [part for part in re.split(r"[\W_]+", text) if part] or [text]
