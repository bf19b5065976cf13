"""Keep with a contest what the case room did about it, and when."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0002_hearing"),
    ]

    operations = [
        migrations.AddField(
            model_name="complaint",
            name="case_room_answer",
            field=models.CharField(
                blank=True,
                choices=[
                    ("corrected", "corrected"),
                    ("removed", "removed"),
                    ("stands", "stands, after it was checked anew"),
                ],
                max_length=10,
                verbose_name="answer of the case room",
            ),
        ),
        migrations.AddField(
            model_name="complaint",
            name="case_room_answered_on",
            field=models.DateField(null=True, verbose_name="answered by the case room on"),
        ),
        migrations.AddField(
            model_name="complaint",
            name="forwarded_as",
            field=models.UUIDField(null=True, unique=True),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case_room_answer", ""), ("case_room_answered_on__isnull", True)),
                    models.Q(
                        ("case_room_answer__in", ["corrected", "removed", "stands"]),
                        ("case_room_answered_on__isnull", False),
                        ("forwarded_as__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="complaint_answered_as_forwarded",
            ),
        ),
    ]
