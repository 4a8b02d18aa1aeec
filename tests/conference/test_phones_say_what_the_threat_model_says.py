"""What voters are told about the secrecy of their ballots stands word for word in the threat model."""

import re
from pathlib import Path

from ljuspunkt.rooms.conference.models import Code, Conference
from ljuspunkt.rooms.conference.secrecy import promises

PAGE = Path(__file__).resolve().parents[2] / "docs" / "threat-model.md"


def test_every_sentence_on_the_phones_is_in_the_threat_model_and_the_other_way_round() -> None:
    conference = Conference(pseudonyms=True, groups=[["users", 5]])
    said = {
        *promises(Conference(), None),
        *promises(conference, Code(mailed=True, group="users")),
    }
    told = set(re.findall(r"^> (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert {each.replace("{group}", "users") for each in told} == said
