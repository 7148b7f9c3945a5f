"""A case as JSON: shared by all kinds."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for

from domain.deadlines.clocks import Clock, warnings
from domain.deadlines.pauses import Pause
from domain.deadlines.standing import overdue_days, standing
from domain.kernel import Event
from domain.recording import RecordedAt, day_alone, moment_alone
from domain.values import Personal
from projections.catalogue import CASE_VIEWS
from projections.next_due import NEVER
from projections.projection import Bigrams, Memory, Position, Projection
from service.access.visibility import is_told
from service.composition import Service
from service.edge.bodies import body_of
from service.edge.language import language
from service.edge.refusal_facts import facts_told
from service.edge.routes import Address, Collection
from service.office.cases import CaseFile, NotYet, facts_for, possible
from service.store.steps import Caller
from service.store.stored_actors import told_actor
from service.views.tables import columns_of
from service.words.sentences import translated

HIDDEN = (Bigrams, Memory, Position, Personal, Event)


def case_body(service: Service, collection: Collection, case: CaseFile, caller: Caller) -> dict[str, Any]:
    """Where the case stands, its clocks, what the caller may do now, and what not yet."""
    now, later = possible(service, case, caller)
    today, pauses = service.ledger.today(), case.pauses
    return {
        "id": str(case.stream),
        **row_body(CASE_VIEWS[case.aggregate.kind], case.row),
        "version": case.version,
        "clocks": [clock_body(clock, today, pauses.get(clock.rule)) for clock in case.clocks],
        "actions": [_action(collection, case, address) for address in collection.addresses if address.command in now],
        "not_yet": [
            _not_yet(collection, address, each)
            for each in later
            for address in collection.addresses
            if address.command is each.command
        ],
    }


def row_body(view: Projection, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a view as JSON; search terms, memory and what is sealed do not leave the service."""
    shown = {column.name: row[column.name] for column in columns_of(view) if column.python_type not in HIDDEN}
    return {name: None if value == NEVER else value for name, value in shown.items()}


def recorded_body(at: RecordedAt) -> dict[str, Any]:
    """The moment of recording, or the day where no more is known."""
    moment, day = moment_alone(at), day_alone(at)
    return {"recorded_at": moment.isoformat() if moment else None, "recorded_on": day.isoformat() if day else None}


def clock_body(clock: Clock, today: date, pause: Pause | None) -> dict[str, Any]:
    """A running clock with everything that explains its due day, and since when and why it stands still."""
    return {
        "rule": clock.rule,
        "item": clock.item,
        "started_on": clock.started_on.isoformat(),
        "length": clock.length,
        "unit": clock.unit,
        "extended_by": clock.extended_by,
        "nominal_on": clock.nominal_on.isoformat(),
        "due_on": clock.due_on.isoformat(),
        "provisional": clock.provisional,
        **standing_body(clock.rule, clock.due_on, today, is_paused=pause is not None),
        "paused_on": pause.since_on.isoformat() if pause else None,
        "paused_for": pause.why if pause else None,
        "skipped": [
            {"from": span.first_on.isoformat(), "until": span.last_on.isoformat(), "code": span.code}
            for span in clock.skipped
        ],
        "warn_on": [day.isoformat() for day in warnings(clock)],
    }


def standing_body(rule: str, due_on: date, today: date, *, is_paused: bool) -> dict[str, Any]:
    """How a term stands to today, and by how many days a duty is overdue."""
    return {
        "standing": standing(rule, due_on, today, is_paused=is_paused),
        "overdue_days": overdue_days(rule, due_on, today, is_paused=is_paused),
    }


def _action(collection: Collection, case: CaseFile, address: Address) -> dict[str, Any]:
    return {
        "action": address.noun,
        "command": address.command.__name__,
        "method": "POST",
        "href": url_for(f"{collection.name}.{address.noun}", identifier=case.stream),
        "schema": body_of(address.command).__name__,
    }


def _not_yet(collection: Collection, address: Address, later: NotYet) -> dict[str, Any]:
    rejection = later.rejection
    return {
        "action": address.noun,
        "code": rejection.code,
        "reason": translated(language(), rejection.says, facts_told(rejection.facts)),
        "passes_on": rejection.passes_on.isoformat() if rejection.passes_on else None,
    }


def timeline_body(service: Service, case: CaseFile, caller: Caller) -> dict[str, Any]:
    """The events of the case, and its row after the last of them."""
    facts = facts_for(service, case, caller)
    return {
        "id": str(case.stream),
        "version": case.version,
        "events": [
            {
                "version": recorded.version,
                "event": recorded.event.NAME,
                **recorded_body(recorded.at),
                "by": told_actor(recorded.by) if is_told(caller, recorded.event.NAME) else None,
                "facts": told,
            }
            for recorded, told in zip(case.history, facts, strict=True)
        ],
        "state": row_body(CASE_VIEWS[case.aggregate.kind], case.row),
    }
