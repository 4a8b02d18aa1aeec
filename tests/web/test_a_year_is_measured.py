"""A year's measurement, from the core protocol to a frozen data set: five ways of answering, four languages, easy read.

One respondent is interrupted and goes on with another device. Every page that is opened on the way is looked at by axe.
"""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from playwright.sync_api import Browser, Page

from tests.web.the_measurement import (
    Respondent,
    add_ways,
    answering_pages_found_nothing,
    choose,
    mailed_address,
    make_questionnaire,
    nothing_found,
    plan_wave,
    printed_address,
)
from tests.web.the_room import logged_in, press_main

YEAR = "2027"
LANGUAGES = ("sv", "en", "ar", "so")
OWN, OTHER, THIRD = "lindasen", "bjorkhaga", "alnaset"
NAMES = {OWN: "Lindåsen", OTHER: "Björkhaga", THIRD: "Alnäset"}
TODAY, LAST_DAY = date.today(), date.today() + timedelta(days=14)  # noqa: DTZ011 the wave is open on whatever day it is
PASSPHRASES = {"nationell@example.se": "grön lampa över vattnet", "analytiker@example.se": "sju tysta trappor upp"}
ASKED_BY_MAIL = "en.av.personalen@example.se"

pytestmark = pytest.mark.slow


def links_of(page: Page) -> dict[str, str]:
    """Return the addresses that a page of an association's ways of answering shows, by way."""
    rows = page.locator("main table tr:has(th a):has(td a[href*='/answer/'])").all()
    return {row.locator("th").inner_text().strip(): row.locator("a[href*='/answer/']").inner_text() for row in rows}


def test_a_year_is_measured(browser: Browser, folder: Path, place: str) -> None:
    people = {email: logged_in(browser, place, folder, email) for email in PASSPHRASES}
    national = people["nationell@example.se"]
    local = logged_in(browser, place, folder, "samordnare@example.se")
    neighbour = logged_in(browser, place, folder, "granne@example.se")

    # Before: a questionnaire from the core protocol, a wave in three associations, its key, and ways of answering.
    make_questionnaire(national, place, slug="core-questions", year=YEAR, languages=LANGUAGES)
    days = (TODAY.isoformat(), LAST_DAY.isoformat())
    wave = plan_wave(national, place, year=YEAR, days=days, associations=(OWN, OTHER, THIRD))
    for email, passphrase in PASSPHRASES.items():
        people[email].goto(f"{wave}keys/passphrase/")
        choose(people[email], passphrase=passphrase, again=passphrase)
    national.goto(f"{wave}keys/make/")
    press_main(national)
    assert len(national.inner_text(".receiptcode").strip()) >= 20
    add_ways(local, wave, OWN, ("link", "mail", "kiosk", "paper"))
    add_ways(neighbour, wave, OTHER, ("poster",))
    add_ways(national, wave, THIRD, ("link",))
    local.goto(f"{wave}in/{OWN}/")
    own = links_of(local)
    local.click("main table th a:has-text('e-post')")
    local.click("main a[href$='/addresses/']")
    choose(local, addresses=ASKED_BY_MAIL)
    national.goto(f"{wave}open/")
    press_main(national)
    for page in (national, local):
        page.goto(wave)
        nothing_found(page)
    national.goto(f"{wave}in/{THIRD}/")
    (third,) = links_of(national).values()
    site = place.rstrip("/")
    link, kiosk = (f"{site}{own[way]}" for way in ("Öppen länk", "Delad surfplatta"))
    answering_pages_found_nothing(browser, link, ("sv", "en", "ar", "so", "sv-easy"))
    expected: list[tuple[str, dict[str, str]]] = []

    # A link, in Swedish.
    linked = Respondent.at(browser, link)
    linked.presses("begin")
    linked.answers(["4"] + ["3"] * 14)
    linked.ends("nobody")
    expected.append((OWN, linked.said))

    # The address on a poster, in English.
    neighbour.goto(f"{wave}in/{OTHER}/")
    postered = Respondent.at(browser, printed_address(neighbour, "main a[href$='poster.pdf']"))
    postered.takes("en")
    postered.presses("begin")
    postered.answers(["9"] + ["2"] * 14)
    postered.ends("read")
    expected.append((OTHER, postered.said))

    # A letter, in Arabic, interrupted and taken up again on another device.
    letter = mailed_address(folder, ASKED_BY_MAIL)
    mailed = Respondent.at(browser, letter)
    mailed.takes("ar")
    mailed.presses("begin")
    mailed.answers(["1", "2"])
    code = mailed.interrupted()
    elsewhere = Respondent.at(browser, letter)
    elsewhere.takes("ar")
    elsewhere.resumes(code)
    elsewhere.answers(["4"] * 13)
    elsewhere.ends("wrote")
    expected.append((OWN, {**mailed.said, **elsewhere.said}))
    again = Respondent.at(browser, letter)
    assert again.page.inner_text("h1") == "Svaren är redan mottagna"

    # A shared tablet, in Somali: two people one after the other, and the second sees nothing of the first.
    tablet = Respondent.at(browser, kiosk)
    for step in ("3", "1"):
        tablet.takes("so")
        tablet.presses("begin")
        assert tablet.page.locator("main input:checked").count() == 0
        tablet.answers([step] * 15)
        tablet.ends("nobody")
        expected.append((OWN, tablet.said))
        tablet.said = {}
        tablet.page.click("main a[data-kind=main]")

    # Easy read, and somebody else may not answer in one's place.
    easy = Respondent.at(browser, f"{site}{third}")
    easy.takes("sv-easy")
    easy.presses("begin")
    easy.answers(["2"] * 15)
    easy.ends("for_me")
    assert easy.page.locator("#helped-problem").is_visible()
    easy.ends("read")
    expected.append((THIRD, easy.said))

    # Paper, typed in by the local coordinator.
    local.goto(f"{wave}in/{OWN}/")
    local.click("main a[href$='/sheet/']")
    sheet = dict.fromkeys(linked.said, "4")
    for question in sheet:
        local.check(f"main [name=a-{question}][value$='4']")
    choose(local, sheet="1")
    expected.append((OWN, sheet))

    # The board counts; then the wave closes, its answers are opened once, and the data set has exactly them.
    national.goto(f"{wave}board/")
    assert "färre än fem" in national.inner_text("main") or "under fem" in national.inner_text("main")
    nothing_found(national)
    national.goto(f"{wave}end/")
    press_main(national)
    national.goto(f"{wave}close/")
    choose(national, secret=PASSPHRASES["nationell@example.se"])
    nothing_found(national)
    assert Respondent.at(browser, link).page.inner_text("h1") == "Mätningen är stängd"
    (file,) = folder.glob(f"**/*{YEAR}*/answers.parquet")
    rows = parquet.read_table(file).to_pylist()
    assert {row["wave"] for row in rows} == {YEAR} and {row["group"] for row in rows} == {"staff"}
    questions = sorted(expected[0][1])
    assert len(questions) == 15
    found = Counter((row["association"], tuple(row[name] for name in questions)) for row in rows)
    assert found == Counter((NAMES[where], tuple(said[name] for name in questions)) for where, said in expected)
