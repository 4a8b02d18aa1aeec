"""Keep an evaluation that was made on paper or elsewhere with the questions of 2014, as counts."""

from ljuspunkt.domain.report.procedure import Evaluation as Counted
from ljuspunkt.domain.survey.evaluation import OTHER, SKIPPED
from ljuspunkt.files.evaluation import evaluation_2014
from ljuspunkt.files.questionnaires import to_document
from ljuspunkt.rooms.conference.models import Conference, Evaluation, EvaluationCount
from ljuspunkt.rooms.conference.models.evaluation import CLEAN


def keep_evaluation(conference: Conference, counted: Counted) -> None:
    """Keep the counts and comments of an evaluation; called within a use case's transaction.

    Args:
        conference: which has none yet.
        counted: with the questions of 2014 in their order, each with its steps.
    """
    asked = evaluation_2014()
    kept = Evaluation.objects.create(
        conference=conference,
        state=CLEAN,
        document=to_document(asked),
        answered=counted.answered,
        entitled=counted.of,
    )
    items = [item for item in asked.items if item.kind == "select_one"]
    for item, question in zip(items, counted.questions, strict=True):
        steps = [name for name in asked.scales[item.scale].names if name != OTHER]
        named = [(step, n) for step, (_, n) in zip(steps, question.steps, strict=True)]
        EvaluationCount.objects.bulk_create(
            EvaluationCount(evaluation=kept, question=item.name, step=step, n=n)
            for step, n in (*named, (OTHER, question.other or 0), (SKIPPED, question.skipped))
        )
