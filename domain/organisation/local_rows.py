"""Local rows: a term or a number that holds at a place from a day on, set by two persons and not by a release."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar

from domain.deadlines.rules import LOCAL_VERSIONS, RULES, ByCase, Rule, Unit, rule_for
from domain.growing import Growing
from domain.parameters import PARAMETERS, Parameter
from domain.profiles import Profile
from domain.values import OfficerRef


@dataclass(frozen=True, slots=True)
class LocalRowProposed:
    """`name` is the code of a deadline rule or of a number; `source` the paper that sets it."""

    NAME: ClassVar = "organisation.local_row_proposed"
    VERSION: ClassVar = 1
    number: int
    name: str
    value: int
    profile: Profile
    in_force_from: date
    source: str
    proposed_by: OfficerRef


@dataclass(frozen=True, slots=True)
class LocalRowConfirmed:
    """A second person has seen the paper: the row holds for what begins from its day on."""

    NAME: ClassVar = "organisation.local_row_confirmed"
    VERSION: ClassVar = 1
    number: int
    confirmed_on: date


@dataclass(frozen=True, slots=True)
class LocalRowDeclined:
    """The proposal was taken back, or declined."""

    NAME: ClassVar = "organisation.local_row_declined"
    VERSION: ClassVar = 1
    number: int
    declined_on: date


LocalRowFact = LocalRowProposed | LocalRowConfirmed | LocalRowDeclined


@dataclass(frozen=True, slots=True)
class LocalRows:
    """The rows that wait for a second person, by number, and those that two have set."""

    count: int = 0
    proposed: Growing[int, LocalRowProposed] = field(default_factory=Growing)
    rules: tuple[Rule, ...] = ()
    parameters: tuple[Parameter, ...] = ()


def rows_after(rows: LocalRows, fact: LocalRowFact) -> LocalRows:
    """The rows after one more fact."""
    if isinstance(fact, LocalRowProposed):
        return replace(rows, count=fact.number, proposed=rows.proposed.holding(fact.number, fact))
    said = rows.proposed.get(fact.number)
    left = replace(rows, proposed=rows.proposed.without(fact.number))
    if said is None or isinstance(fact, LocalRowDeclined):
        return left
    if said.name in settable_rules():
        return replace(left, rules=(*left.rules, _rule(said)))
    row = Parameter(said.name, said.value, said.in_force_from, said.source, said.profile)
    return replace(left, parameters=(*left.parameters, row))


def _rule(said: LocalRowProposed) -> Rule:
    """The row in force at the place on that day with another length; all else about it stays."""
    base = rule_for(said.name, said.profile, said.in_force_from)
    return replace(
        base,
        length=said.value,
        by_case=_bounds(base, said.value),
        version=LOCAL_VERSIONS + said.number,
        in_force_from=said.in_force_from,
        source=said.source,
        profile=said.profile,
    )


def _bounds(base: Rule, length: int) -> ByCase | None:
    """What a case may set besides: no less than the row, where the row it follows is the least; no more likewise."""
    if base.by_case is None:
        return None
    at_least = length if base.length == base.by_case.at_least else base.by_case.at_least
    at_most = length if base.length == base.by_case.at_most else base.by_case.at_most
    return ByCase(at_least, at_most)


def settable_rules() -> frozenset[str]:
    """The rules whose length a place may set; the due day that an old register states is none."""
    return frozenset(rule.code for rule in RULES if rule.unit is not Unit.STATED)


def settable_numbers() -> frozenset[str]:
    """The numbers that a place may set: those that are whole and count something."""
    return frozenset(row.name for row in PARAMETERS if type(row.value) is int)
