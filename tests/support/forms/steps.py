"""A step in the life of a case as a form that somebody sends, and what its plainest body says."""

from collections.abc import Mapping
from typing import Any

import msgspec

from domain.kernel import Command
from domain.roles import Role
from service.kinds.catalogue import CASES
from tests.support.api import Body
from tests.support.instances import an_instance_of

TEXTS = ("A1", "text")
"""What the plainest instance of a command holds where a person writes."""
SOME_DAY = "2025-03-03"
"""What it holds where a day is meant; the form is sent on that day of the life."""
Step = tuple[str, Role, int, Body]
"""A form: its noun, empty for the one that opens the case, who sends it, how many days later, and what it says beyond
the plainest body; `TEXT` and the names of PEOPLE stand for the chosen text and for officers."""

PLAIN = {"title_is_meant": True, "origin_ref": "2025-1", "notice_no": "2025-2"}
"""What is said where a title would be questioned, and the numbers of papers, which are no text of a person."""
CODES = ("kind", "aid_kind")
"""Fields whose codes look like the plainest text."""
TEXT = "@text"
PEOPLE: Mapping[str, tuple[Role, str]] = {
    "@handler": (Role.HANDLER, "甲"),
    "@second": (Role.HANDLER, "乙"),
    "@head": (Role.UNIT_LEAD, "甲"),
    "@leader": (Role.TEAM_LEAD, "甲"),
    "@member": (Role.TEAM_MEMBER, "甲"),
    "@substitute": (Role.TEAM_MEMBER, "乙"),
    "@union": (Role.UNION_BASE, "甲"),
    "@visitor": (Role.UNION_BASE, "乙"),
    "@reviewer": (Role.REVIEWER, "甲"),
    "@other_reviewer": (Role.REVIEWER, "乙"),
    "@desk": (Role.PET_HEAD, "甲"),
    "@centre": (Role.AID_CENTER, "甲"),
}


def told(command: Command[Any]) -> Body:
    """The body of a command."""
    return dict(msgspec.to_builtins(command))


def an_instance_of_named(collection: str, noun: str) -> Command[Any]:
    """The plainest command of that noun."""
    kind = next(each for each in CASES if each.name == collection)
    found: Command[Any] = an_instance_of(next(each.command for each in kind.addressed if each.noun == noun))
    return found
