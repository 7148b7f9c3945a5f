"""What an ended role leaves, and what nobody of a unit may do, as JSON."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from service.api.answer_schemas import DOER, UNIT_FIELDS, named, several, told
from service.api.case_answers import doer_body
from service.edge.leaving import left_after
from service.office.vacancies import Vacancy
from service.store.steps import Outcome

VACANCY = named(
    "StepsLeftOver",
    {
        "collection": told(fields.String),
        "commands": several(fields.String, "What nobody of the unit may give, as roles are held today."),
        "by": several(DOER, "Who above does it; marked as vacant where nobody does."),
    },
)
LEFT_CASES = named(
    "CasesLeft",
    {
        "collection": told(fields.String),
        "number": told(fields.Integer, "Open cases for which the officer is named, and can do nothing any more."),
        "alone": told(fields.Integer, "Those of them for which nobody else who is able is named."),
    },
)
LEAVES = named(
    "RoleLeaves",
    {
        "role": told(fields.String),
        "unit": told(fields.UUID),
        "cases": several(LEFT_CASES),
        "held_by": several(fields.UUID, "Who else holds the role for the unit today."),
        "vacancies": several(VACANCY, "Steps that nobody of the unit takes any more."),
    },
)

UNIT = named(
    "UnitWithVersion",
    UNIT_FIELDS | {"vacancies": several(VACANCY, "Steps that nobody of the unit takes; who above takes them.")},
)


def leaves_body(outcome: Outcome) -> Mapping[str, Any]:
    """What the role that was ended leaves, under `leaves`; nothing of another command."""
    left = left_after(outcome)
    if left is None:
        return {}
    return {
        "leaves": {
            "role": left.held.role,
            "unit": str(left.held.unit),
            "cases": [
                {"collection": each.kind.name, "number": each.number, "alone": each.alone} for each in left.cases
            ],
            "held_by": [str(officer) for officer in left.held_by],
            "vacancies": [vacancy_body(each) for each in left.vacancies],
        }
    }


def vacancy_body(vacancy: Vacancy) -> dict[str, Any]:
    """Steps of one kind, and who takes them instead."""
    return {
        "collection": vacancy.kind.name,
        "commands": [command.__name__ for command in vacancy.commands],
        "by": [doer_body(each) for each in vacancy.doers],
    }
