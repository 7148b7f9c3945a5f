"""Who may know of petitions, and who may read their texts."""

from collections.abc import Mapping
from typing import Any, get_args

from domain.petition.accusations import (
    AcceptanceTold,
    InquiryConcluded,
    PackageReceived,
    PackageSent,
    ResultTold,
    Sealed,
)
from domain.petition.codes import Purpose, Status
from domain.petition.events import CarriedOver, ClocksSettled, Received, Registered
from domain.petition.state import Petition
from domain.petition.unsealings import UnsealingFact
from domain.roles import Role
from domain.scopes import Openness
from projections.audit_trail import AUDIT_TRAIL
from projections.extensions import EXTENSIONS
from projections.oversights import OVERSIGHTS
from projections.petitions import IN_CONFIDENCE, PETITIONS
from projections.ties import PETITION_TIES
from service.kinds.allowance import EVERY, Allowance, Relation, allowed
from service.kinds.openings import CASE_FILE, NOTHING_MORE, ORIGINALS, PERSONS, When, opening
from service.kinds.petition.roles import CUSTODIAN, DESK, DISCIPLINE, HANDLERS, HEAD_OF_DISCIPLINE, KNOWN, LEADS, STAFF
from service.kinds.petition.unsealed import unsealed
from service.kinds.reading import RECUSALS, Apart, Part, Reading
from service.views.conditions import EVERY_ROW, NOTHING

READERS = STAFF | DISCIPLINE | CUSTODIAN | {Role.REVIEWER, Role.REREVIEWER, Role.ARCHIVIST, Role.AUDITOR}
REVIEWERS = frozenset({Role.REVIEWER, Role.REREVIEWER})
SUPERVISING = (Role.PET_HEAD,)
LEADER = (Role.UNIT_LEAD,)
TITLES = ("petition.registered title", "petition.carried_over title", "petition.corrected title")
ON_RECUSALS = tuple(f"petition.{fact}" for fact in RECUSALS)
DRAFT = ("petition.registered brief_draft",)
REQUESTS = ("petition.review_requested",)
"""In the petitioner's own words, which of a matter in confidence the reviewer reads and who answered it does not."""
PACKAGE = ("petition.registered", "petition.carried_over", "petition.sealed")
"""What a letter says, who wrote it and whom it accuses: what a discipline office reads."""
ON_SUPERVISION = ("petition.supervised", "petition.supervision_answered")
ON_UNSEALING = ("petition.unsealing_requested", "petition.unsealing_refused")
QUESTIONS = (*ON_UNSEALING, "petition.same_person_asked")


def _holding(*, accuses: bool, is_confidential: bool, is_put: bool) -> frozenset[When]:
    if accuses:
        return NOTHING_MORE
    put = {When.PUT_BEFORE} if is_put else set()
    confidence = When.IN_CONFIDENCE if is_confidential else When.ORDINARY
    return NOTHING_MORE | {When.NO_ACCUSATION, confidence, *put}


def holding(petition: Petition) -> frozenset[When]:
    """What holds of a petition; its leader is asked for an opinion, for more days, or not to accept it."""
    asked = petition.extension_asked or petition.non_acceptance
    return _holding(
        accuses=Purpose.P3 in petition.purposes,
        is_confidential=petition.is_confidential,
        is_put=bool(asked) or petition.status is Status.DECISION_REVIEW,
    )


def holding_in(row: Mapping[str, Any]) -> frozenset[When]:
    """The same of a row of the list, which does not tell what its leader is asked for beside an opinion."""
    return _holding(
        accuses=row["is_accusation"],
        is_confidential=row["confidence"] == IN_CONFIDENCE,
        is_put=row["status"] == Status.DECISION_REVIEW,
    )


OPENINGS = (
    *opening(DESK, Relation.TOLD, CASE_FILE, When.NO_ACCUSATION),
    *opening(DESK, Relation.TOLD, PERSONS, When.ORDINARY),
    *opening(DESK, Relation.TOLD, ORIGINALS, When.IN_CONFIDENCE, DRAFT),
    *opening(DESK, Relation.BELOW, CASE_FILE, When.ORDINARY, TITLES),
    *opening(SUPERVISING, Relation.HEARD, CASE_FILE, When.NO_ACCUSATION),
    *opening(SUPERVISING, Relation.BELOW, CASE_FILE, When.NO_ACCUSATION, ON_SUPERVISION),
    *opening(HANDLERS, Relation.ASSIGNED, CASE_FILE, When.NO_ACCUSATION),
    *opening(HANDLERS, Relation.ASSIGNED, PERSONS, When.ORDINARY),
    *opening(REVIEWERS, Relation.ASSIGNED, CASE_FILE, When.NO_ACCUSATION),
    *opening(REVIEWERS, Relation.ASSIGNED, PERSONS, When.ORDINARY),
    *opening(REVIEWERS, Relation.ASSIGNED, ORIGINALS, When.IN_CONFIDENCE, REQUESTS),
    *opening((Role.OWNER_LEAD,), Relation.OWNED, CASE_FILE, When.NO_ACCUSATION),
    *opening(LEADER, Relation.OWNED, CASE_FILE, When.PUT_BEFORE),
    *opening(LEADER, Relation.OWNED, CASE_FILE, When.ORDINARY, TITLES),
    *opening(LEADER, Relation.BELOW, CASE_FILE, When.NO_ACCUSATION, ON_RECUSALS),
    *opening(LEADER, Relation.OWNED, CASE_FILE, texts=ON_UNSEALING),
    *opening(DISCIPLINE, Relation.SENT, CASE_FILE | PERSONS | ORIGINALS, texts=PACKAGE),
    *opening(HEAD_OF_DISCIPLINE, Relation.ASKED, CASE_FILE, texts=ON_UNSEALING),
    *opening(CUSTODIAN, Relation.ASKED, PERSONS),
    *opening(CUSTODIAN, Relation.ASKED, CASE_FILE, texts=QUESTIONS),
)
"""The desk that received a petition reads what it holds, and who filed an ordinary one; handlers what they are named
for; heads of the desks above what they supervise. What was written in confidence, as it was written, and all of an
accusation open for nobody here: what is handed on is the brief, and the desk alone sees the draft of it; 信访工作条例
§30."""

ALLOWANCES = (
    *allowed(DESK, Relation.TOLD, EVERY),
    *allowed(DESK, Relation.BELOW),
    *allowed(HANDLERS | REVIEWERS, Relation.ASSIGNED),
    *allowed(frozenset({Role.OWNER_LEAD, Role.UNIT_LEAD}), Relation.OWNED),
    *allowed(frozenset({Role.ARCHIVIST, Role.UNIT_LEAD}), Relation.ASKED),
    *allowed(DISCIPLINE, Relation.SENT, frozenset({Openness.SEALED})),
    *allowed(HEAD_OF_DISCIPLINE | CUSTODIAN, Relation.ASKED, KNOWN),
    Allowance(Role.AUDITOR, Relation.BELOW, EVERY),
)
"""What was not screened yet, and accusations, are for the receiving desk alone; 信访工作条例 §§22, 30.

The desks above know of what was screened, leaders of what their own unit decides, handlers of what they are named for.
"""

TOLD_APART = DISCIPLINE | CUSTODIAN
TOLD = (
    Received,
    Registered,
    CarriedOver,
    Sealed,
    PackageSent,
    PackageReceived,
    AcceptanceTold,
    InquiryConcluded,
    ResultTold,
    ClocksSettled,
    *get_args(UnsealingFact),
)


def told(event: Any) -> Any:
    """Of the work of a desk on a letter nothing crosses to the discipline office."""
    return event if isinstance(event, TOLD) else None


def itself(one: Any) -> Any:
    """The same: of a petition where it stands is no secret to whoever knows of it."""
    return one


PART = Part(
    roles=TOLD_APART,
    events=TOLD,
    event=told,
    state=itself,
    row=itself,
    rows={AUDIT_TRAIL.name: Apart(NOTHING, EVERY_ROW)},
)
"""What discipline offices and keepers of identities are told: not what else the desk does and notes, nor how much."""


WATCH_TIES = LEADS | {Role.AUDITOR}
"""Whoever decides on recusals, and whoever replays, reads in which role a tie was declared and decided on."""

READING = Reading(
    views={
        PETITIONS.name: READERS,
        EXTENSIONS.name: READERS,
        OVERSIGHTS.name: READERS - TOLD_APART,
        PETITION_TIES.name: WATCH_TIES,
    },
    openings=OPENINGS,
    holding=holding,
    holding_in=holding_in,
    allowances=ALLOWANCES,
    titles=frozenset(TITLES),
    part=PART,
    unsealed=unsealed,
)
