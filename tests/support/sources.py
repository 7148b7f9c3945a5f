"""What stands in the source files: read as syntax, so that comments and texts do not count."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
REFUSING = frozenset({"refuses", "raises"})


def trees(folder: str) -> Iterator[tuple[Path, ast.Module]]:
    """Every Python file below the folder, with its syntax tree."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"), str(path))


def refused_in(tree: ast.AST) -> Iterator[str]:
    """The class names that the code expects by `….refuses(Name)` or `….raises(Name)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _last_name(node.func) in REFUSING and node.args:
            yield from _names(node.args[0])


def _names(node: ast.expr) -> Iterator[str]:
    for each in node.elts if isinstance(node, ast.Tuple) else (node,):
        if name := _last_name(each):
            yield name


def _last_name(node: ast.AST) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def modules_of(package: ModuleType) -> Iterator[ModuleType]:
    """The package and every module below it, imported."""
    yield package
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)
