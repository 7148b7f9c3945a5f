"""Units, officers and working days as kinds."""

from domain.organisation.administration import ADMINISTRATION_AGGREGATE, ADMINISTRATION_STREAM, EndSetUp
from domain.organisation.granting import ConfirmRole, DeclineRole, EndRole, GrantRole
from domain.organisation.officer import (
    OFFICER,
    AppointOfficer,
    BindIdentity,
    IssueSlip,
    IssueToken,
    ReleaseIdentity,
    RevokeToken,
    UseSlip,
)
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
from service.kinds.allowance import NOBODY
from service.kinds.kind import Kind
from service.kinds.offer import Offer
from service.kinds.organisation.roles import CONFIRMING, EVERYBODY, OPERATING, WHO_CONFIRMS
from service.kinds.reading import Reading

UNITS = Kind(
    name="units",
    aggregate=UNIT,
    description="The units of the group",
    offers=(
        Offer(FoundUnit, "", OPERATING),
        Offer(MoveUnit, "move", OPERATING),
        Offer(ChooseProfile, "profile", OPERATING),
        Offer(NameLeader, "leader", OPERATING),
        Offer(ReleaseLeader, "leader-release", OPERATING),
        Offer(DissolveUnit, "dissolution", OPERATING),
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
        Offer(AppointOfficer, "", OPERATING, is_proven=True),
        Offer(GrantRole, "role", OPERATING, is_proven=True),
        Offer(ConfirmRole, "role-confirmation", WHO_CONFIRMS, is_proven=True),
        Offer(DeclineRole, "role-refusal", WHO_CONFIRMS),
        Offer(EndRole, "role-end", OPERATING),
        Offer(IssueToken, None, OPERATING, is_proven=True),
        Offer(RevokeToken, None, OPERATING),
        Offer(IssueSlip, None, OPERATING, is_proven=True),
        Offer(UseSlip, None, NOBODY),
        Offer(BindIdentity, None, OPERATING, is_proven=True),
        Offer(ReleaseIdentity, None, OPERATING),
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
    offers=(Offer(ImportCalendar, None, OPERATING),),
    reading=Reading(views={CATALOGUE: EVERYBODY}),
)
ADMINISTRATION = Kind(
    name="administration",
    aggregate=ADMINISTRATION_AGGREGATE,
    description="The first set-up of the organisation and the end of administrators",
    offers=(Offer(EndSetUp, None, OPERATING),),
    reading=Reading(views={CATALOGUE: EVERYBODY}),
    stream_of=lambda command: ADMINISTRATION_STREAM,
)
