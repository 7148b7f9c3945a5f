"""What shows how the house stands: its longest files, its widest importers, and the places that know a kind of case.

Run as `python -m tests.architecture.house`.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from domain.catalogue import CASES
from tests.support.sources import ROOT, trees

PACKAGES = ("domain", "projections", "service")
MADE_UP = "service/demonstration"
"""Plays cases of every kind as people would; it is the only folder that may know them all."""
SHOWN = 15


def lengths() -> dict[str, int]:
    """By file: its lines."""
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return {_named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}


def breadths() -> dict[str, int]:
    """By file: how many modules of ours it imports."""
    return {_named(path): len(_imported(tree)) for package in PACKAGES for path, tree in trees(package)}


def room_of(path: Path) -> str:
    """The domain, the projections, or one room of the service: where a file stands."""
    package, *inside = path.relative_to(ROOT).parts
    return package if package != "service" or len(inside) < 2 else f"{package}/{inside[0]}"


def knowing(kind: str) -> dict[str, list[str]]:
    """By room: the files that import something of the kind or say its name; what is made up is left out."""
    found: dict[str, list[str]] = {}
    for package in PACKAGES:
        for path, tree in trees(package):
            if not _named(path).startswith(MADE_UP) and _knows(tree, kind):
                found.setdefault(room_of(path), []).append(path.name)
    return found


def _knows(tree: ast.Module, kind: str) -> bool:
    told = re.compile(rf"{kind}(\.[a-z_]+)?")
    return any(f".{kind}." in f".{name}." for name in _imported(tree)) or any(
        told.fullmatch(text) for text in _texts(tree)
    )


def _imported(tree: ast.Module) -> set[str]:
    return {name for name in _imports(tree) if name.partition(".")[0] in PACKAGES}


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _texts(tree: ast.Module) -> Iterator[str]:
    return (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _table(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    yield title
    for name in sorted(counts, key=lambda each: (-counts[each], each))[:SHOWN]:
        yield f"  {counts[name]:5}  {name}"


def told() -> Iterator[str]:
    """All of it in lines."""
    yield from _table("Longest files, in lines", lengths())
    yield from _table("Widest importers, in modules of ours", breadths())
    for aggregate in CASES:
        folders = knowing(aggregate.kind)
        yield from _table(
            f"Folders that know {aggregate.kind}: {len(folders)}; files in each",
            {folder: len(files) for folder, files in folders.items()},
        )


if __name__ == "__main__":
    print("\n".join(told()))
