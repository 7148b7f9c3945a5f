"""What official numbers and their series are called, in Chinese and in English."""

from service.words.labels import Table

NUMBERING: Table = {
    "kind.number_series": ("文号序列", "Series of official numbers"),
    "Document.TELLING": ("告知书", "Notice to the petitioner"),
    "Document.FORWARDING": ("转送函", "Letter of forwarding"),
    "Document.NON_ACCEPTANCE": ("不予受理告知书", "Notice of non-acceptance"),
    "Document.EXTENSION": ("延期告知书", "Notice of extension"),
    "Document.OPINION": ("信访处理意见书", "Opinion on the petition"),
    "Document.CHECK_NOTICE": ("监督检查通知书", "Notice of the check"),
    "Document.OPINION_LETTER": ("监督意见书", "Opinion letter of the check"),
    "Document.ON_FILE": ("建档通知书", "Notice that the file is open"),
    "Document.REFUSAL": ("不予建档通知书", "Notice of refusal"),
    "SeriesStatus.NEW": ("新建", "New"),
    "SeriesStatus.RUNNING": ("编发中", "In use"),
    "command.TakeNumber": ("取用文号", "Take a number"),
    "command.VoidTakenNumber": ("文号作废", "Void a number"),
    "event.numbering.number_taken": ("取用文号", "Number taken"),
    "event.numbering.number_voided": ("文号作废", "Number voided"),
    "field.taken_on": ("取用日期", "Taken on"),
}
