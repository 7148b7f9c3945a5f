"""Two stores that differ in what only some may know answer everybody else alike, and ask the database alike."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.checks_apart import CONTACT, Untold, checks_apart
from tests.support.checks_apart import askings as asked_of_checks
from tests.support.databases import Databases
from tests.support.worlds import (
    MINE,
    OWN,
    PLANT,
    Asking,
    Base,
    Reader,
    Story,
    World,
    askings,
    base_on,
    differing,
    others,
    worlds,
)

pytestmark = pytest.mark.store

EXAMPLES = int(os.environ.get("CASEWORK_TEST_EXAMPLES", "60"))
"""How many pairs of a reader and a request are tried in each story; the soak tries more."""
STORIES = {
    "filed at once": Story(),
    "received, registered, sealed and screened": Story(is_one_step=False, is_screened=True, accused=MINE),
    "about the desk itself": Story(accused=PLANT),
    "about the desk itself, which found out later": Story(is_one_step=False, accused=PLANT),
    "the views lag": Story(follows=False),
    "a view is set aside": Story(is_one_step=False, is_aside=True),
    "a family applied": Story(is_relief=True),
    **{f"a {kind} of their own": Story(own=kind) for kind in OWN},
}

KNOWING = {
    "petition": ("PET_HEAD HS01", "petitions"),
    "hardship": ("AID_CENTER HS01", "hardship-requests"),
    "supervision": ("UNION_CHAIR HS01", "supervision-cases"),
}
"""By kind: who knows of a matter that is others' own, and where."""


@pytest.fixture(scope="module")
def base(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    with base_on(databases, tmp_path_factory.mktemp("worlds")) as found:
        yield found


@pytest.fixture(scope="module", params=list(STORIES.values()), ids=list(STORIES))
def both(request: pytest.FixtureRequest, databases: Databases, base: Base) -> Iterator[tuple[World, World, Story]]:
    with worlds(databases, base, request.param) as found:
        yield *found, request.param


@st.composite
def asked(draw: st.DrawFn, base: Base, story: Story, every: list[Asking]) -> tuple[Reader, Asking]:
    """Somebody outside the desk or the union, and something to ask."""
    return draw(st.sampled_from(others(base, story))), draw(st.sampled_from(every))


def compared(without: World, with_it: World, reader: Reader, asking: Asking) -> dict[str, object]:
    """What differs in the answers of two worlds.

    Whoever asks first while views lag has them follow, which takes the more the more is waiting: asked again, then.
    """
    found = differing(without.ask(reader, asking), with_it.ask(reader, asking))
    if found.keys() == {"statements"}:
        found = differing(without.ask(reader, asking), with_it.ask(reader, asking))
    return found


def test_what_only_some_know_changes_no_answer_to_anybody_else(both: tuple[World, World, Story], base: Base) -> None:
    without, with_it, story = both
    every = askings(with_it.app)
    assert len(every) > 100

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
    @given(asked(base, story, every))
    def holds(pair: tuple[Reader, Asking]) -> None:
        reader, asking = pair
        assert compared(without, with_it, reader, asking) == {}, (reader.name, asking)

    holds()


def test_whoever_may_know_is_shown_it(both: tuple[World, World, Story], base: Base) -> None:
    """What the comparison would see: whoever knows of what is more finds the worlds different."""
    without, with_it, story = both
    desk = "INTAKE HS" if story.accused == PLANT else "INTAKE HS01"
    name, collection = ("UNION_BASE HS01", "hardship-requests") if story.is_relief else (desk, "petitions")
    name, collection = KNOWING.get(story.own, (name, collection))
    found = [asking for asking in askings(with_it.app) if asking.path.startswith(f"/api/v1/{collection}/")]
    knowing = base.readers[name]
    assert any(differing(without.ask(knowing, each), with_it.ask(knowing, each)) for each in found)


@pytest.mark.parametrize("is_heard", [False, True], ids=["while it is checked", "once the unit was heard"])
def test_what_a_unit_is_not_told_changes_no_answer_to_its_contact(
    databases: Databases, base: Base, *, is_heard: bool
) -> None:
    with checks_apart(databases, base, Untold(is_heard)) as (without, with_it):
        contact, leader = base.readers[CONTACT], base.readers["TEAM_LEAD HS01"]
        every = list(asked_of_checks(with_it.app))
        assert len(every) > 60
        found = {str(each): compared(without, with_it, contact, each) for each in every}
        assert {asking: differs for asking, differs in found.items() if differs} == {}
        assert any(differing(without.ask(leader, each), with_it.ask(leader, each)) for each in every)
