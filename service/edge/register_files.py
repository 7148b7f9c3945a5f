"""Registers as files for the caller of this request."""

from collections.abc import Mapping

from flask import Response, request
from werkzeug.wsgi import wrap_file

from service.edge.answers import caller, service
from service.edge.language import spoken
from service.edge.problems import Problem
from service.edge.reading import refuse_unknown_parameters
from service.kinds.register import Register
from service.machine.unnamed_files import BLOCK
from service.papers.exporting import SheetTooLarge
from service.papers.writing import ENCODINGS
from service.views.standing import ViewsStandStill
from service.words.sentences import no_op as _

TYPES: Mapping[str, str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_of(register: Register, form: str) -> Response:
    """The file as an answer, read as it is sent, under a name with the day; CSV in the encoding that was asked for.

    Raises Denied and Problem.
    """
    refuse_unknown_parameters(["encoding"] if form == "csv" else ())
    encoding = _encoding() if form == "csv" else None
    try:
        file = service().papers.file(register, caller(), form, spoken(), encoding)
    except SheetTooLarge as error:
        raise Problem(
            400, "sheet_too_large", _("A workbook cannot hold so many entries. Take the CSV file.")
        ) from error
    except ViewsStandStill as error:
        raise Problem(503, "view_stands_still", _("The register is being repaired. Try again later.")) from error
    told = TYPES[form] if encoding is None else f"{TYPES[form]}; charset={encoding}"
    answer = Response(wrap_file(request.environ, file.reader(), BLOCK), content_type=told, direct_passthrough=True)
    answer.content_length = file.size
    day = service().ledger.today()
    answer.headers.set("Content-Disposition", "attachment", filename=f"{register.code}-{day:%Y-%m-%d}.{form}")
    return answer


def _encoding() -> str:
    asked = request.args.get("encoding", "utf-8")
    if asked not in ENCODINGS:
        facts = {"name": "encoding", "known": ", ".join(ENCODINGS)}
        raise Problem(400, "filter_invalid", _("{name} takes: {known}."), facts)
    return asked
