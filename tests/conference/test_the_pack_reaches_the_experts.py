"""The information pack: put together, sent once to each, and handed out so that no browser is fooled."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client

from ljuspunkt.domain.errors import RuleBroken
from tests.conference.preparing import AT, conference_with_panel, coordinator, experts
from tests.people.world import World

pytestmark = pytest.mark.django_db

PAGE = "/en/conferences/alfa-2026/pack/"
PDF = b"%PDF-1.7 background"


def upload(world: World, name: str, content: bytes, title: str = "") -> object:
    """Choose a file on the page."""
    file = BytesIO(content)
    file.name = name
    return world.client("association_coordinator").post(f"{PAGE}file/", {"file": file, "title": title, "language": ""})


def test_texts_and_files_are_read_by_whoever_has_the_address(world: World) -> None:
    from ljuspunkt.rooms.conference.models import Pack

    conference_with_panel(world)
    browser = world.client("association_coordinator")
    browser.post(f"{PAGE}text/", {"title": "Så går det till", "text": "Ett.\n\nTvå.", "language": "sv"})
    browser.post(f"{PAGE}text/", {"title": "How it is done", "text": "<b>One</b>", "language": "en"})
    assert upload(world, "../../Bakgrund & <forskning>.PDF", PDF).status_code == 302  # type: ignore[attr-defined]
    pack = Pack.objects.get()
    english = Client().get(f"/en/pack/{pack.key}/").content.decode()
    assert "How it is done" in english
    assert "&lt;b&gt;One" in english
    assert "Så går det till" not in english
    assert "Så går det till" in Client().get(f"/sv/pack/{pack.key}/").content.decode()
    file = pack.parts.get(kind="file")
    assert file.file_name == "Bakgrund-forskning.pdf"
    answer = Client().get(f"/en/pack/{pack.key}/{file.pk}/")
    assert answer.content == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_a_wrong_address_or_another_packs_file_leads_nowhere(world: World) -> None:
    from ljuspunkt.rooms.conference.models import Pack
    from ljuspunkt.rooms.conference.services.pack import add_file
    from tests.conference import panel

    conference_with_panel(world)
    upload(world, "a.pdf", PDF)
    beta = panel.conference(world, slug="beta-2026", association="beta")
    add_file(
        by=world.person("association_coordinator", "beta"),
        conference=beta.pk,
        title="",
        name="b.pdf",
        content=PDF,
        language="",
        at=AT,
    )
    ours, theirs = Pack.objects.get(conference__slug="alfa-2026"), Pack.objects.get(conference=beta)
    assert Client().get(f"/en/pack/{'0' * 32}/").status_code == 404
    assert Client().get(f"/en/pack/{ours.key}/{theirs.parts.get().pk}/").status_code == 404
    browser = world.client("association_coordinator")
    assert browser.post(f"{PAGE}{theirs.parts.get().pk}/remove/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("page.html", b"<script>", "kinds docx"),
        ("run.exe", b"MZ", "kinds docx"),
        ("noending", PDF, "kinds docx"),
        ("picture.png", PDF, "isn&#x27;t what its ending"),
        ("report.pdf", b"<html>%PDF-", "isn&#x27;t what its ending"),
        ("large.pdf", b"%PDF-" + b"x" * 10_000_001, "at most 10 MB"),
    ],
)
def test_files_of_other_kinds_or_sizes_are_refused(world: World, name: str, content: bytes, words: str) -> None:
    from ljuspunkt.rooms.conference.models import PackPart

    conference_with_panel(world)
    answer = upload(world, name, content)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert words in answer.content.decode()  # type: ignore[attr-defined]
    assert PackPart.objects.count() == 0


def test_parts_change_their_order_and_go(world: World) -> None:
    from ljuspunkt.rooms.conference.models import PackPart

    conference_with_panel(world)
    browser = world.client("association_coordinator")
    for title in ("one", "two", "three"):
        browser.post(f"{PAGE}text/", {"title": title, "text": title, "language": ""})
    keys = {part.title: part.pk for part in PackPart.objects.all()}
    browser.post(f"{PAGE}{keys['three']}/move/", {"way": "up"})
    browser.post(f"{PAGE}{keys['three']}/move/", {"way": "up"})
    browser.post(f"{PAGE}{keys['three']}/move/", {"way": "up"})
    browser.post(f"{PAGE}{keys['two']}/remove/")
    assert [part.title for part in PackPart.objects.all()] == ["three", "one"]


def test_word_is_sent_once_then_only_to_those_who_lack_it(world: World) -> None:
    from ljuspunkt.rooms.conference.services import pack as services
    from ljuspunkt.rooms.conference.services.panel import About, add_expert
    from ljuspunkt.rooms.mail.models import Letter

    conference = conference_with_panel(world, 3)
    by = coordinator(world)

    def send(minutes: int, *, again: bool = False) -> int:
        return services.send_pack(
            by=by,
            conference=conference.pk,
            address=lambda key, language: f"https://example.se/{language}/{key}",
            again=again,
            at=AT + timedelta(minutes=minutes),
        )

    with pytest.raises(RuleBroken, match="empty"):
        send(0)
    services.add_text(by=by, conference=conference.pk, title="One", text="One", language="", at=AT)
    assert send(1) == 3
    assert send(2) == 0
    add_expert(by=by, conference=conference.pk, about=About("Ny", email="ny@example.se"), at=AT)
    add_expert(by=by, conference=conference.pk, about=About("Utan adress"), at=AT)
    assert send(3) == 1
    assert {letter.to for letter in Letter.objects.all()} == {each.email for each in experts(conference) if each.email}
    assert all("https://example.se/sv/" in letter.body for letter in Letter.objects.all())
    services.add_text(
        by=by, conference=conference.pk, title="Two", text="Two", language="", at=AT + timedelta(minutes=4)
    )
    assert "Send again, also to the 4" in world.client("association_coordinator").get(PAGE).content.decode()
    assert send(5, again=True) == 4
    assert send(6, again=True) == 0
