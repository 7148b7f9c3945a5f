"""How the house stands is told truly, and no kind is known in more places than it was."""

import ast

import pytest

from domain.catalogue import CASES
from tests.architecture.house import _knows, breadths, knowing, lengths, told

ROOMS = {"domain", "projections", "service/kinds"}
"""Where a kind is known: nowhere else, but for the import of old registers, which brings petitions alone."""
IMPORTED = {"petition": {"service/importing"}}


@pytest.mark.parametrize("kind", [aggregate.kind for aggregate in CASES])
def test_a_kind_is_known_in_three_rooms(kind: str) -> None:
    assert set(knowing(kind)) == ROOMS | IMPORTED.get(kind, set())


@pytest.mark.parametrize(
    ("source", "is_known"),
    [
        ("from domain.petition.codes import Status", True),
        ("import service.kinds.petition.labels", True),
        ("KIND = 'petition'", True),
        ("EVENT = 'petition.accepted'", True),
        ("from domain.petitions import x", False),
        ("TEXT = 'a petition that was accepted'", False),
        ("petition = None", False),
    ],
)
def test_what_knows_a_kind_imports_it_or_says_its_name(source: str, is_known: bool) -> None:
    assert _knows(ast.parse(source), "petition") is is_known


def test_everything_is_printed() -> None:
    said = "\n".join(told())
    longest, widest = (max(counts, key=lambda each: counts[each]) for counts in (lengths(), breadths()))
    assert longest in said
    assert widest in said
    assert all(f"Folders that know {aggregate.kind}: " in said for aggregate in CASES)
