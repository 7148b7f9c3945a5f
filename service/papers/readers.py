"""Who may read a register, and which of its rows."""

from domain.roles import Role
from service.access.decisions import may_view
from service.access.visibility import roles_in_rows, visible
from service.kinds.register import Register
from service.office.opening import opened_rows
from service.papers.entries import RowOpening
from service.sealing.readers import Everyday, Passing
from service.sealing.vault import Vault
from service.store.steps import Caller
from service.views.conditions import Condition


def is_open_to(register: Register, caller: Caller) -> bool:
    """Whether the caller may read every view that the register shows; whoever operates the service may."""
    return caller.is_service or all(may_view(caller.roles, view.name) for view in register.views)


def conditions_for(register: Register, caller: Caller) -> list[Condition]:
    """What holds for every row that the caller may know of."""
    return [*visible(caller, register.view), *([register.condition] if register.condition else [])]


def opening_for(vault: Vault, caller: Caller) -> RowOpening:
    """Opens what the caller may read; the service, which nobody stands behind, reads no more than an auditor."""
    reader = Passing(None if caller.is_service else caller.officer, Everyday.LISTING)
    auditor = frozenset({Role.AUDITOR})
    if caller.is_service:
        return lambda view, rows: opened_rows(vault, view, rows, lambda _row: auditor, reader)
    return lambda view, rows: opened_rows(vault, view, rows, roles_in_rows(caller, view), reader)
