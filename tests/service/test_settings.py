"""The settings: read at once, told at once."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest

from service.composition import clock_of, utc_now
from service.machine.settings import SECRET_BYTES, SettingsInvalid, read_settings
from service.store.facts import declare_demonstration
from tests.support.databases import Databases

URL = "postgresql://casework:hidden@db.example/casework"
NOW = "CASEWORK_DEMONSTRATION_NOW"
STANDS_STILL = {NOW: "2026-03-02T09:00:00+08:00"}
SECRET = "s" * SECRET_BYTES


def wrong(**environment: str) -> list[str]:
    """The variables that the one message names, in its order."""
    with pytest.raises(SettingsInvalid) as refused:
        read_settings({f"CASEWORK_{name}": value for name, value in environment.items()})
    head, *lines = str(refused.value).splitlines()
    assert head == "the settings are not usable:"
    return [line.split()[0].rstrip(":") for line in lines]


def test_a_database_of_ones_own_is_named_with_its_keys(tmp_path: Path) -> None:
    key_file = tmp_path / "master.key"
    settings = read_settings(
        {
            "CASEWORK_DATABASE_URL": URL,
            "CASEWORK_SECRET_KEY": SECRET,
            "CASEWORK_MASTER_KEY_FILE": str(key_file),
        }
    )
    assert (settings.database_url, settings.master_key_file) == (URL, key_file)


def test_a_demonstration_may_stand_still_at_a_moment(databases: Databases, tmp_path: Path) -> None:
    demonstration = {"CASEWORK_HOME": str(tmp_path)}
    url = databases.create()
    assert clock_of(read_settings(demonstration), url) is utc_now
    declare_demonstration(url)
    clock = clock_of(read_settings({**demonstration, **STANDS_STILL}), url)
    assert clock() == clock() == datetime(2026, 3, 2, 1, tzinfo=UTC)
    databases.drop(url)


def test_nothing_but_a_demonstration_may_stand_still(databases: Databases, tmp_path: Path) -> None:
    assert "CASEWORK_DEMONSTRATION_NOW" in wrong(DATABASE_URL=URL, DEMONSTRATION_NOW=STANDS_STILL[NOW])
    settings = read_settings({"CASEWORK_HOME": str(tmp_path), **STANDS_STILL})
    for url in (databases.create(), databases.empty()):
        with pytest.raises(SettingsInvalid, match="CASEWORK_DEMONSTRATION_NOW is refused"):
            clock_of(settings, url)
        databases.drop(url)


@pytest.mark.parametrize("moment", ["yesterday", "2026-03-02T09:00:00", "2026-03-02", "0001-01-01T00:00:00+14:00"])
def test_a_moment_that_is_none_is_named(tmp_path: Path, moment: str) -> None:
    assert wrong(HOME=str(tmp_path), DEMONSTRATION_NOW=moment) == ["CASEWORK_DEMONSTRATION_NOW"]


def test_everything_that_is_missing_or_malformed_is_named_in_one_message() -> None:
    assert wrong(DATABASE_URL="mysql://x", TIMEZONE="Mars/Olympus", PROFILE="atlantis") == [
        "CASEWORK_DATABASE_URL",
        "CASEWORK_SECRET_KEY",
        "CASEWORK_MASTER_KEY_FILE",
        "CASEWORK_TIMEZONE",
        "CASEWORK_PROFILE",
    ]


@pytest.mark.parametrize("name", ["上级\n机关", "x" * 61])
def test_a_superior_authority_whose_name_is_none_is_named(tmp_path: Path, name: str) -> None:
    assert wrong(HOME=str(tmp_path), SUPERIOR=name) == ["CASEWORK_SUPERIOR"]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "a\0b", "x" * 5000])
def test_a_time_zone_that_is_none_is_named(tmp_path: Path, zone: str) -> None:
    assert wrong(HOME=str(tmp_path), TIMEZONE=zone) == ["CASEWORK_TIMEZONE"]


def test_a_secret_is_long_enough_also_where_one_would_be_made(tmp_path: Path) -> None:
    assert wrong(HOME=str(tmp_path), SECRET_KEY="s" * (SECRET_BYTES - 1)) == ["CASEWORK_SECRET_KEY"]


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert wrong(HOME=str(tmp_path / "file" / "var")) == ["CASEWORK_HOME"]


def test_nothing_set_means_the_embedded_database_and_keys_in_its_folder(tmp_path: Path) -> None:
    home = tmp_path / "var"
    settings = read_settings({"CASEWORK_HOME": str(home)})
    assert settings.database_url is None
    assert (str(settings.timezone), settings.profile) == ("Asia/Shanghai", "national")
    assert settings.master_key_file == home / "master.key"
    assert len(settings.secret_key) >= SECRET_BYTES
    assert stat.S_IMODE((home / "secret.key").stat().st_mode) == 0o600
    assert read_settings({"CASEWORK_HOME": str(home)}).secret_key == settings.secret_key


@pytest.mark.parametrize("kept", [b"", b"s" * (SECRET_BYTES - 1)])
def test_a_kept_secret_that_was_cut_short_signs_nothing(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / "secret.key").write_bytes(kept)
    assert wrong(HOME=str(tmp_path)) == ["CASEWORK_HOME"]


def test_starts_at_once_keep_one_secret_and_none_reads_half_of_it(tmp_path: Path) -> None:
    homes = [tmp_path / str(number) for number in range(50)]
    for home in homes:
        together = Barrier(4)

        def start(home: Path = home, together: Barrier = together) -> bytes:
            together.wait()
            return read_settings({"CASEWORK_HOME": str(home)}).secret_key

        with ThreadPoolExecutor(4) as starts:
            kept = {each.result() for each in [starts.submit(start) for _ in range(4)]}
        assert kept == {(home / "secret.key").read_bytes()}


def test_settings_that_are_printed_tell_no_secret(tmp_path: Path) -> None:
    settings = read_settings({"CASEWORK_HOME": str(tmp_path)})
    assert settings.secret_key.decode() not in repr(settings)


def test_an_identity_provider_is_named_by_three_settings(tmp_path: Path) -> None:
    secret = tmp_path / "client.secret"
    secret.write_text("s3cret\n")
    secret.chmod(0o600)
    given = {"ISSUER": "https://id.example", "CLIENT_ID": "casework", "CLIENT_SECRET_FILE": str(secret)}
    environment = {f"CASEWORK_OIDC_{name}": value for name, value in given.items()}
    told = read_settings({"CASEWORK_HOME": str(tmp_path), **environment}).provider
    assert told is not None
    assert (told.issuer, told.client_id, told.client_secret) == ("https://id.example", "casework", "s3cret")
    assert "s3cret" not in repr(told)
    assert read_settings({"CASEWORK_HOME": str(tmp_path)}).provider is None


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"ISSUER": ""}, ["ISSUER"]),
        ({"CLIENT_ID": "", "CLIENT_SECRET_FILE": ""}, ["CLIENT_ID", "CLIENT_SECRET_FILE"]),
        ({"ISSUER": "http://id.example"}, ["ISSUER"]),
        ({"ISSUER": "id.example"}, ["ISSUER"]),
        ({"ISSUER": "https://"}, ["ISSUER"]),
        ({"ISSUER": "https://[x"}, ["ISSUER"]),
        ({"CLIENT_SECRET_FILE": "/nowhere/at/all"}, ["CLIENT_SECRET_FILE"]),
        ({"CLIENT_SECRET_FILE": "{open}"}, ["CLIENT_SECRET_FILE"]),
        ({"CLIENT_SECRET_FILE": "{empty}"}, ["CLIENT_SECRET_FILE"]),
        ({"CLIENT_SECRET_FILE": "{bytes}"}, ["CLIENT_SECRET_FILE"]),
    ],
    ids=str,
)
def test_what_is_wrong_with_an_identity_provider_is_told(
    tmp_path: Path, changes: dict[str, str], named: list[str]
) -> None:
    files = {"open": (b"s", 0o644), "empty": (b" \n", 0o600), "bytes": (b"\xff\xfe", 0o600), "good": (b"s", 0o600)}
    for name, (told, mode) in files.items():
        (tmp_path / name).write_bytes(told)
        (tmp_path / name).chmod(mode)
    good = {"ISSUER": "https://id.example", "CLIENT_ID": "casework", "CLIENT_SECRET_FILE": "{good}"}
    paths = {name: str(tmp_path / name) for name in files}
    given = {name: value.format(**paths) for name, value in {**good, **changes}.items()}
    expected = [f"CASEWORK_OIDC_{name}" for name in named]
    assert wrong(HOME=str(tmp_path), **{f"OIDC_{name}": value for name, value in given.items()}) == expected
