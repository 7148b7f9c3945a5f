"""What the service does in its own name: the verbs of its command line that record something."""

from enum import StrEnum

from domain.actors import ServiceActing


class Task(StrEnum):
    """The name under which the log keeps an act of the service."""

    UNITS_ADD = "units_add"
    OFFICERS_ADD = "officers_add"
    TOKENS_ISSUE = "tokens_issue"
    TOKENS_REVOKE = "tokens_revoke"
    TOKENS_GIVE_UP = "tokens_give_up"
    SLIPS_ISSUE = "slips_issue"
    SLIPS_USE = "slips_use"
    CALENDAR_IMPORT = "calendar_import"
    CLOCKS_SETTLE = "clocks_settle"
    PETITIONS_IMPORT = "petitions_import"
    DEMONSTRATION_SEED = "demonstration_seed"

    @property
    def actor(self) -> ServiceActing:
        """The service, doing that for whoever operates it."""
        return ServiceActing(self.value)
