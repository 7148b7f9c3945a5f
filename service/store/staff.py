"""Who holds which role for which unit today, read when it is first asked for; and for which units a role stands."""

from collections.abc import Callable, Mapping
from functools import cached_property
from uuid import UUID

from domain.roles import Held, Role
from domain.unit_tree import UnitTree
from domain.values import OfficerRef, UnitRef

Holders = Mapping[Held, frozenset[OfficerRef]]
Peers = tuple[frozenset[Role], ...]
"""Sets of roles: where nobody holds any role of one of them, those of the unit above stand in."""
NOBODY: frozenset[OfficerRef] = frozenset()


class Staff:
    """The officers of a day; who is `unable` to take a step counts as if the role were vacant."""

    def __init__(self, read: Callable[[], Holders], tree: UnitTree) -> None:
        self._read = read
        self._tree = tree
        self._known: dict[tuple[UUID, Peers, frozenset[OfficerRef]], frozenset[UUID]] = {}

    @cached_property
    def holders(self) -> Holders:
        """By role and unit: who holds it."""
        return self._read()

    @cached_property
    def roles(self) -> Mapping[OfficerRef, frozenset[Role]]:
        """By officer: the roles held, for whichever unit."""
        found: dict[OfficerRef, set[Role]] = {}
        for held, officers in self.holders.items():
            for officer in officers:
                found.setdefault(officer, set()).add(held.role)
        return {officer: frozenset(roles) for officer, roles in found.items()}

    def free(self, held: Held, unable: frozenset[OfficerRef] = NOBODY) -> frozenset[OfficerRef]:
        """Who holds it and is able."""
        return self.holders.get(held, NOBODY) - unable

    def has_free(self, unit: UUID, roles: frozenset[Role], unable: frozenset[OfficerRef] = NOBODY) -> bool:
        """Whether somebody who is able holds one of the roles for the unit."""
        return any(self.free(Held(role, UnitRef(unit)), unable) for role in roles)

    def stands_for(self, unit: UUID, peers: Peers, unable: frozenset[OfficerRef] = NOBODY) -> frozenset[UUID]:
        """The units for which a role that is held for one stands, by one of the sets of roles or more."""
        asked = (unit, peers, unable)
        if asked not in self._known:
            own = self._tree.taken_on(unit)
            self._known[asked] = own.union(*(self._stood_for(unit, roles, unable) for roles in peers))
        return self._known[asked]

    def _stood_for(self, unit: UUID, roles: frozenset[Role], unable: frozenset[OfficerRef]) -> frozenset[UUID]:
        return self._tree.stood_for(unit, lambda below: not self.has_free(below, roles, unable))
