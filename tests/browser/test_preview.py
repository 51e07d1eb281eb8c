"""The previewed panel in a real browser, at the width of a phone, in four languages."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

from deploy.browser import browser
from deploy.stack import Stack

pytestmark = pytest.mark.real

PHONE = {"width": 390, "height": 844}
SHOWN = [
    ("US", "en", "suicide"),
    ("TH", "th", "cyberbullying"),
    ("VN", "vi", "suicide"),
    ("AE", "ar", "suicide"),
    ("AF", "fa", "suicide"),
    ("US", "en", "eating_disorder"),
]
# Everything that axe-core knows, its best practices too.
_OWN = ("http://127.0.0.1:", "data:")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


class Opened:
    """A page, and every address that it asked for."""

    def __init__(self, page: Page, stack: Stack) -> None:
        self.page = page
        self.asked: list[str] = []
        self._base = f"http://127.0.0.1:{stack.ports.resources}"
        page.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        self.asked.append(route.request.url)
        if route.request.url.startswith(_OWN):
            route.continue_()
        else:
            route.fulfill(body="<title>elsewhere</title>", content_type="text/html")

    def panel(self, region: str, language: str, topic: str, more: str = "") -> None:
        """Open the preview of a panel."""
        path = f"/v1/panels/{region}/preview?languages={language}&topic={topic}{more}"
        answer = self.page.goto(self._base + path)
        assert answer is not None
        assert answer.status == 200


@pytest.fixture
def opened(chromium: Browser, stack: Stack) -> Iterator[Opened]:
    context = chromium.new_context(viewport=PHONE, device_scale_factor=2, has_touch=True)  # type: ignore[arg-type]
    try:
        yield Opened(context.new_page(), stack)
    finally:
        context.close()


@pytest.mark.parametrize(("region", "language", "topic"), SHOWN)
def test_a_panel_has_no_fault_that_axe_knows(
    opened: Opened, region: str, language: str, topic: str
) -> None:
    opened.panel(region, language, topic)
    # Closed parts are looked at too.
    opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(opened.page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(("region", "language", "topic"), SHOWN)
def test_a_panel_fits_a_phone_and_asks_nobody_for_anything(
    opened: Opened, region: str, language: str, topic: str
) -> None:
    opened.panel(region, language, topic)
    page = opened.page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heights = page.evaluate(
        "[...document.querySelectorAll('a.channel, summary, .leave')]"
        ".filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) >= 44
    assert len(opened.asked) == 1
    assert page.evaluate("performance.getEntriesByType('resource').length") == 0


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fa", "rtl"), ("th", "ltr")])
def test_direction_is_marked_and_numbers_stay_left_to_right(
    opened: Opened, language: str, direction: str
) -> None:
    opened.panel("DE", language, "suicide")
    page = opened.page
    assert page.locator("html").get_attribute("dir") == direction
    number = page.locator("a[href^='tel:'] bdi", has_text=" ").first
    assert number.get_attribute("dir") == "ltr"
    # The first digit stands left of the last one, whatever the words around do.
    first, last = number.evaluate(
        "e => { const t = e.firstChild, r = document.createRange(), x = i =>"
        " (r.setStart(t, i), r.setEnd(t, i + 1), r.getBoundingClientRect().left);"
        " return [x(0), x(t.length - 1)] }"
    )
    assert first < last


def test_numbers_can_be_tapped(opened: Opened) -> None:
    opened.panel("US", "en", "suicide")
    links = opened.page.eval_on_selector_all(".waymark a", "all => all.map(a => a.href)")
    assert "tel:988" in links
    assert "sms:988" in links
    assert "tel:911" in links


def test_a_story_is_a_closed_card_and_loads_nothing_until_it_is_chosen(opened: Opened) -> None:
    opened.panel("VN", "vi", "suicide")
    page = opened.page
    stories = page.locator("details.story")
    assert stories.count() == 3
    assert not any(story.get_attribute("open") for story in stories.all())
    assert page.locator("video, audio, iframe, img, embed, object").count() == 0
    stories.first.locator("summary").click()
    assert len(opened.asked) == 1
    with page.context.expect_page() as elsewhere:
        stories.first.locator("a").click()
    assert elsewhere.value.url is not None


def test_the_quick_exit_leaves_no_way_back(opened: Opened) -> None:
    opened.panel("TH", "th", "cyberbullying")
    page = opened.page
    before = page.evaluate("history.length")
    page.locator("[data-waymark-leave]").click()
    page.wait_for_url("https://www.wikipedia.org/")
    assert page.title() == "elsewhere"
    assert page.evaluate("history.length") == before


def test_a_panel_can_be_used_with_the_keyboard_alone(opened: Opened) -> None:
    opened.panel("VN", "vi", "suicide")
    page = opened.page
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.closest('.story')?.matches('.story') ?? false"):
            break
    page.keyboard.press("Enter")
    assert page.locator("details.story[open]").count() == 1


def test_a_fragment_is_no_page_and_brings_no_script(opened: Opened) -> None:
    opened.panel("TH", "th", "suicide", "&fragment=true")
    source = opened.page.request.get(opened.page.url).text()
    assert source.lstrip().startswith("<section")
    assert "<script" not in source
    assert "<html" not in source
    assert "http-equiv" not in source
    assert Axe().run(opened.page, options={"runOnly": ["wcag2a", "wcag2aa"], "rules": {
        "document-title": {"enabled": False}, "html-has-lang": {"enabled": False},
    }}).violations_count == 0  # fmt: skip
