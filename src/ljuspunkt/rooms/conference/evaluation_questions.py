"""The questions of an evaluation: as they were when it opened, or those of 2014 where it is older than that."""

from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.files.evaluation import evaluation_2014
from ljuspunkt.files.questionnaires import from_document
from ljuspunkt.rooms.conference.models import Evaluation


def asked_in(evaluation: Evaluation) -> Questionnaire:
    """Return the questions of an evaluation."""
    return from_document(evaluation.document) if evaluation.document else evaluation_2014()
