"""The live board shows numbers from five on, and nothing from which a smaller one could be worked out."""

from collections import defaultdict
from itertools import product

import pytest

from ljuspunkt.domain.survey.board import Shown, shown, shown_parts, sum_of
from tests.people.world import World
from tests.surveys.measuring import AT, opened


@pytest.mark.parametrize("n_parts", [1, 2, 3, 4])
def test_whoever_sees_the_board_can_rule_out_no_number_below_five(n_parts: int) -> None:
    largest = {1: 40, 2: 24, 3: 22, 4: 21}[n_parts]
    behind: dict[tuple[Shown, ...], list[set[int]]] = defaultdict(lambda: [set() for _ in range(n_parts)])
    for counted in product(range(largest + 1), repeat=n_parts):
        if sum(counted) > largest:
            continue
        told = (shown(sum(counted)), *shown_parts(dict(enumerate(counted))).values())
        for place, n in enumerate(counted):
            behind[told][place].add(n)
    for (whole, *parts), possible in behind.items():
        for part, values in zip(parts, possible, strict=True):
            if part.kind == "below":
                assert values == set(range(5)), (whole, parts)
            elif part.kind == "withheld":
                assert values == set(range((whole.n or 0) + 1)), (whole, parts)
            elif part.kind == "exact":
                assert values == {part.n} and (part.n or 0) >= 5


def test_a_sum_is_of_what_is_shown_alone() -> None:
    hidden_two, hidden_four = shown(2), shown(4)
    assert sum_of([shown(12), hidden_two]) == sum_of([shown(12), hidden_four])
    assert not sum_of([shown(12), hidden_two]).whole


def test_each_sees_the_own_association_and_the_network_all(world: World) -> None:
    from ljuspunkt.rooms.surveys.queries.board import board

    measured = opened(world)
    alfa, beta = measured.collector("alfa"), measured.collector("beta")
    for _ in range(7):
        measured.answer(alfa, q1="3")
    for _ in range(4):
        measured.answer(beta, q1="3")

    def told(role: str, association: str | None = None) -> list[tuple[str, list[str]]]:
        page = board(world.person(role, association), measured.wave)
        return [
            (row.slug, [cell.shown.kind if cell.shown.n is None else str(cell.shown.n) for cell in row.cells])
            for row in page.rows
        ]

    everything = [("alfa", ["7"]), ("beta", ["below"])]
    assert told("national_coordinator") == everything
    assert told("analyst") == everything
    assert told("association_coordinator", "alfa") == [("alfa", ["7"])]
    assert told("data_collector", "beta") == [("beta", ["below"])]
    assert told("reader", "alfa") == []


def test_the_page_shows_lights_and_words(world: World) -> None:
    measured = opened(world)
    alfa, beta = measured.collector("alfa"), measured.collector("beta")
    for _ in range(10):
        measured.answer(alfa, q1="3")
    measured.answer(beta, q1="3")
    browser = world.client("national_coordinator")
    address = f"/sv/waves/{measured.wave.slug}/board/"
    page = browser.get(address).content.decode()
    assert "Minst 10 har svarat" in page
    assert "av 40 tillfrågade, 25" in page
    assert "under fem" in page
    assert '<meta http-equiv="refresh"' in page, "without scripts the page reloads"
    fragment = browser.get(f"{address}?part=lights").content.decode()
    assert "Minst 10 har svarat" in fragment and "<html" not in fragment


def test_an_initiative_is_shown_where_the_group_s_number_allows_it(world: World) -> None:
    from ljuspunkt.rooms.surveys.models import Participation
    from ljuspunkt.rooms.surveys.queries.board import initiative_rows

    measured = opened(world)
    one = measured.collector("alfa", initiative="Vägen vidare")
    other = measured.collector("alfa", initiative="Stegen")
    part = Participation.objects.get(wave=measured.wave, association__slug="alfa")

    def told() -> dict[str, str]:
        return {row.name: row.cell.shown.kind for row in initiative_rows(part)}

    assert told() == {"Vägen vidare": "below", "Stegen": "below"}, "which rows there are doesn't follow from answers"
    for _ in range(6):
        measured.answer(one, q1="3")
    measured.answer(other, q1="3")
    assert told() == {"Vägen vidare": "withheld", "Stegen": "withheld"}, "7 in all: the other would be at most 2"
    for _ in range(4):
        measured.answer(other, q1="3")
    assert told() == {"Vägen vidare": "exact", "Stegen": "exact"}


def test_groups_with_few_answers_show_up_among_what_needs_doing(world: World) -> None:
    from datetime import timedelta

    from ljuspunkt.rooms.surveys.queries.waves_due import to_do

    measured = opened(world)
    card = measured.collector("alfa")
    for _ in range(7):
        measured.answer(card, q1="3")
    by = world.person("association_coordinator", "alfa")
    assert to_do(by, AT) == ()
    (task,) = to_do(by, AT + timedelta(days=21))  # the 26th; it closes on the 31st
    assert task.title == "2026 stänger om 5 dagar, och 1 grupp har färre än 10 svar"
    assert task.where == "Samordningsförbundet Alfa"
    for _ in range(3):
        measured.answer(card, q1="3")
    assert to_do(by, AT + timedelta(days=21)) == ()


def test_no_page_about_freezing_tells_the_whole_where_a_group_is_small(world: World) -> None:
    measured = opened(world)
    for association, n in (("alfa", 6), ("beta", 2)):
        card = measured.collector(association)
        for _answer in range(n):
            measured.answer(card, q1="3")
    measured.end()
    at = f"/en/waves/{measured.wave.slug}"
    national, analyst = (world.client(role, None) for role in ("national_coordinator", "analyst"))
    assert "At least 6 answers wait to be opened" in national.get(f"{at}/close/").content.decode()
    measured.freeze()
    assert "frozen with at least 6 answers" in national.get(f"{at}/close/").content.decode()
    assert "<dd>At least 6 have answered</dd>" in national.get(f"{at}/data/").content.decode()
    assert "<dd>8</dd>" in analyst.get(f"{at}/data/").content.decode()
    assert "8 answers" not in national.get("/en/log/").content.decode()


def test_a_whole_number_doesnt_tell_that_a_small_group_is_empty(world: World) -> None:
    from ljuspunkt.rooms.surveys.queries.board import total_of

    measured = opened(world)
    alfa, beta = measured.collector("alfa"), measured.collector("beta")
    for _ in range(6):
        measured.answer(alfa, q1="3")
    empty = total_of(measured.wave.pk)
    measured.answer(beta, q1="3")
    assert total_of(measured.wave.pk) == empty and not empty.whole


def test_more_answers_than_people_asked_give_no_share(world: World) -> None:
    from ljuspunkt.rooms.surveys.queries.board import BoardCell

    cell = BoardCell(shown(15), 10)
    assert (cell.percent, cell.at) == ("", None) and "kan det stämma" in cell.of_asked
