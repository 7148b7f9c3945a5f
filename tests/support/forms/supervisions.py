"""Lives of checks in which every form of theirs is sent."""

from domain.roles import Role
from tests.support.forms.steps import SOME_DAY, TEXT, Step

START = {"notified_on": SOME_DAY, "started_on": SOME_DAY, "work_time_released": True}
TEAM = [
    {"officer": officer, "unit": "HS", "trade": trade, "conflict": "NONE"}
    for officer, trade in (("@leader", "ENGINEERING"), ("@member", "FRONT_LINE"))
]
VERIFIERS = [{"officer": each["officer"], "unit": "HS"} for each in TEAM]
TALK = {"officers": ["@leader", "@member"], "means": "INDIVIDUAL", "is_voluntary": True}
EVIDENCE = {
    "kind": "DOC",
    "description": TEXT,
    "origin": TEXT,
    "collectors": ["@leader", "@member"],
    "obtained_on": SOME_DAY,
    "is_lawful": True,
    "confidentiality": "C2",
}
FINDING = {
    "category": "S22",
    "severity": "CONSIDERABLE",
    "responsible_unit": "HS01",
    "fact": TEXT,
    "standard": TEXT,
    "evidence": [1],
    "outcome": "O2",
}
LEAD = {
    "subjects": ["S22"],
    "supervised_unit": "HS01",
    "unit": "HS",
    "confirmed_by": "@leader",
    "registered_on": None,
}
CHECKED: tuple[Step, ...] = (
    ("", Role.UNION_BASE, 0, {**LEAD, "concerns": []}),
    ("note", Role.TEAM_LEAD, 0, {}),
    ("registration", Role.TEAM_LEAD, 0, {}),
)
"""A lead that is registered."""
NOTICED: tuple[Step, ...] = (
    *CHECKED,
    ("triage", Role.TEAM_LEAD, 1, {}),
    ("plan", Role.UNION_CHAIR, 1, {"kind": "SPECIAL", "ends_on": "2025-12-31"}),
    ("team", Role.UNION_CHAIR, 1, {"members": TEAM, "leader": "@leader", "start": None}),
    ("start", Role.TEAM_LEAD, 0, {"start": START}),
    ("evidence", Role.TEAM_MEMBER, 1, {"evidence": EVIDENCE}),
    ("finding", Role.TEAM_MEMBER, 1, {"findings": [FINDING], "evidence": []}),
    ("hearing", Role.TEAM_LEAD, 1, {"let_time_pass": False}),
    ("conclusion", Role.TEAM_LEAD, 1, {"present": ["@leader", "@member"], "changed": []}),
    (
        "notice",
        Role.UNION_CHAIR,
        1,
        {
            "items": [{"finding": 1, "demand": TEXT, "days": 30, "method": "ON_SITE", "responsible_unit": "HS01"}],
            "delivery": {"delivered_on": SOME_DAY, "way": "IN_PERSON"},
        },
    ),
)
"""A check whose opinion letter the unit has."""
SUPERVISIONS: tuple[tuple[Step, ...], ...] = (
    (
        *CHECKED,
        ("triage", Role.TEAM_LEAD, 1, {}),
        ("paper", Role.UNION_CHAIR, 1, {}),
        ("plan", Role.UNION_CHAIR, 1, {"kind": "SPECIAL", "ends_on": "2025-12-31"}),
        ("team", Role.UNION_CHAIR, 1, {"members": TEAM, "leader": "@leader", "start": None}),
        ("start", Role.TEAM_LEAD, 0, {"start": START}),
        ("evidence", Role.TEAM_MEMBER, 1, {"evidence": EVIDENCE}),
        (
            "talk",
            Role.TEAM_MEMBER,
            1,
            {"officers": ["@leader", "@member"], "means": "INDIVIDUAL", "is_voluntary": True},
        ),
        ("confirmation", Role.TEAM_LEAD, 0, {"entry": 1}),
        ("finding", Role.TEAM_MEMBER, 1, {"findings": [FINDING, FINDING], "evidence": []}),
        ("hearing", Role.TEAM_LEAD, 1, {"let_time_pass": False}),
        ("conclusion", Role.TEAM_LEAD, 1, {"present": ["@leader", "@member"], "changed": []}),
        (
            "notice",
            Role.UNION_CHAIR,
            1,
            {
                "items": [
                    {"finding": number, "demand": TEXT, "days": 30, "method": "ON_SITE", "responsible_unit": "HS01"}
                    for number in (1, 2)
                ],
                "delivery": None,
            },
        ),
        ("document-number", Role.UNION_CHAIR, 0, {"document": 16}),
        ("document-number-void", Role.UNION_CHAIR, 0, {"document": 16}),
        ("delivery", Role.TEAM_LEAD, 0, {"delivery": {"delivered_on": SOME_DAY, "way": "IN_PERSON"}}),
        (
            "reply",
            Role.SUPERVISED,
            2,
            {"answers": [{"item": number, "answer": "PLAN", "text": TEXT} for number in (1, 2)]},
        ),
        ("rectification", Role.SUPERVISED, 3, {}),
        ("verification", Role.TEAM_MEMBER, 1, {"passed": True, "on_site": True, "verifiers": VERIFIERS}),
        ("open-item", Role.UNION_CHAIR, 1, {"item": 2, "owner": "@leader"}),
        ("report", Role.TEAM_LEAD, 1, {"names_no_person": True}),
        ("closing", Role.UNION_CHAIR, 1, {}),
    ),
    (*CHECKED[:1], ("dismissal", Role.UNION_CHAIR, 1, {})),
    (
        *CHECKED,
        ("triage", Role.TEAM_LEAD, 1, {}),
        ("referral", Role.TEAM_LEAD, 1, {"organ": "AUDIT", "found_on": SOME_DAY, "to_unit": None}),
        ("referral-receipt", Role.TEAM_LEAD, 1, {"referral": 1}),
        ("referral-feedback", Role.TEAM_LEAD, 1, {"referral": 1}),
    ),
    (
        *CHECKED[:2],
        ("correction", Role.TEAM_LEAD, 0, {"fact": 2, "field": "note", "right": TEXT}),
        ("void", Role.UNION_CHAIR, 0, {}),
        ("contest", Role.TEAM_LEAD, 0, {"entry": 1}),
        ("void", Role.UNION_CHAIR, 0, {}),
        ("confirmation", Role.TEAM_LEAD, 0, {"entry": 2}),
    ),
    (
        *CHECKED,
        ("triage", Role.TEAM_LEAD, 1, {}),
        ("plan", Role.UNION_CHAIR, 1, {"kind": "SPECIAL", "ends_on": "2025-12-31"}),
        ("team", Role.UNION_CHAIR, 1, {"members": TEAM, "leader": "@leader", "start": None}),
        ("recusal-request", Role.TEAM_LEAD, 0, {"concerned": "@member", "tie": "OTHER", "asked_by": "SUPERVISED_UNIT"}),
        ("recusal-decision", Role.UNION_CHAIR, 0, {"concerned": "@member", "is_confirmed": False}),
        ("recusal", Role.UNION_CHAIR, 0, {"concerned": "@member", "tie": "OTHER"}),
        ("handover", Role.UNION_CHAIR, 0, {"concerned": "@member", "handed_to": "@substitute", "trade": "SALES"}),
        ("tie", Role.TEAM_LEAD, 0, {"tie": "OTHER"}),
    ),
    (
        *NOTICED,
        ("escalation", Role.UNION_CHAIR, 1, {"cause": "REFUSAL", "authority": "PARTY_COMMITTEE"}),
        ("escalation-decision", Role.PARTY_COMMITTEE, 1, {}),
        ("escalation", Role.UNION_CHAIR, 1, {"cause": "REFUSAL", "authority": "SUPERIOR"}),
        ("proposal", Role.UNION_CHAIR, 1, {}),
        ("report", Role.TEAM_LEAD, 1, {"names_no_person": True}),
    ),
    (*CHECKED[:1], ("concern", Role.TEAM_LEAD, 0, {"concerns": ["@substitute"]})),
)
"""Lives of checks that together send every form."""
