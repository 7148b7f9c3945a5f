"""Who may do what: one table from command to who gives it on which records, one from view to roles; else denied."""

from collections.abc import Mapping
from typing import Any

from domain.agreements import FOLLOWING
from domain.kernel import Command
from domain.roles import Role
from projections.audit_trail import AUDIT_TRAIL
from projections.catalogue import CASE_VIEWS
from projections.confirmations import CONFIRMATIONS
from projections.due_dates import DUE_DATES
from service.kinds.allowance import NOBODY, Acting
from service.kinds.catalogue import EXCERPTS, KINDS

ACTING: Mapping[type[Command[Any]], Acting] = {
    **{offer.command: offer.acting for kind in KINDS for offer in kind.offers},
    **dict.fromkeys(FOLLOWING, NOBODY),
}
"""What nobody gives stands in agreements: it is carried out with the command that binds it, or not at all."""

COMMANDS: Mapping[type[Command[Any]], frozenset[Role]] = {
    command: frozenset(row.role for row in rows) for command, rows in ACTING.items()
}
"""By command: who may give it on some record, or open one with it."""

KIND_VIEWS: Mapping[str, frozenset[Role]] = {
    name: roles for kind in KINDS for name, roles in kind.reading.views.items()
}

CASE_READERS = frozenset[Role]().union(*(KIND_VIEWS.get(view.name, ()) for view in CASE_VIEWS.values()))
"""Whoever may read some kind of case; views of several kinds show to each the kinds that he or she may read."""

OF_TERMS = frozenset(row.role for kind in KINDS for row, _rules in kind.reading.terms)
"""Whoever is told of some terms, and of no case that they are of."""

VIEWS: Mapping[str, frozenset[Role]] = {
    **KIND_VIEWS,
    **{excerpt.view.name: excerpt.roles for excerpt in EXCERPTS},
    DUE_DATES.name: CASE_READERS | OF_TERMS,
    CONFIRMATIONS.name: CASE_READERS,
    "reads": frozenset({Role.PI_OFFICER}),
    AUDIT_TRAIL.name: frozenset({Role.AUDITOR, Role.PET_HEAD, Role.UNIT_LEAD}),
}
