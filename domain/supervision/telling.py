"""What the supervised unit is told of a check: its start, the draft, the opinion letter, the items, and its answers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from domain.kernel import Event
from domain.supervision import events as e
from domain.supervision.escalations import Escalated, EscalationDecided, ItemsHandedOver

TERMS_OF_THE_UNIT = ("D-S05", "D-S06", "D-S07", "D-S08")
"""The rules whose terms the unit is told of: for its view of the draft, its answer, each item, and the stage above."""

TOLD: tuple[type[Event], ...] = (
    e.Started,
    e.FindingsDrafted,
    e.UnitHeard,
    e.FindingsFinalised,
    e.NoticeIssued,
    e.NoticeDelivered,
    e.Replied,
    e.RectificationSubmitted,
    e.ItemVerified,
    e.ItemReopened,
    e.ItemAcceptedOpen,
    Escalated,
    EscalationDecided,
    ItemsHandedOver,
    e.Closed,
    e.ClocksSettled,
    e.FoundOverdue,
)
"""How a check came about, what it rests on, and what the team and the union do among themselves is not among them."""


def told(event: Any) -> Any | None:
    """The event as the unit is told of it; None where for the unit it does not exist."""
    if type(event) not in TOLD:
        return None
    shortened = SHORTENED.get(type(event))
    return event if shortened is None else shortened(event)


def _without_evidence(draft: e.FindingsDrafted) -> e.FindingsDrafted:
    return replace(draft, findings=tuple(replace(finding, evidence=()) for finding in draft.findings))


def _where_nothing_was_found(final: e.FindingsFinalised) -> e.FindingsFinalised | None:
    """What the findings come to stands in the opinion letter; where there will be none, the unit is told so at once."""
    return None if final.has_problem else replace(final, present=(), dissent=None)


def _own_terms(settled: e.ClocksSettled) -> e.ClocksSettled | None:
    own = tuple(clock for clock in settled.clocks if clock.rule in TERMS_OF_THE_UNIT)
    return replace(settled, clocks=own) if own else None


def _own_duty(overdue: e.FoundOverdue) -> e.FoundOverdue | None:
    return overdue if overdue.rule in TERMS_OF_THE_UNIT else None


SHORTENED: Mapping[type[Event], Callable[[Any], Any | None]] = {
    e.FindingsDrafted: _without_evidence,
    e.FindingsFinalised: _where_nothing_was_found,
    e.ClocksSettled: _own_terms,
    e.FoundOverdue: _own_duty,
}
"""What is told in part, or in some cases alone."""
