"""The import contracts hold, each can break, and none of them names something that does not exist."""

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.sources import ROOT, trees

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS: dict[str, dict[str, Any]] = {each["id"]: each for each in PROJECT["tool"]["importlinter"]["contracts"]}
OURS = ("domain", "projections", "service")
SHARED = frozenset({"cases", "deadlines"})
"""Folders of the domain that are not an aggregate."""

BREACHES = {
    "floors": [
        ("service/api/cases.py", "import service.web.overview"),
        ("service/web/overview.py", "import service.api.boards"),
        ("service/web/overview.py", "import service.cli.console"),
        ("service/edge/answers.py", "import service.composition"),
        ("service/office/cases.py", "import service.edge.running"),
        ("service/access/decisions.py", "import service.office.cases"),
        ("service/kinds/petition/offers.py", "import service.access.table"),
        ("service/store/ledger.py", "import service.views.engine"),
        ("service/machine/settings.py", "import service.sealing.keys"),
    ],
    "direction": [
        ("domain/values.py", "import projections.projection"),
        ("projections/searching.py", "import service.machine.settings"),
        ("domain/roles.py", "import service.machine.settings"),
    ],
    "doors-apart": [("service/cli/life.py", "import service.web.rendering")],
    "domain-inside": [
        ("domain/petition/routing.py", "from domain.organisation.unit import unit_ref"),
        ("domain/organisation/unit.py", "from domain.petition.codes import Status"),
        ("domain/units.py", "import domain.petition.codes"),
        ("domain/kernel.py", "import domain.catalogue"),
    ],
    "domain-is-told": [
        ("domain/values.py", "import msgspec"),
        ("domain/petition/state.py", "import json"),
        ("domain/deadlines/terms.py", "from time import time"),
    ],
    "projections-see-facts": [
        ("projections/petitions.py", "from domain.petition.reception import Receive"),
        ("projections/searching.py", "import domain.organisation.officer"),
    ],
    "web-at-the-edge": [
        ("service/machine/settings.py", "from flask import current_app"),
        ("service/composition.py", "from flask import Flask"),
        ("service/store/codec.py", "import marshmallow"),
    ],
    "exports-apart": [("service/exports/xes.py", "import service.papers.writing")],
    "importing-apart": [
        ("service/importing/rows.py", "import service.papers.formulas"),
        ("service/importing/report.py", "import service.exports.parts"),
    ],
    "papers-apart": [("service/papers/writing.py", "import service.importing.cells")],
    "words-below-doors": [
        ("service/words/labels.py", "import service.kinds.labels"),
        ("service/words/telling.py", "import service.office.cases"),
    ],
}
BROKEN = [(contract, *breach) for contract, broken in BREACHES.items() for breach in broken]
ASKING = frozenset({"now", "today", "utcnow", "fromtimestamp", "time", "monotonic", "uuid1", "uuid4", "getenv", "open"})
"""What a domain that is told everything never calls."""


@pytest.fixture(scope="module")
def told_of_breaches(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the linter says below the heading of each contract, of the source alone with every breach in it."""
    folder = tmp_path_factory.mktemp("broken")
    for package in OURS:
        shutil.copytree(ROOT / package, folder / package, ignore=lambda _, names: [n for n in names if _is_other(n)])
    shutil.copy(ROOT / "pyproject.toml", folder)
    for _, file, line in BROKEN:
        with (folder / file).open("a", encoding="utf-8") as source:
            source.write(f"\n{line}\n")
    said = linted(folder)
    assert said.returncode == 1, said.stdout + said.stderr
    assert f"Contracts: 0 kept, {len(CONTRACTS)} broken." in said.stdout
    return {contract: _below(f"\n{each['name']}\n---", said.stdout) for contract, each in CONTRACTS.items()}


def _below(heading: str, said: str) -> str:
    """The lines after the heading, until the next contract's, which is underlined too."""
    return re.split(r"\n.*\n---", said.partition(heading)[2])[0]


def _is_other(name: str) -> bool:
    return name == "__pycache__" or ("." in name and not name.endswith(".py"))


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    """What the linter says of the source in the folder, each heading on one line."""
    run = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    command = [sys.executable, "-c", run, "--no-cache", "--no-logo"]
    wide = {**os.environ, "COLUMNS": "500"}
    return subprocess.run(command, cwd=folder, env=wide, capture_output=True, text=True, check=False, timeout=60)


def test_the_contracts_hold() -> None:
    said = linted(ROOT)
    assert said.returncode == 0, said.stdout + said.stderr
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in said.stdout


def test_every_contract_is_shown_to_break() -> None:
    assert set(BREACHES) == set(CONTRACTS)


@pytest.mark.parametrize(("contract", "file", "line"), BROKEN)
def test_a_contract_breaks(told_of_breaches: dict[str, str], contract: str, file: str, line: str) -> None:
    importing, imported = file.removesuffix(".py").replace("/", "."), line.split()[1]
    assert re.search(rf"^- +{importing} -> {imported} \(l\.\d+\)$", told_of_breaches[contract], re.MULTILINE)


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _names(each)
    else:
        yield from re.split(r"\s*(?:\||->| : )\s*", value)


def _named() -> set[str]:
    keys = ("layers", "source_modules", "forbidden_modules", "ignore_imports")
    return {name for contract in CONTRACTS.values() for key in keys for name in _names(contract.get(key, []))}


def test_every_name_in_a_contract_resolves() -> None:
    """The linter holds its peace about an outside name that nothing imports, as a misspelt one."""
    concrete = {name.removesuffix(".**") for name in _named() - {"*"}} - {
        "domain.*.events",
        "domain.*.codes",
        "domain.*.state",
    }
    assert [name for name in sorted(concrete) if importlib.util.find_spec(name) is None] == []


def test_nothing_is_imported_inside_a_function() -> None:
    """A circle that is hidden in a function is a circle."""
    inside = [
        f"{file}:{node.lineno}"
        for package in OURS
        for file, tree in trees(package)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_every_room_of_the_service_stands_on_a_floor() -> None:
    rooms = {f"service.{path.stem}" for path in (ROOT / "service").iterdir() if path.name[0].isalpha()}
    assert set(_names(CONTRACTS["floors"]["layers"])) == rooms | {"service.__main__"}


def test_every_library_that_the_project_depends_on_is_kept_out_of_the_domain() -> None:
    required = {
        re.split(r"[^\w-]", name)[0].removesuffix("-cffi").replace("-", "_")
        for name in PROJECT["project"]["dependencies"]
    }
    assert required - set(CONTRACTS["domain-is-told"]["forbidden_modules"]) == set()


def test_every_aggregate_stands_in_the_contracts() -> None:
    folders = {path.parent.name for path in (ROOT / "domain").glob("*/__init__.py")} - SHARED
    aggregates = {f"domain.{folder}" for folder in folders}
    siblings = next(layer for layer in CONTRACTS["domain-inside"]["layers"] if "domain.petition" in layer)
    assert set(_names([siblings])) == aggregates
    assert set(CONTRACTS["projections-see-facts"]["forbidden_modules"]) == aggregates


def test_every_module_that_aggregates_share_has_its_layer() -> None:
    modules = {f"domain.{path.stem}" for path in (ROOT / "domain").glob("*.py")} - {"domain.__init__"}
    assert modules - _named() == set()


def test_the_domain_imports_only_itself_and_plain_python() -> None:
    """A list of what is forbidden grows old; what the domain does import is a short list."""
    imported = {name.partition(".")[0] for _, tree in trees("domain") for name in _imports(tree)}
    plain = {
        "collections",
        "dataclasses",
        "datetime",
        "enum",
        "functools",
        "itertools",
        "re",
        "calendar",
        "types",
        "typing",
        "unicodedata",
        "uuid",
    }
    assert imported <= {"domain", *plain}


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def _asked(tree: ast.AST) -> set[str]:
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    names = (each.attr if isinstance(each, ast.Attribute) else getattr(each, "id", "") for each in called)
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    return (set(names) | imported) & ASKING


def test_the_domain_asks_neither_the_clock_nor_chance_nor_the_disk() -> None:
    assert {path.name: asked for path, tree in trees("domain") if (asked := _asked(tree))} == {}


@pytest.mark.parametrize("line", ["datetime.now(UTC)", "date.today()", "uuid4()", "from uuid import uuid4 as fresh"])
def test_asking_is_seen(line: str) -> None:
    assert _asked(ast.parse(line))
    assert not _asked(ast.parse("desk.today - day; desk.happened('x', desk.today)"))
