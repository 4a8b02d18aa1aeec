"""A collector's questionnaire as a PDF to print: in one of its languages, with the words around the questions."""

from ljuspunkt.domain.vocabulary import wording
from ljuspunkt.files.questionnaire_pdf import Batch, Drawn, Helped, questionnaire_pdf
from ljuspunkt.rooms.surveys.answering.frames import FOR_SOMEBODY, HELPED
from ljuspunkt.rooms.surveys.answering.words import words_of
from ljuspunkt.rooms.surveys.models import Picture, Version
from ljuspunkt.rooms.surveys.paper_words import paper_words
from ljuspunkt.rooms.surveys.queries.collectors import CollectorCard
from ljuspunkt.rooms.surveys.queries.questionnaires import with_own
from ljuspunkt.ui.language import direction

LONGEST_HAND_IN = 300


def printed(card: CollectorCard, *, language: str, easy: bool, hand_in: str = "") -> bytes:
    """Return a collector's questionnaire as a PDF; all copies are alike and carry the collector's code.

    Args:
        card: which has a questionnaire.
        language: one of its languages.
        easy: in easy read.
        hand_in: where it is handed in, instead of the usual words.

    Raises:
        BadInput: the fonts for printing lack letters of the language.
    """
    if card.version_pk is None:
        raise ValueError("the collector has no questionnaire")
    words = words_of(language, easy)
    asked = with_own(card.version_pk, card.association)
    instrument = Version.objects.values_list("instrument_id", flat=True).get(pk=card.version_pk)
    pictures = {
        row.name: Drawn(bytes(row.content), row.media_type, wording(row.alt, language))
        for row in Picture.objects.filter(instrument_id=instrument)
    }
    return questionnaire_pdf(
        asked,
        language,
        easy=easy,
        right_to_left=direction(language) == "rtl",
        words=paper_words(language, easy=easy, hand_in=hand_in.strip()[:LONGEST_HAND_IN]),
        batch=Batch(
            f"{card.code} · {asked.form_id} {asked.version} · {language}{'-easy' if easy else ''}",
            " · ".join(name for name in (card.association_name, card.initiative) if name),
        ),
        helped=Helped(words["end_heading"], tuple(words["helped"][kind] for kind in (*HELPED, FOR_SOMEBODY))),
        pictures=pictures,
    )
