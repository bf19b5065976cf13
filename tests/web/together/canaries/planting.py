"""Fill a room with canaries: called in the room's own process."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.web.together.canaries.marks import Canaries, mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db import models

    from commonground_web.kernel.compartments.records import Record

SHORTEST_TEXT = 12
"""A shorter field holds a code, and no text of a person's."""


def plant(prefix: str, number: int, day: str) -> dict[str, Any]:
    """Write a row of every record of the room, with canaries in every field that takes them.

    Parameters
    ----------
    prefix
        How its texts begin.
    number
        Its first number.
    day
        Its one day.
    """
    from tests.web.signed_in import AGENCY, account_with

    marks = _Marks(prefix, number, day)
    unmarked = []
    for model in _records():
        row, left = _planted(model, marks)
        unmarked += [f"{model._meta.label}.{name}" for name in left]
        if model.OF_PERSON:
            marks.ids.append(str(row.pk))
    account = account_with(agency=AGENCY)
    account.name = marks.text("account.name")
    account.save()
    _plant_file(marks)
    return {**marks.canaries().told(), "unmarked": unmarked}


class _Marks:
    """Canaries as they are given out."""

    def __init__(self, prefix: str, number: int, day: str) -> None:
        self.prefix, self.day = prefix, day
        self.texts: dict[str, str] = {}
        self.numbers: list[int] = []
        self.ids: list[str] = []
        self._numbers = count(number, 7919)

    def text(self, field: str) -> str:
        text = mark(self.prefix, len(self.texts))
        self.texts[text] = field
        return text

    def one_for(self, field: models.Field[Any, Any]) -> Any:
        """Return a canary for a field; None where it takes none."""
        from commonground_web.kernel.compartments.records import Kept

        name = f"{field.model._meta.label_lower}.{field.name}"
        if field.primary_key or field.choices or field.related_model or field.name == "purge_on":
            return None
        if field.model.KEPT[field.name] is Kept.PUBLIC:  # type: ignore[attr-defined]
            return None  # what is public is published to the other rooms
        return next(
            (make(field, name) for kind, make in self._made if isinstance(field, kind)), None
        )

    @cached_property
    def _made(self) -> list[tuple[Any, Callable[[Any, str], Any]]]:
        from django.db import models

        at = date.fromisoformat(self.day)
        return [
            ((models.CharField, models.TextField), self._fitting),
            (models.DateTimeField, lambda *_: datetime(at.year, at.month, at.day, 4, tzinfo=UTC)),
            (models.DateField, lambda *_: at),
            (models.JSONField, lambda _field, name: [self.text(name)]),
            (models.SmallIntegerField, lambda *_: None),
            (models.PositiveSmallIntegerField, lambda *_: None),
            (models.IntegerField, lambda *_: self._number()),
        ]

    def _fitting(self, field: models.Field[Any, Any], name: str) -> str | None:
        fits = field.max_length is None or field.max_length >= SHORTEST_TEXT
        return self.text(name) if fits else None

    def _number(self) -> int:
        self.numbers.append(next(self._numbers))
        return self.numbers[-1]

    def canaries(self) -> Canaries:
        return Canaries(
            self.prefix, tuple(self.numbers), (self.day,), tuple(self.ids), dict(self.texts)
        )


def _records() -> list[type[Record]]:
    """Return the records of this very room, and those of persons that every room has.

    Left out is what only a message that arrives may write.
    """
    from django.apps import apps

    from commonground_web.kernel.compartments.records import Record
    from commonground_web.kernel.rooms import this_room

    records = (model for model in apps.get_models() if issubclass(model, Record))
    return [m for m in records if (m.ROOM is this_room() or m.OF_PERSON) and not m.WRITTEN_IN]


def _planted(model: type[Record], marks: _Marks) -> tuple[Record, list[str]]:
    """Write a row with every canary that its constraints let it hold.

    Returns
    -------
    tuple
        The row, and the fields whose texts its constraints or its made-up values keep out.
    """
    from tests.web.rows import _given, keep
    from tests.web.signed_in import AGENCY

    told = {*_given(model), model.OWNED_BY}
    fields = {field.name: field for field in model._meta.concrete_fields}
    given = {name: made for name in fields if (made := marks.one_for(fields[name])) is not None}
    taken: dict[str, Any] = {name: made for name, made in given.items() if name not in told}
    if not _is_kept(model, taken):
        offered, taken = taken, {}
        for name, made in offered.items():
            taken |= {name: made} if _is_kept(model, taken | {name: made}) else {}
    left = {*given} - {*taken}
    return keep(model, owner=AGENCY, **taken), sorted(n for n in left if _is_text(given[n]))


def _is_kept(model: type[Record], given: dict[str, Any]) -> bool:
    """Say whether the database keeps a row with these values; undo it."""
    from django.db import DatabaseError, transaction

    from tests.web.rows import keep
    from tests.web.signed_in import AGENCY

    try:
        with transaction.atomic():
            keep(model, owner=AGENCY, **given)
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


def _is_text(made: object) -> bool:
    return isinstance(made, str | list)


def _plant_file(marks: _Marks) -> None:
    """Keep a file whose name and content are canaries, with a row of the room's first record."""
    import uuid

    from django.core.files.uploadedfile import SimpleUploadedFile

    from commonground_web.kernel.access.actor import Actor
    from commonground_web.kernel.clock import now
    from commonground_web.kernel.files.keeping import keep_file
    from commonground_web.kernel.files.models import StoredFile
    from tests.web.rows import keep, writing
    from tests.web.signed_in import AGENCY

    model = next(record for record in _records() if record.OF_PERSON and record.ROOM)
    row = keep(model, owner=AGENCY)
    content = f"{marks.text('the content of a file')} was seen here.".encode()
    upload = SimpleUploadedFile(f"{marks.text('the name of a file')}.txt", content)
    with writing(model, StoredFile, agency=AGENCY):
        keep_file(record=row, upload=upload, by=Actor(str(uuid.uuid4())), at=now())


def leak(text: str) -> str:
    """Do what must never be done: write a text of another room here, and mail and log it."""
    import logging

    from django.apps import apps
    from django.core.mail import send_mail

    from tests.web.rows import keep
    from tests.web.signed_in import AGENCY

    registry: Any = apps
    entry = registry.get_model("entries", "Entry")
    given = {name: text for name in ("name", "facts") if name in _names(entry)}
    row = keep(entry, owner=AGENCY, **given)
    send_mail("1 item", text, None, ["somebody@example.org"])
    logging.getLogger("commonground").error("about %s", text)
    return str(row.pk)


def _names(model: type[models.Model]) -> Iterator[str]:
    return (field.name for field in model._meta.concrete_fields)


def tick(days: tuple[int, ...] = (0,)) -> list[str]:
    """Run the room's clocks as if so many days had gone by, in turn; return those that failed."""
    from datetime import timedelta

    from commonground_web.kernel.clock import now
    from commonground_web.kernel.clocks import room_clocks, run_clocks

    at = now()
    failed = [run_clocks(room_clocks(), at=at + timedelta(days=number)) or [] for number in days]
    return [name for names in failed for name in names]
