"""Slips: an administrator issues one on the page of an officer, who sets name and password with it."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from domain.organisation.officer import IssueSlip, SlipUnknown
from domain.values import OfficerRef
from service.access.acting import actor_for
from service.access.credentials import NameTaken
from service.access.fitness import LEAST, LONGEST_NAME, MOST, PasswordGuessed, PasswordUnfit
from service.access.passwords import TooManyAtOnce
from service.edge.answers import caller, service
from service.edge.problems import Problem
from service.kinds.organisation.kind import OFFICERS
from service.web.blueprint import names, web
from service.web.organisation import record_at
from service.web.proving import TOO_MANY, proof_before
from service.web.rendering import page
from service.web.session import enter, is_demonstration
from service.words.sentences import no_op as _

UNFIT = _("A name has 1 to {name} characters, a password {least} to {most}, and is not the name.")
GUESSED = _("The password is made of words, years or runs of keys that are guessed first. Take a sentence of your own.")
SAYINGS: tuple[tuple[type[Exception], int, str], ...] = (
    (SlipUnknown, 409, SlipUnknown.says),
    (NameTaken, 409, _("Somebody else signs in by this name. Choose another.")),
    (PasswordUnfit, 422, UNFIT),
    (PasswordGuessed, 422, GUESSED),
    (TooManyAtOnce, 503, TOO_MANY),
)
DIFFERENT = _("The two passwords differ.")


def _require_sign_in() -> None:
    if is_demonstration():
        raise Problem(404, "not_found", _("There is nothing at this address that you may know of."))


@web.post("/officers/<uuid:identifier>/slip", endpoint="issue_slip")
def issue(identifier: UUID) -> Response:
    """A new slip for the officer, shown this once."""
    _require_sign_in()
    record = record_at(OFFICERS, identifier)
    by = actor_for(caller(), IssueSlip)
    if (proof := proof_before(url_for("web.record", collection="officers", identifier=identifier))) is not None:
        return proof
    issued = service().slips.issue(OfficerRef(record.stream), by)
    return page("slip_issued.html", takes=(), issued=issued, who=names().of(identifier), officer=identifier)


@web.get("/slip", endpoint="use_slip_form")
def form() -> Response:
    """Asks for a slip, a name and a password."""
    _require_sign_in()
    return _asked(200, None)


@web.post("/slip", endpoint="use_slip")
def use() -> Response:
    """Sets name and password, and signs the officer in."""
    _require_sign_in()
    slip, name, password = (request.form.get(field, "")[:400] for field in ("slip", "name", "password"))
    if password != request.form.get("again", ""):
        return _asked(422, DIFFERENT)
    try:
        officer = service().slips.use(slip.strip(), name, password)
    except tuple(kind for kind, _status, _says in SAYINGS) as refused:
        status, says = next((status, says) for kind, status, says in SAYINGS if isinstance(refused, kind))
        return _asked(status, says)
    enter(officer)
    return redirect(url_for("web.overview"), 303)


def _asked(status: int, says: str | None) -> Response:
    limits = {"name": LONGEST_NAME, "least": LEAST, "most": MOST}
    response = page("slip.html", takes=(), says=says, limits=limits, typed=request.form.get("name", "")[:LONGEST_NAME])
    response.status_code = status
    return response
