"""What Microsoft says when it lets nobody in: its token endpoint, then its mail servers."""

from __future__ import annotations

from typing import Final

from bot.post.oauth.trouble import ENTRA, SMTP_AUTH, Trouble, TroubleCode

_EXCHANGE: Final = (
    "https://learn.microsoft.com/exchange/client-developer/legacy-protocols/"
    "how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth"
)
_NDR: Final = (
    "https://learn.microsoft.com/exchange/mail-flow-best-practices/"
    "non-delivery-reports-in-exchange-online/non-delivery-reports-in-exchange-online"
)
_GMAIL_LIMITS: Final = "https://support.google.com/a/answer/1071518"

MICROSOFTS_WORDS: Final[tuple[Trouble, ...]] = (
    # The token endpoint.
    Trouble(
        code=TroubleCode.SECRET_EXPIRED,
        codes="7000222",
        signs=r"AADSTS700027\b.*\bexpired",
        source=ENTRA,
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
        source=ENTRA,
        nl="De toepassing laat geen aanmelding met een code toe. Zet in entra.microsoft.com > "
        "App-registraties > de toepassing > Verificatie 'Openbare clientstromen toestaan' op Ja.",
        en="The application does not allow a login by code. In entra.microsoft.com > "
        "App registrations > the application > Authentication set "
        "'Allow public client flows' to Yes.",
    ),
    Trouble(
        code=TroubleCode.SECRET_WRONG,
        codes="7000215 7000216 700027 50012 700030",
        source=ENTRA,
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
        source=ENTRA,
        nl="Deze tenant bestaat niet of heeft geen Exchange Online. Neem de 'Tenant-id' uit "
        "entra.microsoft.com > Overzicht en zet die bij tenant in [mailbox.oauth].",
        en="This tenant does not exist or has no Exchange Online. Take the 'Tenant ID' from "
        "entra.microsoft.com > Overview and put it at tenant in [mailbox.oauth].",
    ),
    Trouble(
        code=TroubleCode.WRONG_APP,
        codes="700016 700011 70001 7000112 50105",
        source=ENTRA,
        nl="De toepassing bestaat niet in deze tenant, of is uitgeschakeld. Vergelijk client_id "
        "met 'Toepassings-id (client)' in entra.microsoft.com > App-registraties, en zie onder "
        "Bedrijfstoepassingen > Eigenschappen dat aanmelden is ingeschakeld en dat toewijzing niet "
        "vereist is.",
        en="The application does not exist in this tenant, or is disabled. Compare client_id with "
        "'Application (client) ID' in entra.microsoft.com > App registrations, and see under "
        "Enterprise applications > Properties that sign-in is enabled and that assignment is not "
        "required.",
    ),
    Trouble(
        code=TroubleCode.CONDITIONAL_ACCESS,
        codes="53000 53001 53002 53003 53004 53010 53011 530003 530031 530032 530033 530034 530035 "
        "50005 50072 50074 50076 50079 50097 50131 50158 500121",
        signs=r"security defaults policy|did not meet the criteria to be authenticated",
        with_password=True,
        source=ENTRA,
        nl="Een beleid voor voorwaardelijke toegang (of de standaardbeveiliging) houdt de bot "
        "tegen. Sluit de toepassing of het postvak uit in entra.microsoft.com > Voorwaardelijke "
        "toegang > Beleid; welk beleid het is, staat in de aanmeldingslogboeken. Bij aanmelden met "
        "een code is het vaak 'Block device code flow', dat Microsoft zelf aanzet.",
        en="A conditional access policy (or the security defaults) keeps the bot out. "
        "Exclude the application or the mailbox in entra.microsoft.com > Conditional Access > "
        "Policies; the sign-in logs name the policy. At a login by code it is often "
        "'Block device code flow', which Microsoft itself switches on.",
    ),
    Trouble(
        code=TroubleCode.CONSENT_MISSING,
        codes="65001 65004 65005 501051 90008 90094 90095 900941 650051 650052 650053 650056 "
        "650057 70011",
        signs=r"\bconsent_required\b|\bauthorization_declined\b",
        source=ENTRA,
        nl="De toepassing heeft nog geen toestemming. Open entra.microsoft.com > App-registraties "
        "> de toepassing > API-machtigingen, zie dat IMAP.AccessAsApp en SMTP.SendAsApp (Office "
        "365 Exchange Online) er staan, en klik 'Beheerderstoestemming verlenen'. Waar een persoon "
        "toestemt, zijn het IMAP.AccessAsUser.All en SMTP.Send (Microsoft Graph, gedelegeerd); "
        "voer dan 'gehoor oauth login POSTVAK' opnieuw uit en kies 'Accepteren'.",
        en="The application has no consent yet. Open entra.microsoft.com > App registrations > "
        "the application > API permissions, see that IMAP.AccessAsApp and SMTP.SendAsApp "
        "(Office 365 Exchange Online) are listed, and click 'Grant admin consent'. Where a person "
        "consents they are IMAP.AccessAsUser.All and SMTP.Send (Microsoft Graph, delegated); "
        "then run 'gehoor oauth login MAILBOX' again and choose 'Accept'.",
    ),
    Trouble(
        code=TroubleCode.REVOKED,
        codes="50055 50057 50078 50132 50133 50173 54005 70000 70008 70043 700003 700081 700082 "
        "700084",
        source=ENTRA,
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
        source=ENTRA,
        nl="Microsoft kent dit account niet in deze tenant. Vergelijk het adres van het postvak "
        "met admin.microsoft.com > Gebruikers > Actieve gebruikers (of Gedeelde postvakken).",
        en="Microsoft knows no such account in this tenant. Compare the address of the mailbox "
        "with admin.microsoft.com > Users > Active users (or Shared mailboxes).",
    ),
    Trouble(
        code=TroubleCode.THROTTLED,
        codes="90055 50196",
        signs=r"token endpoint \S+: answers HTTP 429|Request is throttled|Suggested Backoff Time"
        r"|thread limit exceeded|connections limit exceeded|\[OVERQUOTA\]|\[THROTTLED\]"
        r"|Too many simultaneous connections|Too many login attempts|bandwidth limit",
        with_password=True,
        source=f"{ENTRA} {_NDR} {_GMAIL_LIMITS}",
        nl="De aanbieder vraagt om het rustiger aan te doen. De bot wacht en probeert het vanzelf "
        "opnieuw; kijk na of een ander programma hetzelfde postvak druk gebruikt.",
        en="The provider asks to slow down. The bot waits and tries again by itself; see whether "
        "another program keeps this mailbox busy.",
    ),
    # The mail servers.
    Trouble(
        code=TroubleCode.SMTP_AUTH_DISABLED,
        signs=r"SmtpClientAuthentication is disabled|smtp_auth_disabled",
        with_password=True,
        source=SMTP_AUTH,
        nl="Versturen via SMTP staat uit voor dit postvak. Zet in admin.microsoft.com > Actieve "
        "gebruikers > het postvak > E-mail > E-mailapps beheren 'Geverifieerde SMTP' aan (of: "
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
        "Add-MailboxPermission -Identity POSTVAK -User OBJECT-ID -AccessRights FullAccess. Gaf een "
        "persoon toestemming: 'gehoor oauth login POSTVAK', aangemeld als het postvak zelf.",
        en="Exchange does not open this mailbox: IMAP is off for it, or the application may not "
        "enter. Run: Set-CASMailbox -Identity MAILBOX -ImapEnabled $true, and "
        "Add-MailboxPermission -Identity MAILBOX -User OBJECT-ID -AccessRights FullAccess. Where a "
        "person consented: 'gehoor oauth login MAILBOX', signed in as the mailbox itself.",
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
        "beheerderstoestemming voor IMAP.AccessAsApp en SMTP.SendAsApp. Gaf een persoon "
        "toestemming: 'gehoor oauth login POSTVAK', aangemeld als het postvak zelf.",
        en="The token is good, but the application may not enter this mailbox. In Exchange Online "
        "PowerShell run: New-ServicePrincipal -AppId CLIENT-ID -ObjectId OBJECT-ID (the object ID "
        "of the Enterprise application, not of the App registration) and Add-MailboxPermission "
        "-Identity MAILBOX -User OBJECT-ID -AccessRights FullAccess; grant admin consent "
        "for IMAP.AccessAsApp and SMTP.SendAsApp too. Where a person consented: "
        "'gehoor oauth login MAILBOX', signed in as the mailbox itself.",
    ),
)
