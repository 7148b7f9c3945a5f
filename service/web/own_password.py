"""The page on which an officer changes the own password."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from service.access.fitness import LEAST, LONGEST_NAME, MOST, PasswordGuessed, PasswordUnfit, require_fit
from service.edge.answers import caller, service
from service.web.blueprint import names, web
from service.web.passkey_fields import asked_to_show
from service.web.proving import LONGEST, own_name, own_ways, tried_own
from service.web.rendering import page, tell
from service.web.session import enter
from service.web.slips import DIFFERENT, GUESSED, UNFIT
from service.words.sentences import no_op as _


@web.get("/password", endpoint="own_password_form")
def form() -> Response:
    """Asks for the present password and a new one."""
    own_name()
    return _asked(200, None)


@web.post("/password", endpoint="own_password")
def change() -> Response:
    """Sets the new password, keeps the second factor, and ends every other session."""
    name, officer = own_name(), caller().officer
    if (refused := tried_own()) is not None:
        return _asked(*refused)
    fresh = request.form.get("fresh", "")[:LONGEST]
    if fresh != request.form.get("again", ""):
        return _asked(422, DIFFERENT)
    try:
        require_fit(name, fresh, names().officer(officer))
    except PasswordUnfit:
        return _asked(422, UNFIT)
    except PasswordGuessed:
        return _asked(422, GUESSED)
    service().credentials.change(officer, fresh)
    service().sessions.end_all(officer)
    enter(officer)
    tell(_("Your password is changed, and every other session of yours has ended."))
    return redirect(url_for("web.sessions"), 303)


def _asked(status: int, says: str | None, seconds: int | None = None) -> Response:
    limits: dict[str, object] = {"name": LONGEST_NAME, "least": LEAST, "most": MOST, "seconds": seconds}
    ways = own_ways()
    limits["own"] = ways.name
    asked = asked_to_show() if ways.has_passkey else None
    response = page("own_password.html", takes=(), says=says, limits=limits, asked=asked)
    response.status_code = status
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response
