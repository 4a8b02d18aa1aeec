"""A whole example installation, its server as a process of its own, and a browser to look at it with."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.servers import COMMAND, environment
from tests.web.serving import serving

PICTURES = "LJUSPUNKT_PICTURES"


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the folder of an example installation, made once for the whole run: to be copied, and never opened.

    A server or a command would change files while another worker's test copies or compares them.
    """
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    folder = shared / "example"
    with (shared / "example.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "example.made").exists():
            subprocess.run([COMMAND, "demo", "--dir", folder], env=environment(), check=True, capture_output=True)
            (shared / "example.made").touch()
    return folder


@pytest.fixture(scope="session")
def installation(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an example installation that the tests of this worker share, and its server works on."""
    return Path(shutil.copytree(example, tmp_path_factory.mktemp("shared") / "installation"))


@pytest.fixture(scope="session")
def site(installation: Path) -> Iterator[str]:
    """Return the address of the server, without a language."""
    with serving(installation) as address:
        yield address


@pytest.fixture
def folder(example: Path, tmp_path: Path) -> Path:
    """Return an example installation of the test's own, which it may change."""
    return Path(shutil.copytree(example, tmp_path / "installation"))


@pytest.fixture
def place(folder: Path) -> Iterator[str]:
    """Return the address of its server, without a language."""
    with serving(folder) as address:
        yield address


Opener = Callable[..., Page]


def complains(said: str) -> bool:
    """Return whether what the browser says is a complaint: a form to be mended and an emptied cache are none."""
    return "status of 422" not in said and not said.startswith("Clear-Site-Data header")


@pytest.fixture
def opener(browser: Browser, site: str) -> Iterator[Opener]:
    """Return a function that opens a page of the site; whatever the browser complains about fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(path: str, *, width: int = 1280, height: int = 800, **how: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **how)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(f"{page.url}: {said.text}") if complains(said.text) else None)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.goto(site.rstrip("/") + quote(path))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Return a function that keeps a picture of a page for the README, where `make pictures` asks for it."""

    def keep(page: Page, name: str) -> None:
        if folder := os.environ.get(PICTURES):
            page.screenshot(path=Path(folder) / f"{name}.png")

    return keep
