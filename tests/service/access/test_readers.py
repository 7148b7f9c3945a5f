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
from service.access.texts import texts_open
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
    scope = Scope(openness, unit).assigning(*() if accuses else (handler,)).before(unit)
    return Petition(unit=unit, purposes=frozenset({purpose}), scope=scope)


def readers(state: Petition) -> list[Caller]:
    """The officers to whom what was written is opened as it was written."""
    return [each for each in officers() if _reads(each, state)]


def _reads(caller: Caller, state: Petition) -> bool:
    key_class = KeyClass.ORIGINAL if Purpose.P3 in state.purposes else KeyClass.CONTENT
    return texts_open(caller, "petition", state)(key_class, "petition.registered", "facts")


@pytest.mark.parametrize("purpose", [Purpose.P1, Purpose.P3], ids=["an ordinary letter", "an accusation"])
def test_an_original_is_read_by_few(purpose: Purpose, capsys: pytest.CaptureFixture[str]) -> None:
    everybody = list(officers())
    assert (len(ABOVE), len(everybody)) == (50, 200)
    counts = [len(readers(letter(unit, purpose))) for unit in ABOVE]
    with capsys.disabled():
        print(f" {purpose}: of {len(everybody)} officers {min(counts)} to {max(counts)} read it, each of {len(counts)}")
    assert set(counts) == {3 if purpose is Purpose.P1 else 0}


def test_whoever_reads_an_original_belongs_to_the_desk_that_received_it_or_is_in_charge_of_it() -> None:
    for unit in ABOVE:
        for each in readers(letter(unit, Purpose.P1)):
            assert each.unit == unit
            assert each.roles <= {Role.INTAKE, Role.PET_HEAD, Role.HANDLER}
