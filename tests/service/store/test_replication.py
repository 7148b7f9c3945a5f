"""On more than one machine: the tail stays off a standby, and an append without its quorum is not called stored."""

import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from service.edge.running import Service
from service.machine.database import Database, DatabaseRole
from service.machine.embedded import EmbeddedServer, embedded
from service.store.migrate import migrate
from service.store.recorder import Recorder
from service.store.steps import OutcomeUnknown, created_stream
from service.store.tail import OnStandby
from tests.service.store.test_recorder import event
from tests.support.filing import CLERK, filed, with_unit
from tests.support.following import until
from tests.support.services import TestClock, service_on

pytestmark = pytest.mark.store

Pair = tuple[EmbeddedServer, EmbeddedServer]
WAITS = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Pair]:
    """A primary with the schema, and a standby that streams from it."""
    with TemporaryDirectory(prefix="casework-") as folder:
        first, second = _open_to_all(Path(folder)), _open_to_all(Path(folder, "standby"))
        yield from _streaming(_open_to_all(first / "primary"), second)


def _streaming(first: Path, second: Path) -> Iterator[Pair]:
    with embedded(first, fsync=False) as server:
        migrate(server.url)
    _open_to_all(first / "postgres")
    subprocess.run(["cp", "-a", first / "postgres", second / "postgres"], check=True)
    with embedded(first, fsync=False) as primary:
        _made_standby(second / "postgres" / "cluster", primary.url)
        with embedded(second, fsync=False) as standby:
            with psycopg.connect(primary.url, autocommit=True) as connection:
                connection.execute("ALTER DATABASE casework SET synchronous_commit = on")
            yield primary, standby


def _open_to_all(place: Path) -> Path:
    """The standby's system user passes through to the socket of the primary, where root started both."""
    place.mkdir(exist_ok=True)
    place.chmod(0o711)
    return place


def _made_standby(data: Path, url: str) -> None:
    source = {key: value for key, value in conninfo_to_dict(url).items() if key != "dbname"}
    settings = data / "postgresql.auto.conf"
    quoted = make_conninfo(**source).replace("'", "''")  # type: ignore[arg-type]
    settings.write_text(f"{settings.read_text()}primary_conninfo = '{quoted}'\n")
    shutil.copyfile(data / "PG_VERSION", data / "standby.signal")
    shutil.copystat(data / "PG_VERSION", data / "standby.signal")
    owner = (data / "PG_VERSION").stat()
    shutil.chown(data / "standby.signal", owner.st_uid, owner.st_gid)


@pytest.fixture(scope="module")
def primary(cluster: Pair, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service on the primary."""
    opened = service_on(cluster[0].url, tmp_path_factory.mktemp("home"), TestClock())
    opened.engine.prepare()
    yield with_unit(opened)
    opened.close()


@contextmanager
def without_quorum(url: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Every append waits for a standby that there is not."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        connection.execute("SELECT pg_reload_conf()")
        until(lambda: connection.execute("SHOW synchronous_standby_names").fetchone() == ("nobody",))
        connection.execute("CHECKPOINT")  # the process that does it tells the others to wait, once it has read the same
        try:
            yield connection
        finally:
            connection.execute("ALTER SYSTEM RESET synchronous_standby_names")
            connection.execute("SELECT pg_reload_conf()")


def test_the_tail_refuses_to_run_on_a_standby(cluster: Pair, primary: Service) -> None:
    standby = Recorder(Database(cluster[1].url, DatabaseRole.WRITER))
    stored = len(primary.recorder.select_notifications(1, 100))
    until(lambda: standby.max_notification_id() == primary.recorder.max_notification_id())
    with pytest.raises(OnStandby, match="primary only"):
        standby.select_notifications(1, 100)
    standby.datastore.close()
    assert stored >= 1, "the primary is followed"


def _appending(threads: ThreadPoolExecutor, service: Service, key: str) -> Future[object]:
    return threads.submit(partial(filed, service, created_stream(CLERK, key), key))


@pytest.mark.parametrize("ended_by", ["pg_cancel_backend", "pg_terminate_backend"])
def test_an_append_ended_while_it_waits_for_its_quorum_is_unknown_and_settled_by_its_key(
    primary: Service, ended_by: str
) -> None:
    """The first comes back from the server as success with a warning, the second as a connection that broke."""
    case, key = created_stream(CLERK, ended_by), ended_by
    with ThreadPoolExecutor(1) as threads, without_quorum(primary.url) as server:
        waiting = _appending(threads, primary, key)
        until(lambda: server.execute(WAITS).fetchone() is not None)
        server.execute(f"SELECT {ended_by}(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
        with pytest.raises(OutcomeUnknown):
            waiting.result()
    again = filed(primary, case, key)
    assert (again.is_repeat, again.version) == (True, 2)


def test_the_wait_for_a_quorum_is_bounded_by_whoever_waits(primary: Service) -> None:
    recorder = Recorder(Database(primary.url, DatabaseRole.WRITER), patience=0.2)
    recorder.max_notification_id()
    with without_quorum(primary.url), pytest.raises(OutcomeUnknown):
        recorder.insert_events([event()])
    _stored_again(recorder, event())
    recorder.datastore.close()


def _stored_again(recorder: Recorder, stored: StoredEvent) -> None:
    """The same connection goes on."""
    assert recorder.insert_events([stored]) == [recorder.max_notification_id()]
