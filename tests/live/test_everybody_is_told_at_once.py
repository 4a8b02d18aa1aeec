"""What the chair does is shown on every screen and phone, in their languages, from whichever process it was done."""

import subprocess
from contextlib import ExitStack

import pytest

from tests.conference.serving import Voter
from tests.live.listening import Listener
from tests.live.serving import serving
from tests.live.staging import AT, Stage, stage
from tests.real_database import RealDatabase
from tests.servers import COMMAND

CANDIDATES = {str(n): ("process", f"Kandidat nummer {n}") for n in range(1, 7)}


def path(on: Stage, audience: str = "phone", language: str = "sv") -> str:
    return f"/live/{on.conference.join_code}/{audience}/{language}"


def codes(on: Stage, n: int) -> list[str]:
    from ljuspunkt.rooms.conference.services.codes import draw_codes

    return [slip.code for slip in draw_codes(by=on.chair, conference=on.conference.pk, n=n, at=AT)]


def test_several_processes_show_a_vote_from_opening_to_result(real_database: RealDatabase) -> None:
    from ljuspunkt.domain.consensus.rule import Rule

    on = stage(CANDIDATES, voters=3)
    vote = on.draft(Rule("onward", places=2), title="Vilka ska med?")
    drawn = codes(on, 3)
    with ExitStack() as stack:
        if real_database.vendor == "postgresql":
            servers = [stack.enter_context(serving(real_database, "--workers", "2"))] * 2
        else:  # two servers on one file, each with one process
            servers = [stack.enter_context(serving(real_database)) for _ in range(2)]
        phones = [Listener(servers[n % 2].address, path(on), packed=n % 3 == 0) for n in range(8)]
        english = Listener(servers[1].address, path(on, language="en"))
        screen = Listener(servers[1].address, path(on, "screen"))
        chair = Listener(servers[0].address, path(on, "chair"))
        for phone in phones:
            assert "Ingen omröstning är öppen" in phone.wait_for("data-state").data
        if real_database.vendor == "postgresql":
            for phone in phones:
                phone.wait_for('"here":9')
        assert "No vote is open" in english.wait_for("data-state").data
        assert "joincode" in screen.wait_for("data-state").data

        on.open(vote)  # by this process, not by a server's
        for listener in (*phones, screen, english):
            assert "Vilka ska med?" in listener.wait_for('data-state="open"').data
        chair.wait_for(f'"vote":{vote.pk},"voted":0,')
        assert all("Vilka" not in event.data for event in chair.events), "the chair's stream says only that"

        for number, code in enumerate(drawn, start=1):
            voter = Voter(on.conference, code)
            voter.join(servers[0])
            assert "receiptcode" in voter.cast(servers[0], vote, **{"1": "yes", "2": "yes"})[1]
            for phone in phones:
                assert phone.wait_for(f'"voted":{number}').numbers["of"] == 3
        screen.wait_for('"voted":3')

        on.close(vote)
        assert "2 går raka vägen." in screen.wait_for('data-state="result"').data
        assert "2 go straight through." in english.wait_for('data-state="result"').data
        for phone in phones:
            assert 'data-item="1"' in phone.wait_for('data-state="result"').data


@pytest.mark.parametrize("real_database", ["sqlite"], indirect=True)
def test_several_processes_of_one_server_need_postgresql(real_database: RealDatabase) -> None:
    for n, said in {"2": "SQLite is served by one process", "0": "At least one process must answer"}.items():
        refused = subprocess.run(
            [COMMAND, "serve", "--port", "0", "--workers", n],
            env=real_database.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert refused.returncode == 2
        assert said in refused.stderr
