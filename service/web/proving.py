"""Signing in anew: whoever grants, pays or lets somebody in shows once more who it is."""

from dataclasses import dataclass

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from service.access.credentials import TriedTooOften
from service.access.passwords import TooManyAtOnce
from service.access.proof import ProofLacking
from service.access.sessions import Way
from service.access.tokens import digest_of
from service.edge.answers import caller, service
from service.edge.problems import Problem
from service.kinds.offer import Offer
from service.web.blueprint import web, words
from service.web.cookies import visit
from service.web.form_sheets import Trouble
from service.web.passkey_fields import answer_sent, asked_to_show, shown
from service.web.rendering import page
from service.web.session import is_demonstration, is_local, is_proof_old
from service.words.sentences import no_op as _

LONGEST = 400
REFUSED = _("Password or code is wrong. After several failures every further attempt has to wait.")
PASSKEY_REFUSED = _("That was no passkey of yours for this page, or it was shown before. Load the page and try again.")
SLOWED = _("There were too many wrong passwords for this name. Try again later; seconds to wait: {seconds}.")
TOO_MANY = _("Too many sign in at this moment. Try again in a few seconds.")


@dataclass(frozen=True, slots=True)
class Ways:
    """By what whoever is signed in can show who it is: the name of the password, a passkey, the provider."""

    name: str | None
    has_passkey: bool
    has_provider: bool


def proof_first(offer: Offer) -> Response | None:
    """The way to the page where it is shown, where the command asks for it and it is not fresh."""
    return proof_before(request.full_path.rstrip("?")) if offer.is_proven else None


def proof_before(goes_on_to: str) -> Response | None:
    """The way to that page, from which it goes on; None where the proof is fresh.

    Raises ProofLacking of a session that a token opened which is not good for it.
    """
    if not is_proof_old():
        return None
    if g.get("is_by_token"):
        raise ProofLacking("a session by token")
    return redirect(url_for("web.prove_form", next=goes_on_to))


def not_proven(offer: Offer) -> Trouble | None:
    """Why a form that was sent is shown again: the proof has grown old while it was filled in."""
    if not offer.is_proven or not is_proof_old():
        return None
    if g.get("is_by_token"):
        raise ProofLacking("a session by token")
    message = _(
        "This asks for your password once more, which you showed more than five minutes ago. Open {address} in another "
        "tab, then send this again: nothing that was typed is lost."
    )
    return Trouble(403, words().text(message, address=url_for("web.prove_form")))


@web.get("/prove", endpoint="prove_form")
def form() -> Response:
    """Asks for password and code, for a passkey, or for the way to the provider."""
    own_ways()
    return _asked(200, None)


@web.post("/prove", endpoint="prove")
def prove() -> Response:
    """Takes what was sent as shown, and leads back."""
    own_ways()
    if (refused := tried_own(alone=True)) is not None:
        return _asked(*refused)
    here = visit()
    if here is not None and here.identifier is not None:
        service().sessions.prove(digest_of(here.identifier), caller().officer)
    return redirect(_next(), 303)


def own_ways() -> Ways:
    """By what the caller can show who it is. Raises Problem where there is nothing."""
    if is_demonstration() or g.get("is_by_token"):
        raise _nothing()
    known = service().credentials.name_and_factor(caller().officer)
    has_provider = service().provider is not None and g.get("session_way") is Way.PROVIDER
    found = Ways(known and known[0], bool(service().passkeys.of(caller().officer)), has_provider)
    if found == Ways(None, False, False):
        raise _nothing()
    return found


def tried_own(alone: bool = False) -> tuple[int, str, int | None] | None:
    """Tries the password with code or passkey that were sent against the caller's own; None where they are right.

    With `alone` a passkey is enough whose device made sure of the person. Raises Problem where there is no password.
    """
    seen = shown() if answer_sent() else None
    if answer_sent() and (seen is None or seen.officer != caller().officer):
        return 401, PASSKEY_REFUSED, None
    if alone and seen is not None and seen.is_verified:
        return None
    password, code = (request.form.get(field, "")[:LONGEST] for field in ("password", "code"))
    try:
        officer = service().credentials.officer_of(own_name(), password, code, seen.officer if seen else None)
    except TriedTooOften as error:
        return 429, SLOWED, error.seconds
    except TooManyAtOnce:
        return 503, TOO_MANY, 2
    return None if officer == caller().officer else (401, REFUSED, None)


def own_name() -> str:
    """The name that the caller signs in by. Raises Problem where there is no password."""
    name = own_ways().name
    if name is None:
        raise _nothing()
    return name


def _nothing() -> Problem:
    return Problem(404, "not_found", _("There is nothing at this address that you may know of."))


def _next() -> str:
    given = request.values.get("next", "")
    return given if is_local(given) else url_for("web.overview")


def _asked(status: int, says: str | None, seconds: int | None = None) -> Response:
    ways = own_ways()
    asked = asked_to_show() if ways.has_passkey else None
    facts = {"seconds": seconds}
    response = page("prove.html", takes=("next",), says=says, facts=facts, next=_next(), ways=ways, asked=asked)
    response.status_code = status
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response
