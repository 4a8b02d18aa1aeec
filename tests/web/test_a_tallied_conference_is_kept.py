"""Keeping a conference's result, and what its pages then say; the figures are the published ones of 2014."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from django.db import IntegrityError, transaction
from django.utils.translation import override

from ljuspunkt.domain.consensus.conference import ConferenceResult, tally_conference
from ljuspunkt.files.conference import read
from ljuspunkt.rooms.conference import queries
from ljuspunkt.rooms.conference.models import Conference, Result, Vote
from ljuspunkt.rooms.conference.services import keep_conference
from ljuspunkt.rooms.indicators import queries as indicators
from ljuspunkt.rooms.indicators.models import ProtocolVersion

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SLUG = "conference-2014"
EXAMPLE = Path(__file__).parents[2] / "examples" / "conference-2014"


@pytest.fixture(scope="module")
def result() -> ConferenceResult:
    return tally_conference(*read(EXAMPLE / "conference.yaml", EXAMPLE / "ballots.csv"))


@pytest.fixture
def kept(db: None, result: ConferenceResult) -> None:
    keep_conference(result=result, slug="conference-2014", inputs="a" * 64, software="1", at=AT)


@pytest.mark.usefixtures("kept")
def test_each_vote_gives_what_was_published() -> None:
    page = queries.leading_overview()
    assert page is not None
    published = yaml.safe_load((EXAMPLE / "facts-2014.yaml").read_text())["rounds"]
    for card, fact in zip(page.votes, published, strict=True):
        direct = fact["direct"]
        assert card.n == fact["candidates"]
        assert card.counts["through"] == (sum(direct.values()) if isinstance(direct, dict) else direct)
        if "eliminated" in fact:
            assert card.counts["out"] == fact["eliminated"]
            assert card.counts["onward"] == fact["remaining"]
    assert (page.candidates, page.comprehensive, page.core) == (137, 41, 15)
    assert page.unpublished == 96


def test_kinds_are_called_what_the_conference_calls_them(db: None, result: ConferenceResult) -> None:
    named = replace(result.conference, kinds={"process": {"sv": "arbetssätt", "en": "ways of working"}})
    keep_conference(
        result=replace(result, conference=named), slug="conference-2014", inputs="a" * 64, software="1", at=AT
    )
    with override("sv"):
        page = queries.leading_overview()
        last = queries.vote_page(SLUG, "5")
    assert page is not None and last is not None
    assert [field.kind for field in page.fields] == ["Arbetssätt", "Effect"]
    assert [one.kind for one in last.skies] == ["Arbetssätt", "Effect"]
    assert any("arbetssätt 10" in sentence for sentence in last.rule)


@pytest.mark.usefixtures("kept")
def test_each_core_indicator_has_its_published_yes() -> None:
    catalogue = yaml.safe_load((EXAMPLE / "catalogue-2014.yaml").read_text())["indicators"]
    for entry in catalogue:
        way = queries.way(str(entry["number"]))
        assert way is not None
        assert way.card.candidate == str(entry["original"])
        assert way.card.title == entry["title"]
        if "yes_share" in entry:
            last = way.steps[-1]
            assert round(100 * last.votes / last.of) == entry["yes_share"]
            assert last.in_core


@pytest.mark.usefixtures("kept")
def test_the_cut_lies_between_the_last_through_and_the_rest() -> None:
    page = queries.vote_page(SLUG, "1")
    assert page is not None
    (sky,) = page.skies
    assert [(stretch.fate, stretch.n, stretch.line) for stretch in sky.stretches] == [
        ("through", 14, ""),
        ("onward", 37, "cut"),
        ("out", 46, "bar"),
    ]
    columns = [column.votes for stretch in sky.stretches for column in stretch.columns]
    assert columns == list(range(23, -1, -1))


@pytest.mark.usefixtures("kept")
def test_kinds_with_places_of_their_own_have_a_cut_each() -> None:
    page = queries.vote_page(SLUG, "5")
    assert page is not None
    assert [(sky.places, sky.n, len(sky.stretches)) for sky in page.skies] == [(10, 31, 2), (5, 10, 2)]
    assert (page.final_protocol, page.kept_in) == ("core", "comprehensive")


@pytest.mark.usefixtures("kept")
def test_protocols_list_indicators_by_number() -> None:
    page = queries.protocol_page(SLUG, "core")
    assert page is not None
    numbers = [way.card.number for _, ways in page.kinds for way in ways]
    assert numbers == [str(number) for number in range(1, 16)]


@pytest.mark.usefixtures("kept")
def test_a_second_time_changes_nothing(result: ConferenceResult) -> None:
    before = list(Result.objects.order_by("pk").values_list("pk", flat=True))
    assert not keep_conference(result=result, slug="conference-2014", inputs="a" * 64, software="1", at=AT)
    assert list(Result.objects.order_by("pk").values_list("pk", flat=True)) == before


@pytest.mark.usefixtures("kept")
def test_new_inputs_replace_the_old_result(result: ConferenceResult) -> None:
    assert keep_conference(result=result, slug="conference-2014", inputs="b" * 64, software="1", at=AT)
    assert Conference.objects.count() == 1
    assert Vote.objects.count() == 5
    assert len(indicators.indicators()) == 41


@pytest.mark.usefixtures("kept")
def test_no_ballot_is_kept() -> None:
    stored = {field.name for model in (Conference, Vote, Result) for field in model._meta.get_fields()}
    assert not stored & {"ballot_label", "panellist", "voter", "group"}
    assert Vote.objects.get(reference="1").ballots == 23


@pytest.mark.django_db
def test_a_conference_that_is_not_there_has_no_pages() -> None:
    assert queries.leading_overview() is None
    assert queries.vote_page(SLUG, "1") is None
    assert queries.protocol_page(SLUG, "core") is None
    assert queries.way("1") is None


@pytest.mark.usefixtures("kept")
def test_the_database_refuses_more_ballots_than_entitled() -> None:
    with pytest.raises(IntegrityError, match="vote_ballots_at_most_entitled"), transaction.atomic():
        Vote.objects.update(ballots=24)


@pytest.mark.usefixtures("kept")
def test_the_database_refuses_an_unknown_outcome() -> None:
    with pytest.raises(IntegrityError, match="result_outcome_known"), transaction.atomic():
        Result.objects.update(outcome="perhaps")


@pytest.mark.usefixtures("kept")
def test_new_inputs_with_the_same_result_publish_no_new_version(result: ConferenceResult) -> None:
    keep_conference(result=result, slug="conference-2014", inputs="b" * 64, software="1", at=AT)
    versions = ProtocolVersion.objects.values_list("protocol__name", "number")
    assert sorted(versions) == [("comprehensive", 1), ("core", 1)]


@pytest.mark.usefixtures("kept")
def test_agreement_and_stability_are_told_beside_the_result(result: ConferenceResult) -> None:
    second = result.vote("2")
    assert second.agreement is not None and second.agreement.concordance is not None
    with override("en"):
        first, page = queries.vote_page(SLUG, "1"), queries.vote_page(SLUG, "2")
    assert first is not None and page is not None
    assert not any("Since vote" in sentence for sentence in first.secondary)
    same, beyond, w, since = page.secondary
    assert same.startswith(f"Two ballots gave the same answer to {100 * (second.agreement.same_answer or 0):.0f}%")
    assert "Fleiss kappa 0.11, Gwet AC1 0.16, Krippendorff alpha 0.11" in beyond
    assert w.endswith(f"Kendall's W {second.agreement.concordance.w:.2f}.")
    assert since.startswith(
        "Since vote 1, for 37 candidates: Kendall's tau between the orders 0.21; shares changed by −35"
    )


@pytest.mark.usefixtures("db")
def test_a_vote_kept_without_such_figures_tells_none(result: ConferenceResult) -> None:
    bare = replace(result, votes=tuple(replace(vote, agreement=None, stability=()) for vote in result.votes))
    keep_conference(result=bare, slug="conference-2014", inputs="a" * 64, software="1", at=AT)
    page = queries.vote_page(SLUG, "2")
    assert page is not None
    assert page.secondary == ()
