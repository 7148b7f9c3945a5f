"""The addresses of commands: one line per command, named by the noun that it creates."""

from dataclasses import dataclass
from typing import Any

from domain.kernel import Aggregate, Command
from domain.organisation.officer import OFFICER, AppointOfficer, EndRole, GrantRole
from domain.organisation.unit import UNIT, DissolveUnit, FoundUnit
from domain.petition import deciding, ending, handling, reception, routing
from domain.petition.aggregate import PETITION


@dataclass(frozen=True, slots=True)
class Address:
    """Where a command is posted to: `/{collection}` for one that creates, else `/{collection}/{id}/{noun}`."""

    command: type[Command[Any]]
    noun: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """One kind of resource and the addresses of its commands."""

    name: str
    aggregate: Aggregate[Any]
    addresses: tuple[Address, ...]

    def address_of(self, noun: str) -> Address | None:
        """The address with that noun."""
        return next((address for address in self.addresses if address.noun == noun), None)


PETITIONS = Collection(
    "petitions",
    PETITION,
    (
        Address(reception.Receive),
        Address(reception.Register, "registration"),
        Address(reception.SendNotice, "notice"),
        Address(reception.Screen, "screening"),
        Address(routing.Forward, "forwarding"),
        Address(routing.Accept, "acceptance"),
        Address(routing.ProposeNonAcceptance, "non-acceptance"),
        Address(routing.ApproveNonAcceptance, "non-acceptance-approval"),
        Address(handling.StartHandling, "handling"),
        Address(handling.AskSubmitter, "question"),
        Address(handling.RecordTalk, "talk"),
        Address(handling.AddEvidence, "evidence"),
        Address(handling.RequestExtension, "extension"),
        Address(handling.ApproveExtension, "extension-approval"),
        Address(handling.RefuseExtension, "extension-refusal"),
        Address(handling.TellExtension, "extension-notice"),
        Address(deciding.ProposeDecision, "decision"),
        Address(deciding.ApproveDecision, "decision-approval"),
        Address(deciding.ReturnDecision, "decision-return"),
        Address(deciding.RecordDelivery, "delivery"),
        Address(ending.OpenImplementation, "implementation"),
        Address(ending.ConfirmImplementation, "implementation-confirmation"),
        Address(ending.Close, "closing"),
        Address(ending.CloseContent, "contentment"),
        Address(ending.Withdraw, "withdrawal"),
    ),
)
UNITS = Collection("units", UNIT, (Address(FoundUnit), Address(DissolveUnit, "dissolution")))
OFFICERS = Collection(
    "officers", OFFICER, (Address(AppointOfficer), Address(GrantRole, "role"), Address(EndRole, "role-end"))
)

CASES: tuple[Collection, ...] = (PETITIONS,)
COLLECTIONS: tuple[Collection, ...] = (*CASES, UNITS, OFFICERS)
