"""The questionnaire by which those who voted evaluate a conference, where the organiser chooses no other."""

from functools import cache
from pathlib import Path

from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.files.notices import unheard
from ljuspunkt.files.questionnaires import read

FILE = Path(__file__).parent / "words" / "evaluation-2014.yaml"


@cache
def evaluation_2014() -> Questionnaire:
    """Return the questions of 2014: six, in three steps or in words of one's own, and a comment."""
    return read(FILE, unheard)
