"""Make the two pictures of README from the report on the seeds, in headless Chromium: `.venv/bin/python tests/browser/screenshots.py`."""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from readoutlib import report

ROOT = Path(__file__).resolve().parents[2]
SHOTS = {
    "sentences": ("02_topic_drift.html#show:issue=Ukraine&talk=2023-08-07", "#the-issue-grid"),
    "reading": ("readouts/003.html", "h1"),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as p:
        out = report.build(ROOT / "seeds", Path(folder, "out"), execute=False).parent
        browser = p.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (page_name, place) in SHOTS.items():
            page = browser.new_page(viewport={"width": 1600, "height": 900})
            page.goto(f"{out.as_uri()}/{page_name}")
            page.wait_for_timeout(1500)
            page.evaluate(
                "place => scrollTo(0, document.querySelector(place).offsetTop - 20)", place
            )
            with Image.open(io.BytesIO(page.screenshot())) as picture:
                picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(
                    ROOT / f".github/{name}.png", optimize=True
                )
        browser.close()


if __name__ == "__main__":
    main()
