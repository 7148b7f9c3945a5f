"""A batch as its own record: opened once over distinct records, done when each was tried, and told the same twice."""

from uuid import UUID

from domain.batch.aggregate import BATCH
from domain.batch.codes import BatchStatus
from domain.batch.commands import Item, ItemTwice, OpenBatch, RecordTried, TriedItem
from domain.batch.events import ItemsTried, ItemTried
from domain.units import UnitNotActive
from domain.values import written
from tests.support.given import CLERK, GONE, GROUP, SUBJECT, Given, given

BOTH = (Item(UUID(int=1), 3), Item(UUID(int=2), 4))


def opening(**changes: object) -> OpenBatch:
    said = {"unit": GROUP, "kind": "petition", "command": "Forward", "entries": BOTH, "asked": "0" * 64, **changes}
    return OpenBatch(**said)  # type: ignore[arg-type]


def opened() -> Given:
    return given(BATCH).when(opening()).after


def test_a_batch_has_a_number_of_its_own_and_runs_until_each_item_was_tried() -> None:
    batch = opened()
    (event,) = batch.history
    assert getattr(event, "batch_no", "").startswith("BAT-HS-2025-")
    assert batch.state.status is BatchStatus.RUNNING
    half = batch.when(RecordTried((TriedItem(1),))).after
    assert half.state.status is BatchStatus.RUNNING
    done = half.when(RecordTried((TriedItem(2, "stale_version", "已变化"),)))
    done.then(ItemsTried((ItemTried(2, "stale_version", written(SUBJECT, "reason/2", "已变化")),)))
    assert done.after.state.status is BatchStatus.DONE


def test_what_is_known_of_an_item_stays() -> None:
    half = opened().when(RecordTried((TriedItem(1),))).after
    half.when(RecordTried((TriedItem(1, "not_found", "无"),))).then()
    half.when(RecordTried((TriedItem(1), TriedItem(2)))).then(ItemsTried((ItemTried(2, None, None),)))


def test_a_record_stands_in_a_batch_once() -> None:
    given(BATCH).when(opening(entries=(BOTH[0], BOTH[0]))).refuses(ItemTwice, case=UUID(int=1))


def test_a_batch_is_given_in_the_name_of_a_unit_that_there_is() -> None:
    given(BATCH).when(opening(unit=GONE)).refuses(UnitNotActive, unit="HS02")


def test_who_opened_it_is_who_knows_of_it() -> None:
    scope = opened().state.scope
    assert (scope.owner, scope.recorder) == (GROUP, CLERK)
