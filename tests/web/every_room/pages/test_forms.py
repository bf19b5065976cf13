"""Tests of how forms are rendered: a control has its label, hint and error tied to it."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError

from commonground_web.kernel.pages.moments import MomentField
from commonground_web.kernel.pages.rendering import DayInput


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As people say it.")
    way = forms.ChoiceField(
        label="Way", choices=[("a", "On foot")], widget=forms.RadioSelect, required=False
    )
    on = forms.DateField(label="Day", widget=DayInput, required=False)
    is_agreed = forms.BooleanField(label="Agreed")


def test_ties_hint_and_error_to_the_control() -> None:
    page = str(Sample({"name": ""}))

    assert '<label for="id_name">Name</label>' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert '<div class="hint" id="id_name_helptext">As people say it.</div>' in page
    assert 'id="id_name_error"' in page
    assert 'aria-invalid="true"' in page


def test_sums_up_the_errors_and_takes_the_focus() -> None:
    page = str(Sample({"name": ""}))

    assert '<div class="errors" role="alert" tabindex="-1" autofocus>' in page
    assert '<a href="#id_name">Name – This field is required.</a>' in page


def test_says_nothing_of_errors_before_there_are_any() -> None:
    assert "errors" not in str(Sample())


def test_says_which_fields_may_stay_empty() -> None:
    page = str(Sample())

    assert page.count("(optional)") == 2
    assert "<legend>Way <" in page


def test_gives_a_day_to_the_browser_as_it_reads_it() -> None:
    page = str(Sample(initial={"on": date(2026, 3, 5)}))

    assert 'type="date" name="on" value="2026-03-05"' in page


def test_escapes_what_was_typed() -> None:
    page = str(Sample({"name": "", "way": '"><script>x</script>'}))

    assert "<script>" not in page


@pytest.mark.parametrize("typed", ["9999-12-31T23:59", "9999-12-31T23:59:59-23:59", "0001-01-01"])
def test_takes_no_moment_that_no_clock_can_hold(typed: str) -> None:
    with pytest.raises(ValidationError, match="valid date/time"):
        MomentField().clean(typed)


def test_takes_a_moment_in_the_rooms_time_zone() -> None:
    assert MomentField().clean("2026-12-01T18:30").isoformat() == "2026-12-01T18:30:00-05:00"
