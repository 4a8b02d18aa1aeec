"""A Spark server for tests: `spark.py install` fetches it, `spark.py [--usual] COMMAND…` runs a command beside one.

The command finds the server's address in SPARK_REMOTE. Tests want it quick to start; with --usual it compiles and
plans as Spark does by itself, for measuring. Spark comes as the package pyspark, at the version and hash of
requirements-spark.lock. Only its Java archives are kept, in .spark/: the package's Python would hide that of the thin
client. Spark Connect, the server, is one of them, so nothing else is fetched. The server runs under a guard, a process
that ends it when the one it was started for is gone, however that ended.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements-spark.lock"
JARS = ROOT / ".spark" / "jars"
STAMP = ROOT / ".spark" / "ljuspunkt.stamp"
OLDEST_JAVA = 17
SECONDS_TO_START = 300

# What Spark's own start script opens of Java's modules.
OPENED = """
    java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent
    java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar
""".split()

# Small enough to run beside everything else on two cores: little memory, quick to start, no page, no files left.
MEMORY = ["-Xmx1g", "-Xss4m", "-XX:+UseSerialGC", "-XX:-UsePerfData"]
QUICK_TO_START = ["-XX:TieredStopAtLevel=1"]
QUICK = {"spark.sql.adaptive.enabled": "false", "spark.sql.codegen.wholeStage": "false"}
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.connect.grpc.binding.port": "0",
}


def is_installed() -> bool:
    """Return whether .spark/ holds what the lock names."""
    return STAMP.exists() and STAMP.read_text(encoding="utf-8") == LOCK.read_text(encoding="utf-8")


def install() -> None:
    """Fetch Spark, unless it is there. Some 450 MB are read, 400 MB stay."""
    if is_installed():
        return
    print("Fetching Spark for the tests (450 MB, once; under a minute on a fast line) …", file=sys.stderr, flush=True)
    shutil.rmtree(JARS.parent, ignore_errors=True)
    JARS.mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=JARS.parent) as made:
        words = "-m pip download -q --disable-pip-version-check --no-cache-dir --no-deps --require-hashes".split()
        subprocess.run([sys.executable, *words, "-r", LOCK, "-d", made], check=True, stdout=sys.stderr)
        [archive] = Path(made).iterdir()
        print("Unpacking …", file=sys.stderr, flush=True)
        with tarfile.open(archive) as packed:
            for member in packed:
                folder, _, name = member.name.partition("/deps/jars/")
                if folder and name.endswith(".jar") and "/" not in name:
                    content = packed.extractfile(member)
                    assert content is not None
                    with (JARS / name).open("wb") as jar:
                        shutil.copyfileobj(content, jar)
    STAMP.write_text(LOCK.read_text(encoding="utf-8"), encoding="utf-8")


def trouble() -> str | None:
    """Return, in one sentence, what this machine lacks; None where nothing is missing."""
    try:
        said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    except FileNotFoundError:
        return "Java is missing: install the Debian package default-jre-headless, or run “make test-method”."
    found = re.search(r'version "(\d+)', said)
    if found is None or int(found.group(1)) < OLDEST_JAVA:
        return f"Spark needs Java {OLDEST_JAVA} or newer: install the Debian package default-jre-headless."
    if not is_installed():
        return "Spark isn't here: run “.venv/bin/python scripts/spark.py install”."
    return None


def start(place: Path, *, guarded: int, quick: bool = True) -> str:
    """Start a server that keeps everything in the folder `place`, and return its address.

    Args:
        place: is made where it isn't there.
        guarded: the process with whose end the server ends.
        quick: to start and with small questions, rather than with large ones.
    """
    place.mkdir(parents=True, exist_ok=True)
    settings = (
        SETTINGS
        | (QUICK if quick else {})
        | {"spark.local.dir": str(place), "spark.sql.warehouse.dir": str(place / "warehouse")}
    )
    words = ["java", *MEMORY, *(QUICK_TO_START if quick else [])]
    words += [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENED]
    words += ["-Djdk.reflect.useDirectMethodHandle=false", f"-Djava.io.tmpdir={place}", "-cp", f"{JARS}/*"]
    words += ["org.apache.spark.deploy.SparkSubmit", "--master", "local[2]"]
    words += ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer"]
    words += [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    log = place / "log"
    with log.open("wb") as output:
        guard = subprocess.Popen(
            [sys.executable, __file__, "--guard", str(guarded), *words, "spark-internal"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=place,
            start_new_session=True,
        )
    (place / "guard").write_text(str(guard.pid), encoding="utf-8")
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and guard.poll() is None:
        found = re.search(r"Spark Connect server started at: \S+?:(\d+)", log.read_text(errors="replace"))
        if found:
            return f"sc://127.0.0.1:{found.group(1)}"
        time.sleep(0.2)
    stop(place)
    raise RuntimeError(f"Spark didn't start:\n{log.read_text(errors='replace')[-4000:]}")


def stop(place: Path) -> None:
    """Stop the server that `start` started in the folder, if it runs, and wait until it is gone."""
    written = place / "guard"
    if not written.exists():
        return
    guard = int(written.read_text(encoding="utf-8"))
    written.unlink()
    try:
        os.kill(guard, signal.SIGTERM)
        while _lives(guard):
            time.sleep(0.05)
    except ProcessLookupError:
        return


def _lives(process: int) -> bool:
    try:
        if os.waitpid(process, os.WNOHANG)[0] == process:
            return False
    except ChildProcessError:
        pass  # another process started it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _guard(guarded: int, words: list[str]) -> int:
    """Run the server until it ends, or the guarded process does, or this one is told to."""
    server = subprocess.Popen(words)
    signal.signal(signal.SIGTERM, lambda *_: server.kill())
    while server.poll() is None:
        if not _lives(guarded):
            server.kill()
        try:
            server.wait(0.5)
        except subprocess.TimeoutExpired:
            continue
    return server.returncode


@contextmanager
def temporary(*, quick: bool = True) -> Iterator[str]:
    """Give the address of a server that is stopped and removed at the end."""
    missing = trouble()
    if missing is not None:
        sys.exit(missing)
    folder = Path(tempfile.mkdtemp(prefix="ljuspunkt-spark-"))
    try:
        yield start(folder, guarded=os.getpid(), quick=quick)
    finally:
        stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    if sys.argv[1] == "--guard":
        sys.exit(_guard(int(sys.argv[2]), sys.argv[3:]))
    if sys.argv[1:] == ["install"]:
        install()
        sys.exit()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped then too
    usual = sys.argv[1] == "--usual"
    with temporary(quick=not usual) as address:
        command = sys.argv[2:] if usual else sys.argv[1:]
        sys.exit(subprocess.run(command, check=False, env={**os.environ, "SPARK_REMOTE": address}).returncode)
