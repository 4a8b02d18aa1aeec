"""The account of a conference that was tallied from files: account.yaml beside its plan, read strictly.

`account` holds what is known of how it went, by the number of the ACCORD item; `evaluation` what those who voted
answered to the questions of 2014, as counts.
"""

from pathlib import Path

from ljuspunkt.domain.report.accord import BY_NUMBER
from ljuspunkt.domain.report.procedure import Evaluation, Question
from ljuspunkt.domain.survey.evaluation import OTHER
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.files.evaluation import evaluation_2014
from ljuspunkt.files.yaml_document import Entry, read_document

Account = dict[str, Text]


def read_account(path: Path) -> tuple[Account, Evaluation | None]:
    """Return the account by ACCORD item, and the evaluation; None where there is none.

    Raises:
        BadInput: the file is missing or can't be understood.
    """
    keys = read_document(path).keys(("account", "evaluation"))
    account = {}
    if "account" in keys:
        for number, entry in keys["account"].entries().items():
            if number not in BY_NUMBER:
                entry.refuse("no_such_item", "“{name}” is no item of ACCORD.")
            account[number] = entry.wording()
    return account, _evaluation(keys["evaluation"]) if "evaluation" in keys else None


def _evaluation(entry: Entry) -> Evaluation:
    keys = entry.keys(("answered", "entitled", "questions"), ("answered", "entitled", "questions"))
    entitled = keys["entitled"].whole(low=1)
    answered = keys["answered"].whole(low=0, high=entitled)
    asked = evaluation_2014()
    items = [item for item in asked.items if item.kind == "select_one"]
    names = [item.name for item in items]
    given = keys["questions"].keys(names, names)
    return Evaluation(
        answered=answered,
        of=entitled,
        questions=tuple(_question(asked, item, given[item.name], answered) for item in items),
    )


def _question(asked: Questionnaire, item: Item, entry: Entry, answered: int) -> Question:
    steps = [step for step in asked.scales[item.scale].choices if step.name != OTHER]
    names = [step.name for step in steps]
    keys = entry.keys((*names, OTHER), names)
    n = {name: number.whole(low=0) for name, number in keys.items()}
    skipped = answered - sum(n.values())
    if skipped < 0:
        entry.refuse(
            "too_many_answers", "“{name}” has more answers than there are forms, {answered}.", answered=answered
        )
    return Question(item.label, tuple((step.label, n[step.name]) for step in steps), n.get(OTHER, 0), skipped)
