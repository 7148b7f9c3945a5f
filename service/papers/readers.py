"""Who may read a register, which of its rows, and which of its columns."""

from dataclasses import replace

from service.access.decisions import may_view
from service.access.texts import ever_told
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


def register_for(register: Register, caller: Caller) -> Register:
    """The register without the columns of which no entry tells the caller anything."""
    told = tuple(each for each in register.columns if ever_told(caller, register.view, each.name))
    return register if told == register.columns else replace(register, columns=told)


def conditions_for(register: Register, caller: Caller) -> list[Condition]:
    """What holds for every row that the caller may know of."""
    return [*visible(caller, register.view), *([register.condition] if register.condition else [])]


def opening_for(vault: Vault, caller: Caller) -> RowOpening:
    """Opens what opens for the caller; for the service, which nobody stands behind, nothing does."""
    return lambda view, rows: rows_opened_for(vault, view, rows, caller)
