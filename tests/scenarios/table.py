"""The table of the acceptance scenarios: which tests carry each out, and what the others wait for."""

import ast
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

TESTS: Final = Path(__file__).parents[1]
MARK: Final = "scenario"


@dataclass(frozen=True)
class Scenario:
    """What a scenario is about, and what it waits for where no test carries all of it out."""

    number: int
    kind: str
    about: str
    waits_for: str


@dataclass(frozen=True)
class Marked:
    """A test that carries a scenario out; only `half` of it, where it says so."""

    number: int
    file: str
    test: str
    half: str

    @property
    def node(self) -> str:
        """How pytest calls it, without its parameters."""
        return f"{self.file}::{self.test}"


def scenarios() -> dict[int, Scenario]:
    """All of them by number."""
    told = tomllib.loads((Path(__file__).parent / "scenarios.toml").read_text(encoding="utf-8"))
    return {
        int(n): Scenario(int(n), each["kind"], each["about"], each.get("waits_for", "")) for n, each in told.items()
    }


def marked() -> dict[int, list[Marked]]:
    """The tests by the numbers that they are marked with: `@pytest.mark.scenario(33)`, or `(34, half="…")`."""
    found: dict[int, list[Marked]] = {}
    for file in sorted(TESTS.rglob("test_*.py")):
        source = file.read_text(encoding="utf-8")
        if f"mark.{MARK}(" in source:
            for each in marked_in(source, file.relative_to(TESTS.parent).as_posix()):
                found.setdefault(each.number, []).append(each)
    return found


def marked_in(source: str, file: str) -> Iterator[Marked]:
    """The marked tests of a module."""
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            for mark in function.decorator_list:
                if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr == MARK:
                    (number,) = map(ast.literal_eval, mark.args)
                    said: dict[str, Any] = {str(each.arg): ast.literal_eval(each.value) for each in mark.keywords}
                    yield Marked(number, file, function.name, said.get("half", ""))


def rows(known: Mapping[int, Scenario], tests: Mapping[int, list[Marked]], failed: Iterable[str]) -> Iterator[str]:
    """A line for each scenario: passes, fails, or what it waits for."""
    broken = {node.partition("[")[0] for node in failed}
    for number, each in sorted(known.items()):
        own = tests.get(number, [])
        yield f"| {number} | {each.kind} | {each.about} | {_stands(each, own, broken)} |"


def _stands(scenario: Scenario, tests: list[Marked], broken: set[str]) -> str:
    if wrong := [test.node for test in tests if test.node in broken]:
        return f"FAILS: {', '.join(wrong)}"
    if not tests:
        return f"waits for {scenario.waits_for}"
    if not scenario.waits_for:
        return "passes"
    halves = "; ".join(dict.fromkeys(test.half for test in tests if test.half))
    return f"passes as far as: {halves}; waits for {scenario.waits_for}"
