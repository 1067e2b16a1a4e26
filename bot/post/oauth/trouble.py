"""What a provider says when it lets nobody in, and what a person can click so that it does.

One table. A row is found by the words of the token endpoint (Microsoft: AADSTS codes, Google: error
and error_description) or of the mail server itself; the first row that fits is the trouble, so
narrow rows stand above wide ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_ENTRA = "https://learn.microsoft.com/entra/identity-platform/reference-error-codes"
_EXCHANGE = (
    "https://learn.microsoft.com/exchange/client-developer/legacy-protocols/"
    "how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth"
)
_SMTP_AUTH = (
    "https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/"
    "authenticated-client-smtp-submission"
)
_NDR = (
    "https://learn.microsoft.com/exchange/mail-flow-best-practices/"
    "non-delivery-reports-in-exchange-online/non-delivery-reports-in-exchange-online"
)
_GOOGLE = "https://developers.google.com/identity/protocols/oauth2/service-account#error-codes"
_GOOGLE_USER = "https://developers.google.com/identity/protocols/oauth2#expiration"
_GMAIL = "https://support.google.com/a/answer/3726730"
_GMAIL_LIMITS = "https://support.google.com/a/answer/1071518"
_GMAIL_OLD_WAYS = "https://support.google.com/a/answer/14114704"
_OWN = "bot/post/oauth/wire.py"


class TroubleCode(StrEnum):
    """What is wrong; stable, for scripts and alerts."""

    CONSENT_MISSING = "consent_missing"
    LOGIN_NEEDED = "login_needed"
    PUBLIC_CLIENT_OFF = "public_client_off"
    MAILBOX_PERMISSION_MISSING = "mailbox_permission_missing"
    MAILBOX_UNKNOWN = "mailbox_unknown"
    PASSWORD_NOT_TAKEN = "password_not_taken"  # noqa: S105 - a name, no secret
    SMTP_AUTH_DISABLED = "smtp_auth_disabled"
    IMAP_DISABLED = "imap_disabled"
    SECRET_EXPIRED = "secret_expired"  # noqa: S105 - a name, no secret
    SECRET_WRONG = "secret_wrong"  # noqa: S105 - a name, no secret
    WRONG_TENANT = "wrong_tenant"
    WRONG_APP = "wrong_app"
    CONDITIONAL_ACCESS = "conditional_access"
    CLOCK_WRONG = "clock_wrong"
    REVOKED = "revoked"
    DELEGATION_MISSING = "delegation_missing"
    SERVICE_DOWN = "service_down"
    THROTTLED = "throttled"
    EXTRA_MISSING = "extra_missing"
    NOT_STORED = "not_stored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A row: what it is known by, where that is documented, and the remedy in two languages.

    `codes` are Microsoft's AADSTS numbers, `signs` a regular expression for any other words.
    `with_password`: these words mean the same where a password was refused, and not a token.
    """

    code: TroubleCode
    codes: str = ""
    signs: str = ""
    source: str
    nl: str
    en: str
    with_password: bool = False

    def remedy(self, language: str) -> str:
        """What to click: Dutch for "nl", else English."""
        return self.nl if language == "nl" else self.en

    def fits(self, words: str) -> bool:
        """Whether these words tell of this trouble."""
        numbers = set(re.findall(r"AADSTS(\d+)", words))
        if not numbers.isdisjoint(self.codes.split()):
            return True
        return bool(self.signs) and re.search(self.signs, words, re.IGNORECASE) is not None


def recognise(words: str, *, token: bool = True) -> Trouble | None:
    """The trouble that a server's words tell of; None when nobody knows.

    `token` says that the login was one with an access token.
    """
    rows = (row for row in TROUBLES if token or row.with_password)
    return next((row for row in rows if row.fits(words)), None)


def with_remedy(line: str, words: str, *, token: bool = True) -> str:
    """Our line about a server's words, with what to click behind it where that is known."""
    trouble = recognise(words, token=token)
    return line if trouble is None else f"{line}. {trouble.en}"


TROUBLES: tuple[Trouble, ...] = (
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
        source=f"{_ENTRA} {_GOOGLE}",
        nl="De klok van deze server loopt niet gelijk. "
        "Zet tijdsynchronisatie aan met 'timedatectl set-ntp true' en kijk na met 'timedatectl'.",
        en="The clock of this server is wrong. "
        "Switch time synchronisation on with 'timedatectl set-ntp true', check with 'timedatectl'.",
    ),
    # Microsoft, the token endpoint.
    Trouble(
        code=TroubleCode.SECRET_EXPIRED,
        codes="7000222",
        signs=r"AADSTS700027\b.*\bexpired",
        source=_ENTRA,
        nl="Het geheim of certificaat van de toepassing is verlopen. Maak een nieuw in "
        "entra.microsoft.com > App-registraties > de toepassing > Certificaten en geheimen, "
        "en zet het in bot.toml bij [mailbox.oauth], met secret_expires_on.",
        en="The secret or certificate of the application has expired. Make a new one in "
        "entra.microsoft.com > App registrations > the application > Certificates & secrets, "
        "and put it in bot.toml under [mailbox.oauth], with secret_expires_on.",
    ),
    Trouble(
        code=TroubleCode.PUBLIC_CLIENT_OFF,
        codes="7000218",
        source=_ENTRA,
        nl="De toepassing laat geen aanmelding met een code toe. Zet in entra.microsoft.com > "
        "App-registraties > de toepassing > Verificatie 'Openbare clientstromen toestaan' op Ja.",
        en="The application does not allow a login by code. In entra.microsoft.com > "
        "App registrations > the application > Authentication set "
        "'Allow public client flows' to Yes.",
    ),
    Trouble(
        code=TroubleCode.SECRET_WRONG,
        codes="7000215 700027 50012 700030",
        source=_ENTRA,
        nl="Microsoft kent dit geheim of certificaat niet. Neem in entra.microsoft.com > "
        "App-registraties > de toepassing > Certificaten en geheimen de 'Waarde' "
        "(niet de 'Geheim-id') van een nieuw geheim, of laad het certificaat daar op.",
        en="Microsoft does not know this secret or certificate. In entra.microsoft.com > "
        "App registrations > the application > Certificates & secrets take the 'Value' "
        "(not the 'Secret ID') of a new secret, or upload the certificate there.",
    ),
    Trouble(
        code=TroubleCode.WRONG_TENANT,
        codes="90002 900023 90013 50020 50059 500011 500014",
        signs=r"\binvalid_tenant\b|tenant of \[mailbox\.oauth\]",
        source=_ENTRA,
        nl="Deze tenant bestaat niet of heeft geen Exchange Online. Neem de 'Tenant-id' uit "
        "entra.microsoft.com > Overzicht en zet die bij tenant in [mailbox.oauth].",
        en="This tenant does not exist or has no Exchange Online. Take the 'Tenant ID' from "
        "entra.microsoft.com > Overview and put it at tenant in [mailbox.oauth].",
    ),
    Trouble(
        code=TroubleCode.WRONG_APP,
        codes="700016 70001 7000112",
        source=_ENTRA,
        nl="De toepassing bestaat niet in deze tenant, of is uitgeschakeld. Vergelijk client_id "
        "met 'Toepassings-id (client)' in entra.microsoft.com > App-registraties, en zie onder "
        "Bedrijfstoepassingen > Eigenschappen of aanmelden is ingeschakeld.",
        en="The application does not exist in this tenant, or is disabled. Compare client_id with "
        "'Application (client) ID' in entra.microsoft.com > App registrations, and see under "
        "Enterprise applications > Properties that sign-in is enabled.",
    ),
    Trouble(
        code=TroubleCode.CONDITIONAL_ACCESS,
        codes="53000 53001 53002 53003 53004 53010 53011 530003 530031 530032 530033 530034 530035 "
        "50005 50072 50074 50076 50079 50097 50131 50158 500121",
        signs=r"security defaults policy|did not meet the criteria to be authenticated",
        with_password=True,
        source=_ENTRA,
        nl="Een beleid voor voorwaardelijke toegang (of de standaardbeveiliging) houdt de bot "
        "tegen. "
        "Sluit de toepassing of het postvak uit in entra.microsoft.com > Voorwaardelijke toegang > "
        "Beleid; welk beleid het is, staat in de aanmeldingslogboeken.",
        en="A conditional access policy (or the security defaults) keeps the bot out. "
        "Exclude the application or the mailbox in entra.microsoft.com > Conditional Access > "
        "Policies; the sign-in logs name the policy.",
    ),
    Trouble(
        code=TroubleCode.CONSENT_MISSING,
        codes="65001 65004 65005 50105 501051 90008 90094 900941 650051 650052 650053 650056 "
        "650057 70011",
        signs=r"\bconsent_required\b|\bauthorization_declined\b",
        source=_ENTRA,
        nl="De toepassing heeft nog geen toestemming. Open entra.microsoft.com > App-registraties "
        "> "
        "de toepassing > API-machtigingen, zie dat IMAP.AccessAsApp en SMTP.SendAsApp (Office 365 "
        "Exchange Online) er staan, en klik 'Beheerderstoestemming verlenen'.",
        en="The application has no consent yet. Open entra.microsoft.com > App registrations > "
        "the application > API permissions, see that IMAP.AccessAsApp and SMTP.SendAsApp "
        "(Office 365 Exchange Online) are listed, and click 'Grant admin consent'.",
    ),
    Trouble(
        code=TroubleCode.REVOKED,
        codes="50055 50057 50078 50132 50133 50173 54005 70000 70008 70043 700003 700081 700082 "
        "700084",
        source=_ENTRA,
        nl="De gegeven toestemming is ingetrokken of vervallen (wachtwoord gewijzigd, account "
        "uitgeschakeld, te lang niet gebruikt). Voer op de server "
        "'gehoor oauth login POSTVAK' uit om ze opnieuw te geven.",
        en="The consent that was given is revoked or has lapsed (password changed, account "
        "disabled, not used for too long). Run 'gehoor oauth login MAILBOX' on the server to "
        "give it again.",
    ),
    Trouble(
        code=TroubleCode.MAILBOX_UNKNOWN,
        codes="50034",
        source=_ENTRA,
        nl="Microsoft kent dit account niet in deze tenant. Vergelijk het adres van het postvak "
        "met "
        "admin.microsoft.com > Gebruikers > Actieve gebruikers (of Gedeelde postvakken).",
        en="Microsoft knows no such account in this tenant. Compare the address of the mailbox "
        "with "
        "admin.microsoft.com > Users > Active users (or Shared mailboxes).",
    ),
    Trouble(
        code=TroubleCode.THROTTLED,
        codes="90055 50196 90056",
        signs=r"token endpoint \S+: answers HTTP 429|Request is throttled|Suggested Backoff Time"
        r"|thread limit exceeded|connections limit exceeded|\[OVERQUOTA\]|\[THROTTLED\]"
        r"|Too many simultaneous connections|Too many login attempts|bandwidth limit",
        with_password=True,
        source=f"{_ENTRA} {_NDR} {_GMAIL_LIMITS}",
        nl="De aanbieder vraagt om het rustiger aan te doen. De bot wacht en probeert het vanzelf "
        "opnieuw; kijk na of een ander programma hetzelfde postvak druk gebruikt.",
        en="The provider asks to slow down. The bot waits and tries again by itself; see whether "
        "another program keeps this mailbox busy.",
    ),
    # Microsoft, the mail servers.
    Trouble(
        code=TroubleCode.SMTP_AUTH_DISABLED,
        signs=r"SmtpClientAuthentication is disabled|smtp_auth_disabled",
        with_password=True,
        source=_SMTP_AUTH,
        nl="Versturen via SMTP staat uit voor dit postvak. Zet in admin.microsoft.com > Actieve "
        "gebruikers > het postvak > E-mail > E-mail-apps beheren 'Geverifieerde SMTP' aan (of: "
        "Set-CASMailbox -Identity POSTVAK -SmtpClientAuthenticationDisabled $false).",
        en="Sending by SMTP is switched off for this mailbox. In admin.microsoft.com > Active "
        "users > the mailbox > Mail > Manage email apps switch 'Authenticated SMTP' on (or: "
        "Set-CASMailbox -Identity MAILBOX -SmtpClientAuthenticationDisabled $false).",
    ),
    Trouble(
        code=TroubleCode.IMAP_DISABLED,
        signs=r"User is authenticated but not connected",
        with_password=True,
        source="https://learn.microsoft.com/powershell/module/exchange/set-casmailbox",
        nl="Exchange opent dit postvak niet: IMAP staat er uit, of de toepassing mag er niet in. "
        "Voer uit: Set-CASMailbox -Identity POSTVAK -ImapEnabled $true, en "
        "Add-MailboxPermission -Identity POSTVAK -User OBJECT-ID -AccessRights FullAccess.",
        en="Exchange does not open this mailbox: IMAP is off for it, or the application may not "
        "enter. Run: Set-CASMailbox -Identity MAILBOX -ImapEnabled $true, and "
        "Add-MailboxPermission -Identity MAILBOX -User OBJECT-ID -AccessRights FullAccess.",
    ),
    Trouble(
        code=TroubleCode.MAILBOX_PERMISSION_MISSING,
        signs=r"SendAsDenied|does not have permissions to send as|\b5\.7\.60\b",
        source=_NDR,
        nl="De toepassing mag niet versturen als dit postvak. Voer in Exchange Online PowerShell "
        "uit: Add-RecipientPermission -Identity POSTVAK -Trustee OBJECT-ID -AccessRights SendAs; "
        "het duurt tot een uur voor het werkt.",
        en="The application may not send as this mailbox. In Exchange Online PowerShell run: "
        "Add-RecipientPermission -Identity MAILBOX -Trustee OBJECT-ID -AccessRights SendAs; "
        "it takes up to an hour to work.",
    ),
    Trouble(
        code=TroubleCode.MAILBOX_PERMISSION_MISSING,
        signs=r"AUTHENTICATE failed|\b5\.7\.3 Authentication unsuccessful",
        source=_EXCHANGE,
        nl="Het token is goed, maar de toepassing mag niet in dit postvak. Voer in Exchange Online "
        "PowerShell uit: New-ServicePrincipal -AppId CLIENT-ID -ObjectId OBJECT-ID (de object-id "
        "van de Bedrijfstoepassing, niet van de App-registratie) en Add-MailboxPermission "
        "-Identity POSTVAK -User OBJECT-ID -AccessRights FullAccess; geef ook "
        "beheerderstoestemming voor IMAP.AccessAsApp en SMTP.SendAsApp.",
        en="The token is good, but the application may not enter this mailbox. In Exchange Online "
        "PowerShell run: New-ServicePrincipal -AppId CLIENT-ID -ObjectId OBJECT-ID (the object ID "
        "of the Enterprise application, not of the App registration) and Add-MailboxPermission "
        "-Identity MAILBOX -User OBJECT-ID -AccessRights FullAccess; grant admin consent "
        "for IMAP.AccessAsApp and SMTP.SendAsApp too.",
    ),
    # Google, the token endpoint.
    Trouble(
        code=TroubleCode.DELEGATION_MISSING,
        signs=r"unauthorized to retrieve access tokens using this method"
        r"|not authorized for any of the scopes|\bunauthorized_client\b|\binvalid_scope\b",
        source=_GOOGLE,
        nl="Het serviceaccount mag nog niet namens het postvak werken. Voeg in admin.google.com > "
        "Beveiliging > API-opties > Domeinbrede overdracht de client-ID van het serviceaccount "
        "toe, "
        "met het bereik https://mail.google.com/.",
        en="The service account may not act for the mailbox yet. In admin.google.com > Security > "
        "API controls > Domain-wide delegation add the client ID of the service account, with the "
        "scope https://mail.google.com/.",
    ),
    Trouble(
        code=TroubleCode.MAILBOX_UNKNOWN,
        signs=r"Invalid email or User ID|Not a valid email or user ID",
        source=_GOOGLE,
        nl="Google kent dit postvak niet als gebruiker. Neem het hoofdadres (geen alias en geen "
        "groep) uit admin.google.com > Directory > Gebruikers.",
        en="Google knows no user with this address. Take the primary address (no alias, no group) "
        "from admin.google.com > Directory > Users.",
    ),
    Trouble(
        code=TroubleCode.SECRET_WRONG,
        signs=r"Invalid JWT Signature|account not found|\binvalid_client\b|\bdeleted_client\b"
        r"|\bdisabled_client\b|service_account is no|certificate of \[mailbox\.oauth\]",
        source=_GOOGLE,
        nl="De sleutel, het certificaat of het geheim klopt niet (meer). Maak bij Google een "
        "nieuwe "
        "in console.cloud.google.com > IAM > Serviceaccounts > Sleutels (of API's en services > "
        "Inloggegevens), bij Microsoft onder Certificaten en geheimen, en zet die bij "
        "[mailbox.oauth].",
        en="The key, certificate or secret is not (or no longer) right. Make a new one at Google "
        "in "
        "console.cloud.google.com > IAM > Service accounts > Keys (or APIs & services > "
        "Credentials), at Microsoft under Certificates & secrets, and put it under "
        "[mailbox.oauth].",
    ),
    Trouble(
        code=TroubleCode.CONSENT_MISSING,
        signs=r"\baccess_denied\b|\badmin_policy_enforced\b|\borg_internal\b",
        source=_GOOGLE,
        nl="De toestemming is geweigerd, of de beheerder staat deze toepassing niet toe. Vertrouw "
        "de client-ID in admin.google.com > Beveiliging > API-opties > Toegang voor apps van "
        "derden, en voer 'gehoor oauth login POSTVAK' opnieuw uit.",
        en="Consent was refused, or the administrator does not allow this application. Trust the "
        "client ID in admin.google.com > Security > API controls > App access control, and run "
        "'gehoor oauth login MAILBOX' again.",
    ),
    Trouble(
        code=TroubleCode.REVOKED,
        signs=r"expired or revoked|\binvalid_rapt\b|\binvalid_grant\b",
        source=_GOOGLE_USER,
        nl="De gegeven toestemming is ingetrokken of vervallen (wachtwoord gewijzigd, zes maanden "
        "niet gebruikt, of de toepassing staat nog op 'Testen'). Voer op de server "
        "'gehoor oauth login POSTVAK' uit om ze opnieuw te geven.",
        en="The consent that was given is revoked or has lapsed (password changed, six months "
        "unused, or the application is still in 'Testing'). Run 'gehoor oauth login MAILBOX' on "
        "the server to give it again.",
    ),
    # Google, the mail servers.
    Trouble(
        code=TroubleCode.IMAP_DISABLED,
        signs=r"not enabled for IMAP|IMAP access is disabled|domain policy has disabled IMAP",
        with_password=True,
        source="https://support.google.com/a/answer/105694",
        nl="IMAP staat uit voor dit postvak. Zet het aan in admin.google.com > Apps > Google "
        "Workspace > Gmail > Toegang voor eindgebruikers > POP- en IMAP-toegang.",
        en="IMAP is off for this mailbox. Switch it on in admin.google.com > Apps > Google "
        "Workspace > Gmail > End user access > POP and IMAP access.",
    ),
    Trouble(
        code=TroubleCode.MAILBOX_PERMISSION_MISSING,
        signs=r"Invalid credentials \(Failure\)|\b5\.7\.8\b|BadCredentials|Web login required"
        r"|log in via your web browser",
        source=_GMAIL,
        nl="Het token is goed, maar Gmail laat het niet in dit postvak. Kijk na of het bereik "
        "precies https://mail.google.com/ is, of de toestemming van dit postvak zelf komt, en of "
        "IMAP aanstaat in admin.google.com > Apps > Google Workspace > Gmail > Toegang voor "
        "eindgebruikers.",
        en="The token is good, but Gmail does not let it into this mailbox. See that the scope is "
        "exactly https://mail.google.com/, that the consent is this mailbox's own, and that IMAP "
        "is on in admin.google.com > Apps > Google Workspace > Gmail > End user access.",
    ),
    # Either, where there is no token yet.
    Trouble(
        code=TroubleCode.PASSWORD_NOT_TAKEN,
        signs=r"basic authentication is disabled|Application-specific password required"
        r"|Username and Password not accepted|less secure app",
        source=f"{_SMTP_AUTH} {_GMAIL_OLD_WAYS}",
        with_password=True,
        nl="Deze aanbieder laat een programma niet meer met een wachtwoord binnen. Zet in bot.toml "
        "bij [mailbox] provider op microsoft365 of google, en vul [mailbox.oauth] in.",
        en="This provider does not let a program in with a password any more. In bot.toml set "
        "provider under [mailbox] to microsoft365 or google, and fill in [mailbox.oauth].",
    ),
    # Nobody's fault here.
    Trouble(
        code=TroubleCode.SERVICE_DOWN,
        codes="90033 90006 50000 90012 50033 90051",
        signs=r"token endpoint \S+: |\btemporarily_unavailable\b|\bserver_error\b|internal_failure",
        source=f"{_ENTRA} RFC 6749 §5.2",
        nl="De aanmeldingsdienst is nu niet bereikbaar of antwoordt niet zoals het hoort; de bot "
        "probeert het vanzelf opnieuw. Duurt het langer dan een uur: kijk naar de statuspagina van "
        "de aanbieder, en of firewall of proxy login.microsoftonline.com of "
        "oauth2.googleapis.com doorlaat.",
        en="The login service cannot be reached now or does not answer as it should; the bot tries "
        "again by itself. If it lasts more than an hour: see the provider's status page, and that "
        "firewall or proxy lets login.microsoftonline.com or oauth2.googleapis.com through.",
    ),
)
