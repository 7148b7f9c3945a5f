"""The units as a tree: what lies below one and what it lies below; a dissolved unit lies below its successor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domain.profiles import Chosen, Profile


@dataclass(frozen=True, slots=True)
class UnitTree:
    """By unit: the one above it, and the one that took on what it left; a unit that it does not know stands alone.

    `led_by` tells by officer the units that he or she is recorded as leading directly from above.
    """

    parents: Mapping[UUID, UUID | None] = field(default_factory=dict)
    successors: Mapping[UUID, UUID] = field(default_factory=dict)
    profiles: Mapping[UUID, Chosen] = field(default_factory=dict)
    led_by: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)
    _below: dict[UUID, frozenset[UUID]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def known(self) -> frozenset[UUID]:
        """Every unit of the tree."""
        return frozenset(self.parents)

    def profile_of(self, unit: UUID | None, on: date) -> Profile | None:
        """The profile chosen for the unit, else for the nearest one above it; None where none was chosen."""
        seen: set[UUID] = set()
        while unit is not None and unit not in seen:
            seen.add(unit)
            chosen = self.profiles.get(unit)
            if chosen and (profile := chosen.on(on)):
                return profile
            unit = self.successors.get(unit) or self.parents.get(unit)
        return None

    def line_above(self, unit: UUID) -> frozenset[UUID]:
        """The unit and every one above it."""
        found, left = {unit}, [unit]
        while left:
            each = left.pop()
            above = {self.parents.get(each), self.successors.get(each)} - {None} - found
            found.update(unit for unit in above if unit)
            left.extend(unit for unit in above if unit)
        return frozenset(found)

    def subtree(self, unit: UUID) -> frozenset[UUID]:
        """The unit and every one below it."""
        if unit not in self._below:
            self._below[unit] = frozenset({unit, *(each for each in self.parents if unit in self.line_above(each))})
        return self._below[unit]

    def taken_on(self, unit: UUID) -> frozenset[UUID]:
        """The unit, and the dissolved ones whose matters are its own since it took them on; 信访工作条例 §24(2)."""
        found, left = {unit}, [unit]
        while left:
            each = left.pop()
            gone = [gone for gone, successor in self.successors.items() if successor == each and gone not in found]
            found.update(gone)
            left.extend(gone)
        return frozenset(found)

    def stood_for(self, unit: UUID, is_vacant: Callable[[UUID], bool]) -> frozenset[UUID]:
        """The same, with every unit right below any of these that is vacant, and what that one took on."""
        below: dict[UUID | None, list[UUID]] = {}
        for each, parent in self.parents.items():
            if each not in self.successors:
                below.setdefault(parent, []).append(each)
        found: set[UUID] = set()
        left = [unit]
        while left:
            own = self.taken_on(left.pop()) - found
            found.update(own)
            left.extend(each for above in own for each in below.get(above, ()) if is_vacant(each))
        return frozenset(found)


ALONE = UnitTree()
"""Where no unit is known to lie below another."""
