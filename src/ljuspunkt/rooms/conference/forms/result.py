"""What is typed about a conference's result: the account, the evaluation, and the press to publish."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from ljuspunkt.domain.consensus.evaluation import LONGEST, QUESTIONS, STEPS
from ljuspunkt.domain.vocabulary import wording

SKIP = ""


class PassageForm(forms.Form):
    """The organiser's words about one item, in Swedish and English."""

    sv = forms.CharField(label=_("In Swedish"), required=False, widget=forms.Textarea(attrs={"rows": 7, "lang": "sv"}))
    en = forms.CharField(label=_("In English"), required=False, widget=forms.Textarea(attrs={"rows": 7, "lang": "en"}))
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def text(self) -> Mapping[str, str]:
        """The words by language."""
        return {language: self.cleaned_data[language] for language in ("sv", "en")}


class PublishForm(forms.Form):
    """What is chosen when a result is published."""

    national = forms.BooleanField(
        label=_("These protocols are from now on the whole network’s"),
        help_text=_("Without a tick they are the conference’s own. The network’s protocols stay as they are."),
        required=False,
    )


class OpinionForm(forms.Form):
    """The evaluation: a step per question, which may be skipped, and a comment."""

    words = forms.CharField(
        label=_("Anything else you want to say"),
        help_text=_("Write no names. What you write is shown as you write it, apart from your answers above."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, data: Mapping[str, str] | None = None, *, language: str) -> None:
        super().__init__(data)
        choices = [*((step.name, wording(step.words, language)) for step in STEPS), (SKIP, _("I skip this"))]
        questions = {
            question.name: forms.ChoiceField(
                label=wording(question.words, language),
                choices=choices,
                required=False,
                initial=SKIP,
                widget=forms.RadioSelect,
            )
            for question in QUESTIONS
        }
        self.fields = {**questions, **self.fields}

    @property
    def steps(self) -> Mapping[str, str]:
        """The step chosen for each question, "" where it was skipped."""
        return {question.name: self.cleaned_data[question.name] for question in QUESTIONS}
