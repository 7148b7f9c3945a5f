"""Who may know of supervision cases, and who may read their texts."""

from operator import attrgetter

from domain.roles import Role
from domain.supervision.telling import TERMS_OF_THE_UNIT, TOLD, told
from projections.due_dates import DUE_DATES
from projections.rectification_items import RECTIFICATION_ITEMS
from projections.referrals import REFERRALS
from projections.supervision_board import SUPERVISION_BOARD
from projections.ties import TIES
from projections.told_apart import THE_UNIT, WHOLE, row_told
from service.kinds.allowance import Allowance, Relation, allowed
from service.kinds.openings import CASE_FILE, opening
from service.kinds.reading import Apart, Part, Reading
from service.kinds.supervision.roles import CHAIR, COMMITTEE, LEADERS, READERS, SUPERVISED, TEAM
from service.views.conditions import EVERY_ROW, Condition

SHOWN_TO_THE_UNIT = (
    "supervision.findings_drafted",
    "supervision.unit_heard",
    "supervision.notice_issued",
    "supervision.replied",
    "supervision.rectification_submitted",
    "supervision.item_reopened",
    "supervision.escalation_decided",
)
"""What the supervised unit reads: the draft, what is demanded of it, what it said itself, and why an item came back to
it; never how it came about, nor what was noted of an item that passed."""

PART = Part(
    roles=SUPERVISED,
    events=TOLD,
    event=told,
    state=attrgetter("told"),
    row=row_told,
    rows={
        SUPERVISION_BOARD.name: Apart(Condition("told_to = %s", THE_UNIT), Condition("told_to = %s", WHOLE)),
        DUE_DATES.name: Apart(Condition("rule = ANY(%s)", list(TERMS_OF_THE_UNIT)), EVERY_ROW),
    },
)
"""Of an item everything is told that is shown."""

OPENINGS = (
    *opening(LEADERS | CHAIR, Relation.BELOW, CASE_FILE),
    *opening(TEAM, Relation.ASSIGNED, CASE_FILE),
    *opening(SUPERVISED, Relation.TOLD, CASE_FILE, texts=SHOWN_TO_THE_UNIT),
    *opening(
        COMMITTEE, Relation.ASKED_HERE, CASE_FILE, texts=("supervision.put_before_party", "supervision.escalated")
    ),
)
"""Where a lead came from is sealed as identity and opens for nobody (信访工作条例 §30). The supervised unit reads only
what is demanded of it, what it said itself, and why what it handed in was sent back; the party organisation the paper
that was put before it."""

ALLOWANCES = (
    *allowed(TEAM, Relation.ASSIGNED),
    *allowed(CHAIR, Relation.OWNED),
    *allowed(LEADERS | COMMITTEE, Relation.ASKED_HERE),
    *allowed(SUPERVISED, Relation.TOLD),
    Allowance(Role.UNION_BASE, Relation.RECORDED),
    *allowed(frozenset({Role.ARCHIVIST}) | CHAIR, Relation.ASKED),
    Allowance(Role.AUDITOR, Relation.BELOW),
)
"""The own union's leaders know of a lead until a team is named for it, then the team alone, besides the chair.

The party organisation knows of what it is asked for, a contact of checks that began, and who recorded a lead of it.
"""

WATCH_TIES = LEADERS | CHAIR | {Role.AUDITOR}
"""Whoever reads in which role a tie was declared and decided on."""

READING = Reading(
    views={
        SUPERVISION_BOARD.name: READERS,
        RECTIFICATION_ITEMS.name: READERS,
        REFERRALS.name: READERS - SUPERVISED,
        TIES.name: WATCH_TIES,
    },
    openings=OPENINGS,
    part=PART,
    allowances=ALLOWANCES,
    is_supervising=True,
)
