"""The second factor: an officer takes a secret over into an app, and proves it by a code."""

import segno
from flask import request, session
from markupsafe import Markup
from werkzeug.wrappers import Response

from service.access.second_factor import address_of, new_secret, spelled_out
from service.edge.answers import caller, sealing, service
from service.edge.opaque import OpaqueInvalid
from service.edge.problems import Problem
from service.web.blueprint import web
from service.web.rendering import page
from service.web.session import is_demonstration
from service.words.sentences import no_op as _

USE, BEGUN = "second factor", "second_factor"


@web.get("/second-factor", endpoint="second_factor")
def form() -> Response:
    """Shows a new secret, or says that there is a second factor already."""
    return _asked(_secret_begun())


@web.post("/second-factor", endpoint="add_second_factor")
def add() -> Response:
    """Takes the secret that was shown as second factor, and shows the recovery codes this once."""
    _name_of_caller()
    secret = _secret_shown(request.form.get("secret", ""))
    codes = service().credentials.add_factor(caller().officer, secret, request.form.get("code", "")[:40])
    if codes is None:
        response = _asked(secret, is_refused=True)
        response.status_code = 422
        return response
    return page("second_factor_added.html", takes=(), codes=codes)


def _secret_begun() -> bytes:
    """The secret of this session that is not taken over yet: the same one when the page is loaded again."""
    try:
        return _secret_shown(str(session.get(BEGUN, "")))
    except OpaqueInvalid:
        fresh = new_secret()
        session[BEGUN] = _sealed(fresh)
        return fresh


def _sealed(secret: bytes) -> str:
    return sealing().cursors.token([USE, caller().officer.hex, secret.hex()])


def _name_of_caller() -> tuple[str, bool]:
    known = None if is_demonstration() else service().credentials.name_and_factor(caller().officer)
    if known is None:
        raise Problem(404, "not_found", _("There is nothing at this address that you may know of."))
    return known


def _asked(secret: bytes, is_refused: bool = False) -> Response:
    name, has_factor = _name_of_caller()
    sealed = _sealed(secret)
    address, spelled = address_of(secret, name), spelled_out(secret)
    return page(
        "second_factor.html",
        takes=(),
        has_factor=has_factor,
        is_refused=is_refused,
        sealed=sealed,
        address=address,
        code=as_code(address),
        spelled=" ".join(spelled[at : at + 4] for at in range(0, len(spelled), 4)),
    )


def as_code(address: str) -> Markup:
    """The address as a QR code: SVG without style and script, dark on light whatever the colours of the page."""
    drawn = segno.make(address, error="m", micro=False)
    return Markup(drawn.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="code", lineclass=None))  # noqa: S704 — of our own making


def _secret_shown(token: str) -> bytes:
    """The secret that a page showed to this officer. Raises OpaqueInvalid."""
    match sealing().cursors.value(token):
        case [use, officer, str(secret)] if use == USE and officer == caller().officer.hex:
            return bytes.fromhex(secret)
    raise OpaqueInvalid("a secret that was shown to somebody else")
