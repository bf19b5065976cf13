"""What people fill in when they write criteria."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.criteria.models import Criterion
from commonground_web.caseroom.criteria.published import Question
from commonground_web.kernel.pages.rendering import DayInput
from commonground_web.valves.messages.rules import AnsweredBy, BearsOn

MOST_QUESTIONS = 30


class SetForm(forms.Form):
    """Of which site the criteria are, from when, and why there is another version."""

    site = forms.TypedChoiceField(label=_("Site"))
    effective_on = forms.DateField(label=_("Takes effect on"), widget=DayInput)
    why = forms.CharField(label=_("Why this version"), max_length=300)

    def __init__(self, *args: Any, sites: Mapping[Any, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_id = {str(site): site for site in sites}
        field: Any = self.fields["site"]
        field.coerce, field.choices = (
            by_id.__getitem__,
            [(str(site), name) for site, name in sites.items()],
        )


class QuestionForm(forms.Form):
    """One question."""

    code = forms.RegexField(
        r"^[a-z][a-z0-9_]*$",
        label=_("Code"),
        max_length=24,
        help_text=_("Small letters, digits and _: a short name for tables."),
    )
    question = forms.CharField(label=_("Question"), max_length=300)
    kind = forms.ChoiceField(label=_("Answered by"), choices=AnsweredBy.choices)
    bears_on = forms.ChoiceField(label=_("Bears on"), choices=BearsOn.choices)
    choices = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        max_length=600,
        help_text=_("Separated by semicolons; only for a question with a choice."),
    )
    shown_beside = forms.CharField(
        label=_("Shown beside the answer"),
        required=False,
        max_length=200,
        help_text=_("Such as a threshold. It is shown in these words; nothing is computed of it."),
    )

    def asked(self) -> Question:
        """Return the question as it was filled in."""
        said = dict(self.cleaned_data)
        choices = (part.strip() for part in re.split(r"[;\n]", said["choices"]))
        said["choices"] = tuple(filter(None, choices))
        said.pop("DELETE", None)
        return Question(**said)


Questions = forms.formset_factory(
    QuestionForm, extra=2, can_delete=True, max_num=MOST_QUESTIONS, validate_max=True
)


def initial_of(questions: Iterable[Question | Criterion]) -> list[dict[str, object]]:
    """Return what a form of these questions begins with."""
    return [
        {
            "code": question.code,
            "question": question.question,
            "kind": question.kind,
            "bears_on": question.bears_on,
            "choices": "; ".join(map(str, question.choices)),
            "shown_beside": question.shown_beside,
        }
        for question in questions
    ]
