"""What the command line says of itself: its help, what is mistaken, what is not there yet, interruptions."""

import argparse
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.cli.main import main, parser
from tests.service.cli.running import Done, child_environment, command, environment_for

pytestmark = pytest.mark.store
Cli = Callable[..., Done]


def leaves(found: argparse.ArgumentParser, *path: str) -> Iterator[tuple[str, ...]]:
    """Every verb, with the group that it stands in."""
    groups = [action for action in found._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups:
        yield path
    for name, below in (pair for group in groups for pair in group.choices.items()):
        yield from leaves(below, *path, name)


VERBS = sorted(leaves(parser()))


def test_every_promised_verb_is_there() -> None:
    promised = {"migrate", "serve", "worker", "demo", "history", "rebuild", "check-log", "transitions", "backup"}
    assert {verb[0] for verb in VERBS} >= promised | {"units", "officers", "tokens", "import", "calendar", "keys"}


@pytest.mark.parametrize("verb", VERBS, ids="-".join)
def test_every_verb_explains_itself_and_takes_json(verb: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*verb, "-h"])
    said = capsys.readouterr().out
    assert (ended.value.code, "--json" in said, said.startswith(f"usage: casework {' '.join(verb)}")) == (0, True, True)


MISTAKEN: tuple[list[str], ...] = (
    [],
    ["nope"],
    ["units"],
    ["units", "add"],
    ["import", "petitions", "f"],
    ["serve", "--port", "65536"],
    ["demo", "--workers", "none"],
    ["tokens", "issue", "abc", "--days", "long"],
    ["calendar", "show", "soon"],
    ["officers", "add", "王芳", "--unit", "HS", "--role", "KING"],
    ["history"],
    ["history", "x", "--as-of", "yesterday"],
    ["rebuild", "nope"],
    ["transitions", "petition", "fund"],
)


@pytest.mark.parametrize("argv", MISTAKEN, ids=" ".join)
def test_a_mistaken_command_is_told_with_its_usage_and_to_a_script_too(cli: Cli, argv: list[str]) -> None:
    done = cli(*argv)
    usage, _, says = done.err.rstrip("\n").rpartition("\n")
    assert (done.code, done.out) == (2, "")
    assert usage.startswith("usage: casework")
    assert says.endswith(" -h explains)")
    assert "invalid _" not in says
    if argv:
        told = cli(*argv, "--json")
        assert (told.code, told.facts) == (2, {"error": says.removeprefix("casework: "), "code": "usage"})


def test_json_is_said_after_a_verb(cli: Cli) -> None:
    assert (cli("--json").code, cli("--json").out) == (2, "")


def test_an_interruption_is_told(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("service.office.people.People.units", interrupted)
    done = cli("units", "list", "--json")
    assert (done.code, done.facts["code"]) == (130, "interrupted")
    assert done.err == "casework: interrupted: what was stored until then stays\n"


@pytest.mark.parametrize(
    "verb",
    [
        *(("units", "list"), ("officers", "list"), ("tokens", "list", "ab"), ("history", "x"), ("check-log",)),
        *(("rebuild",), ("keys", "status"), ("calendar", "show", "2026"), ("worker",), ("serve", "--port", "0")),
        *(("units", "add", "A", "a"), ("officers", "add", "a", "--unit", "A"), ("tokens", "issue", "ab")),
        *(("backup", "{}/b"), ("export", "log", "{}/l", "--format", "jsonl")),
        ("export", "register", "RG-P1", "{}/r", "--format", "csv"),
    ],
    ids="-".join,
)
def test_in_a_folder_without_a_database_nothing_is_made_and_the_way_out_is_named(
    cli_with: Callable[[dict[str, str]], Cli], tmp_path: Path, verb: tuple[str, ...]
) -> None:
    home = tmp_path / "var"
    done = cli_with(environment_for(None, home))(*(part.replace("{}", str(tmp_path)) for part in verb), "--json")
    assert done.code == 1
    assert done.facts["error"].startswith(f"there is no database in {home} yet: make one with casework migrate")
    assert list(tmp_path.iterdir()) == []


def test_lists_without_anything_say_what_to_do(cli: Cli) -> None:
    assert "casework units add CODE NAME" in cli("units", "list").out
    assert "casework officers add NAME --unit CODE --first" in cli("officers", "list").out
    cli("units", "add", "HS", "集团")
    officer = cli("officers", "add", "王芳", "--unit", "HS", "--json").facts["officer"]
    assert f"casework tokens issue {officer}" in cli("tokens", "list", officer).out
    assert cli("units", "list", "--json").out.count("\n") == 1


def test_the_first_steps_stand_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["-h"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    for step in ("migrate", "units add HQ NAME", "officers add NAME --unit HQ --first"):
        assert f"  casework {step} " in said
    steps = re.findall("^  casework ([a-z]+)", said, re.MULTILINE)
    assert set(steps) <= {verb[0] for verb in VERBS}


def test_an_interruption_while_the_program_is_loaded_is_quiet(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Interrupts:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'psycopg':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupts())\n"
    )
    environment = child_environment({})
    environment["PYTHONPATH"] = f"{tmp_path}{os.pathsep}{environment['PYTHONPATH']}"
    done = subprocess.run(command("units", "list"), env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
