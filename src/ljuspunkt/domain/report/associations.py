"""All associations of a report in one table: what differs from the others, in words and never as a ranking."""

from ljuspunkt.domain.report.measurement import Measurement
from ljuspunkt.domain.report.outline import Cell, Row, Table
from ljuspunkt.domain.report.reading import EVERYONE
from ljuspunkt.domain.report.sentences import in_year
from ljuspunkt.domain.report.words import Language, alphabetical, associations_out_of, pick, sentence_case, whole
from ljuspunkt.domain.survey.funnels import Point


def associations_table(measurement: Measurement, language: Language) -> Table | None:
    """Return each association of the latest wave with what differs, alphabetically; None where nobody asked for it."""
    if "others" not in measurement.compared.named:
        return None
    wave = measurement.latest
    groups = measurement.groups if measurement.released.has("association", "group") else (EVERYONE,)
    found: dict[str, list[tuple[str, Point]]] = {name: [] for name in measurement.associations(wave)}
    for subject in measurement.subjects:
        for group in groups:
            funnel = measurement.compared.funnel(subject, group, wave)
            among = measurement.among(group, language)
            title = measurement.title(subject, language)
            number = f"{subject.id}. " if subject.kind == "indicator" else ""
            about = f"{number}{title}" + (f", {among}" if among else "")
            for point in funnel.points if funnel is not None else ():
                found.setdefault(point.association, []).append((about, point))
    if not any(found.values()):
        return None
    rows = [_row(name, found[name], language) for name in sorted(found, key=alphabetical)]
    when = in_year(wave, language)
    differ = sum(any(point.differs for _, point in each) for each in found.values())
    return Table(
        sentence_case(
            pick(
                language,
                f"{associations_out_of(differ, len(rows), 'sv')} skiljer sig från de andra på något {when}",
                f"{associations_out_of(differ, len(rows), 'en')} differ from the others in something {when}",
            )
        ),
        (
            pick(language, "Förbund", "Association"),
            pick(language, "Jämförda", "Compared"),
            pick(language, "Skiljer sig från de andra", "Differs from the others"),
        ),
        tuple(rows),
        (
            pick(
                language,
                "Att skilja sig är inte att vara bättre eller sämre: förbund har olika deltagare. Det som inte går att "
                "skilja från de andra kan ändå vara annorlunda; med få svar går det inte att se.",
                "To differ isn't to be better or worse: associations have different participants. What can't be told "
                "apart may differ all the same; with few answers it can't be seen.",
            ),
        ),
    )


def _row(association: str, compared: list[tuple[str, Point]], language: Language) -> Row:
    differ = [(about, point) for about, point in compared if point.differs]
    if not compared:
        said = Cell("..", (), "hidden")
    elif not differ:
        said = Cell(pick(language, "inget går att skilja från de andra", "nothing can be told apart from the others"))
    else:
        words = []
        for about, point in differ:
            arrow = {"up": "↑ ", "down": "↓ ", "": ""}[point.direction]
            higher = pick(language, "högre", "higher") if point.difference > 0 else pick(language, "lägre", "lower")
            words.append(f"{arrow}{higher}: {about}")
        said = Cell(words[0], tuple(words[1:]), "text")
    return Row(association, (Cell(whole(len(compared), language)), said))
