"""The page on which an officer changes the own password."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from service.access.fitness import LEAST, LONGEST_NAME, MOST, PasswordGuessed, PasswordUnfit, require_fit
from service.edge.answers import caller, service
from service.edge.problems import Problem
from service.web.blueprint import web
from service.web.proving import LONGEST, tried_own
from service.web.rendering import page, tell
from service.web.session import enter, is_demonstration
from service.web.slips import DIFFERENT, GUESSED, UNFIT
from service.words.sentences import no_op as _


@web.get("/password", endpoint="own_password_form")
def form() -> Response:
    """Asks for the present password and a new one."""
    _own_name()
    return _asked(200, None)


@web.post("/password", endpoint="own_password")
def change() -> Response:
    """Sets the new password, keeps the second factor, and ends every other session."""
    name = _own_name()
    if (refused := tried_own()) is not None:
        return _asked(*refused)
    fresh = request.form.get("fresh", "")[:LONGEST]
    if fresh != request.form.get("again", ""):
        return _asked(422, DIFFERENT)
    try:
        require_fit(name, fresh)
    except PasswordUnfit:
        return _asked(422, UNFIT)
    except PasswordGuessed:
        return _asked(422, GUESSED)
    officer = caller().officer
    service().credentials.change(officer, fresh)
    service().sessions.end_all(officer)
    enter(officer)
    tell(_("Your password is changed, and every other session of yours has ended."))
    return redirect(url_for("web.sessions"), 303)


def _own_name() -> str:
    known = None if is_demonstration() else service().credentials.name_and_factor(caller().officer)
    if known is None:
        raise Problem(404, "not_found", _("There is nothing at this address that you may know of."))
    return known[0]


def _asked(status: int, says: str | None, seconds: int | None = None) -> Response:
    limits = {"name": LONGEST_NAME, "least": LEAST, "most": MOST, "seconds": seconds}
    response = page("own_password.html", takes=(), says=says, limits=limits)
    response.status_code = status
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response
