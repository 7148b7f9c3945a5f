"""Who may do what: one table from command to roles, one from view to roles; what stands in neither is denied."""

from collections.abc import Mapping
from typing import Any

from domain.agreements import FOLLOWING
from domain.kernel import Command
from domain.roles import Role
from projections.audit_trail import AUDIT_TRAIL
from projections.catalogue import CASE_VIEWS
from projections.due_dates import DUE_DATES
from service.kinds.catalogue import KINDS
from service.kinds.offer import NOBODY

COMMANDS: Mapping[type[Command[Any]], frozenset[Role]] = {
    **{offer.command: offer.roles for kind in KINDS for offer in kind.offers},
    **dict.fromkeys(FOLLOWING, NOBODY),
}
"""What nobody gives stands in agreements: it is carried out with the command that binds it, or not at all."""

KIND_VIEWS: Mapping[str, frozenset[Role]] = {
    name: roles for kind in KINDS for name, roles in kind.reading.views.items()
}

CASE_READERS = NOBODY.union(*(KIND_VIEWS.get(view.name, ()) for view in CASE_VIEWS.values()))
"""Whoever may read some kind of case; views of several kinds show to each the kinds that he or she may read."""

VIEWS: Mapping[str, frozenset[Role]] = {
    **KIND_VIEWS,
    DUE_DATES.name: CASE_READERS,
    "reads": frozenset({Role.PI_OFFICER}),
    AUDIT_TRAIL.name: frozenset({Role.AUDITOR, Role.PET_HEAD, Role.UNIT_LEAD}),
}
