"""What was named and cannot be used: a unit, an officer, a role, a token, a text; each message says what to do."""

from collections.abc import Iterable
from typing import Any

from domain.kernel import Command
from domain.roles import Held
from service.office.limits import beyond_limits


class OrganisationError(Exception):
    """What was named cannot be used; the message says what to do."""


class UnitUnknown(OrganisationError):
    def __init__(self, code: str) -> None:
        super().__init__(f"the unit {code} is unknown: add it with casework units add {code} NAME")


class OfficerUnknown(OrganisationError):
    def __init__(self, given: str) -> None:
        super().__init__(f"no officer's id begins with {given}: casework officers list names them")


class NoRoleHeld(OrganisationError):
    def __init__(self, given: str) -> None:
        super().__init__(f"the officer {given} holds no role today: grant one first")


class RoleAmbiguous(OrganisationError):
    def __init__(self, roles: Iterable[Held]) -> None:
        held = ", ".join(str(each) for each in sorted(roles))
        super().__init__(f"say with --role in which of the roles held the officer acts: {held}")


class OfficerAmbiguous(OrganisationError):
    def __init__(self, given: str, count: int) -> None:
        super().__init__(f"the ids of {count} officers begin with {given}: give more of the id")


class TokenNotFound(OrganisationError):
    def __init__(self) -> None:
        super().__init__("the officer has no single token of that digest: casework tokens list OFFICER shows them")


class BeyondLimits(OrganisationError):
    """A text of the command is empty, too long or no text."""


def refuse_beyond_limits(command: Command[Any]) -> None:
    """Raises BeyondLimits for a text that is empty, too long or no text."""
    if wrong := beyond_limits(command):
        raise BeyondLimits("; ".join(wrong))
