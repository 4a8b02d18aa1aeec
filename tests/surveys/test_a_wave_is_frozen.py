"""A closed wave is opened once by a passphrase, and leaves a data set that the command line counts and reports on."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest
from django.http import Http404

from ljuspunkt.domain.errors import RuleBroken
from tests.people.world import World
from tests.surveys import measuring
from tests.surveys.measuring import COORDINATOR_WORDS, Measurement


def data_set(name: str) -> Path:
    from django.conf import settings

    from ljuspunkt.rooms.surveys.models import DataSet

    return Path(settings.DATA_SETS) / DataSet.objects.get(name=name).folder


def rows(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = parquet.read_table(folder / "answers.parquet").to_pylist()
    return found


def answered(measurement: Measurement, n: int = 24) -> None:
    """Let two associations answer, alfa twice as often as beta."""
    cards = [
        measurement.collector("alfa"),
        measurement.collector("alfa", initiative="Linnea"),
        measurement.collector("beta"),
    ]
    for number in range(n):
        measurement.answer(
            cards[number % 3],
            language="en" if number == 1 else "sv",
            q1=str(number % 4 + 1),
            q2="9" if number % 5 == 0 else "2",
            m=("work",) if number % 2 else ("work", "studies"),
            weeks=str(number),
            t=f"Jag heter Nummer {number}" if number % 3 == 0 else "",
        )


@dataclass(frozen=True)
class Ran:
    """What a command said."""

    returncode: int
    stdout: str
    stderr: str


def run(capsys: pytest.CaptureFixture[str], *words: object) -> Ran:
    from ljuspunkt.cli.main import main

    code = main([str(word) for word in words])
    said = capsys.readouterr()
    return Ran(code, said.out, said.err)


def test_a_frozen_wave_goes_through_the_whole_chain_to_a_report(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ljuspunkt.rooms.surveys.queries.received import received

    measurement = measuring.opened(world)
    answered(measurement, 60)
    board = received(measurement.wave.pk)
    assert sum(board.values()) == 60 and board["alfa", "participant_ongoing", "Linnea"] == 20
    measurement.end()
    measurement.freeze()
    folder = data_set("measurement-2026")
    assert received(measurement.wave.pk) == board

    counts, release, report = tmp_path / "counts.csv", tmp_path / "release", tmp_path / "report"
    counted = run(capsys, "count", folder / "instruments", folder / "answers.parquet", "--out", counts)
    assert (counted.returncode, counted.stdout) == (0, f"60 respondents in 2 sets: {counts}\n"), counted.stderr
    assert "columns not used: initiative, language, easy_read, helped, weeks" in counted.stderr
    policy = tmp_path / "policy.yaml"
    policy.write_text(
        "n_min: 5\nwaves: ['2026']\ntables:\n  - {by: [association, group]}\n  - {by: [group]}\n", encoding="utf-8"
    )
    protected = run(capsys, "protect", folder / "instruments", counts, "--policy", policy, "--out", release)
    assert protected.returncode == 0, protected.stderr
    assert run(capsys, "audit", release).returncode == 0
    reported = run(capsys, "report", release, "--out", report, "--format", "html")
    assert reported.returncode == 0, reported.stderr
    assert run(capsys, "verify", report).returncode == 0
    # As many as were sent: q1 was answered 3 or 4 by every second.
    figures = json.loads(run(capsys, "figures", folder / "instruments", counts, "--by", "group", "--json").stdout)
    q1 = next(each for each in figures if each["question"] == "q1")
    assert (q1["positive"], q1["answered"]) == (30, 60)
    ticked = next(each for each in figures if each["question"] == "m_studies")
    assert ticked["answered"] == 60
    assert (folder / "asked.csv").read_text(encoding="utf-8") == (
        "wave,association,group,asked\n"
        "2026,Samordningsförbundet Alfa,participant_ongoing,40\n"
        "2026,Samordningsförbundet Beta,participant_ongoing,40\n"
    )


def test_the_data_set_has_exactly_the_answers_in_no_order_of_theirs(world: World) -> None:
    from ljuspunkt.files import dataset

    measurement = measuring.opened(world)
    answered(measurement)
    measurement.end()
    measurement.freeze(role="national_coordinator", secret=COORDINATOR_WORDS)
    folder = data_set("measurement-2026")
    found = rows(folder)
    texts = [tuple(value for name, value in row.items() if name != "weeks") for row in found]
    assert texts == sorted(texts)
    assert Counter((row["q1"], row["q2"], row["m_work"], row["m_studies"]) for row in found) == Counter(
        (str(n % 4 + 1), "9" if n % 5 == 0 else "2", "yes", "no" if n % 2 else "yes") for n in range(24)
    )
    assert set(found[0]) == {
        "wave", "association", "group", "initiative", "language", "easy_read", "helped",
        "q1", "q2", "m_work", "m_studies", "weeks",
    }  # fmt: skip
    # One of 24 answered in English: that isn't kept, since fewer than ten share it.
    assert Counter(row["language"] for row in found) == {"sv": 23, "": 1}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["answers"]["rows"] == 24
    assert manifest["software"].startswith("ljuspunkt ")
    assert set(manifest["instruments"]) == {"instruments/participant_ongoing.yaml"}
    assert dataset.changed(folder) == ()
    (folder / "asked.csv").chmod(0o640)
    (folder / "asked.csv").write_text("wave,association,group,asked\n", encoding="utf-8")
    assert dataset.changed(folder) == ("asked.csv",)


def test_a_number_asked_below_the_answers_is_unknown_and_that_is_told(world: World) -> None:
    from ljuspunkt.rooms.surveys.models import Asked

    measurement = measuring.opened(world)
    answered(measurement)
    Asked.objects.update(n=3)
    measurement.end()
    measurement.freeze(role="national_coordinator", secret=COORDINATOR_WORDS)
    folder = data_set("measurement-2026")
    asked = (folder / "asked.csv").read_text(encoding="utf-8").splitlines()
    assert len(asked) > 1
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    told = manifest["asked_too_low"]
    assert told
    assert all(any(line.endswith(f"{','.join(each)},") for line in asked) for each in told)


def test_the_same_answers_give_the_same_bytes_in_any_order() -> None:
    from ljuspunkt.domain.survey.data_set import counted
    from ljuspunkt.files.dataset import Frozen, files_of

    form = measuring.questionnaire()
    answers = [{"wave": "2026", "association": "Alfa", "group": "g", "q1": str(n % 4)} for n in range(40)]

    def made(given: list[dict[str, str]]) -> dict[str, bytes]:
        return dict(
            files_of(Frozen("2026", "2026", "measurement", "ljuspunkt", given, (), {"g": counted(form)}, {"g": form}))
        )

    assert made(answers) == made(answers[::-1])


def test_what_was_written_stands_apart_and_small_groups_leave_nothing(world: World) -> None:
    from ljuspunkt.rooms.surveys.models import OpenAnswer

    measurement = measuring.opened(world)
    answered(measurement)  # 16 in alfa, 8 in beta
    measurement.end()
    measurement.freeze()
    kept = OpenAnswer.objects.select_related("association").order_by("id")
    assert {each.association.slug for each in kept} == {"alfa"}
    texts = [each.text for each in kept if each.question == "t"]
    assert texts == sorted(f"Jag heter Nummer {n}" for n in range(24) if n % 3 == 0)
    assert {each.question for each in kept} == {"t"}
    assert b"Nummer" not in (data_set("measurement-2026") / "answers.parquet").read_bytes()


def test_a_number_is_a_column_and_a_rare_one_tells_nobody_apart(world: World) -> None:
    measurement = measuring.opened(world)
    cards = [measurement.collector("alfa"), measurement.collector("beta")]
    # Ten gave 0; ten gave 4, 5, …, 13 (mean 8.5); twelve gave 20; one gave 97, and stands with those who gave 20.
    given = ["0"] * 10 + [str(n) for n in range(4, 14)] + ["20"] * 12 + ["97", ""]
    for place, weeks in enumerate(given):
        measurement.answer(cards[place % 2], q1="1", weeks=weeks)
    measurement.end()
    measurement.freeze(role="national_coordinator", secret=COORDINATOR_WORDS)
    folder = data_set("measurement-2026")
    assert str(parquet.read_schema(folder / "answers.parquet").field("weeks").type) == "double"
    kept = [row["weeks"] for row in rows(folder)]
    assert Counter(kept) == {0.0: 10, 8.5: 10, (12 * 20 + 97) / 13: 13, None: 1}
    # The sum is that of the numbers given: 0 + 85 + 240 + 97.
    assert round(sum(each for each in kept if each is not None), 9) == 422
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["numbers"] == ["weeks"] and manifest["shared_by_at_least"]["weeks"] == 10


def test_fewer_numbers_than_ten_leave_none(world: World) -> None:
    measurement = measuring.opened(world)
    answered(measurement, 9)
    measurement.end()
    measurement.freeze(role="national_coordinator", secret=COORDINATOR_WORDS)
    assert {row["weeks"] for row in rows(data_set("measurement-2026"))} == {None}


def test_own_questions_are_a_data_set_of_their_own(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ljuspunkt.files.questionnaires import to_document
    from ljuspunkt.rooms.people.models import Association
    from ljuspunkt.rooms.surveys.models import DataSet, OwnQuestions

    measurement = measuring.opened(world)
    OwnQuestions.objects.create(
        version=measurement.wave.instruments.get().version,
        association=Association.objects.get(slug="alfa"),
        document=to_document(measuring.own_questions()),
    )
    alfa, beta = measurement.collector("alfa"), measurement.collector("beta")
    for number in range(12):
        measurement.answer(alfa, q1="3", own1=str(number % 2 + 1))
        measurement.answer(beta, q1="2")
    measurement.end()
    measurement.freeze()
    assert set(DataSet.objects.values_list("name", "association__slug")) == {
        ("measurement-2026", None),
        ("measurement-2026-own-alfa", "alfa"),
    }
    assert "own1" not in rows(data_set("measurement-2026"))[0]
    own = rows(data_set("measurement-2026-own-alfa"))
    assert Counter(row["own1"] for row in own) == {"1": 6, "2": 6}
    assert set(own[0]) == {"wave", "association", "group", "own1"}
    folder = data_set("measurement-2026-own-alfa")
    counted = run(capsys, "count", folder / "instruments", folder / "answers.parquet", "--out", tmp_path / "own.csv")
    assert counted.returncode == 0, counted.stderr


def test_a_pilot_is_never_counted_with_a_measurement(world: World) -> None:
    measurement = measuring.opened(world, kind="pilot")
    answered(measurement)
    measurement.end()
    measurement.freeze()
    assert {row["wave"] for row in rows(data_set("pilot-2026"))} == {"pilot-2026"}


def test_afterwards_nothing_is_left_that_answers_came_with(world: World) -> None:
    from django.conf import settings

    from ljuspunkt.rooms.surveys.models import (
        Arrival,
        Draft,
        Invitation,
        KeyHolder,
        SealedAnswer,
        WaveKey,
    )
    from ljuspunkt.rooms.surveys.services import drafts

    measurement = measuring.opened(world)
    card = measurement.collector(way="mail")
    token, _unused = measurement.tokens(card, 2)
    measurement.answer(card, token=token, q1="1")
    drafts.keep(drafts.begin(measurement.wave.pk), {"q1": "2"}, wave_pk=measurement.wave.pk, on=measuring.TODAY)
    measurement.end()
    assert set(Invitation.objects.values_list("email", flat=True)) == {""}
    file = Path(settings.WAVE_KEYS) / WaveKey.objects.get().file_name
    assert file.is_file()
    measurement.freeze()
    for table in (Arrival, Draft, Invitation, KeyHolder, SealedAnswer):
        assert table.objects.count() == 0
    assert WaveKey.objects.get().state == "spent"  # and erased after the commit, which a test's transaction never has


def test_a_data_set_is_never_changed(world: World) -> None:
    from django.db import Error, connection, transaction

    from ljuspunkt.rooms.surveys.immutable import DATA_SETS
    from ljuspunkt.rooms.surveys.models import DataSet

    measurement = measuring.opened(world)
    answered(measurement)
    measurement.end()
    measurement.freeze()
    DATA_SETS.put_on(connection)
    try:
        for change in (
            lambda: DataSet.objects.update(n_answers=1),
            lambda: DataSet.objects.all().delete(),
        ):
            with pytest.raises(Error, match="never changed"), transaction.atomic():
                change()
    finally:
        DATA_SETS.take_off(connection)


def test_frozen_again_it_stays_what_it_was(world: World) -> None:
    measurement = measuring.opened(world)
    answered(measurement)
    measurement.end()
    first = measurement.freeze()
    assert measurement.freeze(secret="something else that opens nothing") == first


def test_each_of_the_three_opens_alone_and_nothing_else_does(world: World) -> None:
    from ljuspunkt.rooms.surveys.services import keys

    measurement = measuring.opened(world)
    for role, secret in (
        ("national_coordinator", COORDINATOR_WORDS),
        ("analyst", measuring.ANALYST_WORDS),
        ("national_coordinator", measurement.code.lower()),
        ("analyst", " ".join(measurement.code)),
    ):
        opened = keys.open_key(by=world.person(role), wave=measurement.wave, secret=secret)
        assert len(opened.private_key) == 32
    for role, secret in (
        ("national_coordinator", measuring.ANALYST_WORDS),
        ("analyst", measurement.code[:-1] + ("A" if measurement.code[-1] != "A" else "B")),
        ("analyst", ""),
    ):
        with pytest.raises(RuleBroken, match="neither your passphrase") as refusal:
            keys.open_key(by=world.person(role), wave=measurement.wave, secret=secret)
        assert refusal.value.code == "secret_wrong"


def test_only_those_of_the_network_freeze_and_only_what_is_closed(world: World) -> None:
    measurement = measuring.opened(world)
    answered(measurement, 3)
    with pytest.raises(RuleBroken, match="Close the wave first"):
        measurement.freeze()
    measurement.end()
    for role in ("association_coordinator", "data_collector", "evaluator"):
        with pytest.raises(Http404):
            measurement.freeze(role=role)
    with pytest.raises(RuleBroken, match="neither your passphrase"):
        measurement.freeze(secret="not the right passphrase")
    assert measurement.wave.state == "closed"


def test_rows_that_somebody_wrote_into_the_database_stop_the_freezing_until_they_are_left_out(world: World) -> None:
    from dataclasses import replace

    from ljuspunkt.rooms.surveys.models import SealedAnswer
    from ljuspunkt.rooms.surveys.sealing import Document, seal

    measurement = measuring.opened(world)
    answered(measurement, 12)
    version = measurement.wave.instruments.get().version_id
    forged = Document(measurement.wave.pk, version, "alfa", "participant_ongoing", "", "sv", False, "", {"q1": "5"})
    public_key = bytes(measurement.wave.public_key)
    for number, each in enumerate((forged, replace(forged, association="gamma", values={"q1": "1"}))):
        SealedAnswer.objects.create(pk=number, wave=measurement.wave, sealed=seal(public_key, each, room=2048))
    SealedAnswer.objects.create(pk=7, wave=measurement.wave, sealed=b"not sealed at all")
    measurement.end()
    with pytest.raises(RuleBroken, match=r"\(fewer than five\) can't be opened"):
        measurement.freeze()
    assert measurement.wave.state == "closed"
    measurement.freeze(despite=True)
    assert len(rows(data_set("measurement-2026"))) == 12


def test_more_answers_than_the_board_counted_stop_the_freezing(world: World) -> None:
    from ljuspunkt.rooms.surveys.models import SealedAnswer
    from ljuspunkt.rooms.surveys.sealing import Document, seal

    measurement = measuring.opened(world)
    answered(measurement, 3)
    stuffed = Document(
        measurement.wave.pk, measurement.wave.instruments.get().version_id, "alfa", "participant_ongoing", "", "sv",
        False, "", {"q1": "4"},
    )  # fmt: skip
    SealedAnswer.objects.create(
        wave=measurement.wave, sealed=seal(bytes(measurement.wave.public_key), stuffed, room=2048)
    )
    measurement.end()
    with pytest.raises(RuleBroken, match="aren't those that the board counted"):
        measurement.freeze()


def test_a_wave_without_answers_is_frozen_without_a_data_set(world: World) -> None:
    from ljuspunkt.rooms.surveys.models import DataSet

    measurement = measuring.opened(world)
    measurement.end()
    measurement.freeze()
    assert measurement.wave.state == "frozen"
    assert not DataSet.objects.exists()


def test_a_wave_doesnt_open_with_questions_that_no_file_can_hold_together(world: World) -> None:
    from dataclasses import replace

    from ljuspunkt.rooms.surveys.models import WaveInstrument
    from ljuspunkt.rooms.surveys.services.open_wave import readiness

    wave = measuring.planned(world)
    staff = measuring.questionnaire("staff")
    renamed = replace(staff, body=(replace(measuring.own_questions().items[0], name="Q1", scale="often"),))
    WaveInstrument.objects.create(wave=wave, version_id=measuring.version(renamed), respondent_group="staff")
    missing = [refusal.code for refusal in readiness(wave, measuring.TODAY).missing]
    assert "names_clash" in missing
