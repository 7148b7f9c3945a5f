"""Who may do what: one table from command to roles, one from view to roles; what stands in neither is denied."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.kernel import Command
from domain.roles import Role
from domain.values import KeyClass
from projections.catalogue import CASE_VIEWS
from service.access import hardship, organisation, petitions, supervision

TextRule = Callable[[frozenset[Role], KeyClass, Any, str], bool]
"""From the roles, the class of the key that seals a text, the case's state and the name of the event that holds the
text, to whether it is opened."""

COMMANDS: Mapping[type[Command[Any]], frozenset[Role]] = {
    **organisation.COMMANDS,
    **petitions.COMMANDS,
    **supervision.COMMANDS,
    **hardship.COMMANDS,
}

KIND_VIEWS: Mapping[str, frozenset[Role]] = {
    **petitions.VIEWS,
    **supervision.VIEWS,
    **hardship.VIEWS,
}

CASE_READERS = frozenset[Role]().union(*(KIND_VIEWS.get(view.name, ()) for view in CASE_VIEWS.values()))
"""Whoever may read some kind of case; views of several kinds show to each the kinds that he or she may read."""

VIEWS: Mapping[str, frozenset[Role]] = {
    **organisation.VIEWS,
    **KIND_VIEWS,
    "due_dates": CASE_READERS,
    "timelines": CASE_READERS,
    "audit_trail": frozenset({Role.AUDITOR, Role.PET_HEAD, Role.UNIT_LEAD}),
}

TEXTS: Mapping[str, TextRule] = {
    "petition": petitions.may_read_text,
    "supervision": supervision.may_read_text,
    "hardship": hardship.may_read_text,
}
"""By kind of case; the texts of a kind that is not named are opened for nobody."""
