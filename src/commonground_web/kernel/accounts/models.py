"""Accounts, their memberships and links, and how a room began; no account is above the roles."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept


class AccountManager(BaseUserManager):  # type: ignore[type-arg]  # not generic when it runs
    """Finds accounts by their address."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account of an address, however it is capitalised."""
        found: Account = self.get(email__iexact=username)
        return found


class Account(AbstractBaseUser, Record):
    """A person who may sign in to this room; the same person in another room is another account."""

    KEPT = kept(
        internal="id email name agency language is_active created_at last_login "
        "accepted_at attested_at disabled_at told_at told_n",
        secret="password",
    )
    ENTITY = "account"

    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    agency = models.UUIDField(_("agency"), null=True)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    """When the person followed their link and chose a password."""
    attested_at = models.DateTimeField(null=True)
    """When they signed that they hold no account in the room this one must know nothing of."""
    disabled_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    """When a mail said last that something waits for them."""
    told_n = models.PositiveIntegerField(default=0)
    """How much waited then."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = AccountManager()  # type: ignore[misc,assignment]

    class Meta:
        db_table = "account"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="account_one_per_address"),
            models.CheckConstraint(
                condition=models.Q(is_active=False)
                | models.Q(accepted_at__isnull=False, disabled_at__isnull=True),
                name="account_active_once_accepted",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep addresses in one spelling."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)


class MembershipQuerySet(RecordQuerySet):
    """Memberships, and those among them that give a role."""

    def in_force(self, on: date) -> Self:
        """Return those that give their role on a day: approved, begun, and not over."""
        return self.filter(
            models.Q(until__isnull=True) | models.Q(until__gte=on),
            since__lte=on,
            approved_by__isnull=False,
            ended_at__isnull=True,
        )


class Membership(Record):
    """A role that an account holds for a time; granted by one person, approved by another."""

    KEPT = kept(
        internal="id account role site since until granted_by approved_by created_at "
        "ended_by ended_at"
    )
    ENTITY = "membership"
    FIXED = ("account", "role", "site", "since", "until", "granted_by", "created_at")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=40)
    site = models.UUIDField(_("site"), null=True, blank=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.UUIDField()
    approved_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    ended_by = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "membership"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(granted_by=models.F("approved_by")),
                name="membership_two_persons",
            ),
            models.CheckConstraint(
                condition=~models.Q(account=models.F("granted_by")),
                name="membership_not_granted_to_oneself",
            ),
            models.CheckConstraint(
                condition=~models.Q(account=models.F("approved_by")),
                name="membership_not_approved_by_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} as {self.role}"

    @property
    def waits_for_approval(self) -> bool:
        """Whether nobody has approved it yet, or ended it."""
        return self.approved_by is None and self.ended_at is None


class Link(Record):
    """A link for one person that works once: of its secret, the room keeps a digest alone."""

    KEPT = kept(internal="id account digest made_by made_at expires_at used_at withdrawn_at")
    ENTITY = "invitation"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "account_link"
        constraints = [
            models.UniqueConstraint(
                "account",
                condition=models.Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="account_link_one_that_works",
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class RecoveryQuerySet(RecordQuerySet):
    """Recoveries, and those among them that wait."""

    def waiting(self) -> Self:
        """Return those that nobody has approved yet, or ended."""
        return self.filter(approved_by__isnull=True, ended_at__isnull=True)


class Recovery(Record):
    """A new way in for somebody who lost theirs; proposed by one person, approved by another."""

    KEPT = kept(
        internal="id account known_by proposed_by proposed_at approved_by approved_at "
        "ended_by ended_at"
    )
    ENTITY = "recovery"
    FIXED = ("account", "known_by", "proposed_by", "proposed_at")

    class KnownBy(models.TextChoices):
        """How the person was known to be who they say."""

        SEEN = "seen", _("I met them, and know them or saw their identity card")
        CALLED = "called", _("I called them on a number that their agency gave")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="recoveries")
    known_by = models.CharField(_("how you know that it is them"), max_length=8, choices=KnownBy)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = RecoveryQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "account_recovery"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(proposed_by=models.F("approved_by"))
                & ~models.Q(account=models.F("proposed_by"))
                & ~models.Q(account=models.F("approved_by")),
                name="recovery_two_others",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(approved_by__isnull=True, ended_at__isnull=True),
                name="recovery_one_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"recovery {self.pk}"


class Founding(Record):
    """Who a room began with: two persons, each of whom confirms the other. It happens once."""

    KEPT = kept(internal="id only first second at")
    APPEND_ONLY = True

    only = models.BooleanField(default=True, unique=True)
    first = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    second = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "founding"
        constraints = [
            models.CheckConstraint(condition=models.Q(only=True), name="founding_happens_once"),
            models.CheckConstraint(
                condition=~models.Q(first=models.F("second")), name="founding_two_persons"
            ),
        ]

    def __str__(self) -> str:
        return "the founding"
