"""Everything that is written from the kept figures: the page, the picture, and the promises of both READMEs."""

from pathlib import Path

from tests.benchmarks.figures import Figures
from tests.benchmarks.page import write_page
from tests.benchmarks.picture import draw
from tests.benchmarks.readme import READMES, promised

DOCS = Path("docs")
KEPT = DOCS / "performance.json"


def render(figures: Figures) -> None:
    """Writes everything anew."""
    draw(figures, DOCS / "pictures/performance.svg")
    write_page(figures, DOCS / "performance.md")
    for name, words in READMES.items():
        page = Path(name)
        page.write_text(promised(page.read_text(encoding="utf-8"), words, figures), encoding="utf-8")
