"""Two days as in April 2014: twenty-three phones, a chair with a phone, two screens, five votes, fifteen indicators.

The ballots are those invented for the example. `make pictures` keeps what the first screen shows.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from tests.conftest import ROOT
from tests.web.the_room import Chairing, Voter, logged_in, opened, press_main, slips_of

EXAMPLE = ROOT / "examples" / "conference-2014"
LARGE, SMALL = {"width": 1920, "height": 1080}, {"width": 1280, "height": 720}
N_VOTERS = 23

pytestmark = pytest.mark.slow


@pytest.fixture
def ballots() -> Mapping[str, list[list[str]]]:
    """Return for each vote what each of the twenty-three says yes to."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    with (EXAMPLE / "ballots.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            said = found[row["vote"]][row["ballot"]]
            if row["value"] == "yes":
                said.append(row["item"])
    return {vote: list(by_ballot.values()) for vote, by_ballot in found.items()}


def test_the_two_days_of_2014(
    browser: Browser,
    folder: Path,
    place: str,
    ballots: Mapping[str, list[list[str]]],
    picture: Callable[[Page, str], None],
) -> None:
    working = f"{place}sv/conferences/rehearsal/"

    # Before: the coordinator draws codes and groups.
    coordinator = logged_in(browser, place, folder, "samordnare@example.se")
    slips = slips_of(coordinator, f"{working}codes/")
    assert len(set(slips)) > N_VOTERS, "some slips more than voters, so that the last to draw has a choice"
    coordinator.goto(f"{working}groups/draw/")
    press_main(coordinator)
    press_main(coordinator)

    # The first morning: everybody joins.
    chair = Chairing(logged_in(browser, place, folder, "ordforande@example.se", phone=True))
    chair.page.goto(f"{working}chair/")
    join_code = chair.page.inner_text("#screen strong.num").replace(" ", "")
    screens = [opened(browser, size=size) for size in (LARGE, SMALL)]
    for screen in screens:
        screen.goto(f"{place}sv/screen/{join_code}/")
        expect(screen.locator("main")).to_contain_text(f"{join_code[:3]} {join_code[3:]}")
    picture(screens[0], "screen-waiting")
    voters = [Voter.who_joins(browser, place, join_code, slip) for slip in slips[:N_VOTERS]]
    for screen in screens:
        expect(screen.locator("[data-here]").first).to_have_text("23")

    def held(vote: str, finding: str) -> list[str]:
        """Hold one vote, and return the receipts."""
        chair.opens()
        receipts = [voter.votes(yes) for voter, yes in zip(voters, ballots[vote], strict=True)]
        for screen in screens:
            expect(screen.locator("main")).to_contain_text("23 av 23")
        chair.closes()
        for screen in screens:
            expect(screen.locator("[data-state=result]")).to_be_visible()
        expect(chair.page.locator("main")).to_contain_text(finding)
        expect(voters[-1].page.locator("[data-state=result]")).to_be_visible()
        return receipts

    # Day one: 97 candidates about the process.
    receipts = held("1", "14 går direkt till protokollet, 37 går till nästa omröstning och 46 sorteras ut")
    assert len(set(receipts)) == N_VOTERS
    picture(screens[0], "screen-result")
    picture(voters[0].page, "phone-result")
    voters[0].page.goto(f"{place}sv/room/{join_code}/receipts/1/")
    expect(voters[0].page.locator("main")).to_contain_text(receipts[0])
    voters[0].page.goto(f"{place}sv/room/{join_code}/ballot/")
    held("2", "17 går direkt till protokollet och 20 sorteras ut")

    # Day two: 40 candidates about the effect, and then the core.
    held("3", "5 går direkt till protokollet, 19 går till nästa omröstning och 16 sorteras ut")
    held("4", "5 går direkt till protokollet och 14 sorteras ut")
    chair.opens()
    hesitant, away = voters[0], voters[1]
    for voter, yes in zip(voters[2:], ballots["5"][2:], strict=True):
        voter.votes(yes)
    first = hesitant.votes([])
    hesitant.page.click("a[href$='?change']")
    assert hesitant.votes(ballots["5"][0]) == first, "a changed ballot keeps its receipt"
    expect(screens[0].locator("main")).to_contain_text("22")
    picture(screens[0], "screen-open")
    away.fills_in(ballots["5"][1])
    with away.page.expect_navigation():
        away.page.click("button[value=review]")
    away.page.context.set_offline(True)
    away.page.click("button[value=cast]")
    expect(away.page.locator("[data-sending]:visible")).to_be_visible()
    away.page.context.set_offline(False)
    away.receipt()
    chair.closes()
    expect(screens[1].locator("[data-state=result]")).to_be_visible()
    picture(screens[0], "screen-core")

    # Afterwards: the conference is closed, and the result is published.
    chair.goes_on()
    press_main(chair.page)
    expect(hesitant.page.locator("[data-state=ended]")).to_be_visible()
    coordinator.goto(f"{working}report/")
    with coordinator.expect_navigation():
        coordinator.locator("main form.form button").click()

    reader = opened(browser)
    reader.goto(f"{place}sv/conference/rehearsal/protocols/core/")
    catalogue = yaml.safe_load((EXAMPLE / "catalogue-2014.yaml").read_text("utf-8"))["indicators"]
    for indicator in (each for each in catalogue if each.get("yes_share")):
        expect(reader.locator("main")).to_contain_text(indicator["title"]["sv"])
    expect(reader.locator("main h1")).to_contain_text("15")
