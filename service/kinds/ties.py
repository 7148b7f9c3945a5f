"""The registers of recusals (回避登记), one for each kind of case."""

from domain.cases.codes import Tie, TieStanding
from domain.roles import Role
from projections.projection import Projection
from service.kinds.columns import Column
from service.kinds.register import Join, Register
from service.views.conditions import Order


def register_of_ties(code: str, ties: Projection, cases: Projection) -> Register:
    """In which role a tie was declared and decided on; ties that were refused stay in it."""
    return Register(
        code,
        ties,
        Order("stated_on"),
        (
            Column("case_no"),
            Column("stated_as", codes=Role),
            Column("tie", codes=Tie),
            Column("standing", codes=TieStanding),
            Column("stated_on"),
            Column("decided_as", codes=Role),
            Column("decided_on"),
        ),
        joins=(Join(cases, "case_id", cases.id_column, {"case_no": "case_no"}),),
    )
