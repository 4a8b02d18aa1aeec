"""Page objects of questionnaires: the list, an instrument with its versions, a version with all that is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from ljuspunkt.domain.survey.comparability import Reason
from ljuspunkt.domain.survey.editing import find, parts, section_of
from ljuspunkt.domain.survey.groups import group_name
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.survey.renewal import Standing, gone, standings
from ljuspunkt.domain.survey.scale import Scale
from ljuspunkt.domain.survey.soundness import Fault, faults
from ljuspunkt.domain.survey.translations import missing, missing_easy
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.people import queries as people
from ljuspunkt.rooms.people.permissions import Person, Role, refuse_unless
from ljuspunkt.rooms.surveys.models import Instrument, OwnQuestions, Version
from ljuspunkt.rooms.surveys.models.instruments import DRAFT, FROZEN
from ljuspunkt.rooms.surveys.permissions import (
    may_add_own_questions,
    may_edit_instrument,
    may_read_drafts,
    may_read_frozen,
)
from ljuspunkt.rooms.surveys.queries.pictures import PictureCard, pictures_of
from ljuspunkt.rooms.surveys.queries.questionnaires import joined, read_document
from ljuspunkt.rooms.surveys.services.desk import earlier_of, find_version, is_asked_now, own_questionnaire, owner_of
from ljuspunkt.rooms.surveys.services.make_instrument import all_topics
from ljuspunkt.ui.language import direction, language_name, on_page

REASONS: Mapping[Reason, Promise] = {
    "wording": gettext_lazy("the wording"),
    "scale": gettext_lazy("the choices"),
    "positive": gettext_lazy("what counts as positive"),
    "direction": gettext_lazy("the direction"),
}


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in a list."""

    name: str
    frozen: bool
    document_hash: str
    n: int
    waves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InstrumentLine:
    """An instrument in a list, with the versions that the reader may see, the latest first."""

    slug: str
    title: Text
    group: Text
    association: str
    may_edit: bool
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, slots=True)
class InstrumentList:
    """The network's instruments, and those of the reader's associations."""

    network: tuple[InstrumentLine, ...]
    own: tuple[InstrumentLine, ...]
    may_make: bool


@dataclass(frozen=True, slots=True)
class OwnLine:
    """What an association asks at the end of a version: how many questions, and whether it may be changed now."""

    slug: str
    name: str
    n: int
    asked_now: bool


@dataclass(frozen=True, slots=True)
class InstrumentPage:
    """An instrument: its versions, its symbols, and what can be done next."""

    line: InstrumentLine
    draft: str
    last_frozen: str
    pictures: tuple[PictureCard, ...]


@dataclass(frozen=True, slots=True)
class LanguageLine:
    """How far a language has come: what it lacks, and how many questions lack an easy wording."""

    code: str
    name: str
    dir: str
    lacks: int
    lacks_easy: int
    n: int

    @property
    def is_open(self) -> bool:
        return not self.lacks

    @property
    def easy_is_open(self) -> bool:
        return not self.lacks and not self.lacks_easy and bool(self.n)

    @property
    def easy(self) -> int:
        return self.n - self.lacks_easy


@dataclass(frozen=True, slots=True)
class FaultLine:
    """Something to mend, in words; `way` is where it is mended, behind the version's address."""

    code: str
    name: str
    said: str
    way: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class PartLine:
    """A question, note or section in the list; `depth` says in how many sections it stands."""

    part: Item | Section
    depth: int
    is_section: bool
    first: bool
    last: bool
    scale: Scale | None
    standing: Standing | None
    differs: str
    faults: tuple[FaultLine, ...]


@dataclass(frozen=True, slots=True)
class ScaleLine:
    """A list of choices with the questions that use it."""

    scale: Scale
    used_by: tuple[str, ...]

    @property
    def words(self) -> str:
        return scale_ends(self.scale)


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator of the questionnaire's protocol with the questions that measure it."""

    number: str
    title: Text
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionPage:
    """A version, or what an association asks at its end (`association`), with all that is asked and all to mend."""

    slug: str
    title: Text
    group: Text
    name: str
    frozen: bool
    document_hash: str
    may_word: bool
    questionnaire: Questionnaire
    lines: tuple[PartLine, ...]
    scales: tuple[ScaleLine, ...]
    indicators: tuple[IndicatorLine, ...]
    languages: tuple[LanguageLine, ...]
    faults: tuple[FaultLine, ...]
    earlier: str
    gone: tuple[Item, ...]
    owns: tuple[OwnLine, ...] = ()
    association: str = ""
    association_name: str = ""
    asked_now: bool = False

    @property
    def may_edit(self) -> bool:
        """Whether it can be changed just now; `may_word` says whether the person is one who does."""
        return self.may_word and (not self.asked_now if self.association else not self.frozen)

    @property
    def base(self) -> str:
        """The address under which everything of it stands."""
        kwargs = {"slug": self.slug, "version": self.name}
        if self.association:
            return reverse("instruments:own", kwargs={**kwargs, "association": self.association})
        return reverse("instruments:version", kwargs=kwargs)

    @property
    def mending(self) -> tuple[FaultLine, ...]:
        """What is to be mended, where several questions that only say a title are one thing."""
        titles = [fault for fault in self.faults if fault.code == "only_a_title"]
        if len(titles) < 2:
            return self.faults
        said = gettext(
            "{n} questions say only what their indicator or measure is called; word them as those who answer would be "
            "asked: {names}."
        ).format(n=len(titles), names=", ".join(each.name for each in titles))
        others = tuple(fault for fault in self.faults if fault.code != "only_a_title")
        return (*others, replace(titles[0], said=said))

    @property
    def blocked(self) -> bool:
        return any(fault.blocks for fault in self.faults)

    @property
    def n(self) -> int:
        return sum(line.part.kind != "note" for line in self.lines if isinstance(line.part, Item))

    @property
    def unmeasured(self) -> tuple[IndicatorLine, ...]:
        return tuple(line for line in self.indicators if not line.questions)


def scale_ends(scale: Scale) -> str:
    """Return what a list of choices is called to a reader: its first and last answer; with one only, its name."""
    answers = scale.answers
    return f"{on_page(answers[0].label)} – {on_page(answers[-1].label)}" if len(answers) > 1 else scale.name


def instrument_list(person: Person) -> InstrumentList:
    """Return the instruments that a person may see."""
    rows = Instrument.objects.select_related("association").prefetch_related("versions")
    lines = [line for row in rows if (line := _line(row, person)).versions]
    coordinates = person.is_national or bool(person.associations(Role.ASSOCIATION_COORDINATOR))
    return InstrumentList(
        tuple(line for line in lines if not line.association),
        tuple(line for line in lines if line.association),
        coordinates,
    )


def _line(row: Instrument, person: Person) -> InstrumentLine:
    owner = owner_of(row)
    drafts, frozen = may_read_drafts(person, owner), may_read_frozen(person, owner)
    seen = [each for each in row.versions.all() if (frozen if each.state == FROZEN else drafts)]
    return InstrumentLine(
        slug=row.slug,
        title=row.title,
        group=group_name(row.respondent_group),
        association=row.association.name if row.association is not None else "",
        may_edit=may_edit_instrument(person, owner),
        versions=tuple(_version(each) for each in sorted(seen, key=lambda each: -each.pk)),
    )


def _version(row: Version) -> VersionLine:
    questionnaire = read_document(row.document)
    n = sum(item.kind != "note" for item in questionnaire.items)
    return VersionLine(row.name, row.state == FROZEN, row.document_hash, n, questionnaire.waves)


def instrument_page(person: Person, slug: str) -> InstrumentPage:
    """Return an instrument.

    Raises:
        Http404: there is none, or the person may not see it.
    """
    row = Instrument.objects.select_related("association").prefetch_related("versions").filter(slug=slug).first()
    refuse_unless(row is not None)
    assert row is not None
    line = _line(row, person)
    refuse_unless(bool(line.versions))
    versions = sorted(row.versions.all(), key=lambda each: -each.pk)
    return InstrumentPage(
        line,
        draft=next((each.name for each in versions if each.state == DRAFT), ""),
        last_frozen=next((each.name for each in versions if each.state == FROZEN), ""),
        pictures=tuple(pictures_of(slug).values()),
    )


def instrument_languages(slug: str) -> tuple[str, ...]:
    """Return the languages of an instrument's latest version."""
    row = Version.objects.filter(instrument__slug=slug).order_by("-pk").first()
    return read_document(row.document).languages if row is not None else ()


def version_page(person: Person, slug: str, version: str, association: str = "") -> VersionPage:
    """Return a version, or what an association asks at its end.

    Raises:
        Http404: there is none, or the person may not see it.
    """
    row = find_version(slug, version)
    owner = owner_of(row.instrument)
    frozen = row.state == FROZEN
    refuse_unless(may_read_frozen(person, owner) if frozen else may_read_drafts(person, owner))
    national = read_document(row.document)
    if association:
        refuse_unless(frozen and owner is None and may_add_own_questions(person, association))
        own_row = OwnQuestions.objects.filter(version=row, association__slug=association).first()
        shown = own_questionnaire(row, own_row)
        found = tuple(fault for fault in faults(joined(national, shown)) if _is_of(fault, shown))
        earlier = None
    else:
        shown, earlier = national, earlier_of(row)
        found = () if frozen else faults(shown, earlier=earlier, pictures=pictures_of(slug), measures=_measures(shown))
    lines = tuple(_fault(fault, shown) for fault in found)
    card = people.association(association) if association else None
    asked_now = bool(association) and is_asked_now(row.pk, association)
    return VersionPage(
        slug=slug,
        title=row.instrument.title,
        group=group_name(row.instrument.respondent_group),
        name=row.name,
        frozen=frozen,
        document_hash=row.document_hash,
        may_word=bool(association) or may_edit_instrument(person, owner),
        questionnaire=shown,
        lines=_lines(shown, earlier, lines),
        scales=tuple(
            ScaleLine(scale, tuple(item.name for item in shown.items if item.scale == name))
            for name, scale in sorted(shown.scales.items())
        ),
        indicators=() if association else _indicators(shown),
        languages=language_lines(shown),
        faults=lines,
        earlier=earlier.version if earlier is not None else "",
        gone=gone(shown, earlier) if earlier is not None else (),
        owns=_owns(person, row) if frozen and owner is None and not association else (),
        association=association,
        association_name=card.name if card is not None else "",
        asked_now=asked_now,
    )


def differences(standing: Standing) -> str:
    """Return what of a question differs from the version before, in words."""
    return ", ".join(str(REASONS[reason]) for reason in standing.reasons if reason in REASONS)


def _fault(fault: Fault, questionnaire: Questionnaire) -> FaultLine:
    folders = {"item": "questions", "section": "sections", "scale": "lists"}
    folder = folders.get(fault.part, "")
    known = fault.name in questionnaire.scales if fault.part == "scale" else find(questionnaire, fault.name) is not None
    way = f"{folder}/{fault.name}/" if folder and known else "settings/" if not folder or not known else ""
    return FaultLine(fault.refusal.code, fault.name, fault.refusal.said(gettext), way, fault.blocks)


def _is_of(fault: Fault, own: Questionnaire) -> bool:
    names = {part.name for part in parts(own.body)} | set(own.scales)
    return fault.name in names


def language_lines(questionnaire: Questionnaire) -> tuple[LanguageLine, ...]:
    """Return how far each language of a questionnaire has come."""
    return tuple(
        LanguageLine(
            code=language,
            name=language_name(language),
            dir=direction(language),
            lacks=len(missing(questionnaire, language)),
            lacks_easy=len(missing_easy(questionnaire, language)),
            n=len(questionnaire.items),
        )
        for language in questionnaire.languages
    )


def _lines(
    questionnaire: Questionnaire, earlier: Questionnaire | None, found: Sequence[FaultLine]
) -> tuple[PartLine, ...]:
    held = {each.item.name: each for each in standings(questionnaire, earlier)} if earlier is not None else {}
    lines: list[PartLine] = []

    def put(body: tuple[Item | Section, ...], depth: int) -> None:
        for place, part in enumerate(body):
            is_section = isinstance(part, Section)
            lines.append(
                PartLine(
                    part=part,
                    depth=depth,
                    is_section=is_section,
                    first=place == 0,
                    last=place == len(body) - 1,
                    scale=questionnaire.scales.get(part.scale) if isinstance(part, Item) else None,
                    standing=held.get(part.name),
                    differs=differences(held[part.name]) if part.name in held else "",
                    faults=tuple(fault for fault in found if fault.name == part.name and "lists/" not in fault.way),
                )
            )
            if isinstance(part, Section):
                put(part.body, depth + 1)

    put(questionnaire.body, 0)
    return tuple(lines)


def _measures(questionnaire: Questionnaire) -> tuple[Text, ...]:
    """Return what the measures are called that the questions carry out."""
    carried = {item.measure for item in questionnaire.items if item.measure}
    known = (each for topic in all_topics().values() for each in topic.measures) if carried else ()
    return tuple(each.title for each in known if each.number in carried)


def _indicators(questionnaire: Questionnaire) -> tuple[IndicatorLine, ...]:
    titles = {each.number: each.title for each in questionnaire.indicators}
    topics = all_topics()
    asked: dict[str, list[str]] = {number: [] for number in titles}
    for item in questionnaire.items:
        for number in item.indicators:
            asked.setdefault(number, []).append(item.name)
    return tuple(
        IndicatorLine(
            number, titles.get(number) or (topics[number].title if number in topics else {}), tuple(questions)
        )
        for number, questions in asked.items()
    )


def _owns(person: Person, row: Version) -> tuple[OwnLine, ...]:
    """Return what a coordinator's associations ask at the end of a version; nationally, those that ask something."""
    mine = person.associations(Role.ASSOCIATION_COORDINATOR)
    kept = {each.association.slug: each for each in row.own.select_related("association")}
    shown = [
        each for each in people.associations()
        if (each.slug in mine and not each.is_merged) or (person.is_national and each.slug in kept)
    ]  # fmt: skip
    return tuple(
        OwnLine(
            each.slug,
            each.name,
            len(read_document(kept[each.slug].document).items) if each.slug in kept else 0,
            is_asked_now(row.pk, each.slug),
        )
        for each in shown
    )


def sections_of(questionnaire: Questionnaire, *, without: str = "") -> list[str]:
    """Return the names of the sections into which something can be put, all but one and what stands in it."""
    inside: set[str] = set()
    for part in parts(questionnaire.body):
        if without and part.name == without:
            inside = {each.name for each in parts((part,))}
    return [part.name for part in parts(questionnaire.body) if isinstance(part, Section) and part.name not in inside]


def place_of(questionnaire: Questionnaire, name: str) -> str:
    """Return the section in which something stands, "" at the top."""
    return section_of(questionnaire, name)


def next_item(questionnaire: Questionnaire, name: str) -> str:
    """Return the question after one, "" after the last."""
    names = [item.name for item in questionnaire.items]
    at = names.index(name) + 1 if name in names else len(names)
    return names[at] if at < len(names) else ""
