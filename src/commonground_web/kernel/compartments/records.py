"""A table of the workspace: whose it is, whom it is about, and how each field is kept."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar, Self

from django.db import models
from django.http import Http404

from commonground_web.kernel.compartments import touched
from commonground_web.kernel.compartments.guard import Carried
from commonground_web.kernel.compartments.hanging import (
    NONE,
    has_clock,
    is_due,
    let_go,
    tables_above,
)
from commonground_web.kernel.rooms import ForeignRoom, Room, this_room


class Kept(StrEnum):
    """How a field is to be kept: who may ever see what it holds."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CASEROOM = "caseroom"
    PART2 = "part2"
    SECRET = "secret"  # noqa: S105 - a class of field


def once(*fields: str, name: str) -> list[models.BaseConstraint]:
    """Return what keeps one row alone of some values and a site, or of no site, on both engines.

    Two constraints, as SQLite takes no two absent sites for the same.
    """
    of_none = models.Q(site__isnull=True)
    return [
        models.UniqueConstraint(fields=[*fields, "site"], name=name),
        models.UniqueConstraint(fields=fields, condition=of_none, name=f"{name}_of_all"),
    ]


def of_sites(actor: Any, path: str) -> models.Q:
    """Return the condition that a row is of one of the actor's sites; a path leads to the site."""
    return models.Q() if actor.sites is None else models.Q(**{f"{path}__in": actor.sites})


def kept(**classes: str) -> dict[str, Kept]:
    """Return the class of each field, from `class="field field ..."`."""
    return {field: Kept(name) for name, fields in classes.items() for field in fields.split()}


class RecordQuerySet(models.QuerySet):  # type: ignore[type-arg]  # not generic when it runs
    """Rows of a record, of which an actor sees those that are theirs."""

    def restrict(self, actor: Any) -> Self:
        """Return the rows that are this actor's to see; who may ask at all is decided before.

        What is due to be purged is nobody's to see, though it waits for a witness or for the end of
        a hold; the day is that of the open audit event.
        """
        model: Any = self.model
        mine = self.filter(model.limits(actor))
        if has_clock(model) or tables_above(model):
            mine = mine.exclude(is_due(model, day=touched.day()))
        return mine


class Record(models.Model):
    """A table that says of itself what the guard, the checks and the audit need to know.

    `ROOM` is the room whose table it is, or None for the kernel's own, which each room has.
    `KEPT` gives every field its class. `ENTITY` is the word for it in roles and the audit.
    `OF_PERSON` says that rows are about persons, so that the database refuses to read or write
    them without an open audit event that names the table. `APPEND_ONLY` rows are never changed.
    `FIXED` names fields that are set once. `OWNED_BY` names the field that holds the agency whose
    rows these are; no other sees them. A row without an owner, where that may be, is the whole
    room's. `SHARED_WITH` names the field of a second agency, with which the owner shares the row.
    `NAMES_RECORD` rows are `OfRecord`.
    `WRITTEN_IN` names the verbs of the events in which rows are written, where not every piece of
    code may write them; `EXPIRES` the field after whose moment an append-only row may be purged.
    `CARRIED` says what the valve's carrier may do: read what goes `out`, insert what comes `in`.
    """

    ROOM: ClassVar[Room | None] = None
    KEPT: ClassVar[Mapping[str, Kept]] = {}
    ENTITY: ClassVar[str] = ""
    OF_PERSON: ClassVar[bool] = False
    APPEND_ONLY: ClassVar[bool] = False
    FIXED: ClassVar[tuple[str, ...]] = ()
    OWNED_BY: ClassVar[str] = ""
    SHARED_WITH: ClassVar[str] = ""
    NAMES_RECORD: ClassVar[bool] = False
    WRITTEN_IN: ClassVar[tuple[str, ...]] = ()
    EXPIRES: ClassVar[str] = ""
    CARRIED: ClassVar[Carried] = Carried.NOT

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    _read: Mapping[str, Any]

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.ROOM is not None and cls.ROOM is not this_room():
            raise ForeignRoom(
                f"{cls.__qualname__} is of the {cls.ROOM}; this is the {this_room()}."
            )

    @classmethod
    def limits(cls, actor: Any) -> models.Q:
        """Return the condition that rows must meet for an actor to see them."""
        if not cls.OWNED_BY:
            return models.Q()
        owner = models.Q(**{cls.OWNED_BY: actor.agency})
        if cls._meta.get_field(cls.OWNED_BY).null:
            owner |= models.Q(**{f"{cls.OWNED_BY}__isnull": True})
        return owner

    @classmethod
    def blind(cls) -> models.Q:
        """Return the condition of rows of which not even a count is shown yet; mostly none."""
        return NONE

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **kwargs: Any) -> Self:
        """Make an instance of a row, and note for the audit that the row was read."""
        instance = super().from_db(db, field_names, values, **kwargs)
        instance._read = {  # noqa: SLF001 - a field of this very class
            name: instance.__dict__.get(name) for name in field_names
        }
        touched.read(instance)
        return instance

    def held_now(self, *along: str, no_key: bool = False) -> Self:
        """Return the row as it is now; nobody else changes it until the transaction is over.

        An action holds a row before it looks whether its state allows what is asked: what the view
        read may have changed since.

        Parameters
        ----------
        along
            The records that it points to, and that are read with it.
        no_key
            Whether rows that only refer to this one may be written meanwhile.

        Raises
        ------
        Http404
            If the row has gone meanwhile.
        """
        rows = type(self).objects.select_for_update(of=("self",), no_key=no_key)
        rows = rows.select_related(*along) if along else rows
        held: Self | None = rows.filter(pk=self.pk).first()
        if held is None:
            raise Http404
        return held

    def lock(self) -> None:
        """Hold the row, and have this object be as it is now."""
        held = self.held_now(no_key=True)
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, held.__dict__[field.attname])
        self._read = held._read  # noqa: SLF001 - as in `from_db`

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, and note for the audit which of its fields changed."""
        before = getattr(self, "_read", {})
        touched.written(self, before=before)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row, and if it is about a person all that hangs on it; the audit notes it."""
        touched.read(self)
        if not self.OF_PERSON:
            return super().delete(*args, **kwargs)
        gone = {
            model._meta.label: len(keys) for model, keys in let_go(type(self), [self.pk]).items()
        }
        return sum(gone.values()), gone


class OfRecord(Record):
    """A row of a record of any kind, which it names by type and key, and goes with."""

    NAMES_RECORD = True

    record_type = models.CharField(max_length=80)
    record = models.UUIDField()

    class Meta:
        abstract = True
