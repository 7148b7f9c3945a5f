"""Who may do what with units, officers and calendars."""

from collections.abc import Mapping
from typing import Any

from domain.kernel import Command
from domain.organisation.officer import AppointOfficer, EndRole, GrantRole, IssueToken, RevokeToken
from domain.organisation.unit import DissolveUnit, FoundUnit
from domain.organisation.working_days import ImportCalendar
from domain.roles import Role

OPERATOR = frozenset({Role.SYSADMIN})
EVERYBODY = frozenset(Role)

COMMANDS: Mapping[type[Command[Any]], frozenset[Role]] = {
    FoundUnit: OPERATOR,
    DissolveUnit: OPERATOR,
    AppointOfficer: OPERATOR,
    GrantRole: OPERATOR,
    EndRole: OPERATOR,
    IssueToken: OPERATOR,
    RevokeToken: OPERATOR,
    ImportCalendar: OPERATOR,
}

VIEWS: Mapping[str, frozenset[Role]] = {
    "units": EVERYBODY,
    "officers": EVERYBODY,
    "catalogue": EVERYBODY,
}
