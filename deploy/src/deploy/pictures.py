"""`make pictures`: the panels and the map of coverage that the README shows."""

from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser

from deploy.browser import browser
from deploy.coverage_map import coverage_map
from resources.catalogue.files import read_catalogue
from resources.catalogue.records import Catalogue
from resources.preview import html
from resources.selection.assembly import assemble
from resources.selection.coverage import coverage
from resources.selection.lines import ServedLines
from resources.settings import DataSettings
from shared.rendering import render
from shared.vocabulary import Audience, Topic

FOLDER = Path(__file__).parents[2] / "pictures"
_PHONE = (390, 844)
_SHOWN = {
    "panel-en": ("US", "en", Topic.SUICIDE),
    "panel-th": ("TH", "th", Topic.CYBERBULLYING),
    "panel-vi": ("VN", "vi", Topic.SUICIDE),
    "panel-ar": ("AE", "ar", Topic.SUICIDE),
}


def main() -> None:
    """Draw everything anew into deploy/pictures."""
    catalogue, now = read_catalogue(DataSettings().resources_data), datetime.now(UTC)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "coverage.svg").write_text(coverage_map(coverage(catalogue, now.date())))
    print("coverage.svg")
    with browser() as running:
        for name, (region, language, topic) in _SHOWN.items():
            page = _panel_page(catalogue, region, language, topic, now)
            _photograph(running, page, FOLDER / f"{name}.png")
            print(f"{name}.png")


def _panel_page(
    catalogue: Catalogue, region: str, language: str, topic: Topic, now: datetime
) -> str:
    messages = {record.language: record for record in catalogue.messages}
    lines = ServedLines(catalogue, now.date())
    record = assemble(catalogue, lines, region, topic, Audience.ADULT, now.date())
    panel = render(record, messages, [language], asked_region=region, now=now, degraded=False)
    return html.page(panel, messages[language], "https://www.wikipedia.org/")


def _photograph(running: Browser, page: str, path: Path) -> None:
    context = running.new_context(viewport={"width": _PHONE[0], "height": _PHONE[1]})
    shown = context.new_page()
    shown.set_content(page)
    shown.screenshot(path=path)
    context.close()


if __name__ == "__main__":
    main()
