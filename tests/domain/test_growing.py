"""A mapping that grows: it says what a dictionary says, and no step changes what came before it."""

from itertools import accumulate

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.growing import Growing

STEPS = st.lists(st.tuples(st.integers(0, 8), st.none() | st.integers()))
"""A key with the value that it gets, or None where it is taken out."""

Step = tuple[int, int | None]


def stepped(mapping: Growing[int, int], step: Step) -> Growing[int, int]:
    key, value = step
    return mapping.without(key) if value is None else mapping.holding(key, value)


def as_dictionary(mapping: dict[int, int], step: Step) -> dict[int, int]:
    key, value = step
    left = {known: kept for known, kept in mapping.items() if known != key}
    return left if value is None else mapping | {key: value}


@for_all(STEPS)
def test_every_step_says_what_a_dictionary_says_and_stays_as_it_was(steps: list[Step]) -> None:
    grown = list(accumulate(steps, stepped, initial=Growing[int, int]()))
    for mapping, expected in zip(grown, accumulate(steps, as_dictionary, initial={}), strict=True):
        assert (dict(mapping), len(mapping), bool(mapping)) == (expected, len(expected), bool(expected))
        assert mapping == expected == Growing(expected)
        assert hash(mapping) == hash(Growing(expected))
        assert [key for key in range(9) if key in mapping] == sorted(expected)
        assert all(mapping[key] == value == mapping.get(key) for key, value in expected.items())


def test_what_it_does_not_hold_is_a_key_error_also_after_it_was_taken_out() -> None:
    one = Growing({1: "a"})
    for mapping in (Growing[int, str](), one.without(1), Growing({1: "a", 2: "b"}).without(1)):
        with pytest.raises(KeyError):
            mapping[1]
    assert one.without(2) is one
    assert repr(one) == "Growing({1: 'a'})"


def test_keys_come_in_the_order_in_which_they_were_first_held() -> None:
    grown = Growing[int, str]()
    for key in (5, 3, 9, 1):
        grown = grown.holding(key, "a")
    assert list(grown.holding(3, "b").without(9)) == [5, 3, 1]


def test_what_was_given_to_it_may_change_later() -> None:
    given = {1: "a"}
    grown = Growing(given)
    given[1] = "b"
    assert grown[1] == "a"
    with pytest.raises(TypeError):
        grown[1] = "b"  # type: ignore[index]
