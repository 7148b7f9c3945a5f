"""The commands of a petition as they are offered, in the order of the procedure."""

from domain.petition.carrying import CarryOver
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
from domain.roles import Role
from service.kinds.offer import Offer
from service.kinds.organisation.roles import OPERATOR
from service.kinds.petition.roles import DESK, HANDLERS, LEADS

HEAD = frozenset({Role.PET_HEAD})
ASSIGNING = frozenset({Role.PET_HEAD, Role.OWNER_LEAD})
UNIT_LEAD = frozenset({Role.UNIT_LEAD})

OFFERS = (
    Offer(Receive, "", DESK),
    Offer(Register, "registration", DESK),
    Offer(SendNotice, "notice", DESK | HANDLERS),
    Offer(Screen, "screening", HEAD),
    Offer(Forward, "forwarding", HEAD),
    Offer(Accept, "acceptance", ASSIGNING),
    Offer(ProposeNonAcceptance, "non-acceptance", DESK),
    Offer(ApproveNonAcceptance, "non-acceptance-approval", LEADS),
    Offer(StartHandling, "handling", ASSIGNING),
    Offer(AskSubmitter, "question", HANDLERS, aside=True),
    Offer(RecordTalk, "talk", HANDLERS, aside=True),
    Offer(AddEvidence, "evidence", HANDLERS, aside=True),
    Offer(RequestExtension, "extension", HANDLERS, aside=True),
    Offer(ApproveExtension, "extension-approval", UNIT_LEAD),
    Offer(RefuseExtension, "extension-refusal", UNIT_LEAD),
    Offer(TellExtension, "extension-notice", HANDLERS | DESK),
    Offer(ProposeDecision, "decision", HANDLERS),
    Offer(ApproveDecision, "decision-approval", LEADS),
    Offer(ReturnDecision, "decision-return", LEADS),
    Offer(RecordDelivery, "delivery", HANDLERS | DESK),
    Offer(OpenImplementation, "implementation", LEADS),
    Offer(ConfirmImplementation, "implementation-confirmation", LEADS, meets=("D-P13",)),
    Offer(Close, "closing", DESK | LEADS, meets=("D-P06",)),
    Offer(CloseContent, "contentment", DESK | LEADS),
    Offer(Withdraw, "withdrawal", DESK, aside=True),
    Offer(CarryOver, None, OPERATOR),
    Offer(SettleClocks, None, OPERATOR),
)
