"""Registers and the log taken out on the command line: files, counts, rights, and what is refused."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.roles import Role
from service.edge.running import Service
from tests.service.cli.running import Done
from tests.service.importing.books import HEADER, csv_file, mapping
from tests.service.papers.reading_back import csv_lines, xlsx_lines

pytestmark = pytest.mark.store
Cli = Callable[..., Done]


@pytest.fixture(autouse=True)
def _petitions(service: Service, tmp_path: Path) -> None:
    service.people.add_unit("HS", "集团")
    rows = "A1,2023-05-06,,来信,3,张三反映拖欠工资\nA2,2023-05-07,,来访,1,李四反映食堂\n"
    service.importing.petitions(csv_file(tmp_path / "r.csv", ",".join(HEADER) + "\n" + rows), mapping())


def test_a_register_is_written_and_counted(cli: Cli, tmp_path: Path) -> None:
    done = cli("export", "register", "RG-P1", "--format", "csv", str(tmp_path / "p1.csv"))
    assert (done.code, done.err) == (0, "")
    assert "RG-P1 来信来访来电网上登记台账: 2 entries in" in done.out
    headings, *lines = csv_lines(tmp_path / "p1.csv")
    assert headings[:3] == ["序号", "编号", "原编号"]
    assert [line[2] for line in lines] == ["A1", "A2"]
    assert "张三" not in (tmp_path / "p1.csv").read_text(encoding="utf-8")


def test_a_workbook_in_english_with_facts_for_scripts(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "p1.xlsx"
    done = cli("export", "register", "RG-P1", "--format=xlsx", str(out), "--language=en", "--json")
    assert done.facts == {"register": "RG-P1", "format": "xlsx", "entries": 2, "file": str(out)}
    assert xlsx_lines(out)[0][:2] == ["No.", "Case number"]


def acting(cli: Cli, monkeypatch: pytest.MonkeyPatch, officer: object) -> tuple[str, str]:
    """What says that the officer acts; the token that proves it is in the environment."""
    monkeypatch.setenv("CASEWORK_TOKEN", cli("tokens", "issue", str(officer), "--json").facts["token"])
    return "--as", str(officer)


def test_an_officer_takes_out_what_he_or_she_may_read(
    cli: Cli, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = service.people.add_officer("甲", "HS", [Role.INTAKE])
    payer = service.people.add_officer("乙", "HS", [Role.PAYER])
    argv = ("export", "register", "RG-P1", "--format", "csv", str(tmp_path / "x.csv"), "--json")
    assert cli(*argv, *acting(cli, monkeypatch, clerk)).facts["entries"] == 2
    (tmp_path / "x.csv").unlink()
    done = cli(*argv, *acting(cli, monkeypatch, payer))
    assert (done.code, "do not allow to read RG-P1" in done.err) == (1, True)
    assert not (tmp_path / "x.csv").exists()


def test_a_register_of_the_past_is_not_there_yet(cli: Cli, tmp_path: Path) -> None:
    out = str(tmp_path / "x.csv")
    done = cli("export", "register", "RG-P1", "--format", "csv", "--as-of", "2026-01-01T00:00:00+08:00", out)
    assert (done.code, "--as-of is not built for registers yet" in done.err) == (1, True)
    assert "Traceback" not in done.err


@pytest.mark.parametrize("argv", [("RG-X9", "--format=csv"), ("RG-P1", "--format=pdf"), ("RG-P1",)])
def test_what_is_no_register_or_format_is_a_mistake_in_the_command(
    cli: Cli, tmp_path: Path, argv: tuple[str, ...]
) -> None:
    assert cli("export", "register", *argv, str(tmp_path / "x")).code == 2


@pytest.mark.parametrize("place", [".", "nowhere/x.csv", "\udcff/x"])
def test_a_file_that_cannot_be_written_is_named_first(cli: Cli, tmp_path: Path, place: str) -> None:
    done = cli("export", "register", "RG-P1", "--format", "csv", str(tmp_path / place))
    assert (done.code, "name a new file" in done.err) == (1, True)


def test_nothing_is_written_over_what_is_there_or_through_a_link(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("before")
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    for verb in (("register", "RG-P1", "--format=csv"), ("log", "--format=jsonl")):
        for place in ("kept", "link"):
            done = cli("export", *verb, str(tmp_path / place))
            assert (done.code, "name a new file" in done.err) == (1, True)
    assert (tmp_path / "kept").read_text() == "before"


def test_a_csv_file_is_in_gb18030_on_request_and_a_workbook_has_no_encoding(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "p1.csv"
    assert cli("export", "register", "RG-P1", "--format=csv", "--encoding=gb18030", str(out)).code == 0
    assert out.read_bytes().decode("gb18030").startswith('"序号","编号",')
    done = cli("export", "register", "RG-P1", "--format=xlsx", "--encoding=gb18030", str(tmp_path / "p1.xlsx"))
    assert (done.code, "say --format csv" in done.err) == (1, True)


@pytest.mark.parametrize("form", ["jsonl", "ocel", "xes"])
def test_the_log_is_written_and_counted(cli: Cli, tmp_path: Path, form: str) -> None:
    done = cli("export", "log", "--format", form, str(tmp_path / "log"), "--json")
    events = {"jsonl": 3, "ocel": 3, "xes": 2}[form]
    assert done.facts == {"format": form, "events": events, "file": str(tmp_path / "log")}
    written = (tmp_path / "log").read_text(encoding="utf-8")
    assert "petition.carried_over" in written
    assert "张三" not in written
    assert [each.name for each in tmp_path.glob("log*")] == ["log"]


def test_the_log_is_told_as_far_as_an_officer_may_see_it(
    cli: Cli, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    payer = service.people.add_officer("乙", "HS", [Role.PAYER])
    done = cli("export", "log", "--format=jsonl", str(tmp_path / "log"), *acting(cli, monkeypatch, payer))
    assert (done.code, "petition." in (tmp_path / "log").read_text(encoding="utf-8")) == (0, False)
    assert "organisation.unit_founded" in (tmp_path / "log").read_text(encoding="utf-8")


def test_nobody_takes_anything_out_under_a_name_that_is_nobody(cli: Cli, tmp_path: Path) -> None:
    for verb in (("log", "--format=jsonl"), ("register", "RG-P1", "--format=csv")):
        done = cli("export", *verb, str(tmp_path / "x"), "--as", "ffff")
        assert (done.code, "no officer's id begins with ffff" in done.err) == (1, True)
    assert not (tmp_path / "x").exists()


def test_whoever_acts_proves_it_by_a_token_of_his_or_her_own(
    cli: Cli, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, other = (service.people.add_officer(name, "HS", [Role.INTAKE]) for name in "甲乙")
    argv = ("export", "log", "--format=jsonl", str(tmp_path / "log"))

    def refused(*more: str) -> str:
        done = cli(*argv, *more)
        assert (done.code, "Traceback" in done.err, (tmp_path / "log").exists()) == (1, False, False)
        return done.err

    assert "--by is for the demonstration alone" in refused("--by", str(clerk))
    assert "needs a token of the officer in CASEWORK_TOKEN" in refused("--as", str(clerk))
    acting(cli, monkeypatch, other)
    assert "the token is none of" in refused("--as", str(clerk))
    acting(cli, monkeypatch, clerk)
    assert cli("tokens", "revoke", str(clerk), os.environ["CASEWORK_TOKEN"]).code == 0
    assert "revoked or expired" in refused("--as", str(clerk))
    token = cli("tokens", "issue", str(clerk), "--json").facts["token"]
    kept = tmp_path / "token"
    kept.write_text(f"{token}\n")
    kept.chmod(0o644)
    monkeypatch.delenv("CASEWORK_TOKEN")
    monkeypatch.setenv("CASEWORK_TOKEN_FILE", str(kept))
    assert "is open to others (mode 644)" in refused("--as", str(clerk))
    kept.chmod(0o600)
    assert cli(*argv, "--as", str(clerk)).code == 0
    monkeypatch.setenv("CASEWORK_TOKEN_FILE", str(tmp_path / "lost"))
    (tmp_path / "log").unlink()
    assert "lost: No such file" in refused("--as", str(clerk))
    assert cli(*argv, "--as", str(clerk), "--by", str(clerk)).code == 2
