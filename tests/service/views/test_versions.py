"""A view of a new version is built beside the old one, holds nothing back, and is read once it is whole."""

from dataclasses import replace

import pytest
from eventsourcing.persistence import ProgrammingError
from psycopg.errors import UndefinedTable

from projections.petitions import PETITIONS
from service.edge.running import Service
from service.views import engine as engine_module
from service.views.engine import Engine
from service.views.naming import Slot, over, table_name, table_of, view_without_table
from service.views.queries import Queries
from service.views.rebuild import Rebuilder
from tests.support.filing import filed, with_unit
from tests.support.following import end_of

pytestmark = pytest.mark.store
NEWER = replace(PETITIONS, version=PETITIONS.version + 1)
OTHER = replace(PETITIONS, name="other")


def engine_of(service: Service, *views: object) -> Engine:
    return Engine(service.reading, service.codec, views, service.vault.for_search)  # type: ignore[arg-type]


def standing(engine: Engine, view: str) -> tuple[int, bool]:
    found = next(each for each in engine.standings() if each.view == view)
    return found.position, found.is_built


def test_tables_are_named_by_view_version_and_slot() -> None:
    assert table_of(NEWER) == f"views.petitions_v{NEWER.version}"
    assert table_name("units", 7, Slot.BUILDING) == "units_v7__building"
    assert over("SELECT FROM {petitions} p", NEWER) == f"SELECT FROM views.petitions_v{NEWER.version} p"
    with pytest.raises(KeyError):
        over("SELECT FROM {units}", NEWER)


@pytest.mark.parametrize(
    ("table", "view"),
    [
        ("views.relief_queue_v2", "relief_queue"),
        ("views.units_v12__beside", "units"),
        ("events", None),
        ("views.positions", None),
    ],
)
def test_a_missing_table_of_a_view_is_told_apart_from_other_faults(table: str, view: str | None) -> None:
    missed = UndefinedTable(f'relation "{table}" does not exist\nLINE 1: ... JOIN views.units_v1')
    wrapped = ProgrammingError(str(missed))
    wrapped.__cause__ = missed
    assert view_without_table(missed) == view_without_table(wrapped) == view
    assert view_without_table(ProgrammingError(str(missed))) is None


@pytest.fixture
def changed(service: Service, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A log of some events, seen to its end by the old release; the new one knows a newer version and a new view."""
    monkeypatch.setattr(engine_module, "BATCH", 4)
    with_unit(service)
    for _ in range(6):
        filed(service)
    service.engine.catch_up()
    engine = engine_of(service, *service.engine.views[:4], NEWER, OTHER)
    assert engine.prepare() == ["petitions", "other"]
    return engine


def test_nobody_reads_a_view_before_it_is_whole_and_the_old_release_reads_on(service: Service, changed: Engine) -> None:
    for _ in range(2):
        with pytest.raises(ProgrammingError, match=table_of(NEWER)):
            Queries(service.reading).all(NEWER)
        changed.advance()
    assert len(Queries(service.reading).all(PETITIONS)) == 6
    changed.catch_up()
    assert Queries(service.reading).all(NEWER) == Queries(service.reading).all(PETITIONS)
    filed(service)
    service.engine.catch_up()
    assert (len(Queries(service.reading).all(NEWER)), len(Queries(service.reading).all(PETITIONS))) == (6, 7)


def test_views_at_the_front_go_first_and_those_behind_go_on_beside_them(service: Service, changed: Engine) -> None:
    front = end_of(service)
    filed(service)
    assert changed.advance() > 0
    assert standing(changed, "units") == (end_of(service), True)
    assert 0 < standing(changed, "petitions")[0] == standing(changed, "other")[0] < front
    while changed.advance():
        assert standing(changed, "units") == (end_of(service), True)
    assert standing(changed, "petitions") == standing(changed, "other") == (end_of(service), True)


def test_a_fault_of_a_view_that_is_built_keeps_it_from_readers_and_no_other(service: Service, changed: Engine) -> None:
    def broken(*_: object) -> None:
        raise LookupError("a fault of the view")

    faulty = replace(NEWER, on={**NEWER.on, **dict.fromkeys(NEWER.on, broken)})
    engine = engine_of(service, *service.engine.views[:4], faulty, OTHER)
    engine.catch_up()
    aside = {each.view: (each.set_aside, each.is_built) for each in engine.standings()}
    assert (aside["petitions"], aside["other"]) == (("LookupError", False), (None, True))
    with pytest.raises(ProgrammingError):
        Queries(service.reading).all(NEWER)
    (rebuilt,) = Rebuilder(service.reading, changed).rebuild([NEWER])
    assert (rebuilt.is_comparable, rebuilt.rebuilt_rows) == (False, 6)
    assert standing(changed, "petitions") == (end_of(service), True)


def test_tables_of_older_versions_are_dropped_when_told_and_the_present_one_is_built(
    service: Service, changed: Engine
) -> None:
    rebuilder = Rebuilder(service.reading, changed)
    assert rebuilder.drop_outdated() == []
    changed.catch_up()
    assert rebuilder.drop_outdated() == [table_name(PETITIONS.name, PETITIONS.version)]
    assert rebuilder.drop_outdated() == []
    with pytest.raises(ProgrammingError):
        Queries(service.reading).all(PETITIONS)
    assert len(Queries(service.reading).all(NEWER)) == 6


def test_all_views_of_a_restored_log_are_read_once_they_are_at_its_end(service: Service) -> None:
    with_unit(service)
    filed(service)
    fresh = engine_of(service, NEWER, OTHER)
    fresh.prepare()
    assert standing(fresh, "other") == (0, False)
    fresh.catch_up(upto=1)
    assert standing(fresh, "other") == (1, False)
    fresh.catch_up()
    assert standing(fresh, "other") == standing(fresh, "petitions") == (end_of(service), True)


def test_catching_up_ends_where_the_log_ended_when_it_began(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    with_unit(service)
    end = filed(service).position
    write = service.engine.batch

    def written_meanwhile(*given: object, **named: object) -> object:
        filed(service)
        return write(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(service.engine, "batch", written_meanwhile, raising=False)
    service.engine.catch_up()
    assert {each.position for each in service.engine.standings()} == {end}
