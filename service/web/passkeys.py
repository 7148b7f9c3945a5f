"""The own passkeys: added, listed and removed by whoever showed who it is a moment ago."""

import secrets

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from service.access.passkeys import LONGEST_LABEL, MOST
from service.edge.answers import caller, service
from service.edge.problems import Problem
from service.web.blueprint import names, web, words
from service.web.passkey_fields import Asked, answer_sent, challenge_sent, place, sealed
from service.web.proving import proof_before
from service.web.rendering import page, tell
from service.web.session import is_demonstration, is_factor_lacking
from service.words.sentences import no_op as _

REFUSED = _("That was no new passkey of this page: try again. The browser may have waited too long.")


@web.get("/passkeys", endpoint="passkeys")
def own_passkeys() -> Response:
    """The passkeys of whoever asks, and the way to a new one."""
    _require_own()
    return _needing_proof() or _shown()


@web.post("/passkeys", endpoint="add_passkey")
def add() -> Response:
    """Keeps the passkey that the browser made."""
    _require_own()
    if (proof := _needing_proof()) is not None:
        return proof
    challenge = challenge_sent()
    label = " ".join(request.form.get("label", "").split())[:LONGEST_LABEL] or words().text(_("Passkey"))
    officer = caller().officer
    if challenge is None or not service().passkeys.add(officer, label, answer_sent(), place(), challenge):
        return _shown(422, REFUSED)
    tell(_("The passkey is added. Sign in with it from now on, or show it beside your password."))
    return redirect(url_for("web.passkeys"), 303)


@web.post("/passkeys/removed", endpoint="remove_passkey")
def remove() -> Response:
    """Removes one of them: it opens nothing any more."""
    _require_own()
    if (proof := _needing_proof()) is not None:
        return proof
    if service().passkeys.remove(caller().officer, request.form.get("credential", "")[:1400]):
        tell(_("The passkey is removed."))
    return redirect(url_for("web.passkeys"), 303)


def _require_own() -> None:
    """Nobody adds a passkey by a token, which ends sooner than what it would add."""
    if is_demonstration() or g.get("is_by_token"):
        raise Problem(404, "not_found", _("There is nothing at this address that you may know of."))


def _needing_proof() -> Response | None:
    return None if is_factor_lacking(caller()) else proof_before(url_for("web.passkeys"))


def _shown(status: int = 200, says: str | None = None) -> Response:
    officer, challenge = caller().officer, secrets.token_bytes(32)
    options = service().passkeys.adding(officer, names().officer(officer), place(), challenge)
    kept = service().passkeys.of(officer)
    response = page(
        "passkeys.html",
        takes=(),
        says=says,
        asked=Asked(options, sealed(challenge)),
        rows=kept,
        is_full=len(kept) >= MOST,
        longest=LONGEST_LABEL,
    )
    response.status_code = status
    return response
