"""A year's measurement: whoever makes it and runs it, and those who answer on phones, a tablet and paper."""

import email
import email.policy
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import pypdfium2
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.mail.conftest import until
from tests.web.the_room import PHONE, press_main

ANSWER_AT = re.compile(r"[\d.:]+/answer/\w+")
FIELD = "a-"
"""Stands before a question's name in the answering form."""
PERSONAL_AT = re.compile(r"http://[\d.:]+/a/\S+")


def choose(page: Page, **fields: str) -> None:
    """Fill in a form's texts and lists by their names, and press the button that goes on."""
    for name, value in fields.items():
        found = page.locator(f"main [name={name}]").first
        if found.evaluate("field => field.tagName") == "SELECT":
            found.select_option(value)
        elif found.get_attribute("type") in ("radio", "checkbox"):
            page.check(f"main [name={name}][value='{value}']")
        else:
            found.fill(value)
    press_main(page)


def make_questionnaire(page: Page, site: str, *, slug: str, year: str, languages: Sequence[str]) -> None:
    """Make a questionnaire for staff from the core protocol, word it in every language and easy read, and freeze it."""
    page.goto(f"{site}sv/instruments/new/")
    for language in languages:
        page.check(f"[name=languages][value={language}]")
    choose(
        page, group="staff", title_sv="Kärnfrågor till personal", slug=slug, version=year, waves=year, protocol="core"
    )
    version = page.url
    for language in languages:
        page.goto(f"{version}wordings/{language}/")
        for place in page.locator("main form textarea, main form input[type=text]").all():
            if not place.input_value():
                place.fill(f"{language} {place.get_attribute('name')}")
        press_main(page)
        nothing_found(page)
    page.goto(f"{version}freeze/")
    press_main(page)


def plan_wave(page: Page, site: str, *, year: str, days: tuple[str, str], associations: Sequence[str]) -> str:
    """Plan a wave in which staff are asked, and return its address."""
    page.goto(f"{site}sv/waves/new/")
    choose(page, kind="measurement", name=year, title_sv=f"Mätning {year}", opens_on=days[0], closes_on=days[1])
    wave = page.url
    page.goto(f"{wave}questionnaires/")
    value = page.locator("[name=group_staff] option", has_text="Kärnfrågor").first.get_attribute("value")
    choose(page, group_staff=value or "")
    page.goto(f"{wave}associations/")
    for association in associations:
        page.check(f"[name=associations][value={association}]")
    press_main(page)
    return wave


def add_ways(page: Page, wave: str, association: str, ways: Sequence[str]) -> None:
    """Let the staff of an association answer in these ways."""
    page.goto(f"{wave}in/{association}/collectors/new/")
    if page.locator("[name=groups][value=staff]").count():
        page.check("[name=groups][value=staff]")
    for way in ways:
        page.check(f"[name=ways][value={way}]")
    press_main(page)


def printed_address(page: Page, pressed: str) -> str:
    """Return the address that a poster shows beside its code."""
    with page.expect_download() as saved:
        page.click(pressed)
    poster = pypdfium2.PdfDocument(saved.value.path())
    found = ANSWER_AT.search("\n".join(each.get_textpage().get_text_range() for each in poster))
    assert found
    return f"http://{found.group()}/"


def mailed_address(folder: Path, to: str) -> str:
    """Return the personal link in the latest letter to somebody."""
    found: list[EmailMessage] = []

    def it_is_there() -> bool:
        files = sorted((folder / "mail").glob("*.eml"))
        letters = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
        found[:] = [letter for letter in letters if letter["To"] == to]
        return bool(found)

    until(it_is_there)  # the server's worker lays it down when its turn comes
    (letter,) = found
    body = letter.get_body(("plain",))
    assert body is not None
    link = PERSONAL_AT.search(body.get_content())
    assert link
    return link.group()


def nothing_found(page: Page) -> None:
    """Fail where axe finds something wrong with the page."""
    found = Axe().run(page).response["violations"]
    assert found == [], f"{page.url}: {[(each['id'], [node['html'] for node in each['nodes']]) for each in found]}"


def answering_pages_found_nothing(browser: Browser, address: str, readings: Sequence[str]) -> None:
    """Fail where axe finds something wrong with the first page or with all questions, in any reading."""
    page = browser.new_page()
    for reading in readings:
        for path in (f"{reading}/", f"{reading}/all/"):
            page.goto(address + path)
            nothing_found(page)
    page.close()


@dataclass(slots=True)
class Respondent:
    """Somebody who answers on a phone without scripts; `said` is what was answered, by question."""

    page: Page
    said: dict[str, str] = field(default_factory=dict)

    @classmethod
    def at(cls, browser: Browser, address: str) -> "Respondent":
        context = browser.new_context(locale="sv-SE", viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address)
        return cls(page)

    def takes(self, reading: str) -> None:
        """Change to another language, or to easy read, where the page offers it."""
        link = self.page.locator(f"header a[href='{reading}/'], header a[href$='/{reading}/']").first
        if not link.is_visible():
            self.page.locator("header summary").first.click()
        with self.page.expect_navigation():
            link.click()

    def presses(self, do: str) -> None:
        with self.page.expect_navigation():
            self.page.click(f"main button[name=do][value={do}]")

    def answers(self, steps: Sequence[str]) -> None:
        """Answer as many questions as there are steps, each on its own page."""
        for step in steps:
            choice = self.page.locator(f"main input[type=radio][value='{step}']").first
            self.said[(choice.get_attribute("name") or "").removeprefix(FIELD)] = step
            choice.check()
            self.presses("next")

    def interrupted(self) -> str:
        """Ask for the code with which to go on later, forget it here, and return it."""
        with self.page.expect_navigation():
            self.page.click("main button[name=do][value=later]")
        code = self.page.inner_text("dd .code").strip()
        self.presses("leave")
        return code

    def resumes(self, code: str) -> None:
        """Go on with what was begun on another device."""
        with self.page.expect_navigation():
            self.page.click("main a[href*='resume']")
        self.page.fill("#code", code.lower())
        self.presses("resume")

    def ends(self, helped: str) -> None:
        """Say who helped, and send."""
        self.page.check(f"[name=helped][value={helped}]")
        self.presses("send")
