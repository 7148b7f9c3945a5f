"""The petition as a whole: its events, its commands and its statuses."""

from domain.cases.second import Held
from domain.cases.waiting import keeping
from domain.kernel import Aggregate, events_of
from domain.petition import (
    carrying,
    deciding,
    ending,
    extending,
    handing,
    handling,
    mending,
    notices,
    noting,
    reception,
    recusing,
    registering,
    routing,
)
from domain.petition.codes import Status
from domain.petition.events import PetitionEvent
from domain.petition.state import Petition, evolve

PETITION = Aggregate(
    kind="petition",
    initial=Petition(),
    starts=Status.NEW,
    statuses=Status,
    events=events_of(PetitionEvent),
    commands=(
        reception.Receive,
        registering.Register,
        notices.SendNotice,
        reception.Screen,
        routing.Forward,
        routing.Accept,
        routing.ProposeNonAcceptance,
        routing.ApproveNonAcceptance,
        handling.StartHandling,
        handling.AskSubmitter,
        handling.RecordTalk,
        handling.AddEvidence,
        extending.RequestExtension,
        extending.ApproveExtension,
        extending.RefuseExtension,
        extending.TellExtension,
        deciding.ProposeDecision,
        deciding.ApproveDecision,
        deciding.ReturnDecision,
        deciding.RecordDelivery,
        ending.OpenImplementation,
        ending.ConfirmImplementation,
        ending.Close,
        ending.CloseContent,
        ending.Withdraw,
        carrying.CarryOver,
        noting.WriteNote,
        recusing.DeclareTie,
        recusing.AskRecusal,
        recusing.OrderRecusal,
        recusing.DecideRecusal,
        handing.HandOver,
        mending.Confirm,
        mending.Contest,
        mending.Correct,
        mending.Void,
        ending.SettleClocks,
    ),
    evolve=keeping(evolve),
    status_of=lambda state: state.status,
    held=Held(mending.SECONDS),
)
