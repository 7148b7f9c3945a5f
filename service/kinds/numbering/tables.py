"""The official numbers that the documents of a case bear or bore, as a table."""

from datetime import date

from domain.cases.numbering import DocumentNumbered, NumberVoided
from domain.series import Document
from service.kinds.tables import Cell, Table, Telling, text
from service.words.sentences import no_op as _

COLUMNS = ("official_no", "document", "numbered_on", "voided_on", "reason")


def numbers_table(told: Telling) -> Table:
    """Each number with its document, and since when and why it is void."""
    events = told.case.aggregate.events
    taken = (each for event in events if issubclass(event, DocumentNumbered) for each in told.of(event))
    voided = [each for event in events if issubclass(event, NumberVoided) for each in told.of(event)]
    ended = {each["official_no"]: each for each in voided}
    return told.table(
        _("Official numbers"),
        COLUMNS,
        [
            (
                Cell(each["official_no"], is_whole=True),
                told.code(Document, each["document"]),
                told.day(date.fromisoformat(each["numbered_on"])),
                told.day(date.fromisoformat(void["voided_on"])) if void else Cell(""),
                text(void["reason"]) if void else Cell(""),
            )
            for each in taken
            for void in [ended.get(each["official_no"])]
        ],
    )
