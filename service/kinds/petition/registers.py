"""The registers of petitions (台账): each a query over views, declared by its columns, condition and order."""

from datetime import date

from domain.petition.codes import (
    Adoption,
    Channel,
    Issue,
    Outcome,
    OversightForm,
    OversightGround,
    Purpose,
    Route,
    Status,
)
from projections.due_dates import DUE_DATES, IS_DUTY
from projections.extensions import EXTENSIONS
from projections.oversights import OVERSIGHTS
from projections.petitions import PETITIONS
from projections.ties import PETITION_TIES
from service.kinds.columns import OVERDUE_RULES, Column, Row
from service.kinds.register import Join, Register
from service.kinds.ties import register_of_ties
from service.views.conditions import Condition, Order


def _days_by_now(row: Row, today: date) -> int:
    """How late the finished steps were, or how late the duty is by now that is due first."""
    due_on: date | None = row["duty_due_on"]
    late: int = row["late_days"]
    return max(late, (today - due_on).days) if due_on else late


PETITION_STATUS = Column("status", codes=Status)
ISSUE = Column("issue", codes=Issue)
CHANNEL = Column("channel", codes=Channel)

RUNNING_DUTY = Join(
    DUE_DATES,
    "case_id",
    "case_id",
    {"duty_due_on": "due_on"},
    Condition(IS_DUTY),
    "due_on",
)
"""Of the running terms of a case that bind somebody, the one that is due first."""

RG_P1 = Register(
    "RG-P1",
    PETITIONS,
    Order("received_on"),
    (
        Column("case_no"),
        Column("external_id"),
        CHANNEL,
        Column("received_on"),
        Column("purpose", codes=Purpose),
        ISSUE,
        Column("title"),
        Column("brief"),
        Column("group_size"),
        Column("is_collective"),
        Column("unit", "owner_unit"),
        Column("notice_on"),
        Column("route", codes=Route),
        Column("accepted_on"),
        Column("replied_on"),
        Column("delivered_on"),
        Column("closed_on"),
        Column("outcome", codes=Outcome),
        PETITION_STATUS,
        Column("late_days", value=_days_by_now),
        OVERDUE_RULES,
    ),
    joins=(RUNNING_DUTY,),
)

RG_P3 = Register(
    "RG-P3",
    EXTENSIONS,
    Order("told_on"),
    (
        Column("case_no"),
        Column("accepted_on"),
        Column("first_due_on"),
        Column("extended_by"),
        Column("approved_on"),
        Column("told_on"),
        Column("new_due_on"),
    ),
    Condition("told_on IS NOT NULL"),
    (Join(PETITIONS, "case_id", "case_id", {"case_no": "case_no", "accepted_on": "accepted_on"}),),
)

RG_P5 = Register(
    "RG-P5",
    PETITIONS,
    Order("received_on"),
    (
        Column("received_on", "came_on"),
        CHANNEL,
        ISSUE,
        Column("group_size"),
        Column("unit", "owner_unit"),
        Column("case_no", "later_no"),
        PETITION_STATUS,
    ),
    Condition("is_collective"),
)

RG_P7 = Register(
    "RG-P7",
    OVERSIGHTS,
    Order("supervised_on"),
    (
        Column("case_no"),
        Column("measure", codes=OversightForm),
        Column("lapse", codes=OversightGround),
        Column("to_unit", "asked_unit"),
        Column("supervised_on"),
        Column("answer_due_on"),
        Column("answered_on"),
        Column("adoption", codes=Adoption),
    ),
    joins=(Join(PETITIONS, "case_id", "case_id", {"case_no": "case_no"}),),
)

RG_P9 = Register(
    "RG-P9",
    PETITIONS,
    Order("sent_on"),
    (
        Column("case_no"),
        Column("sent_on"),
        Column("sent_to"),
        Column("signed_for_on"),
        Column("acceptance_told_on"),
        Column("result_told_on"),
    ),
    Condition("sent_on IS NOT NULL"),
)
"""Of accusations that were sent to a discipline office: the number, the office and the days, and nothing else."""

RG_S4_PET = register_of_ties("RG-S4-PET", PETITION_TIES, PETITIONS)

REGISTERS = (RG_P1, RG_P3, RG_P5, RG_P7, RG_P9, RG_S4_PET)
