"""Rows of views agree with the state that decisions read, at every step of a history; and whole rows, as lines."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from domain.cases.waiting import waits
from domain.catalogue import CASES
from domain.growing import Growing
from domain.kernel import Aggregate, Event, Recorded
from domain.officers import Proposal
from domain.roles import Held, Role, Term
from domain.supervision.telling import TERMS_OF_THE_UNIT
from domain.units import UnitStatus
from projections.aids import AIDS
from projections.audit_trail import AUDIT_TRAIL
from projections.catalogue import CASE_VIEWS, VIEWS, VIEWS_OF_CASES
from projections.due_dates import DUE_DATES
from projections.funds import FUNDS
from projections.next_due import terms_in
from projections.organisation import IDENTITIES, OFFICERS, PROPOSALS, TERMS, TOKENS, UNITS
from projections.projection import Changes, Projection, Stood, apply, rows_after
from projections.rectification_items import RECTIFICATION_ITEMS
from projections.scoped import scope_in
from projections.told_apart import THE_UNIT, row_told
from service.views.states import state_after
from tests.support.given import CLERK, STREAM, TODAY, acting

Rows = dict[Any, dict[str, Any]]
Kept = Mapping[str, Rows]


def recorded(events: Sequence[Event]) -> list[Recorded]:
    """The events as the log would hold them."""
    at = datetime.combine(TODAY, time(9), UTC)
    return [Recorded(n, STREAM, n, acting(CLERK), at, event) for n, event in enumerate(events, 1)]


def kept_after(events: Sequence[Event], views: Iterable[Projection] = VIEWS) -> Kept:
    """The rows of every view after the events, by view."""
    history = recorded(events)
    return {view.name: rows_after(view, history, state_after(history)) for view in views}


def assert_agreeing(aggregate: Aggregate[Any], events: Sequence[Event]) -> None:
    """At every step the views say of the record what the state says that decisions read."""
    state, kept = aggregate.initial, {view.name: {} for view in VIEWS}
    history = recorded(events)
    for each in history:
        state = aggregate.evolve(state, each.event)
        stood = state if aggregate in CASES else None
        if waits(state).is_told_anew:
            kept = {**kept, **_anew(history[: each.version], stood)}
            _keep(kept, each, [AUDIT_TRAIL], stood)
        else:
            _keep(kept, each, VIEWS, stood)
        COMPARED.get(aggregate.kind, _case)(aggregate, state, kept, each.version)


def _anew(history: Sequence[Recorded], state: Any) -> dict[str, Rows]:
    """The rows of the views that show what took effect, once that is not all that was recorded."""
    return {view.name: rows_after(view, history, state) for view in VIEWS if not view.is_of_events}


def _keep(kept: Mapping[str, Rows], each: Recorded, views: Iterable[Projection], state: Any) -> None:
    """Step by step, as the worker does when every event comes alone."""
    for view in views:
        if shown := view.on.get(type(each.event)):
            rows = kept[view.name]
            _apply(rows, shown(rows, each))
            if view.settle:
                _apply(rows, view.settle(rows, Stood(state, each)))


def _apply(rows: Rows, changes: Changes) -> None:
    for row_id, changed in changes.items():
        apply(rows, row_id, None if changed is None else dict(changed))


def _case(aggregate: Aggregate[Any], state: Any, kept: Kept, version: int) -> None:
    row = kept[CASE_VIEWS[aggregate.kind].name][STREAM]
    assert (row["status"], row["version"]) == (aggregate.status_of(state), version)
    running = sorted((clock.rule, clock.due_on) for clock in state.clocks.values())
    assert sorted((each["rule"], each["due_on"]) for each in kept[DUE_DATES.name].values()) == running
    assert sorted(terms_in(row["clocks"])) == running
    _exists_for_the_same(aggregate, state, kept)
    if aggregate.kind == "supervision":
        told = {each["item"]: (each["status"], each["late_days"]) for each in kept[RECTIFICATION_ITEMS.name].values()}
        assert told == {number: (item.status, item.late_days) for number, item in state.items.items()}
        _told_apart(state, kept[CASE_VIEWS[aggregate.kind].name])
    if aggregate.kind == "hardship":
        known = {each["aid"]: (each["status"], each["amount_fen"]) for each in kept[AIDS.name].values()}
        assert known == {aid.number: (aid.status, aid.amount_fen) for aid in _aids(state)}


def _told_apart(state: Any, rows: Rows) -> None:
    """The unit is told of its own terms and of every item, and its row says where the check stands for it."""
    row, told = rows.get(row_told(STREAM)), state.told
    if told is None:
        assert row is None
        return
    own = {key: clock for key, clock in state.clocks.items() if clock.rule in TERMS_OF_THE_UNIT}
    assert (dict(told.clocks), dict(told.items), told.scope) == (own, dict(state.items), state.scope)
    assert row is not None
    assert (row["told_to"], row["status"], row["open_items"]) == (THE_UNIT, told.status, rows[STREAM]["open_items"])
    assert sorted(terms_in(row["clocks"])) == sorted((clock.rule, clock.due_on) for clock in own.values())


def _exists_for_the_same(aggregate: Aggregate[Any], state: Any, kept: Kept) -> None:
    """Every row of the case in every view bears the scope that decisions on the case itself read, its papers apart."""
    views = (*VIEWS_OF_CASES[aggregate.kind], DUE_DATES, AUDIT_TRAIL)
    for view in views:
        rows = kept[view.name].values()
        assert [scope_in(row) for row in rows] == [replace(state.scope, papers=Growing())] * len(rows), view.name


def _aids(state: Any) -> list[Any]:
    return list(state.aids.values() if isinstance(state.aids, Mapping) else state.aids)


def _fund(aggregate: Aggregate[Any], state: Any, kept: Kept, version: int) -> None:
    row = kept[FUNDS.name][STREAM]
    promised = state.reservations.values()
    told = {name: row[name] for name in ("received_fen", "paid_fen", "free_fen", "reserved_fen", "reservations")}
    assert told == {
        "received_fen": state.received_fen,
        "paid_fen": state.paid_fen,
        "free_fen": state.free_fen,
        "reserved_fen": sum(promised),
        "reservations": len(promised),
    }
    assert (row["is_open"], row["version"]) == (state.status == "OPEN", version)


def _officer(aggregate: Aggregate[Any], state: Any, kept: Kept, version: int) -> None:
    row = kept[OFFICERS.name][STREAM]
    assert (row["unit"], row["appointed_on"]) == (state.unit, state.appointed_on)
    told = sorted(
        (term["role"], term["for_unit"], term["from_on"], str(term["until_on"])) for term in kept[TERMS.name].values()
    )
    held = [
        (held.role, held.unit, term.from_on, str(term.until_on))
        for held, terms in state.roles.items()
        for term in terms
    ]
    assert told == sorted(held)
    waiting = {
        (Held(Role(row["role"]), row["for_unit"]), Proposal(Term(row["from_on"], row["until_on"]), row["proposed_by"]))
        for row in kept[PROPOSALS.name].values()
    }
    assert waiting == set(state.proposals.items())
    assert kept[TOKENS.name].keys() == state.tokens.keys()
    bound = [row["identity_digest"] for row in kept[IDENTITIES.name].values()]
    assert bound == ([state.identity] if state.identity else [])


def _unit(aggregate: Aggregate[Any], state: Any, kept: Kept, version: int) -> None:
    row = kept[UNITS.name][STREAM]
    told = (row["code"], row["founded_on"], row["parent"], row["successor"])
    assert told == (state.code, state.founded_on, state.parent, state.successor)
    assert (row["dissolved_on"] is not None) == (state.status is UnitStatus.DISSOLVED)


COMPARED: Mapping[str, Callable[[Aggregate[Any], Any, Kept, int], None]] = {
    "fund": _fund,
    "officer": _officer,
    "unit": _unit,
}
"""By kind what its views repeat of the state; kinds of cases are compared alike."""
