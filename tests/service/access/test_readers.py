"""How many of two hundred officers of fifty units read a letter as it was written: counted, and printed."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from domain.organisation.unit import unit_ref
from domain.petition.codes import Purpose
from domain.petition.state import Petition
from domain.roles import Held, Role
from domain.scopes import Openness, Scope
from domain.unit_tree import UnitTree
from domain.values import KeyClass, OfficerRef, UnitRef
from service.access.decisions import may_read_text
from service.access.visibility import roles_for
from service.store.steps import Caller

GROUP = unit_ref("HS")
COMPANIES = [unit_ref(f"C{number}") for number in range(7)]
PLANTS = [unit_ref(f"P{number}") for number in range(42)]
ABOVE: dict[UnitRef, UnitRef | None] = {
    GROUP: None,
    **dict.fromkeys(COMPANIES, GROUP),
    **{plant: COMPANIES[number % 7] for number, plant in enumerate(PLANTS)},
}
STAFF = (Role.INTAKE, Role.PET_HEAD, Role.HANDLER, Role.UNIT_LEAD)
"""Who works on petitions in each unit."""


def officers() -> Iterator[Caller]:
    """Four in each unit, each with one of the roles for it."""
    tree = UnitTree(ABOVE)
    for number, (unit, role) in enumerate(((unit, role) for unit in ABOVE for role in STAFF), 1):
        yield Caller(OfficerRef(UUID(int=number)), frozenset({Held(role, unit)}), unit, units=tree)


def letter(unit: UnitRef, purpose: Purpose) -> Petition:
    """A letter that was screened, and of which a handler of the unit is in charge where it is an ordinary one."""
    accuses = purpose is Purpose.P3
    handler = next(each.officer for each in officers() if each.unit == unit and Role.HANDLER in each.roles)
    openness = Openness.SEALED if accuses else Openness.OPEN
    scope = Scope(openness, unit, assigned=() if accuses else (handler,)).before(unit)
    return Petition(unit=unit, purposes=frozenset({purpose}), scope=scope)


def readers(state: Petition) -> list[Caller]:
    """The officers to whom what was written is opened as it was written."""
    return [each for each in officers() if _reads(each, state)]


def _reads(caller: Caller, state: Petition) -> bool:
    roles = roles_for(caller, "petition", state)
    return may_read_text(roles, "petition", KeyClass.ORIGINAL, state, "petition.registered")


@pytest.mark.parametrize("purpose", [Purpose.P1, Purpose.P3], ids=["an ordinary letter", "an accusation"])
def test_an_original_is_read_by_few(purpose: Purpose, capsys: pytest.CaptureFixture[str]) -> None:
    everybody = list(officers())
    assert (len(ABOVE), len(everybody)) == (50, 200)
    counts = [len(readers(letter(unit, purpose))) for unit in ABOVE]
    with capsys.disabled():
        print(f" {purpose}: of {len(everybody)} officers {min(counts)} to {max(counts)} read it, each of {len(counts)}")
    assert min(counts) >= 1
    assert max(counts) <= 6


def test_whoever_reads_an_original_belongs_to_a_desk_of_its_line() -> None:
    for unit in ABOVE:
        line = UnitTree(ABOVE).line_above(unit)
        for each in readers(letter(unit, Purpose.P1)):
            assert each.unit in line
            assert each.roles <= {Role.INTAKE, Role.PET_HEAD}
