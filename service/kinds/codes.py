"""The code lists that people see with labels: every enumeration of the domain that events or commands use."""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from domain.batch.codes import BatchStatus
from domain.cases.codes import AskedBy, Confirmer, Mark, Tie, TieStanding
from domain.cases.subjects import SubjectCode
from domain.deadlines.clocks import StopReason
from domain.deadlines.pauses import PauseReason
from domain.deadlines.rules import TermKind, Unit
from domain.funds import FundSource, FundStatus
from domain.levels import Level, ReadFor
from domain.officers import OfficerStatus, TokenScope
from domain.profiles import Profile
from domain.roles import Role
from domain.scopes import Excerpt
from domain.series import Document, SeriesStatus
from domain.units import UnitStatus
from service.kinds.hardship.codes import CODES as HARDSHIP
from service.kinds.petition.codes import CODES as PETITION
from service.kinds.supervision.codes import CODES as SUPERVISION
from service.store.tasks import Task

CODE_LISTS: tuple[type[StrEnum], ...] = (
    Role,
    Level,
    ReadFor,
    Unit,
    StopReason,
    PauseReason,
    TermKind,
    Excerpt,
    Tie,
    AskedBy,
    Confirmer,
    Mark,
    TieStanding,
    SubjectCode,
    *PETITION,
    *SUPERVISION,
    *HARDSHIP,
    FundSource,
    FundStatus,
    BatchStatus,
    Document,
    SeriesStatus,
    UnitStatus,
    OfficerStatus,
    TokenScope,
    Profile,
    Task,
)

FIRST = "petition"
TIMES_TAKEN = Counter(each.__name__ for each in CODE_LISTS)


def list_name(codes: type[StrEnum]) -> str:
    """`Status` of a petition, `supervision.Status` of a kind of case that came later with a list of the same name."""
    package = codes.__module__.split(".")[1]
    is_shared = TIMES_TAKEN[codes.__name__] < 2 or package == FIRST
    return codes.__name__ if is_shared else f"{package}.{codes.__name__}"


FAMILIES: Mapping[type[StrEnum], str] = {each: list_name(each) for each in CODE_LISTS}
"""By code list: the name under which its labels stand."""
