"""What Google says when it lets nobody in: its token endpoint, then its mail servers."""

from __future__ import annotations

from typing import Final

from bot.post.oauth.trouble import SERVICE_ACCOUNT, Trouble, TroubleCode

_GOOGLE_USER: Final = "https://developers.google.com/identity/protocols/oauth2#expiration"
_GMAIL: Final = "https://support.google.com/a/answer/3726730"

GOOGLES_WORDS: Final[tuple[Trouble, ...]] = (
    # The token endpoint.
    Trouble(
        code=TroubleCode.DELEGATION_MISSING,
        signs=r"unauthorized to retrieve access tokens using this method"
        r"|not authorized for any of the scopes|Requested client not authorized"
        r"|\bunauthorized_client\b|\binvalid_scope\b",
        source=SERVICE_ACCOUNT,
        nl="Het serviceaccount mag nog niet namens het postvak werken. Voeg in admin.google.com > "
        "Beveiliging > API-opties > Domeinbrede machtiging (Domain-wide delegation) de client-ID "
        "van het serviceaccount toe, met het bereik https://mail.google.com/.",
        en="The service account may not act for the mailbox yet. In admin.google.com > Security > "
        "API controls > Domain-wide delegation add the client ID of the service account, with the "
        "scope https://mail.google.com/.",
    ),
    Trouble(
        code=TroubleCode.MAILBOX_UNKNOWN,
        signs=r"Invalid email or User ID|Not a valid email|Invalid impersonation",
        source=SERVICE_ACCOUNT,
        nl="Google kent dit postvak niet als gebruiker. Neem het hoofdadres (geen alias en geen "
        "groep) uit admin.google.com > Directory > Gebruikers.",
        en="Google knows no user with this address. Take the primary address (no alias, no group) "
        "from admin.google.com > Directory > Users.",
    ),
    Trouble(
        code=TroubleCode.SECRET_WRONG,
        signs=r"Invalid JWT Signature|No valid verifier|account not found|\binvalid_client\b"
        r"|\bdeleted_client\b|\bdisabled_client\b|service_account is no"
        r"|certificate of \[mailbox\.oauth\]",
        source=SERVICE_ACCOUNT,
        nl="De sleutel, het certificaat of het geheim klopt niet (meer). Maak bij Google een "
        "nieuwe in console.cloud.google.com > IAM > Serviceaccounts > Sleutels (of API's en "
        "services > Inloggegevens), bij Microsoft onder Certificaten en geheimen, en zet die bij "
        "[mailbox.oauth].",
        en="The key, certificate or secret is not (or no longer) right. Make a new one at Google "
        "in console.cloud.google.com > IAM > Service accounts > Keys (or APIs & services > "
        "Credentials), at Microsoft under Certificates & secrets, and put it under "
        "[mailbox.oauth].",
    ),
    Trouble(
        code=TroubleCode.CONSENT_MISSING,
        signs=r"\baccess_denied\b|\badmin_policy_enforced\b|\borg_internal\b",
        source=SERVICE_ACCOUNT,
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
    # The mail servers.
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
)
