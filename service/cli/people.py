"""The verbs that say who works here: units, officers, tokens."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from domain.officers import ORDINARY, TokenScope
from domain.organisation.officer import AppointOfficer, IssueSlip, IssueToken, RevokeToken
from domain.organisation.unit import FoundUnit
from domain.roles import Role
from domain.values import OfficerRef
from service.cli.acting import acting_for, add_acting
from service.cli.console import Answer, Console, Refused, Verbs, add_group, add_verb
from service.cli.opening import opened
from service.edge.running import Service
from service.office.people import KnownUnit
from service.office.slips import IssuedSlip
from service.office.vacancies import KnownVacancy
from service.store.tasks import Task


def add_verbs(verbs: Verbs) -> None:
    """`units`, `officers` and `tokens`."""
    _add_units(add_group(verbs, "units", "units of the group"))
    _add_officers(add_group(verbs, "officers", "officers and the roles they hold"))
    _add_tokens(add_group(verbs, "tokens", "tokens that open the service to an officer"))


def _add_units(verbs: Verbs) -> None:
    add = add_verb(verbs, "add", "add a unit", _add_unit)
    add.add_argument("code", metavar="CODE", help="letters A to Z, digits and hyphens, at most 12")
    add.add_argument("name", metavar="NAME", help="the unit's name as pages show it")
    add.add_argument("--parent", metavar="CODE", help="the unit that it belongs to")
    add_acting(add, "who founds it")
    add_verb(verbs, "list", "list the units as a tree", _list_units)


def _add_officers(verbs: Verbs) -> None:
    add = add_verb(verbs, "add", "appoint an officer from today", _add_officer)
    add.add_argument("name", metavar="NAME", help="the officer's name as pages show it; it comes before --role")
    add.add_argument("--unit", metavar="CODE", required=True, help="the unit that the officer belongs to")
    add.add_argument(
        "--role",
        metavar="ROLE",
        action="extend",
        nargs="+",
        type=_role,
        default=[],
        dest="roles",
        help=f"one or more of {', '.join(Role)}",
    )
    add.add_argument(
        "--first", action="store_true", help="the first administrator, with a slip to set a password; refused later"
    )
    add_acting(add, "who appoints")
    slip = add_verb(verbs, "slip", "issue a slip with which an officer sets a password, and show it this once", _slip)
    slip.add_argument("officer", metavar="OFFICER", help="the officer's id, or as much of it as is unique")
    add_acting(slip, "who issues it")
    add_verb(verbs, "list", "list the officers with the roles they hold today", _list_officers)
    ready = add_verb(verbs, "ready", "end the first set-up: from then on officers grant roles, two by two", _end_set_up)
    ready.add_argument("administrator", metavar="OFFICER", help="who holds SYSADMIN and proposes roles")
    ready.add_argument("second", metavar="SECOND", help="who confirms them: another SYSADMIN, or a UNIT_LEAD")


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        says = f"{text} is no role, and NAME comes before --role; the roles are {', '.join(Role)}"
        raise argparse.ArgumentTypeError(says) from None


def _scope(text: str) -> TokenScope:
    try:
        return TokenScope(text.upper())
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no scope; the scopes are {', '.join(TokenScope)}") from None


def _add_tokens(verbs: Verbs) -> None:
    issue = add_verb(verbs, "issue", "issue a token and show it this once", _issue_token)
    issue.add_argument("officer", metavar="OFFICER", help="the officer's id, or as much of it as is unique")
    issue.add_argument("--days", metavar="N", type=int, default=90, help="days that it is good for (default: 90)")
    issue.add_argument(
        "--scope",
        metavar="SCOPE",
        action="extend",
        nargs="+",
        type=_scope,
        dest="scopes",
        help=f"what it is good for, after OFFICER: {', '.join(TokenScope)} (default: {' '.join(ORDINARY)}); PROVEN "
        "grants, pays and lets in",
    )
    add_acting(issue, "who issues it")
    shown = add_verb(verbs, "list", "list an officer's tokens by their digests", _list_tokens)
    shown.add_argument("officer", metavar="OFFICER", help="the officer's id, or as much of it as is unique")
    revoke = add_verb(verbs, "revoke", "revoke a token", _revoke_token)
    revoke.add_argument("officer", metavar="OFFICER", help="the officer's id, or as much of it as is unique")
    revoke.add_argument("token", metavar="TOKEN", help="the token, or as much of its digest as is unique")
    add_acting(revoke, "who revokes it")


def _add_unit(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        unit, code = service.people.add_unit(
            arguments.code,
            arguments.name,
            arguments.parent,
            acting_for(service, arguments, Task.UNITS_ADD, FoundUnit),
        )
    console.say(f"{code} {arguments.name}")
    return Answer({"unit": unit, "code": code})


def _list_units(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        known = service.people.units()
    if not known:
        console.say("there is no unit yet: casework units add CODE NAME adds one")
    _say_tree(console, known, None, 0)
    return Answer({"units": [asdict(unit) for unit in known]})


def _say_tree(console: Console, known: Sequence[KnownUnit], parent: str | None, depth: int) -> None:
    for unit in known:
        if unit.parent_code == parent:
            ended = f" (dissolved {unit.dissolved_on})" if unit.dissolved_on else ""
            console.say(f"{'  ' * depth}{unit.code}  {unit.name}{ended}")
            _say_tree(console, known, unit.code, depth + 1)


def _add_officer(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        roles = list(dict.fromkeys([*([Role.SYSADMIN] if arguments.first else []), *arguments.roles]))
        if arguments.first and service.people.officers():
            raise Refused("there are officers already: an administrator issues slips, on the page of each officer")
        by = acting_for(service, arguments, Task.OFFICERS_ADD, AppointOfficer)
        officer = service.people.add_officer(arguments.name, arguments.unit, roles, by)
        issued = service.slips.issue(officer) if arguments.first else None
    console.say(f"{officer} {arguments.name}")
    return Answer({"officer": officer, "roles": roles, **(_shown(issued, console) if issued else {})})


def _slip(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        officer = service.people.officer_known(arguments.officer)
        by = acting_for(service, arguments, Task.SLIPS_ISSUE, IssueSlip, is_left=_is_way_back(service, officer))
        issued = service.slips.issue(officer, by)
    return Answer({"officer": officer, **_shown(issued, console)})


def _is_way_back(service: Service, officer: OfficerRef) -> bool:
    """Whether it lets an administrator in, whom nobody else may be there to let in."""
    return Role.SYSADMIN in service.callers.by_officer(officer, service.ledger.today()).roles


def _shown(issued: IssuedSlip, console: Console) -> dict[str, Any]:
    console.say(f"slip {issued.slip}")
    console.warn(f"Good once at /slip, until {issued.expires_on}, and shown only this once.")
    return {"slip": issued.slip, "expires_on": issued.expires_on}


def _list_officers(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        known = service.people.officers()
        left = service.people.vacancies() if known else []
    if not known:
        console.say("there is no officer yet: casework officers add NAME --unit CODE --first appoints the first")
    else:
        console.table([(each.officer, each.name, each.unit_code, " ".join(each.roles)) for each in known])
        _say_vacancies(console, left)
    return Answer({"officers": [asdict(each) for each in known], "vacancies": [asdict(each) for each in left]})


def _say_vacancies(console: Console, left: Sequence[KnownVacancy]) -> None:
    """What nobody of a unit may do, and who above does it."""
    for unit in dict.fromkeys(each.unit_code for each in left):
        console.say()
        console.say(f"{unit}: nobody there may give")
        for each in left:
            if each.unit_code == unit:
                does = f"done by {', '.join(each.done_by)}" if each.done_by else "done by nobody"
                console.say(f"  {each.kind}: {' '.join(each.commands)} ({does})")


def _end_set_up(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        administrator = service.people.officer_known(arguments.administrator)
        second = service.people.officer_known(arguments.second)
        for officer in (administrator, second):
            if service.credentials.name_and_factor(officer) is None:
                raise Refused(
                    f"{officer} has set no password yet, and nobody could confirm anything in that name: run "
                    f"casework officers slip {officer.hex[:8]}, let the slip be used, then try again"
                )
        service.people.end_set_up(administrator, second)
    console.say("the first set-up is over: roles are proposed and confirmed by officers who signed in")
    return Answer({"administrator": administrator, "second": second})


def _issue_token(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        officer = service.people.officer_known(arguments.officer)
        by = acting_for(service, arguments, Task.TOKENS_ISSUE, IssueToken, is_left=_is_way_back(service, officer))
        scopes = [scope for scope in TokenScope if scope in (arguments.scopes or ORDINARY)]
        issued = service.people.issue_token(officer, arguments.days, by, scopes)
    console.say(issued.token)
    console.warn(f"Good until {issued.expires_on} for {' '.join(scopes)}, and shown only this once.")
    told = {"token": issued.token, "token_digest": issued.digest, "expires_on": issued.expires_on, "scopes": scopes}
    return Answer({"officer": officer, **told})


def _list_tokens(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        officer = service.people.officer_known(arguments.officer)
        known = service.people.tokens(officer)
    if not known:
        console.say(f"the officer has no token: casework tokens issue {arguments.officer} issues one")
    for digest, expires_on, scopes in known:
        console.say(f"{digest}  until {expires_on}  {' '.join(scopes)}")
    told = [{"token_digest": digest, "expires_on": day, "scopes": scopes} for digest, day, scopes in known]
    return Answer({"officer": officer, "tokens": told})


def _revoke_token(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        officer = service.people.officer_known(arguments.officer)
        by = acting_for(service, arguments, Task.TOKENS_REVOKE, RevokeToken, is_left=True)
        digest = service.people.revoke_token(officer, arguments.token, by)
    console.say(f"revoked {digest}")
    return Answer({"officer": officer, "token_digest": digest})
