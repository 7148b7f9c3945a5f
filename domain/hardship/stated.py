"""What a family states of itself, and what is answered of it: members, assets, exclusions."""

from dataclasses import dataclass, fields
from typing import Annotated

from domain.hardship.codes import AgeBand, Occupation, Relation
from domain.values import Whole, YesOrNo


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the household; a child under 14 has a relation and a school, and no name."""

    relation: Relation
    age_band: AgeBand
    occupation: Occupation


@dataclass(frozen=True, slots=True)
class Assets:
    """财产: how many, and whether there is a business; details only where an exclusion touches them."""

    houses: Annotated[int, Whole(0, 20)] = 0
    vehicles: Annotated[int, Whole(0, 20)] = 0
    business: bool = False


@dataclass(frozen=True, slots=True)
class Exclusions:
    """The exclusions of local rules, each answered with yes or no."""

    two_dwellings: YesOrNo
    business_or_employer: YesOrNo
    costly_school: YesOrNo
    motor_vehicle: YesOrNo
    refuses_data_check: YesOrNo

    @property
    def any(self) -> bool:
        """Whether one was answered with yes."""
        return any(getattr(self, question.name) for question in fields(self))
