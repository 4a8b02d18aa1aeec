"""Keep an evaluation that was made on paper or elsewhere, as counts."""

from ljuspunkt.domain.consensus.evaluation import OTHER, QUESTIONS, STEPS
from ljuspunkt.domain.report.procedure import Evaluation as Counted
from ljuspunkt.rooms.conference.models import Conference, Evaluation, EvaluationComment, EvaluationCount
from ljuspunkt.rooms.conference.models.evaluation import CLEAN


def keep_evaluation(conference: Conference, counted: Counted) -> None:
    """Keep the counts and comments of an evaluation; called within a use case's transaction.

    Args:
        conference: which has none yet.
        counted: with questions in the order of `QUESTIONS`, each with the steps of `STEPS`.
    """
    kept = Evaluation.objects.create(
        conference=conference,
        state=CLEAN,
        answered=counted.answered,
        entitled=counted.of,
        comments=len(counted.words) + counted.withheld,
    )
    for about, question in zip(QUESTIONS, counted.questions, strict=True):
        named = [(step.name, n) for step, (_, n) in zip(STEPS, question.steps, strict=True)]
        EvaluationCount.objects.bulk_create(
            EvaluationCount(evaluation=kept, question=about.name, step=step, n=n)
            for step, n in (*named, (OTHER, question.other))
        )
    EvaluationComment.objects.bulk_create(EvaluationComment(evaluation=kept, text=words) for words in counted.words)
