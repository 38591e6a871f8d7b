"""A saved corpus made to do harm: markup, addresses and formulas in every cell that may hold any words."""

from pathlib import Path

import pandas as pd

from readoutlib import load_corpus

TEXTS = Path(__file__).parent / "hostile"
MARKUP = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>"
LINKS = "[x](javascript:window.hacked=1) ![x](https://example.org/x.png) <!-- {{7*7}} ${window.hacked=1}"
QUOTES = "'\" onmouseover=window.hacked=1 x='"
STEERS = "\u202e\x1b[2J"
NAMES = {"Ann Alder": f"Ann Alder {MARKUP}", "Bo Birch": f"Bo Birch {LINKS}"}
CELLS = {  # what stands in a column whose words nothing checks
    "documents": {
        "outlet": [f"Gazette {MARKUP}", f"Courier {LINKS}", f"Herald {QUOTES}", "=1+1"],
        "url": ["javascript:window.hacked=1", "data:text/html,<script>1</script>", "//x.example", QUOTES],
        "event_place": [MARKUP, LINKS, QUOTES, STEERS],
        "event_rule": [MARKUP, LINKS, QUOTES, STEERS],
        "event_evidence": [MARKUP, LINKS, QUOTES, STEERS],
        "path": [MARKUP, LINKS, QUOTES, "../x"],
    },
    "sentences": {"rule": [MARKUP, LINKS, QUOTES]},
    "cuts": {"rule": [MARKUP, LINKS, QUOTES]},
    "people": {"country": [MARKUP, LINKS, QUOTES], "office": [LINKS, MARKUP, QUOTES]},
}  # fmt: skip


def harmful(folder: Path) -> Path:
    """Save the hostile texts as a corpus that opens, and put harm into what may hold any words."""
    load_corpus(TEXTS).save(folder)
    for path in folder.glob("*.parquet"):
        table = pd.read_parquet(path)
        for column, words in CELLS.get(path.stem, {}).items():
            cells = [words[n % len(words)] for n in range(len(table))]
            table[column] = pd.Series(cells, dtype="str")
        for column in {"name", "person", "speaker"} & set(table.columns):
            table[column] = table[column].replace(NAMES)
        for column in {"participants", "nested"} & set(table.columns):
            table[column] = [[NAMES.get(name, name) for name in names] for names in table[column]]
        table.to_parquet(path, index=False)
    return folder
