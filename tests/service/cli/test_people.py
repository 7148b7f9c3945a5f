"""Units, officers and tokens on the command line."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import time_machine

from domain.officers import EVERYTHING, ORDINARY
from domain.organisation.events import SlipIssued, TokenIssued
from domain.roles import Role
from service.access.tokens import new_token
from service.edge.running import Service
from service.office.people import OPERATOR
from service.office.unusable import OfficerAmbiguous, OfficerUnknown
from service.store.tasks import Task
from tests.service.cli.running import Done
from tests.support.following import random_history
from tests.support.services import TestClock

pytestmark = pytest.mark.store
Cli = Callable[..., Done]


def test_the_first_administrator_of_an_empty_database_needs_no_caller(cli: Cli, service: Service) -> None:
    assert cli("units", "add", "hs", "集团").code == 0
    done = cli("officers", "add", "王芳", "--unit", "HS", "--role", "SYSADMIN", "--json")
    assert (done.code, done.facts["roles"]) == (0, ["SYSADMIN"])
    history = service.ledger.history(UUID(done.facts["officer"]))
    assert {recorded.by for recorded in history} == {Task.OFFICERS_ADD.actor}


def test_units_are_listed_as_a_tree(cli: Cli) -> None:
    cli("units", "add", "HS", "集团")
    cli("units", "add", "hs01", "一厂", "--parent", "hs")
    assert cli("units", "list").out == "HS  集团\n  HS01  一厂\n"
    listed = cli("units", "list", "--json").facts["units"]
    assert [(unit["code"], unit["parent_code"]) for unit in listed] == [("HS", None), ("HS01", "HS")]


def test_officers_are_listed_by_name_with_the_roles_of_today(cli: Cli) -> None:
    cli("units", "add", "HS", "集团")
    cli("officers", "add", "王芳", "--unit", "HS", "--role", "INTAKE", "UNIT_LEAD", "--role", "HANDLER")
    (officer,) = cli("officers", "list", "--json").facts["officers"]
    assert (officer["name"], officer["unit_code"]) == ("王芳", "HS")
    assert officer["roles"] == ["HANDLER", "INTAKE", "UNIT_LEAD"]
    told = cli("officers", "list").out
    assert told.startswith(f"{officer['officer']}  王芳  HS  HANDLER INTAKE UNIT_LEAD\n\nHS: nobody there may give\n")


def test_what_nobody_of_a_unit_may_do_is_listed_with_who_above_does_it(cli: Cli) -> None:
    cli("units", "add", "HS", "集团")
    cli("units", "add", "HS01", "一矿", "--parent", "HS")
    cli("officers", "add", "王芳", "--unit", "HS", "--role", "PET_HEAD")
    left = cli("officers", "list", "--json").facts["vacancies"]
    below = [each for each in left if each["unit_code"] == "HS01" and "Screen" in each["commands"]]
    assert [each["done_by"] for each in below] == [["PET_HEAD/HS"]]
    assert not [each for each in left if each["unit_code"] == "HS" and "Screen" in each["commands"]]
    _own, below_it = cli("officers", "list").out.split("HS01: nobody there may give\n")
    [screening] = [line for line in below_it.splitlines() if " Screen " in line]
    assert screening.endswith("(done by PET_HEAD/HS)")


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["units", "add", "HS", "again"], "The code HS belongs to a unit already"),
        (["units", "add", "A", "a", "--parent", "NOPE"], "casework units add NOPE NAME"),
        (["units", "add", " ", "a"], "code is empty"),
        (["units", "add", "A", " "], "name is empty"),
        (["units", "add", "ÄÖ", "a"], "letters A to Z, digits and hyphens"),
        (["units", "add", "LONGER-THAN-TWELVE", "a"], "at most 12"),
        (["units", "add", "A", "x" * 201], "at most 200"),
        (["units", "add", "A", "a\nb"], "name holds U+000A"),
        (["units", "add", "A", "a\u202eb"], "name holds U+202E"),
        (["officers", "add", "a\x1b[2J", "--unit", "HS"], "name holds U+001B"),
        (["units", "add", "A", "\udcff"], "bytes that are no text"),
        (["officers", "add", "a", "--unit", "NOPE"], "casework units add NOPE NAME"),
        (["officers", "add", "", "--unit", "HS"], "name is empty"),
        (["tokens", "issue", "abcd"], "no officer's id begins with abcd"),
        (["tokens", "issue", "not hex"], "no officer's id begins with not hex"),
        (["tokens", "issue", ""], "no officer's id begins with"),
    ],
)
def test_what_cannot_be_added_is_refused_in_one_line(cli: Cli, argv: list[str], says: str) -> None:
    cli("units", "add", "HS", "集团")
    done = cli(*argv)
    assert done.code == 1
    assert says in done.err
    assert done.err.count("\n") == 1


def test_a_role_that_does_not_exist_is_a_mistake_in_the_command(cli: Cli) -> None:
    assert cli("officers", "add", "a", "--unit", "HS", "--role", "KING").code == 2


@time_machine.travel(TestClock().moment)
def test_a_token_is_shown_once_and_opens_the_service_until_it_is_revoked(cli: Cli, service: Service) -> None:
    cli("units", "add", "HS", "集团")
    officer = cli("officers", "add", "王芳", "--unit", "HS", "--role", "INTAKE", "--json").facts["officer"]
    issued = cli("tokens", "issue", officer[:6], "--days", "30", "--json").facts
    today = service.ledger.today()
    assert issued["expires_on"] == str(today + timedelta(days=30))
    callers = service.callers
    cli("tokens", "list", officer)
    caller = callers.by_token(issued["token"], today)
    assert caller is not None
    assert (str(caller.officer), caller.roles) == (officer, {Role.INTAKE})
    assert cli("tokens", "revoke", officer, issued["token_digest"][:8]).code == 0
    assert cli("tokens", "list", officer, "--json").facts["tokens"] == []
    assert callers.by_token(issued["token"], today) is None
    assert issued["token"] not in _everything_stored(service)


def test_a_token_is_revoked_by_itself_too(cli: Cli) -> None:
    cli("units", "add", "HS", "集团")
    officer = cli("officers", "add", "王芳", "--unit", "HS", "--json").facts["officer"]
    token = cli("tokens", "issue", officer).out.strip()
    assert cli("tokens", "revoke", officer, "0" * 64).code == 1
    assert cli("tokens", "revoke", officer, token).code == 0
    assert cli("tokens", "revoke", officer, token).code == 1


def test_no_token_looks_like_an_option_of_the_command_that_revokes_it() -> None:
    assert not {token[0] for token in (new_token() for _ in range(2_000))} & {"-"}


@pytest.mark.parametrize("days", ["0", "-1", "91", "99999999"])
def test_a_token_has_a_sensible_term(cli: Cli, days: str) -> None:
    cli("units", "add", "HS", "集团")
    officer = cli("officers", "add", "王芳", "--unit", "HS", "--json").facts["officer"]
    done = cli("tokens", "issue", officer, f"--days={days}")
    assert (done.code, done.out) == (1, "")
    assert "1 to 90 days" in done.err


def test_the_beginning_of_an_id_must_be_one_officers(service: Service) -> None:
    service.people.add_unit("HS", "集团")
    found = [service.people.add_officer(f"officer {n}", "HS") for n in range(17)]
    shared = next(a for n, a in enumerate(found) if any(a.hex[0] == b.hex[0] for b in found[:n])).hex[0]
    with pytest.raises(OfficerAmbiguous):
        service.people.officer_known(shared)
    with pytest.raises(OfficerUnknown):
        service.people.officer_known("%")
    assert service.people.officer_known(str(found[0]).upper()) == found[0]


def test_a_caller_holds_the_roles_of_today(service: Service) -> None:
    service.people.add_unit("HS", "集团")
    officer = service.people.add_officer("王芳", "HS", [Role.INTAKE])
    assert service.people.caller_known(officer.hex).roles == {Role.INTAKE}
    assert service.people.caller_known(None) is OPERATOR


def test_a_token_prints_redacted(service: Service) -> None:
    service.people.add_unit("HS", "集团")
    officer = service.people.add_officer("王芳", "HS")
    issued = service.people.issue_token(officer)
    assert issued.token not in repr(issued)
    assert service.people.tokens(officer) == [(issued.digest, issued.expires_on, list(ORDINARY))]


def _everything_stored(service: Service) -> str:
    with service.reading.get_connection() as connection:
        rows = connection.execute("SELECT convert_from(state, 'UTF8') AS state FROM events").fetchall()
    return "".join(row["state"] for row in rows)


def test_a_token_that_was_revoked_after_an_import_while_nothing_ran_is_dead_when_the_command_ends(
    cli: Cli, service: Service
) -> None:
    service.people.add_unit("HS", "集团")
    officer = service.people.add_officer("王芳", "HS", [Role.INTAKE])
    issued = service.people.issue_token(officer)
    random_history(service, 1, 20)
    today = service.ledger.today()
    assert service.callers.by_token(issued.token, today) is not None
    assert cli("tokens", "revoke", str(officer), issued.token).code == 0
    assert service.callers.by_token(issued.token, today) is None
    assert service.callers.by_session(officer, issued.digest, today) is None
    assert min(each.position for each in service.engine.standings()) == 0


def test_the_first_administrator_gets_a_slip_and_nobody_later_does_so(cli: Cli) -> None:
    cli("units", "add", "HS", "集团")
    first = cli("officers", "add", "王芳", "--unit", "HS", "--first", "--json")
    assert first.code == 0, first.err
    assert first.facts["roles"] == ["SYSADMIN"]
    assert first.facts["slip"].startswith(first.facts["officer"].replace("-", ""))
    later = cli("officers", "add", "李强", "--unit", "HS", "--first")
    assert (later.code, "there are officers already" in later.err) == (1, True)
    slip = cli("officers", "slip", first.facts["officer"][:8], "--json")
    assert (slip.code, slip.facts["slip"] == first.facts["slip"]) == (0, False)


def test_the_command_line_administers_without_proof_until_the_first_set_up_is_said_to_be_over(
    cli: Cli, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("units", "add", "HS", "集团")
    made = [
        cli("officers", "add", "王芳", "--unit", "HS", "--role", role, "--json").facts["officer"]
        for role in ("SYSADMIN", "UNIT_LEAD", "INTAKE")
    ]
    early = cli("officers", "ready", made[0], made[1])
    assert (early.code, "has set no password yet" in early.err) == (1, True)
    for number, officer in enumerate(made):
        service.credentials.put(UUID(officer), f"officer {number}", "a long passphrase 17")
    assert cli("officers", "ready", made[0], made[0]).code == 1
    done = cli("officers", "ready", made[0], made[2])
    assert (done.code, "INTAKE" not in done.out) == (1, True)
    proven = cli("tokens", "issue", made[0], "--scope", *EVERYTHING, "--json").facts["token"]
    assert cli("officers", "ready", made[0], made[1]).code == 0
    for verb in (
        ("units", "add", "HS01", "一厂", "--parent", "HS"),
        ("officers", "add", "李建国", "--unit", "HS"),
        ("officers", "slip", made[2]),
        ("tokens", "issue", made[2]),
    ):
        refused = cli(*verb)
        assert (refused.code, refused.out, "say --as OFFICER" in refused.err) == (1, "", True), verb
    way_back = cli("tokens", "issue", made[0], "--json").facts["token"]
    for verb in (("officers", "slip", made[0]), ("tokens", "revoke", made[0], way_back)):
        assert cli(*verb).code == 0
    monkeypatch.setenv("CASEWORK_TOKEN", proven)
    assert cli("officers", "add", "李建国", "--unit", "HS", "--role", "HANDLER", "--as", made[0]).code == 0
    roles = {each["name"]: each["roles"] for each in cli("officers", "list", "--json").facts["officers"]}
    assert (len(roles), roles["李建国"]) == (2, [])


def test_an_officer_who_proves_it_administers_in_the_own_name(
    cli: Cli, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("units", "add", "HS", "集团")
    admin, clerk = (service.people.add_officer("甲", "HS", [role]) for role in (Role.SYSADMIN, Role.INTAKE))
    whole = ("--scope", *EVERYTHING, "--json")
    monkeypatch.setenv("CASEWORK_TOKEN", cli("tokens", "issue", str(admin), *whole).facts["token"])
    assert cli("units", "add", "HS01", "一厂", "--parent", "HS", "--as", str(admin)).code == 0
    assert cli("officers", "add", "乙", "--unit", "HS01", "--as", str(admin)).code == 0
    assert cli("officers", "slip", str(clerk), "--as", str(admin)).code == 0
    token = cli("tokens", "issue", str(clerk), "--as", str(admin), "--json").facts["token"]
    issued = [each.event for each in service.ledger.history(clerk)][-2:]
    assert [each.issued_by for each in issued if isinstance(each, SlipIssued | TokenIssued)] == [admin, admin]
    assert cli("tokens", "revoke", str(clerk), token, "--as", str(admin)).code == 0
    other = cli("officers", "slip", str(admin), "--as", str(clerk))
    assert (other.code, "the token is none of" in other.err) == (1, True)
    monkeypatch.setenv("CASEWORK_TOKEN", cli("tokens", "issue", str(clerk), *whole).facts["token"])
    for argv in (("units", "add", "HS02", "二厂"), ("officers", "slip", str(admin)), ("tokens", "issue", str(admin))):
        refused = cli(*argv, "--as", str(clerk))
        assert (refused.code, "allows this today" in refused.err, refused.out) == (1, True, "")


def test_a_token_at_the_command_line_is_good_for_what_it_was_issued_for(
    cli: Cli, service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cli("units", "add", "HS", "集团")
    admin = service.people.add_officer("甲", "HS", [Role.SYSADMIN])
    who = ("--as", str(admin))
    plain = cli("tokens", "issue", str(admin), "--json").facts
    assert plain["scopes"] == ["READ", "FILE", "ACT"]
    monkeypatch.setenv("CASEWORK_TOKEN", plain["token"])
    assert cli("units", "add", "HS01", "一厂", *who).code == 0
    for argv in (
        ("officers", "add", "乙", "--unit", "HS", *who),
        ("officers", "slip", str(admin), *who),
        ("tokens", "issue", str(admin), *who),
    ):
        refused = cli(*argv)
        assert (refused.code, "it lacks PROVEN" in refused.err, refused.out) == (1, True, "")
    reading = cli("tokens", "issue", str(admin), "--scope", "read", "--days", "1", "--json").facts
    assert reading["scopes"] == ["READ"]
    monkeypatch.setenv("CASEWORK_TOKEN", reading["token"])
    refused = cli("units", "add", "HS02", "二厂", *who)
    assert (refused.code, "it lacks ACT" in refused.err) == (1, True)
    out = tmp_path / "log.jsonl"
    assert cli("export", "log", "--format", "jsonl", str(out), *who).code == 0
    monkeypatch.setenv("CASEWORK_TOKEN", plain["token"])
    assert "READ" in cli("tokens", "list", str(admin)).out
    wrong = cli("tokens", "issue", str(admin), "--scope", "ALL")
    assert (wrong.code, "the scopes are READ, FILE, ACT, PROVEN" in wrong.err) == (2, True)
