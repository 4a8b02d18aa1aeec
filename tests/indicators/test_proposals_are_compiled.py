"""Proposals are let through, grouped, worded, merged and decided; every text stays readable, every merge undoable."""

import pytest
from django.http import Http404

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.audit.models import Entry
from ljuspunkt.rooms.indicators.models import Answer, Call, MeasureWording, Proposal
from ljuspunkt.rooms.indicators.queries import to_do
from ljuspunkt.rooms.indicators.queries.calls import proposals as queries
from ljuspunkt.rooms.indicators.services.measures import (
    MeasureChangedMeanwhile,
    add_comment,
    change_measure,
    decide,
    erase_turned_away,
    keep_group,
    merge_proposals,
    moderate,
    move_group,
    move_proposal,
    put_into_group,
    remove_comment,
    remove_group,
    say_measures_differ,
    undo_measure_merge,
)
from tests.indicators.making import AT, LATER, OPEN_ON, a_call, propose, shown
from tests.people.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(world: World) -> Call:
    return Call.objects.get(slug=a_call(world))


def line(call: Call, number: int) -> queries.ProposalLine:
    (found,) = queries.lines_of(call, number=number)
    return found


def test_turning_away_needs_a_reason_and_erasing_leaves_nothing_but_what_was_let_through(
    world: World, call: Call
) -> None:
    analyst = world.person("analyst")
    kept, gone = propose("Behålls"), propose("Reklam för något annat", name="Säljaren")
    given = {"by": analyst, "at": AT, "call_slug": "matt"}
    with pytest.raises(RuleBroken, match="Say why"):
        moderate(**given, numbers=[kept, gone], state="refused")
    assert set(Proposal.objects.values_list("state", flat=True)) == {"waiting"}
    with pytest.raises(RuleBroken, match="Choose at least one"):
        moderate(**given, numbers=[], state="shown")
    assert moderate(**given, numbers=[kept], state="shown") == 1
    assert moderate(**given, numbers=[gone], state="refused", reason="Handlar om något annat.") == 1
    with pytest.raises(RuleBroken, match="wasn't"):
        erase_turned_away(**given, numbers=[kept])
    assert erase_turned_away(**given) == 1
    assert list(Proposal.objects.values_list("number", flat=True)) == [kept]
    assert not Answer.objects.filter(name="Säljaren").exists()
    assert "Reklam" not in str(list(MeasureWording.objects.values_list("texts", flat=True)))
    assert propose("Ett nytt") == gone + 1, "no number is given twice"
    assert "Säljaren" not in str(list(Entry.objects.values_list("action", "words")))


def test_a_merge_keeps_both_texts_and_undoing_it_gives_everything_back(world: World, call: Call) -> None:
    analyst = world.person("analyst")
    kept, gone, third = shown(world, "Andel med en plan", "Andel med planering", "Andel med skriven planering")
    given = {"by": analyst, "at": AT, "call_slug": "matt"}
    decide(**given, number=gone, decision="later", reason="Väntar på källa.")
    merge_proposals(**given, kept=gone, gone=third, reason="Samma.")
    merge_proposals(
        **given,
        kept=kept,
        gone=gone,
        reason="Samma sak.",
        given={"title_sv": "Andel med en skriven plan", "title_en": "Share with a written plan"},
        seen=1,
    )
    now = line(call, kept)
    assert now.measure.title == {"sv": "Andel med en skriven plan", "en": "Share with a written plan"}
    assert [(each.number, each.measure.titled("sv")) for each in now.under] == [
        (gone, "Andel med planering"),
        (third, "Andel med skriven planering"),
    ]
    assert (line(call, gone).state, line(call, gone).decision) == ("merged", "")
    for wrong, code in (
        ({"kept": kept, "gone": gone}, "merged_already"),
        ({"kept": gone, "gone": kept}, "merge_circle"),
        ({"kept": kept, "gone": kept}, "merge_same_proposal"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            merge_proposals(**given, reason="Igen.", **wrong)
        assert refusal.value.code == code
    with pytest.raises(RuleBroken, match="undo that first"):
        moderate(**given, numbers=[kept], state="refused", reason="Nej.")
    undo_measure_merge(by=analyst, at=LATER, call_slug="matt", gone=gone, reason="De skiljer sig.")
    back = line(call, gone)
    assert (back.state, back.decision, back.decision_reason) == ("shown", "later", "Väntar på källa.")
    assert [each.number for each in back.under] == [third]
    assert line(call, kept).measure.title == {"sv": "Andel med en plan"}
    page = queries.proposal_page(call, kept, analyst, OPEN_ON)
    assert page is not None
    assert [each.what for each in page.history] == ["given", "state", "received", "worded", "released", "worded"]


def test_only_shown_proposals_of_one_indicator_are_merged(world: World, call: Call) -> None:
    (one,), (other,) = shown(world, "Ett mått"), shown(world, "Ett annat", indicator="2")
    waiting = propose("Väntar")
    given = {"by": world.person("analyst"), "at": AT, "call_slug": "matt", "kept": one, "reason": "Samma."}
    with pytest.raises(RuleBroken, match="different indicators"):
        merge_proposals(**given, gone=other)
    with pytest.raises(RuleBroken, match="Let number"):
        merge_proposals(**given, gone=waiting)
    assert queries.measure_pair_page(call, one, other, OPEN_ON) is None


def test_whoever_words_second_is_shown_what_the_first_one_changed(world: World, call: Call) -> None:
    (number,) = shown(world, "Ett mått")
    given = {"at": AT, "call_slug": "matt", "number": number, "seen": 1}
    change_measure(
        by=world.person("analyst"),
        given={"title_sv": "Ett bättre mått", "source_sv": "Enkät"},
        reason="Tydligare.",
        **given,
    )
    mine = {"title_sv": "Mitt mått", "source_sv": "", "numerator_sv": "Deltagare"}
    with pytest.raises(MeasureChangedMeanwhile) as meanwhile:
        change_measure(by=world.person("association_coordinator"), given=mine, reason="Bättre.", **given)
    both = meanwhile.value.reconciled
    assert (both.taken, both.clashes) == (("source_sv",), ("title_sv",))
    assert both.cells == {"title_sv": "Mitt mått", "source_sv": "Enkät", "numerator_sv": "Deltagare"}
    assert MeasureWording.objects.filter(proposal__number=number).count() == 2
    browser = world.client("association_coordinator")
    address = f"/sv/measures/calls/matt/proposals/{number}/change/"
    answered = browser.post(address, {**mine, "reason": "Bättre.", "seen": 1})
    assert answered.status_code == 409
    assert "ändrade förslaget medan du skrev" in answered.content.decode()
    assert browser.post(address, {**mine, "title_sv": "", "reason": "Bättre.", "seen": 2}).status_code == 422


def test_a_decision_needs_a_reason_and_a_proposal_that_is_shown(world: World, call: Call) -> None:
    waiting = propose("Väntar")
    (number,) = shown(world, "Ett mått")
    given = {"by": world.person("analyst"), "at": AT, "call_slug": "matt"}
    for wrong, code in (
        ({"number": waiting, "decision": "in", "reason": "Bra."}, "decided_unseen"),
        ({"number": number, "decision": "in", "reason": " "}, "no_reason"),
        ({"number": number, "decision": "maybe", "reason": "Bra."}, "no_decision"),
        ({"number": 99, "decision": "in", "reason": "Bra."}, "no_proposal"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            decide(**given, **wrong)
        assert refusal.value.code == code
    decide(**given, number=number, decision="in", reason="Mäts redan.")
    decide(**given, number=number, decision="out", reason="Kostar för mycket.")
    page = queries.proposal_page(call, number, world.person("analyst"), OPEN_ON)
    assert page is not None
    assert [each.reason for each in page.history if each.what == "decision"] == ["Mäts redan.", "Kostar för mycket."]
    moderate(**given, numbers=[number], state="refused", reason="Pekar ut någon.")
    assert line(call, number).decision == ""


def test_proposals_stand_in_groups_move_and_are_commented(world: World, call: Call) -> None:
    one, other = shown(world, "Andel som fått hjälp i tid", "Antal dagar till första mötet")
    analyst, coordinator = world.person("analyst"), world.person("association_coordinator")
    given = {"by": analyst, "at": AT, "call_slug": "matt"}
    first = keep_group(**given, indicator="1", group=None, title={"sv": "Tid"})
    second = keep_group(**given, indicator="1", group=None, title={"sv": "Bemötande"})
    put_into_group(**given, number=other, group=first)
    move_group(**given, indicator="1", group=second, direction="up")
    page = queries.indicator_page(call, "1", OPEN_ON)
    assert page is not None
    assert [(part.title.get("sv", ""), [each.number for each in part.lines]) for part in page.groups] == [
        ("Bemötande", []),
        ("Tid", [other]),
        ("", [one]),
    ]
    with pytest.raises(RuleBroken, match="no such group"):
        put_into_group(**given, number=one, group=first + 1000)
    move_proposal(**given, number=other, indicator="4", reason="Hör dit.")
    assert (line(call, other).indicator, line(call, other).group) == ("4", None)
    remove_group(**given, indicator="1", group=first)
    add_comment(**given, number=one, text="Finns redan i enkäten.")
    comment = queries.proposal_page(call, one, analyst, OPEN_ON).comments[0]  # type: ignore[union-attr]
    with pytest.raises(RuleBroken, match="Only who wrote"):
        remove_comment(by=coordinator, at=AT, call_slug="matt", number=one, comment=comment.key)
    remove_comment(**given, number=one, comment=comment.key)
    assert line(call, one).comments == 0


def test_pairs_that_may_say_the_same_are_proposed_until_somebody_says_no(world: World, call: Call) -> None:
    one, other = shown(world, "Andel deltagare med planering", "Andelen deltagare som har en planering")
    (pair,) = queries.indicator_page(call, "1", OPEN_ON).pairs  # type: ignore[union-attr]
    assert {pair.one.number, pair.other.number} == {one, other}
    say_measures_differ(by=world.person("analyst"), at=AT, call_slug="matt", one=one, other=other)
    assert queries.indicator_page(call, "1", OPEN_ON).pairs == ()  # type: ignore[union-attr]


def test_another_association_and_its_numbers_reach_nothing(world: World, call: Call) -> None:
    (mine,) = shown(world, "Ett mått")
    a_call(world, "annans", owners=["beta"])
    stranger = world.person("association_coordinator", "beta")
    for refused in (
        lambda: decide(by=stranger, at=AT, call_slug="matt", number=mine, decision="in", reason="Nej."),
        lambda: moderate(by=stranger, at=AT, call_slug="matt", numbers=[mine], state="refused", reason="Nej."),
        lambda: change_measure(by=stranger, at=AT, call_slug="matt", number=mine, given={}, seen=1, reason="Nej."),
    ):
        with pytest.raises(Http404):
            refused()
    browser = world.client("association_coordinator", "beta")
    assert browser.get(f"/sv/measures/calls/matt/proposals/{mine}/").status_code == 404
    assert browser.get(f"/sv/measures/calls/annans/proposals/{mine}/").status_code == 404
    assert "matt" not in browser.get("/sv/measures/").content.decode()


def test_everything_is_done_through_the_pages(world: World, call: Call) -> None:
    one, other = propose("Andel med en plan", source="Enkät", name="Kim"), propose("Andel med planering")
    browser = world.client("association_coordinator")
    here = "/sv/measures/calls/matt/"
    assert "2 förslag väntar på granskning" in browser.get(f"{here}waiting/").content.decode()
    (task,) = to_do(world.person("association_coordinator"), AT)
    assert task.address.endswith("/measures/calls/matt/waiting/")
    wrong = browser.post(f"{here}waiting/", {"numbers": [one], "do": "refuse", "reason": ""})
    assert wrong.status_code == 422 and f'value="{one}" id="proposal-{one}" checked' in wrong.content.decode()
    browser.post(f"{here}waiting/", {"numbers": [one, other], "do": "show"})
    proposal = f"{here}proposals/{one}/"
    assert browser.post(f"{proposal}decide/", {"decision": "in", "reason": ""}).status_code == 422
    browser.post(f"{proposal}decide/", {"decision": "in", "reason": "Mäts redan."})
    browser.post(f"{proposal}comment/", {"text": "Bra källa."})
    browser.post(f"{here}indicators/1/groups/new/", {"title_sv": "Planer"})
    key = Proposal.objects.get(number=one).call.groups.get().pk
    browser.post(f"{proposal}group/", {"group": key})
    chosen = browser.post(f"{here}proposals/{other}/merge/", {"other": one})
    assert chosen.headers["Location"].endswith(f"/pairs/{one}/{other}/")
    pair = chosen.headers["Location"]
    assert f"Säger {one} och {other} samma sak?" in browser.get(pair).content.decode()
    sent = {"title_sv": "Andel med en plan", "source_sv": "Enkät", "reason": "Samma.", "seen": 1}
    assert browser.post(pair, sent).status_code == 302
    shown_page = browser.get(proposal).content.decode()
    for said in ("Mäts redan.", "Bra källa.", "Andel med planering", "Kim", "Planer"):
        assert said in shown_page
    assert browser.get(pair).status_code == 404
    browser.post(f"{here}proposals/{other}/undo/", {"reason": "Skiljer sig."})
    browser.post(f"{here}proposals/{other}/state/refused/", {"reason": "Fel plats."})
    browser.post(f"{proposal}name/erase/")
    browser.post(f"{proposal}move/", {"indicator": "2", "reason": "Hör dit."})
    browser.post(f"{here}waiting/erase/")
    assert list(Proposal.objects.values_list("number", "indicator", "answer__name")) == [(one, "2", "")]
    assert browser.get(f"{here}proposals.xlsx").content[:2] == b"PK"
    assert "1 svar, 1 förslag" in browser.get(here).content.decode()
