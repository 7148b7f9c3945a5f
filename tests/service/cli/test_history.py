"""The life of a case on the command line: by number or id, as of any point, its texts sealed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from domain.organisation.unit import FoundUnit, unit_ref
from domain.petition.carrying import carried_stream
from domain.roles import Role
from service.edge.running import Service
from service.store.steps import Step
from service.words.sentences import LOCALE_VARIABLES
from tests.service.cli.running import Done
from tests.service.importing.books import HEADER, csv_file, mapping
from tests.support.filing import told_on_a_day
from tests.support.given import acting
from tests.support.group import OPERATOR

pytestmark = pytest.mark.store
Cli = Callable[..., Done]
CASE = carried_stream("xinfang-2023", "A1")


@pytest.fixture(autouse=True)
def _case(service: Service, tmp_path: Path) -> None:
    service.people.add_unit("HS", "集团")
    rows = "A1,2023-05-06,,来信,3,张三反映拖欠工资\n"
    service.importing.petitions(csv_file(tmp_path / "r.csv", ",".join(HEADER) + "\n" + rows), mapping())


def test_a_case_is_told_event_by_event(cli: Cli) -> None:
    out = cli("history", str(CASE), "--language", "en").out
    assert (
        "1. Carried over (petition.carried_over)  2026-03-03 09:00:00 +0800  "
        "by the system (register imported), position p2" in out
    )
    assert "Received on: 6 May 2023" in out
    assert "Summary: ⟦sealed⟧" in out
    assert "State at version 1 (position p2): Received" in out


@pytest.mark.parametrize(
    ("locale", "says"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "收到日期：2023年5月6日"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "Received on: 6 May 2023"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "C"}, "第1版（位置p2）时的状态：已收件"),
        ({"LANG": "C.UTF-8"}, "Received on: 6 May 2023"),
        ({}, "Received on: 6 May 2023"),
    ],
)
def test_it_is_told_in_the_language_of_the_terminal(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, locale: dict[str, str], says: str
) -> None:
    for name in LOCALE_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    assert says in cli("history", str(CASE)).out


def test_a_language_that_there_is_not_is_a_mistake_in_the_command(cli: Cli) -> None:
    assert cli("history", str(CASE), "--language", "fr").code == 2


def test_officers_and_units_are_named(cli: Cli, service: Service) -> None:
    officer = service.people.add_officer("王芳", "HS", [Role.INTAKE])
    told = cli("history", str(officer), "--language", "en").out
    assert f"Officer  {officer}" in told
    assert "Unit: 集团" in told
    assert "Name: ⟦sealed⟧" in told
    token = service.people.issue_token(officer, by=acting(officer, Role.SYSADMIN))
    told = cli("history", str(officer), "--language", "zh").out
    assert "记录人：王芳" in told
    assert token.digest not in told


def test_a_case_is_found_by_its_number(cli: Cli, service: Service) -> None:
    number = service.ledger.history(CASE)[0].event.case_no  # type: ignore[attr-defined]
    assert cli("history", number.lower(), "--json").facts["case"] == str(CASE)
    other = number[:-1] + ("0" if number[-1] != "0" else "1")
    assert cli("history", other).code == 1
    assert cli("history", number.replace("HS", "HT")).code == 1


def test_texts_are_sealed_for_every_operator(cli: Cli) -> None:
    done = cli("history", str(CASE), "--json")
    assert done.facts["events"][0]["facts"]["summary"] == {"sealed": True}
    assert "张三" not in done.out + cli("history", CASE.hex).out


@pytest.mark.parametrize("as_of", ["1", "p2", "2026-03-03T09:00:00+08:00", "2026-03-03T01:00:00Z"])
def test_a_case_is_shown_as_it_was(cli: Cli, as_of: str) -> None:
    done = cli("history", str(CASE), "--as-of", as_of, "--json")
    assert (done.facts["version"], done.facts["status"]) == (1, "RECEIVED")


@pytest.mark.parametrize("as_of", ["0", "p1", "2026-03-03T08:59:59+08:00"])
def test_before_its_first_event_there_was_no_case(cli: Cli, as_of: str) -> None:
    done = cli("history", str(CASE), "--as-of", as_of)
    assert (done.code, "was not there yet then" in done.err) == (1, True)


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("2", "The case has come to version 1; it has no version 2 yet."),
        ("p3", "The log has not come to this position yet."),
        ("2999-01-01T00:00:00+08:00", "The moment 2999-01-01T00:00:00+08:00 lies in the future"),
    ],
)
def test_what_has_not_come_yet_is_refused(cli: Cli, as_of: str, said: str) -> None:
    done = cli("history", str(CASE), "--as-of", as_of)
    assert (done.code, said in done.err) == (1, True), done.err


@pytest.mark.parametrize("as_of", ["yesterday", "2026-03-03T09:00:00", "2026-03-03", "-1", "p", "9" * 30])
def test_a_point_that_is_none_is_a_mistake_in_the_command(cli: Cli, as_of: str) -> None:
    assert cli("history", str(CASE), f"--as-of={as_of}").code == 2


@pytest.mark.parametrize("case", ["", "x", "PET-HS-2023-ILOU0000", str(UUID(int=7)), "\udcff"])
def test_a_case_that_is_not_there_is_refused(cli: Cli, case: str) -> None:
    done = cli("history", case)
    assert (done.code, "there is no case" in done.err) == (1, True)


def test_what_a_terminal_would_obey_is_shown_and_never_sent(cli: Cli, service: Service) -> None:
    """A name that was stored before lines were tried: the command line escapes it, in lines and in JSON."""
    name = "食堂\x1b[2J\n2. Closed\u202e"
    unit = unit_ref("HS2")
    service.ledger.execute([Step(unit, FoundUnit("HS2", name))], OPERATOR)
    for argv in (["history", str(unit), "--json"], ["history", str(unit)], ["units", "list"]):
        out = cli(*argv).out
        assert "食堂\\" in out
        assert not set(out) & set("\x1b\u202e")
        assert "\n2. Closed" not in out
    assert cli("units", "list", "--json").facts["units"][-1]["name"] == name


def test_what_was_recorded_on_a_day_alone_is_told_without_a_minute(cli: Cli, service: Service) -> None:
    told_on_a_day(service, CASE, date(2026, 3, 3))
    out = cli("history", str(CASE), "--language", "en").out
    assert "2. Notice sent (petition.notice_sent)  2026-03-03  by " in out
    last = cli("history", str(CASE), "--json").facts["events"][-1]
    assert (last["at"], last["on"]) == (None, "2026-03-03")
