"""Who may read a register, and which of its rows."""

from service.access.decisions import may_view
from service.access.visibility import visible
from service.kinds.register import Register
from service.office.opening import rows_opened_for
from service.papers.entries import RowOpening
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
    """Opens what opens for the caller; for the service, which nobody stands behind, nothing does."""
    return lambda view, rows: rows_opened_for(vault, view, rows, caller)
