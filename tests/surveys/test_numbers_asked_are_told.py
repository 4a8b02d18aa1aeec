"""How many are asked is told by a form or a list; a list is taken whole, or everything wrong in it is told at once."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ljuspunkt.domain.survey.wave import total_asked
from ljuspunkt.files.numbers_asked import read
from tests.people.world import World
from tests.surveys.measuring import planned

GROUP = "Deltagare i pågående insats"


@pytest.fixture
def client(world: World) -> Client:
    planned(world)
    return world.client("association_coordinator", "alfa")


def kept() -> dict[tuple[str, str, str], int | None]:
    from ljuspunkt.rooms.surveys.models import Asked

    return {
        (
            each.participation.association.slug,
            each.respondent_group,
            each.initiative.name if each.initiative else "",
        ): each.n
        for each in Asked.objects.all()
    }


def send(client: Client, content: bytes, name: str = "asked.xlsx") -> tuple[int, str]:
    answer = client.post("/sv/waves/measurement-2026/asked/", {"file": SimpleUploadedFile(name, content)})
    return answer.status_code, answer.content.decode()


def workbook(content: bytes, changes: dict[str, object]) -> bytes:
    """Return a workbook with other values in some cells."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(content))
    for cell, value in changes.items():
        book.worksheets[0][cell] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_template_comes_back_filled_in(client: Client) -> None:
    client.post("/sv/waves/measurement-2026/in/alfa/initiatives/", {"initiatives": "Vägen vidare\nStegen"})
    template = client.get("/sv/waves/measurement-2026/asked/template.xlsx").content
    rows, faults = read(template)
    assert faults == ()
    assert [(row.association, row.group, row.initiative, row.asked) for row in rows] == [
        ("Samordningsförbundet Alfa", GROUP, "", 40),
        ("Samordningsförbundet Alfa", GROUP, "Stegen", None),
        ("Samordningsförbundet Alfa", GROUP, "Vägen vidare", None),
    ], "only the own association"
    status, _page = send(client, workbook(template, {"D2": None, "D3": 12, "D4": 20}))
    assert status == 302
    assert kept() == {
        ("alfa", "participant_ongoing", ""): None,
        ("alfa", "participant_ongoing", "Stegen"): 12,
        ("alfa", "participant_ongoing", "Vägen vidare"): 20,
        ("beta", "participant_ongoing", ""): 40,
    }


def test_everything_wrong_is_told_by_row_and_column_and_nothing_is_kept(client: Client) -> None:
    before = kept()
    status, page = send(
        client,
        (
            "förbund;grupp;insats;antal tillfrågade\n"
            f"Samordningsförbundet Alfa;{GROUP};;17\n"
            f"Samordningsförbundet Beta;{GROUP};;17\n"
            "alfa;Rektorer;;3\n"
            f"alfa;{GROUP};Okänd insats;3\n"
            f"alfa;participant_ongoing;;18\n"
        ).encode(),
        "asked.csv",
    )
    assert status == 422
    assert "4 saker måste rättas; inget är sparat" in page
    for words in ("Samordningsförbundet Beta", "Rektorer", "Okänd insats"):
        assert f"”{words}” finns inte i mätomgången." in page
    assert "Samma rad står två gånger" in page
    assert kept() == before


def test_what_isn_t_a_number_is_told_in_its_place(client: Client) -> None:
    rows, faults = read(f"association,group,asked\nalfa,{GROUP},många\nalfa,,-3\nalfa,{GROUP},12.0\n".encode())
    assert [(each.line, each.column, each.code) for each in faults] == [
        (2, "asked", "not_a_number"),
        (3, "group", "cell_empty"),
        (3, "asked", "not_a_number"),
    ]
    assert [row.asked for row in rows] == [12]
    assert read(b"PK\x03\x04 no workbook")[1][0].code == "list_workbook"
    assert read(b"")[1][0].code == "numbers_empty"


def test_a_group_is_what_is_told_of_it_or_the_sum_of_its_initiatives() -> None:
    assert total_asked({None: 40, 1: 12, 2: None}) == 40
    assert total_asked({None: None, 1: 12, 2: 20}) == 32
    assert total_asked({1: 12, 2: None}) is None
    assert total_asked({}) is None


def test_the_form_tells_the_same(client: Client) -> None:
    page = client.post("/sv/waves/measurement-2026/in/alfa/asked/", {"asked_participant_ongoing_": "17"})
    assert page.status_code == 302
    assert kept()[("alfa", "participant_ongoing", "")] == 17
    wrong = client.post("/sv/waves/measurement-2026/in/alfa/asked/", {"asked_participant_ongoing_": "-1"})
    assert wrong.status_code == 422
