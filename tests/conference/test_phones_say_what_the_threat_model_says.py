"""What voters are told about the secrecy of their ballots stands word for word in the threat model."""

import re
from pathlib import Path

from django.utils.translation import override

from ljuspunkt.rooms.conference import secrecy
from ljuspunkt.rooms.conference.models import Code, Conference
from ljuspunkt.rooms.conference.secrecy import promises

SCRIPTS = Path(secrecy.__file__).parent / "static" / "conference"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "threat-model.md"


def test_every_sentence_on_the_phones_is_in_the_threat_model_and_the_other_way_round() -> None:
    conference = Conference(pseudonyms=True, groups=[["users", 5]])
    with override("en"):
        said = {
            *promises(Conference(), None),
            *promises(conference, Code(mailed=True, group="users")),
        }
    of_voters = PAGE.read_text(encoding="utf-8").partition("## What a respondent is told")[0]
    told = set(re.findall(r"^> (.+)$", of_voters, re.MULTILINE))
    assert {each.replace("{group}", "users") for each in told} == said


def test_scripts_keep_nothing_of_a_ballot_but_what_is_chosen_and_not_cast() -> None:
    kept = {
        name: re.findall(r"(?:session|local)Storage\.setItem\(([^,]+),", (SCRIPTS / name).read_text(encoding="utf-8"))
        for name in ("ballot.js", "live.js")
    }
    assert kept == {"ballot.js": ["DRAFT + form.dataset.ballot"], "live.js": []}
