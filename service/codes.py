"""The code lists that people see with labels: every enumeration of the domain that events or commands use."""

from enum import StrEnum

from domain.deadlines.clocks import StopReason
from domain.deadlines.rules import Unit
from domain.petition import codes as petition
from domain.roles import Role

CODE_LISTS: tuple[type[StrEnum], ...] = (
    Role,
    Unit,
    StopReason,
    petition.Status,
    petition.Channel,
    petition.Purpose,
    petition.Issue,
    petition.Route,
    petition.NamedStatus,
    petition.NotAcceptedReason,
    petition.Outcome,
    petition.Delivery,
    petition.EvidenceKind,
    petition.Procedure,
    petition.PersonStatus,
    petition.ClosingGround,
)
