"""Units, officers and working days as kinds."""

from domain.organisation.administration import ADMINISTRATION_AGGREGATE, ADMINISTRATION_STREAM, EndSetUp
from domain.organisation.granting import ConfirmRole, DeclineRole, EndRole, GrantRole
from domain.organisation.officer import OFFICER, AppointOfficer, IssueSlip, IssueToken, RevokeToken, UseSlip
from domain.organisation.unit import (
    UNIT,
    ChooseProfile,
    DissolveUnit,
    FoundUnit,
    MoveUnit,
    NameLeader,
    ReleaseLeader,
    unit_ref,
)
from domain.organisation.working_days import WORKING_DAYS as WORKING_DAYS_AGGREGATE
from domain.organisation.working_days import ImportCalendar
from projections.catalogue import ACCESS_VIEWS
from projections.organisation import OFFICERS as OFFICERS_VIEW
from projections.organisation import PROPOSALS
from projections.organisation import UNITS as UNITS_VIEW
from service.kinds.kind import Kind
from service.kinds.offer import NOBODY, Offer
from service.kinds.organisation.roles import CONFIRMING, EVERYBODY, OPERATOR
from service.kinds.reading import Reading

UNITS = Kind(
    name="units",
    aggregate=UNIT,
    description="The units of the group",
    offers=(
        Offer(FoundUnit, "", OPERATOR),
        Offer(MoveUnit, "move", OPERATOR),
        Offer(ChooseProfile, "profile", OPERATOR),
        Offer(NameLeader, "leader", OPERATOR),
        Offer(ReleaseLeader, "leader-release", OPERATOR),
        Offer(DissolveUnit, "dissolution", OPERATOR),
    ),
    reading=Reading(views={UNITS_VIEW.name: EVERYBODY}),
    stream_of=lambda command: unit_ref(command.code),
    settles=ACCESS_VIEWS,
)
OFFICERS = Kind(
    name="officers",
    aggregate=OFFICER,
    description="Officers, roles and terms",
    offers=(
        Offer(AppointOfficer, "", OPERATOR, is_proven=True),
        Offer(GrantRole, "role", OPERATOR, is_proven=True),
        Offer(ConfirmRole, "role-confirmation", CONFIRMING, is_proven=True),
        Offer(DeclineRole, "role-refusal", CONFIRMING),
        Offer(EndRole, "role-end", OPERATOR),
        Offer(IssueToken, None, OPERATOR),
        Offer(RevokeToken, None, OPERATOR),
        Offer(IssueSlip, None, OPERATOR),
        Offer(UseSlip, None, NOBODY),
    ),
    reading=Reading(views={OFFICERS_VIEW.name: EVERYBODY, PROPOSALS.name: CONFIRMING}),
    settles=(*ACCESS_VIEWS, PROPOSALS),
)
CATALOGUE = "catalogue"
"""The code lists and the published plans, which are read like a view."""
WORKING_DAYS = Kind(
    name="working-days",
    aggregate=WORKING_DAYS_AGGREGATE,
    description="The published plans of working days",
    offers=(Offer(ImportCalendar, None, OPERATOR),),
    reading=Reading(views={CATALOGUE: EVERYBODY}),
)
ADMINISTRATION = Kind(
    name="administration",
    aggregate=ADMINISTRATION_AGGREGATE,
    description="The first set-up of the organisation and the end of administrators",
    offers=(Offer(EndSetUp, None, OPERATOR),),
    reading=Reading(views={CATALOGUE: EVERYBODY}),
    stream_of=lambda command: ADMINISTRATION_STREAM,
)
