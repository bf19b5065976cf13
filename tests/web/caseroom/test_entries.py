"""Tests of entries."""

import uuid

import pytest
from django.db import DatabaseError, transaction

from commonground_web.caseroom.entries.actions import create_entry
from commonground_web.caseroom.entries.models import Entry
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import now

AGENCY = uuid.uuid4()
OFFICER = Actor(str(uuid.uuid4()), frozenset({"officer"}), AGENCY)


@pytest.mark.django_db
def test_refuses_to_read_without_an_event() -> None:
    create_entry(name="Zed Fictional", facts="Seen.", by=OFFICER, at=now())

    with pytest.raises(DatabaseError), transaction.atomic():
        list(Entry.objects.all())
