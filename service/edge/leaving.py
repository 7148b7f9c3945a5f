"""What the end of a role leaves, for whoever ended it: open cases, who holds the role still, steps nobody takes."""

from dataclasses import replace

from domain.organisation.events import RoleEnded
from domain.roles import Held
from domain.values import OfficerRef
from service.edge.answers import caller, service
from service.edge.reading import queries
from service.office.leaving import Left, left_by
from service.store.steps import Outcome


def left_after(outcome: Outcome) -> Left | None:
    """What the role that the command ended leaves, as it stands now; None where it ended none."""
    for recorded in outcome.recorded:
        if isinstance(recorded.event, RoleEnded):
            held = Held(recorded.event.role, recorded.event.for_unit)
            staff = service().callers.staff(service().ledger.today(), caller().units)
            return left_by(queries(), replace(caller(), staff=staff), staff, OfficerRef(outcome.stream), held)
    return None
