"""Which events of the log a role may see with their facts; personal values stay sealed for everybody."""

from domain.catalogue import BY_EVENT
from domain.kernel import Event
from domain.organisation.events import (
    IdentityBound,
    IdentityReleased,
    SlipIssued,
    SlipUsed,
    TokenIssued,
    TokenRevoked,
)
from domain.organisation.officer import IssueToken
from domain.roles import Role
from service.access.decisions import may_command, may_view
from service.kinds.catalogue import KINDS

VIEW_OF_KIND = {kind.aggregate.kind: next(iter(kind.reading.views)) for kind in KINDS}
"""By kind of stream: whoever may read that view may see the events; a kind that is not named is seen by nobody."""


OPENING = (TokenIssued, TokenRevoked, SlipIssued, SlipUsed, IdentityBound, IdentityReleased)
"""What lets an officer in."""


def may_see(roles: frozenset[Role], event: type[Event]) -> bool:
    """Whether the roles may see events of that class; what opens the service is for those who issue it."""
    if event in OPENING:
        return may_command(roles, IssueToken)
    view = VIEW_OF_KIND.get(BY_EVENT[event].kind)
    return view is not None and may_view(roles, view)
