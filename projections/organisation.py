"""The organisation views: units as a tree, officers with their terms, and the tokens that open the service."""

from dataclasses import dataclass
from datetime import date
from typing import Any, get_args
from uuid import UUID

from domain.kernel import Recorded
from domain.organisation import events as e
from domain.roles import Held, Term, ended, renewed
from domain.values import Identity
from projections.projection import Changes, Projection, Reaches, Row, Rows, one_row


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit and its place in the tree; `leaders` lead it directly from above."""

    unit: UUID
    code: str
    name: str
    parent: UUID | None
    founded_on: date
    dissolved_on: date | None
    successor: UUID | None
    profile: str | None
    profile_from_on: date | None
    profile_before: str | None
    leaders: Reaches
    version: int


def _unit(row: Row | None, recorded: Recorded) -> dict[str, Any] | None:
    return {**_unit_facts(row, recorded), "version": recorded.version}


def _unit_facts(row: Row | None, recorded: Recorded) -> dict[str, Any]:
    match recorded.event:
        case e.UnitFounded() as founded:
            return {
                "unit": recorded.stream,
                "code": founded.code,
                "name": founded.name,
                "parent": founded.parent,
                "founded_on": founded.founded_on,
                "dissolved_on": None,
                "successor": None,
                "profile": None,
                "profile_from_on": None,
                "profile_before": None,
                "leaders": [],
            }
        case e.UnitMoved() as moved:
            return {"parent": moved.parent}
        case e.ProfileChosen() as chosen:
            return {
                "profile": chosen.profile,
                "profile_from_on": chosen.from_on,
                "profile_before": chosen.before,
            }
        case e.LeaderNamed() as named:
            return {"leaders": [*_other_leaders(row, named.leader), named.leader]}
        case e.LeaderReleased() as released:
            return {"leaders": _other_leaders(row, released.leader)}
        case e.UnitDissolved() as dissolved:
            return {"dissolved_on": dissolved.dissolved_on, "successor": dissolved.successor}
    return {}


def _other_leaders(row: Row | None, leader: UUID) -> list[UUID]:
    return [each for each in row["leaders"] if each != leader] if row else []


UNITS = Projection(
    name="units",
    version=3,
    row=UnitRow,
    id_column="unit",
    key_column="unit",
    on=dict.fromkeys(get_args(e.UnitEvent), one_row(_unit)),
    indexes=("(code)",),
)


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer; the name is sealed."""

    officer: UUID
    name: Identity[str]
    unit: UUID
    appointed_on: date


def _officer(row: Row | None, recorded: Recorded) -> dict[str, Any] | None:
    event = recorded.event
    if not isinstance(event, e.OfficerAppointed):
        return None
    return {
        "officer": recorded.stream,
        "name": event.name,
        "unit": event.unit,
        "appointed_on": event.appointed_on,
    }


OFFICERS = Projection(
    name="officers",
    version=1,
    row=OfficerRow,
    id_column="officer",
    key_column="officer",
    on={e.OfficerAppointed: one_row(_officer)},
    indexes=("(unit)",),
)


@dataclass(frozen=True, slots=True)
class TermRow:
    """A role that an officer holds for a unit, from a day until a day."""

    term: str
    officer: UUID
    role: str
    for_unit: UUID
    from_on: date
    until_on: date | None


def _terms(rows: Rows, recorded: Recorded) -> Changes:
    """The terms of the role that changed: as decisions know them, by the same two functions."""
    event = recorded.event
    if not isinstance(event, e.RoleGranted | e.RoleEnded):
        return {}
    held = Held(event.role, event.for_unit)
    mine = [row for row in rows.values() if (row["role"], row["for_unit"]) == (held.role, held.unit)]
    known = tuple(sorted((Term(row["from_on"], row["until_on"]) for row in mine), key=lambda term: term.from_on))
    match event:
        case e.RoleGranted():
            after = renewed(known, Term(event.from_on, event.until_on))
        case e.RoleEnded():
            after = ended(known, event.ended_on)
    gone: Changes = {row["term"]: None for row in mine}
    return {**gone, **{(row := _term(recorded.stream, held, term))["term"]: row for term in after}}


def _term(officer: UUID, held: Held, term: Term) -> dict[str, Any]:
    return {
        "term": f"{officer.hex}/{held}/{term.from_on}",
        "officer": officer,
        "role": held.role,
        "for_unit": held.unit,
        "from_on": term.from_on,
        "until_on": term.until_on,
    }


TERMS = Projection(
    name="terms",
    version=2,
    row=TermRow,
    id_column="term",
    key_column="officer",
    on={e.RoleGranted: _terms, e.RoleEnded: _terms},
    indexes=("(officer)",),
)


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A role that one officer proposed and another is to confirm."""

    proposal: str
    officer: UUID
    role: str
    for_unit: UUID
    from_on: date
    until_on: date | None
    proposed_by: UUID


def _proposals(rows: Rows, recorded: Recorded) -> Changes:
    event = recorded.event
    if not isinstance(event, e.RoleProposed | e.RoleDeclined | e.RoleGranted | e.RoleEnded):
        return {}
    name = f"{recorded.stream.hex}/{Held(event.role, event.for_unit)}"
    if not isinstance(event, e.RoleProposed):
        return {name: None}
    return {
        name: {
            "proposal": name,
            "officer": recorded.stream,
            "role": event.role,
            "for_unit": event.for_unit,
            "from_on": event.from_on,
            "until_on": event.until_on,
            "proposed_by": event.proposed_by,
        }
    }


PROPOSALS = Projection(
    name="proposals",
    version=1,
    row=ProposalRow,
    id_column="proposal",
    key_column="officer",
    on=dict.fromkeys((e.RoleProposed, e.RoleDeclined, e.RoleGranted, e.RoleEnded), _proposals),
    indexes=("(officer)",),
    reads_rows=False,
)


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A bearer token, known by its digest alone."""

    token_digest: str
    officer: UUID
    expires_on: date
    scopes: str
    issued_by: UUID | None


def _tokens(rows: Rows, recorded: Recorded) -> Changes:
    match recorded.event:
        case e.TokenIssued() as issued:
            return {
                issued.token_digest: {
                    "token_digest": issued.token_digest,
                    "officer": recorded.stream,
                    "expires_on": issued.expires_on,
                    "scopes": " ".join(issued.scopes),
                    "issued_by": issued.issued_by,
                }
            }
        case e.TokenRevoked() as revoked:
            return {revoked.token_digest: None}
    return {}


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """Which officer is bound to a subject of the identity provider, known by its keyed digest alone."""

    identity: str
    identity_digest: str
    officer: UUID
    bound_on: date


def _identities(rows: Rows, recorded: Recorded) -> Changes:
    match recorded.event:
        case e.IdentityBound() as bound:
            name = f"{bound.identity_digest}/{recorded.stream.hex}"
            return {
                name: {
                    "identity": name,
                    "identity_digest": bound.identity_digest,
                    "officer": recorded.stream,
                    "bound_on": bound.bound_on,
                }
            }
        case e.IdentityReleased() as released:
            return {f"{released.identity_digest}/{recorded.stream.hex}": None}
    return {}


IDENTITIES = Projection(
    name="identities",
    version=1,
    row=IdentityRow,
    id_column="identity",
    key_column="officer",
    on={e.IdentityBound: _identities, e.IdentityReleased: _identities},
    indexes=("(officer)", "(identity_digest)"),
    reads_rows=False,
)
TOKENS = Projection(
    name="tokens",
    version=2,
    row=TokenRow,
    id_column="token_digest",
    key_column="officer",
    on={e.TokenIssued: _tokens, e.TokenRevoked: _tokens},
    indexes=("(officer)",),
    reads_rows=False,
)
