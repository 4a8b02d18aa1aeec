"""A questionnaire as lists and mappings laid out like the YAML files: what is stored, written and read again."""

from collections.abc import Iterator, Mapping

from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.survey.scale import Choice

Document = dict[str, object]


def to_document(questionnaire: Questionnaire) -> Document:
    """Return a questionnaire as lists and mappings that JSON can hold; `from_document` gives the same one back."""
    return {
        "settings": _filled(
            {
                "form_id": questionnaire.form_id,
                "version": questionnaire.version,
                "respondent_group": questionnaire.respondent_group,
                "waves": list(questionnaire.waves),
                "title": dict(questionnaire.title),
                "group_label": dict(questionnaire.group_label),
                "default_language": questionnaire.default_language,
                "languages": list(questionnaire.languages),
            }
        ),
        "choices": {
            name: [_choice(choice) for choice in scale.choices] for name, scale in questionnaire.scales.items()
        },
        "survey": list(_survey(questionnaire.body)),
        "indicators": [
            _filled({"number": title.number, "title": dict(title.title), "candidate": title.candidate})
            for title in questionnaire.indicators
        ],
    }


def _filled(document: Mapping[str, object]) -> Document:
    """Return the entries that hold something."""
    return {key: value for key, value in document.items() if value not in (None, "", [], {})}


def _choice(choice: Choice) -> Document:
    return _filled(
        {
            "name": choice.name,
            "value": choice.value,
            "missing": choice.missing,
            "label": dict(choice.label),
            "easy": dict(choice.easy),
        }
    )


def _survey(body: tuple[Item | Section, ...]) -> Iterator[Document]:
    for part in body:
        if isinstance(part, Section):
            yield _filled(
                {
                    "type": "begin_group",
                    "name": part.name,
                    "relevant": part.relevant,
                    "label": dict(part.label),
                    "easy": dict(part.easy),
                }
            )
            yield from _survey(part.body)
            yield {"type": "end_group"}
        else:
            yield _item(part)


def _item(item: Item) -> Document:
    return _filled(
        {
            "name": item.name,
            "type": f"{item.kind} {item.scale}" if item.scale else item.kind,
            "indicator": list(item.indicators),
            "measure": item.measure,
            "positive": list(item.positive),
            "reverse": "yes" if item.reverse else "",
            "same_as": {"version": item.same_as.version, "name": item.same_as.name} if item.same_as else {},
            "mark": item.mark,
            "own": "yes" if item.own else "",
            "required": "yes" if item.required else "",
            "relevant": item.relevant,
            "constraint": item.constraint,
            "constraint_message": dict(item.constraint_message),
            "picture": item.picture,
            "label": dict(item.label),
            "easy": dict(item.easy),
            "hint": dict(item.hint),
        }
    )
