"""The deadline rules as dated rows, and which row holds at a place on a day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.profiles import NATIONAL, profile_named


class Unit(StrEnum):
    """What a term is counted in: natural days, working days, months, or a due day that an old register states."""

    CAL = "cal"
    WD = "wd"
    MONTH = "month"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class Extension:
    """The days by which one decision may extend the term (信访工作条例 §34)."""

    max_days: int


@dataclass(frozen=True, slots=True)
class ByCase:
    """The case may set another length (an opinion, a plan, a rectification notice) within these bounds."""

    at_least: int = 1
    at_most: int | None = None

    def allows(self, length: int) -> bool:
        return self.at_least <= length and (self.at_most is None or length <= self.at_most)


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of one rule; `version` is unique within its code, over all places, and never given twice."""

    code: str
    length: int | None
    unit: Unit
    version: int
    in_force_from: date
    source: str
    profile: str = NATIONAL
    rolls: bool = True
    extension: Extension | None = None
    by_case: ByCase | None = None


class TermKind(StrEnum):
    """What a term is: somebody has to act by its day, may file until it, something stands until it, or we ask then."""

    DUTY = "duty"
    WINDOW = "window"
    PERIOD = "period"
    REMINDER = "reminder"


class UnknownRule(KeyError):
    """No rule has this code, or this version of it."""


FILING_WINDOWS = frozenset({"D-P04", "D-P06", "D-P08", "D-H07"})
"""Terms in which somebody may file."""

STANDING = frozenset({"D-H03"})
"""Terms for which something has to stand until the day."""

REMINDERS = frozenset({"D-S03"})
"""Terms after which another organ is asked what became of a matter: it owes us nothing by that day."""

PERIODS = FILING_WINDOWS | STANDING
"""Terms that are waited for: windows to file, and the publicity of a file."""

UNHURRIED = PERIODS | REMINDERS
"""Terms by which nobody is late; all others are duties to act."""

REGISTER = "D-REG"

LOCAL_VERSIONS = 1_000
"""Versions of the rows that a place has set itself lie above it, those of a release below."""


def term_kind(rule: str) -> TermKind:
    """What kind of term the rule sets; only a duty can be late."""
    if rule in FILING_WINDOWS:
        return TermKind.WINDOW
    if rule in REMINDERS:
        return TermKind.REMINDER
    return TermKind.PERIOD if rule in STANDING else TermKind.DUTY


CAL, WD, MONTH, STATED = Unit
F2 = date(2005, 5, 1)
"""信访条例 (2005) came into force; 信访工作条例 (2022) took its place on F1."""
F1 = date(2022, 5, 1)
ZHEJIANG_PETITIONS = date(2016, 1, 1)
"""The domain names only the year of 浙江省信访条例 (2016) and 浙江省社会救助条例 (2020): its first day is taken."""
ZHEJIANG_RELIEF = date(2020, 1, 1)
HOUSE = date(2025, 1, 1)
"""House rules (design, not law) and practice rules that the adopting unit confirms."""

PETITIONS = (
    Rule("D-P01", 15, CAL, 1, F2, "信访条例 (2005) §22"),
    Rule("D-P01", 15, CAL, 2, F1, "信访工作条例 §23"),
    Rule("D-P01", 5, WD, 3, ZHEJIANG_PETITIONS, "浙江省信访条例 §20", "zhejiang"),
    Rule("D-P02", 15, CAL, 1, F2, "信访条例 (2005) §21"),
    Rule("D-P02", 15, CAL, 2, F1, "信访工作条例 §22"),
    Rule("D-P03", 15, CAL, 1, F2, "信访条例 (2005) §21"),
    Rule("D-P03", 15, CAL, 2, F1, "信访工作条例 §23(3)"),
    Rule("D-P04", 5, WD, 1, F1, "信访工作条例 §23(3)"),
    Rule("D-P05", 60, CAL, 1, F2, "信访条例 (2005) §33", extension=Extension(30)),
    Rule("D-P05", 60, CAL, 2, F1, "信访工作条例 §34", extension=Extension(30)),
    Rule("D-P05", 30, CAL, 3, ZHEJIANG_PETITIONS, "浙江省信访条例 §23", "zhejiang", extension=Extension(60)),
    Rule("D-P05S", 60, CAL, 1, HOUSE, "design: service level of routes R5 and RS, which have no legal term"),
    Rule("D-P06", 30, CAL, 1, F2, "信访条例 (2005) §34"),
    Rule("D-P06", 30, CAL, 2, F1, "信访工作条例 §35"),
    Rule("D-P07", 30, CAL, 1, F2, "信访条例 (2005) §34"),
    Rule("D-P07", 30, CAL, 2, F1, "信访工作条例 §35"),
    Rule("D-P08", 30, CAL, 1, F2, "信访条例 (2005) §35"),
    Rule("D-P08", 30, CAL, 2, F1, "信访工作条例 §36"),
    Rule("D-P09", 30, CAL, 1, F2, "信访条例 (2005) §35"),
    Rule("D-P09", 30, CAL, 2, F1, "信访工作条例 §36"),
    Rule("D-P10", 5, WD, 1, HOUSE, "design; analogy 检举控告工作规则 (2020) §§15–16"),
    Rule("D-P11", 15, WD, 1, HOUSE, "检举控告工作规则 (2020): tell a real-name informant whether it is accepted"),
    Rule("D-P12", 15, WD, 1, HOUSE, "检举控告工作规则 (2020): tell a real-name informant the result"),
    Rule("D-P13", 30, CAL, 1, HOUSE, "design; duty 信访工作条例 §32", by_case=ByCase()),
    Rule("D-P15", 30, CAL, 1, F2, "信访条例 (2005) §36"),
    Rule("D-P15", 30, CAL, 2, F1, "信访工作条例 §40; the days of 信访条例 (2005) §36"),
    Rule("D-P20", 30, CAL, 1, HOUSE, "design: handling again what a review revoked", by_case=ByCase()),
    Rule(REGISTER, None, STATED, 1, HOUSE, "the due day that an old register states", rolls=False),
)

SUPERVISION = (
    Rule("D-S01", 10, WD, 1, HOUSE, "design"),
    Rule("D-S02", 5, WD, 1, HOUSE, "design; analogy 检举控告工作规则 (2020) §§15–16"),
    Rule("D-S03", 90, CAL, 1, HOUSE, "design; quarterly feedback, analogy 检举控告工作规则 (2020) §18"),
    Rule("D-S04", 60, CAL, 1, HOUSE, "design", by_case=ByCase()),
    Rule("D-S05", 5, WD, 1, HOUSE, "design"),
    Rule("D-S06", 15, WD, 1, HOUSE, "浙江省工会劳动法律监督条例 (2016) §22, taken as default"),
    Rule("D-S07", 90, CAL, 1, HOUSE, "上海市职工代表大会条例 (2017) §46, as cap", by_case=ByCase(at_most=90)),
    Rule("D-S08", 30, CAL, 1, HOUSE, "上海市职工代表大会条例 (2017) §46"),
    Rule("D-S11", 6, MONTH, 1, HOUSE, "design"),
)

HARDSHIP = (
    Rule("D-H01", 5, WD, 1, HOUSE, "design"),
    Rule("D-H02", 15, WD, 1, HOUSE, "analogy 浙江省社会救助条例 (2020)"),
    Rule("D-H03", 5, WD, 1, HOUSE, "local union rule: at least five working days", by_case=ByCase(at_least=5)),
    Rule("D-H03", 7, CAL, 2, ZHEJIANG_RELIEF, "浙江省社会救助条例 (2020)", "zhejiang", by_case=ByCase(at_least=7)),
    Rule("D-H04", 5, WD, 1, HOUSE, "analogy 浙江省社会救助条例 (2020)"),
    Rule("D-H05", 10, WD, 1, HOUSE, "design; monthly aids 浙江省社会救助条例 (2020) §56"),
    Rule("D-H06", 12, MONTH, 1, HOUSE, "validity, 刚性支出困难家庭认定办法", rolls=False, by_case=ByCase(at_most=12)),
    Rule("D-H07", 10, WD, 1, HOUSE, "design"),
    Rule("D-H08", 30, CAL, 1, HOUSE, "design; 社会救助暂行办法 §48"),
    Rule("D-H09", 6, MONTH, 1, HOUSE, "design; local practice of visits after exit"),
    Rule("D-H11", 30, CAL, 1, HOUSE, "design"),
)

CASES = (Rule("D-C01", 3, WD, 1, HOUSE, "design: a recusal is decided within three working days"),)
"""What cases of every kind have."""

RULES = (*PETITIONS, *SUPERVISION, *HARDSHIP, *CASES)


def rule_for(code: str, profile: str, on: date, rules: tuple[Rule, ...] = RULES) -> Rule:
    """The version in force at the place on the day: its own row before the national one, the newest before older ones.

    A day before the first national row takes that row, so that a matter from an old register has a term.
    Errors: `UnknownRule`, `UnknownProfile`.
    """
    places = (profile_named(profile), NATIONAL)
    rows = [rule for rule in rules if rule.code == code and rule.profile in places]
    if not rows:
        raise UnknownRule(code)
    in_force = [rule for rule in rows if rule.in_force_from <= on]
    return max(in_force, key=_precedence) if in_force else min(rows, key=_precedence)


def rule_version(code: str, version: int) -> Rule:
    """The very row a clock was started by; of a local one the newest national row, which differs in length alone.

    Error: `UnknownRule`.
    """
    if version > LOCAL_VERSIONS:
        return rule_for(code, NATIONAL, date.max)
    for rule in RULES:
        if (rule.code, rule.version) == (code, version):
            return rule
    raise UnknownRule(code, version)


def _precedence(rule: Rule) -> tuple[bool, date, int]:
    return rule.profile != NATIONAL, rule.in_force_from, rule.version
