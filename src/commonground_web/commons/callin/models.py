"""A call-in, its moves, its agenda and its speakers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.callin.states import OVER, State
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.compartments.records import Record, kept, of_sites
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room

SAFE_AFTER = timedelta(hours=24)
"""How long safe conduct lasts after the call-in begins."""


class Media(models.TextChoices):
    """Whether the press may be there."""

    NONE = "none", _("no media")
    AFTER = "after", _("media only after the candidates have left")


class Part(models.TextChoices):
    """The four things that are said, in their order."""

    WORTH = "worth", _("You are worth something to us")
    STOP = "stop", _("The selling stops now")
    HELP = "help", _("Here is help")
    CONSEQUENCE = "consequence", _("Your case is ready if you go on")


class SpeaksFor(models.TextChoices):
    """For whom somebody speaks."""

    COMMUNITY = "community", _("community")
    FAITH = "faith", _("faith")
    EX_OFFENDER = "ex_offender", _("somebody who once sold")
    POLICE = "police", _("police")
    PROSECUTOR = "prosecutor", _("prosecutor")
    SERVICE = "service", _("services")


class CallIn(Record):
    """One evening, to which candidates are invited; of them it knows only how many there are."""

    ROOM = Room.COMMONS
    KEPT = kept(
        public="id site at state",
        internal="venue media slots invited unsafe created_by created_at",
    )
    ENTITY = "callin"
    FIXED = ("site", "created_by", "created_at")

    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="callins", verbose_name=_("site")
    )
    at = models.DateTimeField(_("when"))
    venue = models.CharField(_("where"), max_length=200)
    media = models.CharField(_("media"), max_length=8, choices=Media, default=Media.NONE)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.PLANNING)
    slots = models.PositiveIntegerField(_("service slots"), default=0)
    """Service slots that were there when they were confirmed."""
    invited = models.PositiveIntegerField(_("invited"), default=0)
    """Candidates who are invited to it, counted anew with each change."""
    unsafe = models.PositiveIntegerField(default=0)
    """Those of them whose safe conduct the case room has not acknowledged as it stands."""
    created_by = models.UUIDField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "callin"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="callin_state"),
            models.CheckConstraint(condition=Q(media__in=Media.values), name="callin_media"),
            models.CheckConstraint(
                condition=Q(invited__lte=F("slots")), name="callin_no_more_than_slots"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.HOLDS_ACTIVE, State.LETTERS_OUT]) | Q(unsafe=0),
                name="callin_no_letters_without_safe_conduct",
            ),
            models.UniqueConstraint(
                fields=["site"], condition=~Q(state__in=OVER), name="callin_one_open_a_site"
            ),
        ]

    def __str__(self) -> str:
        return f"call-in of {self.site}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the call-ins of the actor's sites."""
        return of_sites(actor, "site")

    @property
    def safe_until(self) -> Any:
        """The moment until which safe conduct has to last."""
        return self.at + SAFE_AFTER


class CallInMove(Record):
    """One step in where a call-in stands, or another day and place for it."""

    ROOM = Room.COMMONS
    KEPT = kept(internal="id callin before after at venue why moved_by moved_at")
    ENTITY = "callin_move"
    APPEND_ONLY = True

    callin = models.ForeignKey(CallIn, on_delete=models.PROTECT, related_name="moves")
    before = models.CharField(max_length=16, choices=State)
    after = models.CharField(max_length=16, choices=State)
    at = models.DateTimeField()
    """When it was to be, from this step on."""
    venue = models.CharField(max_length=200)
    why = models.CharField(_("why"), max_length=300, blank=True)
    moved_by = models.UUIDField()
    moved_at = models.DateTimeField()

    class Meta:
        db_table = "callin_move"

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show those of the actor's sites."""
        return of_sites(actor, "callin__site")


class AgendaItem(Record):
    """One item of the agenda: which of the four things it says, and how long it takes."""

    ROOM = Room.COMMONS
    KEPT = kept(internal="id callin part position title minutes dropped_at")
    ENTITY = "agenda"

    callin = models.ForeignKey(CallIn, on_delete=models.PROTECT, related_name="agenda")
    part = models.CharField(_("part"), max_length=12, choices=Part)
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("what is said or done"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "agenda_item"
        constraints = [
            models.CheckConstraint(condition=Q(part__in=Part.values), name="agenda_part"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="agenda_takes_time"),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show those of the actor's sites."""
        return of_sites(actor, "callin__site")


class Speaker(Record):
    """Somebody who speaks at a call-in; that they once offended may be why, so the name is sealed.

    The call-in and its site are named by id: rows about persons refer to no others.
    """

    ROOM = Room.COMMONS
    KEPT = kept(
        internal="id callin site role part confirmed_on confirmed_by withdrew_on created_by"
        " created_at purge_on",
        secret="name",
    )
    ENTITY = "speaker"
    OF_PERSON = True
    FIXED = ("callin", "site", "role", "created_by", "created_at")

    callin = models.UUIDField()
    site = models.UUIDField()
    name = SealedText(_("name"), max_length=120)
    role = models.CharField(_("speaks for"), max_length=12, choices=SpeaksFor)
    part = models.CharField(_("part"), max_length=12, choices=Part)
    confirmed_on = models.DateField(_("confirmed on"), null=True)
    confirmed_by = models.UUIDField(null=True)
    withdrew_on = models.DateField(_("withdrew on"), null=True)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    purge_on = models.DateField(_("to be purged on"))

    class Meta:
        db_table = "speaker"
        constraints = [
            models.CheckConstraint(
                condition=Q(part__in=Part.values)
                & Q(
                    role__in=[
                        "community",
                        "faith",
                        "ex_offender",
                        "police",
                        "prosecutor",
                        "service",
                    ]
                ),
                name="speaker_known",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True) | Q(confirmed_by__isnull=False),
                name="speaker_confirmed_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"speaker {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show those of the actor's sites."""
        return of_sites(actor, "site")
