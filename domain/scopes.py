"""For whom a case exists: what its own facts say of the units and officers that it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import reduce
from typing import Any

from domain.changing import changed
from domain.growing import Growing
from domain.marks import Mark
from domain.roles import Role
from domain.values import OfficerRef, UnitRef


class Openness(StrEnum):
    """Whether a case exists for others than its desk.

    CLOSED until it is screened, OPEN from then on, and SEALED where it accuses somebody; 信访工作条例 §§22, 30.
    """

    CLOSED = "CLOSED"
    OPEN = "OPEN"
    SEALED = "SEALED"


class Excerpt(StrEnum):
    """What those are told of a case who may not know of the case itself: one paper that lies before their unit."""

    PAYMENT_ORDER = "PAYMENT_ORDER"
    EMERGENCY_AID = "EMERGENCY_AID"
    NOTICE = "NOTICE"
    LEAD_SLIP = "LEAD_SLIP"
    AID_WISH = "AID_WISH"
    REFERRAL = "REFERRAL"
    VOUCHER = "VOUCHER"
    UNCHECKED = "UNCHECKED"


@dataclass(frozen=True, slots=True)
class Laid:
    """A paper of a case, its number among those of its kind, and the unit before which it lies.

    It exists for nobody of the line of a unit that it is `about`. Some kinds lie before officers who are `named`, and
    before nobody else of the unit.
    """

    excerpt: Excerpt
    number: int
    owner: UnitRef
    about: UnitRef | None = None
    named: Growing[OfficerRef, None] = field(default_factory=Growing)


@dataclass(frozen=True)
class Scope:
    """What access to a case is decided by.

    `owner` is the unit whose matter it is, `desks` are the units that it has been brought before: those that received
    a petition, or the supervised one once it was told of a check. `assigned` are the officers named for the case,
    `recorder` wrote it down, and `supervised` is the unit that is looked into, told or not. `asked` are the roles that
    know of it since their decision or their part is asked for, and `heard` those, and the officers, that keep knowing
    that there is such a case because they decided on it. `papers`, by kind and number, lie before those who know
    nothing else of it. For those who are `barred`, recused or tied to the matter, the case does not exist, whatever
    else is said here; nor does it for those `kept_from` it, of whom marks tell: the person or the line of the unit that
    it accuses, and officers whose own matter it is. `packages` are the units to whose discipline office an accusation
    was sent.
    """

    openness: Openness = Openness.CLOSED
    owner: UnitRef | None = None
    desks: Growing[UnitRef, None] = field(default_factory=Growing)
    assigned: Growing[OfficerRef, None] = field(default_factory=Growing)
    recorder: OfficerRef | None = None
    supervised: UnitRef | None = None
    asked: tuple[Role, ...] = ()
    heard: Growing[Role | OfficerRef, None] = field(default_factory=Growing)
    papers: Growing[tuple[Excerpt, int], Laid] = field(default_factory=Growing)
    barred: Growing[OfficerRef, None] = field(default_factory=Growing)
    kept_from: Growing[Mark, None] = field(default_factory=Growing)
    packages: Growing[UnitRef, None] = field(default_factory=Growing)

    @property
    def is_in_confidence(self) -> bool:
        """Whether nobody is told whom it concerns: what accuses somebody, and what was filed in confidence."""
        return self.openness is Openness.SEALED or Role.ID_CUSTODIAN in self.asked

    @property
    def laid(self) -> tuple[Laid, ...]:
        """The papers that lie before somebody."""
        return tuple(self.papers.values())

    def of(self, paper: Laid) -> "Scope":
        """For whom that paper exists: those who are recused from the case are so from every paper of it."""
        return Scope(
            self.openness,
            paper.owner,
            assigned=paper.named,
            supervised=paper.about,
            barred=self.barred,
            kept_from=self.kept_from,
        )

    def before(self, unit: UnitRef) -> "Scope":
        """The same, brought before one more unit."""
        return self if unit in self.desks else changed(self, desks=self.desks.holding(unit, None))

    def before_alone(self, unit: UnitRef) -> "Scope":
        """The same, the matter of that unit and brought before no other."""
        return changed(self, owner=unit, desks=Growing({unit: None}))

    def accusing(self, *marks: Mark) -> "Scope":
        """The same, sealed, accusing those for whom the marks stand besides those who are."""
        return changed(self.keeping_from(*marks), openness=Openness.SEALED)

    def keeping_from(self, *marks: Mark) -> "Scope":
        """The same, existing no more for those for whom the marks stand."""
        kept_from = self.kept_from
        for mark in marks:
            kept_from = kept_from if mark in kept_from else kept_from.holding(mark, None)
        return changed(self, kept_from=kept_from)

    def sent_to(self, unit: UnitRef) -> "Scope":
        """The same, sent to the discipline office of one more unit."""
        return self if unit in self.packages else changed(self, packages=self.packages.holding(unit, None))

    def laying(self, paper: Laid) -> "Scope":
        """The same, with one more paper before a unit."""
        return changed(self, papers=self.papers.holding((paper.excerpt, paper.number), paper))

    def laying_for(self, paper: Laid, officer: OfficerRef) -> "Scope":
        """The same, with that paper before one more officer."""
        lying = self.papers.get((paper.excerpt, paper.number), paper)
        return self if officer in lying.named else self.laying(replace(lying, named=lying.named.holding(officer, None)))

    def taking_down(self, excerpt: Excerpt, number: int) -> "Scope":
        """The same without that paper."""
        return changed(self, papers=self.papers.without((excerpt, number)))

    def asking(self, *roles: Role) -> "Scope":
        """The same, with those roles asked."""
        return changed(self, asked=tuple(sorted({*self.asked, *roles})))

    def asking_no_more(self, *roles: Role) -> "Scope":
        """The same, with those roles not asked."""
        return changed(self, asked=tuple(role for role in self.asked if role not in roles))

    def told(self, *hearers: Role | OfficerRef) -> "Scope":
        """The same, heard of by these besides those who have."""
        heard = self.heard
        for hearer in hearers:
            heard = heard if hearer in heard else heard.holding(hearer, None)
        return changed(self, heard=heard)

    def assigning(self, *officers: OfficerRef) -> "Scope":
        """The same with these officers named for it besides those who are."""
        assigned = self.assigned
        for officer in officers:
            assigned = assigned if officer in assigned else assigned.holding(officer, None)
        return changed(self, assigned=assigned)

    def assigning_alone(self, *officers: OfficerRef) -> "Scope":
        """The same with these officers named for it and nobody else."""
        return changed(self, assigned=Growing(dict.fromkeys(officers)))

    def releasing(self, officer: OfficerRef) -> "Scope":
        """The same with the officer no longer named for it."""
        return changed(self, assigned=self.assigned.without(officer))

    def barring(self, officer: OfficerRef) -> "Scope":
        """The same, existing for the officer no more."""
        barred = self.barred if officer in self.barred else self.barred.holding(officer, None)
        return changed(self.releasing(officer), barred=barred)

    def admitting(self, officer: OfficerRef) -> "Scope":
        """The same without a bar against the officer."""
        return changed(self, barred=self.barred.without(officer))


NOWHERE = Scope()


def scope_after(scope: Scope, event: Any) -> Scope:
    """The scope after one more event, as the event itself says it in `rescoped`; most change nothing."""
    rescoped = getattr(event, "rescoped", None)
    after: Scope = rescoped(scope) if rescoped else scope
    return after


def scope_of_all(events: Iterable[Any]) -> Scope:
    """The scope of a case with these events, the first one first."""
    return reduce(scope_after, events, NOWHERE)


def may_rescope(event: type[Any]) -> bool:
    """Whether events of that class change for whom their case exists."""
    return hasattr(event, "rescoped")
