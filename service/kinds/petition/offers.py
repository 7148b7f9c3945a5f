"""The commands of a petition as they are offered, in the order of the procedure."""

from domain.petition import (
    carrying,
    deciding,
    ending,
    extending,
    handing,
    handling,
    notices,
    noting,
    reception,
    recusing,
    registering,
    routing,
)
from domain.roles import Role
from service.kinds.offer import Offer
from service.kinds.organisation.roles import OPERATOR
from service.kinds.petition.roles import DESK, HANDLERS, LEADS, STAFF

HEAD = frozenset({Role.PET_HEAD})
ASSIGNING = frozenset({Role.PET_HEAD, Role.OWNER_LEAD})
UNIT_LEAD = frozenset({Role.UNIT_LEAD})

OFFERS = (
    Offer(reception.Receive, "", DESK),
    Offer(registering.Register, "registration", DESK),
    Offer(notices.SendNotice, "notice", DESK | HANDLERS),
    Offer(reception.Screen, "screening", HEAD),
    Offer(routing.Forward, "forwarding", HEAD),
    Offer(routing.Accept, "acceptance", ASSIGNING),
    Offer(routing.ProposeNonAcceptance, "non-acceptance", DESK),
    Offer(routing.ApproveNonAcceptance, "non-acceptance-approval", LEADS),
    Offer(handling.StartHandling, "handling", ASSIGNING),
    Offer(handling.AskSubmitter, "question", HANDLERS, aside=True),
    Offer(handling.RecordTalk, "talk", HANDLERS, aside=True),
    Offer(handling.AddEvidence, "evidence", HANDLERS, aside=True),
    Offer(extending.RequestExtension, "extension", HANDLERS, aside=True),
    Offer(extending.ApproveExtension, "extension-approval", UNIT_LEAD),
    Offer(extending.RefuseExtension, "extension-refusal", UNIT_LEAD),
    Offer(extending.TellExtension, "extension-notice", HANDLERS | DESK),
    Offer(deciding.ProposeDecision, "decision", HANDLERS),
    Offer(deciding.ApproveDecision, "decision-approval", LEADS),
    Offer(deciding.ReturnDecision, "decision-return", LEADS),
    Offer(deciding.RecordDelivery, "delivery", HANDLERS | DESK),
    Offer(ending.OpenImplementation, "implementation", LEADS),
    Offer(ending.ConfirmImplementation, "implementation-confirmation", LEADS, meets=("D-P13",)),
    Offer(ending.Close, "closing", DESK | LEADS, meets=("D-P06",)),
    Offer(ending.CloseContent, "contentment", DESK | LEADS),
    Offer(ending.Withdraw, "withdrawal", DESK, aside=True),
    Offer(carrying.CarryOver, None, OPERATOR),
    Offer(noting.WriteNote, "note", STAFF, aside=True),
    Offer(recusing.DeclareTie, "tie", STAFF, aside=True, settles=True),
    Offer(recusing.AskRecusal, "recusal-request", DESK | HANDLERS, aside=True),
    Offer(recusing.OrderRecusal, "recusal", LEADS, aside=True, settles=True),
    Offer(recusing.DecideRecusal, "recusal-decision", LEADS, meets=("D-C01",), settles=True),
    Offer(handing.HandOver, "handover", ASSIGNING, aside=True, settles=True),
    Offer(ending.SettleClocks, None, OPERATOR),
)
