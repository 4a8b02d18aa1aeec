"""Every scene on a projector's screen and on a narrow phone: nothing runs over its edge, and axe finds nothing.

97 candidates as lights, 41 in two pools, a tie of seven, official titles, the chair's ruling, a void vote.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.live.serving import serving
from tests.live.staging import AT, Stage, stage
from tests.real_database import RealDatabase

TITLES = ("Insatserna utgår från behov", "Deltagares erfarenheter tas till vara systematiskt", "Tid för samverkan")
OFFICIAL = " och dessutom arbetar organisationen medvetet och systematiskt för att det ska bli så i praktiken"
PARTS = (
    ".screen > .top, .screen > h1, .screen > div, .screen section, .screen .foot, .screen .joincode span, .screen .qr"
)


def candidates(n: int, more: str = "") -> dict[str, tuple[str, str]]:
    return {str(i): ("process", f"{TITLES[i % 3]}{more}") for i in range(1, n + 1)}


def pools(more: str = "") -> dict[str, tuple[str, str]]:
    return {str(i): ("process" if i <= 31 else "effect", f"{TITLES[i % 3]}{more}") for i in range(1, 42)}


def falling(n: int, tied: range = range(0)) -> dict[str, int]:
    """Return yes per candidate, from 23 down; those in `tied` are equal."""
    found = {str(i): max(0, 23 - i * 23 // n) for i in range(1, n + 1)}
    return found | {str(i): found[str(tied[0])] for i in tied}


@dataclass(frozen=True)
class Scene:
    """A scene: where it is, and words that must be seen on its screen."""

    name: str
    join_code: str
    says: str
    query: str = ""


def held(
    conference: dict[str, tuple[str, str]], rule: Any, votes: dict[str, int], title: str = ""
) -> tuple[Stage, Any]:
    on = stage(conference)
    vote = on.open(on.draft(rule, title=title))
    on.put(vote, votes, 23)
    return on, on.close(vote)


def scenes() -> Iterator[Scene]:
    from ljuspunkt.domain.consensus.rule import Chair, Expand, Rule, Runoff
    from ljuspunkt.rooms.conference.services import open_runoff, rule_tie, show, void_vote

    fourteen = Rule("onward", places=14, out_bar=Fraction(1, 2), ties=Chair())
    core = Rule("out", places={"process": 10, "effect": 5}, ties=Runoff(2, Expand()))

    def code(on: Stage) -> str:
        return on.conference.join_code or ""

    on = stage(candidates(97))
    yield Scene("waiting", code(on), "och skriv")
    for showing, says in {
        "candidates": "Det här ska vi rösta om",
        "vote": "De 14 med flest röster",
        "groups": "bord",
    }.items():
        on = stage(candidates(97))
        on.draft(fourteen)
        show(by=on.chair, conference=on.conference.pk, showing=showing)
        yield Scene(showing, code(on), says)
    for n, more in ((12, OFFICIAL), (40, OFFICIAL), (137, "")):
        on = stage(candidates(n, more))
        on.draft(fourteen, title=f"Vilka av de {n}?")
        show(by=on.chair, conference=on.conference.pk, showing="candidates")
        yield Scene(f"candidates-{n}", code(on), f"de {n}")
    on = stage(candidates(97))
    on.put(on.open(on.draft(fourteen, title="Vilka ska med i bruttolistan?")), falling(97), 17)
    yield Scene("open", code(on), "av 23 har röstat")
    on, vote = held(candidates(97), fourteen, falling(97, range(13, 20)))
    yield Scene("seven-tied", code(on), "är lika om")
    yield Scene("list", code(on), "är lika om", "?view=list")
    on, vote = held(candidates(97), fourteen, falling(97, range(13, 16)))
    rule_tie(by=on.chair, vote=vote.pk, chosen=["13", "14"], reason="Inflytandet väger tyngst. " * 3, at=AT)
    yield Scene("ruled", code(on), "Kim Ek")
    on, _ = held(pools(), core, falling(41, range(9, 12)))
    yield Scene("pools", code(on), "är lika om")
    on, vote = held(pools(), core, falling(41, range(9, 12)))
    open_runoff(by=on.chair, vote=vote.pk, at=AT)
    yield Scene("runoff", code(on), "Särskiljande omröstning")
    on, _ = held(pools(OFFICIAL), core, falling(41, range(9, 12)), title=f"Vilka ska ingå i kärnan{OFFICIAL}?")
    yield Scene("official-titles", code(on), "är lika om")
    both = {**candidates(97), **{f"e{i}": ("effect", TITLES[i % 3]) for i in range(40)}}
    on, _ = held(both, core, {**falling(97), **{f"e{i}": i % 24 for i in range(40)}})
    yield Scene("two-skies", code(on), "går in")
    on, vote = held(pools(), core, falling(41))
    void_vote(by=on.chair, vote=vote.pk, reason="Strömmen gick i salen medan vi röstade.", at=AT)
    yield Scene("void", code(on), "Strömmen gick")
    on = stage(candidates(3))
    on.conference.state, on.conference.evaluation_open = "held", True
    on.conference.save()
    yield Scene("ended", code(on), "Tack")


def over_the_edge(page: Page) -> list[str]:
    """Return the parts of a screen that reach out of it, and rows that lie under its foot."""
    found: list[str] = page.evaluate(
        """(parts) => {
          const out = [];
          const foot = document.querySelector(".screen > .foot")?.getBoundingClientRect();
          for (const each of document.querySelectorAll(parts)) {
            const { right, bottom } = each.getBoundingClientRect();
            if (right > innerWidth + 1 || bottom > innerHeight + 1) out.push(each.className || each.tagName);
          }
          const rows = ".columns li, .around li, .star, .col .axis, .themes li, .tables li";
          for (const row of document.querySelectorAll(rows)) {
            const { right, bottom } = row.getBoundingClientRect();
            if (right > innerWidth + 1 || (foot && bottom > foot.top + 2)) out.push(row.textContent);
          }
          return out;
        }""",
        PARTS,
    )
    return found


@pytest.mark.parametrize("real_database", ["sqlite"], indirect=True)
def test_every_scene_fits_and_can_be_used_by_all(real_database: RealDatabase, browser: Browser) -> None:
    all_scenes = list(scenes())
    axe = Axe()
    with serving(real_database) as server:
        complaints: list[str] = []
        faults: list[str] = []
        for width, height in ((1920, 1080), (1280, 720)):
            context = browser.new_context(viewport={"width": width, "height": height})
            page = context.new_page()
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            for scene in all_scenes:
                page.goto(f"{server.address}/sv/screen/{scene.join_code}/{scene.query}")
                assert scene.says in page.inner_text("main"), scene.name
                if over := over_the_edge(page):
                    faults.append(f"{scene.name} at {width}: {over}")
                if width == 1280 and (found := axe.run(page)).violations_count:
                    faults.append(f"{scene.name}: {found.generate_report()}")
            context.close()
        context = browser.new_context(viewport={"width": 320, "height": 640})
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        for scene in all_scenes:
            page.goto(f"{server.address}/sv/room/{scene.join_code}/")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append(f"{scene.name} on a phone is wider than it")
            if (found := axe.run(page)).violations_count:
                faults.append(f"{scene.name} on a phone: {found.generate_report()}")
        page.goto(f"{server.address}/sv/join/")
        assert axe.run(page).violations_count == 0
        context.close()
        assert not faults, "\n".join(faults)
        assert complaints == []
