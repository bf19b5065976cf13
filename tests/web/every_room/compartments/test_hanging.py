"""Tests of what hangs on a record, and goes with it."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from commonground_web.kernel.access.exposures import tables_for, tables_of
from commonground_web.kernel.compartments.checks import _of_model
from commonground_web.kernel.compartments.hanging import (
    hanging_on,
    is_due,
    let_go,
    naming,
    tables_above,
    tables_hanging_on,
)
from commonground_web.kernel.compartments.records import Record, kept
from commonground_web.kernel.files.models import StoredFile
from commonground_web.kernel.purge.models import Purge, PurgeItem
from commonground_web.kernel.retention.models import RetentionReview
from tests.web.plain_record import looking, plain_model
from tests.web.rows import made_up

DAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 17, tzinfo=UTC)


def hung(on_delete: object = models.CASCADE) -> type[Record]:
    """Return a model whose rows hang on plain records."""

    class Hung(Record):
        KEPT = kept(internal="id of")
        ENTITY = "hung"
        OF_PERSON = True

        of = models.ForeignKey(plain_model(), on_delete=on_delete)  # type: ignore[arg-type]

        class Meta:
            app_label = "retention"
            db_table = "hung"

        def __str__(self) -> str:
            return "hung"

    return Hung


@isolate_apps("commonground_web.kernel.retention")
def test_is_due_with_what_it_hangs_on() -> None:
    model = hung()

    condition = str(model.objects.filter(is_due(model, day=DAY)).query)

    assert "EXISTS" in condition
    assert '"purge_on" <= ' in condition
    assert tables_above(model) == (plain_model()._meta.db_table,)


@isolate_apps("commonground_web.kernel.retention")
@pytest.mark.parametrize(
    ("on_delete", "errors"),
    [(models.CASCADE, []), (models.PROTECT, ["compartments.E007", "compartments.E009"])],
    ids=["cascade", "protect"],
)
def test_refuses_what_would_keep_a_record_from_being_purged(
    on_delete: object, errors: list[str]
) -> None:
    assert sorted(error.id or "" for error in _of_model(hung(on_delete))) == errors


def test_refuses_a_day_of_purge_without_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonground_web.kernel.compartments.checks.room_rules", dict)

    assert [error.id for error in _of_model(plain_model())] == ["compartments.E008"]


def test_licenses_more_tables_to_delete_than_to_view() -> None:
    entity, table = plain_model().ENTITY, plain_model()._meta.db_table

    viewed = tables_of(entity)
    assert table in viewed
    assert tables_for("view", entity) == viewed
    assert set(tables_for("delete", entity)) == set(tables_hanging_on(viewed))
    assert {"stored_file", "retention_review"} <= set(tables_for("delete", entity))


def test_knows_what_names_records() -> None:
    assert {StoredFile, RetentionReview} <= set(naming())
    assert plain_model() not in naming()
    assert all(apps.get_model(model._meta.label) is model for model in naming())


@pytest.mark.django_db
def test_lets_go_of_what_refers_to_a_row() -> None:
    agency = uuid.uuid4()
    with looking(at=AT, verb="delete"):
        purge = made_up(Purge, owner=agency)
        purge.save(force_insert=True)
        item = made_up(PurgeItem, owner=agency, purge=purge)
        item.save(force_insert=True)

        assert hanging_on(Purge, [purge.pk])[PurgeItem] == {item.pk}
        let_go(Purge, [purge.pk])

        assert not PurgeItem.objects.filter(pk=item.pk).exists()
