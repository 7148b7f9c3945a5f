"""Backups: both files of one moment, nothing secret in the first, and no way back with the wrong keys."""

import hashlib
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from domain.roles import Role
from projections.catalogue import VIEWS
from service.cli.main import main
from service.edge.running import Service
from service.machine.embedded import postgres_binaries
from service.operation.backup import Backup, back_up, restore
from service.operation.backup_keys import BackupUnusable, keys_file_of
from service.operation.backup_programs import Programs
from service.sealing.keys import MasterKey, create_master_key, load_master_key
from service.store.check import check_log
from service.store.migrate import migrate
from service.views.naming import table_of
from tests.service.cli.running import environment_for
from tests.service.importing.books import mapping
from tests.service.importing.imports import register
from tests.support.databases import Databases
from tests.support.services import TestClock, service_on

pytestmark = pytest.mark.store
DUMP = {
    "events": "SELECT originator_id, originator_version, topic, state, notification_id FROM events ORDER BY 5",
    "data_keys": "SELECT * FROM data_keys ORDER BY key_id",
    "owners": "SELECT tablename, tableowner FROM pg_tables WHERE schemaname IN ('public', 'views') ORDER BY 1",
    "rights": "SELECT relname, relacl::text FROM pg_class WHERE relname IN ('events', 'data_keys') ORDER BY 1",
}


@pytest.fixture
def filled(service: Service, tmp_path: Path) -> Service:
    service.people.add_unit("HS", "集团")
    service.people.add_officer("王芳", "HS", [Role.INTAKE])
    rows = (f"A{n},2023-05-06,,来信,1,张三的话{n}" for n in range(60))
    service.importing.petitions(register(tmp_path, *rows), mapping())
    service.engine.catch_up()
    return service


@pytest.fixture
def master_key(tmp_path: Path, service: Service) -> MasterKey:
    return load_master_key(tmp_path / "master.key")


@pytest.fixture
def made(filled: Service, tmp_path: Path) -> Backup:
    return back_up(Programs(filled.url), tmp_path / "b.dump", load_master_key(tmp_path / "master.key"))


@pytest.fixture
def empty_url(databases: Databases) -> Iterator[str]:
    url = databases.empty()
    yield url
    databases.drop(url)


def rows(url: str, query: str) -> list[Any]:
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()


def test_a_backup_comes_back_whole(
    filled: Service, made: Backup, master_key: MasterKey, empty_url: str, tmp_path: Path, clock: TestClock
) -> None:
    done = restore(Programs(empty_url), made.file, master_key)
    assert (done.contents.events, done.keys) == (made.contents.events, made.keys) == (63, 61)
    assert migrate(empty_url) == []
    again = service_on(empty_url, tmp_path, clock)
    assert again.engine.prepare() == [view.name for view in VIEWS]
    again.engine.catch_up()
    assert list(check_log(again.codec, again.reading, again.vault)) == []
    assert [officer.name for officer in again.people.officers()] == ["王芳"]
    for view in VIEWS:
        query = f"SELECT * FROM {table_of(view)} ORDER BY {view.id_column}"
        assert rows(empty_url, query) == rows(filled.url, query)
    for query in DUMP.values():
        assert rows(empty_url, query) == rows(filled.url, query)
    again.close()


def test_a_restored_log_goes_on_and_is_still_immutable(
    made: Backup, master_key: MasterKey, empty_url: str, tmp_path: Path, clock: TestClock
) -> None:
    restore(Programs(empty_url), made.file, master_key)
    again = service_on(empty_url, tmp_path, clock)
    again.engine.prepare()
    again.engine.catch_up()
    again.people.add_unit("NEW", "新厂", "HS")
    assert rows(empty_url, "SELECT max(notification_id) FROM events") == [(made.contents.last_position + 1,)]
    again.close()
    with psycopg.connect(empty_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("DELETE FROM events")
    query = "SELECT has_schema_privilege(rolname, 'public', 'CREATE') FROM pg_roles WHERE rolname ~ '^casework_'"
    assert {row[0] for row in rows(empty_url, query)} == {False}


def test_the_first_file_holds_no_key_and_no_view(made: Backup, filled: Service) -> None:
    listed = _pg_restore("--list", str(made.file))
    assert "TABLE public events" in listed
    assert "TABLE DATA public data_keys" not in listed
    assert "views petitions" not in listed
    script = _pg_restore("--file=-", str(made.file))
    assert all(row[0].hex() not in script for row in rows(filled.url, "SELECT wrapped FROM data_keys"))
    assert "张三" not in script


def test_both_files_are_for_their_owner_alone_and_hold_no_master_key(made: Backup, tmp_path: Path) -> None:
    secret = (tmp_path / "master.key").read_bytes().strip()
    for file in (made.file, made.keys_file):
        assert file.stat().st_mode & 0o777 == 0o600
        assert secret not in file.read_bytes()


def test_no_file_is_overwritten_and_none_is_left_half_written(
    made: Backup, filled: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BackupUnusable, match="not overwritten"):
        back_up(Programs(filled.url), made.file, load_master_key(tmp_path / "master.key"))
    made.file.unlink()
    with pytest.raises(BackupUnusable, match="not overwritten"):
        back_up(Programs(filled.url), made.file, load_master_key(tmp_path / "master.key"))
    with pytest.raises(BackupUnusable, match="pg_dump failed"):
        back_up(Programs(filled.url), tmp_path / "nowhere" / "b.dump", load_master_key(tmp_path / "master.key"))
    assert sorted(path.name for path in tmp_path.glob("*dump*")) == ["b.dump.keys"]


def test_a_destroyed_key_stays_destroyed(
    filled: Service, master_key: MasterKey, empty_url: str, tmp_path: Path
) -> None:
    with psycopg.connect(filled.url) as connection:
        connection.execute("UPDATE data_keys SET wrapped = NULL, destroyed_at = now() WHERE key_class = 'identity'")
    backup = back_up(Programs(filled.url), tmp_path / "b.dump", master_key)
    restore(Programs(empty_url), backup.file, master_key)
    assert rows(empty_url, "SELECT count(*) FROM data_keys WHERE destroyed_at IS NOT NULL") == [(1,)]


Damage = Callable[[Path, Path], None]


def _lost(file: Path, keys: Path) -> None:
    keys.unlink()


def _changed(file: Path, keys: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def _cut(file: Path, keys: Path) -> None:
    keys.write_bytes(keys.read_bytes()[:-10])


def _shortened(file: Path, keys: Path) -> None:
    keys.write_bytes(b"".join(keys.read_bytes().splitlines(keepends=True)[:-2]))


def _foreign(file: Path, keys: Path) -> None:
    keys.write_bytes(b"\0\1\2 this is no keys file")


def _no_backup(file: Path, keys: Path) -> None:
    file.unlink()


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (_lost, "keys file .* is missing"),
        (_changed, "belongs to another backup .* or one of them was damaged"),
        (_cut, "line 62 of .* is damaged"),
        (_shortened, "holds 59 keys and says 61: it is not whole"),
        (_foreign, "line 1 of .* is damaged"),
        (_no_backup, "there is no backup"),
    ],
)
def test_damage_is_found_before_anything_is_written(
    made: Backup, master_key: MasterKey, empty_url: str, damage: Damage, says: str
) -> None:
    damage(made.file, made.keys_file)
    with pytest.raises(BackupUnusable, match=says):
        restore(Programs(empty_url), made.file, master_key)
    assert rows(empty_url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_every_byte_of_both_files_is_vouched_for(made: Backup, master_key: MasterKey, empty_url: str) -> None:
    """A digit that still is one, a role, a name: nothing that could be read as well is taken."""
    for file in (made.keys_file, made.file):
        whole = file.read_bytes()
        first_line = whole.index(b"\n") if file == made.keys_file else 1
        for place in (*range(first_line), *range(1, len(whole), len(whole) // 40)):
            changed = bytearray(whole)
            changed[place] ^= 1
            file.write_bytes(changed)
            with pytest.raises(BackupUnusable):
                restore(Programs(empty_url), made.file, master_key)
        file.write_bytes(whole)
    assert rows(empty_url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    assert restore(Programs(empty_url), made.file, master_key).keys == 61


def test_a_first_line_made_anew_without_the_master_key_is_refused(
    made: Backup, master_key: MasterKey, empty_url: str
) -> None:
    """Somebody who holds both files changes the archive and all digests that anybody can compute."""
    made.file.write_bytes(made.file.read_bytes() + b"x")
    first, rest = made.keys_file.read_bytes().split(b"\n", 1)
    claimed = json.loads(first) | {"archive": hashlib.sha256(made.file.read_bytes()).hexdigest()}
    made.keys_file.write_bytes(json.dumps(claimed, separators=(",", ":")).encode() + b"\n" + rest)
    with pytest.raises(BackupUnusable, match="was changed after it was written"):
        restore(Programs(empty_url), made.file, master_key)


def test_the_keys_of_another_backup_do_not_fit(
    filled: Service, made: Backup, master_key: MasterKey, empty_url: str, tmp_path: Path
) -> None:
    filled.people.add_unit("NEW", "新厂", "HS")
    other = back_up(Programs(filled.url), tmp_path / "other.dump", load_master_key(tmp_path / "master.key"))
    keys_file_of(made.file).write_bytes(other.keys_file.read_bytes())
    with pytest.raises(BackupUnusable, match="belongs to another backup"):
        restore(Programs(empty_url), made.file, master_key)


def test_another_master_key_does_not_fit(made: Backup, empty_url: str, tmp_path: Path) -> None:
    strange = create_master_key(tmp_path / "strange.key")
    with pytest.raises(BackupUnusable, match="put the master key of that time"):
        restore(Programs(empty_url), made.file, strange)
    assert rows(empty_url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_only_an_empty_database_is_restored_into(made: Backup, master_key: MasterKey, filled: Service) -> None:
    with pytest.raises(BackupUnusable, match="the database is not empty"):
        restore(Programs(filled.url), made.file, master_key)


def test_the_verbs_say_where_everything_is(
    filled: Service,
    empty_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _set(monkeypatch, environment_for(filled.url, tmp_path))
    assert main(["backup", str(tmp_path / "v.dump")]) == 0
    assert "The master key is in neither file" in capsys.readouterr().out
    assert main(["backup", str(tmp_path / "no" / "v.dump")]) == 1
    _set(monkeypatch, environment_for(empty_url, tmp_path) | {"CASEWORK_MASTER_KEY_FILE": str(tmp_path / "gone")})
    assert main(["restore", str(tmp_path / "v.dump")]) == 1
    assert "in no file of a backup" in capsys.readouterr().err
    _set(monkeypatch, environment_for(empty_url, tmp_path))
    assert main(["restore", str(tmp_path / "v.dump")]) == 0
    assert "63 events checked: nothing is wrong" in capsys.readouterr().out
    assert main(["restore", str(tmp_path / "v.dump")]) == 1


def _set(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


def _pg_restore(*arguments: str) -> str:
    program = postgres_binaries() / "pg_restore"
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=True).stdout
