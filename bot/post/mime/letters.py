"""Which charset unlabelled bytes are in, by the letters that people of our languages write.

Every byte is a letter in a dozen charsets; only in one of them do the letters make words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

_SAMPLE = 1_000  # letters beyond ASCII that are weighed; more of them change no answer
_WINDOW = 16_384  # bytes looked through for them, from the first one on
_FIRST = re.compile(rb"[\x80-\xff]")
_RUN = re.compile(r"([A-Za-z]?)([^\x00-\x7f]+)(?=([A-Za-z]?))")

_COMMON = 2  # points for each of the ten or so letters a language is full of
_KNOWN = 1  # for any other letter or mark it has
_STRANGE = -3  # for one that it never has
_NO_WORD = -4  # for a run of letters that stands where, or is written as, no word is
_HARDLY_A_WORD = -2  # for a run of accents longer than words have
_LONGEST_RUN = 3  # accented letters in a row in a language written with Latin letters
_FEWEST = 6  # letters of another alphabet: fewer are an accented word of ours
_PLAINLY = 1.0  # points that they must reach

_MARKS = "€„“”«»—…°§·²³½№\u2013\u2018\u2019\u00b4\u00a0\u00ad"
_WESTERN = "àâäáçîïíìôöóòûüúùñßåæøœãõêëýÉÈÊËÀÂÄÁÇÎÏÍÔÖÓÛÜÚÙÑÅØÆŒºª¿¡"
_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўќѓџљњј"
# Per charset of mail: the letters its languages are full of, and the others they have.
_ALPHABETS: dict[str, tuple[str, str]] = {
    "cp1252": ("éèëàçïöüäñíóá", _WESTERN),
    "cp1254": ("ığşüöç", "İĞŞÜÖÇâîûéèêëàäïôñ"),
    "cp1250": ("ąęłśżóćńăîşţâ", "źĄĆĘŁŃÓŚŹŻĂÂÎŞŢáéíöőúüűÁÉÍÖŐÚÜŰ"),
    "iso8859-2": ("ąęłśżóćńăîşţâ", "źĄĆĘŁŃÓŚŹŻĂÂÎŞŢáéíöőúüűÁÉÍÖŐÚÜŰ"),
    "iso8859-15": ("éèëàçïöüäñíóá", _WESTERN + "ŠšŽž"),
    "cp1251": ("оеаинтсрвлкмдпу", _CYRILLIC + _CYRILLIC.upper()),
    "koi8-u": ("оеаинтсрвлкмдпу", _CYRILLIC + _CYRILLIC.upper()),
    "cp1256": ("املنيوتربدهعةأ", "بتثجحخدذرزسشصضطظعغفقكلمنهوىيءآأؤإئة،؛؟ـًٌٍَُِّْéèàçêâîôûù"),
}
_OTHER_ALPHABETS = frozenset(("cp1251", "koi8-u", "cp1256"))  # their words hold no Latin letter


def likely_charset(raw: bytes) -> str | None:
    """Python's name of the charset these bytes seem to be in; None where none gives words."""
    first = _FIRST.search(raw)
    if first is None:
        return "ascii"
    start = max(0, first.start() - 1)  # with the letter before it
    sample = raw[start : start + _WINDOW]
    scores = {charset: _score(sample, charset) for charset in _ALPHABETS}
    for charset in _OTHER_ALPHABETS:
        if scores[charset] < _PLAINLY:
            scores[charset] = 0.0
    best = max(scores, key=scores.__getitem__)  # of equals the first, which is the usual one
    return best if scores[best] > 0 else None


def _score(sample: bytes, charset: str) -> float:
    """How well the bytes read in this charset, in points a letter; below zero not at all."""
    try:
        text = sample.decode(charset)
    except UnicodeDecodeError:
        return _STRANGE
    common, known = _alphabet(charset)
    other_alphabet = charset in _OTHER_ALPHABETS
    points = count = 0
    for before, run, after in _runs(text):
        for letter, times in Counter(run).items():
            worth = _COMMON if letter in common else _KNOWN if letter in known else _STRANGE
            points += worth * times
        count += len(run)
        points += len(run) * (
            _as_word(run, beside=before + after)
            if other_alphabet
            else _in_word(run, inside=bool(before and after))
        )
        if count > _SAMPLE:
            break
    return points / count if count >= (_FEWEST if other_alphabet else 1) else 0.0


def _as_word(run: str, *, beside: str) -> int:
    """What it costs a run of another alphabet to touch a Latin letter, or to hold odd capitals."""
    whole = not beside and (run.isupper() or run[1:] == run[1:].lower())
    return 0 if whole else _NO_WORD


def _in_word(run: str, *, inside: bool) -> int:
    """What it costs a run of accents to be long, or to be a mark between two letters."""
    if not run.isalpha():
        return _NO_WORD if inside else 0
    return 0 if len(run) <= _LONGEST_RUN else _HARDLY_A_WORD


def _runs(text: str) -> Iterator[tuple[str, str, str]]:
    return ((run[1], run[2], run[3]) for run in _RUN.finditer(text))


@cache
def _alphabet(charset: str) -> tuple[frozenset[str], frozenset[str]]:
    common, others = _ALPHABETS[charset]
    return frozenset(common), frozenset(others + _MARKS)
