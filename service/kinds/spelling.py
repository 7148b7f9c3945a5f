"""How records in sealed values are spelled out, where that takes more than the labels of their fields."""

from domain.hardship.eligibility import Step
from service.kinds.hardship.steps import spelled_step
from service.words.typed_values import Spellers

SPELLERS: Spellers = {Step: spelled_step}
