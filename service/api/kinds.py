"""The explicit list of the kinds of cases that are served over HTTP."""

from service.api import hardship, petitions, supervision
from service.api.cases import Kind

KINDS: tuple[Kind, ...] = (petitions.KIND, supervision.KIND, hardship.KIND)
