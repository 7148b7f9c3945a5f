"""A case as JSON: shared by all kinds."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for

from domain.cases.marking import marks
from domain.deadlines.clocks import Clock, warnings
from domain.deadlines.pauses import Pause
from domain.kernel import Command
from domain.roles import Held
from projections.catalogue import CASE_VIEWS
from service.access.doers import Doer
from service.access.visibility import is_told
from service.edge.bodies import body_of
from service.edge.language import language
from service.edge.refusal_facts import facts_told
from service.edge.running import Service
from service.kinds.allowance import Relation
from service.kinds.case_file import CaseFile
from service.kinds.kind import Kind
from service.kinds.offer import Offer
from service.office.cases import NotYet
from service.office.next_steps import NextStep, next_steps
from service.store.steps import Caller
from service.store.stored_actors import told_actor
from service.views.rows import recorded_body, row_body, standing_body
from service.words.sentences import translated


def case_body(service: Service, kind: Kind, case: CaseFile, caller: Caller) -> dict[str, Any]:
    """Where the case stands, its clocks, what the caller may do now, what not yet, and who takes the next step."""
    now, later = service.cases.possible(case, caller)
    following = next_steps(service.ledger, case, caller)
    today, pauses = service.ledger.today(), case.pauses
    return {
        "id": str(case.stream),
        **row_body(CASE_VIEWS[case.aggregate.kind], case.row),
        "version": case.version,
        "wants_purpose": case.reader.wants,
        "known_by": [reason_body(held, relation) for held, relation in case.reasons],
        "clocks": [clock_body(clock, today, pauses.get(clock.rule)) for clock in case.clocks],
        **possible_body(kind, now, later, frozenset(kind.aggregate.commands), case.stream),
        "next_steps": [_following(kind, each) for each in following],
    }


def possible_body(
    kind: Kind,
    now: Collection[type[Command[Any]]],
    later: Iterable[NotYet],
    commands: frozenset[type[Command[Any]]],
    stream: UUID,
) -> dict[str, Any]:
    """Of these commands those that the caller may give now, and those that a visible rule still forbids."""
    offers = [offer for offer in kind.addressed if offer.command in commands]
    return {
        "actions": [_action(kind, stream, offer) for offer in offers if offer.command in now],
        "not_yet": [_not_yet(offer, each) for each in later for offer in offers if offer.command is each.command],
    }


def reason_body(held: Held, relation: Relation) -> dict[str, Any]:
    """A role by which the caller knows of the case, the unit for which it is held, and how the case stands to it."""
    return {"role": held.role, "unit": str(held.unit), "relation": relation.name}


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
        "waits_for": clock.waits_for,
        **standing_body(clock.rule, clock.due_on, today, is_paused=pause is not None),
        "paused_on": pause.since_on.isoformat() if pause else None,
        "paused_for": pause.why if pause else None,
        "skipped": [
            {"from": span.first_on.isoformat(), "until": span.last_on.isoformat(), "code": span.code}
            for span in clock.skipped
        ],
        "warn_on": [day.isoformat() for day in warnings(clock)],
    }


def _following(kind: Kind, step: NextStep) -> dict[str, Any]:
    return {
        "command": step.command.__name__,
        "action": next((offer.noun for offer in kind.addressed if offer.command is step.command), None),
        "is_own": step.is_own,
        "passes_on": step.passes_on.isoformat() if step.passes_on else None,
        "by": [doer_body(each) for each in step.doers],
    }


def doer_body(doer: Doer) -> dict[str, Any]:
    """A role that may take a step, for which unit, and instead of which one where nobody is free there."""
    return {
        "role": doer.role,
        "unit": str(doer.unit) if doer.unit else None,
        "relation": doer.relation.name,
        "instead_of": str(doer.instead_of) if doer.instead_of else None,
        "is_vacant": doer.is_vacant,
    }


def _action(kind: Kind, stream: UUID, offer: Offer) -> dict[str, Any]:
    return {
        "action": offer.noun,
        "command": offer.command.__name__,
        "method": "POST",
        "href": url_for(f"{kind.name}.{offer.noun}", identifier=stream),
        "schema": body_of(offer.command).__name__,
    }


def _not_yet(offer: Offer, later: NotYet) -> dict[str, Any]:
    rejection = later.rejection
    return {
        "action": offer.noun,
        "code": rejection.code,
        "reason": translated(language(), rejection.says, facts_told(rejection.facts)),
        "passes_on": rejection.passes_on.isoformat() if rejection.passes_on else None,
    }


def timeline_body(service: Service, case: CaseFile, caller: Caller) -> dict[str, Any]:
    """The events of the case, and its row after the last of them."""
    facts = service.cases.facts_for(case, caller)
    stand = marks((each.version, each.event) for each in case.history)
    return {
        "id": str(case.stream),
        "version": case.version,
        "wants_purpose": case.reader.wants,
        "events": [
            {
                "version": recorded.version,
                "event": recorded.event.NAME,
                **recorded_body(recorded.at),
                "by": told_actor(recorded.by) if is_told(caller, recorded.event.NAME, case.roles) else None,
                "facts": told,
                "mark": stand.get(recorded.version),
            }
            for recorded, told in zip(case.history, facts, strict=True)
        ],
        "state": row_body(CASE_VIEWS[case.aggregate.kind], case.row),
    }
