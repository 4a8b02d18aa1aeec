"""What a closed wave's sealed answers become: a data set for the network, one for each association's own questions,
and open answers apart.

All of it follows from the answers alone, so that it can be made again, with the same bytes, after a process was killed.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.text import slugify

from ljuspunkt import __version__
from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.counts import Cell as Set
from ljuspunkt.domain.survey.data_set import (
    FEWEST,
    Row,
    apart,
    clashing,
    counted,
    fits,
    free_names,
    row_of,
    shared_by_enough,
)
from ljuspunkt.domain.survey.instrument import Instrument
from ljuspunkt.domain.survey.numbers import numbered, shared_numbers
from ljuspunkt.domain.survey.pilot import pilot_wave
from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.domain.survey.wave import total_asked
from ljuspunkt.files.dataset import Frozen
from ljuspunkt.rooms.surveys.models import Asked, Participation, SealedAnswer, Wave, WaveInstrument
from ljuspunkt.rooms.surveys.models.waves import PILOT
from ljuspunkt.rooms.surveys.queries.questionnaires import of_version, with_own
from ljuspunkt.rooms.surveys.queries.received import Cell
from ljuspunkt.rooms.surveys.sealing import Document, Opener

OWN = "-own-"
"""Stands between a wave and an association in the name of the data set with the association's own questions."""

YES, NO = "yes", "no"
INITIATIVE, LANGUAGE, EASY, HELPED = "initiative", "language", "easy_read", "helped"


@dataclass(frozen=True, slots=True)
class OpenedAnswers:
    """A wave's answers, opened; `unreadable` couldn't be, or don't fit what was asked.

    `asked` is what respondents saw, by version and association.
    """

    read: tuple[Document, ...]
    unreadable: int
    asked: "Asking"

    @property
    def n(self) -> int:
        """How many sealed answers there were."""
        return len(self.read) + self.unreadable

    @property
    def counts(self) -> Mapping[Cell, int]:
        """How many there are of each group of each association, and of each initiative."""
        return dict(sorted(Counter((one.association, one.group, one.initiative) for one in self.read).items()))


@dataclass(frozen=True, slots=True)
class Written:
    """An open answer: whose group wrote what to which question."""

    association: str
    group: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Apart:
    """Open answers that are kept, and how many are destroyed unread since their group is too small."""

    kept: tuple[Written, ...]
    destroyed: int


def open_answers(wave: Wave, private_key: bytes) -> OpenedAnswers:
    """Open all sealed answers of a wave, and check that they fit what was asked there."""
    opener, fitting = Opener(private_key), _Fitting(wave)
    read: list[Document] = []
    unreadable = 0
    for sealed in SealedAnswer.objects.filter(wave=wave).values_list("sealed", flat=True).iterator(chunk_size=2000):
        document = opener.opened(bytes(sealed))
        if document is not None and fitting.fits(document):
            read.append(document)
        else:
            unreadable += 1
    return OpenedAnswers(tuple(read), unreadable, fitting.asked)


def data_sets(wave: Wave, opened: OpenedAnswers, written: Apart) -> tuple[Frozen, ...]:
    """Return the network's data set first, then those of associations' own questions.

    There is none where no answer came.

    Raises:
        RuleBroken: names of questions differ in capital letters only.
    """
    if not opened.read:
        return ()
    names = _association_names(wave)
    own = [_own(wave, opened, names, slug) for slug in sorted({one.association for one in opened.read})]
    return (_national(wave, opened, names, written), *(one for one in own if one is not None))


def open_answers_of(opened: OpenedAnswers) -> Apart:
    """Return what was written in own words or as dates, of groups that are large enough to keep it."""
    sizes = Counter((one.association, one.group) for one in opened.read)
    kept: list[Written] = []
    destroyed = 0
    for one in opened.read:
        said = apart(opened.asked.of(one.version, one.association), one.values)
        if sizes[one.association, one.group] < FEWEST:
            destroyed += len(said)
            continue
        kept += [Written(one.association, one.group, question, text) for question, text in said.items()]
    return Apart(
        tuple(sorted(kept, key=lambda each: (each.association, each.group, each.question, each.text))), destroyed
    )


def names_clash(one: str, other: str) -> RuleBroken:
    """Return the refusal of questions of which no file can hold both."""
    return RuleBroken(
        "names_clash",
        "Two questions are called {one} and {other}; names that differ in capital letters only can't be counted.",
        one=one,
        other=other,
    )


def wave_column(wave: Wave) -> str:
    """Return what the column `wave` says: a pilot's never what a measurement's says."""
    return pilot_wave(wave.name) if wave.kind == PILOT else wave.name


def data_set_name(wave: Wave, association: str = "") -> str:
    """Return the name of a wave's data set, or of that with an association's own questions."""
    return f"{wave.slug}{OWN}{association}" if association else wave.slug


def _national(wave: Wave, opened: OpenedAnswers, names: Mapping[str, str], written: Apart) -> Frozen:
    versions = _versions(wave)
    questionnaires = {group: of_version(version) for group, version in versions.items()}
    column = wave_column(wave)
    instruments = {group: _for_group(counted(each, waves=(column,)), group) for group, each in questionnaires.items()}
    clash = clashing(tuple(instruments.values()))
    if clash is not None:
        raise names_clash(*clash)
    groups = [one.group for one in opened.read]
    told = {
        INITIATIVE: [one.initiative for one in opened.read],
        LANGUAGE: shared_by_enough(groups, [one.language for one in opened.read]),
        EASY: shared_by_enough(groups, [YES if one.easy else NO for one in opened.read]),
        HELPED: shared_by_enough(groups, [one.helped for one in opened.read]),
    }
    given = _numbers({group: numbered(each) for group, each in questionnaires.items()}, opened.read)
    columns = free_names((*told, *given), tuple(instruments.values()))
    rows: list[Row] = [
        {
            **_set_of(column, names, one),
            **{columns[name]: values[place] for name, values in told.items()},
            **row_of(questionnaires[one.group], one.values),
            **{columns[name]: values[place] for name, values in given.items()},
        }
        for place, one in enumerate(opened.read)
    ]
    asked = _asked(wave, column, names)
    n: Counter[Set] = Counter((column, names[one.association], one.group) for one in opened.read)
    too_low = sorted(each for each, number in asked.items() if number is not None and number < n[each])
    return Frozen(
        name=data_set_name(wave),
        wave=column,
        kind=wave.kind,
        software=f"ljuspunkt {__version__}",
        rows=rows,
        breakdowns=tuple(columns[name] for name in told),
        instruments={slugify(group): each for group, each in instruments.items() if each.questions},
        questionnaires={slugify(group): each for group, each in questionnaires.items()},
        numbers=tuple(columns[name] for name in given),
        asked=asked | dict.fromkeys(too_low),
        remarks={
            "asked_too_low": [list(each[1:]) for each in too_low],
            "answers_left_out": opened.unreadable,
            "shared_by_at_least": {columns[name]: FEWEST for name in (LANGUAGE, EASY, HELPED, *given)},
            "open_answers": {"kept_apart": len(written.kept), "destroyed_unread": written.destroyed},
        },
    )


def _own(wave: Wave, opened: OpenedAnswers, names: Mapping[str, str], association: str) -> Frozen | None:
    """Return the data set of what an association asked itself, of groups that are large enough; None without any."""
    column = wave_column(wave)
    here = [one for one in opened.read if one.association == association]
    sizes = Counter(one.group for one in here)
    questionnaires = {
        group: opened.asked.of(version, association)
        for group, version in _versions(wave).items()
        if sizes[group] >= FEWEST
    }
    instruments = {
        group: _for_group(counted(each, own=True, waves=(column,)), group) for group, each in questionnaires.items()
    }
    questions = {group: numbered(each, own=True) for group, each in questionnaires.items()}
    asking = {group: each for group, each in instruments.items() if each.questions or questions[group]}
    if not asking:
        return None
    answering = [one for one in here if one.group in asking]
    given = _numbers(questions, answering)
    columns = free_names(given, tuple(asking.values()))
    return Frozen(
        name=data_set_name(wave, association),
        wave=column,
        kind=wave.kind,
        software=f"ljuspunkt {__version__}",
        rows=[
            {
                **_set_of(column, names, one),
                **row_of(questionnaires[one.group], one.values, own=True),
                **{columns[name]: values[place] for name, values in given.items()},
            }
            for place, one in enumerate(answering)
        ],
        breakdowns=(),
        instruments={slugify(group): each for group, each in asking.items() if each.questions},
        questionnaires={slugify(group): questionnaires[group] for group in asking},
        numbers=tuple(columns.values()),
        of=association,
        remarks={"groups_of_at_least": FEWEST, "shared_by_at_least": dict.fromkeys(columns.values(), FEWEST)},
    )


def _numbers(questions: Mapping[str, Sequence[str]], read: Sequence[Document]) -> dict[str, list[float | None]]:
    """Return what stands for each number that was given, by question, in the order of the answers.

    Args:
        questions: those answered by a number, by group.
        read: the answers.
    """
    groups = [one.group for one in read]
    found: dict[str, list[float | None]] = {}
    for name in dict.fromkeys(name for names in questions.values() for name in names):
        asked = [one.values.get(name, "") if name in questions.get(one.group, ()) else "" for one in read]
        found[name] = shared_numbers(groups, [each if isinstance(each, str) else "" for each in asked], fewest=FEWEST)
    return found


class Asking:
    """Finds what respondents of an association saw of a version, and remembers it."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], Questionnaire] = {}

    def of(self, version: int, association: str) -> Questionnaire:
        """Return a version with the association's own questions."""
        if (version, association) not in self._found:
            self._found[version, association] = with_own(version, association)
        return self._found[version, association]


class _Fitting:
    """Says whether an answer fits what was asked in a wave."""

    def __init__(self, wave: Wave) -> None:
        self.asked = Asking()
        self._wave = wave.pk
        self._versions = _versions(wave)
        parts = Participation.objects.filter(wave=wave).select_related("association").prefetch_related("initiatives")
        self._initiatives = {
            part.association.slug: {"", *(each.name for each in part.initiatives.all())} for part in parts
        }

    def fits(self, document: Document) -> bool:
        return (
            document.wave == self._wave
            and self._versions.get(document.group) == document.version
            and document.initiative in self._initiatives.get(document.association, ())
            and fits(self.asked.of(document.version, document.association), document.values)
        )


def _versions(wave: Wave) -> dict[str, int]:
    return dict(WaveInstrument.objects.filter(wave=wave).values_list("respondent_group", "version_id"))


def _for_group(instrument: Instrument, group: str) -> Instrument:
    return replace(instrument, respondent_group=group)


def _association_names(wave: Wave) -> Mapping[str, str]:
    """Return what the column `association` says: the name, the slug where two have the same name."""
    named = dict(Participation.objects.filter(wave=wave).values_list("association__slug", "association__name"))
    n = Counter(named.values())
    return {slug: name if n[name] == 1 else slug for slug, name in named.items()}


def _set_of(column: str, names: Mapping[str, str], document: Document) -> Mapping[str, str]:
    return {"wave": column, "association": names[document.association], "group": document.group}


def _asked(wave: Wave, column: str, names: Mapping[str, str]) -> dict[Set, int | None]:
    """Return how many were asked in each group: its own number, else the sum of its initiatives' where known."""
    found: dict[tuple[str, str], dict[int | None, int | None]] = defaultdict(dict)
    rows = Asked.objects.filter(participation__wave=wave).values_list(
        "participation__association__slug", "respondent_group", "initiative_id", "n"
    )
    for association, group, initiative, n in rows:
        found[association, group][initiative] = n
    return {(column, names[association], group): total_asked(parts) for (association, group), parts in found.items()}
