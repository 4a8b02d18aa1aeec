"""The respondents' pages in a real browser: what they weigh, who can use them, and what a shared tablet leaves behind.

On an installation that is served as it is in earnest.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire
from ljuspunkt.files.questionnaires import read
from tests.real_database import RealDatabase
from tests.surveys.answering import AGREE, EXAMPLE, Staged, stage
from tests.web.serving import serving

pytestmark = pytest.mark.parametrize("real_database", ["sqlite"], indirect=True)

PHONE = {"width": 390, "height": 844}
READINGS = ("sv", "en", "ar", "so", "sv-easy")
LINK, KIOSK = "answer/link234567/", "answer/kiosk234567/"
LONG = Questionnaire(
    form_id="long",
    version="1",
    title={"sv": "Trettiofem frågor"},
    respondent_group="participant_ongoing",
    scales={"agree": AGREE},
    body=tuple(
        Item(f"q{n}", "select_one", {"sv": f"Det finns en person som håller ihop stödet, {n}"}, scale="agree")
        for n in range(1, 36)
    ),
)


@pytest.fixture
def staged(real_database: RealDatabase) -> Staged:
    """Return an open wave with the example's questionnaire in four languages and easy read."""
    return stage(read(EXAMPLE / "participant-ongoing-2020.yaml"))


@pytest.fixture
def site(real_database: RealDatabase, staged: Staged) -> Iterator[str]:
    """Return the address of a server of the installation."""
    from django.conf import settings

    with serving(real_database.folder, LJUSPUNKT_SECRET_KEY=settings.SECRET_KEY) as address:
        yield address


class Scale:
    """What goes over the line to a page."""

    def __init__(self, page: Page) -> None:
        self.bytes = self.requests = 0
        self.failed: list[str] = []
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.on("Network.loadingFinished", self._weigh)
        line.on("Network.requestWillBeSent", self._count)
        line.on("Network.requestServedFromCache", self._kept)
        line.on("Network.responseReceived", lambda told: told["response"].get("fromDiskCache") and self._kept(told))
        line.on("Network.loadingFailed", lambda told: self.failed.append(told["errorText"]))

    def _weigh(self, told: dict[str, float]) -> None:
        self.bytes += int(told["encodedDataLength"])

    def _count(self, told: object) -> None:
        self.requests += 1

    def _kept(self, told: object) -> None:
        self.requests -= 1

    def taken(self) -> tuple[int, int]:
        """Return bytes and requests since the last time."""
        found, self.bytes, self.requests = (self.bytes, self.requests), 0, 0
        return found


def check(page: Page, where: str) -> None:
    """Fail where somebody can't use the page; on a desk and in the light only the pages that others are like."""
    shown = ((1280, "light"), (320, "dark")) if where.startswith("sv ") else ((320, "dark"),)
    for width, scheme in shown:
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (where, width)
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page).response["violations"]
        named = [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found]
        assert (where, width, scheme, named) == (where, width, scheme, [])
    levels = page.eval_on_selector_all("h1, h2, h3", "all => all.map(each => Number(each.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1, (where, levels)
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), (where, levels)
    small = page.eval_on_selector_all(
        ".aid, .button, .scale label, input[type=text], textarea",
        "all => all.filter(each => each.offsetParent && each.offsetHeight < 44).map(each => each.outerHTML)",
    )
    assert (where, small) == (where, [])


def test_everybody_can_use_every_page_in_every_language(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    for reading in READINGS:
        context.clear_cookies()
        page.goto(f"{site}{LINK}{reading}/all/")
        check(page, f"{reading} all")
        page.goto(f"{site}{LINK}{reading}/")
        check(page, f"{reading} first")
        page.goto(f"{site}{LINK}{reading}/about/")
        check(page, f"{reading} about")
        page.goto(f"{site}{LINK}{reading}/")
        page.click("button[value=begin]")
        check(page, f"{reading} question")
        page.goto(f"{site}{LINK}{reading}/end/")
        check(page, f"{reading} end")
        if reading not in {"sv", "ar"}:
            continue
        page.click("button[value=later]")
        check(page, f"{reading} later")
        page.click("button[value=go_on]")
        page.check("[name=helped][value=for_me]")
        page.click("main button[value=send]")
        check(page, f"{reading} for somebody")
        page.check("[name=helped][value=nobody]")
        page.click("main button[value=send]")
        check(page, f"{reading} thanks")
        page.goto(f"{site}{LINK}{reading}/resume/")
        page.click("button[value=resume]")
        check(page, f"{reading} resume")
    page.goto(f"{site}{KIOSK}sv/idle/")
    check(page, "idle")
    page.goto(f"{site}answer/nosuchcode/")
    check(page, "unknown")
    context.close()


def test_pages_are_light(site: str, staged: Staged, browser: Browser) -> None:
    from ljuspunkt.files.questionnaires import to_document
    from ljuspunkt.rooms.surveys.models import Instrument, Version, WaveInstrument

    instrument = Instrument.objects.create(slug="long", title={}, respondent_group="participant_ongoing")
    version = Version.objects.create(
        instrument=instrument, name="1", state="frozen", document=to_document(LONG), document_hash="1" * 64
    )
    WaveInstrument.objects.filter(wave=staged.wave).update(version=version)
    for first in ("", "sv/all/"):
        context = browser.new_context(viewport=PHONE, locale="sv-SE")  # type: ignore[arg-type]
        page = context.new_page()
        scale = Scale(page)
        page.goto(f"{site}{LINK}{first}", wait_until="networkidle")
        expect(page.locator("h1")).to_have_text("Trettiofem frågor")
        size, n = scale.taken()
        assert 20_000 < size <= 60_000 and n <= 6, (first, size, n)
        if not first:
            for pressed in ("begin", "next", "back", "later", "go_on"):
                page.click(f"main button[value={pressed}]")
                page.wait_for_load_state("networkidle")
                size, n = scale.taken()
                assert size <= 8_000 and n <= 6, (pressed, size, n)
        page.goto(f"{site}{LINK}sv/all/", wait_until="networkidle")
        size, n = scale.taken()
        assert size <= 8_000 and n <= 6, ("all afterwards", size, n)
        assert scale.failed == []
        context.close()


def test_the_keyboard_is_enough_without_scripts(site: str, staged: Staged, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, locale="sv-SE", java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{site}{LINK}")
    page.focus("button[value=begin]")
    page.keyboard.press("Enter")
    expect(page.locator(".progress")).to_contain_text("Fråga 1 av 10")
    page.focus("main input >> nth=0")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".progress")).to_contain_text("Fråga 2 av 10")
    page.focus("main input >> nth=0")
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "next"
    page.goto(f"{site}{LINK}sv/end/")
    page.focus("main button[value=send]")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Tack för dina svar")
    assert [answer.values for answer in staged.answers()] == [{"q1a": "3"}]
    context.close()


def test_a_shared_tablet_shows_nothing_of_who_was_there(site: str, staged: Staged, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, locale="sv-SE")  # type: ignore[arg-type]
    page = context.new_page()
    page.clock.install()
    page.goto(f"{site}{KIOSK}")
    page.click("button[value=begin]")
    page.check("main input >> nth=1")
    page.click("main button[value=next]")
    page.goto(f"{site}{KIOSK}sv/end/")
    page.click("main button[value=send]")
    expect(page.locator("h1")).to_have_text("Tack för dina svar")
    for _ in range(3):
        page.go_back()
        page.wait_for_load_state()
        assert page.locator("input:checked").count() == 0 and page.locator("fieldset").count() == 0
    page.goto(f"{site}{KIOSK}")
    page.click("button[value=begin]")
    page.check("main input >> nth=1")
    page.clock.fast_forward(121_000)
    expect(page.locator("dialog")).to_contain_text("Är du kvar?")
    page.click("dialog button")
    expect(page.locator("dialog")).to_be_hidden()
    assert page.locator("input:checked").count() == 1
    page.clock.fast_forward(121_000)
    expect(page.locator("dialog")).to_be_visible()
    page.clock.fast_forward(31_000)
    page.wait_for_url(f"**/{KIOSK}")
    assert context.cookies() == [] and page.locator("fieldset").count() == 0
    assert len(staged.answers()) == 1
    context.close()


def test_a_qr_code_brings_its_code_along_without_telling_the_server(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, locale="sv-SE")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{site}{LINK}")
    page.click("button[value=begin]")
    page.check("main input >> nth=1")
    page.click("button[value=later]")
    code = page.locator(".code").inner_text().replace(" ", "")
    context.clear_cookies()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}{LINK}sv/resume/#{code}")
    expect(page.locator("#code")).to_have_value(code)
    with page.expect_navigation():
        page.click("button[value=resume]")
    assert page.locator("input:checked").count() == 1 and re.search(r"/sv/1/$", page.url)
    assert not any(code in each.partition("#")[0] for each in asked)
    context.close()
