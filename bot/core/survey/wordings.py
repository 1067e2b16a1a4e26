"""How people put a score in words, in Dutch, French, English and German, as `plain` gives it."""

from __future__ import annotations

from collections.abc import Mapping

NUMBERS: Mapping[str, int] = {
    "twee": 2, "drie": 3, "vier": 4, "vijf": 5,
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "eins": 1, "zwei": 2, "drei": 3, "funf": 5, "fuenf": 5,
}  # fmt: skip
# Articles that are a number only where nothing else can be meant.
ONE = frozenset({"een", "un", "une", "ein", "eine"})

# A whole answer in words. What denies stands here too, so that "niet tevreden" is never "tevreden".
PHRASES: Mapping[str, int] = {
    "helemaal wel": 5, "zeer tevreden": 5, "heel tevreden": 5, "erg tevreden": 5,
    "uitstekend": 5, "heel goed": 5, "zeer goed": 5, "super": 5, "perfect": 5, "top": 5,
    "wel tevreden": 4, "tevreden": 4, "eerder wel": 4, "goed": 4, "prima": 4,
    "best tevreden": 4, "neutraal": 3, "gaat wel": 3, "het gaat wel": 3, "matig": 3,
    "redelijk": 3, "zozo": 3, "eerder niet": 2, "niet zo tevreden": 2, "niet echt": 2,
    "niet zo goed": 2, "niet goed": 2, "slecht": 1, "heel slecht": 1, "zeer slecht": 1,
    "niet tevreden": 1, "niet echt tevreden": 2, "ontevreden": 1, "zeer ontevreden": 1,
    "heel ontevreden": 1, "helemaal niet": 1, "helemaal niet tevreden": 1, "helaas niet": 1,
    "jammer genoeg niet": 1, "spijtig genoeg niet": 1, "absoluut niet": 1,
    "tout a fait": 5, "tres satisfait": 5, "tres satisfaite": 5, "tres satisfaits": 5,
    "tres bien": 5, "excellent": 5, "parfait": 5, "satisfait": 4, "satisfaite": 4,
    "satisfaits": 4, "plutot oui": 4, "bien": 4, "neutre": 3, "moyen": 3, "moyennement": 3,
    "plutot non": 2, "pas vraiment": 2, "mal": 1, "tres mal": 1, "pas satisfait": 1,
    "pas satisfaite": 1, "insatisfait": 1, "insatisfaite": 1, "pas du tout": 1,
    "malheureusement pas": 1, "malheureusement non": 1, "helas non": 1,
    "completely": 5, "very satisfied": 5, "very happy": 5, "very good": 5, "great": 5,
    "satisfied": 4, "happy": 4, "good": 4, "fine": 4, "neutral": 3, "so so": 3, "okay": 3,
    "not really": 2, "bad": 1, "very bad": 1, "not satisfied": 1, "dissatisfied": 1,
    "unsatisfied": 1, "not happy": 1, "unhappy": 1, "not at all": 1, "unfortunately not": 1,
    "sadly not": 1,
    "voll und ganz": 5, "sehr zufrieden": 5, "sehr gut": 5, "ausgezeichnet": 5,
    "zufrieden": 4, "eher ja": 4, "gut": 4, "mittel": 3, "mittelmassig": 3, "geht so": 3,
    "eher nicht": 2, "nicht wirklich": 2, "schlecht": 1, "sehr schlecht": 1,
    "nicht zufrieden": 1, "unzufrieden": 1, "uberhaupt nicht": 1, "gar nicht": 1,
    "leider nicht": 1, "leider nein": 1,
}  # fmt: skip
# The problem itself is still there, whatever the scores are.
UNSOLVED = (
    "niet opgelost", "niet in orde", "onopgelost", "helaas niet", "jammer genoeg niet",
    "pas resolue?", "pas reglee?", "malheureusement (?:pas|non)", "helas non",
    "not (?:been )?(?:re)?solved", "not (?:been )?fixed", "unfortunately not", "sadly not",
    "nicht gelost", "nicht geklart", "nicht behoben", "leider (?:nicht|nein)",
)  # fmt: skip
# Only this, and nothing else: somebody would rather not be asked.
REFUSALS = frozenset(
    {
        "nee bedankt", "neen bedankt", "nee dank u", "neen dank u", "liever niet", "geen zin",
        "geen tijd", "geen zin of tijd", "geen interesse", "non merci", "plutot pas",
        "pas le temps", "no thanks", "no thank you", "rather not", "i would rather not",
        "nein danke", "lieber nicht", "keine zeit", "keine lust",
    }
)  # fmt: skip

# What may stand around a score without taking away that it is one.
_FILLING = (
    "ik wij we mij ons mijn onze het de dat is geef geven gaf geeft een van voor in als op bij "
    "score scores cijfer cijfers punt punten ster sterren dikke mooie totaal algemeen "
    "antwoord samen zeg zou maar liefst gewoon was ben zijn "
    "je j nous donne donnons mets un une le la de du note notes point points etoile etoiles "
    "pour c est dirais ma notre mon "
    "i we give gave would say a an my our it s of stars star mark marks points out answer "
    "the rating "
    "ich wir gebe geben note noten punkt punkte stern sterne eine ein von fur die das "
    "insgesamt meine unsere bewertung"
)
FILLING = frozenset(_FILLING.split())
# One score for all questions together.
_ALL = (
    "alles allemaal overal alle elk elke telkens vragen tout tous toutes partout chaque questions "
    "all everything everywhere each every uberall jeweils fragen"
)
ALL = frozenset(_ALL.split())
# Behind these one explains the score that stands before them.
TURNS = (
    "maar", "want", "omdat", "alhoewel", "hoewel", "mais", "car", "parce", "but", "because",
    "though", "although", "aber", "weil", "denn",
)  # fmt: skip
# With these a mail begins or ends politely; they answer nothing.
_GREETINGS = (
    "beste dag hallo hoi geachte goedemorgen goedemiddag goeiedag bedankt dank merci dankjewel "
    "bonjour bonsoir madame monsieur cher chere hello hi dear thanks thank guten danke liebe "
    "lieber"
)
GREETINGS = frozenset(_GREETINGS.split())
MOST_OF_A_GREETING = 4  # words; who says more says something
CLOSING = (
    r"(?:met )?(?:(?:vriendelijke|hartelijke|beste|warme) )?groet(?:en|jes)?\b|mvg\b"
    r"|(?:bien )?cordialement|bien a vous|salutations|(?:kind |best |warm )?regards\b"
    r"|(?:best |kind )?greetings\b|sincerely|(?:viele |mit )?(?:freundlichen )?grusse?\b|mfg\b"
)

# Signs of a mood: a score where no number stands beside them.
SIGNS: Mapping[str, int] = {
    "👍": 5, "👌": 5, "😀": 5, "😃": 5, "😄": 5, "😁": 5, "😊": 5, "🥰": 5, "😍": 5, "❤": 5,
    "🎉": 5, "🙂": 4, "☺": 4, "😐": 3, "😑": 3, "🤷": 3, "😕": 2, "🙁": 2, "☹": 2, "😞": 2,
    "😟": 2, "😢": 1, "😭": 1, "😠": 1, "😡": 1, "🤬": 1, "👎": 1,
}  # fmt: skip
