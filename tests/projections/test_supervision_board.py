"""The supervision board: whoever leads the team now, and the row of a check as the supervised unit is told of it."""

from datetime import timedelta

from domain.cases.codes import Tie
from domain.growing import Growing
from domain.kernel import fold
from domain.officers import Officer, OfficerStatus
from domain.roles import Held, Role, Term
from domain.supervision.aggregate import SUPERVISION
from domain.supervision.codes import Status, Trade
from domain.supervision.handing import HandOver
from domain.supervision.recusing import DeclareTie
from domain.supervision.telling import TOLD, told
from domain.values import OfficerRef
from projections.projection import rows_after
from projections.rectification_items import RECTIFICATION_ITEMS
from projections.scoped import SCOPE_COLUMNS, rescoping
from projections.supervision_board import SUPERVISION_BOARD
from projections.told_apart import row_told
from tests.projections.test_case_views import recorded, row_after
from tests.support import supervision as checks
from tests.support.given import GROUP, STREAM, TODAY, Decided, given, ref
from tests.support.supervision import ENGINEER, WORKER

NEW = OfficerRef(ref("new"))
KNOWN = {
    NEW: Officer(
        OfficerStatus.APPOINTED,
        GROUP,
        Growing({Held(Role.TEAM_LEAD, GROUP): (Term(TODAY - timedelta(days=900), None),)}),
    )
}


def leader(case: Decided) -> OfficerRef | None:
    leads: OfficerRef | None = row_after(SUPERVISION, case.history)["leader"]
    return leads


def test_whoever_takes_the_leaders_place_over_leads_and_nobody_else_who_is_handed_a_place() -> None:
    tied = given(SUPERVISION, checks.checking()).when(DeclareTie(Tie.INTEREST, TODAY), by=ENGINEER)
    assert leader(tied) is None
    assert leader(tied.when(HandOver(WORKER, NEW, TODAY, Trade.SALES), consulted=KNOWN)) is None
    assert leader(tied.when(HandOver(ENGINEER, NEW, TODAY, Trade.SALES), consulted=KNOWN)) == NEW


def test_the_row_of_the_unit_counts_what_it_is_told_and_changes_with_nothing_else() -> None:
    history = recorded(checks.final())
    known = [each for each in history if told(each.event) is not None]
    rows = rows_after(SUPERVISION_BOARD, history, fold(SUPERVISION, checks.final()))
    row, whole = rows[row_told(STREAM)], rows[STREAM]
    assert (row["status"], whole["status"]) == (Status.UNIT_HEARD, Status.FINDINGS_FINAL)
    assert (row["version"], row["changed_position"]) == (len(known), known[-1].position)
    assert (row["version"], row["changed_position"]) < (whole["version"], whole["changed_position"])
    assert (row["title"], row["recorded_on"], row["late_days"]) == (None, row["started_on"], 0)
    assert {name: row[name] for name in SCOPE_COLUMNS} == {name: whole[name] for name in SCOPE_COLUMNS}


def test_before_the_check_begins_there_is_no_row_of_the_unit() -> None:
    history = checks.team_ready()
    assert set(rows_after(SUPERVISION_BOARD, recorded(history), fold(SUPERVISION, history))) == {STREAM}


def test_what_is_shown_of_items_is_all_told() -> None:
    shown = set(RECTIFICATION_ITEMS.on) - set(rescoping(["supervision"]))
    assert shown <= set(TOLD)
