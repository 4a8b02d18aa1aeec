"""An open wave with a questionnaire, and a phone on which somebody answers it, without a server."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlencode, urljoin

from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.survey.scale import Choice, Scale
from ljuspunkt.rooms.surveys.answering import ways
from ljuspunkt.rooms.surveys.answering.site import answer
from ljuspunkt.rooms.surveys.answering.web import Answered, Asked
from ljuspunkt.rooms.surveys.models import (
    Collector,
    Instrument,
    Invitation,
    Participation,
    SealedAnswer,
    Version,
    Wave,
    WaveInstrument,
)
from ljuspunkt.rooms.surveys.sealing import Document, Opener, new_pair
from ljuspunkt.rooms.surveys.services.tokens import digest, token_of

HOST = "testserver"
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "measurement" / "instruments"
FIELD = "a-"

AGREE = Scale(
    "agree",
    (
        Choice("2", {"sv": "Stämmer", "en": "True", "ar": "نعم"}, 2, easy={"sv": "Ja"}),
        Choice("1", {"sv": "Stämmer inte", "en": "Not true", "ar": "لا"}, 1, easy={"sv": "Nej"}),
        Choice("9", {"sv": "Vet inte", "en": "Don't know", "ar": "لا أعرف"}, missing="dont_know"),
    ),
)
SMALL = Questionnaire(
    form_id="small",
    version="1",
    title={"sv": "Hur fungerar stödet?", "en": "How does the support work?", "ar": "كيف يعمل الدعم؟"},
    languages=("sv", "en", "ar"),
    respondent_group="participant_ongoing",
    scales={"agree": AGREE},
    body=(
        Item(
            "q1",
            "select_one",
            {"sv": "Jag får stöd", "en": "I get support", "ar": "أحصل على الدعم"},
            {"sv": "Får du stöd?"},
            scale="agree",
            required=True,
        ),
        Item(
            "told",
            "note",
            {"sv": "Nu något annat.", "en": "Now something else.", "ar": "والآن شيء آخر."},
            {"sv": "Nu något annat."},
        ),
        Section(
            "more",
            {"sv": "Mer", "en": "More", "ar": "المزيد"},
            (
                Item(
                    "q2",
                    "select_multiple",
                    {"sv": "Vad stämmer?", "en": "What is true?", "ar": "ما الصحيح؟"},
                    {"sv": "Vad stämmer?"},
                    scale="agree",
                    relevant="${q1} = '2'",
                ),
                Item(
                    "q3",
                    "integer",
                    {"sv": "Hur många?", "en": "How many?", "ar": "كم؟"},
                    {"sv": "Hur många?"},
                    constraint=". < 10",
                    constraint_message={"sv": "Högst nio.", "en": "At most nine.", "ar": "تسعة على الأكثر."},
                ),
                Item(
                    "q4",
                    "text",
                    {"sv": "Något mer?", "en": "Anything else?", "ar": "أي شيء آخر؟"},
                    {"sv": "Något mer?"},
                ),
            ),
        ),
    ),
)


@dataclass
class Staged:
    """An open wave, the key that its answers are sealed to, and its collectors by way."""

    wave: Wave
    private_key: bytes
    collectors: dict[str, Collector]

    def answers(self) -> list[Document]:
        """Return what has been received, opened."""
        opener = Opener(self.private_key)
        rows = SealedAnswer.objects.filter(wave=self.wave).values_list("sealed", flat=True)
        found = [opener.opened(bytes(row)) for row in rows]
        assert None not in found
        return [each for each in found if each is not None]

    def letter(self, *, used: bool = False) -> str:
        """Return the path of a personal link that was mailed."""
        collector = self.collectors["mail"]
        made = Invitation.objects.create(pk=4711 + Invitation.objects.count(), collector=collector, token_hash="-")
        token = token_of(made.pk)
        Invitation.objects.filter(pk=made.pk).update(token_hash=digest(token), used=used)
        return f"/a/{collector.code}/{token}/"


def stage(
    questionnaire: Questionnaire = SMALL,
    *,
    languages: Sequence[str] = (),
    kind: str = "measurement",
    state: str = "open",
) -> Staged:
    """Put a wave with a questionnaire into the database, with a collector of every way."""
    from ljuspunkt.files.questionnaires import to_document
    from ljuspunkt.rooms.people.models import Association

    ways.forget()
    association, _ = Association.objects.get_or_create(slug="alfa", defaults={"name": "Samordningsförbundet Alfa"})
    instrument = Instrument.objects.create(
        slug=questionnaire.form_id, title=dict(questionnaire.title), respondent_group="participant_ongoing"
    )
    version = Version.objects.create(
        instrument=instrument,
        name="1",
        state="frozen",
        document=to_document(questionnaire),
        document_hash="0" * 64,
    )
    private, public = new_pair()
    wave = Wave.objects.create(
        slug="2026",
        name="2026",
        title={"sv": "Mätning 2026"},
        kind=kind,
        state=state,
        opens_on=date(2026, 3, 1),
        closes_on=date(2099, 3, 31),
        public_key=public,
    )
    WaveInstrument.objects.create(
        wave=wave, version=version, respondent_group="participant_ongoing", languages=list(languages)
    )
    taking_part = Participation.objects.create(wave=wave, association=association)
    collectors = {
        way: Collector.objects.create(
            participation=taking_part, respondent_group="participant_ongoing", way=way, code=f"{way}234567"
        )
        for way in ("link", "poster", "mail", "kiosk", "paper")
    }
    return Staged(wave, private, collectors)


@dataclass
class Phone:
    """A browser without scripts; it follows where it is led, and keeps one cookie per folder as browsers do."""

    accepts: str = "sv"
    cookies: dict[str, str] = field(default_factory=dict)
    at: str = ""
    page: str = ""
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> str:
        """Open an address, perhaps one that is told from where it is, and return the page."""
        return self._ask("GET", urljoin(self.at, path), {})

    def post(self, path: str = "", fields: Mapping[str, str | Sequence[str]] | None = None, **more: str) -> str:
        """Send a form to an address, to the page's own if none is told."""
        return self._ask("POST", urljoin(self.at, path), {**(fields or {}), **more})

    def choose(self, do: str = "next", **answers: str | Sequence[str]) -> str:
        """Answer what the page asks and press a button; the page's hidden fields go along."""
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.page))
        named = {(name if name == "helped" else FIELD + name): value for name, value in answers.items()}
        pressed = {"to": do[3:]} if do.startswith("to ") else {"do": do}
        return self.post(fields={**hidden, **named, **pressed})

    def _ask(self, method: str, path: str, fields: Mapping[str, str | Sequence[str]]) -> str:
        for _ in range(6):
            found = self.ask(method, path, urlencode(fields, doseq=True).encode() if method == "POST" else b"")
            self.at, self.status, self.headers = path, found.status, dict(found.headers)
            if found.status not in (301, 303):
                break
            method, path = "GET", urljoin(path, self.headers["location"]).partition("#")[0]
        else:
            raise AssertionError(f"it is led in circles: {path}")
        self.page = found.body.decode()
        return self.page

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answered:
        """Send one request and keep what the device is told to keep."""
        held = [value for folder, value in self.cookies.items() if path.startswith(folder)]
        sent = {"host": HOST, "accept-language": self.accepts, **headers}
        if held:
            sent["cookie"] = f"answers={held[-1]}"
        found = answer(Asked(method, path, sent, body, "192.0.2.1"))
        for name, value in found.headers:
            if name == "set-cookie":
                content = value.partition(";")[0].partition("=")[2]
                folder = re.search(r"Path=([^;]+)", value)
                assert folder is not None
                if "Max-Age=0" in value:
                    self.cookies.pop(folder[1], None)
                else:
                    self.cookies[folder[1]] = content
        return found

    @property
    def heading(self) -> str:
        """The page's heading, without tags."""
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.DOTALL)
        assert found is not None, self.page
        return re.sub(r"<[^>]+>", "", found[1]).strip()
