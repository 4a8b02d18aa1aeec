"""Accessibility: what axe finds, the keyboard alone, narrow screens, no scripts, and the reader's own colours."""

from collections.abc import Callable
from itertools import pairwise
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.web.addresses import EVERY, PAGES

Opener = Callable[..., Page]
SEEN: dict[str, tuple[tuple[int, Literal["light", "dark"]], ...]] = {
    "sv": ((1280, "light"), (360, "dark")),
    "en": ((1280, "dark"), (360, "light")),
}
"""How wide and in which colours axe looks at a page: a page has the same colours in both languages, and its measuring
of contrasts takes seconds."""

WHERE_THE_FOCUS_IS = """() => {
  const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
  return {
    tag: it.tagName, text: it.innerText || it.getAttribute('aria-label') || '', address: it.getAttribute('href'),
    seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    onscreen: box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0,
  };
}"""


@pytest.mark.parametrize("path", EVERY)
def test_axe_finds_nothing(opener: Opener, path: str) -> None:
    page = opener(path)
    for width, scheme in SEEN[path.split("/")[1]]:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        named = [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found]
        assert (width, scheme, named) == (width, scheme, [])


@pytest.mark.parametrize("path", EVERY)
def test_headings_are_in_order_and_one_is_the_finding(opener: Opener, path: str) -> None:
    levels = opener(path).eval_on_selector_all("h1, h2, h3, h4", "all => all.map(each => Number(each.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways(opener: Opener, path: str) -> None:
    page = opener(f"/sv{path}")
    for width in (1280, 768, 360, 320):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_text_twice_as_large_still_fits(opener: Opener, path: str) -> None:
    page = opener(f"/sv{path}", width=640)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


@pytest.mark.parametrize(
    "path", ["/sv/", "/sv/conference/", "/sv/conference/votes/5/", "/sv/indicators/4/", "/sv/audit/"]
)
def test_the_keyboard_alone_reaches_everything_and_one_sees_where_one_is(opener: Opener, path: str) -> None:
    page = opener(path, reduced_motion="reduce")
    wanted = page.eval_on_selector_all("a[href], button, [tabindex='0']", "all => all.length")
    met = []
    for _ in range(wanted):
        page.keyboard.press("Tab")
        there = page.evaluate(WHERE_THE_FOCUS_IS)
        assert there["seen"], there
        assert there["onscreen"], there
        met.append(there["address"])
    assert met[0] == "#main"
    assert len(met) == wanted
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_the_first_link_skips_to_the_content(opener: Opener) -> None:
    page = opener("/sv/conference/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("path", PAGES)
def test_what_is_pressed_is_large_enough(opener: Opener, path: str) -> None:
    """WCAG 2.2 asks for 24 px; links within running text are excepted."""
    page = opener(f"/sv{path}", width=360, height=740)
    small = page.eval_on_selector_all(
        ".button, .masthead a, .foot a, a.star, .exits a",
        """all => all.filter(each => {
          const box = each.getBoundingClientRect();
          return box.width < 24 || box.height < 24;
        }).map(each => each.outerHTML)""",
    )
    assert small == []


@pytest.mark.parametrize("path", PAGES)
def test_pages_work_without_scripts(opener: Opener, path: str) -> None:
    page = opener(f"/sv{path}", java_script_enabled=False)
    assert page.locator("h1").is_visible()
    assert page.locator("script").count() == 0


def test_nothing_moves_for_those_who_ask_for_less_motion(opener: Opener) -> None:
    page = opener("/sv/conference/votes/1/", reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.evaluate("document.getAnimations().length") == 0


def test_the_cut_and_the_lights_are_told_apart_in_the_systems_own_colours(opener: Opener) -> None:
    page = opener("/sv/conference/votes/1/", forced_colors="active")
    line = page.locator(".sky .stretch[data-line=cut]").evaluate(
        "it => getComputedStyle(it, '::before').borderInlineStartStyle"
    )
    assert line == "solid"
    lit, bare = (
        page.locator(f".sky .star[data-state={state}]").first.evaluate("it => getComputedStyle(it).backgroundColor")
        for state in ("lit", "bare")
    )
    assert lit != bare


def test_printed_pages_are_ink_on_paper(opener: Opener) -> None:
    page = opener("/sv/conference/votes/1/")
    page.emulate_media(media="print")
    assert page.locator(".hall").first.evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".masthead nav").is_visible()
