"""A room where a conference is held: a chair, screens and phones, each a browser of its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser, BrowserContext, Page

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
SLIP = re.compile(r"\b[A-Z2-9]{5} [A-Z2-9]{5}\b")
PATIENCE = 60_000
"""Milliseconds: twenty-six browsers share two cores."""


def opened(browser: Browser, *, phone: bool = False, size: Mapping[str, int] | None = None) -> Page:
    """Return a page of a new browser in Swedish."""
    context: BrowserContext = browser.new_context(
        locale="sv-SE",
        viewport=size or (PHONE if phone else DESK),  # type: ignore[arg-type]
        is_mobile=phone,
        has_touch=phone,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def press_main(page: Page) -> None:
    """Press the one button that goes on."""
    with page.expect_navigation():
        page.locator("main .button[data-kind=main]").first.click()


def logged_in(browser: Browser, site: str, folder: Path, email: str, *, phone: bool = False) -> Page:
    """Return a page on which one of the example's invented people has logged in."""
    password = (folder / "demo-people.txt").read_text("utf-8").splitlines()[0].rpartition(" ")[2]
    page = opened(browser, phone=phone)
    page.goto(f"{site}sv/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    press_main(page)
    assert page.url == f"{site}sv/work/", page.inner_text("main")
    return page


def slips_of(coordinator: Page, address: str) -> list[str]:
    """Draw codes on the coordinator's page and return those that the PDF's slips show."""
    coordinator.goto(address)
    with coordinator.expect_download() as saved:
        coordinator.click("button[value=draw]")
    slips = pypdfium2.PdfDocument(saved.value.path())
    return SLIP.findall("\n".join(page.get_textpage().get_text_range() for page in slips))


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody in the room with a phone."""

    page: Page

    @classmethod
    def who_joins(cls, browser: Browser, site: str, join_code: str, slip: str) -> "Voter":
        """Write the code on the screen and then the one on the slip."""
        page = opened(browser, phone=True)
        page.goto(f"{site}sv/join/")
        page.fill("#code", f"{join_code[:3]} {join_code[3:]}".lower())
        press_main(page)
        page.click("nav.ways a[href$='/ballot/']")
        page.fill("#voting-code", slip.lower())
        with page.expect_navigation():
            page.click("button[value=join]")
        return cls(page)

    def votes(self, yes: Sequence[str]) -> str:
        """Fill in the ballot that has come by itself, read it through, cast it, and return the receipt."""
        self.fills_in(yes)
        with self.page.expect_navigation():
            self.page.click("button[value=review]")
        self.page.click("button[value=cast]")
        return self.receipt()

    def fills_in(self, yes: Sequence[str]) -> None:
        self.page.wait_for_selector("form.ballotform")
        self.page.evaluate(
            """yes => {
                for (const choice of document.querySelectorAll("form.ballotform [type=radio]"))
                    choice.checked = (yes.includes(choice.name.slice("item-".length)) ? "yes" : "no") === choice.value;
                document.querySelector("form.ballotform [type=radio]")
                    .dispatchEvent(new Event("input", {bubbles: true}));
            }""",
            list(yes),
        )

    def receipt(self) -> str:
        self.page.wait_for_selector("[data-received]")
        return self.page.inner_text(".receiptcode").strip()


@dataclass(frozen=True, slots=True)
class Chairing:
    """The chair, who leads the conference from a phone."""

    page: Page

    def opens(self) -> None:
        """Open the next vote, after reading what is frozen."""
        self.goes_on()
        press_main(self.page)
        self.page.wait_for_selector("[data-voted]")

    def closes(self) -> None:
        """Close the vote in which all have voted."""
        self.goes_on()

    def goes_on(self) -> None:
        with self.page.expect_navigation():
            self.page.click("#next")
