"""Let the case room tell the Commons that both sides signed rules."""

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from commonground_web.kernel.rooms import Room, this_room

LIST = models.Q(
    valve="V1",
    sender="caseroom",
    receiver="commons",
    kind__in=[
        "anchored",
        "candidate_released",
        "candidate_status",
        "case_count",
        "contest_answered",
        "hold_acknowledged",
        "rules_signed",
    ],
)
COUNTS = models.Q(
    valve="V4", sender="careroom", receiver="commons", kind__in=["anchored", "care_count"]
)


def anew(model: str, name: str, condition: models.Q) -> list[Operation]:
    """Return what gives a box its condition anew."""
    return [
        migrations.RemoveConstraint(model_name=model, name=name),
        migrations.AddConstraint(
            model_name=model, constraint=models.CheckConstraint(condition=condition, name=name)
        ),
    ]


# The boxes of the care room hold what they held.
CHANGED = {
    Room.COMMONS: anew("inmessage", "valve_inbox_way", LIST | COUNTS),
    Room.CASEROOM: anew("outmessage", "valve_outbox_way", LIST),
    Room.CAREROOM: [],
}


class Migration(migrations.Migration):
    dependencies = [("boxes", "0002_answers_to_contests")]

    operations = CHANGED[this_room()]
