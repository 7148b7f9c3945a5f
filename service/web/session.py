"""Who is signed in: the officer of a session on the server, whose rights are read on every request."""

from uuid import UUID

from flask import Response, g, redirect, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.officers import ORDINARY, TokenScope
from domain.roles import Role
from domain.values import OfficerRef
from projections.organisation import IDENTITIES
from service.access.second_factor import needs_second_factor
from service.access.sessions import Known, Way
from service.access.tokens import digest_of
from service.edge.answers import caller, service
from service.edge.problems import Problem
from service.edge.reading import queries
from service.store.steps import Caller
from service.views.conditions import equals
from service.web.blueprint import names, today
from service.web.cookies import Visit, is_cookie_lost, is_ours, visit
from service.words.sentences import no_op as _

OPEN = frozenset(
    {
        *("web.sign_in", "web.sign_in_form", "web.use_slip", "web.use_slip_form", "web.static", "web.documentation"),
        *("web.provider", "web.provider_answer"),
    }
)
BEFORE_FACTOR = OPEN | {
    *("web.second_factor", "web.add_second_factor", "web.sign_out", "web.sign_out_everywhere"),
    *("web.passkeys", "web.add_passkey"),
}
"""What an officer may open who has a password and no second factor yet, though the roles need one."""
FORMS = frozenset({"web.create", "web.carry_out"})
"""Posts of forms of commands: one that is not ours is carried out by nobody, but shown again with what it holds."""
PLAIN_HTTP = _(
    "This page was asked for over plain HTTP from another machine: browsers keep no session then, and whatever you "
    "type can be read on the way. Open it with https:// in front of the address. Whoever runs the service: put a proxy "
    "with TLS in front of it that sends X-Forwarded-Proto."
)
FIRST_CHOICE = (Role.PET_HEAD, Role.INTAKE, Role.SYSADMIN)


def is_demonstration() -> bool:
    """Whether anybody may act as any officer."""
    return service().is_demonstration()


def require_caller() -> AnyResponse | None:
    """Before every page: who asks, and for every post: whether one of our own forms sent it."""
    g.caller = present_caller()
    if request.method == "POST" and not is_ours() and not is_sent_form():
        if is_cookie_lost():
            raise Problem(403, "plain_http", PLAIN_HTTP)
        detail = _("The form was open too long, or cookies are switched off. Go back, load the page again and send it.")
        raise Problem(403, "form_not_ours", detail)
    if g.caller is not None and request.endpoint not in BEFORE_FACTOR and is_factor_lacking(g.caller):
        if request.method == "GET":
            return redirect(url_for("web.second_factor"))
        raise Problem(403, "second_factor_missing", _("Your roles need a second factor. Set it up first."))
    if g.caller is not None or request.endpoint in OPEN:
        return None
    if request.method == "GET" and not is_demonstration():
        return redirect(url_for("web.sign_in_form", next=request.full_path.rstrip("?")))
    raise Problem(401, "unauthenticated", _("Your session has ended, or nobody is signed in. Sign in again."))


def is_factor_lacking(caller: Caller) -> bool:
    """Whether who signed in by password needs a second factor and has none."""
    return bool(g.get("lacks_factor")) and needs_second_factor(caller.roles)


def is_proof_old() -> bool:
    """Whether whoever signed in has not shown within five minutes who it is; a token is good where it was issued so."""
    return bool(g.get("is_proof_old"))


def present_caller() -> Caller | None:
    """The officer of this session with the roles of the day; None where nobody is signed in."""
    if is_demonstration():
        officer = _acting() or _first_officer()
        return service().callers.by_officer(officer, today()) if officer else None
    here = visit()
    if here is None or here.identifier is None:
        return None
    known = service().sessions.find(here.identifier)
    if known is None:
        return None
    here.is_known(known.kept)
    return _by_token(known, known.token_digest) if known.token_digest is not None else _by_oneself(known)


def _by_token(known: Known, digest: str) -> Caller | None:
    g.is_by_token = True
    found = service().callers.by_session(known.officer, digest, today())
    g.is_proof_old = found is not None and TokenScope.PROVEN not in found.scopes
    return found


def _by_oneself(known: Known) -> Caller:
    """The second factor of whoever comes from the identity provider is asked for there."""
    g.session_way = known.way
    g.lacks_factor = known.way is Way.PASSWORD and not known.has_second_factor
    g.is_proof_old = not known.is_proof_fresh
    return service().callers.by_officer(known.officer, today())


def _acting() -> UUID | None:
    try:
        return UUID(str(session["officer"])) if "officer" in session else None
    except ValueError:
        return None


def _first_officer() -> UUID | None:
    people = names().people
    for role in FIRST_CHOICE:
        for person in people:
            if role in person.roles:
                return person.officer
    return people[0].officer if people else None


class SignsInOtherwise(Exception):
    """The officer has a password, a passkey or an identity: a token opens the API alone, or it would pass them by."""


class TokenTooNarrow(Exception):
    """The token is not good for all that pages do."""


def sign_in(token: str) -> bool:
    """Opens a session for the holder of the token; False for a token that is unknown, revoked or expired.

    Raises SignsInOtherwise and TokenTooNarrow.
    """
    found = service().callers.by_token(token, today())
    if found is None or not isinstance(found.who, UUID):
        return False
    if _signs_in_otherwise(found.officer):
        raise SignsInOtherwise
    if not found.scopes.issuperset(ORDINARY):
        raise TokenTooNarrow
    enter(found.officer, digest_of(token))
    return True


def _signs_in_otherwise(officer: UUID) -> bool:
    return (
        service().credentials.name_and_factor(officer) is not None
        or bool(service().passkeys.of(officer))
        or bool(queries().all(IDENTITIES, [equals("officer", officer)]))
    )


def enter(officer: UUID, token_digest: str | None = None, way: Way = Way.PASSWORD, is_proven: bool = True) -> None:
    """Opens a session of the officer in the place of whatever was open, under a new identifier."""
    if (here := visit()) is not None:
        _end(here)
        here.becomes(service().sessions.begin(officer, token_digest, way, is_proven))


def sign_out() -> None:
    """Ends this session at once, wherever its identifier may have come to."""
    if (here := visit()) is not None:
        _end(here)
        here.becomes(None)


def sign_out_everywhere() -> None:
    """Ends every session of the officer who asks."""
    service().sessions.end_all(caller().officer)
    sign_out()


def _end(here: Visit) -> None:
    if here.given is not None:
        service().sessions.end(here.given)


def act_as(officer: UUID) -> None:
    """In the demonstration alone: the next pages are seen by that officer."""
    if not is_demonstration():
        raise Problem(404, "not_found", _("There is nothing at this address that you may know of."))
    if officer not in {person.officer for person in names().people}:
        raise Problem(404, "not_found", _("There is nothing at this address that you may know of."))
    session["officer"] = str(OfficerRef(officer))


def is_sent_form() -> bool:
    """Whether the request is the form of a command, sent by a page of this site."""
    is_of_this_site = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return request.method == "POST" and request.endpoint in FORMS and is_of_this_site


def is_local(address: str) -> bool:
    """Whether the address leads to a page of this service."""
    return address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()


def without_store(response: Response) -> Response:
    """Files of the package may be kept by the browser; pages never."""
    if request.endpoint == "web.static":
        response.headers["Cache-Control"] = "public, max-age=300"
    return response
