"""What acts over many records are called, in Chinese and in English."""

from service.words.labels import Table

BATCH: Table = {
    "kind.batch": ("批量办理", "Act over many records"),
    "BatchStatus.NEW": ("新建", "New"),
    "BatchStatus.RUNNING": ("办理中", "Under way"),
    "BatchStatus.DONE": ("已办完", "Done"),
    "command.OpenBatch": ("批量办理", "Act on many records"),
    "command.RecordTried": ("登记逐件结果", "Record what became of items"),
    "event.batch.opened": ("批量办理开始", "Batch opened"),
    "event.batch.items_tried": ("逐件办理结果", "Items tried"),
    "field.batch_no": ("批次号", "Batch number"),
    "field.entries": ("件数", "Items"),
    "field.opened_by": ("经办人", "Given by"),
    "field.reference": ("依据文件", "Paper reference"),
    "field.batch.outcomes": ("逐件结果", "Outcomes"),
    "field.refusal": ("未办原因代码", "Code of the refusal"),
    "field.asked": ("办理内容摘要", "Digest of what is asked"),
    "field.command": ("办理事项", "Act"),
    "field.batch.opened_on": ("办理日期", "Given on"),
}
