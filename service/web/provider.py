"""Signing in at the identity provider, and being asked there anew."""

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from service.access.provider import Begun, Provider, ProviderAway, SignInRefused
from service.access.sessions import FRESH, Way
from service.access.tokens import digest_of
from service.edge.answers import sealing, service
from service.edge.opaque import OpaqueInvalid
from service.edge.problems import Problem
from service.web.blueprint import web
from service.web.cookies import is_secure, visit
from service.web.rendering import page
from service.web.session import enter, is_demonstration, is_local
from service.words.sentences import no_op as _

USE = "provider"
COOKIE, LOCAL_COOKIE = "__Host-provider", "provider"
WITHIN = timedelta(minutes=10)
"""How long a sign-in at the provider may take."""
LONGEST_WAY = 200
AHEAD = timedelta(minutes=1)
"""How far the provider's clock may be ahead."""

AWAY = _("The identity provider does not answer. Try again in a moment; whoever has a password can sign in with it.")
REFUSED = _("The identity provider did not confirm who you are, or its answer was used before. Begin again.")
NOT_BEGUN = _("This sign-in was not begun in this browser, or more than ten minutes ago. Begin again.")
NOT_ANEW = _("The identity provider did not ask you anew, or named somebody else than who is signed in here.")
NOT_BOUND = _(
    "You are signed in at the identity provider, but no officer is bound to you there. Tell your administrator this "
    "subject, to be bound on your page: {subject}"
)


@dataclass(frozen=True, slots=True)
class Flow:
    """What the browser keeps while it is at the provider; `session` is the one whose officer is asked anew."""

    begun: Begun
    goes_to: str
    session: str

    @property
    def sealed(self) -> str:
        begun, at = self.begun, int(service().now().timestamp())
        told = [USE, begun.state, begun.nonce, begun.verifier, self.goes_to, self.session, at]
        return sealing().cursors.token(told)


@web.get("/login/provider", endpoint="provider")
def go() -> Response:
    """Sends the browser to the provider."""
    provider = the_provider()
    session = _session_to_prove() if request.args.get("anew") == "1" else ""
    try:
        address, begun = provider.begin(_comes_back_to(), anew=bool(session))
    except ProviderAway as error:
        return _away(error)
    given = request.args.get("next", "")
    flow = Flow(begun, given if is_local(given) and len(given) <= LONGEST_WAY else url_for("web.overview"), session)
    response = redirect(address)
    rules = {"secure": is_secure(), "httponly": True, "samesite": "Lax", "path": "/"}
    response.set_cookie(_cookie(), flow.sealed, max_age=int(WITHIN.total_seconds()), **rules)  # type: ignore[arg-type]
    return response


@web.get("/login/provider/answer", endpoint="provider_answer")
def answer() -> Response:
    """Takes what the provider says, once, and opens the session or notes the proof."""
    response = _answered(the_provider(), _flow())
    response.delete_cookie(_cookie(), path="/", secure=is_secure(), httponly=True, samesite="Lax")
    return response


def the_provider() -> Provider:
    """The provider. Raises Problem where none is set up."""
    provider = service().provider
    if provider is None or is_demonstration():
        raise Problem(404, "not_found", _("There is nothing at this address that you may know of."))
    return provider


def _answered(provider: Provider, flow: Flow | None) -> Response:
    if flow is None:
        return _refused(400, NOT_BEGUN)
    try:
        identity = provider.finish(request.args, flow.begun, _comes_back_to())
    except SignInRefused as error:
        current_app.logger.warning("a sign-in at the identity provider was refused: %s", error)
        return _refused(401, REFUSED)
    except ProviderAway as error:
        return _away(error)
    officers = service().callers.by_identity(service().identities.digest_of(provider.issuer, identity.subject))
    if len(officers) != 1:
        return _refused(403, NOT_BOUND, subject=identity.subject)
    now = service().now()
    is_fresh = identity.shown_at is not None and now - FRESH < identity.shown_at < now + AHEAD
    if not flow.session:
        enter(officers[0], way=Way.PROVIDER, is_proven=is_fresh)
    elif not is_fresh or not service().sessions.prove(flow.session, officers[0]):
        return _refused(401, NOT_ANEW)
    return page("signed_in.html", goes_to=flow.goes_to)


def _session_to_prove() -> str:
    here = visit()
    if g.get("caller") is None or here is None or here.identifier is None:
        raise Problem(401, "unauthenticated", _("Your session has ended, or nobody is signed in. Sign in again."))
    return digest_of(here.identifier)


def _flow() -> Flow | None:
    """What this browser keeps of a sign-in that was begun lately."""
    try:
        value = sealing().cursors.value(request.cookies.get(_cookie(), ""))
    except OpaqueInvalid:
        return None
    match value:
        case [use, str(state), str(nonce), str(verifier), str(goes_to), str(session), int(at)] if use == USE:
            is_late = service().now().timestamp() - at > WITHIN.total_seconds()
            return None if is_late else Flow(Begun(state, nonce, verifier), goes_to, session)
    return None


def _cookie() -> str:
    return COOKIE if is_secure() else LOCAL_COOKIE


def _comes_back_to() -> str:
    return url_for("web.provider_answer", _external=True)


def _away(error: ProviderAway) -> Response:
    current_app.logger.warning("the identity provider does not answer: %s", error)
    response = _refused(503, AWAY)
    response.headers["Retry-After"] = "5"
    return response


def _refused(status: int, says: str, **facts: str) -> Response:
    """A page without a form: the browser sent no session with an answer from elsewhere, and keeps the one it has."""
    response = page("provider_refused.html", says=says, facts=facts)
    response.status_code = status
    return response
