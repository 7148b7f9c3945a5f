"""The registers that the reader may take, each as a workbook or as CSV."""

from flask import Response

from service.access.decisions import require_view
from service.edge.answers import caller
from service.edge.register_files import TYPES, file_of
from service.kinds.catalogue import REGISTERS, REGISTERS_BY_CODE
from service.papers.readers import is_open_to
from service.web.blueprint import web
from service.web.rendering import page

CODES = f"<any({', '.join(map(repr, REGISTERS_BY_CODE))}):code>"
FORMS = f"<any({', '.join(TYPES)}):form>"
REGISTER_LIST = "catalogue"
"""Who may read the lists of codes may see which registers there are; each register asks for its own views."""


@web.get("/registers", endpoint="registers")
def registers() -> Response:
    """Every register that the reader may take, with what stands in it."""
    require_view(caller(), REGISTER_LIST)
    return page("registers.html", registers=[each for each in REGISTERS if is_open_to(each, caller())])


@web.get(f"/registers/{CODES}.{FORMS}", endpoint="register_file")
def register_file(code: str, form: str) -> Response:
    """The register as a file."""
    return file_of(REGISTERS_BY_CODE[code], form)
