"""Measure a report on many readouts: the size of its pages, and how soon a click is answered.

    .venv/bin/python tests/bench/pages.py [--readouts 1000] [--keep DIR]

The readouts are made as in speed.py; the notebooks run on them (some minutes), then headless
Chromium opens each page and clicks up to a hundred places spread over each kind (marks, names at an
axis, names in a table), from the click to the sentences laid out. No page above 15 MB and no click
above 200 ms is the aim.
"""

import argparse
import runpy
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from readoutlib import report

documents = runpy.run_path(str(Path(__file__).with_name("speed.py")))["documents"]
KINDS = {"mark": ".live .role-mark .choice", "axis": ".live text.choice", "table": "button.term"}
CLICK = """selector => {
  const places = [...document.querySelectorAll(selector)];
  const step = Math.ceil(places.length / 100);
  const panel = document.getElementById("evidence");
  return places.filter((_, i) => i % step === 0).map(place => {
    const start = performance.now();
    place.dispatchEvent(new MouseEvent("click", {bubbles: true}));
    return panel.getBoundingClientRect().height ? performance.now() - start : NaN;
  });
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readouts", type=int, default=1000)
    parser.add_argument(
        "--keep",
        type=Path,
        help="folder for the report, which is else thrown away; "
        "one that is there is measured as it is",
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as p:
        out, corpus = options.keep or Path(folder, "report"), Path(folder, "made")
        if not out.exists():
            corpus.mkdir()
            for n, text in enumerate(documents(options.readouts)):
                (corpus / f"{n:05}.txt").write_text(text, encoding="utf-8")
            start = time.perf_counter()
            report.build(corpus, out)
            print(f"built in {time.perf_counter() - start:.0f} s")
        browser = p.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for path in sorted(out.glob("*.html")):
            page = browser.new_page()
            start = time.perf_counter()
            page.goto(path.absolute().as_uri())
            page.wait_for_function(
                "!document.querySelector('figure.vega:not(.drawn)')", timeout=120_000
            )
            ready, shown = time.perf_counter() - start, []
            for kind, selector in KINDS.items():
                if taken := page.evaluate(CLICK, selector):
                    middle, most = statistics.median(taken), max(taken)
                    clicks = f"({len(taken)} clicks)"
                    shown.append(f"{kind} {middle:.0f} ms, at most {most:.0f} {clicks}")
            size, clicked = path.stat().st_size / 1e6, "; ".join(shown) or "nothing to click"
            print(f"{path.name}: {size:.1f} MB, drawn after {ready:.1f} s; {clicked}")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
