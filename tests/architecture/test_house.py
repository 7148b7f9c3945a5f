"""How the house stands is told truly, and no kind is known in more places than it was."""

import ast

import pytest

from domain.catalogue import CASES
from tests.architecture.house import _knows, breadths, knowing, lengths, told

AIM = 3
"""The domain, the projections, and the folder of the kind at the edge: what `MOST` shall come down to."""
MOST = {"petition": 8, "supervision": 10, "hardship": 12}
"""In how many folders a kind may be known; only ever lowered."""


@pytest.mark.parametrize("kind", [aggregate.kind for aggregate in CASES])
def test_a_kind_is_known_in_few_places(kind: str) -> None:
    folders = knowing(kind)
    assert len(folders) <= MOST[kind], folders
    assert {f"domain/{kind}", "projections", f"service/kinds/{kind}"} <= set(folders)
    assert MOST[kind] >= AIM


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
