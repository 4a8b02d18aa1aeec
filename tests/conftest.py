"""What all tests share: where the reference data lie, a PostgreSQL server, a Spark server, a Chromium.

`docs/testing.md` tells which tests run when.
"""

import fcntl
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import postgres as postgres_server
import pytest
import spark as spark_server
from django.core.cache import cache
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from tests.people.world import world

__all__ = ["world"]  # a fixture that every room's tests ask for by its name

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]

# Playwright's synchronous calls run an event loop, in which Django otherwise refuses to touch the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# A fifth of collecting would go to looking for garbage among modules that stay; see `pytest_collection_finish`.
gc.disable()

# Invented cases take as long as they take, and so does inventing them: two cores are shared. The same commit gets the
# same cases wherever it is tested; `--hypothesis-profile=new` looks for others.
hypothesis.settings.register_profile(
    "new",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large],
)
hypothesis.settings.register_profile(
    "ljuspunkt", hypothesis.settings.get_profile("new"), derandomize=True, database=None
)
hypothesis.settings.load_profile("ljuspunkt")

# The servers of a whole run are shared by its worker processes; the process that began the run stops them.
SHARED = "LJUSPUNKT_TEST_POSTGRES"
SHARED_SPARK = "LJUSPUNKT_TEST_SPARK"

CHEAP = (1, 2**16)
"""Rounds and bytes of Argon2id for passphrases of tests."""

SELDOM = 20_000
"""New objects after which garbage is looked for; Python's 700 cost every tenth second of a test that opens pages."""

REMEMBERED = {
    "ljuspunkt.rooms.conference.limiter": ("CODES._tried.clear",),
    "ljuspunkt.rooms.conference.views.preparation": ("TICKETS._tried.clear",),
    "ljuspunkt.rooms.indicators.views.measures.open": ("SENDINGS._tried.clear",),
    "ljuspunkt.rooms.surveys.answering.sent": ("codes._tried.clear",),
    "ljuspunkt.rooms.surveys.answering.ways": ("forget",),
    "ljuspunkt.rooms.surveys.answering.doors": ("door.cache_clear",),
    "ljuspunkt.web.doors": ("door.cache_clear", "_chain.cache_clear"),
    "ljuspunkt.rooms.mail.leases": ("_WAITS.clear",),
}
"""How modules forget what their process remembers: of those who call, of links, of letters that wait."""

TOGETHER = {"site", "spark", "release", "comparing_release"}
"""Fixtures whose tests stay in one worker: made once there, and asked for one thing at a time."""

LONG = {"chromium", "example", "real_database", "own_server"}
"""Fixtures of tests in which other programs take part."""

PATIENCE = 60_000
"""Milliseconds within which what a test expects of a page must come; browsers and servers share two cores."""

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the folders where this run's PostgreSQL and Spark would lie, before any worker starts."""
    if SHARED not in os.environ:
        os.environ[SHARED] = tempfile.mkdtemp(prefix="ljuspunkt-pg-", dir="/tmp")
        os.chmod(os.environ[SHARED], 0o755)
        config.add_cleanup(_forget_server)
    if SHARED_SPARK not in os.environ:
        os.environ[SHARED_SPARK] = f"{os.getpid()}:{tempfile.mkdtemp(prefix='ljuspunkt-spark-')}"
        config.add_cleanup(_forget_spark)


def _forget_server() -> None:
    folder = Path(os.environ.pop(SHARED))
    postgres_server.stop(folder / "server")
    shutil.rmtree(folder, ignore_errors=True)


def _forget_spark() -> None:
    folder = Path(os.environ.pop(SHARED_SPARK).partition(":")[2])
    spark_server.stop(folder / "server")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _begins_with_nothing_remembered() -> None:
    """Let no test inherit from the one before it the language of its last page, or who was slowed down for what.

    A worker's tests come in any order, and their rows have the same numbers and addresses again and again.
    """
    translation.deactivate()
    cache.clear()
    for module in REMEMBERED.keys() & sys.modules.keys():
        for forget in REMEMBERED[module]:
            attrgetter(forget)(sys.modules[module])()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a database or PostgreSQL, so that nobody has to remember to; begin with what takes long.

    First of all: pytest-xdist reads a test's group in a hook of the same name, and sees no mark that is set later.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "live_server"}:
            item.add_marker(pytest.mark.database)
        if "postgres" in fixtures:
            item.add_marker(pytest.mark.postgres)
            if "postgresql" in item.name or "real_database" not in fixtures:
                # One at a time: what a server's log tells of one test mustn't be another's.
                item.add_marker(pytest.mark.xdist_group("postgres"))
        if "spark" in fixtures:
            item.add_marker(pytest.mark.spark)
        if "chromium" in fixtures:
            item.add_marker(pytest.mark.browser)
        for dear in TOGETHER & fixtures:
            item.add_marker(pytest.mark.xdist_group(dear))
    # What takes long comes first: a worker that got it last would work on alone.
    items.sort(key=_is_short)


def _is_short(item: pytest.Item) -> bool:
    return item.get_closest_marker("slow") is None and LONG.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look for garbage from here on, but no more among what was collected; and see that groups stay together.

    Raises:
        pytest.UsageError: pytest-xdist hasn't written the group behind a test's name, and would tear the group apart.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM)
    gc.enable()
    if not session.config.getoption("loadgroup", False):
        return
    for item in session.items:
        if item.get_closest_marker("xdist_group") and "@" not in item.nodeid.rpartition("]")[2]:
            raise pytest.UsageError(
                f"pytest-xdist with pytest {pytest.__version__} doesn't see the group of {item.nodeid}."
            )


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request: pytest.FixtureRequest) -> None:
    """Give each worker of a run a PostgreSQL database of its own; SQLite's lie in the workers' own memory already.

    pytest-django knows SQLite by the name of Django's own backend only, and ours is another.
    """
    from django.db import connection

    worker = getattr(request.config, "workerinput", {}).get("workerid")
    if worker and connection.vendor == "postgresql":
        settings = connection.settings_dict
        settings["TEST"]["NAME"] = f"{settings['TEST']['NAME'] or 'test_' + settings['NAME']}_{worker}"


@pytest.fixture(scope="session")
def reference() -> Path:
    """Return the folder of published results and of vectors from other software.

    It lies beside the checkout, or where LJUSPUNKT_REFERENCE says.
    """
    folder = Path(os.environ.get("LJUSPUNKT_REFERENCE", ROOT.parent / "shared" / "reference"))
    if not folder.is_dir():
        pytest.skip(f"The reference data aren't at {folder}; name their folder in LJUSPUNKT_REFERENCE.")
    return folder


@pytest.fixture(scope="session")
def postgres() -> str:
    """Return the address of a real PostgreSQL server, started once for the whole run."""
    folder = Path(os.environ[SHARED])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        address = folder / "address"
        if not address.exists():
            address.write_text(postgres_server.start(folder / "server"))
        return address.read_text()


@pytest.fixture(scope="session")
def spark() -> str:
    """Return the address of a real Spark server, started once for the whole run, which it never outlives."""
    began, _, folder = os.environ[SHARED_SPARK].partition(":")
    with (Path(folder) / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        address = Path(folder) / "address"
        if not address.exists():
            trouble = spark_server.trouble()
            if trouble is not None:
                pytest.fail(trouble)
            address.write_text(spark_server.start(Path(folder) / "server", guarded=int(began)))
        return address.read_text()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let tests that commit empty what never changes afterwards; those that try the triggers put them back."""
    from django.db import connection

    from ljuspunkt.rooms.audit.append_only import LOG
    from ljuspunkt.rooms.indicators.immutable import MEASURES, VERSIONS
    from ljuspunkt.rooms.surveys.immutable import DATA_SETS, FROZEN_VERSIONS

    with django_db_blocker.unblock():
        LOG.take_off(connection)
        MEASURES.take_off(connection)
        VERSIONS.take_off(connection)
        FROZEN_VERSIONS.take_off(connection)
        DATA_SETS.take_off(connection)


@pytest.fixture(scope="session", autouse=True)
def fit_for_tests() -> Iterator[None]:
    """Let pages be made in the test's own process, where nobody has collected the static files; hash passwords fast."""
    from django.conf import settings
    from django.test import override_settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES={**settings.STORAGES, "staticfiles": plain},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        PASSPHRASE_COST=CHEAP,
        MIDDLEWARE=[name for name in settings.MIDDLEWARE if not name.startswith("whitenoise.")],
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def ballot_keys(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the keys of ballot boxes and waves, and frozen data sets, apart from an installation's."""
    from django.conf import settings

    settings.BALLOT_KEYS = tmp_path_factory.mktemp("ballot-keys")
    settings.WAVE_KEYS = tmp_path_factory.mktemp("wave-keys")
    settings.DATA_SETS = tmp_path_factory.mktemp("data-sets")


@pytest.fixture
def postgres_database(postgres: str) -> Iterator[str]:
    """Return the address of an empty PostgreSQL database that is dropped after the test."""
    import psycopg

    name = f"test_{os.getpid()}_{os.urandom(4).hex()}"
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    yield postgres.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def chromium() -> dict[str, object]:
    """Return what Playwright's `launch` needs to start this machine's Chromium."""
    program = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if program is None:
        pytest.fail("Chromium is missing: install the Debian package chromium, or run `make test-method`.")
    return {"executable_path": program, "args": ["--no-sandbox"] if os.geteuid() == 0 else []}


@pytest.fixture(scope="session")
def browser(chromium: dict[str, object]) -> "Iterator[Browser]":
    """Return a running Chromium, one for all tests of a worker: Playwright can't be begun twice in a thread."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**chromium)  # type: ignore[arg-type]
        yield started
        started.close()
