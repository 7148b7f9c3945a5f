"""Views of officers, units and funds agree with the states that decisions read, whatever is done in any order."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given as given_examples
from hypothesis import settings
from hypothesis import strategies as st

from domain.batch.aggregate import BATCH
from domain.batch.commands import Item, OpenBatch, RecordTried, TriedItem
from domain.catalogue import CASES
from domain.fund.aggregate import FUND
from domain.fund.commands import Allocate, CloseFund, OpenFund, PayReserved, Release, Reserve
from domain.funds import FundSource, fund_stream
from domain.kernel import Aggregate, Event
from domain.organisation.granting import ConfirmRole, DeclineRole, EndRole, GrantRole
from domain.organisation.officer import (
    OFFICER,
    AppointOfficer,
    BindIdentity,
    IssueSlip,
    IssueToken,
    ReleaseIdentity,
    RevokeToken,
    UseSlip,
)
from domain.organisation.unit import UNIT, DissolveUnit, FoundUnit, MoveUnit, unit_ref
from domain.petition.aggregate import PETITION
from domain.roles import Role
from projections.catalogue import BY_NAME, VIEWS
from projections.projection import Bigrams
from service.views.tables import columns_of
from tests.projections.test_case_views import LIVES
from tests.support import petitions
from tests.support.agreeing import assert_agreeing, kept_after
from tests.support.given import CLERK, GROUP, HANDLER, HEAD, PLANT, STREAM, TODAY, Given, acting, given
from tests.support.golden import equals_golden
from tests.support.hardships import emergency_planned, voucher_drawn
from tests.support.links import crossing, handed_over, tied

days = st.integers(-20, 20).map(lambda n: TODAY + timedelta(days=n))
roles, units = st.sampled_from((Role.INTAKE, Role.HANDLER)), st.sampled_from((GROUP, PLANT))
digests = st.sampled_from(("a" * 64, "b" * 64))


def done(aggregate: Aggregate[Any], commands: Sequence[Any], stream: UUID = STREAM) -> Sequence[Event]:
    """What the commands left behind that were not refused."""
    record: Given = given(aggregate)
    for command in commands:
        by = acting(HEAD, Role.SYSADMIN) if isinstance(command, ConfirmRole) else acting(CLERK, Role.SYSADMIN)
        decided = record.when(command, by=by, stream=stream)
        if not decided.rejection:
            record = decided.after
    return record.history


@pytest.mark.parametrize("aggregate", CASES, ids=lambda aggregate: aggregate.kind)
def test_the_views_of_a_case_agree_with_its_state_at_every_step(aggregate: Aggregate[Any]) -> None:
    assert_agreeing(aggregate, LIVES[aggregate.kind])


officer_commands = st.one_of(
    st.builds(GrantRole, roles, days, st.none() | days, st.none() | units),
    st.builds(ConfirmRole, roles, st.none() | units),
    st.builds(DeclineRole, roles, st.none() | units),
    st.builds(EndRole, roles, days, st.none() | units),
    st.builds(IssueToken, digests, days),
    st.builds(RevokeToken, digests),
    st.builds(IssueSlip, digests, days),
    st.builds(UseSlip, digests),
    st.builds(BindIdentity, digests),
    st.builds(ReleaseIdentity),
)


@settings(max_examples=60, deadline=None)
@given_examples(st.lists(officer_commands, max_size=14))
def test_the_views_of_an_officer_agree_with_what_the_officer_holds(commands: list[Any]) -> None:
    appointed = AppointOfficer("李建国", GROUP, (Role.INTAKE,), TODAY - timedelta(days=20))
    assert_agreeing(OFFICER, done(OFFICER, [appointed, *commands]))


@settings(max_examples=30, deadline=None)
@given_examples(
    st.lists(st.builds(DissolveUnit, days, units) | st.builds(MoveUnit, days, st.none() | units), max_size=4)
)
def test_the_view_of_a_unit_agrees_with_its_state(commands: list[Any]) -> None:
    founded = FoundUnit("HS03", "三厂", GROUP, TODAY - timedelta(days=20))
    history = done(UNIT, [founded, *commands], unit_ref("HS03"))
    assert_agreeing(UNIT, history)


cases = st.sampled_from((UUID(int=1), UUID(int=2)))
amounts = st.integers(1, 5_000)
fund_commands = st.one_of(
    st.builds(Allocate, amounts, days),
    st.builds(Reserve, cases, st.integers(1, 2), amounts, days),
    st.builds(Release, cases, st.integers(1, 2), days),
    st.builds(PayReserved, cases, st.integers(1, 2), amounts, days),
    st.builds(CloseFund, st.just("2026"), days),
)


@settings(max_examples=60, deadline=None)
@given_examples(st.lists(fund_commands, max_size=14))
def test_the_view_of_a_fund_agrees_with_its_state(commands: list[Any]) -> None:
    opened = OpenFund(GROUP, FundSource.FD1, "2025", TODAY - timedelta(days=20))
    history = done(FUND, [opened, *commands], fund_stream(GROUP, FundSource.FD1, "2025"))
    assert_agreeing(FUND, history)


def test_a_whole_row_of_every_view_is_what_was_agreed() -> None:
    """Every column of every view after whole lives; what is personal stands sealed."""
    founded = done(UNIT, [FoundUnit("HS03", "三厂", GROUP, TODAY), DissolveUnit(TODAY, PLANT)], unit_ref("HS03"))
    held = [
        AppointOfficer("李建国", GROUP, (Role.INTAKE,), TODAY),
        ConfirmRole(Role.INTAKE),
        GrantRole(Role.HANDLER, TODAY),
        IssueToken("a" * 64, TODAY + timedelta(days=90)),
        BindIdentity("b" * 64),
    ]
    money = [OpenFund(GROUP, FundSource.FD1, "2025", TODAY), Allocate(500_000, TODAY)]
    funded = done(FUND, money, fund_stream(GROUP, FundSource.FD1, "2025"))
    waiting = given(PETITION, petitions.handling()).when(petitions.proposal(petitions.MARCH_3), by=HANDLER).history
    both = (Item(UUID(int=1), 3), Item(UUID(int=2), 4))
    given_to_many = [
        OpenBatch(GROUP, "petition", "Forward", both, "0" * 64),
        RecordTried((TriedItem(1),)),
        RecordTried((TriedItem(2, "stale_version", "已变化"),)),
    ]
    batch = done(BATCH, given_to_many)
    cases = (
        LIVES["petition"][:3],
        waiting,
        emergency_planned(),
        voucher_drawn(),
        crossing(),
        handed_over(),
        *tied(),
        petitions.supervised(),
        *LIVES.values(),
    )
    histories = (founded, done(OFFICER, held), funded, batch, *cases)
    told = [f"{name}:{row}" for history in histories for name, row in _rows(history)]
    assert {line.partition(":")[0] for line in told} == BY_NAME.keys()
    equals_golden("rows.txt", "".join(f"{line}\n" for line in told))


def _rows(history: Sequence[Event]) -> list[tuple[str, str]]:
    """One row of each view that holds any after the history: the last one, column by column.

    Terms of sealed texts are made where rows are written, not by the view's functions.
    """
    kept, found = kept_after(history), []
    for view in VIEWS:
        if rows := list(kept[view.name].values()):
            columns = [each.name for each in columns_of(view) if not (view.search and each.python_type is Bigrams)]
            assert sorted(rows[-1]) == sorted(columns), view.name
            found.append((view.name, "".join(f"\n    {name} = {rows[-1][name]!r}" for name in columns)))
    return found
