"""What the operations of the API are called in its document."""

from typing import Any

from domain.kernel import Command
from service.kinds.kind import Kind


def operation_of(kind: Kind, command: type[Command[Any]]) -> str:
    """The name of the operation in the OpenAPI document, such as `petition_Accept`."""
    return f"{kind.aggregate.kind}_{command.__name__}"
