"""The account of a conference that was tallied from files: account.yaml beside its plan, read strictly.

`account` holds what is known of how it went, by the number of the ACCORD item; `evaluation` what those who voted
thought of it, as counts.
"""

from pathlib import Path

from ljuspunkt.domain.consensus.evaluation import OTHER, QUESTIONS, STEPS, About
from ljuspunkt.domain.report.accord import BY_NUMBER
from ljuspunkt.domain.report.procedure import Evaluation, Question
from ljuspunkt.domain.vocabulary import Text
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
    given = keys["questions"].keys([about.name for about in QUESTIONS], [about.name for about in QUESTIONS])
    return Evaluation(
        answered=answered,
        of=entitled,
        questions=tuple(_question(about, given[about.name], answered) for about in QUESTIONS),
    )


def _question(about: About, entry: Entry, answered: int) -> Question:
    names = [step.name for step in STEPS]
    keys = entry.keys((*names, OTHER), names)
    n = {name: number.whole(low=0) for name, number in keys.items()}
    skipped = answered - sum(n.values())
    if skipped < 0:
        entry.refuse(
            "too_many_answers", "“{name}” has more answers than there are forms, {answered}.", answered=answered
        )
    return Question(about.words, tuple((step.words, n[step.name]) for step in STEPS), n.get(OTHER, 0), skipped)
