"""The service directory, its capacity, and the slots that are held for sites."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("sites", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Capacity",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("available", models.PositiveIntegerField(verbose_name="free now")),
                (
                    "maximum",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="in all"),
                ),
                ("reserved", models.PositiveIntegerField(default=0, verbose_name="held for sites")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("capacity", "has room"),
                            ("no-capacity", "has no room"),
                            ("waitlist", "keeps a waiting list"),
                            ("additional-assessment-required", "looks at each person first"),
                        ],
                        default="capacity",
                        max_length=32,
                        verbose_name="state",
                    ),
                ),
                (
                    "description",
                    models.CharField(blank=True, max_length=300, verbose_name="what is counted"),
                ),
                ("updated", models.DateTimeField(verbose_name="counted")),
                ("updated_by", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "service_capacity",
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="counted in")),
                ("scheme", models.CharField(blank=True, max_length=100)),
                ("identifier", models.CharField(blank=True, max_length=100)),
                ("uri", models.URLField(blank=True)),
            ],
            options={
                "db_table": "service_unit",
            },
        ),
        migrations.CreateModel(
            name="DirectoryImport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[("json", "HSDS as JSON"), ("zip", "HSDS as a package of tables")],
                        max_length=4,
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.JSONField(default=dict)),
                ("left_out", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                ("rejects", models.JSONField(default=list)),
                ("read_by", models.UUIDField()),
                ("read_at", models.DateTimeField()),
                ("taken_by", models.UUIDField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "directory_import",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_at__isnull", True), ("taken_by__isnull", True)),
                            models.Q(("taken_at__isnull", False), ("taken_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="directory_import_taken_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "alternate_name",
                    models.CharField(blank=True, max_length=200, verbose_name="also called"),
                ),
                (
                    "description",
                    models.TextField(blank=True, max_length=4000, verbose_name="description"),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "agency",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organization",
                        to="agencies.agency",
                        verbose_name="agency",
                    ),
                ),
            ],
            options={
                "db_table": "organization",
            },
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "location_type",
                    models.CharField(
                        choices=[
                            ("physical", "a place to go to"),
                            ("postal", "an address for letters"),
                            ("virtual", "on the telephone or the internet"),
                        ],
                        default="physical",
                        max_length=8,
                        verbose_name="kind of place",
                    ),
                ),
                (
                    "name",
                    models.CharField(blank=True, max_length=200, verbose_name="name of the place"),
                ),
                (
                    "alternate_name",
                    models.CharField(blank=True, max_length=200, verbose_name="also called"),
                ),
                (
                    "description",
                    models.TextField(blank=True, max_length=2000, verbose_name="description"),
                ),
                (
                    "transportation",
                    models.CharField(blank=True, max_length=500, verbose_name="how to get there"),
                ),
                ("url", models.URLField(blank=True, verbose_name="web page")),
                (
                    "latitude",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                    ),
                ),
                (
                    "longitude",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                    ),
                ),
                (
                    "is_confidential",
                    models.BooleanField(default=False, verbose_name="its address is kept secret"),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="locations",
                        to="services.organization",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "db_table": "location",
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("slots", models.PositiveIntegerField(verbose_name="slots")),
                ("until", models.DateField(verbose_name="until")),
                ("reserved_by", models.UUIDField()),
                ("reserved_at", models.DateTimeField()),
                ("ended_by", models.CharField(blank=True, max_length=64)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "capacity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="services.capacity",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="sites.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "db_table": "service_reservation",
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "alternate_name",
                    models.CharField(blank=True, max_length=200, verbose_name="also called"),
                ),
                (
                    "description",
                    models.TextField(blank=True, max_length=4000, verbose_name="what it offers"),
                ),
                ("url", models.URLField(blank=True, verbose_name="web page")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "offered"),
                            ("inactive", "not offered now"),
                            ("defunct", "given up"),
                            ("temporarily closed", "closed for a time"),
                        ],
                        default="active",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "interpretation_services",
                    models.CharField(blank=True, max_length=500, verbose_name="interpreters"),
                ),
                (
                    "application_process",
                    models.TextField(blank=True, max_length=2000, verbose_name="how to get in"),
                ),
                (
                    "fees_description",
                    models.CharField(blank=True, max_length=500, verbose_name="what it costs"),
                ),
                (
                    "eligibility_description",
                    models.TextField(blank=True, max_length=2000, verbose_name="who may use it"),
                ),
                (
                    "minimum_age",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="youngest age",
                    ),
                ),
                (
                    "maximum_age",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="oldest age",
                    ),
                ),
                (
                    "alert",
                    models.CharField(blank=True, max_length=500, verbose_name="notice for now"),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="services.organization",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "db_table": "service",
            },
        ),
        migrations.AddField(
            model_name="capacity",
            name="service",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="capacities",
                to="services.service",
            ),
        ),
        migrations.CreateModel(
            name="ServiceAtLocation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("description", models.TextField(blank=True, max_length=2000)),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="services",
                        to="services.location",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "db_table": "service_at_location",
            },
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("dtstart", models.DateField(blank=True, null=True)),
                ("timezone", models.FloatField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("count", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "wkst",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("MO", "Monday"),
                            ("TU", "Tuesday"),
                            ("WE", "Wednesday"),
                            ("TH", "Thursday"),
                            ("FR", "Friday"),
                            ("SA", "Saturday"),
                            ("SU", "Sunday"),
                        ],
                        max_length=2,
                    ),
                ),
                (
                    "freq",
                    models.CharField(
                        blank=True,
                        choices=[("WEEKLY", "every week"), ("MONTHLY", "every month")],
                        max_length=8,
                        verbose_name="how often",
                    ),
                ),
                ("interval", models.PositiveIntegerField(blank=True, null=True)),
                ("byday", models.CharField(blank=True, max_length=80, verbose_name="days")),
                ("byweekno", models.CharField(blank=True, max_length=80)),
                ("bymonthday", models.CharField(blank=True, max_length=120)),
                ("byyearday", models.CharField(blank=True, max_length=120)),
                (
                    "description",
                    models.CharField(blank=True, max_length=500, verbose_name="in words"),
                ),
                (
                    "opens_at",
                    models.CharField(
                        blank=True,
                        max_length=14,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?(Z|[+-]\\d\\d:\\d\\d)?$",
                                "Write a time as 09:30.",
                            )
                        ],
                        verbose_name="opens at",
                    ),
                ),
                (
                    "closes_at",
                    models.CharField(
                        blank=True,
                        max_length=14,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?(Z|[+-]\\d\\d:\\d\\d)?$",
                                "Write a time as 09:30.",
                            )
                        ],
                        verbose_name="closes at",
                    ),
                ),
                ("schedule_link", models.URLField(blank=True)),
                ("attending_type", models.CharField(blank=True, max_length=200)),
                ("notes", models.CharField(blank=True, max_length=1000)),
                (
                    "location",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="schedules",
                        to="services.location",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="schedules",
                        to="services.service",
                    ),
                ),
                (
                    "service_at_location",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="schedules",
                        to="services.serviceatlocation",
                    ),
                ),
            ],
            options={
                "db_table": "service_schedule",
            },
        ),
        migrations.CreateModel(
            name="Phone",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(\\+?\\d|\\()[\\w\\s().\\-/#*]*$",
                                "Write a number with digits: +1 555 0100.",
                            )
                        ],
                        verbose_name="number",
                    ),
                ),
                (
                    "extension",
                    models.CharField(blank=True, max_length=10, verbose_name="extension"),
                ),
                (
                    "type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("voice", "calls"),
                            ("text", "text messages"),
                            ("fax", "fax"),
                            ("cell", "mobile"),
                            ("video", "video"),
                            ("pager", "pager"),
                            ("textphone", "textphone"),
                        ],
                        max_length=12,
                        verbose_name="for",
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "location",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phones",
                        to="services.location",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phones",
                        to="services.organization",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phones",
                        to="services.service",
                    ),
                ),
                (
                    "service_at_location",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phones",
                        to="services.serviceatlocation",
                    ),
                ),
            ],
            options={
                "db_table": "service_phone",
            },
        ),
        migrations.AddField(
            model_name="capacity",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="services.unit",
                verbose_name="counted in",
            ),
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("address_1", models.CharField(max_length=200, verbose_name="street and number")),
                (
                    "address_2",
                    models.CharField(blank=True, max_length=200, verbose_name="second line"),
                ),
                ("city", models.CharField(max_length=100, verbose_name="city")),
                ("region", models.CharField(blank=True, max_length=100, verbose_name="region")),
                ("state_province", models.CharField(max_length=100, verbose_name="state")),
                ("postal_code", models.CharField(max_length=20, verbose_name="postal code")),
                (
                    "country",
                    models.CharField(
                        default="US",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{2}$", "Write a country as two capital letters: US."
                            )
                        ],
                        verbose_name="country",
                    ),
                ),
                (
                    "address_type",
                    models.CharField(
                        choices=[
                            ("physical", "a place to go to"),
                            ("postal", "an address for letters"),
                            ("virtual", "on the telephone or the internet"),
                        ],
                        default="physical",
                        max_length=8,
                        verbose_name="kind of address",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="services.location",
                    ),
                ),
            ],
            options={
                "db_table": "service_address",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("address_type__in", ["physical", "postal", "virtual"])),
                        name="service_address_type",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.CheckConstraint(
                condition=models.Q(("location_type__in", ("physical", "postal", "virtual"))),
                name="location_type_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.CheckConstraint(
                condition=models.Q(("slots__gte", 1)), name="service_reservation_of_some"
            ),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by", "")),
                    models.Q(
                        ("ended_at__isnull", False), models.Q(("ended_by", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="service_reservation_ended_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ("active", "inactive", "defunct", "temporarily closed"))
                ),
                name="service_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minimum_age__isnull", True),
                    ("maximum_age__isnull", True),
                    ("minimum_age__lte", models.F("maximum_age")),
                    _connector="OR",
                ),
                name="service_ages_in_order",
                violation_error_message="The youngest age is above the oldest.",
            ),
        ),
        migrations.AddConstraint(
            model_name="schedule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("service__isnull", False),
                    ("location__isnull", False),
                    ("service_at_location__isnull", False),
                    _connector="OR",
                ),
                name="service_schedule_of_something",
                violation_error_message="It belongs to nothing.",
            ),
        ),
        migrations.AddConstraint(
            model_name="phone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organization__isnull", False),
                    ("service__isnull", False),
                    ("location__isnull", False),
                    ("service_at_location__isnull", False),
                    _connector="OR",
                ),
                name="service_phone_of_something",
                violation_error_message="It belongs to nothing.",
            ),
        ),
        migrations.AddConstraint(
            model_name="capacity",
            constraint=models.CheckConstraint(
                condition=models.Q(("reserved__lte", models.F("available"))),
                name="service_capacity_holds_no_more_than_there_is",
            ),
        ),
        migrations.AddConstraint(
            model_name="capacity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        ("capacity", "no-capacity", "waitlist", "additional-assessment-required"),
                    )
                ),
                name="service_capacity_status_known",
            ),
        ),
    ]
