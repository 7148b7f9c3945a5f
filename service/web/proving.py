"""Signing in anew: whoever grants, pays or lets somebody in shows password and second factor once more."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from service.access.credentials import TriedTooOften
from service.access.passwords import TooManyAtOnce
from service.edge.answers import caller, service
from service.edge.problems import Problem
from service.kinds.offer import Offer
from service.web.blueprint import web, words
from service.web.cookies import visit
from service.web.form_sheets import Trouble
from service.web.rendering import page
from service.web.session import is_demonstration, is_local, is_proof_old
from service.web.slips import TOO_MANY
from service.words.sentences import no_op as _

LONGEST = 400
REFUSED = _("Password or code is wrong. After several failures every further attempt has to wait.")
SLOWED = _("There were too many wrong passwords for this name. Try again later; seconds to wait: {seconds}.")


def proof_first(offer: Offer) -> Response | None:
    """The way to the page where it is shown, where the command asks for it and it is not fresh."""
    if not offer.is_proven or not is_proof_old():
        return None
    return redirect(url_for("web.prove_form", next=request.full_path.rstrip("?")))


def not_proven(offer: Offer) -> Trouble | None:
    """Why a form that was sent is shown again: the proof has grown old while it was filled in."""
    if not offer.is_proven or not is_proof_old():
        return None
    message = _(
        "This asks for your password once more, which you showed more than five minutes ago. Open {address} in another "
        "tab, then send this again: nothing that was typed is lost."
    )
    return Trouble(403, words().text(message, address=url_for("web.prove_form")))


@web.get("/prove", endpoint="prove_form")
def form() -> Response:
    """Asks for password and code."""
    _own_name()
    return _asked(200, None)


@web.post("/prove", endpoint="prove")
def prove() -> Response:
    """Takes both as shown, and leads back."""
    if (refused := tried_own()) is not None:
        return _asked(*refused)
    here = visit()
    if here is not None and here.identifier is not None:
        service().sessions.prove(here.identifier)
    return redirect(_next(), 303)


def tried_own() -> tuple[int, str, int | None] | None:
    """Tries the password and code that were sent against the caller's own; None where both are right.

    Raises Problem where the caller has no password.
    """
    name = _own_name()
    password, code = (request.form.get(field, "")[:LONGEST] for field in ("password", "code"))
    try:
        officer = service().credentials.officer_of(name, password, code)
    except TriedTooOften as error:
        return 429, SLOWED, error.seconds
    except TooManyAtOnce:
        return 503, TOO_MANY, 2
    return None if officer == caller().officer else (401, REFUSED, None)


def _own_name() -> str:
    known = None if is_demonstration() else service().credentials.name_and_factor(caller().officer)
    if known is None:
        raise Problem(404, "not_found", _("There is nothing at this address that you may know of."))
    return known[0]


def _next() -> str:
    given = request.values.get("next", "")
    return given if is_local(given) else url_for("web.overview")


def _asked(status: int, says: str | None, seconds: int | None = None) -> Response:
    response = page("prove.html", takes=("next",), says=says, facts={"seconds": seconds}, next=_next())
    response.status_code = status
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response
