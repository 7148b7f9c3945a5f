"""Whatever is put in, the answer is one clear line and an exit code, never a traceback."""

import io
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from service.cli.console import Console
from tests.service.cli.running import Done, child_environment, command, environment_for

pytestmark = pytest.mark.store
Cli = Callable[..., Done]
NAUGHTY = ("", " ", "\udcff", "\x00", "../../etc", "😀" * 300, "'; DROP TABLE events; --", "-x", "%s", "0" * 5000)


@pytest.mark.parametrize(
    "verb",
    [
        ("units", "add", "{}", "{}"),
        ("officers", "add", "{}", "--unit={}"),
        ("tokens", "issue", "{}"),
        ("tokens", "revoke", "{}", "{}"),
        ("history", "{}"),
        ("calendar", "import", "{}"),
        ("import", "petitions", "{}", "--mapping={}"),
        ("restore", "{}"),
        ("transitions", "{}"),
        ("rebuild", "{}"),
    ],
    ids=lambda verb: "-".join(verb[:2]),
)
def test_naughty_arguments_are_refused_in_one_line(cli: Cli, verb: tuple[str, ...]) -> None:
    for text in NAUGHTY:
        done = cli(*(part.replace("{}", text) for part in verb), "--json")
        assert done.code in (1, 2), text
        assert "Traceback" not in done.err
        assert "unexpected" not in done.err
        if done.code == 1:
            assert done.err == f"casework: {done.facts['error']}\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [("f.csv", b""), ("f.csv", b"\xff\xfe\x00"), ("f.csv", b'a,"b'), ("f.xlsx", b"PK\x03\x04"), ("f.pdf", b"x")],
)
def test_a_register_that_is_none_is_refused_in_one_line(cli: Cli, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    mapping = tmp_path / "m.toml"
    mapping.write_text('source="x"\ntimezone="UTC"\n[columns]\na="external_id"\nb="received_on"\n')
    cli("units", "add", "HS", "集团")
    done = cli("import", "petitions", str(tmp_path / name), "--mapping", str(mapping))
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)


@pytest.mark.parametrize(
    ("content", "mistakes"), [("", 5), ("source = 1", 5), ("[columns", 1), ("\x00", 1), ('source = "x"\nnope = 1', 5)]
)
def test_what_is_wrong_with_a_mapping_is_told_line_by_line(
    cli: Cli, tmp_path: Path, content: str, mistakes: int
) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(content)
    done = cli("import", "petitions", "f.csv", "--mapping", str(mapping), "--json")
    first, *more = done.err.splitlines()
    assert first.startswith(f"casework: the mapping {mapping} is invalid:")
    assert (done.code, done.facts["code"]) == (1, "mapping_invalid")
    assert more == ([] if mistakes == 1 else [f"  {each}" for each in done.facts["mistakes"]])
    assert len(more) == (0 if mistakes == 1 else mistakes)
    assert done.facts["error"].startswith(f"the mapping {mapping} is invalid: ")


def test_an_import_counts_and_its_report_names_every_row(cli: Cli, tmp_path: Path) -> None:
    cli("units", "add", "HS", "集团")
    (tmp_path / "f.csv").write_text("a,b\nA1,2023-05-06\nA1,2023-05-06\nA2,06/05/2023\n")
    mapping = tmp_path / "m.toml"
    mapping.write_text('source="x"\ntimezone="UTC"\n[columns]\na="external_id"\nb="received_on"\n')
    argv = ["import", "petitions", str(tmp_path / "f.csv"), "--mapping", str(mapping), "--accept-refused"]
    tried = cli(*argv, "--dry-run", "--json")
    done = cli(*argv, "--report", str(tmp_path / "out.csv"), "--json")
    wanted = {"rows": 3, "created": 1, "already_there": 0, "repeated": 1, "refused": 1}
    assert (done.code, {name: done.facts[name] for name in wanted}) == (0, wanted)
    assert {name: tried.facts[name] for name in wanted} == wanted
    assert (tried.facts["dry_run"], done.facts["dry_run"]) == (True, False)
    assert done.facts["refusals"][0]["row"] == 4
    assert (tmp_path / "out.csv").read_text("utf-8-sig").count("refused") == 1
    assert cli(*argv).out.endswith("3 rows: 0 created, 1 already there, 1 repeated, 1 refused\n")
    refused = cli(*argv, "--report", str(tmp_path / "no" / "out.csv"))
    assert (refused.code, "name a new file" in refused.err) == (1, True)
    assert cli(*argv, "--as", "abc").code == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"CASEWORK_DATABASE_URL": "mysql://x"}, "must begin with postgresql://"),
        ({"CASEWORK_SECRET_KEY": "short"}, "at least 32 bytes"),
        ({"CASEWORK_PROFILE": "moon"}, "CASEWORK_PROFILE must be one of"),
        ({"CASEWORK_TIMEZONE": "Moon/Base"}, "CASEWORK_TIMEZONE names no time zone"),
        ({}, "the database does not answer"),
        ({"CASEWORK_DATABASE_URL": "postgresql://%zz"}, "CASEWORK_DATABASE_URL is malformed"),
    ],
)
@pytest.mark.parametrize("verb", [("units", "list"), ("migrate",), ("check-log",), ("worker",)], ids="-".join)
def test_settings_that_do_not_work_are_named(
    cli_with: Callable[[dict[str, str]], Cli],
    tmp_path: Path,
    verb: tuple[str, ...],
    changes: dict[str, str],
    says: str,
) -> None:
    done = cli_with(environment_for("postgresql://127.0.0.1:1/none", tmp_path) | changes)(*verb, "--json")
    assert (done.code, says in done.facts["error"], "Traceback" in done.err) == (1, True, False)


def test_an_open_master_key_is_named(cli: Cli, settings: dict[str, str]) -> None:
    Path(settings["CASEWORK_MASTER_KEY_FILE"]).chmod(0o644)
    done = cli("units", "list")
    assert (done.code, "chmod 600" in done.err, done.err.count("\n")) == (1, True, 1)


def test_a_defect_of_ours_is_one_line_too(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("service.office.people.People.units", broken)
    done = cli("units", "list")
    assert done.code == 1
    assert "unexpected ZeroDivisionError at test_broken_inputs.py:" in done.err
    assert "secret" not in done.err


def test_a_reader_who_leaves_is_no_error(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    environment = child_environment(environment_for(None, tmp_path))
    done = subprocess.run(command("transitions"), env=environment, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("kind", "shown"), [(Terminal, True), (io.StringIO, False)])
def test_a_bar_appears_after_a_second_and_on_a_terminal_only(
    kind: type[io.StringIO], shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = kind()
    monkeypatch.setattr("sys.stderr", screen)
    with Console().bar("import") as bar:
        bar.show(1, 100)
        assert screen.getvalue() == ""
        bar.began -= 2
        bar.show(50, 100)
        bar.show(51, 100)
    assert (screen.getvalue() == "\r\x1b[Kimport [###############...............] 50 of 100\r\x1b[K") is shown
    assert bool(screen.getvalue()) is shown


def test_seconds_are_counted_where_nobody_knows_the_length(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr("service.cli.console.PATIENCE", 0.0)
    with Console().busy("check-log"):
        time.sleep(0.5)
    assert "check-log, seconds: 0" in screen.getvalue()
