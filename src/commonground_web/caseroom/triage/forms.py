"""What people fill in when they weigh a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.criteria.models import Criterion
from commonground_web.caseroom.triage.actions.findings import Found
from commonground_web.caseroom.triage.shown import Line
from commonground_web.caseroom.triage.states import Says
from commonground_web.kernel.pages.rendering import DayInput
from commonground_web.valves.messages.rules import AnsweredBy

PARTS = ("value", "evidence", "note")
NOT_KNOWN = ("", _("not known"))


class VerdictForm(forms.Form):
    """What somebody makes of a case, and why."""

    verdict = forms.ChoiceField(
        label=_("What do you make of it?"), choices=Says.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why? Name the findings that it rests on."),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("What was said once is not changed."),
    )


class FindingsForm(forms.Form):
    """An answer to every criterion, with its evidence; what is left as it was is not kept anew."""

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            number, question = line.question.number, line.question
            answer = _answer(question)
            answer.initial = line.answer
            self.fields[f"value_{number}"] = answer
            self.fields[f"evidence_{number}"] = forms.CharField(
                label=_("Evidence: report, video or file number"),
                max_length=300,
                required=False,
                initial=line.finding.evidence if line.finding else "",
            )
            self.fields[f"note_{number}"] = forms.CharField(
                label=_("Note; if it is not known, why not"),
                max_length=1000,
                required=False,
                initial=line.finding.note if line.finding else "",
            )

    def refuse(self, criterion: Criterion, found: Found, *, why: str) -> None:
        """Say beside the field that is to blame why an answer was not kept."""
        part = "note" if not found.value else "value" if found.evidence else "evidence"
        self.add_error(f"{part}_{criterion.number}", why)

    def by_question(self) -> Iterator[tuple[Criterion, list[forms.BoundField]]]:
        """Yield each criterion with its three fields."""
        for line in self.lines:
            number = line.question.number
            yield (
                line.question,
                [self[f"{part}_{number}"] for part in ("value", "evidence", "note")],
            )

    def answered(self) -> Iterator[tuple[Criterion, Found]]:
        """Yield what was answered, where it differs from what stands."""
        for line in self.lines:
            number, said = line.question.number, self.cleaned_data
            value = said[f"value_{number}"]
            found = Found(
                str(value if value is not None else ""),
                said[f"evidence_{number}"],
                said[f"note_{number}"],
            )
            if found != _standing(line) and (found.value or found.note or found.evidence):
                yield line.question, found


def _standing(line: Line) -> Found:
    finding = line.finding
    return Found(finding.value, finding.evidence, finding.note) if finding else Found()


def _answer(question: Criterion) -> forms.Field:
    given: dict[str, Any] = {
        "label": question.question,
        "required": False,
        "help_text": question.shown_beside,
    }
    if question.kind == AnsweredBy.NUMBER:
        return forms.IntegerField(min_value=0, max_value=1_000_000, **given)
    if question.kind == AnsweredBy.DATE:
        return forms.DateField(widget=DayInput, **given)
    if question.kind == AnsweredBy.YES_NO:
        choices = [NOT_KNOWN, ("yes", _("yes")), ("no", _("no"))]
    else:
        choices = [NOT_KNOWN, *((choice, choice) for choice in question.choices)]
    return forms.ChoiceField(choices=choices, **given)
