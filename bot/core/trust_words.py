"""Why a sender is not proven, in Dutch for whoever mends it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# The words of `trust.proof_of` and `doubts.doubt_of`.
WHY_NOT: Final[Mapping[str, str]] = {
    "From does not name one sender": "in Van staat niet precies één afzender",
    "the address in From has letters that may be read as others": (
        "het adres bevat letters die op andere lijken"
    ),
    "Sender says that somebody else sent it": "iemand anders verstuurde het in die naam (Sender)",
    "the header is too large to be read whole": "de kop van het bericht is te groot",
    "a field stands twice of which only one can be signed": (
        "een kopregel staat er twee keer: maar één kan ondertekend zijn"
    ),
    "a machine sent it by itself": "een programma of een regel verstuurde het vanzelf",
    "a mailing list or group passed it on": "een mailinglijst of groep stuurde het door",
    "somebody else resent it": "iemand anders stuurde het opnieuw (Resent-)",
    "it says that it is mail in bulk": "het noemt zichzelf massapost (Precedence)",
    "the envelope sender is written as results are": (
        "de afzender op de enveloppe is geschreven als een oordeel van een server"
    ),
    "a signature leaves the end of the text open (l=)": (
        "de handtekening laat het einde van de tekst open (l=)"
    ),
    "the results of the provider cannot be read": (
        "het oordeel van de mailserver is niet te lezen (Authentication-Results)"
    ),
    "the topmost results are not of the provider": (
        "het bovenste oordeel is niet van de eigen mailserver (Authentication-Results)"
    ),
    "there are no results of the provider": (
        "de mailserver schreef er geen oordeel bij (Authentication-Results)"
    ),
    "the results of the provider contradict each other": (
        "het oordeel van de mailserver spreekt zichzelf tegen"
    ),
    "Microsoft's composite authentication fails": "Microsoft herkent de afzender niet (compauth)",
    "DMARC was asked for another domain than that of From": (
        "DMARC ging over een ander domein dan dat in Van"
    ),
    "DMARC fails": "DMARC klopt niet",
    "the DKIM signature that passes is of another domain than From": (
        "de DKIM-handtekening is van een ander domein dan dat in Van"
    ),
    "only SPF passes, and it says nothing of From": (
        "alleen SPF klopt, en dat zegt niets over wie in Van staat"
    ),
    "neither DMARC nor a DKIM signature passes": "DMARC noch DKIM klopt",
}
