"""A text field that lies sealed in the database and opens where it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

from commonground_web.kernel.fields.keyring import Keyring, room_keyring


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the database holds of a sealed text."""

    text: str


class _Opened:
    """The attribute of an instance: opens what was read, once it is asked for."""

    def __init__(self, field: SealedText) -> None:
        self._field = field

    def __get__(self, instance: models.Model | None, _owner: type | None = None) -> Any:
        if instance is None:
            return self
        held = instance.__dict__.get(self._field.attname)
        if isinstance(held, Sealed):
            held = room_keyring().open(held.text, place=self._field.place(instance))
            instance.__dict__[self._field.attname] = held
        return held

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self._field.attname] = value


class SealedText(models.TextField):  # type: ignore[type-arg]  # not generic when it runs
    """A text sealed with the room's current key, and bound to its table, row and column.

    It cannot be searched, sorted or set by `update`: the database sees no text. `max_length` is
    of the text a person typed.
    """

    def contribute_to_class(
        self,
        cls: type[models.Model],
        name: str,
        private_only: bool = False,  # noqa: FBT001, FBT002 - Django's signature
    ) -> None:
        """Put the field on its model, with an attribute that opens it."""
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Opened(self))

    def place(self, instance: models.Model) -> str:
        """Return what binds a text to where it stands."""
        return f"{instance._meta.db_table}|{instance.pk}|{self.column}"

    def from_db_value(self, value: str | None, *_args: object) -> Sealed | None:
        """Take what the database holds, unopened."""
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:  # noqa: ARG002, FBT001
        """Seal the text for its row; what is written is always sealed with the current key."""
        return self.resealed(model_instance, room_keyring())

    def resealed(self, instance: models.Model, ring: Keyring) -> Sealed | None:
        """Return what an instance holds, sealed with the current key of a ring."""
        held = instance.__dict__.get(self.attname)
        if held is None:
            return None
        place = self.place(instance)
        if isinstance(held, Sealed):
            return Sealed(ring.reseal(held.text, place=place))
        return Sealed(ring.seal(str(held), place=place))

    def get_prep_value(self, value: object) -> str | None:
        """Hand the database what was sealed, and nothing else."""
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise TypeError(f"{self.name} is sealed: it can neither be searched nor set by update")
        return value.text

    def value_to_string(self, obj: models.Model) -> str:  # noqa: ARG002 - Django's signature
        """Refuse to be written anywhere in plain text."""
        raise TypeError(f"{self.name} is sealed: it is not written out")

    def fingerprint(self, instance: models.Model, held: object) -> str:
        """Return a keyed digest of a text that this field held, for the audit."""
        if isinstance(held, Sealed):
            held = room_keyring().open(held.text, place=self.place(instance))
        place = f"{self.model._meta.db_table}|{self.column}"
        return room_keyring().fingerprint(str(held), place=place)
