"""The organisation views: units as a tree, officers with their terms, and the tokens that open the service."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from domain.kernel import Recorded
from domain.organisation import events as e
from domain.values import Identity
from projections.projection import Changes, Projection, Row, Rows, one_row, stream_of


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit and its place in the tree."""

    unit: UUID
    code: str
    name: str
    parent: UUID | None
    founded_on: date
    dissolved_on: date | None
    successor: UUID | None


def _unit(row: Row | None, recorded: Recorded) -> dict[str, Any] | None:
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
            }
        case e.UnitDissolved() as dissolved:
            return {"dissolved_on": dissolved.dissolved_on, "successor": dissolved.successor}
    return None


UNITS = Projection(
    name="units",
    version=1,
    row=UnitRow,
    id_column="unit",
    key_column="unit",
    key=stream_of,
    on={e.UnitFounded: one_row(_unit), e.UnitDissolved: one_row(_unit)},
    indexes=("code",),
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
    key=stream_of,
    on={e.OfficerAppointed: one_row(_officer)},
    indexes=("unit",),
)


@dataclass(frozen=True, slots=True)
class TermRow:
    """A role that an officer holds from a day until a day."""

    term: str
    officer: UUID
    role: str
    from_on: date
    until_on: date | None


def _term_id(officer: UUID, role: str) -> str:
    return f"{officer.hex}/{role}"


def _terms(rows: Rows, recorded: Recorded) -> Changes:
    match recorded.event:
        case e.RoleGranted() as granted:
            term = _term_id(recorded.stream, granted.role)
            return {
                term: {
                    "term": term,
                    "officer": recorded.stream,
                    "role": granted.role,
                    "from_on": granted.from_on,
                    "until_on": granted.until_on,
                }
            }
        case e.RoleEnded() as ended:
            return {_term_id(recorded.stream, ended.role): None}
    return {}


TERMS = Projection(
    name="terms",
    version=1,
    row=TermRow,
    id_column="term",
    key_column="officer",
    key=stream_of,
    on={e.RoleGranted: _terms, e.RoleEnded: _terms},
    indexes=("officer",),
    reads_rows=False,
)


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A bearer token, known by its digest alone."""

    token_digest: str
    officer: UUID
    expires_on: date


def _tokens(rows: Rows, recorded: Recorded) -> Changes:
    match recorded.event:
        case e.TokenIssued() as issued:
            return {
                issued.token_digest: {
                    "token_digest": issued.token_digest,
                    "officer": recorded.stream,
                    "expires_on": issued.expires_on,
                }
            }
        case e.TokenRevoked() as revoked:
            return {revoked.token_digest: None}
    return {}


TOKENS = Projection(
    name="tokens",
    version=1,
    row=TokenRow,
    id_column="token_digest",
    key_column="officer",
    key=stream_of,
    on={e.TokenIssued: _tokens, e.TokenRevoked: _tokens},
    indexes=("officer",),
    reads_rows=False,
)
