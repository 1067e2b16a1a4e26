"""One parent's mail, as the mail programs of colleagues pass it on."""

from __future__ import annotations

from collections.abc import Mapping

HANNE = "hanne.smets@postvak.example"
INNER = "Dag juf\nJef kreeg weer geen eten. Wij vinden dat onaanvaardbaar.\nHanne"
NOTE = "Dag collega's, deze mama mailde mij. Groetjes, Katrien"

# What stands between the colleague's words and the parent's.
HEADS: Mapping[str, str] = {
    "Outlook, Dutch": """
Van: Hanne Smets <hanne.smets@postvak.example>
Verzonden: woensdag 25 november 2026 19:12
Aan: Katrien De Smet
Onderwerp: niet oké vandaag

""",
    "Outlook, French": """
________________________________
De : Hanne Smets <hanne.smets@postvak.example>
Envoyé : mercredi 25 novembre 2026 19:12
À : Katrien De Smet
Objet : niet oké vandaag

""",
    "Outlook, English, with its old address": """
-----Original Message-----
From: Hanne Smets [mailto:hanne.smets@postvak.example]
Sent: Wednesday, November 25, 2026 7:12 PM
To: Katrien De Smet
Cc: Iemand Anders
Subject: niet oké vandaag

""",
    "Outlook, German": """
Von: Hanne Smets <hanne.smets@postvak.example>
Gesendet: Mittwoch, 25. November 2026 19:12
An: Katrien De Smet
Betreff: niet oké vandaag

""",
    "Outlook on the web, each line a paragraph": """
Van: Hanne Smets <hanne.smets@postvak.example<mailto:hanne.smets@postvak.example>>

Verzonden: woensdag 25 november 2026 19:12

Aan: Katrien De Smet <katrien.desmet@schoolbestuur-demerland.example>

Onderwerp: niet oké vandaag

""",
    "Outlook, labels in bold": """
*Van:* Hanne Smets <hanne.smets@postvak.example>
*Verzonden:* woensdag 25 november 2026 19:12
*Aan:* Katrien De Smet <katrien.desmet@schoolbestuur-demerland.example>;
 Bert Claes <bert.claes@schoolbestuur-demerland.example>
*Onderwerp:* niet oké vandaag

""",
    "Gmail, Dutch": """
---------- Doorgestuurd bericht ---------
Van: Hanne Smets <hanne.smets@postvak.example>
Date: wo 25 nov. 2026 om 19:12
Subject: niet oké vandaag
To: Katrien De Smet <katrien.desmet@schoolbestuur-demerland.example>


""",
    "Gmail, English": """
---------- Forwarded message ---------
From: Hanne Smets <hanne.smets@postvak.example>
Date: Wed, Nov 25, 2026 at 7:12 PM
Subject: niet oké vandaag
To: Katrien De Smet <katrien.desmet@schoolbestuur-demerland.example>


""",
    "Apple Mail": """
Begin doorgestuurd bericht:

> Van: Hanne Smets <hanne.smets@postvak.example>
> Onderwerp: niet oké vandaag
> Datum: 25 november 2026 om 19:12:03 CET
> Aan: Katrien De Smet <katrien.desmet@schoolbestuur-demerland.example>
>
> """,
    "Thunderbird": """
-------- Doorgestuurd bericht --------
Onderwerp: \tniet oké vandaag
Datum: \tWed, 25 Nov 2026 19:12:03 +0100
Van: \tHanne Smets <hanne.smets@postvak.example>
Aan: \tKatrien De Smet <katrien.desmet@schoolbestuur-demerland.example>



""",
    "Yahoo": """
  ----- Forwarded message -----
From: "Hanne Smets" <hanne.smets@postvak.example>
To: "Katrien De Smet" <katrien.desmet@schoolbestuur-demerland.example>
Sent: Wednesday, November 25, 2026 at 07:12:03 PM GMT+1
Subject: niet oké vandaag

""",
    "a phone": """
-------- Oorspronkelijk bericht --------
Van: hanne.smets@postvak.example
Datum: 25-11-2026 19:12 (GMT+01:00)
Aan: katrien.desmet@schoolbestuur-demerland.example
Onderwerp: niet oké vandaag

""",
    "labels above their values": """
Van:
Hanne Smets <hanne.smets@postvak.example>
Verzonden:
woensdag 25 november 2026 19:12
Aan:
Katrien De Smet
Onderwerp:
niet oké vandaag

""",
}


def passed_on(head: str, *, note: str = NOTE, inner: str = INNER) -> str:
    """The text of such a mail; quoted where its head is."""
    if "\n> " in head:
        inner = inner.replace("\n", "\n> ")
    return f"{note}\n{head}{inner}"
