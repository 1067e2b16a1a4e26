"""Does the writer say that the answers stand further down, between the words of the older mail?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

_LOOKED_AT = 20  # lines: it is said at the beginning
_LONGEST_LINE = 300  # characters

_ANSWERS = (
    r"(?:mijn |onze )?(?:antwoord|antwoorden|reactie|reacties|opmerkingen?|commentaar"
    r"|aanvulling\w*)"
    r"|(?:mes |nos )?(?:réponses?|commentaires?|remarques?)"
    r"|(?:my |our )?(?:answers?|repl(?:y|ies)|comments?|responses?|remarks?)"
    r"|(?:meine |unsere )?(?:antworten?|kommentare?|anmerkungen?)"
)
_BELOW = r"hieronder|onderaan|onderstaand\w*|ci-dessous|plus bas|below|unten"
_BETWEEN = (
    r"tussen (?:de|uw|je) (?:lijnen|regels|tekst|vragen)"
    r"|in (?:het |de )?(?:rood|blauw|groen|paars|vet|kleur|tekst|mail)"
    r"|entre les lignes|en (?:rouge|bleu|vert|gras|couleur)|dans le texte"
    r"|in-?line|between the lines|in (?:red|blue|green|bold|colou?r|the text)"
    r"|zwischen den zeilen|im text|in (?:rot|blau|grün|fett)"
)
# "Zie hieronder" alone may speak of the older mail itself.
_ANNOUNCED = re.compile(
    rf"\b(?:{_ANSWERS})\b[^.!?]{{0,60}}\b(?:{_BELOW}|{_BETWEEN})\b"
    rf"|\b(?:{_BELOW}|{_BETWEEN})\b[^.!?]{{0,40}}\b(?:{_ANSWERS})\b"
    rf"|\b(?:zie|kijk|voir|see|siehe)\b[^.!?]{{0,30}}\b(?:{_BETWEEN})\b",
    re.IGNORECASE,
)


def announces_answers(own: Iterable[str]) -> bool:
    """Whether these lines say so: "mijn antwoorden in het rood", "see my comments below"."""
    return any(_ANNOUNCED.search(line[:_LONGEST_LINE]) for line in islice(own, _LOOKED_AT))
