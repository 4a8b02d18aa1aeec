"""Answers that don't fit the instruments (svar som inte passar mätinstrumentet): what is wrong, and in which rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ljuspunkt.domain.errors import BadInput


@dataclass(frozen=True, slots=True)
class Misfit:
    """One way in which rows of a file are wrong.

    Attributes:
        where: column → text; the rows that hold all of it are the wrong ones.
        column: the column to name.
        code, sentence, values: the refusal, but for its place.
    """

    where: Mapping[str, str]
    column: str
    code: str
    sentence: str
    values: Mapping[str, object]

    def refusal(self, *, file: str, line: int | None) -> BadInput:
        """Return the refusal that names file, line and column."""
        return BadInput(self.code, self.sentence, file=file, line=line, column=self.column, **self.values)


class Misfits(Exception):
    """A file holds answers that don't fit; the border looks up the first line and refuses it."""

    def __init__(self, found: Sequence[Misfit]) -> None:
        super().__init__(found)
        self.found = tuple(found)


class Unreadable(Exception):
    """The engine couldn't read the answers, though their layout was right: the file is damaged."""


def blank(column: str) -> Misfit:
    """Return what is wrong where a row doesn't say its wave, association or group."""
    return Misfit(
        {column: ""}, column, "set_blank", "The cell is empty; every row has a wave, an association and a group.", {}
    )


def no_instrument(wave: str, group: str, *, wave_known: bool) -> Misfit:
    """Return what is wrong where no instrument serves a group in a wave."""
    return Misfit(
        {"wave": wave, "group": group},
        "group" if wave_known else "wave",
        "no_instrument",
        "There is no instrument for the group “{group}” in wave “{wave}”.",
        {"group": group, "wave": wave},
    )


def unknown_step(question: str, value: str, wave: str, group: str, allowed: Sequence[str]) -> Misfit:
    """Return what is wrong where an answer isn't one of the question's choices."""
    return Misfit(
        {"wave": wave, "group": group, question: value},
        question,
        "unknown_step",
        "“{value}” isn't a choice of this question; the choices are {allowed}, and empty for no answer.",
        {"value": value, "allowed": ", ".join(allowed)},
    )


def foreign_question(question: str, value: str, wave: str, group: str, form_id: str) -> Misfit:
    """Return what is wrong where a question is answered that the row's instrument doesn't have."""
    return Misfit(
        {"wave": wave, "group": group, question: value},
        question,
        "foreign_question",
        "“{value}” answers a question that the instrument {form_id} of this row doesn't have; leave it empty.",
        {"value": value, "form_id": form_id},
    )
