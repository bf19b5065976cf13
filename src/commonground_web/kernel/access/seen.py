"""What somebody saw when they acted: nobody overwrites or lets through what was changed since."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.request import Request

NEVER = 0
"""A version that no record has."""


class Versioned(models.Model):
    """A record that several people work on, each time with what they read of it before."""

    row_version = models.PositiveIntegerField(default=1)
    """Grows with every change, so that two who saw the same number saw the same record."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row as its next version."""
        if not self._state.adding:
            self.row_version += 1
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = [*fields, "row_version"]
        super().save(*args, **kwargs)


Seen = TypeVar("Seen", bound=Versioned)


def as_seen(record: Seen, request: Request) -> Seen:
    """Return a record in the version of the page that a form comes from.

    The page says it in a hidden field, `version`; a form without it comes from no page.

    Parameters
    ----------
    record
        The record as it was read for this request.
    request
        The form as it came.
    """
    if request.POST.get("version") != str(record.row_version):
        record.row_version = NEVER
    return record


def require_as_seen(held: Versioned, seen: Versioned) -> None:
    """Refuse to act on a record that was changed since somebody looked at it.

    Parameters
    ----------
    held
        The record as it is, held until the action ends.
    seen
        The record as whoever acts saw it.

    Raises
    ------
    Refused
        If they are not of one version.
    """
    require_same(held.row_version, seen.row_version)


def require_same(held: object, seen: object) -> None:
    """Refuse to act where what tells one state of a record from the next is not what was seen.

    Raises
    ------
    Refused
        If it is not.
    """
    if held != seen:
        raise Refused(_("Somebody changed this while you looked at it; look at it again first."))
