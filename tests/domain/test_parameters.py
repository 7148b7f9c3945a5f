"""Which numbers hold at a place on a day."""

from dataclasses import fields
from datetime import date
from typing import get_type_hints

import pytest

from domain.parameters import (
    PARAMETERS,
    Comparison,
    Parameter,
    Parameters,
    UnknownProfile,
    chosen,
    parameters_for,
)
from domain.profiles import Profile

TODAY = date(2025, 9, 16)


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("on", [date(1990, 1, 1), TODAY, date(2040, 1, 1)])
def test_every_place_has_every_number_on_every_day(profile: str, on: date) -> None:
    assert parameters_for(profile, on).collective_threshold == 5


@pytest.mark.parametrize(
    ("profile", "group_size", "representatives"),
    [("national", 8, 5), ("national", 23, 5), ("zhejiang", 8, 3), ("zhejiang", 10, 3), ("zhejiang", 11, 5)],
)
def test_a_group_elects_at_most_so_many_representatives(profile: str, group_size: int, representatives: int) -> None:
    assert parameters_for(profile, TODAY).max_representatives(group_size) == representatives


@pytest.mark.parametrize(("profile", "days"), [("national", 30), ("zhejiang", 60), ("shanghai", 30)])
def test_the_longest_extension_is_the_one_of_the_handling_rule(profile: str, days: int) -> None:
    assert parameters_for(profile, TODAY).extension_max_days == days


@pytest.mark.parametrize(
    ("profile", "comparison", "deep_at_the_line"),
    [("national", "<", False), ("qingdao", "<", False), ("anqing", "<=", True)],
)
def test_income_exactly_at_the_line_is_deep_only_where_the_place_says_at_most(
    profile: str, comparison: str, deep_at_the_line: bool
) -> None:
    parameters = parameters_for(profile, TODAY)
    assert parameters.dibao_comparison == comparison
    assert parameters.dibao_comparison.holds(50_976, 1_062 * 12 * 4) is deep_at_the_line


@pytest.mark.parametrize("comparison", Comparison)
def test_income_below_the_line_always_counts_and_above_never(comparison: Comparison) -> None:
    assert comparison.holds(42_000, 50_976)
    assert not comparison.holds(50_977, 50_976)


def test_the_numbers_of_hardship_are_ratios_of_whole_numbers() -> None:
    parameters = parameters_for("qingdao", TODAY)
    assert parameters.accident_share == (8, 10)
    assert parameters.relative_multiplier == (2, 1)
    assert parameters_for("national", date(2019, 12, 31)).relative_multiplier == (3, 2)


def test_only_anqing_asks_for_income_below_the_provincial_average() -> None:
    asking = [profile for profile in Profile if parameters_for(profile, TODAY).has_income_precondition]
    assert asking == ["anqing"]


def test_a_changed_number_is_one_more_dated_row_and_reaches_places_without_their_own() -> None:
    rows = (*PARAMETERS, Parameter("collective_threshold", 10, date(2030, 1, 1), "新条例 §1"))
    assert chosen("shanghai", date(2029, 12, 31), rows).collective_threshold == 5
    assert chosen("shanghai", date(2030, 1, 1), rows).collective_threshold == 10


def test_an_unknown_profile_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownProfile, match=r"atlantis.*national, zhejiang, shanghai, qingdao, anqing"):
        parameters_for("atlantis", TODAY)


def test_every_row_names_a_number_of_the_right_kind_its_place_and_its_source() -> None:
    kinds = get_type_hints(Parameters)
    for row in PARAMETERS:
        kind = kinds[row.name]
        assert isinstance(row.value, getattr(kind, "__origin__", kind)), row
        assert row.source
        assert row.profile in set(Profile)


def test_every_number_has_a_national_row_or_comes_from_a_rule() -> None:
    national = {row.name for row in PARAMETERS if row.profile == "national"}
    assert {field.name for field in fields(Parameters)} - national == {"extension_max_days", "review_window_days"}
