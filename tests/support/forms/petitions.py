"""Lives of petitions in which every form of theirs is sent."""

from collections.abc import Sequence
from typing import Any

from domain.roles import Role
from tests.support.api import Body
from tests.support.forms.steps import SOME_DAY, TEXT, Step, an_instance_of_named, told

ORDINARY = {"title": TEXT, "brief": None, "facts": TEXT, "group_size": 1, "representatives": [], "notice": None}
TALK = {"officers": ["@handler", "@second"]}
HEARD = {"talked_on": SOME_DAY, "minutes": TEXT, **TALK}
SUPPORTED = {"heard": HEARD}
ACCUSED = {"accused": [{"accused_unit": "HS01", "officer": None, "is_of_the_desk": False, "discipline_of": None}]}
SUGGESTION = {"text": TEXT, "purpose": "P2", "issue": "I17"}
ACCUSATION = {"text": TEXT, "purpose": "P3", "issue": "I01"}


def registration(**changes: Any) -> Body:
    """A registration as its form sends it."""
    plain = told(an_instance_of_named("petitions", "registration"))["registration"]
    return {**plain, **ORDINARY, **changes}


ACCEPTED: tuple[Step, ...] = (
    ("screening", Role.PET_HEAD, 1, {}),
    ("acceptance", Role.PET_HEAD, 1, {"route": "R6", "handlers": ["@handler"], "notice": None}),
)
"""A petition that is in the hands of its handler."""


def petition(*steps: Step, **registered: Any) -> tuple[Step, ...]:
    """A life of a petition that is received and registered in two forms."""
    return (
        ("", Role.INTAKE, 0, {"registration": None, "accused": [], "concerns": []}),
        ("registration", Role.INTAKE, 0, {"registration": registration(**registered)}),
        *steps,
    )


def changed(life: Sequence[Step], **registered: Any) -> tuple[Step, ...]:
    """The life of a petition that was registered otherwise."""
    return tuple(
        (
            noun,
            role,
            later,
            {"registration": {**says["registration"], **registered}} if noun == "registration" else says,
        )
        for noun, role, later, says in life
    )


NUMBERED = petition(
    ("notice", Role.INTAKE, 0, {}),
    ("document-number", Role.INTAKE, 0, {"document": 3}),
    ("document-number-void", Role.INTAKE, 0, {"document": 3}),
)
"""A petition whose notice takes an official number."""
HINT = {"supervised_unit": "HS01", "subjects": ["S81"], "confirmed_by": "@desk"}
PETITIONS: tuple[tuple[Step, ...], ...] = (
    petition(
        ("notice", Role.INTAKE, 0, {}),
        ("note", Role.INTAKE, 0, {}),
        *ACCEPTED,
        ("question", Role.HANDLER, 1, {}),
        ("talk", Role.HANDLER, 1, {"talk": HEARD}),
        ("confirmation", Role.PET_HEAD, 0, {"entry": 1}),
        ("talk", Role.HANDLER, 0, {"talk": HEARD}),
        ("contest", Role.PET_HEAD, 0, {"entry": 2}),
        ("correction", Role.INTAKE, 0, {"fact": 1, "field": "channel", "right": "VISIT"}),
        ("evidence", Role.HANDLER, 1, {}),
        ("extension", Role.HANDLER, 1, {}),
        ("extension-refusal", Role.UNIT_LEAD, 0, {}),
        ("extension", Role.HANDLER, 1, {}),
        ("extension-approval", Role.UNIT_LEAD, 0, {"telling": None}),
        ("extension-notice", Role.HANDLER, 0, {}),
        ("decision", Role.HANDLER, 1, SUPPORTED),
        ("confirmation", Role.PET_HEAD, 0, {"entry": 3}),
        ("decision-return", Role.UNIT_LEAD, 0, {}),
        ("decision", Role.HANDLER, 1, SUPPORTED),
        ("confirmation", Role.PET_HEAD, 0, {"entry": 4}),
        ("decision-approval", Role.UNIT_LEAD, 0, {}),
        ("delivery", Role.HANDLER, 1, {"content_on": None}),
        ("implementation", Role.OWNER_LEAD, 0, {"days": 30}),
        ("implementation-confirmation", Role.OWNER_LEAD, 5, {}),
        ("closing", Role.PET_HEAD, 40, {}),
    ),
    petition(
        ("screening", Role.PET_HEAD, 1, {}),
        ("forwarding", Role.PET_HEAD, 0, {"to_unit": "HS01"}),
    ),
    petition(
        ("screening", Role.PET_HEAD, 1, {}),
        ("acceptance", Role.PET_HEAD, 1, {"route": "R6", "handlers": []}),
        ("handling", Role.PET_HEAD, 0, {"handlers": ["@handler"]}),
        ("decision", Role.HANDLER, 1, {**SUPPORTED, "results": [{"demand": 1, "outcome": "EXPLAIN", "basis": TEXT}]}),
        ("confirmation", Role.PET_HEAD, 0, {"entry": 1}),
        ("decision-approval", Role.PET_HEAD, 0, {}),
        ("delivery", Role.HANDLER, 1, {"content_on": None}),
        ("contentment", Role.PET_HEAD, 0, {}),
    ),
    petition(
        ("screening", Role.PET_HEAD, 1, {}),
        ("non-acceptance", Role.INTAKE, 0, {}),
        ("non-acceptance-approval", Role.PET_HEAD, 0, {}),
    ),
    petition(("withdrawal", Role.INTAKE, 0, {})),
    petition(("void", Role.INTAKE, 0, {}), ("confirmation", Role.PET_HEAD, 0, {"entry": 1})),
    petition(
        ("notice", Role.INTAKE, 0, {}),
        *ACCEPTED,
        ("recusal-request", Role.INTAKE, 0, {"concerned": "@second", "tie": "OTHER", "asked_by": "PETITIONER"}),
        ("recusal-decision", Role.PET_HEAD, 0, {"concerned": "@second", "is_confirmed": False}),
        ("handover", Role.PET_HEAD, 0, {"concerned": "@handler", "handed_to": "@second"}),
        ("recusal", Role.PET_HEAD, 0, {"concerned": "@handler", "tie": "OTHER"}),
        ("tie", Role.INTAKE, 0, {"tie": "OTHER"}),
    ),
    petition(
        ("seal", Role.INTAKE, 0, ACCUSED),
        ("screening", Role.PET_HEAD, 1, {}),
        ("package", Role.PET_HEAD, 0, {}),
        ("package-receipt", Role.DI_OFFICER, 1, {}),
        ("acceptance-notice", Role.DI_OFFICER, 1, {}),
        ("conclusion", Role.DI_HEAD, 1, {}),
        ("result-notice", Role.DI_HEAD, 1, {}),
        demands=[ACCUSATION],
    ),
    petition(
        ("notice", Role.INTAKE, 0, {}),
        *ACCEPTED,
        ("unsealing", Role.HANDLER, 0, {"fields": ["NAME"]}),
        ("unsealing-refusal", Role.DI_HEAD, 0, {}),
        ("unsealing", Role.HANDLER, 0, {"fields": ["NAME"]}),
        ("unsealing-approval", Role.UNIT_LEAD, 0, {"unsealing": 2}),
        ("release", Role.ID_CUSTODIAN, 0, {"unsealing": 2}),
        ("same-person-question", Role.INTAKE, 0, {}),
        ("same-person-answer", Role.ID_CUSTODIAN, 0, {}),
        confidentiality_requested=True,
    ),
    NUMBERED,
    petition(
        *ACCEPTED[:1],
        ("lead-hint", Role.INTAKE, 1, HINT),
        ("confirmation", Role.PET_HEAD, 0, {"entry": 1}),
        ("assistance-wish", Role.INTAKE, 0, {"petitioner_agrees": True}),
        demands=[{"text": TEXT, "purpose": "P2", "issue": "I17"}],
    ),
    petition(("concern", Role.INTAKE, 0, {"concerns": ["@second"]})),
    petition(
        ("screening", Role.PET_HEAD, 1, {}),
        ("forwarding", Role.PET_HEAD, 0, {"to_unit": "HS01"}),
        ("acceptance", Role.PET_HEAD, 1, {"route": "R6", "handlers": ["@handler"]}),
        ("decision", Role.HANDLER, 1, {**SUPPORTED, "results": [{"demand": 1, "outcome": "EXPLAIN", "basis": TEXT}]}),
        ("confirmation", Role.PET_HEAD, 0, {"entry": 1}),
        ("decision-approval", Role.PET_HEAD, 0, {}),
        ("delivery", Role.HANDLER, 1, {"content_on": None}),
        ("review", Role.INTAKE, 1, {"late_because": None}),
        ("reviewer", Role.PET_HEAD, 1, {"reviewer": "@other_reviewer"}),
        ("reviewer-replacement", Role.PET_HEAD, 0, {"reviewer": "@reviewer"}),
        ("review-decision", Role.REVIEWER, 1, {"result": "UPHOLD", "results": [], "remedy": TEXT}),
        ("delivery", Role.HANDLER, 1, {"content_on": None}),
        ("contentment", Role.PET_HEAD, 0, {}),
    ),
    petition(demands=[{"text": TEXT, "purpose": "P9", "issue": "I99"}]),
    petition(
        ("notice", Role.INTAKE, 0, {}),
        *ACCEPTED,
        ("supervision", Role.PET_HEAD, 1, {"lapse": "EVASION"}),
        ("supervision-answer", Role.OWNER_LEAD, 1, {"oversight": 1}),
    ),
    petition(
        ("split", Role.INTAKE, 0, {"leaving": [2], "registration": registration(demands=[SUGGESTION]), "concerns": []}),
        demands=[{"text": TEXT, "purpose": "P1", "issue": "I01"}, SUGGESTION],
    ),
)
"""Lives of petitions that together send every form."""
