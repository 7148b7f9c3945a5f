"""Every number besides deadlines that differs by place or year, each with the day from which it holds."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from domain.deadlines.rules import rule_for
from domain.profiles import NATIONAL, UnknownProfile, profile_named

__all__ = ["Comparison", "Parameter", "Parameters", "Ratio", "UnknownProfile", "parameters_for"]


class Comparison(StrEnum):
    """How income is compared with the dibao line."""

    BELOW = "<"
    AT_MOST = "<="

    def holds(self, left: int, right: int) -> bool:
        return left < right or (self is Comparison.AT_MOST and left == right)


class Ratio(NamedTuple):
    """A factor as two whole numbers, so that amounts are compared by multiplication and never rounded."""

    part: int
    whole: int


class RepresentativeLimit(NamedTuple):
    """How many representatives a group of up to so many people may have; None: of any size."""

    group_up_to: int | None
    at_most: int


@dataclass(frozen=True, slots=True)
class Parameters:
    """The numbers that hold at one place on one day; money in fen, caps of aid per calendar year."""

    collective_threshold: int
    representative_limits: tuple[RepresentativeLimit, ...]
    extension_max_days: int
    review_window_days: int
    satisfaction_window_days: int
    urgent_report_hours: int
    disclosure_display_min_days: int
    inspection_notice_min_days: int
    publicity_display_max_days: int
    supplement_pause_max_days: int
    dibao_comparison: Comparison
    relative_multiplier: Ratio
    accident_share: Ratio
    has_income_precondition: bool
    exit_months_above_line: int
    living_cap_months_deep: int
    living_cap_months_relative: int
    study_cap_months_deep: int
    study_cap_months_relative: int
    medical_share_relative: Ratio
    training_cap_fen: int
    accident_loss_share: Ratio
    accident_cap_fen: int
    emergency_cap_fen: int
    approver_level_fen: int
    smallest_shown_count: int
    late_free_days: int
    late_limit_days: int

    def max_representatives(self, group_size: int) -> int:
        """How many representatives a group of this size may elect (信访工作条例 §20(3); 浙江省信访条例 §15)."""
        limits = self.representative_limits
        return next(row.at_most for row in limits if row.group_up_to is None or group_size <= row.group_up_to)


class Parameter(NamedTuple):
    """One number: its name in `Parameters`, its value, the day from which it holds, where it comes from and holds."""

    name: str
    value: object
    in_force_from: date
    source: str
    profile: str = NATIONAL


F1 = date(2022, 5, 1)
HOUSE = date(2025, 1, 1)
"""House rules and examples of local practice, which the adopting unit confirms."""
ANY_GROUP = (RepresentativeLimit(None, 5),)
SMALLER_GROUPS = (RepresentativeLimit(10, 3), RepresentativeLimit(None, 5))

PARAMETERS = (
    Parameter("collective_threshold", 5, HOUSE, "statistics practice: five people or more"),
    Parameter("representative_limits", ANY_GROUP, F1, "信访工作条例 §20(3)"),
    Parameter("representative_limits", SMALLER_GROUPS, date(2016, 1, 1), "浙江省信访条例 §15", "zhejiang"),
    Parameter("satisfaction_window_days", 30, HOUSE, "国信发〔2014〕16号; the length is a default"),
    Parameter("urgent_report_hours", 2, HOUSE, "design; duty 信访工作条例 §25"),
    Parameter("disclosure_display_min_days", 7, HOUSE, "河南省企业职工民主权利保障条例 §28, taken as default"),
    Parameter("inspection_notice_min_days", 10, HOUSE, "职工代表巡视 practice: the unit is told ten days before"),
    Parameter("publicity_display_max_days", 30, HOUSE, "design: masked and removed automatically"),
    Parameter("supplement_pause_max_days", 15, HOUSE, "design"),
    Parameter("dibao_comparison", Comparison.BELOW, HOUSE, "Qingdao's rule as default"),
    Parameter("dibao_comparison", Comparison.BELOW, HOUSE, "青岛市总工会困难职工档案标准", "qingdao"),
    Parameter("dibao_comparison", Comparison.AT_MOST, HOUSE, "安庆市总工会困难职工建档标准 (2025)", "anqing"),
    Parameter("relative_multiplier", Ratio(3, 2), date(2016, 1, 1), "older local scales (总工办发〔2016〕36号)"),
    Parameter("relative_multiplier", Ratio(2, 1), date(2020, 1, 1), "相对困难, second generation of criteria"),
    Parameter("accident_share", Ratio(8, 10), HOUSE, "Qingdao's rule as default"),
    Parameter("has_income_precondition", False, HOUSE, "only where a place asks for it"),
    Parameter("has_income_precondition", True, HOUSE, "安庆市总工会困难职工建档标准 (2025)", "anqing"),
    Parameter("exit_months_above_line", 6, HOUSE, "Anhui's exit rule (2019)"),
    Parameter("living_cap_months_deep", 12, HOUSE, "local aid standards: 10 to 12 months of dibao"),
    Parameter("living_cap_months_relative", 8, HOUSE, "local aid standards"),
    Parameter("study_cap_months_deep", 10, HOUSE, "local aid standards"),
    Parameter("study_cap_months_relative", 8, HOUSE, "local aid standards"),
    Parameter("medical_share_relative", Ratio(80, 100), HOUSE, "local aid standards"),
    Parameter("training_cap_fen", 300_000, HOUSE, "local aid standards"),
    Parameter("accident_loss_share", Ratio(15, 100), HOUSE, "local aid standards"),
    Parameter("accident_cap_fen", 1_000_000, HOUSE, "local aid standards"),
    Parameter("emergency_cap_fen", 1_000_000, HOUSE, "no source names one: the cap of accident aid"),
    Parameter("approver_level_fen", 1_000_000, HOUSE, "no source names one: what one officer approves in an emergency"),
    Parameter("smallest_shown_count", 5, HOUSE, "design: smaller cells of statistics are suppressed"),
    Parameter("late_free_days", 3, HOUSE, "design: working days in which a fact is recorded without a second person"),
    Parameter("late_limit_days", 30, HOUSE, "design: days after which a fact stops no duty any more"),
)


@lru_cache(maxsize=512)
def parameters_for(profile: str, on: date) -> Parameters:
    """The numbers in force: for each the place's own newest row before the national one, as in `rule_for`.

    Error: `UnknownProfile`.
    """
    return chosen(profile, on, PARAMETERS)


def chosen(profile: str, on: date, rows: tuple[Parameter, ...]) -> Parameters:
    """The same of these rows."""
    place = profile_named(profile)
    values: dict[str, Any] = _from_rules(place, on)
    for field in fields(Parameters):
        if field.name not in values:
            values[field.name] = _value(field.name, place, on, rows)
    return Parameters(**values)


def _value(name: str, place: str, on: date, rows: tuple[Parameter, ...]) -> object:
    candidates = [row for row in rows if row.name == name and row.profile in (place, NATIONAL)]
    in_force = [row for row in candidates if row.in_force_from <= on]
    return max(in_force, key=_precedence).value if in_force else min(candidates, key=_precedence).value


def _precedence(row: Parameter) -> tuple[bool, date]:
    return row.profile != NATIONAL, row.in_force_from


def _from_rules(place: str, on: date) -> dict[str, Any]:
    handling, window = rule_for("D-P05", place, on), rule_for("D-P06", place, on)
    return {
        "extension_max_days": handling.extension.max_days if handling.extension else 0,
        "review_window_days": window.length,
    }
