"""The page that tells how stored events are upgraded: its lift is carried out on a sample of the log."""

import re
import textwrap
from typing import Any

from domain.petition.codes import Channel
from domain.petition.events import Received
from service.store import codec
from service.store.codec import Codec
from tests.support.samples import samples
from tests.support.sources import ROOT

PAGE = (ROOT / "docs/upgrading-events.md").read_text(encoding="utf-8")
OLD, NEW = "petition.received:1", "petition.received:2"


def test_the_lift_of_the_page_reads_an_event_of_the_older_form() -> None:
    [block] = re.findall(r"^ *```python\n(.*?)^ *```", PAGE, re.MULTILINE | re.DOTALL)
    told: dict[str, Any] = dict(vars(codec))
    exec(textwrap.dedent(block), told)  # noqa: S102 — the code of our own page
    sample = samples()[OLD]
    stored = sample.state.encode()
    as_it_was = Codec().decode(1, sample.stream, sample.version, OLD, stored).event
    lifted = Codec({NEW: Received}, told["UPCASTS"]).decode(1, sample.stream, sample.version, OLD, stored).event
    assert isinstance(as_it_was, Received)
    assert isinstance(lifted, Received)
    assert as_it_was.channel is not Channel.WEB
    assert lifted.channel is Channel.WEB
    assert lifted.clock == as_it_was.clock
