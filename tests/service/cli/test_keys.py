"""The master key on the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from service.sealing.keys import create_master_key, load_master_key
from tests.service.cli.running import Done, environment_for

pytestmark = pytest.mark.store
Cli = Callable[..., Done]


def test_a_master_key_is_made_for_its_owner_alone_and_never_twice(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "keys" / "new.key"
    made = cli("keys", "init", str(path), "--json")
    assert made.facts == {"file": str(path), "master_key": load_master_key(path).key_id}
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    again = cli("keys", "init", str(path))
    assert (again.code, "never overwritten" in again.err) == (1, True)
    assert path.read_bytes() == before
    assert path.read_text().strip() not in made.out


def test_without_a_file_the_setting_says_where(
    cli_with: Callable[[dict[str, str]], Cli], database_url: str, tmp_path: Path
) -> None:
    settings = environment_for(database_url, tmp_path) | {"CASEWORK_MASTER_KEY_FILE": str(tmp_path / "other.key")}
    cli = cli_with(settings)
    refused = cli("units", "list")
    assert (refused.code, "casework keys init" in refused.err) == (1, True)
    assert cli("keys", "init").code == 0
    assert (tmp_path / "other.key").exists()


def test_status_counts_the_keys_and_finds_those_of_another_master_key(
    cli: Cli, cli_with: Callable[[dict[str, str]], Cli], settings: dict[str, str], tmp_path: Path
) -> None:
    cli("units", "add", "HS", "集团")
    cli("officers", "add", "王芳", "--unit", "HS")
    status = cli("keys", "status", "--json")
    assert (status.code, status.facts["keys"], status.facts["of_another_master_key"]) == (0, {"identity": 1}, 0)
    create_master_key(tmp_path / "strange.key")
    other = cli_with(settings | {"CASEWORK_MASTER_KEY_FILE": str(tmp_path / "strange.key")})
    found = other("keys", "status", "--json")
    assert (found.code, found.facts["of_another_master_key"]) == (1, 1)
    names = other("officers", "list")
    assert (names.code, "put the right master key" in names.err) == (1, True)
    assert names.err.count("\n") == 1
