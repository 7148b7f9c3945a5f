"""What the rules of a petition read, and how it follows from the facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.cases.handing import named_before
from domain.cases.overdue import NOTHING_OVERDUE, Overdue
from domain.cases.recusal import NO_RECUSALS, Recusals, Undecided
from domain.cases.waiting import NO_PAST, NOTHING_WAITS, Past, Waiting
from domain.changing import changed
from domain.deadlines.clocks import NOTHING_RUNNING, Clock, Running
from domain.growing import Growing
from domain.petition.accusations import NOT_SEALED, Sealing
from domain.petition.codes import Channel, Delivery, Issue, NotAcceptedReason, Outcome, Purpose, Route, Status
from domain.petition.links import NO_LINKS, Links
from domain.petition.oversight import NO_OVERSIGHT, Oversights
from domain.petition.reviews import Review
from domain.petition.splits import StandingDemand
from domain.petition.unsealings import NO_UNSEALINGS, Unsealings
from domain.scopes import NOWHERE, Scope
from domain.values import OfficerRef, SubjectRef, UnitRef

TELLING = ("D-P01", "D-P03")
"""Terms within which the petitioner is told what becomes of the petition; 信访工作条例 §23."""


@dataclass(frozen=True, slots=True)
class NonAcceptance:
    """A proposal not to accept that nobody has approved yet."""

    reason: NotAcceptedReason
    by: OfficerRef
    on: date


@dataclass(frozen=True, slots=True)
class ExtensionAsked:
    """A request for more days that nobody has decided yet."""

    days: int
    by: OfficerRef
    on: date


@dataclass(frozen=True, slots=True)
class ExtensionUntold:
    """An approved extension of which the petitioner was not told yet."""

    days: int
    approved_on: date


@dataclass(frozen=True)
class Petition:
    """The state that decisions on a petition are taken on; columns for readers belong to views.

    `stepped_on` is the day of the last step along the procedure: whatever follows from it happened on it or later.
    `telling_term` is the last term within which the petitioner was to be told, running or not; `presumed_on` the day
    from which handling counts by silence.
    """

    status: Status = Status.NEW
    subject: SubjectRef | None = None
    unit: UnitRef | None = None
    channel: Channel | None = None
    received_on: date = date.min
    stepped_on: date = date.min
    registered_by: OfficerRef | None = None
    purposes: frozenset[Purpose] = frozenset()
    issues: frozenset[Issue] = frozenset()
    demands: tuple[StandingDemand, ...] = ()
    split_count: int = 0
    has_contact: bool = False
    is_confidential: bool = False
    told: tuple[date, Delivery] | None = None
    route: Route | None = None
    accepted_on: date = date.min
    heard_on: date | None = None
    non_acceptance: NonAcceptance | None = None
    extension_asked: ExtensionAsked | None = None
    extension_untold: ExtensionUntold | None = None
    is_extended: bool = False
    decision_proposed_by: OfficerRef | None = None
    outcomes: tuple[Outcome, ...] = ()
    issued_on: date | None = None
    delivered_on: date | None = None
    is_implementing: bool = False
    is_implemented: bool = False
    took_part: Growing[OfficerRef, None] = field(default_factory=Growing)
    review: Review | None = None
    reviewers: Growing[OfficerRef, None] = field(default_factory=Growing)
    sealing: Sealing = NOT_SEALED
    unsealings: Unsealings = NO_UNSEALINGS
    links: Links = NO_LINKS
    oversights: Oversights = NO_OVERSIGHT
    scope: Scope = NOWHERE
    recusals: Recusals = NO_RECUSALS
    clocks: Running = NOTHING_RUNNING
    overdue: Overdue = NOTHING_OVERDUE
    telling_term: Clock | None = None
    presumed_on: date | None = None
    waiting: Waiting = NOTHING_WAITS
    past: Past = field(default=NO_PAST, compare=False, repr=False)

    def clock(self, rule: str, item: str = "") -> Clock | None:
        """The running clock of the rule, and of the item where it runs per item, if there is one."""
        return self.clocks.get((rule, item))

    @property
    def is_told(self) -> bool:
        """Whether the petitioner was told in writing, since the petition came to the unit that has it."""
        return self.told is not None

    @property
    def demand_count(self) -> int:
        """How many demands stand."""
        return len(self.demands)

    @property
    def demand_numbers(self) -> tuple[int, ...]:
        """The numbers of the demands that stand."""
        return tuple(each.number for each in self.demands)

    @property
    def is_protected(self) -> bool:
        """Whether the matter or whoever filed it is kept in confidence."""
        return self.is_confidential or Purpose.P3 in self.purposes

    @property
    def reviewing_unit(self) -> UnitRef | None:
        """The unit that reviews, where a review was asked for."""
        return self.review.unit if self.review else None

    @property
    def named_reviewer(self) -> OfficerRef | None:
        """Who is named for the review that is asked for now, and was not recused from it."""
        reviewer = self.review.reviewer if self.review else None
        return reviewer if reviewer in self.scope.assigned else None

    @property
    def statement_numbers(self) -> tuple[int, ...]:
        """The numbers of what waits for a second person."""
        return tuple(self.waiting.statements)

    @property
    def oversight_numbers(self) -> tuple[int, ...]:
        """The numbers of the letters of supervision and of the proposals."""
        return tuple(self.oversights)

    @property
    def undecided(self) -> Mapping[OfficerRef, Undecided]:
        """Whoever a recusal is about that nobody has decided yet."""
        return self.recusals.undecided

    @property
    def named_before(self) -> tuple[OfficerRef, ...]:
        """Whoever the case can be handed over from."""
        return named_before(self)

    @property
    def known_subject(self) -> SubjectRef:
        """The person that the case speaks of; every case that exists has one."""
        if self.subject is None:
            raise LookupError("a petition that was never received speaks of nobody")
        return self.subject

    def taking_part(self, *officers: OfficerRef) -> "Petition":
        """The same with these officers among those who had a part in the answer."""
        took_part = self.took_part
        for officer in officers:
            took_part = took_part if officer in took_part else took_part.holding(officer, None)
        return self if took_part is self.took_part else changed(self, took_part=took_part)
