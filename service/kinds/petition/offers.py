"""The commands of a petition as they are offered, in the order of the procedure."""

from domain.petition import (
    carrying,
    concerning,
    deciding,
    ending,
    extending,
    handing,
    handling,
    linking,
    mending,
    notices,
    noting,
    numbering,
    reacting,
    reception,
    recusing,
    referring,
    registering,
    reviewing,
    routing,
    sealing,
    splitting,
    unsealing,
)
from service.kinds.offer import Offer
from service.kinds.organisation.roles import OPERATING
from service.kinds.petition.roles import (
    AT_THE_DESK,
    EVERYBODY,
    THE_CUSTODIAN,
    THE_DISCIPLINE,
    THE_HEAD,
    THE_LEADER,
    THE_OWNER,
    THE_REVIEWER,
    WHO_APPROVES_UNSEALING,
    WHO_ASKS_TO_UNSEAL,
    WHO_DECIDES,
    WHO_HANDLES,
)
from service.words.sentences import no_op as _

NO_TIE = _(
    "By recording this you declare that the matter concerns nobody of this desk, and that no tie of theirs stands "
    "against screening it here. Where one does, that is declared first."
)
WRITTEN_ANEW = _(
    "The demands that leave are written anew from the letter, with who filed them where that is to be known: nothing "
    "crosses by itself. An accusation stays here, and the new petition says nothing of it."
)

OFFERS = (
    Offer(reception.Receive, "", AT_THE_DESK),
    Offer(registering.Register, "registration", AT_THE_DESK),
    Offer(sealing.Seal, "seal", AT_THE_DESK, settles=True),
    Offer(notices.SendNotice, "notice", AT_THE_DESK | WHO_HANDLES | THE_OWNER | THE_CUSTODIAN),
    Offer(reception.Screen, "screening", THE_HEAD, says=NO_TIE),
    Offer(referring.SendPackage, "package", THE_HEAD, meets=("D-P10",), settles=True),
    Offer(referring.SignForPackage, "package-receipt", THE_DISCIPLINE, meets=("D-P10",)),
    Offer(referring.TellAcceptance, "acceptance-notice", THE_DISCIPLINE, meets=("D-P11",)),
    Offer(referring.ConcludeInquiry, "conclusion", THE_DISCIPLINE),
    Offer(referring.TellResult, "result-notice", THE_DISCIPLINE, meets=("D-P12",)),
    Offer(routing.Forward, "forwarding", THE_HEAD),
    Offer(routing.Accept, "acceptance", THE_HEAD | THE_OWNER),
    Offer(splitting.SplitOff, "split", AT_THE_DESK | THE_OWNER, aside=True, says=WRITTEN_ANEW),
    Offer(routing.ProposeNonAcceptance, "non-acceptance", AT_THE_DESK | THE_OWNER),
    Offer(routing.ApproveNonAcceptance, "non-acceptance-approval", THE_HEAD | THE_LEADER),
    Offer(handling.StartHandling, "handling", THE_HEAD | THE_OWNER),
    Offer(handling.AskSubmitter, "question", WHO_HANDLES, aside=True),
    Offer(handling.RecordTalk, "talk", WHO_HANDLES, aside=True),
    Offer(handling.AddEvidence, "evidence", WHO_HANDLES, aside=True),
    Offer(extending.RequestExtension, "extension", WHO_HANDLES, aside=True),
    Offer(extending.ApproveExtension, "extension-approval", THE_LEADER),
    Offer(extending.RefuseExtension, "extension-refusal", THE_LEADER),
    Offer(extending.TellExtension, "extension-notice", WHO_HANDLES),
    Offer(deciding.ProposeDecision, "decision", WHO_HANDLES),
    Offer(deciding.ApproveDecision, "decision-approval", THE_HEAD | THE_OWNER | THE_LEADER),
    Offer(deciding.ReturnDecision, "decision-return", THE_HEAD | THE_OWNER | THE_LEADER),
    Offer(deciding.RecordDelivery, "delivery", AT_THE_DESK | WHO_HANDLES),
    Offer(reviewing.RequestReview, "review", AT_THE_DESK, aside=True, settles=True),
    Offer(reviewing.NameReviewer, "reviewer", THE_HEAD, settles=True),
    Offer(reviewing.ReplaceReviewer, "reviewer-replacement", THE_HEAD, aside=True, settles=True),
    Offer(reviewing.DecideReview, "review-decision", THE_REVIEWER, meets=("D-P07",)),
    Offer(ending.OpenImplementation, "implementation", THE_OWNER),
    Offer(ending.ConfirmImplementation, "implementation-confirmation", THE_OWNER, meets=("D-P13",)),
    Offer(ending.Close, "closing", THE_HEAD, meets=("D-P06", "D-P08")),
    Offer(ending.CloseContent, "contentment", THE_HEAD),
    Offer(ending.Withdraw, "withdrawal", AT_THE_DESK, aside=True),
    Offer(carrying.CarryOver, None, OPERATING),
    Offer(noting.WriteNote, "note", EVERYBODY, aside=True),
    Offer(recusing.DeclareTie, "tie", EVERYBODY, aside=True, settles=True),
    Offer(recusing.AskRecusal, "recusal-request", AT_THE_DESK | WHO_HANDLES, aside=True),
    Offer(recusing.OrderRecusal, "recusal", WHO_DECIDES, aside=True, settles=True),
    Offer(recusing.DecideRecusal, "recusal-decision", WHO_DECIDES, meets=("D-C01",), settles=True),
    Offer(concerning.NameConcerned, "concern", AT_THE_DESK | WHO_HANDLES | THE_OWNER, aside=True, settles=True),
    Offer(handing.HandOver, "handover", THE_HEAD | THE_OWNER, aside=True, settles=True),
    Offer(mending.Confirm, "confirmation", EVERYBODY, aside=True),
    Offer(mending.Contest, "contest", EVERYBODY, aside=True),
    Offer(mending.Correct, "correction", EVERYBODY, aside=True),
    Offer(mending.Void, "void", AT_THE_DESK | THE_OWNER, aside=True),
    Offer(numbering.NumberDocument, "document-number", AT_THE_DESK | WHO_HANDLES | THE_OWNER, aside=True),
    Offer(numbering.VoidNumber, "document-number-void", AT_THE_DESK | WHO_HANDLES | THE_OWNER, aside=True),
    Offer(unsealing.RequestUnsealing, "unsealing", WHO_ASKS_TO_UNSEAL, aside=True, settles=True),
    Offer(
        unsealing.ApproveUnsealing,
        "unsealing-approval",
        WHO_APPROVES_UNSEALING,
        aside=True,
        settles=True,
        is_proven=True,
    ),
    Offer(
        unsealing.RefuseUnsealing, "unsealing-refusal", WHO_APPROVES_UNSEALING | THE_CUSTODIAN, aside=True, settles=True
    ),
    Offer(unsealing.Unseal, "release", THE_CUSTODIAN, aside=True, is_proven=True),
    Offer(unsealing.AskSamePerson, "same-person-question", WHO_ASKS_TO_UNSEAL, aside=True, settles=True),
    Offer(unsealing.AnswerSamePerson, "same-person-answer", THE_CUSTODIAN, aside=True),
    Offer(linking.SuggestLead, "lead-hint", AT_THE_DESK | THE_OWNER, aside=True),
    Offer(linking.WishAssistance, "assistance-wish", AT_THE_DESK | WHO_HANDLES | THE_OWNER, aside=True),
    Offer(ending.SettleClocks, None, OPERATING),
    Offer(reacting.TakeDueSteps, None, OPERATING),
)
