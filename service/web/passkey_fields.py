"""The challenge that a page gives to a passkey: sealed into its form, for this browser alone and for a few minutes."""

import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request

from service.access.passkeys import ANSWERED_WITHIN, LONGEST_ANSWER, Place, Shown
from service.access.tokens import digest_of
from service.edge.answers import sealing, service
from service.edge.opaque import OpaqueInvalid
from service.edge.problems import Problem
from service.web.cookies import csrf_token, visit
from service.words.sentences import no_op as _

USE = "passkey"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form holds: the options for the browser as JSON, and the challenge as it comes back."""

    options: str
    sealed: str


def place() -> Place:
    """The site as the browser names it. Raises Problem for a request whose Host names none."""
    try:
        host = urlsplit(request.host_url).hostname
    except ValueError:
        host = None
    if not host:
        raise Problem(400, "malformed", _("The header Host must name the site, such as casework.example."))
    return Place(host, request.host_url.rstrip("/"))


def asked_to_show() -> Asked:
    """A challenge for whichever passkey the reader has."""
    challenge = secrets.token_bytes(32)
    return Asked(service().passkeys.asking(place(), challenge), sealed(challenge))


def sealed(challenge: bytes) -> str:
    """The challenge for the form of this visitor, who gets an identifier with it."""
    csrf_token()
    here = visit()
    identifier = (here.identifier or "") if here is not None else ""
    at = int(service().now().timestamp())
    return sealing().cursors.token([USE, digest_of(identifier), challenge.hex(), at])


def answer_sent() -> str:
    """What the browser says for the passkey; empty where it says nothing."""
    return request.form.get("passkey", "")[: LONGEST_ANSWER + 1]


def challenge_sent() -> bytes | None:
    """The challenge that this visitor was given lately; None where it is none of ours."""
    here, now = visit(), service().now().timestamp()
    try:
        value = sealing().cursors.value(request.form.get("asked", ""))
    except OpaqueInvalid:
        return None
    match value:
        case [use, digest, str(challenge), int(at)] if use == USE and here is not None and here.given is not None:
            is_theirs = digest == digest_of(here.given)
            is_late = now - at > ANSWERED_WITHIN.total_seconds()
            return bytes.fromhex(challenge) if is_theirs and not is_late else None
    return None


def shown() -> Shown | None:
    """Whose passkey answered the challenge of the form that was sent; None where nobody's did."""
    challenge = challenge_sent()
    return None if challenge is None else service().passkeys.shown(answer_sent(), place(), challenge)
