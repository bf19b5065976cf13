"""Tests of the gate: what a page may read, and when."""

from __future__ import annotations

import pytest
from django.template import engines
from django.template.response import SimpleTemplateResponse

from commonground_web.kernel.access.gate import ReadsTooLate
from commonground_web.kernel.clock import now
from tests.web.plain_record import make_record, plain_model
from tests.web.signed_in import signed_in


@pytest.mark.django_db
def test_fails_a_page_whose_condition_reads_after_its_event(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_record(at=now())
    room = signed_in("anyone")

    def rendered(_response: SimpleTemplateResponse) -> str:
        page = engines["django"].from_string("{% if rows.exists and 1 %}There.{% endif %}")
        return str(page.render({"rows": plain_model()._base_manager.all()}))

    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", property(rendered))

    with pytest.raises(ReadsTooLate, match="reads what its view did not"):
        room.get("/help/")
