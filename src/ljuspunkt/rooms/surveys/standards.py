"""Standard lists of choices, which questionnaires may begin with: data, in `standard_scales.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ljuspunkt.domain.survey.scale import Scale
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.files.questionnaires import read

FILE = Path(__file__).with_name("standard_scales.yaml")
STANDARD = "agree4"
"""What a new questionnaire begins with."""


@dataclass(frozen=True, slots=True)
class Standard:
    """A list of choices with its name for eyes, and which of its answers usually count as positive."""

    title: Text
    scale: Scale
    positive: tuple[str, ...]


@cache
def standard_scales() -> Mapping[str, Standard]:
    """Return the standard lists by name: each is shown by a question of the file that is named for it."""
    questionnaire = read(FILE)
    return {
        item.scale: Standard(item.label, questionnaire.scales[item.scale], item.positive)
        for item in questionnaire.items
    }
