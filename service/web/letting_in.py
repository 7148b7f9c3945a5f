"""Letting an officer in: an administrator issues tokens and binds an identity; each revokes the own tokens."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from domain.actors import Actor
from domain.officers import TokenScope
from domain.organisation.officer import BindIdentity, IssueToken, ReleaseIdentity, RevokeToken
from domain.values import OfficerRef
from projections.organisation import IDENTITIES, TOKENS
from service.access.acting import actor_for
from service.access.provider import LONGEST_SUBJECT
from service.edge.answers import caller, service
from service.edge.problems import Problem
from service.kinds.organisation.kind import OFFICERS
from service.office.unusable import BeyondLimits
from service.store.steps import Step
from service.store.tasks import Task
from service.web.blueprint import follow, has_written, names, web
from service.web.let_in import tokens_of
from service.web.organisation import record_at
from service.web.provider import the_provider
from service.web.proving import proof_before
from service.web.rendering import page, tell
from service.web.session import is_demonstration
from service.words.sentences import no_op as _


@web.post("/officers/<uuid:identifier>/token", endpoint="issue_token")
def issue_token(identifier: UUID) -> Response:
    """A new token for a script of the officer, shown this once."""
    officer, by = _officer(identifier), actor_for(caller(), IssueToken)
    if (proof := proof_before(_page_of(officer))) is not None:
        return proof
    chosen = request.form.getlist("scopes")
    scopes = [scope for scope in TokenScope if scope in chosen]
    if not scopes:
        raise Problem(422, "invalid", _("Choose what the token is good for."))
    try:
        issued = service().people.issue_token(officer, _days(), by, scopes)
    except BeyondLimits:
        raise Problem(422, "invalid", _("A token is good for 1 to 90 days.")) from None
    return page("token_issued.html", takes=(), issued=issued, who=names().of(officer), officer=officer)


@web.post("/officers/<uuid:identifier>/token-end", endpoint="revoke_token")
def revoke_token(identifier: UUID) -> Response:
    """Ends a token at once."""
    officer = _officer(identifier)
    digest = request.form.get("digest", "")[:64]
    _give(officer, RevokeToken(digest), actor_for(caller(), RevokeToken))
    tell(_("The token is revoked."))
    return redirect(_page_of(officer), 303)


@web.post("/sessions/token-end", endpoint="revoke_own_token")
def revoke_own() -> Response:
    """Ends a token in the own name at once, whoever issued it."""
    _require_sign_in()
    officer, digest = caller().officer, request.form.get("digest", "")[:64]
    if digest not in {each.digest for each in tokens_of(officer)}:
        raise Problem(404, "not_found", _("There is nothing at this address that you may know of."))
    _give(officer, RevokeToken(digest), Task.TOKENS_GIVE_UP.actor)
    tell(_("The token is revoked."))
    return redirect(url_for("web.sessions"), 303)


@web.post("/officers/<uuid:identifier>/identity", endpoint="bind_identity")
def bind(identifier: UUID) -> Response:
    """Lets the officer sign in as a subject of the identity provider."""
    officer, provider, by = _officer(identifier), the_provider(), actor_for(caller(), BindIdentity)
    if (proof := proof_before(_page_of(officer))) is not None:
        return proof
    subject = request.form.get("subject", "").strip()
    if not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise Problem(422, "invalid", _("A subject has 1 to 255 characters, as the provider shows it."))
    digest = service().identities.digest_of(provider.issuer, subject)
    if [each for each in service().callers.by_identity(digest) if each != officer]:
        raise Problem(
            409, "identity_of_another", _("This identity is bound to another officer. Release it there first.")
        )
    _give(officer, BindIdentity(digest), by)
    tell(_("The identity is bound: the officer signs in at the provider from now on."))
    return redirect(_page_of(officer), 303)


@web.post("/officers/<uuid:identifier>/identity-end", endpoint="release_identity")
def release(identifier: UUID) -> Response:
    """Ends that, and every session of the officer."""
    officer = _officer(identifier)
    _give(officer, ReleaseIdentity(), actor_for(caller(), ReleaseIdentity))
    service().sessions.end_all(officer)
    tell(_("The identity is released, and every session of the officer has ended."))
    return redirect(_page_of(officer), 303)


def _give(officer: OfficerRef, command: RevokeToken | BindIdentity | ReleaseIdentity, by: Actor) -> None:
    outcome = service().ledger.execute([Step(officer, command)], by)
    has_written(outcome.position)
    follow(TOKENS, IDENTITIES)


def _officer(identifier: UUID) -> OfficerRef:
    """The officer, for who may see officers. Raises Denied, UnknownStream and Problem."""
    _require_sign_in()
    return OfficerRef(record_at(OFFICERS, identifier).stream)


def _require_sign_in() -> None:
    if is_demonstration():
        raise Problem(404, "not_found", _("There is nothing at this address that you may know of."))


def _page_of(officer: OfficerRef) -> str:
    return url_for("web.record", collection="officers", identifier=officer)


def _days() -> int:
    given = request.form.get("days", "").strip()
    return int(given) if given.isascii() and given.isdigit() and len(given) < 4 else 0
