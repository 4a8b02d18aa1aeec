"""An invented measurement: a questionnaire of every kind of question, a wave with its key, and answers that come in."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from ljuspunkt.domain.survey.instrument import IndicatorTitle
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.survey.scale import Choice, Scale
from tests.people.world import World

if TYPE_CHECKING:
    from ljuspunkt.rooms.surveys.models import Wave
    from ljuspunkt.rooms.surveys.queries.collectors import CollectorCard
    from ljuspunkt.rooms.surveys.services.receive import Received

AT = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
TODAY = date(2026, 10, 5)
COORDINATOR_WORDS = "lampa cykel moln tisdag ost"
ANALYST_WORDS = "granit paraply nio fiolen sot"

LANGUAGES = ("sv", "en")


def text(sv: str, en: str) -> Mapping[str, str]:
    return {"sv": sv, "en": en}


OFTEN = Scale(
    "often",
    (
        Choice("1", text("Aldrig", "Never"), 1),
        Choice("2", text("Sällan", "Seldom"), 2),
        Choice("3", text("Ofta", "Often"), 3),
        Choice("4", text("Alltid", "Always"), 4),
        Choice("9", text("Vet inte", "Don't know"), missing="dont_know"),
    ),
)
HELP = Scale(
    "help",
    (
        Choice("work", text("Arbete", "Work")),
        Choice("studies", text("Studier", "Studies")),
        Choice("none", text("Vet inte", "Don't know"), missing="dont_know"),
    ),
)


def questionnaire(group: str = "participant_ongoing") -> Questionnaire:
    """Return a questionnaire with a question of every kind."""
    return Questionnaire(
        form_id=group.replace("_", "-"),
        version="2026",
        body=(
            Section(
                "meeting",
                text("Mötet", "The meeting"),
                (
                    Item(
                        "q1",
                        "select_one",
                        text("Blir du lyssnad på?", "Are you listened to?"),
                        scale="often",
                        indicators=("1",),
                        positive=("3", "4"),
                    ),
                    Item(
                        "q2",
                        "select_one",
                        text("Får du vänta?", "Do you have to wait?"),
                        scale="often",
                        indicators=("2",),
                        positive=("1", "2"),
                        reverse=True,
                    ),
                ),
            ),
            Item("m", "select_multiple", text("Vad hoppas du på?", "What do you hope for?"), scale="help"),
            Item("weeks", "integer", text("Hur många veckor?", "How many weeks?")),
            Item("t", "text", text("Vad vill du säga?", "What would you like to say?")),
        ),
        scales={"often": OFTEN, "help": HELP},
        respondent_group=group,
        title=text("Påhittad mätning", "Invented measurement"),
        group_label=text("Deltagare", "Participants"),
        languages=LANGUAGES,
        indicators=(
            IndicatorTitle("1", text("Bemötande", "How people are met")),
            IndicatorTitle("2", text("Väntan", "Waiting")),
        ),
    )


def own_questions() -> Questionnaire:
    """Return what an association asks at the end."""
    return Questionnaire(
        form_id="own",
        version="2026",
        body=(Item("own1", "select_one", text("Hittade du hit?", "Did you find us?"), scale="often"),),
        scales={"often": OFTEN},
        languages=LANGUAGES,
    )


def version(form: Questionnaire) -> int:
    """Put a frozen version into the database, and return its number."""
    from ljuspunkt.files.questionnaires import to_document
    from ljuspunkt.rooms.surveys.models import Instrument, Version

    instrument = Instrument.objects.create(
        slug=form.form_id, title=dict(form.title), respondent_group=form.respondent_group or ""
    )
    made = Version.objects.create(
        instrument=instrument, name=form.version, state="frozen", document=to_document(form), document_hash="0" * 64
    )
    return int(made.pk)


@dataclass
class Measurement:
    """A wave, and answers to it."""

    world: World
    wave: "Wave"
    code: str = ""

    def collector(self, association: str = "alfa", way: str = "link", initiative: str = "") -> "CollectorCard":
        """Return a way of answering, made anew."""
        from ljuspunkt.rooms.surveys.models import Collector, Participation, WaveInitiative
        from ljuspunkt.rooms.surveys.queries.collectors import collector

        part = Participation.objects.get(wave=self.wave, association__slug=association)
        made: Collector = Collector.objects.create(
            participation=part,
            respondent_group=self.wave.instruments.get().respondent_group,
            initiative=WaveInitiative.objects.get_or_create(participation=part, name=initiative)[0]
            if initiative
            else None,
            way=way,
            code=secrets.token_hex(6),
        )
        found = collector(made.code)
        assert found is not None
        return found

    def answer(
        self,
        card: "CollectorCard",
        /,
        *,
        key: str = "",
        token: str | None = None,
        draft: object = None,
        language: str = "sv",
        easy: bool = False,
        helped: str = "",
        **values: object,
    ) -> "Received":
        """Send an answer."""
        from ljuspunkt.rooms.surveys.services.receive import receive, sealed_write

        return receive(
            sealed_write(
                collector=card,
                key=key or secrets.token_urlsafe(16),
                reply=values,
                language=language,
                easy=easy,
                helped=helped,
                token=token,
                draft=draft,  # type: ignore[arg-type]
            )
        )

    def end(self) -> None:
        """Let nothing more come in."""
        from ljuspunkt.rooms.surveys.services.end_wave import end_wave

        end_wave(by=self.world.person("national_coordinator"), at=AT, slug=self.wave.slug)
        self.wave.refresh_from_db()

    def freeze(self, *, role: str = "analyst", secret: str = ANALYST_WORDS, despite: bool = False) -> object:
        """Open the answers and freeze them."""
        from ljuspunkt.rooms.surveys.services.freeze_wave import freeze_wave

        done = freeze_wave(
            by=self.world.person(role), slug=self.wave.slug, secret=secret, at=AT, on=TODAY, despite=despite
        )
        self.wave.refresh_from_db()
        return done

    def tokens(self, card: "CollectorCard", n: int) -> list[str]:
        """Return so many personal links of a collector, for addresses that are invented."""
        from ljuspunkt.rooms.surveys.models import Invitation
        from ljuspunkt.rooms.surveys.services.tokens import digest, token_of

        found = []
        for number in range(n):
            pk = secrets.randbits(62)
            Invitation.objects.create(
                pk=pk,
                collector_id=card.pk,
                token_hash=digest(token_of(pk)),
                email=f"svarande{number}@example.se",
                asked_on=TODAY,
            )
            found.append(token_of(pk))
        return found


def keys(world: World, wave: "Wave") -> str:
    """Let coordinator and analyst choose their passphrases, make the wave's key, and return the recovery code."""
    from ljuspunkt.rooms.surveys.services import keys

    keys.choose_passphrase(by=world.person("national_coordinator"), slug=wave.slug, passphrase=COORDINATOR_WORDS, at=AT)
    keys.choose_passphrase(by=world.person("analyst"), slug=wave.slug, passphrase=ANALYST_WORDS, at=AT)
    return keys.make_keys(by=world.person("analyst"), slug=wave.slug, at=AT)


def planned(
    world: World,
    form: Questionnaire | None = None,
    *,
    name: str = "2026",
    associations: tuple[str, ...] = ("alfa", "beta"),
    kind: str = "measurement",
) -> "Wave":
    """Return a planned wave of one questionnaire in some associations."""
    from ljuspunkt.rooms.people.models import Association
    from ljuspunkt.rooms.surveys.models import Asked, Participation, Wave, WaveInstrument

    form = form or questionnaire()
    wave = Wave.objects.create(
        slug=f"{kind}-{name}",
        name=name,
        title=dict(text("Mätningen", "The measurement")),
        kind=kind,
        opens_on=TODAY,
        closes_on=date(2026, 10, 31),
    )
    WaveInstrument.objects.create(
        wave=wave, version_id=version(form), respondent_group=form.respondent_group or "", languages=list(LANGUAGES)
    )
    for slug in associations:
        part = Participation.objects.create(wave=wave, association=Association.objects.get(slug=slug))
        Asked.objects.create(participation=part, respondent_group=form.respondent_group or "", n=40)
    return wave


def opened(world: World, form: Questionnaire | None = None, **given: object) -> Measurement:
    """Return an open wave whose key is made."""
    wave = planned(world, form, **given)  # type: ignore[arg-type]
    code = keys(world, wave)
    wave.refresh_from_db()
    wave.state = "open"
    wave.save(update_fields=["state"])
    return Measurement(world, wave, code)
