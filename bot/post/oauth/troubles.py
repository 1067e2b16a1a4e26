"""What is wrong when nobody is let in, and what a person can click so that it is not.

One table. A row is found by the words of the token endpoint (Microsoft: AADSTS codes, Google: error
and error_description) or of the mail server itself; the first row that fits is the trouble, so
narrow rows stand above wide ones.
"""

from __future__ import annotations

from typing import Final

from bot.post.oauth.googles_words import GOOGLES_WORDS
from bot.post.oauth.microsofts_words import MICROSOFTS_WORDS
from bot.post.oauth.trouble import ENTRA, SERVICE_ACCOUNT, SMTP_AUTH, Trouble, TroubleCode

_OWN: Final = "bot/post/oauth/wire.py"
_GMAIL_OLD_WAYS: Final = "https://support.google.com/a/answer/14114704"

_OURS: Final[tuple[Trouble, ...]] = (
    # Ours: nobody else's words stand in these lines.
    Trouble(
        code=TroubleCode.EXTRA_MISSING,
        signs=r"pip install '?gehoor\[",
        source=_OWN,
        nl="Een bibliotheek voor deze aanbieder ontbreekt. Voer het genoemde commando uit.",
        en="A library for this provider is not installed. Run the command that is named.",
    ),
    Trouble(
        code=TroubleCode.LOGIN_NEEDED,
        codes="70019 70020",
        signs=r"no consent is kept|the code expired before|\bexpired_token\b",
        source="RFC 8628 §3.5",
        nl="Voor dit postvak heeft nog niemand toestemming gegeven. "
        "Voer op de server 'gehoor oauth login POSTVAK' uit en volg de stappen.",
        en="Nobody has given consent for this mailbox yet. "
        "Run 'gehoor oauth login MAILBOX' on the server and follow the steps.",
    ),
    Trouble(
        code=TroubleCode.NOT_STORED,
        signs=r"token could not be stored",
        source="bot/post/oauth/keeping.py",
        nl="Het vernieuwde token kon niet bewaard worden; de bot werkt door met het token in het "
        "geheugen. Maak schijfruimte vrij en controleer de rechten van de map in token_file.",
        en="The renewed token could not be stored; the bot goes on with the one in memory. "
        "Free disk space, and check the permissions of the folder in token_file.",
    ),
    # The clock before all that a wrong clock looks like.
    Trouble(
        code=TroubleCode.CLOCK_WRONG,
        codes="700024 500133",
        signs=r"Token must be a short-lived token|certificate is not yet valid",
        source=f"{ENTRA} {SERVICE_ACCOUNT}",
        nl="De klok van deze server loopt niet gelijk. "
        "Zet tijdsynchronisatie aan met 'timedatectl set-ntp true' en kijk na met 'timedatectl'.",
        en="The clock of this server is wrong. "
        "Switch time synchronisation on with 'timedatectl set-ntp true', check with 'timedatectl'.",
    ),
)

_ANYBODYS: Final[tuple[Trouble, ...]] = (
    # Either, where there is no token yet.
    Trouble(
        code=TroubleCode.PASSWORD_NOT_TAKEN,
        signs=r"basic authentication is disabled|Application-specific password required"
        r"|Username and Password not accepted|less secure app",
        source=f"{SMTP_AUTH} {_GMAIL_OLD_WAYS}",
        with_password=True,
        nl="Deze aanbieder laat een programma niet meer met een wachtwoord binnen. Zet in bot.toml "
        "bij [mailbox] provider op microsoft365 of google, en vul [mailbox.oauth] in.",
        en="This provider does not let a program in with a password any more. In bot.toml set "
        "provider under [mailbox] to microsoft365 or google, and fill in [mailbox.oauth].",
    ),
    # Nobody's fault here.
    Trouble(
        code=TroubleCode.SERVICE_DOWN,
        codes="90033 90006 50000 90012 50033 90024",
        signs=r"token endpoint \S+: |\btemporarily_unavailable\b|\bserver_error\b|internal_failure",
        source=f"{ENTRA} RFC 6749 §5.2",
        nl="De aanmeldingsdienst is nu niet bereikbaar of antwoordt niet zoals het hoort; de bot "
        "probeert het vanzelf opnieuw. Duurt het langer dan een uur: kijk naar de statuspagina van "
        "de aanbieder, en of firewall of proxy login.microsoftonline.com of "
        "oauth2.googleapis.com doorlaat.",
        en="The login service cannot be reached now or does not answer as it should; the bot tries "
        "again by itself. If it lasts more than an hour: see the provider's status page, and that "
        "firewall or proxy lets login.microsoftonline.com or oauth2.googleapis.com through.",
    ),
    # The last, for it says the least: any surer row has been asked before.
    Trouble(
        code=TroubleCode.TOKEN_REFUSED,
        signs=r"\[(?:AUTHENTICATION|AUTHORIZATION)FAILED\]|\b535[ -]",
        source="RFC 5530 §3, RFC 4954 §6",
        nl="De mailserver weigert het token en zegt niet waarom. Kijk na of user van "
        "[mailbox.imap] en [mailbox.smtp] het adres van het postvak zelf is (geen alias), en of de "
        "toepassing of de toestemming voor dit postvak geldt; 'gehoor check --online' probeert het "
        "opnieuw.",
        en="The mail server refuses the token and does not say why. See that user of "
        "[mailbox.imap] and [mailbox.smtp] is the address of the mailbox itself (no alias), and "
        "that the application or the consent is for this mailbox; 'gehoor check --online' tries "
        "again.",
    ),
)

TROUBLES: Final = (*_OURS, *MICROSOFTS_WORDS, *GOOGLES_WORDS, *_ANYBODYS)


def recognise(words: str, *, token: bool = True) -> Trouble | None:
    """The trouble that a server's words tell of; None when nobody knows.

    `token` says that the login was one with an access token.
    """
    rows = (row for row in TROUBLES if token or row.with_password)
    return next((row for row in rows if row.fits(words)), None)


def with_remedy(line: str, words: str, *, token: bool = True) -> str:
    """Our line about a server's words, with what to click behind it, in Dutch and in English."""
    trouble = recognise(words, token=token)
    return line if trouble is None else f"{line}. {trouble.nl} / {trouble.en}"
