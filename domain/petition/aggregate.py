"""The petition as a whole: its events, its commands and its statuses."""

from domain.kernel import Aggregate
from domain.petition import events as e
from domain.petition.carrying import CarryOver
from domain.petition.codes import Status
from domain.petition.deciding import ApproveDecision, ProposeDecision, RecordDelivery, ReturnDecision
from domain.petition.ending import (
    Close,
    CloseContent,
    ConfirmImplementation,
    OpenImplementation,
    SettleClocks,
    Withdraw,
)
from domain.petition.handling import (
    AddEvidence,
    ApproveExtension,
    AskSubmitter,
    RecordTalk,
    RefuseExtension,
    RequestExtension,
    StartHandling,
    TellExtension,
)
from domain.petition.reception import Receive, Register, Screen, SendNotice
from domain.petition.routing import Accept, ApproveNonAcceptance, Forward, ProposeNonAcceptance
from domain.petition.state import Petition, evolve

PETITION = Aggregate(
    kind="petition",
    initial=Petition(),
    starts=Status.NEW,
    statuses=Status,
    events=(
        e.Received,
        e.Registered,
        e.NoticeSent,
        e.Screened,
        e.Forwarded,
        e.Accepted,
        e.NonAcceptanceProposed,
        e.NotAccepted,
        e.HandlingStarted,
        e.SubmitterAsked,
        e.TalkRecorded,
        e.EvidenceAdded,
        e.ExtensionRequested,
        e.ExtensionApproved,
        e.ExtensionRefused,
        e.Extended,
        e.DecisionProposed,
        e.DecisionReturned,
        e.DecisionIssued,
        e.DecisionDelivered,
        e.ImplementationOpened,
        e.ImplementationConfirmed,
        e.Closed,
        e.Withdrawn,
        e.CarriedOver,
        e.ClocksSettled,
    ),
    commands=(
        Receive,
        Register,
        SendNotice,
        Screen,
        Forward,
        Accept,
        ProposeNonAcceptance,
        ApproveNonAcceptance,
        StartHandling,
        AskSubmitter,
        RecordTalk,
        AddEvidence,
        RequestExtension,
        ApproveExtension,
        RefuseExtension,
        TellExtension,
        ProposeDecision,
        ApproveDecision,
        ReturnDecision,
        RecordDelivery,
        OpenImplementation,
        ConfirmImplementation,
        Close,
        CloseContent,
        Withdraw,
        CarryOver,
        SettleClocks,
    ),
    evolve=evolve,
    status_of=lambda state: state.status,
)
