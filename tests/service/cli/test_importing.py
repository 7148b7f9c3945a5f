"""Old registers brought in on the command line: what it says, to people and to scripts."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from domain.actors import OfficerActing
from domain.roles import Role
from service.edge.running import Service
from tests.service.cli.running import Done

pytestmark = pytest.mark.store
Cli = Callable[..., Done]
MAPPING = """
source = "x"
timezone = "Asia/Shanghai"
[columns]
"编号" = "external_id"
"收到" = "received_on"
"事由" = "summary"
"阶段" = "stage"
"""


@pytest.fixture
def imports(cli: Cli, service: Service, tmp_path: Path) -> Callable[..., Done]:
    """Runs `import petitions` on lines below the header."""
    service.people.add_unit("HS", "集团")
    (tmp_path / "m.toml").write_text(MAPPING)

    def run(*lines: str, more: tuple[str, ...] = ()) -> Done:
        (tmp_path / "f.csv").write_text("\n".join(("编号,收到,事由,阶段", *lines, "")))
        return cli("import", "petitions", str(tmp_path / "f.csv"), "--mapping", str(tmp_path / "m.toml"), *more)

    return run


def test_rows_that_differ_are_named_to_people_and_to_scripts(imports: Callable[..., Done]) -> None:
    lines = ("A1,2024-03-01,x,", "A1,2024-03-01,y,", "A1,2024-03-01,x,")
    done = imports(*lines)
    assert "row 3 (A1) says otherwise in summary and was not taken" in done.out
    assert "1 of those already there or repeated differ from what was taken" in done.out
    again = imports("A1,2024-03-01,z,", *lines, more=("--json",))
    assert (again.code, again.facts["differing"]) == (0, 4)
    assert again.facts["differences"][0] == {"row": 2, "external_id": "A1", "fields": ["summary"]}


def test_a_run_in_which_every_row_is_refused_is_no_success(imports: Callable[..., Done]) -> None:
    refused = imports("A1,,x,", "A2,,y,", more=("--json",))
    assert (refused.code, refused.facts["refused"], refused.facts["rows"]) == (1, 2, 2)
    assert imports("A1,,x,", "A2,2024-03-01,y,").code == 0
    assert imports().code == 0


def test_rows_that_escape_their_clocks_are_told(imports: Callable[..., Done]) -> None:
    done = imports("A1,2024-03-01,x,HANDLING", "A2,2024-03-01,y,CLOSED", "A3,2024-03-01,y,")
    assert "1 open cases run without a term" in done.out
    assert "1 cases ended on no day that their rows state: rows 3" in done.out


def test_days_that_refute_the_mapping_stop_the_run_unless_that_is_accepted(imports: Callable[..., Done]) -> None:
    lines = ("A1,05/17/2024,x,", "A2,2024-03-01,y,")
    done = imports(*lines)
    assert (done.code, 'The order mdy fits all of them: write order = "mdy"' in done.err) == (1, True)
    assert "Traceback" not in done.err
    assert imports(*lines, more=("--accept-refused", "--json")).facts["created"] == 1


def test_what_was_imported_is_listed(imports: Callable[..., Done], cli: Cli) -> None:
    imports("A2,2024-03-02,x,", "A1,2024-03-01,y,")
    assert cli("import", "list", "--json").facts == {"sources": {"x": 2}}
    done = cli("import", "list", "x", "--json")
    assert (done.facts["count"], [each["external_id"] for each in done.facts["cases"]]) == (2, ["A1", "A2"])
    assert "2 cases; they are listed alone" in cli("import", "list", "x").out
    other = cli("import", "list", "y")
    assert (other.code, "nothing was imported from y; sources: x" in other.err) == (1, True)


def test_an_officer_with_several_roles_says_in_which_one(
    imports: Callable[..., Done], cli: Cli, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = "A1,2024-03-01,x,"
    assert imports("A9,2024-03-01,x,").code == 0
    officer = service.people.add_officer("王芳", "HS", [Role.INTAKE, Role.PET_HEAD])
    service.engine.catch_up()
    monkeypatch.setenv("CASEWORK_TOKEN", cli("tokens", "issue", str(officer), "--json").facts["token"])
    for role, says in ((), "INTAKE"), (("--role", "HANDLER"), "INTAKE"):
        refused = imports(row, more=("--as", str(officer), *role))
        assert (refused.code, says in refused.err, "Traceback" in refused.err) == (1, True, False), refused.err
    no_role = imports(row, more=("--as", str(officer), "--role", "CLERK"))
    assert (no_role.code, "CLERK is no role" in no_role.err) == (2, True)
    assert imports(row, more=("--as", str(officer), "--role", "PET_HEAD")).code == 0
    (case,) = (
        each["case"] for each in cli("import", "list", "x", "--json").facts["cases"] if each["external_id"] == "A1"
    )
    by = service.ledger.history(UUID(case))[0].by
    assert isinstance(by, OfficerActing)
    assert (by.officer, by.role) == (officer, Role.PET_HEAD)
