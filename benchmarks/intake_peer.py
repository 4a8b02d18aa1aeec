"""oTree as a peer of `intake.py`: installed from PyPI into a folder, with one page of radio buttons, and served."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

VERSION = "6.0.15"
SETTINGS = """
SESSION_CONFIGS = [dict(name="asked", app_sequence=["asked"], num_demo_participants=1)]
SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1.0, participation_fee=0.0, doc="")
LANGUAGE_CODE = "en"
REAL_WORLD_CURRENCY_CODE = "SEK"
USE_POINTS = True
ADMIN_USERNAME = "admin"
SECRET_KEY = "benchmark"
"""
APP = """
from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = "asked"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


NAMES = [f"q{{n}}" for n in range(1, {items} + 1)]


class Player(BasePlayer):
    for _name in NAMES:
        locals()[_name] = models.StringField(
            label=f"The support starts from what I need, {{_name}}", choices={choices}, widget=widgets.RadioSelect
        )
    del _name


class Asked(Page):
    form_model = "player"
    form_fields = NAMES


page_sequence = [Asked]
"""
PAGE = "{{ block content }}\n{{ formfields }}\n{{ next_button }}\n{{ endblock }}\n"


@dataclass(frozen=True)
class Peer:
    """An installed oTree and its project."""

    folder: Path

    @classmethod
    def installed(cls, folder: Path, items: int, choices: Sequence[str]) -> "Peer":
        """Install oTree and write a project of one page with as many questions."""
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        subprocess.run(
            [folder / "venv" / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", f"otree=={VERSION}"],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        project = folder / "project"
        for name in ("asked", "_static", "_templates/global"):
            (project / name).mkdir(parents=True)
        (project / "settings.py").write_text(SETTINGS)
        (project / "_templates/global/Page.html").write_text('{{ extends "otree/Page.html" }}\n')
        (project / "asked" / "__init__.py").write_text(APP.format(items=items, choices=list(choices)))
        (project / "asked" / "Asked.html").write_text(PAGE)
        peer = cls(folder)
        peer._run("resetdb", "--noinput")
        return peer

    @staticmethod
    def page(code: str) -> str:
        """Return the path of a participant's page."""
        return f"/p/{code}/asked/Asked/1"

    def participants(self, n: int) -> list[str]:
        """Make a session with new participants and return their codes."""
        said = self._run("create_session", "asked", str(n))
        session = re.search(r"code (\w+)", said)
        assert session is not None, said
        with sqlite3.connect(self.folder / "project" / "db.sqlite3") as connection:
            rows = connection.execute(
                "SELECT p.code FROM otree_participant p JOIN otree_session s ON p.session_id = s.id WHERE s.code = ?",
                [session[1]],
            )
            return [code for (code,) in rows]

    @contextmanager
    def serving(self) -> Iterator[int]:
        """Run its server for production."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        with (self.folder / "log").open("w") as log:
            server = subprocess.Popen(
                ["otree", "prodserver1of2", str(port)],
                executable=self.folder / "venv" / "bin" / "otree",
                cwd=self.folder / "project",
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            until = time.monotonic() + 60
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    if time.monotonic() > until:
                        raise SystemExit((self.folder / "log").read_text()) from None
                    time.sleep(0.1)
            yield port
        finally:
            os.killpg(server.pid, 15)
            server.wait(timeout=30)

    def open_all(self, port: int, codes: Sequence[str]) -> None:
        """Let every participant begin, which their own first page does and isn't measured."""
        for code in codes:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/InitializeParticipant/{code}") as answer:
                assert answer.status == 200

    def _run(self, *words: str) -> str:
        done = subprocess.run(
            [self.folder / "venv" / "bin" / "otree", *words],
            cwd=self.folder / "project",
            env=self._environment(),
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise SystemExit(f"oTree: {done.stderr}")
        return done.stdout + done.stderr

    def _environment(self) -> dict[str, str]:
        programs = f"{self.folder / 'venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return {**os.environ, "PATH": programs, "OTREE_PRODUCTION": "1"}
