"""The escalated stage: what the unit does not do is put before those above, and what comes of it (§3.3, row 14)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.deadlines.clocks import Clock, ClockStopped
from domain.roles import Role
from domain.scopes import Scope
from domain.supervision.codes import Authority, EscalationCause
from domain.values import Content, OfficerRef

STAGE = "D-S08"
"""The days of the escalated stage; 上海市职工代表大会条例 (2017) §46."""


@dataclass(frozen=True, slots=True)
class Escalated:
    """The union puts it before the superior or the party committee, counted from the duty that was not met.

    `rule` and `item` name the overdue term, where that is the cause, and `overdue_on` since when.
    """

    NAME: ClassVar = "supervision.escalated"
    VERSION: ClassVar = 1
    cause: EscalationCause
    authority: Authority
    rule: str | None
    item: str | None
    overdue_on: date | None
    paper: Content[str]
    escalated_by: OfficerRef
    escalated_on: date
    clock: Clock

    def rescoped(self, scope: Scope) -> Scope:
        return scope.asking(Role.PARTY_COMMITTEE) if self.authority is Authority.PARTY_COMMITTEE else scope


@dataclass(frozen=True, slots=True)
class EscalationDecided:
    """The superior or the party committee has decided: the items are put right by what it says."""

    NAME: ClassVar = "supervision.escalation_decided"
    VERSION: ClassVar = 1
    authority: Authority
    decision: Content[str]
    recorded_by: OfficerRef
    decided_on: date
    stopped: tuple[ClockStopped, ...]

    def rescoped(self, scope: Scope) -> Scope:
        return scope.asking_no_more(Role.PARTY_COMMITTEE)


@dataclass(frozen=True, slots=True)
class ItemsHandedOver:
    """A letter of proposal went to the competent authority, which has the items from now on (浙江 §23)."""

    NAME: ClassVar = "supervision.items_handed_over"
    VERSION: ClassVar = 1
    items: tuple[int, ...]
    competent: Content[str]
    proposal: Content[str]
    handed_over_by: OfficerRef
    handed_over_on: date
    stopped: tuple[ClockStopped, ...]

    def rescoped(self, scope: Scope) -> Scope:
        return scope.asking_no_more(Role.PARTY_COMMITTEE)


EscalationFact = Escalated | EscalationDecided | ItemsHandedOver
