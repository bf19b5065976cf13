"""Rows that the Commons published, in another room; and what was published when."""

from __future__ import annotations

import uuid
from typing import Any, get_args

from django.db import models

from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept
from commonground_web.valves.messages.snapshots import PublicTable


class PublishedQuerySet(RecordQuerySet):
    """Published rows."""

    def of(self, table: str) -> PublishedQuerySet:
        """Return the rows of one public table, in an order that outlives the next snapshot.

        Raises
        ------
        ValueError
            If there is no such table.
        """
        if table not in get_args(PublicTable):
            raise ValueError(f"{table} is no public table of the Commons")
        return self.filter(table=table).order_by("row")

    def row(self, table: str, pk: uuid.UUID) -> Published:
        """Return one row of a public table by its identifier in the Commons."""
        found: Published = self.of(table).get(row=pk)
        return found


class Published(Record):
    """One public row of the Commons, as it was when the last snapshot was taken.

    Only a snapshot that was received writes here, and the database refuses all else.
    """

    KEPT = kept(public="id table row fields")
    ENTITY = "published"
    WRITTEN_IN = ("receive",)

    table = models.CharField(max_length=24)
    row = models.UUIDField()
    fields = models.JSONField()

    objects = PublishedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "published"
        constraints = [
            models.UniqueConstraint(fields=["table", "row"], name="published_once"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"

    def __getitem__(self, name: str) -> Any:
        """Return a field of the row."""
        return self.fields[name]


class Publication(Record):
    """That a snapshot was sent to a room, or took the place of the one before it in this room."""

    KEPT = kept(internal="id room taken_at digest")
    ENTITY = "published"
    APPEND_ONLY = True
    WRITTEN_IN = ("publish", "receive")

    room = models.CharField(max_length=8)
    """The room that holds the copy."""
    taken_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "publication"
        indexes = [models.Index(fields=["room", "taken_at"], name="publication_newest")]

    def __str__(self) -> str:
        return f"snapshot of {self.taken_at}"
