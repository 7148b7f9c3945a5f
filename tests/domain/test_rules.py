"""Which version of a rule holds at a place on a day."""

from dataclasses import replace
from datetime import date

import pytest

from domain.deadlines.rules import (
    FILING_WINDOWS,
    RULES,
    ByCase,
    Extension,
    Rule,
    Unit,
    UnknownRule,
    rule_for,
    rule_version,
)
from domain.profiles import Profile, UnknownProfile

TODAY = date(2025, 9, 16)

NATIONAL = {
    "D-P01": (15, "cal"),
    "D-P02": (15, "cal"),
    "D-P03": (15, "cal"),
    "D-P04": (5, "wd"),
    "D-P05": (60, "cal"),
    "D-P05S": (60, "cal"),
    "D-P06": (30, "cal"),
    "D-P07": (30, "cal"),
    "D-P08": (30, "cal"),
    "D-P09": (30, "cal"),
    "D-P10": (5, "wd"),
    "D-P11": (15, "wd"),
    "D-P12": (15, "wd"),
    "D-P13": (30, "cal"),
    "D-P15": (30, "cal"),
    "D-P20": (30, "cal"),
    "D-C01": (3, "wd"),
    "D-REG": (None, "stated"),
    "D-S01": (10, "wd"),
    "D-S02": (5, "wd"),
    "D-S03": (90, "cal"),
    "D-S04": (60, "cal"),
    "D-S05": (5, "wd"),
    "D-S06": (15, "wd"),
    "D-S07": (90, "cal"),
    "D-S08": (30, "cal"),
    "D-S11": (6, "month"),
    "D-H01": (5, "wd"),
    "D-H02": (15, "wd"),
    "D-H03": (5, "wd"),
    "D-H04": (5, "wd"),
    "D-H05": (10, "wd"),
    "D-H06": (12, "month"),
    "D-H07": (10, "wd"),
    "D-H08": (30, "cal"),
    "D-H09": (6, "month"),
    "D-H11": (30, "cal"),
}


@pytest.mark.parametrize("code", NATIONAL)
def test_every_rule_has_its_national_length(code: str) -> None:
    rule = rule_for(code, "national", TODAY)
    assert (rule.length, rule.unit.value) == NATIONAL[code]


def test_no_rule_is_missing_from_the_table_above() -> None:
    assert {rule.code for rule in RULES} == set(NATIONAL)
    assert set(NATIONAL) >= FILING_WINDOWS


@pytest.mark.parametrize(
    ("code", "length", "unit", "extension"),
    [
        ("D-P01", 5, Unit.WD, None),
        ("D-P05", 30, Unit.CAL, Extension(60)),
        ("D-H03", 7, Unit.CAL, None),
        ("D-P07", 30, Unit.CAL, None),
    ],
)
def test_zhejiang_has_rows_of_its_own_and_else_the_national_ones(
    code: str, length: int, unit: Unit, extension: Extension | None
) -> None:
    rule = rule_for(code, "zhejiang", TODAY)
    assert (rule.length, rule.unit, rule.extension) == (length, unit, extension)


@pytest.mark.parametrize(
    ("on", "source"),
    [
        (date(1999, 1, 1), "信访条例 (2005) §33"),
        (date(2022, 4, 30), "信访条例 (2005) §33"),
        (date(2022, 5, 1), "信访工作条例 §34"),
        (TODAY, "信访工作条例 §34"),
    ],
)
def test_the_version_in_force_on_the_first_day_holds_and_the_oldest_before_it(on: date, source: str) -> None:
    assert rule_for("D-P05", "national", on).source == source


def test_a_place_has_the_national_rule_until_its_own_is_in_force() -> None:
    assert rule_for("D-P01", "zhejiang", date(2015, 12, 31)).unit is Unit.CAL
    assert rule_for("D-P01", "zhejiang", date(2016, 1, 1)).unit is Unit.WD


def test_a_place_whose_own_row_comes_first_still_begins_with_the_national_rule() -> None:
    assert rule_for("D-H03", "zhejiang", date(2019, 12, 31)).length == 5


def test_a_changed_law_is_one_more_dated_row() -> None:
    changed = replace(
        rule_version("D-P05", 2), length=45, version=4, in_force_from=date(2030, 1, 1), source="新条例 §1"
    )
    rules = (*RULES, changed)
    assert rule_for("D-P05", "national", date(2029, 12, 31), rules).length == 60
    assert rule_for("D-P05", "national", date(2030, 1, 1), rules).length == 45
    assert rule_for("D-P05", "zhejiang", date(2030, 1, 1), rules).length == 30


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(UnknownRule, match="D-X99"):
        rule_for("D-X99", "national", TODAY)


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(UnknownRule):
        rule_version("D-P05", 99)


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(UnknownProfile, match="atlantis"):
        rule_for("D-P01", "atlantis", TODAY)


def test_a_version_number_is_given_once_per_code() -> None:
    numbers = [(rule.code, rule.version) for rule in RULES]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.code}v{rule.version}")
def test_every_row_names_its_source_and_a_known_place_and_is_found_again(rule: Rule) -> None:
    assert rule.source
    assert rule.profile in set(Profile)
    assert rule_version(rule.code, rule.version) is rule
    assert rule_for(rule.code, rule.profile, rule.in_force_from) is rule


@pytest.mark.parametrize(
    ("bounds", "length", "allowed"),
    [
        (ByCase(), 0, False),
        (ByCase(), 400, True),
        (ByCase(at_most=90), 90, True),
        (ByCase(at_most=90), 91, False),
        (ByCase(at_least=5), 4, False),
    ],
)
def test_a_length_given_by_the_case_stays_within_its_bounds(bounds: ByCase, length: int, allowed: bool) -> None:
    assert bounds.allows(length) is allowed
