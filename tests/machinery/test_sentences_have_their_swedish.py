"""Sentences are found wherever users meet them, and a translation that is missing or wrong is told."""

import messages
import pytest
from babel.messages.catalog import Message


@pytest.mark.parametrize(
    ("code", "sentences"),
    [
        ('_("Plain.")', ["Plain."]),
        ('RuleBroken("code", "A vote " "is closed.", name=1)', ["A vote is closed."]),
        ('BadInput("code", "Not {value}.", file="f", line=2)', ["Not {value}."]),
        ('BadInput("code", "One." if signed else "Two.", file="f")', ["One.", "Two."]),
        ('self.refuse("code", "No.", row)', ["No."]),
        ('Misfit({"wave": wave, "group": group}, "column", "code", "After a mapping.", {})', ["After a mapping."]),
        ('ngettext("{n} item", "{n} items", n)', ["{n} item"]),
        ('raise ValueError("For programmers.")', []),
    ],
)
def test_sentences_are_found_in_python(code: str, sentences: list[str]) -> None:
    assert [found.said for found in messages._in_python(code)] == sentences


@pytest.mark.parametrize(
    ("page", "sentences"),
    [
        ('{% load i18n %}<p>{% translate "Plain." %}</p>', ["Plain."]),
        ("{% load i18n %}{% blocktranslate %}The {{ name }} wins.{% endblocktranslate %}", ["The %(name)s wins."]),
        ('{% load i18n %}{% blocktranslate count n=n %}one{% plural %}{{ n }}{% endblocktranslate %}', ["one"]),
    ],
)  # fmt: skip
def test_sentences_are_found_in_pages(page: str, sentences: list[str]) -> None:
    assert [found.said for found in messages._in_template(page, "page.html")] == sentences


@pytest.mark.parametrize(
    ("message", "swedish", "fault"),
    [
        (Message("Closed."), None, "has no Swedish"),
        (Message("Closed."), Message("Closed.", ""), "has no Swedish"),
        (Message("Closed."), Message("Closed.", "Stängd.", flags={"fuzzy"}), "is marked fuzzy"),
        (Message("Line {line}"), Message("Line {line}", "Rad {rad}"), "has the places ['{line}']"),
        (Message("%(n)s of %(m)s"), Message("%(n)s of %(m)s", "%(n)s"), "has the places"),
    ],
)
def test_a_translation_that_does_not_serve_is_told(message: Message, swedish: Message | None, fault: str) -> None:
    assert any(fault in said for said in messages._faults(message, swedish))


def test_a_good_translation_has_no_fault() -> None:
    assert not list(messages._faults(Message("Line {line}"), Message("Line {line}", "Rad {line}")))
    forms = ("one item", "{n} items")
    assert not list(messages._faults(Message(forms), Message(forms, ("en sak", "{n} saker"))))
