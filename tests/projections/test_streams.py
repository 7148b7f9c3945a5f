"""The rows of every view follow from one stream's history each: streams may be folded one by one, in any order."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.batch.aggregate import BATCH
from domain.batch.commands import Item, OpenBatch, RecordTried, TriedItem
from domain.cases.waiting import waits
from domain.catalogue import BY_EVENT, CASES
from domain.fund.aggregate import FUND
from domain.fund.commands import Allocate, OpenFund
from domain.funds import FundSource, fund_stream
from domain.kernel import Event, Recorded
from domain.organisation.officer import OFFICER, AppointOfficer, BindIdentity, IssueToken
from domain.organisation.unit import UNIT, FoundUnit, unit_ref
from domain.petition.aggregate import PETITION
from domain.roles import Role
from projections.catalogue import VIEWS
from projections.projection import Changes, Projection, Stood, apply, rows_after
from service.views.states import state_after
from tests.projections.test_case_views import LIVES
from tests.support.given import CLERK, GROUP, HANDLER, TODAY, acting, given
from tests.support.hardships import emergency_planned, voucher_drawn
from tests.support.links import crossing, handed_over, tied
from tests.support.petitions import MARCH_3, handling, proposal, supervised


def _decided(aggregate: Any, commands: list[Any], stream: UUID) -> list[Event]:
    record = given(aggregate)
    for command in commands:
        record = record.when(command, stream=stream).after
    return list(record.history)


def log(seed: int) -> list[Recorded]:
    """Whole lives of every kind and beginnings of them, their events in an order that the seed decides."""
    clerk: list[Any] = [
        AppointOfficer("李建国", GROUP, (Role.INTAKE,), TODAY),
        IssueToken("a" * 64, TODAY + timedelta(days=90)),
    ]
    clerk += [BindIdentity("b" * 64)]
    looking = [AppointOfficer("王建国", GROUP, (Role.LEADER_VIEW,), TODAY)]
    fund = [OpenFund(GROUP, FundSource.FD1, "2025", TODAY), Allocate(500_000, TODAY)]
    both = (Item(UUID(int=1), 3), Item(UUID(int=2), 4))
    batch = [
        OpenBatch(GROUP, "petition", "Forward", both, "0" * 64),
        RecordTried((TriedItem(1),)),
        RecordTried((TriedItem(2, "stale_version", "已变化"),)),
    ]
    beginnings = [life[:3] for life in LIVES.values()]
    lives = [*LIVES.values(), *beginnings, *beginnings, emergency_planned(), voucher_drawn()]
    left: dict[UUID, list[Event]] = {
        unit_ref("HS03"): _decided(UNIT, [FoundUnit("HS03", "三厂", GROUP, TODAY)], unit_ref("HS03")),
        UUID(int=1): _decided(OFFICER, clerk, UUID(int=1)),
        UUID(int=2): _decided(OFFICER, looking, UUID(int=2)),
        fund_stream(GROUP, FundSource.FD1, "2025"): _decided(FUND, fund, fund_stream(GROUP, FundSource.FD1, "2025")),
        UUID(int=3): _decided(BATCH, batch, UUID(int=3)),
        UUID(int=4): list(given(PETITION, handling()).when(proposal(MARCH_3), by=HANDLER).history),
        UUID(int=5): list(crossing()),
        UUID(int=6): list(handed_over()),
        UUID(int=20): list(supervised()),
        **{UUID(int=7 + n): list(history) for n, history in enumerate(tied())},
        **{UUID(int=100 + n): list(life) for n, life in enumerate(lives)},
    }
    chance, versions, found = random.Random(seed), dict.fromkeys(left, 0), []  # noqa: S311 -- an order, not a secret
    at = datetime.combine(TODAY, time(9), UTC)
    while left:
        stream = chance.choice(list(left))
        versions[stream] += 1
        found.append(Recorded(len(found) + 1, stream, versions[stream], acting(CLERK), at, left[stream].pop(0)))
        if not left[stream]:
            del left[stream]
    return found


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_streams_folded_one_by_one_give_what_the_log_folded_in_order_gives(view: Projection) -> None:
    recorded = log(7)
    in_order: dict[UUID, dict[Any, dict[str, Any]]] = {each.stream: {} for each in recorded}
    states: dict[UUID, Any] = {}
    for each in recorded:
        aggregate, rows = BY_EVENT[type(each.event)], in_order[each.stream]
        states[each.stream] = aggregate.evolve(states.get(each.stream, aggregate.initial), each.event)
        if waits(states[each.stream]).is_told_anew and not view.is_of_events:
            so_far = [other for other in recorded[: each.position] if other.stream == each.stream]
            in_order[each.stream] = rows_after(view, so_far, _of_case(each, states))
        elif shown := view.on.get(type(each.event)):
            _apply(rows, shown(rows, each))
            _apply(rows, view.settle(rows, Stood(_of_case(each, states), each)) if view.settle else {})
    histories = {stream: [each for each in recorded if each.stream == stream] for stream in sorted(in_order)}
    alone = {stream: rows_after(view, story, state_after(story)) for stream, story in histories.items()}
    assert any(alone.values())
    assert alone == in_order
    ids = [row_id for rows in alone.values() for row_id in rows]
    assert len(ids) == len(set(ids))
    assert all(row[view.key_column] == stream for stream, rows in alone.items() for row in rows.values())


def _of_case(each: Recorded, states: Mapping[UUID, Any]) -> Any:
    return states[each.stream] if BY_EVENT[type(each.event)] in CASES else None


def _apply(rows: dict[Any, dict[str, Any]], changes: Changes) -> None:
    for row_id, changed in changes.items():
        apply(rows, row_id, None if changed is None else dict(changed))
